package org.custodytransfer.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.custodytransfer.casefile.SoundFile.NOW;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.custodytransfer.agreement.AgreementFacts;
import org.custodytransfer.agreement.AgreementFacts.Funding;
import org.custodytransfer.casefile.SoundFile;
import org.custodytransfer.condition.Condition;
import org.custodytransfer.legal.Verdict;
import org.junit.jupiter.api.Test;

/** Funds certified until the planned end, 18 December 2027, and not frozen. */
class FundsPolicyTest {

  private static final Funding LONG = certified(1, "2027-12-18");

  private final AgreementFacts facts = mock(AgreementFacts.class);
  private final FundsPolicy policy = new FundsPolicy(facts);
  private final SoundFile file = new SoundFile();

  @Test
  void fundsReachToThePlannedEnd() {
    Verdict verdict = judge(LONG);
    assertThat(verdict.isMet()).isTrue();
    assertThat(verdict.condition()).isEqualTo(policy.condition()).isEqualTo(Condition.FUNDS);
    assertThat(verdict.sentence()).isEqualTo("Funds are certified until 2027-12-18.");
    assertThat(verdict.evidence()).containsExactly("funding 1");
    assertThat(judge(LONG, certified(2, "2030-01-01")).evidence()).containsExactly("funding 2");
  }

  @Test
  void withoutFundsToThePlannedEndTheConditionIsOpen() {
    for (Verdict verdict : List.of(judge(), judge(certified(1, "2027-12-17")))) {
      assertThat(verdict.state()).isEqualTo(Verdict.State.OPEN);
      assertThat(verdict.sentence())
          .isEqualTo("No funds are certified until the planned end of the placement.");
    }
    file.judgments = List.of();
    assertThat(judge(LONG).state()).isEqualTo(Verdict.State.OPEN);
  }

  /** 20,000 a year from 10 March 2026 to 18 December 2027, rounded once a year. */
  @Test
  void whatIsCertifiedCoversTheTerm() {
    assertThat(judge(of("35506.84")).isMet()).isFalse();
    assertThat(judge(of("0.01")).sentence())
        .isEqualTo(
            "The funds that are certified do not cover the placement, which costs EUR 35506.85.");
    assertThat(judge(of("35506.85")).isMet()).isTrue();
  }

  /** By the night up to the end; of an amount that is due anyway, those of a year. */
  @Test
  void whatIsDueAnywayIsCoveredForAYear() {
    file.agreement = SoundFile.agreement("schedule: PER_PERSON_YEAR", "schedule: PER_DIEM");
    assertThat(judge(of("12959999.99")).isMet()).isFalse();
    assertThat(judge(of("12960000")).isMet()).isTrue();
    file.agreement = SoundFile.agreement("schedule: PER_PERSON_YEAR", "schedule: FLAT_PERIOD");
    assertThat(judge(of("21666.66")).isMet()).isFalse();
    assertThat(judge(of("21666.67")).isMet()).isTrue();
  }

  private static Funding of(String amount) {
    return funding(1, amount, "2027-12-18");
  }

  @Test
  void anAgreementsFundsAreReadOnce() {
    when(facts.funding("QM-QZ", NOW)).thenReturn(List.of(LONG));
    SoundFile second = new SoundFile();
    second.caseNumber = "QM-QZ-2026-000002";
    assertThat(policy.judge(List.of(file.file(), second.file()), Optional.empty())).hasSize(2);
    verify(facts, times(1)).funding("QM-QZ", NOW);
  }

  private Verdict judge(Funding... known) {
    when(facts.funding("QM-QZ", NOW)).thenReturn(List.of(known));
    return policy.judge(List.of(file.file()), Optional.empty()).get(SoundFile.CASE);
  }

  private static Funding certified(long id, String until) {
    return funding(id, "1000000", until);
  }

  private static Funding funding(long id, String amount, String until) {
    return new Funding(id, new BigDecimal(amount), LocalDate.parse(until), "finance", NOW);
  }
}
