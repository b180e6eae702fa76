package org.custodytransfer.platform;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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

  private static final Set<String> UNAVAILABLE =
      Set.of("55P03", "25P03", "HYT00", "90098", "90121");

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
      if (isUnavailable(cause)) {
        return Optional.of(Refusal.unavailable());
      }
      if (cause instanceof TaskAlreadyClaimedException) {
        return Optional.of(Refusal.conflict("Somebody else has claimed this task."));
      }
      if ((cause instanceof DataIntegrityViolationException
              || cause instanceof ProcessEnginePersistenceException)
          && causes(cause).stream().anyMatch(Problems::isWrongValue)) {
        return Optional.of(
            Refusal.badInput(
                "", "holds a character, a length or a number that the record cannot work with"));
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
    return (cause instanceof ConcurrencyFailureException
            || cause instanceof DuplicateKeyException
            || cause instanceof OptimisticLockingException)
        && causes(cause).stream().noneMatch(Problems::isUnavailable);
  }

  /**
   * No connection, or a wait that was ended: SQL's classes 08 and 57, PostgreSQL's lock timeout and
   * end of an idle transaction, H2's lock timeout and closed database.
   */
  private static boolean isUnavailable(Throwable cause) {
    return cause instanceof SQLTransientConnectionException
        || cause instanceof SQLException sql
            && sql.getSQLState() != null
            && (sql.getSQLState().startsWith("08")
                || sql.getSQLState().startsWith("57")
                || UNAVAILABLE.contains(sql.getSQLState()));
  }

  /**
   * SQL's class 22: data that does not fit; H2 has a number of its own for a page before the first.
   */
  private static boolean isWrongValue(Throwable cause) {
    return cause instanceof SQLException sql
        && sql.getSQLState() != null
        && (sql.getSQLState().startsWith("22") || sql.getSQLState().equals("90008"));
  }

  /** What was thrown and all that is behind it, outermost first. */
  public static List<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).toList();
  }
}
