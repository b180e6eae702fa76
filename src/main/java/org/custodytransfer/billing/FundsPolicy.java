package org.custodytransfer.billing;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.custodytransfer.agreement.AgreementFacts;
import org.custodytransfer.agreement.AgreementFacts.Funding;
import org.custodytransfer.agreement.AgreementFacts.FundingKind;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.condition.Condition;
import org.custodytransfer.legal.ConditionPolicy;
import org.custodytransfer.legal.Verdict;
import org.springframework.stereotype.Component;

/** Funds certified until the placement's planned end, and not frozen. */
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
    Set<Long> released =
        funding.stream().flatMap(one -> one.settles().stream()).collect(Collectors.toSet());
    Optional<Funding> hold =
        funding.stream()
            .filter(one -> one.kind() == FundingKind.HOLD && !released.contains(one.id()))
            .findFirst();
    if (hold.isPresent()) {
      return Verdict.of(
          Condition.FUNDS,
          Verdict.State.AGAINST,
          "The funds of the agreement are frozen.",
          "funding " + hold.get().id());
    }
    return funding.stream()
        .filter(one -> one.kind() == FundingKind.CERTIFIED)
        .filter(
            one ->
                file.plannedEnd()
                    .map(end -> one.validUntil().filter(until -> !until.isBefore(end)).isPresent())
                    .orElse(false))
        .reduce((earlier, later) -> later)
        .map(
            one ->
                Verdict.of(
                    Condition.FUNDS,
                    Verdict.State.MET,
                    String.format(
                        Locale.ROOT,
                        "Funds are certified until %s.",
                        one.validUntil().orElseThrow()),
                    "funding " + one.id()))
        .orElseGet(
            () ->
                Verdict.of(
                    Condition.FUNDS,
                    Verdict.State.OPEN,
                    "No funds are certified until the planned end of the placement."));
  }
}
