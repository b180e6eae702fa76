package org.custodytransfer.obstacle;

import static org.custodytransfer.access.Role.CASEWORKERS;
import static org.custodytransfer.access.Role.COUNSEL;
import static org.custodytransfer.access.Role.DUTY_LAWYERS;
import static org.custodytransfer.access.Role.FINANCE;
import static org.custodytransfer.access.Role.FLIGHT_OPERATIONS;
import static org.custodytransfer.access.Role.LEGAL_REVIEWERS;
import static org.custodytransfer.access.Role.MEDICAL;
import static org.custodytransfer.access.Role.RECEIVING;
import static org.custodytransfer.access.Role.REQUESTERS;
import static org.custodytransfer.access.Role.SENIOR_APPROVERS;
import static org.custodytransfer.access.Role.SYSTEMS;
import static org.custodytransfer.obstacle.ObstacleKind.Row.on;
import static org.custodytransfer.obstacle.Settlement.Outcome.CONFIRMED;
import static org.custodytransfer.obstacle.Settlement.Outcome.LIFTED;
import static org.custodytransfer.obstacle.Settlement.Outcome.REJECTED;
import static org.custodytransfer.obstacle.Settlement.Outcome.UPHELD;
import static org.custodytransfer.obstacle.Settlement.Outcome.WITHDRAWN;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
 * covers is handed over, unless it is only noted there. Upheld, it ends the case for the person,
 * unless the row says what it turns into.
 */
public enum ObstacleKind {
  /**
   * Brought by counsel, at night too; courts' systems and lawyers enter one as a stay order, which
   * may cover a person, a flight, an agreement or a class.
   */
  COURT_ORDER(
      on(Condition.NO_STAY)
          .called("The order {reference} of {authority}")
          .raisedBy(COUNSEL)
          .onItsPaper()
          .settledOn("a decision of that court or of a higher one", LIFTED)
          .placed(Placed.RETURN)),

  INTERIM_MEASURE(
      on(Condition.NO_STAY)
          .called("The interim measure")
          .raisedBy(SYSTEMS, DUTY_LAWYERS, LEGAL_REVIEWERS, COUNSEL)
          .onItsPaper()
          .settledOn("the decision of the body that indicated it", LIFTED)
          .byTheSameAuthority()
          .placed(Placed.RETURN)),

  /** Detention is unlawful: nothing is served of that judgment any more. */
  RELEASE_ORDER(
      on(Condition.SENTENCE_LEFT)
          .called("The order {reference} of {authority} to release the person")
          .raisedBy(SYSTEMS, DUTY_LAWYERS, LEGAL_REVIEWERS, COUNSEL)
          .onItsPaper()
          .alsoOfWhoIsBack()
          .naming(Names.JUDGMENT)
          .decidedAlready()
          .settledOn(
              "two who compare it with the order, or the decision of a higher court",
              UPHELD,
              LIFTED)
          .placed(Placed.RETURN, Duration.ofHours(24))),

  /** Upheld, it is on file of the person for good. */
  PROTECTION_DECISION(
      on(Condition.NO_PROTECTION_BAR)
          .called("The decision that protects against return to {state}")
          .raisedBy(SYSTEMS, CASEWORKERS, DUTY_LAWYERS, LEGAL_REVIEWERS, COUNSEL)
          .onItsPaper()
          .naming(Names.STATE_FEARED)
          .decidedAlready()
          .settledOn(
              "two who compare it with the decision, or its final revocation by that authority; then the"
                  + " risk is assessed anew",
              UPHELD,
              LIFTED)
          .byTheSameAuthority()
          .aboutSigned(DecisionKind.PROTECTION)
          .signedAnew()
          // The receiving state sees by when: it must not tell from that what it is.
          .placed(Placed.RETURN, Duration.ofHours(24))),

