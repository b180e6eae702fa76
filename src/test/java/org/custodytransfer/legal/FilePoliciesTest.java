package org.custodytransfer.legal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.custodytransfer.agreement.Agreement.Circumstance.OPIOID_SUBSTITUTION;
import static org.custodytransfer.agreement.Agreement.Circumstance.VISITED_BY_CHILD;
import static org.custodytransfer.casefile.CaseFile.DecisionKind.ACCEPTANCE;
import static org.custodytransfer.casefile.CaseFile.DecisionKind.APPROVAL;
import static org.custodytransfer.casefile.CaseFile.DecisionKind.APPROVAL_LEVEL;
import static org.custodytransfer.casefile.CaseFile.DecisionKind.CONSENT;
import static org.custodytransfer.casefile.CaseFile.DecisionKind.COUNTERSIGNATURE;
import static org.custodytransfer.casefile.CaseFile.DecisionKind.FINALITY;
import static org.custodytransfer.casefile.CaseFile.DecisionKind.FITNESS;
import static org.custodytransfer.casefile.CaseFile.DecisionKind.HEALTH;
import static org.custodytransfer.casefile.CaseFile.DecisionKind.HOME_RETURN;
import static org.custodytransfer.casefile.CaseFile.DecisionKind.NATIONALITY;
import static org.custodytransfer.casefile.CaseFile.DecisionKind.NOTICE;
import static org.custodytransfer.casefile.CaseFile.DecisionKind.NOTIFICATIONS;
import static org.custodytransfer.casefile.CaseFile.DecisionKind.PROCEEDINGS;
import static org.custodytransfer.casefile.CaseFile.DecisionKind.PROTECTION;
import static org.custodytransfer.casefile.CaseFile.DecisionKind.SUBMISSIONS;
import static org.custodytransfer.casefile.SoundFile.ago;
import static org.custodytransfer.casefile.SoundFile.agreement;
import static org.custodytransfer.condition.Condition.ADULT;
import static org.custodytransfer.condition.Condition.EXPULSION_ORDER;
import static org.custodytransfer.condition.Condition.FINAL_CONVICTION;
import static org.custodytransfer.condition.Condition.FIT_TO_FLY;
import static org.custodytransfer.condition.Condition.HOME_RETURN_CONSIDERED;
import static org.custodytransfer.condition.Condition.LEGAL_REVIEW;
import static org.custodytransfer.condition.Condition.NATIONALITY_VERIFIED;
import static org.custodytransfer.condition.Condition.NON_REFOULEMENT;
import static org.custodytransfer.condition.Condition.NOTICE_SERVED;
import static org.custodytransfer.condition.Condition.NOT_OWN_NATIONAL;
import static org.custodytransfer.condition.Condition.NO_PENDING_PROCEEDINGS;
import static org.custodytransfer.condition.Condition.NO_PROTECTION_BAR;
import static org.custodytransfer.condition.Condition.PERSON_ADMISSIBLE;
import static org.custodytransfer.condition.Condition.RECEIVING_ACCEPTANCE;
import static org.custodytransfer.condition.Condition.SENTENCE_LEFT;
import static org.custodytransfer.legal.Verdict.State.AGAINST;
import static org.custodytransfer.legal.Verdict.State.MET;
import static org.custodytransfer.legal.Verdict.State.OPEN;

import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.Agreement.OffenceGroup;
import org.custodytransfer.casefile.BirthDate;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.Nationality;
import org.custodytransfer.casefile.CaseFile.Protection;
import org.custodytransfer.casefile.SoundFile;
import org.custodytransfer.condition.Condition;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * One thing of a sound file turned wrong: its condition is unmet, for that reason, and no other
 * condition is.
 */
class FilePoliciesTest {

  /** What is turned, and what its condition says then. */
  private record Turn(
      Condition condition,
      Verdict.State state,
      String sentence,
      Consumer<SoundFile> turn,
      Set<Condition> alsoUnmet) {

    /** What else cannot hold if this does not. */
    Turn and(Condition first, Condition... more) {
      return new Turn(condition, state, sentence, turn, EnumSet.of(first, more));
    }
  }

  private static Turn met(Condition condition, String sentence, Consumer<SoundFile> turn) {
    return new Turn(condition, MET, sentence, turn, Set.of());
  }

  private static Turn open(Condition condition, String sentence, Consumer<SoundFile> turn) {
    return new Turn(condition, OPEN, sentence, turn, Set.of());
  }

  private static Turn against(Condition condition, String sentence, Consumer<SoundFile> turn) {
    return new Turn(condition, AGAINST, sentence, turn, Set.of());
  }

  @TestFactory
  Stream<DynamicTest> oneThingTurned() {
    return Stream.of(
            conviction(),
            nationality(),
            sentence(),
            admissible(),
            expulsion(),
            home(),
            protection(),
            review(),
            acceptanceAndNotice(),
            consentAndLast())
        .flatMap(List::stream)
        .map(
            turn ->
                DynamicTest.dynamicTest(
                    turn.condition() + ": " + turn.sentence(), () -> turned(turn)));
  }

  /** A planner reads from it whether everything holds on the day of a flight. */
  @Test
  void whatLapsesByItselfSaysUntilWhenItHolds() {
    CaseFile file = new SoundFile().file();
    Map<Condition, Verdict> verdicts = judge(file);
    Map<Condition, Verdict> afterYears =
        judge(file.judgedAt(SoundFile.NOW.plus(Duration.ofDays(36500))));
    verdicts.forEach(
        (condition, verdict) -> {
          assertThat(verdict.holdsUntil().isPresent())
              .as("%s lapses by itself", condition)
              .isEqualTo(!afterYears.get(condition).isMet());
          verdict
              .holdsUntil()
              .ifPresent(
                  until -> {
                    assertThat(judge(file.judgedAt(until)).get(condition).isMet())
                        .as("%s at %s", condition, until)
                        .isTrue();
                    assertThat(judge(file.judgedAt(until.plusMillis(1))).get(condition).isMet())
                        .as("%s after %s", condition, until)
                        .isFalse();
                  });
        });
  }

