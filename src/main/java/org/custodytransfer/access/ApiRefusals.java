package org.custodytransfer.access;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.custodytransfer.platform.Fault;
import org.custodytransfer.platform.Problems;
import org.custodytransfer.platform.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** The one way out for a "no" of {@code /api}: a problem detail, and a trace in the audit. */
@RestControllerAdvice
@Order(0)
class ApiRefusals extends ResponseEntityExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ApiRefusals.class);

  private static final Map<Class<?>, String> WORDS =
      Map.of(
          OffsetDateTime.class, "must be a moment with its offset, like 2026-01-31T14:30:00Z",
          Instant.class, "must be a moment with its offset, like 2026-01-31T14:30:00Z",
          LocalDate.class, "must be a date like 2026-01-31",
          YearMonth.class, "must be a month like 2026-01",
          int.class, "must be a whole number",
          Integer.class, "must be a whole number",
          long.class, "must be a whole number",
          Long.class, "must be a whole number");

  @ExceptionHandler(RuntimeException.class)
  ResponseEntity<ProblemDetail> refuse(RuntimeException thrown, HttpServletRequest request) {
    Optional<Refusal> refusal =
        thrown instanceof EngineRefusal engine
            ? Optional.of(engine.refusal())
            : Problems.refusalIn(thrown);
    if (refusal.isEmpty()) {
      // The kind and the place of a fault, not its message: that may quote what was sent.
      LOG.error(
          "Unexpected {} at {} {}: {}",
          thrown.getClass().getName(),
          request.getMethod(),
          request.getRequestURI(),
          thrown.getStackTrace().length == 0 ? "" : thrown.getStackTrace()[0]);
      LOG.debug("In full", thrown);
      return answer(Refusal.unexpected());
    }
    if (Problems.raced(thrown)) {
      ApiDoor.raced(request);
    }
    ApiDoor.refused(request, refusal.get());
    return answer(refusal.get());
  }

  @Override
  protected ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException thrown,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return bad("", "the body is missing or cannot be read");
  }

  @Override
  protected ResponseEntity<Object> handleTypeMismatch(
      TypeMismatchException thrown,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    if (!(thrown instanceof MethodArgumentTypeMismatchException argument)) {
      return bad("", "cannot be read");
    }
    Class<?> type = argument.getParameter().nestedIfOptional().getNestedParameterType();
    return bad("/" + argument.getName(), WORDS.getOrDefault(type, "cannot be read"));
  }

  @Override
  protected ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException thrown,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return bad(
        thrown.getFieldErrors().stream()
            .map(error -> Fault.at("/" + error.getField(), "cannot be read"))
            .toList());
  }

  @Override
  protected ResponseEntity<Object> handleMissingServletRequestParameter(
      MissingServletRequestParameterException thrown,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return bad("/" + thrown.getParameterName(), "is missing");
  }

  @Override
  protected ResponseEntity<Object> handleMissingServletRequestPart(
      MissingServletRequestPartException thrown,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return bad("/" + thrown.getRequestPartName(), "is missing");
  }

  private static ResponseEntity<Object> bad(String pointer, String detail) {
    return bad(List.of(Fault.at(pointer, detail)));
  }

  private static ResponseEntity<Object> bad(List<Fault> faults) {
    return ResponseEntity.badRequest()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(Problems.of(Refusal.badInput(faults)));
  }

  private static ResponseEntity<ProblemDetail> answer(Refusal refusal) {
    var answer =
        ResponseEntity.status(refusal.status()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
    refusal
        .retryAfter()
        .ifPresent(seconds -> answer.header(HttpHeaders.RETRY_AFTER, seconds.toString()));
    return answer.body(Problems.of(refusal));
  }
}