  PROTECTION_CLAIM(
      on(Condition.NO_PROTECTION_BAR)
          .called("The claim against return to {state}")
          .raisedBy(COUNSEL, CASEWORKERS, DUTY_LAWYERS, LEGAL_REVIEWERS, REQUESTERS, SYSTEMS)
          .naming(Names.STATE_FEARED)
          .settledOn(
              "the final decision of the authority or court that decides on protection; then the risk is"
                  + " assessed anew",
              REJECTED,
              UPHELD,
              WITHDRAWN)
          .aboutSigned(DecisionKind.PROTECTION)
          .signedAnew()
          .placed(Placed.DECIDE)),

  RISK_EVIDENCE(
      on(Condition.NON_REFOULEMENT)
          .called("New evidence of a risk")
          .raisedBy(DUTY_LAWYERS, LEGAL_REVIEWERS, COUNSEL)
          .settledOn(
              "two lawyers, on named evidence; then the risk is assessed anew", REJECTED, UPHELD)
          .aboutSigned(DecisionKind.PROTECTION)
          .signedAnew()
          .placed(Placed.DECIDE)),

  /** Of this person there; what a body found of a facility is an inspection. */
  ILL_TREATMENT(
      on(Condition.FACILITY_STANDARDS)
          .called("The report that the person was ill-treated")
          .raisedBy(COUNSEL, CASEWORKERS, DUTY_LAWYERS, LEGAL_REVIEWERS)
          .settledOn("a later report of an independent body that names it", REJECTED, UPHELD)
          .placed(Placed.DECIDE)),

  /** Upheld, the nationality is found, which may end the case by itself. */
  NATIONALITY_CLAIM(
      on(Condition.NATIONALITY_VERIFIED)
          .called("The claim to the nationality of {state}")
          .raisedBy(COUNSEL, CASEWORKERS, DUTY_LAWYERS, LEGAL_REVIEWERS, REQUESTERS, SYSTEMS)
          .naming(Names.NATIONALITY)
          .settledOn(
              "a document of that state or the finding of a court; then nationality is verified anew",
              REJECTED,
              UPHELD,
              WITHDRAWN)
          .aboutSigned(DecisionKind.NATIONALITY)
          .signedAnew()
          .upheldTurnsIntoAFact()
          .placed(Placed.DECIDE)),

  /** As an authority or a court found it; upheld, it may end the case by itself. */
  NATIONALITY_FOUND(
      on(Condition.NATIONALITY_VERIFIED)
          .called("The finding of the nationality of {state}")
          .raisedBy(SYSTEMS, CASEWORKERS, DUTY_LAWYERS, LEGAL_REVIEWERS)
          .naming(Names.NATIONALITY)
          .decidedAlready()
          .settledOn(
              "two who compare it with the document, or a finding that corrects it; then nationality is"
                  + " verified anew",
              UPHELD,
              LIFTED)
          .aboutSigned(DecisionKind.NATIONALITY)
          .signedAnew()
          .upheldTurnsIntoAFact()
          .placed(Placed.DECIDE)),

  AGE_CLAIM(
      on(Condition.ADULT)
          .called("The claim to be under 18")
          .raisedBy(Who.SEES_THE_PERSON)
          .settledOn("an age assessment", REJECTED, UPHELD, WITHDRAWN)
          .placed(Placed.DECIDE)),

  IDENTITY_DOUBT(
      on(Condition.IDENTITY_CHECKED)
          .called("The doubt who the person is")
          .raisedBy(Who.SEES_THE_PERSON)
          .settledOn("a comparison with the register", REJECTED, UPHELD)
          .aboutSigned(DecisionKind.IDENTITY)
          .placed(Placed.DECIDE)),

  /** Of one case: a notice is a case's own. */
  NOTICE_CHALLENGE(
      on(Condition.NOTICE_SERVED)
          .called("The challenge to the notice")
          .raisedBy(COUNSEL, CASEWORKERS, DUTY_LAWYERS, LEGAL_REVIEWERS, REQUESTERS, SYSTEMS)
          .ofOneCase()
          .settledOn(
              "the decision on the challenge; upheld, the notice is served anew",
              REJECTED,
              UPHELD,
              WITHDRAWN)
          .aboutSigned(DecisionKind.NOTICE)
          .signedAnewWhereUpheld()
          .upheldTurnsIntoAFact()
          .placed(Placed.DECIDE)),

