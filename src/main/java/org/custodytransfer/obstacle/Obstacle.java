package org.custodytransfer.obstacle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.condition.Condition;

/**
 * Something that stands against the transfer of a person.
 *
 * @param owner the state whose record it belongs to
 * @param target whom it covers
 * @param occurredAt when it happened, with its offset
 * @param receivedAt when an order reached whoever entered it
 * @param returnBy moment by which a placed person has to be back, where the decision says so
 * @param endsAt when it ends by itself, as whoever entered it said
 * @param endConfirmed whether another person confirmed that it says so; before, it does not end
 * @param state the state that is feared, or whose nationality is claimed
 * @param judgment which one it is about, by docket and court
 * @param until day on which the sentence would end
 * @param bringsBack whether two lawyers, or their silence, bring back whoever is placed
 * @param settled what two persons settled it by
 */
public record Obstacle(
    long id,
    ObstacleKind kind,
    String owner,
    Target target,
    String authority,
    String reference,
    String text,
    Instant occurredAt,
    Optional<Instant> receivedAt,
    Optional<Instant> returnBy,
    Optional<Instant> endsAt,
    boolean endConfirmed,
    Optional<String> state,
    Optional<String> judgment,
    Optional<LocalDate> until,
    Instant recordedAt,
    String recordedBy,
    boolean bringsBack,
    Optional<Settlement> settled) {

  /** One that an assessment asks about, and that is on no file. */
  public static Obstacle named(
      ObstacleKind kind, LocalDate day, Optional<String> state, CaseFile file) {
    return new Obstacle(
        0,
        kind,
        file.agreement().sending().state(),
        new Target.OneCase(file.caseNumber(), Optional.of(file.person().id())),
        "",
        "",
        "",
        file.agreement().sending().beginningOf(day),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        state,
        Optional.empty(),
        Optional.empty(),
        file.knownAt(),
        "",
        false,
        Optional.empty());
  }

  /** How it stands. */
  public enum State {
    OPEN,
    /** Found to be so: the case ends for the person. */
    UPHELD,
    /** Settled, and what it was about has to be signed anew. */
    TO_BE_SIGNED_ANEW,
    SETTLED,
    /** On file of the person, and it does not bear on this case. */
    NOTED
  }

  /** The case in which it was raised, and whose person it is about; none where it is about more. */
  public Optional<String> caseNumber() {
    return target.aboutCase();
  }

  /**
   * What follows for who is placed. Of an order for many that sets no day two lawyers decide, once
   * for all: it stops transfers, and need not bring back who was transferred before.
   */
  public ObstacleKind.Placed placed() {
    boolean forMany = !target.isOfOne() && returnBy.isEmpty();
    return kind.placed() == ObstacleKind.Placed.RETURN && forMany
        ? ObstacleKind.Placed.DECIDE
        : kind.placed();
  }

  /** The chain of the trail that speaks of it. */
  String chain() {
    return caseNumber().or(this::ofAgreement).orElse(AuditTrail.GENERAL);
  }

  /** The agreement of whose file it is; a court's order for one is on none. */
  Optional<String> ofAgreement() {
    return kind.isOfTheAgreement() && target instanceof Target.OneAgreement one
        ? Optional.of(one.code())
        : Optional.empty();
  }

  /** Whether it covers a case: a third state's covers nobody. */
  boolean covers(Target.Person person) {
    return isParty(owner, person.file().agreement()) && target.covers(person);
  }

  static boolean isParty(String state, Agreement agreement) {
    return Set.of(agreement.sending().state(), agreement.receiving().state()).contains(state);
  }

  /** What another state's court ordered is that state's to tell. */
  public boolean isToldTo(CaseFile file) {
    return kind.isOfTheAgreement() || owner.equals(file.agreement().sending().state());
  }

  /** Whether it stands against one case. */
  public boolean standsAgainst(CaseFile file) {
    State state = in(file);
    return state != State.SETTLED && state != State.NOTED;
  }

  /** Whether two have found it to be so. */
  public boolean isUpheld() {
    return settled.filter(by -> by.outcome() == Settlement.Outcome.UPHELD).isPresent();
  }

  /** How it stands against one case of the person. */
  public State in(CaseFile file) {
    if (!kind.bearsOn(file, this)) {
      return State.NOTED;
    }
    if (settled.isEmpty()) {
      return hasEnded(file.judgedAt()) ? State.SETTLED : State.OPEN;
    }
    Settlement settlement = settled.get();
    if (settlement.outcome() == Settlement.Outcome.ENTERED_IN_ERROR) {
      return State.SETTLED;
    }
    boolean upheld = kind.endsTheCase(settlement.outcome());
    boolean earlierCase = upheld && file.filedAt().isAfter(settlement.recordedAt());
    if (upheld && !(earlierCase && kind.isReviewedAnewInALaterCase())) {
      return State.UPHELD;
    }
    Optional<CaseFile.Decision> signed = kind.anewAfter(settlement.outcome()).flatMap(file::latest);
    boolean signedSince =
        signed.filter(one -> one.recordedAt().isAfter(settlement.recordedAt())).isPresent();
    if (earlierCase) {
      // Who reviews a later case reads what was found in the earlier, and signs with it in view.
      return signedSince || !kind.isSignedInTheReview() ? State.SETTLED : State.TO_BE_SIGNED_ANEW;
    }
    // Nobody signs the road anew of a person who is placed.
    boolean settledThere = file.place() == CaseFile.Place.PLACED && !isUpheld();
    return signed.isPresent() && !signedSince && !settledThere
        ? State.TO_BE_SIGNED_ANEW
        : State.SETTLED;
  }

  /** Whether it ended by itself, as two have read in it. */
  boolean hasEnded(Instant now) {
    return endConfirmed && endsAt.filter(end -> !end.isAfter(now)).isPresent();
  }

  /** Whether it is about this judgment. */
  public boolean isAbout(String name) {
    return judgment.filter(name::equals).isPresent();
  }

  /** Who alone decides it, where that is whoever gave it. */
  Optional<String> decidedBy() {
    return Optional.of(authority).filter(gave -> kind.isEndedByItsAuthority());
  }

  /** One sentence that a lawyer accepts. */
  public String sentence(CaseFile file) {
    if (!isToldTo(file)) {
      return "A court's order of " + owner + " stops this transfer.";
    }
    String what =
        String.format(
            Locale.ROOT,
            "%s of %s",
            kind.words(this),
            day(occurredAt, file.agreement().sending().zone()));
    return switch (in(file)) {
      case OPEN ->
          what
              + (kind.bearsOn() == Condition.NO_STAY
                  ? " stops this transfer."
                  : " is not settled.");
      case UPHELD -> what + " was found to be right.";
      case TO_BE_SIGNED_ANEW ->
          what
              + (isUpheld() ? " was found to be right" : " was settled")
              + "; what it was about has to be signed anew.";
      case SETTLED -> what + " is settled.";
      case NOTED -> what + " is on file.";
    };
  }

  private static String day(Instant moment, ZoneId zone) {
    return DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH)
        .format(LocalDate.ofInstant(moment, zone));
  }
}
