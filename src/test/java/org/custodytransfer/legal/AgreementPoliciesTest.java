package org.custodytransfer.legal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.custodytransfer.casefile.SoundFile.NOW;
import static org.custodytransfer.casefile.SoundFile.agreement;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.custodytransfer.agreement.Agreement.InstrumentKind;
import org.custodytransfer.agreement.Agreement.Route;
import org.custodytransfer.agreement.AgreementFacts;
import org.custodytransfer.agreement.AgreementFacts.Independence;
import org.custodytransfer.agreement.AgreementFacts.Inspection;
import org.custodytransfer.agreement.AgreementFacts.LegalBasis;
import org.custodytransfer.agreement.AgreementFacts.Signed;
import org.custodytransfer.agreement.Agreements;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.Nationality;
import org.custodytransfer.casefile.SoundFile;
import org.custodytransfer.condition.Condition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The legal basis and the facility: each fact of the agreement turned wrong alone. */
class AgreementPoliciesTest {

  private static final LocalDate LONG_AGO = LocalDate.of(2019, 12, 1);
  private static final LocalDate IN_FORCE = LocalDate.of(2020, 1, 1);

  private final Agreements agreements = mock(Agreements.class);
  private final AgreementFacts facts = mock(AgreementFacts.class);
  private final ConditionPolicy legalBasis =
      new AgreementPolicies().legalBasisPolicy(agreements, facts);
  private final ConditionPolicy standards = new AgreementPolicies().facilityStandardsPolicy(facts);
  private final SoundFile file = new SoundFile();

  @BeforeEach
  void sound() {
    when(agreements.current("QM-QZ")).thenReturn(agreement());
    bases(basis(InstrumentKind.TREATY, LONG_AGO, LONG_AGO, IN_FORCE, Optional.of("lawyer-2")));
    inspections(inspection(1, "2025-09-01", true, true, true, true, true, 0, "lawyer-2"));
  }

  @Test
  void aTreatyConfirmedByTwoLawyersCarriesARoute() {
    Verdict verdict =
        basisVerdict(
            true, "Treaty 01 permits the sentence to be served there; ratified by both states.");
    assertThat(verdict.condition()).isEqualTo(Condition.LEGAL_BASIS);
    assertThat(verdict.evidence()).containsExactly("legal basis 4 (document 9)");
    assertThat(verdict.signedBy()).containsExactly("lawyer-1", "lawyer-2");
    assertThat(verdict.since()).contains(NOW);
    bases(basis(InstrumentKind.STATUTE, LONG_AGO, LONG_AGO, IN_FORCE, Optional.of("lawyer-2")));
    basisVerdict(
        true, "Treaty 01 permits the sentence to be served there; ratified by both states.");
  }

  /** The last moment of the term, and of an inspection, in whichever state its day ends first. */
  @Test
  void whatLapsesByItselfSaysUntilWhenItHolds() {
    for (ConditionPolicy policy : List.of(legalBasis, standards)) {
      Instant until = judge(policy).holdsUntil().orElseThrow();
      assertThat(judge(policy, until).isMet()).as("%s at %s", policy.condition(), until).isTrue();
      assertThat(judge(policy, until.plusMillis(1)).isMet())
          .as("%s after %s", policy.condition(), until)
          .isFalse();
    }
  }

  @Test
  void anAgreementNotInForceCarriesNobody() {
    file.agreement =
        agreement("code: IN_FORCE, since: 2020-01-01", "code: SIGNED, since: 2020-02-03");
    basisVerdict(
        false, "The agreement is not in force: its status is SIGNED since 3 February 2020.");
  }

  @Test
  void anAgreementThatEndedSinceItsVersionWasFiledCarriesNobody() {
    when(agreements.current("QM-QZ"))
        .thenReturn(
            agreement(
                "status: {code: IN_FORCE, since: 2020-01-01}",
                "status: {code: ENDED, since: 2026-03-10, before: [{code: IN_FORCE, since: 2020-01-01}]}"));
    basisVerdict(false, "The agreement is not in force: its status is ENDED since 10 March 2026.");
  }

  @Test
  void bothLegalDaysHaveToLieInTheTerm() {
    file.agreement = agreement("term: {from: 2020-01-01", "term: {from: 2026-03-10");
    basisVerdict(false, "The agreement's term does not cover 10 March 2026.");
    file.agreement = agreement("term: {from: 2020-01-01", "term: {from: 2026-03-09");
    assertThat(judge(legalBasis).isMet()).isTrue();
    file.agreement = agreement("until: 2099-12-31", "until: 2026-03-09");
    basisVerdict(false, "The agreement's term does not cover 10 March 2026.");
    file.agreement = agreement("until: 2099-12-31", "until: 2026-03-10");
    assertThat(judge(legalBasis).isMet()).isTrue();
    file.agreement = agreement(", until: 2099-12-31", "");
    assertThat(judge(legalBasis).isMet()).isTrue();
  }