  APPEAL(
      on(Condition.FINAL_CONVICTION)
          .called("The appeal")
          .raisedBy(SYSTEMS, CASEWORKERS, DUTY_LAWYERS, LEGAL_REVIEWERS, COUNSEL)
          .naming(Names.JUDGMENT)
          .settledOn(
              "the decision of the court of appeal; then it is reviewed anew that the judgment is final",
              REJECTED,
              UPHELD,
              WITHDRAWN)
          .aboutSigned(DecisionKind.FINALITY)
          .signedAnew()
          .placed(Placed.DECIDE)),

  CONVICTION_REVERSED(
      on(Condition.FINAL_CONVICTION)
          .called("The decision {reference} of {authority} that reversed the conviction")
          .raisedBy(SYSTEMS, CASEWORKERS, DUTY_LAWYERS, LEGAL_REVIEWERS, COUNSEL)
          .onItsPaper()
          .alsoOfWhoIsBack()
          .naming(Names.JUDGMENT)
          .decidedAlready()
          .settledOn("two who compare it with the decision; then the case is over", UPHELD)
          .placed(Placed.RETURN, Duration.ofHours(24))),

  /**
   * One that ends later than was known, or that ends earlier of who has not left; abroad what ends
   * earlier counts from the first moment.
   */
  SENTENCE_CHANGED(
      on(Condition.SENTENCE_LEFT)
          .called("The changed sentence")
          .raisedBy(SYSTEMS, CASEWORKERS, DUTY_LAWYERS, LEGAL_REVIEWERS, COUNSEL)
          .alsoOfWhoIsBack()
          .naming(Names.JUDGMENT_AND_DAY)
          .decidedAlready()
          .settledOn("the court's document, by two who compare it", CONFIRMED)
          .placed(Placed.NOTED)),

  /** A criminal case that needs the person, each by itself. */
  PROCEEDINGS(
      on(Condition.NO_PENDING_PROCEEDINGS)
          .called("The criminal case")
          .raisedBy(REQUESTERS, SYSTEMS, CASEWORKERS, DUTY_LAWYERS, LEGAL_REVIEWERS, COUNSEL)
          .settledOn("the release of the person by the court of that case, or its end", LIFTED)
          .byTheSameAuthority()
          .aboutSigned(DecisionKind.PROCEEDINGS)
          .placed(Placed.DECIDE)),

  EXPULSION_ANNULLED(
      on(Condition.EXPULSION_ORDER)
          .called("The annulment of the expulsion order")
          .where(Agreement.RouteTerms::expulsionOrderRequired)
          .raisedBy(SYSTEMS, CASEWORKERS, DUTY_LAWYERS, LEGAL_REVIEWERS, COUNSEL)
          .settledOn("a new order, final; then it is reviewed anew", LIFTED, UPHELD)
          .aboutSigned(DecisionKind.EXPULSION_ORDER)
          .signedAnew()
          .placed(Placed.RETURN)),

  HOME_STATE_TAKES(
      on(Condition.HOME_RETURN_CONSIDERED)
          .called("The home state's word that it takes the person")
          .where(Agreement.RouteTerms::homeReturnFirst)
          .raisedBy(SYSTEMS, CASEWORKERS, DUTY_LAWYERS, LEGAL_REVIEWERS)
          .settledOn("the home state's withdrawal; then it is considered anew", LIFTED, UPHELD)
          .byTheSameAuthority()
          .aboutSigned(DecisionKind.HOME_RETURN)
          .signedAnew()
          .placed(Placed.DECIDE)),

