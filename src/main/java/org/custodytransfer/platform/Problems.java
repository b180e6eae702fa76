package org.custodytransfer.platform;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/** Turns a "no" into a problem detail (RFC 9457), the same on every door. */
public final class Problems {

  private Problems() {}

  public static ProblemDetail of(Refusal refusal) {
    ProblemDetail problem = ProblemDetail.forStatus(HttpStatusCode.valueOf(refusal.status()));
    problem.setDetail(refusal.getMessage());
    if (!refusal.faults().isEmpty()) {
      problem.setProperty("faults", refusal.faults());
    }
    refusal.about().forEach(problem::setProperty);
    return problem;
  }

  /** The refusal behind an exception: its own, or the one that two changes at once amount to. */
  public static java.util.Optional<Refusal> refusalIn(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refusal refusal) {
        return java.util.Optional.of(refusal);
      }
      if (cause instanceof ConcurrencyFailureException
          || cause instanceof DataIntegrityViolationException
          || cause instanceof org.camunda.bpm.engine.OptimisticLockingException) {
        return java.util.Optional.of(
            Refusal.conflict(
                "Somebody else changed this at the same moment. Read it again, then repeat what still holds."));
      }
    }
    return java.util.Optional.empty();
  }
}
