package org.custodytransfer.obstacle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.SoundFile;
import org.custodytransfer.condition.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether an obstacle of a person bears on a case, and what a lawyer reads of it. */
class ObstacleTest {

  private final CaseFile file = new SoundFile().file();

  @ParameterizedTest
  @CsvSource({
    "PROCEEDINGS,,OPEN",
    "PROTECTION_CLAIM,QZ,OPEN",
    "PROTECTION_CLAIM,QY,NOTED",
    "NATIONALITY_CLAIM,QM,OPEN",
    // The file has no such judgment.
    "APPEAL,,NOTED"
  })
  void itBearsOnACaseThatAsksForWhatItIsAbout(ObstacleKind kind, String state, Obstacle.State how) {
    Obstacle one = named(kind, Optional.ofNullable(state));
    assertThat(one.in(file)).isEqualTo(how);
    assertThat(one.standsAgainst(file)).isEqualTo(how == Obstacle.State.OPEN);
  }

  @Test
  void itIsASentenceThatALawyerAccepts() {
    assertThat(named(ObstacleKind.PROTECTION_CLAIM, Optional.of("QZ")).sentence(file))
        .isEqualTo("The claim against return to QZ of 3 March 2026 is not settled.");
  }

  /** Each row says what it is called, who raises it, and what alone settles it. */
  @ParameterizedTest
  @EnumSource
  void eachRowIsWhole(ObstacleKind kind) {
    assertThat(kind.words(named(kind, Optional.of("QZ")))).isNotBlank().doesNotContain("{");
    assertThat(kind.raisedBy()).isNotEmpty();
    assertThat(kind.settledOn()).isNotBlank();
    assertThat(kind.endings()).contains("entered in error").contains(",");
    assertThat(kind.setsReturn()).isEqualTo(kind.bearsOn() == Condition.NO_STAY);
  }

  @Test
  void anEndCountsOnceAnotherHasReadItThereAndAtItsMoment() {
    for (long minutes : new long[] {-1, 0, 1}) {
      Instant end = file.knownAt().plus(Duration.ofMinutes(minutes));
      assertThat(order("QM", Optional.of(end), true).in(file))
          .isEqualTo(minutes > 0 ? Obstacle.State.OPEN : Obstacle.State.SETTLED);
      assertThat(order("QM", Optional.of(end), false).in(file)).isEqualTo(Obstacle.State.OPEN);
    }
    assertThat(order("QM", Optional.empty(), true).in(file)).isEqualTo(Obstacle.State.OPEN);
  }

  @Test
  void itCoversCasesToWhichItsOwnerIsAPartyAndTellsItsOwnSideAlone() {
    var person = new Target.Person(file, Set.of(), Set.of());
    assertThat(order("QM", Optional.empty(), false).covers(person)).isTrue();
    assertThat(order("QZ", Optional.empty(), false).covers(person)).isTrue();
    assertThat(order("QR", Optional.empty(), false).covers(person)).isFalse();
    Obstacle others = named(ObstacleKind.AGE_CLAIM, Optional.empty());
    SoundFile another = new SoundFile();
    another.caseNumber = "QM-QZ-2026-000009";
    another.person =
        new CaseFile.Person(
            "person-2",
            "R-2",
            "Person",
            Optional.of("002"),
            another.person.birthDate(),
            "M",
            Set.of("en"),
            "qm-counsel");
    assertThat(others.covers(new Target.Person(another.file(), Set.of(), Set.of()))).isFalse();
    assertThat(others.covers(person)).isTrue();
    assertThat(order("QM", Optional.empty(), false).isToldTo(file)).isTrue();
    assertThat(order("QZ", Optional.empty(), false).sentence(file))
        .isEqualTo("A court's order of QZ stops this transfer.");
    assertThat(order("QM", Optional.empty(), false).sentence(file))
        .isEqualTo("The order ST-1 of Court 02 of 8 March 2026 stops this transfer.");
    assertThat(order("QM", Optional.empty(), false).chain()).isEqualTo(AuditTrail.GENERAL);
    assertThat(order("QM", Optional.empty(), false).caseNumber()).isEmpty();
    assertThat(named(ObstacleKind.AGE_CLAIM, Optional.empty()).chain()).isEqualTo(SoundFile.CASE);
  }