  CONSENT_WITHDRAWN(
      on(Condition.CONSENT)
          .called("The withdrawal of consent")
          .where(
              terms ->
                  terms.consent() != Agreement.Consent.NOT_ASKED
                      || !terms.consentWhere().isEmpty()
                      || terms.kind() == Agreement.Kind.ENFORCEMENT)
          .raisedBy(COUNSEL, CASEWORKERS)
          .settledOn(
              "the person's and counsel's word that they consent after all; then consent is given anew",
              WITHDRAWN,
              UPHELD)
          .aboutSigned(DecisionKind.CONSENT)
          .signedAnew()
          .placed(Placed.DECIDE)),

  ILLNESS(
      on(Condition.PERSON_ADMISSIBLE)
          .called("The finding of an illness")
          .raisedBy(MEDICAL, COUNSEL, RECEIVING)
          .settledOn(
              "a physician's certificate; then the person is examined anew", REJECTED, UPHELD)
          .aboutSigned(DecisionKind.HEALTH)
          .signedAnew()
          .placed(Placed.DECIDE)),

  /** Upheld, the person is dead in each of their cases: it cannot be undone. */
  DEATH(
      on(Condition.FIT_TO_FLY)
          .called("The report that the person has died")
          .raisedBy(CASEWORKERS, MEDICAL, DUTY_LAWYERS, LEGAL_REVIEWERS, RECEIVING)
          .decidedAlready()
          .settledOn("two who compare it with the certificate of death", UPHELD)
          .upheldTurnsIntoAFact()
          .placed(Placed.NOTED)),

  /** Of everybody under the agreement. */
  SUSPENSION(
      on(Condition.LEGAL_BASIS)
          .called("The suspension of the agreement by {authority}")
          .raisedBy(DUTY_LAWYERS, LEGAL_REVIEWERS, SENIOR_APPROVERS, SYSTEMS)
          .ofTheAgreement()
          .settledOn("the instrument by which the state that suspended it resumes it", LIFTED)
          .placed(Placed.DECIDE)),

  FUNDS_FROZEN(
      on(Condition.FUNDS)
          .called("The freezing of the funds by {authority}")
          .raisedBy(FINANCE, DUTY_LAWYERS, LEGAL_REVIEWERS, SYSTEMS)
          .ofTheAgreement()
          .settledOn("the treasury's release", LIFTED)
          .settledBy(FINANCE, SENIOR_APPROVERS)
          .placed(Placed.NOTED));

  /** Who raises more than one kind. */
  private static final class Who {
    static final Role[] SEES_THE_PERSON = {
      COUNSEL, CASEWORKERS, DUTY_LAWYERS, LEGAL_REVIEWERS, FLIGHT_OPERATIONS, MEDICAL, RECEIVING
    };
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

  /** What one of a kind names beside who said it and when. */
  enum Names {
    NOTHING,
    /** It stands against a case whose receiving state that is, and is on file for the others. */
    STATE_FEARED,
    NATIONALITY,
    JUDGMENT,
    JUDGMENT_AND_DAY;

    boolean state() {
      return this == STATE_FEARED || this == NATIONALITY;
    }

    boolean judgment() {
      return this == JUDGMENT || this == JUDGMENT_AND_DAY;
    }

    boolean day() {
      return this == JUDGMENT_AND_DAY;
    }
  }

  /** Whose an obstacle is to raise. */
  private enum Of {
    THE_PERSON,
    ONE_CASE,
    THE_AGREEMENT
  }

  /** When what it was about is signed anew after a settlement. */
  private enum Anew {
    NEVER,
    WHERE_UPHELD,
    ALWAYS
  }

  /** One row of the table, written so that a lawyer can read it; nobody changes it later. */
  static final class Row {

