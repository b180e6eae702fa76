package org.custodytransfer.billing;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.money.MonetaryAmount;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.AgreementFacts;
import org.custodytransfer.agreement.AgreementFacts.Funding;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.condition.Condition;
import org.custodytransfer.legal.ConditionPolicy;
import org.custodytransfer.legal.Verdict;
import org.springframework.stereotype.Component;

/**
 * Funds certified until the placement's planned end; that they are frozen stands among the
 * obstacles.
 */
@Component
class FundsPolicy implements ConditionPolicy {

  private final AgreementFacts facts;

  FundsPolicy(AgreementFacts facts) {
    this.facts = facts;
  }

  @Override
  public Condition condition() {
    return Condition.FUNDS;
  }

  @Override
  public Map<String, Verdict> judge(Collection<CaseFile> files, Optional<String> flight) {
    Map<String, List<Funding>> known = new HashMap<>();
    Map<String, Verdict> verdicts = new HashMap<>();
    for (CaseFile file : files) {
      Instant at = file.knownAt();
      List<Funding> funding =
          known.computeIfAbsent(file.agreement().code(), code -> facts.funding(code, at));
      verdicts.put(file.caseNumber(), verdict(file, funding));
    }
    return verdicts;
  }

  private static Verdict verdict(CaseFile file, List<Funding> funding) {
    List<Funding> lasting =
        funding.stream()
            .filter(
                one -> file.plannedEnd().filter(end -> !one.validUntil().isBefore(end)).isPresent())
            .toList();
    if (lasting.isEmpty()) {
      return open("No funds are certified until the planned end of the placement.");
    }
    Optional<MonetaryAmount> needed = needed(file);
    return lasting.stream()
        .filter(one -> covers(one.amount(), needed))
        .reduce((earlier, later) -> later)
        .map(
            one ->
                Verdict.of(
                    Condition.FUNDS,
                    Verdict.State.MET,
                    String.format(Locale.ROOT, "Funds are certified until %s.", one.validUntil()),
                    "funding " + one.id()))
        .orElseGet(
            () ->
                open(
                    "The funds that are certified do not cover the placement"
                        + needed.map(one -> ", which costs " + one).orElse("")
                        + "."));
  }

  private static Verdict open(String sentence) {
    return Verdict.of(Condition.FUNDS, Verdict.State.OPEN, sentence);
  }

  private static boolean covers(BigDecimal certified, Optional<MonetaryAmount> needed) {
    // Where a price is not known yet, whoever certifies has answered the open question.
    return needed
        .map(one -> one.getNumber().numberValueExact(BigDecimal.class))
        .map(one -> certified.compareTo(one) >= 0)
        .orElse(true);
  }

  /** A flat or guaranteed amount for a year, to which a person adds nothing; else up to the end. */
  private static Optional<MonetaryAmount> needed(CaseFile file) {
    Agreement.Fees fees = file.agreement().fees();
    LocalDate today = file.agreement().laterDay(file.judgedAt());
    boolean byNight =
        fees.schedule() == Agreement.Schedule.PER_DIEM
            || fees.schedule() == Agreement.Schedule.PER_PERSON_YEAR;
    long left = file.plannedEnd().map(end -> ChronoUnit.DAYS.between(today, end)).orElse(0L);
    long nights = byNight ? left : Math.min(left, A_YEAR);
    return FeeCalculator.estimate(fees, today, 1, (int) Math.max(1, nights));
  }

  private static final int A_YEAR = 365;
}