  private static void turned(Turn turn) {
    SoundFile file = new SoundFile();
    turn.turn().accept(file);
    Map<Condition, Verdict> verdicts = judge(file);
    Verdict verdict = verdicts.get(turn.condition());
    assertThat(verdict.sentence()).isEqualTo(turn.sentence());
    assertThat(verdict.state()).isEqualTo(turn.state());
    assertThat(verdict.isMet()).isEqualTo(turn.state() == MET);
    Set<Condition> unmet = EnumSet.noneOf(Condition.class);
    verdicts.values().stream()
        .filter(one -> !one.isMet())
        .forEach(one -> unmet.add(one.condition()));
    Set<Condition> expected = EnumSet.noneOf(Condition.class);
    expected.addAll(turn.alsoUnmet());
    if (turn.state() != MET) {
      expected.add(turn.condition());
    }
    assertThat(unmet).isEqualTo(expected);
  }

  private static Map<Condition, Verdict> judge(SoundFile sound) {
    return judge(sound.file());
  }

  private static Map<Condition, Verdict> judge(CaseFile file) {
    Map<Condition, Verdict> verdicts = new EnumMap<>(Condition.class);
    for (ConditionPolicy policy : FilePolicies.all()) {
      Map<String, Verdict> judged = policy.judge(List.of(file), Optional.empty());
      judged.values().forEach(verdict -> verdicts.put(policy.condition(), verdict));
      assertThat(judged.keySet()).isSubsetOf(file.caseNumber());
    }
    verdicts.forEach((condition, verdict) -> assertThat(verdict.condition()).isEqualTo(condition));
    return verdicts;
  }

  // --- a sound file

  @Test
  void aSoundFileMeetsEveryConditionAndSaysWhy() {
    Map<Condition, Verdict> verdicts = judge(new SoundFile());
    assertThat(verdicts.values()).allMatch(Verdict::isMet);
    Map<Condition, String> said = new EnumMap<>(Condition.class);
    verdicts.forEach((condition, verdict) -> said.put(condition, verdict.sentence()));
    assertThat(said)
        .containsOnly(
            entry(
                FINAL_CONVICTION,
                "The custodial sentence of 1 February 2025 is final since 1 March 2025."),
            entry(NATIONALITY_VERIFIED, "Nationality is proven by document: AF."),
            entry(NOT_OWN_NATIONAL, "The person is not known to be a national of QM."),
            entry(ADULT, "The person is an adult on 9 March 2026."),
            entry(
                SENTENCE_LEFT,
                "The sentence runs until 1 February 2028, and the person is back by 18 December 2027."),
            entry(
                PERSON_ADMISSIBLE,
                "None of the agreement's exclusions applies; a physician found no excluding illness."),
            entry(
                EXPULSION_ORDER,
                "The expulsion order of 1 February 2025 is final since 1 March 2025 and executable."),
            entry(HOME_RETURN_CONSIDERED, "The home state refused on 5 January 2026."),
            entry(
                NON_REFOULEMENT,
                "The assessment of 9 January 2026 for QZ-ONE found no real risk; it holds until 30 March 2026."),
            entry(NO_PROTECTION_BAR, "No protection decision names QZ."),
            entry(
                NO_PENDING_PROCEEDINGS,
                "It was checked on 5 January 2026 which criminal cases need the person."),
            entry(LEGAL_REVIEW, "Cleared and countersigned by two different lawyers."),
            entry(Condition.APPROVAL, "Approved at the level approvers."),
            entry(
                RECEIVING_ACCEPTANCE,
                "QZ accepted the person on 24 January 2026, until 25 March 2026."),
            entry(
                NOTICE_SERVED,
                "Notice of QZ-ONE was served on the person and on counsel; the waiting period ended on 9 March 2026."),
            entry(
                Condition.CONSENT,
                "The person consents, after counsel's advice, as of 28 January 2026."),
            entry(
                Condition.NOTIFICATIONS,
                "Consulate: notified; next of kin: objected; on 28 January 2026."),
            entry(FIT_TO_FLY, "Certified fit to fly; the certificate holds for 48 hours."),
            entry(Condition.NO_STAY, "No stay order in force covers the person."));
  }

  @Test
  void aVerdictNamesItsEvidenceItsSignerAndItsMoment() {
    Verdict finality = judge(new SoundFile()).get(FINAL_CONVICTION);
    assertThat(finality.evidence()).containsExactly("decision 100 (documents 7)");
    assertThat(finality.signedBy()).containsExactly("lawyer-1");
    assertThat(finality.since()).contains(ago(Duration.ofDays(60)));
    Verdict bare = judge(new SoundFile().noEvidence(FITNESS)).get(FIT_TO_FLY);
    assertThat(bare.evidence()).containsExactly("decision 115");
    Verdict notice = judge(new SoundFile()).get(NOTICE_SERVED);
    assertThat(notice.evidence()).containsExactly("notice");
    assertThat(notice.signedBy()).containsExactly("qm-caseworkers");
    assertThat(notice.since()).contains(ago(Duration.ofDays(41)));
    Verdict nothing = judge(new SoundFile().without(FITNESS)).get(FIT_TO_FLY);
    assertThat(nothing.evidence()).isEmpty();
    assertThat(nothing.since()).isEmpty();
  }