    private final Condition bearsOn;
    private String words = "";
    private Predicate<Agreement.RouteTerms> asked = terms -> true;
    private Set<Role> raisedBy = Set.of();
    private Names names = Names.NOTHING;
    private Of of = Of.THE_PERSON;
    private Set<Outcome> outcomes = Set.of();
    private String settledOn = "";
    private Set<Role> settledBy = Set.of(DUTY_LAWYERS, LEGAL_REVIEWERS);
    private boolean sameAuthority;
    private Optional<DecisionKind> signed = Optional.empty();
    private Anew anew = Anew.NEVER;
    private boolean upheldEnds = true;
    private boolean onItsPaper;
    private boolean decidedAlready;
    private boolean alsoOfWhoIsBack;
    private Placed placed = Placed.DECIDE;
    private Duration backWithin = Duration.ofDays(7);

    private Row(Condition bearsOn) {
      this.bearsOn = bearsOn;
    }

    static Row on(Condition bearsOn) {
      return new Row(bearsOn);
    }

    /** As a sentence begins that speaks of it. */
    Row called(String beginning) {
      words = beginning;
      return this;
    }

    /** Where the route's terms ask for what it bears on; elsewhere it stands against nothing. */
    Row where(Predicate<Agreement.RouteTerms> terms) {
      asked = terms;
      return this;
    }

    Row raisedBy(Role... roles) {
      raisedBy = Set.of(roles);
      return this;
    }

    Row naming(Names named) {
      names = named;
      return this;
    }

    /** Where others are of the person, and follow them into their next case. */
    Row ofOneCase() {
      of = Of.ONE_CASE;
      return this;
    }

    /**
     * Of everybody under it; it is no decision against a person, who is not served with its end.
     */
    Row ofTheAgreement() {
      of = Of.THE_AGREEMENT;
      return this;
    }

    /** Counsel, whose word brings people back, brings the decision itself. */
    Row onItsPaper() {
      onItsPaper = true;
      return this;
    }

    /** It is a decision itself: upheld, two have compared what was raised with its paper. */
    Row decidedAlready() {
      decidedAlready = true;
      return this;
    }

    /** It says when a person is free who was brought back and whose case has ended. */
    Row alsoOfWhoIsBack() {
      alsoOfWhoIsBack = true;
      return this;
    }

    /** What alone settles it, in words, and what a settlement can say. */
    Row settledOn(String decision, Outcome... outcome) {
      settledOn = decision;
      outcomes = Set.of(outcome);
      return this;
    }

    /** Who settles it, each of the two. */
    Row settledBy(Role... roles) {
      settledBy = Set.of(roles);
      return this;
    }

    /** Whoever gave it ends it, and nobody else. */
    Row byTheSameAuthority() {
      sameAuthority = true;
      return this;
    }

    /** The signature that it says was wrong: who gave it does not settle it. */
    Row aboutSigned(DecisionKind kind) {
      signed = Optional.of(kind);
      return this;
    }

    Row signedAnew() {
      anew = Anew.ALWAYS;
      return this;
    }

    Row signedAnewWhereUpheld() {
      anew = Anew.WHERE_UPHELD;
      return this;
    }

    Row upheldTurnsIntoAFact() {
      upheldEnds = false;
      return this;
    }

    Row placed(Placed follows) {
      placed = follows;
      return this;
    }

    /**
     * @param within after it was recorded, unless the decision sets a day
     */
    Row placed(Placed follows, Duration within) {
      backWithin = within;
      return placed(follows);
    }
  }

  private final Row row;

  ObstacleKind(Row row) {
    this.row = row;
  }

  /** The condition that is not met as long as it stands. */
  public Condition bearsOn() {
    return row.bearsOn;
  }

  /** As a sentence begins that speaks of one. */
  String words(Obstacle one) {
    return row.words
        .replace("{state}", one.state().orElse(""))
        .replace("{reference}", one.reference())
        .replace("{authority}", one.authority());
  }

  /** Who raises it, each on their side of a case. */
  public Set<Role> raisedBy() {
    return row.raisedBy;
  }

  Names names() {
    return row.names;
  }

  /** Whether it is raised of an agreement, and of no case. */
  public boolean isOfTheAgreement() {
    return row.of == Of.THE_AGREEMENT;
  }

