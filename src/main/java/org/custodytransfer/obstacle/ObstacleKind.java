package org.custodytransfer.obstacle;

import static org.custodytransfer.access.Role.CASEWORKERS;
import static org.custodytransfer.access.Role.COUNSEL;
import static org.custodytransfer.access.Role.DUTY_LAWYERS;
import static org.custodytransfer.access.Role.FLIGHT_OPERATIONS;
import static org.custodytransfer.access.Role.LEGAL_REVIEWERS;
import static org.custodytransfer.access.Role.MEDICAL;
import static org.custodytransfer.access.Role.RECEIVING;
import static org.custodytransfer.access.Role.REQUESTERS;
import static org.custodytransfer.access.Role.SYSTEMS;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.custodytransfer.access.Role;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.DecisionKind;
import org.custodytransfer.condition.Condition;
import org.custodytransfer.obstacle.Settlement.Outcome;

/**
 * The table of what can stand against a transfer. It says of each kind everything that is ever
 * asked of it; what a kind does is said nowhere else.
 *
 * <p>Before the departure each holds the case where it is: nobody boards. On the way nobody whom it
 * covers is handed over, unless it is only noted there. Upheld, it ends the case for the person.
 */
public enum ObstacleKind {
  /** Brought by counsel, at night too; courts' systems and lawyers enter one as a stay order. */
  COURT_ORDER(
      Condition.NO_STAY,
      "The court's order",
      Set.of(COUNSEL),
      Set.of(Outcome.LIFTED),
      "a decision of that court or of a higher one",
      Optional.empty(),
      false,
      Placed.RETURN,
      Asked.ALWAYS),
  INTERIM_MEASURE(
      Condition.NO_STAY,
      "The interim measure",
      Set.of(SYSTEMS, DUTY_LAWYERS, LEGAL_REVIEWERS, COUNSEL),
      Set.of(Outcome.LIFTED),
      "the decision of the body that indicated it",
      Optional.empty(),
      false,
      Placed.RETURN,
      Asked.ALWAYS),
  RISK_EVIDENCE(
      Condition.NON_REFOULEMENT,
      "New evidence of a risk",
      Set.of(DUTY_LAWYERS, LEGAL_REVIEWERS, COUNSEL),
      Set.of(Outcome.REJECTED, Outcome.UPHELD),
      "two lawyers, on named evidence; then the risk is assessed anew",
      Optional.of(DecisionKind.PROTECTION),
      true,
      Placed.DECIDE,
      Asked.ALWAYS),
  AGE_CLAIM(
      Condition.ADULT,
      "The claim to be under 18",
      Who.SEES_THE_PERSON,
      Set.of(Outcome.REJECTED, Outcome.UPHELD, Outcome.WITHDRAWN),
      "an age assessment",
      Optional.empty(),
      false,
      Placed.DECIDE,
      Asked.ALWAYS),
  IDENTITY_DOUBT(
      Condition.IDENTITY_CHECKED,
      "The doubt who the person is",
      Who.SEES_THE_PERSON,
      Set.of(Outcome.REJECTED, Outcome.UPHELD),
      "a comparison with the register",
      Optional.of(DecisionKind.IDENTITY),
      false,
      Placed.DECIDE,
      Asked.ALWAYS),
  APPEAL(
      Condition.FINAL_CONVICTION,
      "The appeal",
      Set.of(SYSTEMS, CASEWORKERS, DUTY_LAWYERS, LEGAL_REVIEWERS, COUNSEL),
      Set.of(Outcome.REJECTED, Outcome.UPHELD, Outcome.WITHDRAWN),
      "the decision of the court of appeal; then it is reviewed anew that the judgment is final",
      Optional.of(DecisionKind.FINALITY),
      true,
      Placed.DECIDE,
      Asked.ALWAYS),
  /** One that ends later than was known; what ends earlier counts from the first moment. */
  SENTENCE_CHANGED(
      Condition.SENTENCE_LEFT,
      "The longer sentence",
      Set.of(SYSTEMS, CASEWORKERS, DUTY_LAWYERS, LEGAL_REVIEWERS, COUNSEL),
      Set.of(Outcome.CONFIRMED),
      "the court's document, by two who compare it",
      Optional.empty(),
      false,
      Placed.NOTED,
      Asked.ALWAYS),
  /** A criminal case that needs the person, each by itself. */
  PROCEEDINGS(
      Condition.NO_PENDING_PROCEEDINGS,
      "The criminal case",
      Set.of(REQUESTERS, SYSTEMS, CASEWORKERS, DUTY_LAWYERS, LEGAL_REVIEWERS, COUNSEL),
      Set.of(Outcome.LIFTED),
      "the release of the person by the court of that case, or its end",
      Optional.of(DecisionKind.PROCEEDINGS),
      false,
      Placed.DECIDE,
      Asked.ALWAYS),
  EXPULSION_ANNULLED(
      Condition.EXPULSION_ORDER,
      "The annulment of the expulsion order",
      Set.of(SYSTEMS, CASEWORKERS, DUTY_LAWYERS, LEGAL_REVIEWERS, COUNSEL),
      Set.of(Outcome.LIFTED, Outcome.UPHELD),
      "a new order, final; then it is reviewed anew",
      Optional.of(DecisionKind.EXPULSION_ORDER),
      true,
      Placed.RETURN,
      Asked.EXPULSION),
  HOME_STATE_TAKES(
      Condition.HOME_RETURN_CONSIDERED,
      "The home state's word that it takes the person",
      Set.of(SYSTEMS, CASEWORKERS, DUTY_LAWYERS, LEGAL_REVIEWERS),
      Set.of(Outcome.LIFTED, Outcome.UPHELD),
      "the home state's withdrawal; then it is considered anew",
      Optional.of(DecisionKind.HOME_RETURN),
      true,
      Placed.DECIDE,
      Asked.HOME_RETURN),
  CONSENT_WITHDRAWN(
      Condition.CONSENT,
      "The withdrawal of consent",
      Set.of(COUNSEL, CASEWORKERS),
      Set.of(Outcome.WITHDRAWN, Outcome.UPHELD),
      "the person's and counsel's word that they consent after all; then consent is given anew",
      Optional.of(DecisionKind.CONSENT),
      true,
      Placed.DECIDE,
      Asked.CONSENT),
  ILLNESS(
      Condition.PERSON_ADMISSIBLE,
      "The finding of an illness",
      Set.of(MEDICAL, COUNSEL, RECEIVING),
      Set.of(Outcome.REJECTED, Outcome.UPHELD),
      "a physician's certificate; then the person is examined anew",
      Optional.of(DecisionKind.HEALTH),
      true,
      Placed.DECIDE,
      Asked.ALWAYS);