  @Test
  void whatAnAgreementDoesNotAskForIsNotJudged() {
    SoundFile national = new SoundFile();
    national.nationalities = List.of(new Nationality("QZ", true, SoundFile.CASE));
    assertThat(judge(national)).doesNotContainKeys(EXPULSION_ORDER, HOME_RETURN_CONSIDERED);
    assertThat(FilePolicies.consentApplies(national.file())).isTrue();
    SoundFile leased = new SoundFile();
    leased.agreement =
        agreement(
            "consent: REQUIRED, expulsionOrderRequired: true",
            "consent: ASKED, expulsionOrderRequired: true");
    assertThat(judge(leased)).doesNotContainKey(Condition.CONSENT);
    assertThat(FilePolicies.consentApplies(leased.file())).isFalse();
    // A lease asks for no consent by law; the takeover of a sentence does, or for an expulsion
    // order.
    leased.agreement =
        agreement(
            "consent: REQUIRED, expulsionOrderRequired: true",
            "consent: ASKED, expulsionOrderRequired: false");
    assertThat(FilePolicies.consentApplies(leased.file())).isFalse();
    // No file can say so; a takeover without consent and without an order asks for it all the same.
    leased.agreement = withoutConsent(leased.agreement);
    assertThat(judge(leased)).containsKey(Condition.CONSENT);
    SoundFile expelled = national;
    expelled.agreement =
        agreement(
            "kind: ENFORCEMENT, consent: REQUIRED, expulsionOrderRequired: false",
            "kind: ENFORCEMENT, consent: ASKED, expulsionOrderRequired: true");
    assertThat(FilePolicies.consentApplies(expelled.file())).isFalse();
    assertThat(judge(expelled)).containsKey(EXPULSION_ORDER);
  }

  private static Nationality afghan() {
    return new Nationality("AF", true, SoundFile.CASE);
  }

  private static Agreement excluding(String more) {
    return agreement("minimumRemainingDays: 180", "minimumRemainingDays: 180, " + more);
  }

  @Test
  void whoIsNotSaidToBeOutsideACircumstanceIsAskedForConsent() {
    SoundFile file = new SoundFile();
    file.agreement =
        agreement(
            "consent: REQUIRED, expulsionOrderRequired: true",
            "consent: ASKED, consentWhere: [VISITED_BY_CHILD, OPIOID_SUBSTITUTION], expulsionOrderRequired: true");
    assertThat(FilePolicies.consentApplies(file.file())).isTrue();
    file.circumstances = Map.of(VISITED_BY_CHILD, false);
    assertThat(FilePolicies.consentApplies(file.file())).isTrue();
    file.circumstances = Map.of(VISITED_BY_CHILD, false, OPIOID_SUBSTITUTION, true);
    assertThat(FilePolicies.consentApplies(file.file())).isTrue();
    assertThat(judge(file)).containsKey(Condition.CONSENT);
    file.circumstances = Map.of(VISITED_BY_CHILD, false, OPIOID_SUBSTITUTION, false);
    assertThat(FilePolicies.consentApplies(file.file())).isFalse();
    assertThat(judge(file)).doesNotContainKey(Condition.CONSENT);
  }

  private static Agreement withoutConsent(Agreement agreement) {
    return new Agreement(
        agreement.code(),
        agreement.version(),
        agreement.title(),
        agreement.status(),
        agreement.sending(),
        agreement.receiving(),
        agreement.instruments(),
        agreement.facility(),
        agreement.quota(),
        agreement.term(),
        agreement.law(),
        Map.of(
            Agreement.Route.THIRD_COUNTRY,
            new Agreement.RouteTerms(
                Agreement.Kind.ENFORCEMENT,
                Agreement.Consent.ASKED,
                false,
                false,
                false,
                Set.of())),
        agreement.exclusions(),
        agreement.periods(),
        agreement.languages(),
        agreement.calendars(),
        agreement.fees(),
        agreement.assumptions(),
        agreement.concerns(),
        agreement.lawfulInstead());
  }

  @Test
  void aRouteThatTheAgreementDoesNotHaveAsksForEverything() {
    SoundFile own = new SoundFile();
    own.nationalities = List.of(new Nationality("QM", true, SoundFile.CASE));
    assertThat(judge(own)).hasSize(19);
    assertThat(FilePolicies.consentApplies(own.file())).isTrue();
  }

  // --- judgment and person

  private static List<Turn> conviction() {
    return List.of(
        against(
                FINAL_CONVICTION,
                "No conviction is on file; an allegation is not a conviction.",
                file -> file.judgments = List.of())
            .and(SENTENCE_LEFT),
        against(
            FINAL_CONVICTION,
            "The conviction of 1 February 2025 was reversed on 3 March 2026.",
            file -> file.judgment(one -> one.reversed(LocalDate.of(2026, 3, 3)))),
        against(
            FINAL_CONVICTION,
            "The judgment of 1 February 2025 is not a custodial sentence.",
            file -> file.judgment(FilePoliciesTest::notCustodial)),
        against(
            FINAL_CONVICTION,
            "An appeal against the judgment of 1 February 2025 is open.",
            file ->
                file.judgments =
                    List.of(file.judgments.get(0), underAppeal(file.judgments.get(0)))),
        against(
            FINAL_CONVICTION,
            "The certificate and the request name different days of finality.",
            file ->
                file.judgments =
                    List.of(
                        file.judgments.get(0),
                        file.judgments.get(0).finalSince(LocalDate.of(2025, 4, 1)))),
        met(
            FINAL_CONVICTION,
            "The custodial sentence of 1 February 2025 and of 1 February 2025 is final since 1 March 2025.",
            file -> {
              file.judgments =
                  List.of(
                      file.judgments.get(0),
                      file.judgments.get(0).finalSince(LocalDate.of(2025, 2, 20)));
              file.answer(FINALITY, "judgments", "D-1 2025-02-20; D-1 2025-03-01");
            }),
        against(
            FINAL_CONVICTION,
            "One of the judgments became final on another day than was reviewed.",
            file -> {
              file.judgments =
                  List.of(
                      file.judgments.get(0),
                      file.judgments.get(0).finalSince(LocalDate.of(2025, 2, 21)));
              file.answer(FINALITY, "judgments", "D-1 2025-02-20; D-1 2025-03-01");
            }),
        against(
            FINAL_CONVICTION,
            "An appeal against the judgment of 1 February 2025 is open.",
            file -> file.judgment(FilePoliciesTest::underAppeal)),
        open(
            FINAL_CONVICTION,
            "The day on which the judgment became final is not on file.",
            file -> file.judgment(FilePoliciesTest::withoutFinality)),
        against(
            FINAL_CONVICTION,
            "The judgment becomes final only on 10 March 2026.",
            file -> file.judgment(one -> one.finalSince(LocalDate.of(2026, 3, 10)))),
        met(
            FINAL_CONVICTION,
            "The custodial sentence of 1 February 2025 is final since 9 March 2026.",
            file ->
                file.answer(FINALITY, "finalOn", "2026-03-09")
                    .judgment(one -> one.finalSince(LocalDate.of(2026, 3, 9)))),
        open(
            FINAL_CONVICTION,
            "Nobody has yet reviewed that the judgment is final.",
            file -> file.without(FINALITY)),
        open(
            FINAL_CONVICTION,
            "A question to the requester is open.",
            file -> file.outcome(FINALITY, "ask")),
        against(
            FINAL_CONVICTION,
            "The review found that the judgment is not final.",
            file -> file.outcome(FINALITY, "not-clear")),
        open(
            FINAL_CONVICTION,
            "The court's certificate of finality is not on file.",
            file -> file.noEvidence(FINALITY)),
        against(
            FINAL_CONVICTION,
            "The certificate and the request name different days of finality.",
            file -> file.answer(FINALITY, "finalOn", "2025-03-02")));
  }