  /** Who enters what settles it, and who confirms that. */
  public Set<Role> settledBy() {
    return row.settledBy;
  }

  /** What a settlement can say; that it was entered in error can be said of each. */
  boolean canEndIn(Outcome outcome) {
    return outcome == Outcome.ENTERED_IN_ERROR || row.outcomes.contains(outcome);
  }

  /** What a settlement can say, as the form says it. */
  String endings() {
    return Stream.concat(row.outcomes.stream(), Stream.of(Outcome.ENTERED_IN_ERROR))
        .sorted()
        .map(one -> one.name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .collect(Collectors.joining(", "));
  }

  /** Whether whoever gave it ends it, and nobody else. */
  boolean isEndedByItsAuthority() {
    return row.sameAuthority;
  }

  /** What alone settles it, in words. */
  public String settledOn() {
    return row.settledOn;
  }

  /** The signed decision that it is about: who signed that one does not settle it. */
  Optional<DecisionKind> signed() {
    return row.signed;
  }

  /** That decision, where it is signed anew after it ended so. */
  Optional<DecisionKind> anewAfter(Outcome outcome) {
    return row.signed.filter(
        kind ->
            row.anew == Anew.ALWAYS || row.anew == Anew.WHERE_UPHELD && outcome == Outcome.UPHELD);
  }

  /**
   * Whether a later case is reviewed anew though this was upheld; a judgment that fell, or the age,
   * is the same in each.
   */
  boolean isReviewedAnewInALaterCase() {
    return row.anew == Anew.ALWAYS && !row.names.judgment();
  }

  /** Whether what it is about is signed in the review, and not after the approval. */
  boolean isSignedInTheReview() {
    return row.signed.filter(SIGNED_LATER::contains).isEmpty();
  }

  private static final Set<DecisionKind> SIGNED_LATER =
      EnumSet.of(DecisionKind.CONSENT, DecisionKind.NOTICE);

  /** Whether, upheld, it ends the case for the person. */
  boolean endsTheCase(Outcome outcome) {
    return outcome == Outcome.UPHELD && row.upheldEnds;
  }

  public Placed placed() {
    return row.placed;
  }

  /** Whether nobody whom it covers is handed over. */
  public boolean forbidsHandover() {
    return row.placed != Placed.NOTED;
  }

  /** Whether the decision can set a day by which the person is back; by law, others set none. */
  boolean setsReturn() {
    return row.bearsOn == Condition.NO_STAY;
  }

  /** How long the way back of a placed person takes at most, where no decision sets a day. */
  public Duration backWithin() {
    return row.backWithin;
  }

  /** Whether counsel brings the decision itself. */
  boolean isOnItsPaper() {
    return row.onItsPaper;
  }

  /** Whether a settlement compares it with the paper that it was raised on, and decides nothing. */
  boolean isCompared(Outcome outcome) {
    return row.decidedAlready && (outcome == Outcome.UPHELD || outcome == Outcome.CONFIRMED);
  }

  /** Whether it can be raised of a person who was brought back and whose case has ended. */
  boolean isAlsoOfWhoIsBack() {
    return row.alsoOfWhoIsBack;
  }

  /**
   * Whether its proof is asked of a case; a route that the agreement does not have asks for all.
   */
  boolean isAskedOf(CaseFile file) {
    return file.routeTerms().map(row.asked::test).orElse(true);
  }

  /** Whether one bears on this case of the person, or is on file there alone. */
  boolean bearsOn(CaseFile file, Obstacle one) {
    boolean here =
        row.of != Of.ONE_CASE || one.caseNumber().filter(file.caseNumber()::equals).isPresent();
    boolean feared =
        row.names != Names.STATE_FEARED
            || one.state().filter(file.agreement().receiving().state()::equals).isPresent();
    boolean judged =
        !row.names.judgment()
            || file.judgments().stream().map(CaseFile.Judgment::name).anyMatch(one::isAbout);
    return isAskedOf(file) && here && feared && judged;
  }
}