  @Test
  void aRouteThatTheAgreementDoesNotHaveHasNoBasis() {
    file.nationalities = List.of(new Nationality("QM", true, SoundFile.CASE));
    basisVerdict(false, "The agreement has no route SENDING_NATIONAL.");
  }

  @Test
  void aBasisOfAnotherRouteDoesNotCarry() {
    file.nationalities = List.of(new Nationality("QZ", true, SoundFile.CASE));
    Verdict verdict =
        basisVerdict(
            false,
            "No treaty or statute on file permits this person's sentence to be served there.");
    assertThat(verdict.state()).isEqualTo(Verdict.State.OPEN);
  }

  @Test
  void whatIsNoTreatyOrNotRatifiedOrNotConfirmedDoesNotCarry() {
    LocalDate late = IN_FORCE.plusDays(1);
    for (Signed<LegalBasis> wrong :
        List.of(
            basis(InstrumentKind.NOTES, LONG_AGO, LONG_AGO, IN_FORCE, Optional.of("lawyer-2")),
            basis(InstrumentKind.STATEMENT, LONG_AGO, LONG_AGO, IN_FORCE, Optional.of("lawyer-2")),
            basis(InstrumentKind.TREATY, late, LONG_AGO, IN_FORCE, Optional.of("lawyer-2")),
            basis(InstrumentKind.TREATY, LONG_AGO, late, IN_FORCE, Optional.of("lawyer-2")),
            basis(
                InstrumentKind.TREATY,
                LONG_AGO,
                LONG_AGO,
                LocalDate.of(2026, 3, 11),
                Optional.of("lawyer-2")),
            basis(InstrumentKind.TREATY, LONG_AGO, LONG_AGO, IN_FORCE, Optional.empty()),
            basis(InstrumentKind.TREATY, LONG_AGO, LONG_AGO, IN_FORCE, Optional.of("lawyer-1")))) {
      bases(wrong);
      basisVerdict(false, "A treaty or statute is entered, and no second lawyer has confirmed it.");
    }
    bases(
        basis(
            InstrumentKind.TREATY,
            IN_FORCE,
            IN_FORCE,
            LocalDate.of(2026, 3, 10),
            Optional.of("lawyer-2")));
    assertThat(judge(legalBasis).isMet()).isTrue();
  }

  // --- the facility

  @Test
  void aSoundInspectionConfirmedByAnotherLawyerCarries() {
    Verdict verdict =
        standardsVerdict(
            true,
            "Body 01 inspected QZ-ONE on 1 September 2025: no ill-treatment, and counsel, family, consulate and courts reach the persons.");
    assertThat(verdict.condition()).isEqualTo(Condition.FACILITY_STANDARDS);
    assertThat(verdict.evidence()).containsExactly("inspection 1 (document 8)");
    assertThat(verdict.signedBy()).containsExactly("lawyer-1", "lawyer-2");
    assertThat(verdict.since()).contains(NOW);
  }

  @Test
  void withoutASoundInspectionNobodyGoes() {
    inspections();
    Verdict verdict = standardsVerdict(false, "No independent inspection of QZ-ONE is on file.");
    assertThat(verdict.state()).isEqualTo(Verdict.State.OPEN);
    for (String confirmed : List.of("", "lawyer-1")) {
      inspections(inspection(1, "2025-09-01", true, true, true, true, true, 0, confirmed));
      standardsVerdict(
          false, "An inspection of QZ-ONE is entered, and no second lawyer has confirmed it.");
    }
  }

  @Test
  void eachAdverseFindingCountsAtOnceAndUnconfirmed() {
    for (int wrong = 0; wrong < 5; wrong++) {
      inspections(
          inspection(1, "2025-09-01", true, true, true, true, true, 0, "lawyer-2"),
          inspection(
              2, "2025-10-01", wrong != 0, wrong != 1, wrong != 2, wrong != 3, wrong != 4, 0, ""));
      Verdict verdict =
          standardsVerdict(
              false, "The inspection of Body 01 on 1 October 2025 did not find QZ-ONE sound.");
      assertThat(verdict.evidence()).containsExactly("inspection 2 (document 8)");
      assertThat(verdict.signedBy()).containsExactly("lawyer-1");
      assertThat(verdict.since()).contains(NOW);
    }
  }

  @Test
  void anAdverseFindingIsSettledByALaterSoundOneThatNamesIt() {
    var bad = inspection(2, "2025-10-01", false, true, true, true, true, 0, "");
    inspections(bad, inspection(3, "2025-11-01", true, true, true, true, true, 2, "lawyer-2"));
    assertThat(judge(standards).isMet()).isTrue();
    for (var worthless :
        List.of(
            inspection(3, "2025-11-01", true, true, true, true, true, 0, "lawyer-2"),
            inspection(3, "2025-11-01", true, true, true, true, true, 9, "lawyer-2"),
            inspection(3, "2025-10-01", true, true, true, true, true, 2, "lawyer-2"),
            inspection(3, "2025-11-01", true, true, true, true, true, 2, ""),
            inspection(3, "2025-11-01", true, true, true, true, true, 2, "lawyer-1"))) {
      inspections(bad, worthless);
      standardsVerdict(
          false, "The inspection of Body 01 on 1 October 2025 did not find QZ-ONE sound.");
    }
  }