  @ParameterizedTest
  @CsvSource({
    "AGE_CLAIM,REJECTED,settled.",
    "AGE_CLAIM,UPHELD,found to be right.",
    "RISK_EVIDENCE,REJECTED,settled; what it was about has to be signed anew.",
    "NATIONALITY_CLAIM,UPHELD,found to be right; what it was about has to be signed anew.",
    "RISK_EVIDENCE,ENTERED_IN_ERROR,settled."
  })
  void howItEndedIsSaid(ObstacleKind kind, Settlement.Outcome outcome, String said) {
    Obstacle one = named(kind, Optional.of("QZ"));
    Instant at = file.knownAt().minus(Duration.ofHours(1));
    assertThat(ObstacleTableTest.with(one, Optional.of(settled(outcome, at))).sentence(file))
        .endsWith(said);
  }

  @Test
  void anotherCasesNoticeIsOnFileAndItsSettlementIsSignedAfterIt() {
    SoundFile other = new SoundFile();
    other.caseNumber = "QM-QZ-2026-000009";
    Obstacle notice = named(ObstacleKind.NOTICE_CHALLENGE, Optional.empty());
    assertThat(notice.sentence(other.file())).endsWith(" is on file.");
    // Signed again after the settlement, nothing is to be signed any more.
    Instant before = file.knownAt().minus(Duration.ofDays(61));
    Obstacle risk = named(ObstacleKind.RISK_EVIDENCE, Optional.empty());
    assertThat(
            ObstacleTableTest.with(risk, Optional.of(settled(Settlement.Outcome.REJECTED, before)))
                .in(file))
        .isEqualTo(Obstacle.State.SETTLED);
    assertThat(ObstacleKind.CONSENT_WITHDRAWN.isSignedInTheReview()).isFalse();
    assertThat(ObstacleKind.RISK_EVIDENCE.isSignedInTheReview()).isTrue();
    assertThat(ObstacleKind.AGE_CLAIM.isSignedInTheReview()).isTrue();
    assertThat(ObstacleKind.PROCEEDINGS.canEndIn(Settlement.Outcome.ENTERED_IN_ERROR)).isTrue();
    assertThat(ObstacleKind.PROCEEDINGS.canEndIn(Settlement.Outcome.UPHELD)).isFalse();
  }

  /** Who reviews a later case reads what was found in the earlier, and signs with it in view. */
  @Test
  void whatWasUpheldInAnEarlierCaseIsSignedAnewInTheLater() {
    Instant before = file.knownAt().minus(Duration.ofDays(80));
    var upheld = Optional.of(settled(Settlement.Outcome.UPHELD, before));
    Obstacle risk =
        ObstacleTableTest.with(named(ObstacleKind.RISK_EVIDENCE, Optional.empty()), upheld);
    assertThat(risk.in(file)).as("signed in this case").isEqualTo(Obstacle.State.SETTLED);
    CaseFile unsigned = new SoundFile().without(CaseFile.DecisionKind.PROTECTION).file();
    assertThat(risk.in(unsigned)).isEqualTo(Obstacle.State.TO_BE_SIGNED_ANEW);
    Obstacle consent =
        ObstacleTableTest.with(named(ObstacleKind.CONSENT_WITHDRAWN, Optional.empty()), upheld);
    CaseFile asked = new SoundFile().without(CaseFile.DecisionKind.CONSENT).file();
    assertThat(consent.in(asked)).as("asked after the approval").isEqualTo(Obstacle.State.SETTLED);
    Obstacle age = ObstacleTableTest.with(named(ObstacleKind.AGE_CLAIM, Optional.empty()), upheld);
    assertThat(age.in(file)).isEqualTo(Obstacle.State.UPHELD);
    Obstacle rejected =
        ObstacleTableTest.with(
            named(ObstacleKind.AGE_CLAIM, Optional.empty()),
            Optional.of(settled(Settlement.Outcome.REJECTED, before)));
    assertThat(rejected.standsAgainst(file)).isFalse();
  }