  private static CaseFile.Judgment underAppeal(CaseFile.Judgment one) {
    return new CaseFile.Judgment(
        one.id(),
        one.court(),
        one.docket(),
        one.judgedOn(),
        one.sentenceFrom(),
        one.sentenceUntil(),
        true,
        true,
        Optional.empty(),
        one.offenceGroups(),
        Optional.empty(),
        one.recordedBy());
  }

  private static CaseFile.Judgment notCustodial(CaseFile.Judgment one) {
    return judgment(one, one.sentenceFrom(), false, one.finalOn(), one.offenceGroups());
  }

  private static CaseFile.Judgment withoutFinality(CaseFile.Judgment one) {
    return judgment(one, one.sentenceFrom(), true, Optional.empty(), one.offenceGroups());
  }

  private static CaseFile.Judgment from(CaseFile.Judgment one, LocalDate day) {
    return judgment(one, day, true, one.finalOn(), one.offenceGroups());
  }

  private static CaseFile.Judgment judgment(
      CaseFile.Judgment one,
      LocalDate from,
      boolean custodial,
      Optional<LocalDate> finalOn,
      Set<OffenceGroup> offences) {
    return new CaseFile.Judgment(
        one.id(),
        one.court(),
        one.docket(),
        one.judgedOn(),
        from,
        one.sentenceUntil(),
        custodial,
        one.appealOpen(),
        finalOn,
        offences,
        one.reversedOn(),
        one.recordedBy());
  }

  private static List<Turn> nationality() {
    Nationality afghan = new Nationality("AF", true, SoundFile.CASE);
    return List.of(
        open(
            NATIONALITY_VERIFIED,
            "Nationality is not yet proven by document.",
            file -> file.without(NATIONALITY)),
        open(
            NATIONALITY_VERIFIED,
            "A question to the requester is open.",
            file -> file.outcome(NATIONALITY, "ask")),
        against(
            NATIONALITY_VERIFIED,
            "The review found that nationality is not proven.",
            file -> file.outcome(NATIONALITY, "not-clear")),
        open(
            NATIONALITY_VERIFIED,
            "No document proves the nationality.",
            file -> file.noEvidence(NATIONALITY)),
        against(
            NATIONALITY_VERIFIED,
            "A nationality is on file that no document proves or disproves: IQ, SO.",
            file ->
                file.nationalities =
                    List.of(
                        afghan,
                        new Nationality("SO", false, SoundFile.CASE),
                        new Nationality("IQ", false, SoundFile.CASE))),
        met(
            NATIONALITY_VERIFIED,
            "Nationality is proven by document: AF, IQ.",
            file ->
                file.nationalities = List.of(new Nationality("IQ", true, SoundFile.CASE), afghan)),
        against(
                NOT_OWN_NATIONAL,
                "The person is a national of QM, and no instrument in force admits its nationals.",
                file ->
                    file.nationalities =
                        List.of(afghan, new Nationality("QM", true, SoundFile.CASE)))
            .and(PERSON_ADMISSIBLE),
        met(
            NOT_OWN_NATIONAL,
            "The instrument in force admits nationals of QM expressly.",
            file -> {
              file.agreement = admitting("IN_FORCE");
              file.nationalities = List.of(new Nationality("QM", true, SoundFile.CASE));
            }),
        against(
            NOT_OWN_NATIONAL,
            "The person is a national of QM, and no instrument in force admits its nationals.",
            file -> {
              file.agreement = admitting("SIGNED");
              file.nationalities = List.of(new Nationality("QM", true, SoundFile.CASE));
            }),
        against(
            ADULT,
            "The person is not yet 18 years old on 9 March 2026.",
            file -> file.person = born(file, "2008-03-10")),
        met(
            ADULT,
            "The person is an adult on 9 March 2026.",
            file -> file.person = born(file, "2008-03-09")),
        against(
            ADULT,
            "With the birth date 2008-03-10, which is on file for the same person, they may not yet be 18 years old on 9 March 2026.",
            file -> file.birthDates = Set.of(BirthDate.of("2008-03-10"))),
        met(
            ADULT,
            "The person is an adult on 9 March 2026.",
            file -> file.birthDates = Set.of(BirthDate.of("2008-03-09"))),
        against(
            ADULT,
            "The person is not yet 18 years old on 9 March 2026.",
            file -> {
              file.person = born(file, "2008-03-10");
              file.birthDates = Set.of(BirthDate.of("2008-03-10"));
            }),
        against(
            ADULT,
            "Of the birth date only 2008-03 is known; the person may not yet be 18 years old on 9 March 2026.",
            file -> file.person = born(file, "2008-03")),
        against(
            ADULT,
            "Of the birth date only 2008 is known; the person may not yet be 18 years old on 9 March 2026.",
            file -> file.person = born(file, "2008")),
        met(
            ADULT,
            "The person is an adult on 9 March 2026.",
            file -> file.person = born(file, "2007")),
        open(
                NOT_OWN_NATIONAL,
                "No nationality of the person is known; they may be a national of QM.",
                file -> file.nationalities = List.of(new Nationality("XXX", false, SoundFile.CASE)))
            .and(NATIONALITY_VERIFIED),
        met(
            NATIONALITY_VERIFIED,
            "Nationality is proven by document: AF.",
            file ->
                file.nationalities =
                    List.of(new Nationality("XXX", false, SoundFile.CASE), afghan)));
  }

