package org.custodytransfer.platform;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEnginePersistenceException;
import org.camunda.bpm.engine.TaskAlreadyClaimedException;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
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

  /**
   * The refusal behind an exception: its own, or what the database's "no" means. Too long, too
   * large or a character that it cannot hold is a fault of what was sent; the rest is two changes
   * at once.
   */
  public static Optional<Refusal> refusalIn(Throwable thrown) {
    for (Throwable cause : causes(thrown)) {
      if (cause instanceof Refusal refusal) {
        return Optional.of(refusal);
      }
      if (cause instanceof TaskAlreadyClaimedException) {
        return Optional.of(Refusal.conflict("Somebody else has claimed this task."));
      }
      if ((cause instanceof DataIntegrityViolationException
              || cause instanceof ProcessEnginePersistenceException)
          && causes(cause).stream().anyMatch(Problems::isWrongValue)) {
        return Optional.of(
            Refusal.badInput(
                "", "holds a character, a length or a number that the record cannot keep"));
      }
      if (cause instanceof DataIntegrityViolationException || isRace(cause)) {
        return Optional.of(
            Refusal.conflict(
                "Somebody else changed this at the same moment. Read it again, then repeat what still holds."));
      }
    }
    return Optional.empty();
  }

  /** Whether two changes met, so that the same once more may well succeed. */
  public static boolean raced(Throwable thrown) {
    List<Throwable> causes = causes(thrown);
    return causes.stream().noneMatch(Refusal.class::isInstance)
        && causes.stream().anyMatch(Problems::isRace);
  }

  private static boolean isRace(Throwable cause) {
    return cause instanceof ConcurrencyFailureException
        || cause instanceof DuplicateKeyException
        || cause instanceof OptimisticLockingException;
  }

  /** SQL's class 22: data that does not fit. */
  private static boolean isWrongValue(Throwable cause) {
    return cause instanceof SQLException sql
        && sql.getSQLState() != null
        && sql.getSQLState().startsWith("22");
  }

  private static List<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).toList();
  }
}
