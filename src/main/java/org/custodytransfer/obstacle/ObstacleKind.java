package org.custodytransfer.obstacle;

import static org.custodytransfer.access.Role.CASEWORKERS;
import static org.custodytransfer.access.Role.COUNSEL;
import static org.custodytransfer.access.Role.DUTY_LAWYERS;
import static org.custodytransfer.access.Role.FLIGHT_OPERATIONS;
import static org.custodytransfer.access.Role.LEGAL_REVIEWERS;
import static org.custodytransfer.access.Role.MEDICAL;
import static org.custodytransfer.access.Role.RECEIVING;
import static org.custodytransfer.access.Role.SYSTEMS;

import java.util.Optional;
import java.util.Set;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Role;
import org.custodytransfer.casefile.CaseFile.DecisionKind;
import org.custodytransfer.condition.Condition;

/**
 * The table of what can stand against a transfer. It says of each kind everything that is ever
 * asked of it; what a kind does is said nowhere else.
 *
 * <p>Before the departure each holds the case where it is: nobody boards. On the way nobody whom it
 * covers is handed over. Upheld, it ends the case for the person.
 */
public enum ObstacleKind {
  INTERIM_MEASURE(
      Condition.NO_STAY,
      "The interim measure",
      Set.of(SYSTEMS, DUTY_LAWYERS, LEGAL_REVIEWERS, COUNSEL),
      Set.of(Settlement.Outcome.LIFTED),
      "the decision of the body that indicated it",
      Optional.empty(),
      Optional.empty(),
      Placed.RETURN),
  RISK_EVIDENCE(
      Condition.NON_REFOULEMENT,
      "New evidence of a risk",
      Set.of(DUTY_LAWYERS, LEGAL_REVIEWERS, COUNSEL),
      Set.of(Settlement.Outcome.REJECTED, Settlement.Outcome.UPHELD),
      "two lawyers, on named evidence; then the risk is assessed anew",
      Optional.of(DecisionKind.PROTECTION),
      Optional.of(DecisionKind.PROTECTION),
      Placed.DECIDE),
  AGE_CLAIM(
      Condition.ADULT,
      "The claim to be under 18",
      Set.of(
          COUNSEL,
          CASEWORKERS,
          DUTY_LAWYERS,
          LEGAL_REVIEWERS,
          FLIGHT_OPERATIONS,
          MEDICAL,
          RECEIVING),
      Set.of(Settlement.Outcome.REJECTED, Settlement.Outcome.UPHELD, Settlement.Outcome.WITHDRAWN),
      "an age assessment",
      Optional.empty(),
      Optional.empty(),
      Placed.DECIDE),
  IDENTITY_DOUBT(
      Condition.IDENTITY_CHECKED,
      "The doubt who the person is",
      Set.of(
          COUNSEL,
          CASEWORKERS,
          DUTY_LAWYERS,
          LEGAL_REVIEWERS,
          FLIGHT_OPERATIONS,
          MEDICAL,
          RECEIVING),
      Set.of(Settlement.Outcome.REJECTED, Settlement.Outcome.UPHELD),
      "a comparison with the register",
      Optional.of(DecisionKind.IDENTITY),
      Optional.empty(),
      Placed.DECIDE);

  /** What follows for a person who is placed. */
  public enum Placed {
    /** The person is brought back. */
    RETURN,
    /** Two lawyers decide whether the person stays meanwhile; their silence opens the return. */
    DECIDE
  }

  private final Condition bearsOn;
  private final String words;
  private final Set<Role> raisedBy;
  private final Set<Settlement.Outcome> outcomes;
  private final String settledOn;
  private final Optional<DecisionKind> strand;
  private final Optional<DecisionKind> anew;
  private final Placed placed;

  ObstacleKind(
      Condition bearsOn,
      String words,
      Set<Role> raisedBy,
      Set<Settlement.Outcome> outcomes,
      String settledOn,
      Optional<DecisionKind> strand,
      Optional<DecisionKind> anew,
      Placed placed) {
    this.bearsOn = bearsOn;
    this.words = words;
    this.raisedBy = raisedBy;
    this.outcomes = outcomes;
    this.settledOn = settledOn;
    this.strand = strand;
    this.anew = anew;
    this.placed = placed;
  }

  /** The condition that is not met as long as it stands. */
  public Condition bearsOn() {
    return bearsOn;
  }

  /** As a sentence begins that speaks of it. */
  String words() {
    return words;
  }

  /**
   * Whether a person on their side of a case may raise it; the receiving group where it is named.
   */
  boolean isRaisedBy(Actor side) {
    return side.is(raisedBy.toArray(Role[]::new));
  }

  Set<Role> raisedBy() {
    return raisedBy;
  }

  /** What a settlement can say; that it was entered in error can be said of each. */
  boolean canEndIn(Settlement.Outcome outcome) {
    return outcome == Settlement.Outcome.ENTERED_IN_ERROR || outcomes.contains(outcome);
  }

  /** What alone settles it, in words. */
  public String settledOn() {
    return settledOn;
  }

  /** The signed decision that it says was wrong: who signed that one does not settle it. */
  Optional<DecisionKind> strand() {
    return strand;
  }

  /** What is signed anew after it was settled against the person. */
  Optional<DecisionKind> anew() {
    return anew;
  }

  public Placed placed() {
    return placed;
  }

  /** Whether the one who raised it can set a day by which the person is back. */
  boolean setsReturn() {
    return placed == Placed.RETURN;
  }

  /** Whether counsel brings the decision itself, since it stops everybody at once. */
  boolean asksCounselForTheDecision() {
    return this == INTERIM_MEASURE;
  }
}