  /** The invented lease with a route for the sending state's own nationals, in this status. */
  private static Agreement admitting(String status) {
    return agreement(
        "routes:\n",
        "routes:\n  SENDING_NATIONAL: {kind: LEASE, consent: ASKED, expulsionOrderRequired: false, homeReturnFirst: false}\n",
        "code: IN_FORCE",
        "code: " + status);
  }

  private static CaseFile.Person born(SoundFile file, String day) {
    return with(file, BirthDate.of(day), file.person.sex());
  }

  private static CaseFile.Person with(SoundFile file, BirthDate born, String sex) {
    CaseFile.Person person = file.person;
    return new CaseFile.Person(
        person.id(),
        person.registerNumber(),
        person.familyName(),
        person.givenNames(),
        born,
        sex,
        person.languages(),
        person.counsel());
  }

  private static List<Turn> sentence() {
    return List.of(
        against(
                SENTENCE_LEFT,
                "There is no sentence to be served.",
                file -> file.judgments = List.of())
            .and(FINAL_CONVICTION),
        against(
            SENTENCE_LEFT,
            "The sentence begins only on 10 March 2026.",
            file -> file.judgment(one -> from(one, LocalDate.of(2026, 3, 10)))),
        met(
            SENTENCE_LEFT,
            "The sentence runs until 1 February 2028, and the person is back by 18 December 2027.",
            file -> file.judgment(one -> from(one, LocalDate.of(2026, 3, 9)))),
        against(
                SENTENCE_LEFT,
                "The sentence ended on 10 March 2026.",
                file -> file.judgment(one -> one.until(LocalDate.of(2026, 3, 10))))
            .and(PERSON_ADMISSIBLE),
        // Part of the sentence is left, but the person would have to be back already.
        against(
                SENTENCE_LEFT,
                "The sentence runs until 24 April 2026, and the person would have to be back by 10 March 2026 already.",
                file -> file.judgment(one -> one.until(LocalDate.of(2026, 4, 24))))
            .and(PERSON_ADMISSIBLE),
        met(
                SENTENCE_LEFT,
                "The sentence runs until 25 April 2026, and the person is back by 11 March 2026.",
                file -> file.judgment(one -> one.until(LocalDate.of(2026, 4, 25))))
            .and(PERSON_ADMISSIBLE),
        met(
            SENTENCE_LEFT,
            "The sentence runs until 1 February 2028, and the person is back by 1 December 2027.",
            file -> file.agreement = agreement("until: 2099-12-31", "until: 2027-12-01")),
        met(
            SENTENCE_LEFT,
            "The sentence runs until 1 February 2028, and the person is back by 18 December 2027.",
            file -> file.agreement = agreement("until: 2099-12-31", "until: 2027-12-18")),
        met(
            SENTENCE_LEFT,
            "The sentence runs until 1 February 2028, and the person is back by 18 December 2027.",
            file ->
                file.agreement =
                    agreement(
                        "until: 2099-12-31",
                        "until: 2026-12-31, extension: {until: 2099-12-31, how: AUTOMATIC}")),
        met(
            SENTENCE_LEFT,
            "The sentence runs until 1 February 2028, and the person is back by 31 December 2026.",
            file ->
                file.agreement =
                    agreement(
                        "until: 2099-12-31",
                        "until: 2026-12-31, extension: {until: 2099-12-31, how: UNLESS_ENDED, noticeDays: 365}")),
        // Several sentences are served one after the other, or beside each other.
        met(
                SENTENCE_LEFT,
                "The sentence runs until 1 February 2030, and the person is back by 18 December 2029.",
                file -> file.judgments = with(file, LocalDate.of(2028, 2, 1), 2030))
            .and(FINAL_CONVICTION),
        met(
                SENTENCE_LEFT,
                "The sentence runs until 1 February 2028, and the person is back by 18 December 2027.",
                file -> file.judgments = with(file, LocalDate.of(2025, 6, 1), 2027))
            .and(FINAL_CONVICTION),
        // A sentence without end is served until the term of a lease ends.
        met(
                SENTENCE_LEFT,
                "The sentence has no end, and the person is back by 31 December 2099.",
                file -> file.judgment(FilePoliciesTest::withoutEnd))
            .and(PERSON_ADMISSIBLE),
        against(
                SENTENCE_LEFT,
                "The sentence has no end, and nothing names a day by which the placement ends.",
                file -> {
                  file.agreement = agreement(", until: 2099-12-31", "");
                  file.judgment(FilePoliciesTest::withoutEnd);
                })
            .and(PERSON_ADMISSIBLE),
        against(
                SENTENCE_LEFT,
                "The sentence has no end, and nothing names a day by which the placement ends.",
                file -> {
                  file.nationalities = List.of(new Nationality("QZ", true, SoundFile.CASE));
                  file.judgment(FilePoliciesTest::withoutEnd);
                })
            .and(PERSON_ADMISSIBLE),
        // Where the receiving state takes the sentence over, it is served there to its end.
        met(
            SENTENCE_LEFT,
            "The sentence runs until 1 February 2028, and the person is back by 1 February 2028.",
            file -> file.nationalities = List.of(new Nationality("QZ", true, SoundFile.CASE))));
  }

  private static List<CaseFile.Judgment> with(SoundFile file, LocalDate from, int until) {
    CaseFile.Judgment first = file.judgments.get(0);
    return List.of(first, from(first, from).until(LocalDate.of(until, 2, 1)));
  }

  private static CaseFile.Judgment withoutEnd(CaseFile.Judgment one) {
    return new CaseFile.Judgment(
        one.id(),
        one.court(),
        one.docket(),
        one.judgedOn(),
        one.sentenceFrom(),
        Optional.empty(),
        one.custodial(),
        one.appealOpen(),
        one.finalOn(),
        one.offenceGroups(),
        one.reversedOn(),
        one.recordedBy());
  }