  /** Who raises more than one kind. */
  private static final class Who {
    static final Set<Role> SEES_THE_PERSON =
        Set.of(
            COUNSEL,
            CASEWORKERS,
            DUTY_LAWYERS,
            LEGAL_REVIEWERS,
            FLIGHT_OPERATIONS,
            MEDICAL,
            RECEIVING);
  }

  /** Where a kind stands against a case: everywhere, or where the route asks for its proof. */
  private enum Asked {
    ALWAYS(terms -> true),
    EXPULSION(Agreement.RouteTerms::expulsionOrderRequired),
    HOME_RETURN(Agreement.RouteTerms::homeReturnFirst),
    CONSENT(
        terms ->
            terms.consent() != Agreement.Consent.NOT_ASKED
                || !terms.consentWhere().isEmpty()
                || terms.kind() == Agreement.Kind.ENFORCEMENT);

    private final Predicate<Agreement.RouteTerms> by;

    Asked(Predicate<Agreement.RouteTerms> by) {
      this.by = by;
    }
  }

  /** What follows for a person who is placed. */
  public enum Placed {
    /** The person is brought back. */
    RETURN,
    /** Two lawyers decide whether the person stays meanwhile; their silence opens the return. */
    DECIDE,
    /** Nothing, and nothing on the way either: it stands against a departure alone. */
    NOTED
  }

  private final Condition bearsOn;
  private final String words;
  private final Set<Role> raisedBy;
  private final Set<Outcome> outcomes;
  private final String settledOn;
  private final Optional<DecisionKind> signed;
  private final boolean signedAnew;
  private final Placed placed;
  private final Asked asked;

  ObstacleKind(
      Condition bearsOn,
      String words,
      Set<Role> raisedBy,
      Set<Outcome> outcomes,
      String settledOn,
      Optional<DecisionKind> signed,
      boolean signedAnew,
      Placed placed,
      Asked asked) {
    this.bearsOn = bearsOn;
    this.words = words;
    this.raisedBy = raisedBy;
    this.outcomes = outcomes;
    this.settledOn = settledOn;
    this.signed = signed;
    this.signedAnew = signedAnew;
    this.placed = placed;
    this.asked = asked;
  }

  /** The condition that is not met as long as it stands. */
  public Condition bearsOn() {
    return bearsOn;
  }

  /** As a sentence begins that speaks of it. */
  String words() {
    return words;
  }

  /** Who raises it, each on their side of a case. */
  Set<Role> raisedBy() {
    return raisedBy;
  }

  /** What a settlement can say; that it was entered in error can be said of each. */
  boolean canEndIn(Outcome outcome) {
    return outcome == Outcome.ENTERED_IN_ERROR || outcomes.contains(outcome);
  }

  /** What alone settles it, in words. */
  public String settledOn() {
    return settledOn;
  }

  /** The signed decision that it is about: who signed that one does not settle it. */
  Optional<DecisionKind> signed() {
    return signed;
  }

  /** That decision, where it is signed anew after it was settled. */
  Optional<DecisionKind> anew() {
    return signed.filter(kind -> signedAnew);
  }

  public Placed placed() {
    return placed;
  }

  /** Whether nobody whom it covers is handed over. */
  public boolean forbidsHandover() {
    return placed != Placed.NOTED;
  }

  /** Whether it is about one of the judgments. */
  boolean isAboutAJudgment() {
    return this == APPEAL || this == SENTENCE_CHANGED;
  }

  /** Whether it names the day on which a sentence ends. */
  boolean namesADay() {
    return this == SENTENCE_CHANGED;
  }

  /** Whether the one who raised it can set a day by which the person is back. */
  boolean setsReturn() {
    return placed == Placed.RETURN;
  }

  /** Whether counsel brings the decision itself, since it stops everybody at once. */
  boolean asksCounselForTheDecision() {
    return bearsOn == Condition.NO_STAY;
  }

  /**
   * Whether its proof is asked of a case; a route that the agreement does not have asks for all.
   */
  boolean standsAgainst(CaseFile file) {
    return file.routeTerms().map(asked.by::test).orElse(true);
  }
}
