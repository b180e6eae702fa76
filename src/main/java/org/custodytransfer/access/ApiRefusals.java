package org.custodytransfer.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.custodytransfer.platform.Problems;
import org.custodytransfer.platform.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
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
    return ResponseEntity.badRequest()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(Problems.of(Refusal.badInput("", "the body is missing or cannot be read")));
  }

  private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem) {
    return ResponseEntity.status(problem.getStatus())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }
}