  private static List<Turn> admissible() {
    return List.of(
        against(
            PERSON_ADMISSIBLE,
            "The agreement does not take sentences without end.",
            file -> file.judgment(FilePoliciesTest::withoutEnd)),
        met(
            PERSON_ADMISSIBLE,
            "None of the agreement's exclusions applies; a physician found no excluding illness.",
            file -> {
              file.agreement =
                  agreement(
                      "minimumRemainingDays: 180",
                      "minimumRemainingDays: 180, lifeSentences: TAKEN");
              file.judgment(FilePoliciesTest::withoutEnd);
            }),
        against(
                PERSON_ADMISSIBLE,
                "The agreement excludes these offences: TERRORISM.",
                file -> {
                  CaseFile.Judgment first = file.judgments.get(0);
                  file.judgments =
                      List.of(
                          first,
                          judgment(
                              first,
                              first.sentenceFrom(),
                              true,
                              first.finalOn(),
                              Set.of(OffenceGroup.TERRORISM)));
                })
            .and(FINAL_CONVICTION),
        against(
            PERSON_ADMISSIBLE,
            "The agreement does not take nationals of IS.",
            file -> {
              file.agreement = excluding("nationalities: [EU, EEA]");
              file.nationalities = List.of(afghan(), new Nationality("IS", true, SoundFile.CASE));
            }),
        met(
            PERSON_ADMISSIBLE,
            "None of the agreement's exclusions applies; a physician found no excluding illness.",
            file -> file.agreement = excluding("nationalities: [EU, EEA]")),
        against(
            PERSON_ADMISSIBLE,
            "The agreement takes nationals of EU, VN alone.",
            file -> file.agreement = excluding("nationalitiesOtherThan: [VN, EU]")),
        met(
            PERSON_ADMISSIBLE,
            "None of the agreement's exclusions applies; a physician found no excluding illness.",
            file -> file.agreement = excluding("nationalitiesOtherThan: [AF]")),
        against(
                PERSON_ADMISSIBLE,
                "The agreement does not take persons on the route SENDING_NATIONAL.",
                file -> file.nationalities = List.of(new Nationality("QM", true, SoundFile.CASE)))
            .and(NOT_OWN_NATIONAL),
        against(
            PERSON_ADMISSIBLE,
            "The agreement does not take persons of this sex.",
            file -> file.person = with(file, file.person.birthDate(), "X")),
        against(
            PERSON_ADMISSIBLE,
            "The security class is above 3, the highest that the agreement takes.",
            file -> file.securityClass = Optional.of(4)),
        open(
            PERSON_ADMISSIBLE,
            "The security class is not known.",
            file -> file.securityClass = Optional.empty()),
        met(
            PERSON_ADMISSIBLE,
            "None of the agreement's exclusions applies; a physician found no excluding illness.",
            file -> {
              file.securityClass = Optional.empty();
              file.agreement = agreement("maximumSecurityClass: 3, ", "");
            }),
        against(
            PERSON_ADMISSIBLE,
            "The agreement excludes these offences: ROBBERY, TERRORISM.",
            file -> {
              file.agreement = agreement("[TERRORISM]", "[TERRORISM, ROBBERY, FRAUD]");
              file.judgment(
                  one ->
                      judgment(
                          one,
                          one.sentenceFrom(),
                          true,
                          one.finalOn(),
                          Set.of(
                              OffenceGroup.TERRORISM, OffenceGroup.DRUGS, OffenceGroup.ROBBERY)));
            }),
        against(
            PERSON_ADMISSIBLE,
            "179 days are left to serve; the agreement asks for 180.",
            file -> file.judgment(one -> one.until(LocalDate.of(2026, 9, 5)))),
        met(
            PERSON_ADMISSIBLE,
            "None of the agreement's exclusions applies; a physician found no excluding illness.",
            file -> file.judgment(one -> one.until(LocalDate.of(2026, 9, 6)))),
        against(
                PERSON_ADMISSIBLE,
                "0 days are left to serve; the agreement asks for 180.",
                file -> file.judgment(one -> one.until(LocalDate.of(2026, 3, 1))))
            .and(SENTENCE_LEFT),
        open(
            PERSON_ADMISSIBLE,
            "No physician has yet said whether an illness excludes the person.",
            file -> file.without(HEALTH)),
        against(
            PERSON_ADMISSIBLE,
            "A physician found an illness that the agreement excludes.",
            file -> file.outcome(HEALTH, "serious-illness")),
        met(
            PERSON_ADMISSIBLE,
            "None of the agreement's exclusions applies.",
            file -> {
              file.agreement =
                  agreement("seriousMentalIllness: true", "seriousMentalIllness: false");
              file.outcome(HEALTH, "serious-illness");
            }));
  }

  // --- review

  private static List<Turn> expulsion() {
    return List.of(
        open(
            EXPULSION_ORDER,
            "No expulsion order is on file, and the agreement takes only persons to be expelled.",
            file -> file.expulsionOrder = Optional.empty()),
        against(
            EXPULSION_ORDER,
            "The expulsion order of 1 February 2025 is not final.",
            file -> file.expulsionOrder = order(Optional.empty())),
        against(
            EXPULSION_ORDER,
            "The expulsion order of 1 February 2025 is not final.",
            file -> file.expulsionOrder = order(Optional.of(LocalDate.of(2026, 3, 10)))),
        met(
            EXPULSION_ORDER,
            "The expulsion order of 1 February 2025 is final since 9 March 2026 and executable.",
            file -> file.expulsionOrder = order(Optional.of(LocalDate.of(2026, 3, 9)))),
        open(
            EXPULSION_ORDER,
            "Nobody has yet reviewed the expulsion order.",
            file -> file.without(CaseFile.DecisionKind.EXPULSION_ORDER)),
        against(
            EXPULSION_ORDER,
            "The review found the expulsion order not final or not executable.",
            file -> file.outcome(CaseFile.DecisionKind.EXPULSION_ORDER, "not-clear")),
        against(
            EXPULSION_ORDER,
            "The person was a lawful resident and has had no decision of their own.",
            file ->
                file.answer(
                    CaseFile.DecisionKind.EXPULSION_ORDER, "lawfulResident", "no-decision")),
        open(
            EXPULSION_ORDER,
            "The expulsion order itself is not on file.",
            file -> file.noEvidence(CaseFile.DecisionKind.EXPULSION_ORDER)));
  }