  @Test
  void anAdverseFindingSettlesNoOther() {
    inspections(
        inspection(2, "2025-10-01", false, true, true, true, true, 0, ""),
        inspection(3, "2025-11-01", false, true, true, true, true, 2, "lawyer-2"));
    Verdict verdict =
        standardsVerdict(
            false, "The inspection of Body 01 on 1 October 2025 did not find QZ-ONE sound.");
    assertThat(verdict.evidence()).containsExactly("inspection 2 (document 8)");
  }

  @Test
  void theNewestInspectionHasToBeWithinThePeriod() {
    // 300 days before 10 March 2026.
    inspections(
        inspection(1, "2024-05-14", true, true, true, true, true, 0, "lawyer-2"),
        inspection(2, "2025-05-14", true, true, true, true, true, 0, "lawyer-2"));
    assertThat(judge(standards).isMet()).isTrue();
    inspections(inspection(2, "2025-05-13", true, true, true, true, true, 0, "lawyer-2"));
    Verdict verdict =
        standardsVerdict(
            false, "The last inspection of QZ-ONE, on 13 May 2025, is older than 300 days.");
    assertThat(verdict.evidence()).containsExactly("inspection 2 (document 8)");
  }

  @Test
  void manyPersonsOfOneRouteAreJudgedOnce() {
    SoundFile second = new SoundFile();
    second.caseNumber = "QM-QZ-2026-000002";
    SoundFile national = new SoundFile();
    national.caseNumber = "QM-QZ-2026-000003";
    national.nationalities = List.of(new Nationality("QZ", true, SoundFile.CASE));
    List<CaseFile> files = List.of(file.file(), second.file(), national.file());
    var verdicts = legalBasis.judge(files, Optional.empty());
    assertThat(verdicts.get(SoundFile.CASE).isMet()).isTrue();
    assertThat(verdicts.get("QM-QZ-2026-000002").isMet()).isTrue();
    assertThat(verdicts.get("QM-QZ-2026-000003").isMet()).isFalse();
    verify(facts, times(2)).legalBases(eq("QM-QZ"), any());
  }

  private Verdict basisVerdict(boolean met, String sentence) {
    return verdict(legalBasis, met, sentence);
  }

  private Verdict standardsVerdict(boolean met, String sentence) {
    return verdict(standards, met, sentence);
  }

  private Verdict verdict(ConditionPolicy policy, boolean met, String sentence) {
    Verdict verdict = judge(policy);
    assertThat(verdict.sentence()).isEqualTo(sentence);
    assertThat(verdict.isMet()).isEqualTo(met);
    return verdict;
  }

  private Verdict judge(ConditionPolicy policy) {
    return judge(policy, NOW);
  }

  private Verdict judge(ConditionPolicy policy, Instant judgedAt) {
    return policy
        .judge(List.of(file.file().judgedAt(judgedAt)), Optional.empty())
        .get(SoundFile.CASE);
  }

  @SafeVarargs
  private void bases(Signed<LegalBasis>... known) {
    when(facts.legalBases("QM-QZ", NOW)).thenReturn(List.of(known));
  }

  @SafeVarargs
  private void inspections(Signed<Inspection>... known) {
    when(facts.inspections("QZ-ONE", NOW)).thenReturn(List.of(known));
  }

  private static Signed<LegalBasis> basis(
      InstrumentKind kind,
      LocalDate sending,
      LocalDate receiving,
      LocalDate inForce,
      Optional<String> confirmedBy) {
    return new Signed<>(
        4,
        new LegalBasis(
            Route.THIRD_COUNTRY, kind, "Treaty 01", "Invented", sending, receiving, inForce, 9),
        "lawyer-1",
        confirmedBy,
        NOW);
  }

  private static Signed<Inspection> inspection(
      long id,
      String on,
      boolean noIllTreatment,
      boolean counsel,
      boolean family,
      boolean consulate,
      boolean courts,
      long settles,
      String confirmedBy) {
    return new Signed<>(
        id,
        new Inspection(
            "Body 01",
            Independence.CPT,
            LocalDate.parse(on),
            !noIllTreatment,
            counsel,
            family,
            consulate,
            courts,
            Optional.of(settles).filter(one -> one > 0),
            8),
        "lawyer-1",
        Optional.of(confirmedBy).filter(one -> !one.isEmpty()),
        NOW);
  }
}
