package org.custodytransfer.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.custodytransfer.platform.Fault;
import org.custodytransfer.platform.Problems;
import org.custodytransfer.platform.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
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
      return answer(
          ProblemDetail.forStatusAndDetail(
              HttpStatus.INTERNAL_SERVER_ERROR,
              "Something went wrong here. Nothing was changed; please try again or tell the operator."));
    }
    ApiDoor.refused(request, refusal.get());
    return answer(Problems.of(refusal.get()));
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
    String name =
        thrown instanceof MethodArgumentTypeMismatchException argument ? argument.getName() : "";
    String type =
        thrown.getRequiredType() == null ? "value" : thrown.getRequiredType().getSimpleName();
    return bad("/" + name, "cannot be read as " + type);
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

  private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem) {
    return ResponseEntity.status(problem.getStatus())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }
}