  private static Optional<CaseFile.ExpulsionOrder> order(Optional<LocalDate> finalOn) {
    return Optional.of(
        new CaseFile.ExpulsionOrder(
            1, "Court 01", "E-1", LocalDate.of(2025, 2, 1), finalOn, "qm-requesters"));
  }

  private static List<Turn> home() {
    return List.of(
        open(
            HOME_RETURN_CONSIDERED,
            "Serving the sentence in the home country was not yet considered.",
            file -> file.without(HOME_RETURN)),
        against(
            HOME_RETURN_CONSIDERED,
            "The sentence can be served in the person's home country.",
            file -> file.outcome(HOME_RETURN, "possible")),
        open(
            HOME_RETURN_CONSIDERED,
            "The home state's answer is not on file.",
            file -> file.noEvidence(HOME_RETURN)),
        open(
            HOME_RETURN_CONSIDERED,
            "The home state's answer is not on file.",
            file -> file.answer(HOME_RETURN, "answeredOn", "")),
        met(
            HOME_RETURN_CONSIDERED,
            "Serving the sentence at home was found impossible on 5 January 2026.",
            file -> file.outcome(HOME_RETURN, "impossible")));
  }

  private static List<Turn> protection() {
    Protection bar = protection("QZ");
    return List.of(
        open(
            NON_REFOULEMENT,
            "No assessment of the risk in QZ is signed.",
            file -> file.without(PROTECTION)),
        against(
            NON_REFOULEMENT,
            "The assessment found a real risk in QZ.",
            file -> file.outcome(PROTECTION, "real-risk")),
        against(
            NON_REFOULEMENT,
            "The assessment is for another state or facility.",
            file -> file.answer(PROTECTION, "state", "QY")),
        against(
            NON_REFOULEMENT,
            "The assessment is for another state or facility.",
            file -> file.answer(PROTECTION, "facility", "QZ-TWO")),
        against(
            NON_REFOULEMENT,
            "The assessment was made without hearing the person.",
            file -> file.answer(PROTECTION, "accountHeard", "no")),
        open(
            NON_REFOULEMENT,
            "The assessment names no report it rests on.",
            file -> file.noEvidence(PROTECTION)),
        open(
            NON_REFOULEMENT,
            "The assessment names no report it rests on.",
            file -> file.answer(PROTECTION, "reportPublisher", " ")),
        open(
            NON_REFOULEMENT,
            "The assessment names no report it rests on.",
            file -> file.answer(PROTECTION, "reportDate", "")),
        met(
            NON_REFOULEMENT,
            "The assessment of 20 December 2025 for QZ-ONE found no real risk; it holds until 10 March 2026.",
            file -> file.happened(PROTECTION, Duration.ofDays(80))),
        against(
            NON_REFOULEMENT,
            "The assessment of 20 December 2025 is older than 80 days.",
            file -> file.happened(PROTECTION, Duration.ofDays(80).plusSeconds(1))),
        against(
            NO_PROTECTION_BAR,
            "Protection decision of 10 October 2019 forbids a transfer to QZ.",
            file -> file.protection = List.of(bar)),
        met(
            NO_PROTECTION_BAR,
            "No protection decision names QZ.",
            file -> file.protection = List.of(protection("QY"))),
        open(
            NO_PENDING_PROCEEDINGS,
            "Nobody has yet checked whether the person is needed in an open criminal case.",
            file -> file.without(PROCEEDINGS)),
        met(
            NO_PENDING_PROCEEDINGS,
            "It was checked on a day not given which criminal cases need the person.",
            file -> file.answer(PROCEEDINGS, "checkedOn", "")));
  }

  private static Protection protection(String state) {
    return new Protection(
        1,
        state,
        "Authority 01",
        "P-1",
        LocalDate.of(2019, 10, 10),
        SoundFile.CASE,
        "qm-requesters");
  }

  private static List<Turn> review() {
    return List.of(
        open(
            LEGAL_REVIEW,
            "The legal review is not countersigned.",
            file -> file.without(COUNTERSIGNATURE)),
        against(
            LEGAL_REVIEW,
            "The legal review refused the transfer.",
            file -> file.outcome(COUNTERSIGNATURE, "refused")),
        against(
            LEGAL_REVIEW,
            "The countersignature is by a lawyer who also signed a strand.",
            file -> file.signer(COUNTERSIGNATURE, "lawyer-2")),
        open(LEGAL_REVIEW, "Counsel was not heard.", file -> file.without(SUBMISSIONS)),
        against(
            LEGAL_REVIEW,
            "A strand was signed again after the countersignature.",
            file ->
                file.sign(
                    HOME_RETURN,
                    "refused",
                    "lawyer-1",
                    Duration.ofDays(2),
                    "answeredOn",
                    "2026-03-01")),
        // What is no strand may be signed again: a physician, counsel.
        met(
            LEGAL_REVIEW,
            "Cleared and countersigned by two different lawyers.",
            file -> file.sign(SUBMISSIONS, "none", "qm-counsel", Duration.ofDays(2))),
        open(Condition.APPROVAL, "The transfer is not approved.", file -> file.without(APPROVAL)),
        against(
            Condition.APPROVAL, "Approval was refused.", file -> file.outcome(APPROVAL, "refused")),
        against(
            Condition.APPROVAL,
            "The approval is by somebody who reviewed the case.",
            file -> file.signer(APPROVAL, "lawyer-1")),
        against(
            Condition.APPROVAL,
            "The approval is by somebody who reviewed the case.",
            file -> file.signer(APPROVAL, "lawyer-3")),
        against(
            Condition.APPROVAL,
            "The case was reviewed again after the approval.",
            file -> file.sign(COUNTERSIGNATURE, "cleared", "lawyer-3", Duration.ofDays(2))),
        against(
            Condition.APPROVAL,
            "The approval is not at the level that the decision table asks.",
            file -> file.outcome(APPROVAL_LEVEL, "senior-approvers")),
        against(
            Condition.APPROVAL,
            "The approval is not at the level that the decision table asks.",
            file -> file.without(APPROVAL_LEVEL)));
  }

