package org.custodytransfer.obstacle;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What settles one obstacle, once another person than who entered it has confirmed it.
 *
 * @param decidedAt moment of the decision, with its offset
 * @param personServedAt when the person was served with it, and counsel
 * @param confirmedBy who compared it with the document; nobody yet where it waits for that
 * @param documents the decision itself, on file of the case
 */
public record Settlement(
    long id,
    Outcome outcome,
    String authority,
    String reference,
    Instant decidedAt,
    Optional<Instant> personServedAt,
    Optional<Instant> counselServedAt,
    String reason,
    Set<Long> documents,
    Instant recordedAt,
    String recordedBy,
    Optional<String> confirmedBy) {

  /** How long a person and counsel have, after service, to ask a court. */
  static final Duration AFTER_SERVICE = Duration.ofHours(72);

  /** How it ended. */
  public enum Outcome {
    REJECTED,
    UPHELD,
    /** By the person and counsel. */
    WITHDRAWN,
    LIFTED,
    /** What it says is so, and counts from now. */
    CONFIRMED,
    /** Two persons undo a mistake. */
    ENTERED_IN_ERROR;

    /** As the forms say it. */
    static Outcome of(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Whether a court may still suspend it: then it settles nothing yet. */
    boolean asksForARemedy() {
      return this == REJECTED || this == LIFTED || this == CONFIRMED;
    }

    /** What the person is served with or told, before it counts. */
    boolean isServedOnThePerson() {
      return asksForARemedy() || this == WITHDRAWN;
    }

    /** Only what is for the person counts before counsel was told and had time to answer. */
    boolean isToldToCounsel() {
      return this != UPHELD;
    }
  }

  Settlement on(Set<Long> decision) {
    return new Settlement(
        id,
        outcome,
        authority,
        reference,
        decidedAt,
        personServedAt,
        counselServedAt,
        reason,
        decision,
        recordedAt,
        recordedBy,
        confirmedBy);
  }

  /**
   * The first moment at which it can be confirmed. What was on file for less than that time settles
   * nothing either: nobody could have been heard about it, whatever day of service is entered.
   *
   * @param raisedAt when what it settles was recorded
   */
  Instant confirmableFrom(Instant raisedAt) {
    return Stream.of(Optional.of(raisedAt), personServedAt, counselServedAt)
        .flatMap(Optional::stream)
        .max(Instant::compareTo)
        .filter(told -> outcome.isToldToCounsel())
        .map(told -> told.plus(AFTER_SERVICE))
        .orElse(recordedAt);
  }
}