  @Test
  void consentIsAskedWhereverAnythingOfItIs() {
    SoundFile sound = new SoundFile();
    sound.agreement =
        SoundFile.agreement(
            "kind: LEASE, consent: REQUIRED",
            "kind: LEASE, consent: NOT_ASKED",
            "kind: ENFORCEMENT, consent: REQUIRED, expulsionOrderRequired: false",
            "kind: ENFORCEMENT, consent: NOT_ASKED, expulsionOrderRequired: true");
    assertThat(ObstacleKind.CONSENT_WITHDRAWN.isAskedOf(sound.file())).isFalse();
    sound.nationalities = List.of(new CaseFile.Nationality("QZ", true, SoundFile.CASE));
    assertThat(ObstacleKind.CONSENT_WITHDRAWN.isAskedOf(sound.file()))
        .as("of an enforcement")
        .isTrue();
    sound = new SoundFile();
    sound.agreement =
        SoundFile.agreement(
            "kind: LEASE, consent: REQUIRED",
            "kind: LEASE, consent: NOT_ASKED, consentWhere: [OPIOID_SUBSTITUTION]");
    assertThat(ObstacleKind.CONSENT_WITHDRAWN.isAskedOf(sound.file()))
        .as("where something of the person asks for it")
        .isTrue();
  }

  @Test
  void whoGaveItEndsItWhereItsKindSaysSo() {
    assertThat(order("QM", Optional.empty(), false).decidedBy()).isEmpty();
    assertThat(named(ObstacleKind.INTERIM_MEASURE, Optional.empty()).decidedBy()).contains("");
  }

  private static Settlement settled(Settlement.Outcome outcome, Instant at) {
    return new Settlement(
        1,
        outcome,
        "Court 01",
        "S-1",
        at,
        Optional.empty(),
        Optional.empty(),
        "Decided.",
        Set.of(),
        at,
        "lawyer-8",
        Optional.of("lawyer-7"));
  }

  /** It stops transfers: whom it brings back is decided, unless it sets a day or names one. */
  @Test
  void anOrderForManyWithoutADayIsDecided() {
    Optional<Instant> day = Optional.of(Instant.parse("2026-04-01T10:00:00Z"));
    Target one = new Target.OneCase(SoundFile.CASE, Optional.of("person-1"));
    Target many = new Target.Everything();
    assertThat(raised(ObstacleKind.COURT_ORDER, many, Optional.empty()).placed())
        .isEqualTo(ObstacleKind.Placed.DECIDE);
    assertThat(raised(ObstacleKind.COURT_ORDER, many, day).placed())
        .isEqualTo(ObstacleKind.Placed.RETURN);
    assertThat(raised(ObstacleKind.COURT_ORDER, one, Optional.empty()).placed())
        .isEqualTo(ObstacleKind.Placed.RETURN);
    assertThat(raised(ObstacleKind.FUNDS_FROZEN, many, Optional.empty()).placed())
        .isEqualTo(ObstacleKind.Placed.NOTED);
  }

  /** A court's order for an agreement is its state's; what is raised of it is of both to know. */
  @Test
  void whatIsRaisedOfAnAgreementIsOnItsFile() {
    Target agreement = new Target.OneAgreement("QM-QZ");
    Obstacle suspension = raised(ObstacleKind.SUSPENSION, agreement, Optional.empty());
    assertThat(suspension.ofAgreement()).contains("QM-QZ");
    assertThat(suspension.isToldTo(file)).isTrue();
    assertThat(
            raised(ObstacleKind.SUSPENSION, new Target.Everything(), Optional.empty())
                .ofAgreement())
        .isEmpty();
    Obstacle order = raised(ObstacleKind.COURT_ORDER, agreement, Optional.empty());
    assertThat(order.ofAgreement()).isEmpty();
    assertThat(order.isToldTo(file)).isFalse();
  }

  private static Obstacle raised(ObstacleKind kind, Target target, Optional<Instant> returnBy) {
    return new Obstacle(
        4,
        kind,
        "QZ",
        target,
        "Court 02",
        "ST-2",
        "Said.",
        Instant.parse("2026-03-08T10:00:00Z"),
        Optional.empty(),
        returnBy,
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Instant.parse("2026-03-08T11:00:00Z"),
        "court",
        false,
        Optional.empty());
  }

  private static Obstacle order(String owner, Optional<Instant> end, boolean read) {
    return new Obstacle(
        3,
        ObstacleKind.COURT_ORDER,
        owner,
        new Target.Everything(),
        "Court 02",
        "ST-1",
        "Stayed.",
        Instant.parse("2026-03-08T10:00:00Z"),
        Optional.empty(),
        Optional.empty(),
        end,
        read,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Instant.parse("2026-03-08T11:00:00Z"),
        "court",
        false,
        Optional.empty());
  }

  private Obstacle named(ObstacleKind kind, Optional<String> state) {
    return Obstacle.named(kind, LocalDate.of(2026, 3, 3), state, file);
  }
}