  // --- the receiving state, notice, consent, the last checks

  private static List<Turn> acceptanceAndNotice() {
    return List.of(
        open(
            RECEIVING_ACCEPTANCE,
            "QZ has not yet accepted the person.",
            file -> file.without(ACCEPTANCE)),
        against(
            RECEIVING_ACCEPTANCE,
            "QZ declined the person.",
            file -> file.outcome(ACCEPTANCE, "declined")),
        against(
            RECEIVING_ACCEPTANCE,
            "QZ withdrew its acceptance on 24 January 2026.",
            file -> file.outcome(ACCEPTANCE, "withdrawn")),
        met(
            RECEIVING_ACCEPTANCE,
            "QZ accepted the person on 9 January 2026, until 10 March 2026.",
            file -> file.recorded(ACCEPTANCE, Duration.ofDays(60))),
        against(
            RECEIVING_ACCEPTANCE,
            "The acceptance of 9 January 2026 expired on 10 March 2026.",
            file -> file.recorded(ACCEPTANCE, Duration.ofDays(60).plusSeconds(1))),
        open(NOTICE_SERVED, "No notice was served.", file -> file.notice = Optional.empty()),
        against(
            NOTICE_SERVED,
            "The notice names another destination.",
            file -> file.notice = notice("QY", "QZ-ONE", "en", 43, 42, 41)),
        against(
            NOTICE_SERVED,
            "The notice names another destination.",
            file -> file.notice = notice("QZ", "QZ-TWO", "en", 43, 42, 41)),
        against(
            NOTICE_SERVED,
            "The notice is in a language that the person does not understand.",
            file -> file.notice = notice("QZ", "QZ-ONE", "fr", 43, 42, 41)),
        open(
            NOTICE_SERVED,
            "The served notice itself is not on file.",
            file -> file.noEvidence(NOTICE)),
        open(
            NOTICE_SERVED,
            "The served notice itself is not on file.",
            file -> file.without(NOTICE)),
        against(
            NOTICE_SERVED,
            "The waiting period runs until 11 March 2026.",
            file -> file.notice = notice("QZ", "QZ-ONE", "en", 39, 43, 43)),
        against(
            NOTICE_SERVED,
            "The waiting period runs until 11 March 2026.",
            file -> file.notice = notice("QZ", "QZ-ONE", "en", 43, 39, 43)),
        against(
            NOTICE_SERVED,
            "The waiting period runs until 11 March 2026.",
            file -> file.notice = notice("QZ", "QZ-ONE", "en", 43, 43, 39)),
        met(
            NOTICE_SERVED,
            "Notice of QZ-ONE was served on the person and on counsel; the waiting period ended on 10 March 2026.",
            file -> file.notice = notice("QZ", "QZ-ONE", "en", 43, 43, 40)));
  }

  private static Optional<CaseFile.Notice> notice(
      String state, String facility, String language, int person, int counsel, int recorded) {
    return Optional.of(
        new CaseFile.Notice(
            state,
            facility,
            language,
            ago(Duration.ofDays(person)),
            ago(Duration.ofDays(counsel)),
            ago(Duration.ofDays(recorded)),
            "qm-caseworkers"));
  }

  private static List<Turn> consentAndLast() {
    return List.of(
        open(
            Condition.CONSENT,
            "The person's consent is required and not on file.",
            file -> file.without(CONSENT)),
        open(
            Condition.CONSENT,
            "The person's consent is required and not on file.",
            file -> {
              file.consentIndicated = Optional.of(true);
              file.without(CONSENT);
            }),
        against(
            Condition.CONSENT,
            "The person does not consent, and consent is required.",
            file -> {
              file.consentIndicated = Optional.of(false);
              file.without(CONSENT);
            }),
        met(
            Condition.CONSENT,
            "The person consents, after counsel's advice, as of 28 January 2026.",
            file -> file.consentIndicated = Optional.of(false)),
        against(
            Condition.CONSENT,
            "The person does not consent, and consent is required.",
            file -> file.outcome(CONSENT, "refused")),
        against(
            Condition.CONSENT,
            "Consent was given without counsel's advice.",
            file -> file.answer(CONSENT, "afterCounsel", "no")),
        against(
            Condition.CONSENT,
            "Consent was given in a language that the person does not understand.",
            file -> file.answer(CONSENT, "language", "fr")),
        open(
            Condition.CONSENT,
            "The signed consent is not on file.",
            file -> file.noEvidence(CONSENT)),
        open(
            Condition.NOTIFICATIONS,
            "Consulate and next of kin are not yet notified.",
            file -> file.without(NOTIFICATIONS)),
        against(
            Condition.NOTIFICATIONS,
            "The person has a nationality, and its consulate was not notified.",
            file -> file.answer(NOTIFICATIONS, "consulate", "stateless")),
        met(
            Condition.NOTIFICATIONS,
            "Consulate: stateless; next of kin: objected; on 28 January 2026.",
            file -> {
              file.nationalities = List.of(new Nationality("XXA", true, SoundFile.CASE));
              file.answer(NOTIFICATIONS, "consulate", "stateless");
            }),
        open(FIT_TO_FLY, "No medical certificate is on file.", file -> file.without(FITNESS)),
        against(
            FIT_TO_FLY,
            "A physician found the person not fit to fly.",
            file -> file.outcome(FITNESS, "not-fit")),
        met(
            FIT_TO_FLY,
            "Certified fit to fly; the certificate holds for 48 hours.",
            file -> file.happened(FITNESS, Duration.ofHours(48))),
        against(
            FIT_TO_FLY,
            "The medical certificate is older than 48 hours.",
            file -> file.happened(FITNESS, Duration.ofHours(48).plusSeconds(1))));
  }
}
