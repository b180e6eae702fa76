package org.custodytransfer.legal;

import static org.custodytransfer.legal.Verdict.against;
import static org.custodytransfer.legal.Verdict.met;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.custodytransfer.casefile.CaseFile;
import org.springframework.stereotype.Component;

/** No stay order in force covers the person. */
@Component
class StayPolicy implements ConditionPolicy {

  private final StayOrders orders;

  StayPolicy(StayOrders orders) {
    this.orders = orders;
  }

  @Override
  public Condition condition() {
    return Condition.NO_STAY;
  }

  @Override
  public Map<String, Verdict> judge(Collection<CaseFile> files, Optional<String> flight) {
    if (files.isEmpty()) {
      return Map.of();
    }
    Map<String, Verdict> verdicts = new HashMap<>();
    orders
        .covering(files, files.iterator().next().knownAt())
        .forEach(
            (caseNumber, covering) ->
                verdicts.put(
                    caseNumber,
                    covering.stream()
                        .findFirst()
                        .map(StayPolicy::stops)
                        .orElseGet(
                            () ->
                                met(
                                    Condition.NO_STAY,
                                    "No stay order in force covers the person."))));
    return verdicts;
  }

  private static Verdict stops(StayOrders.Order order) {
    return against(
            Condition.NO_STAY,
            String.format(
                Locale.ROOT,
                "The order %s of %s of %s stops this transfer.",
                order.docket(),
                order.court(),
                FilePolicies.day(LocalDate.ofInstant(order.orderedAt(), ZoneOffset.UTC))))
        .on("stay order " + order.id(), List.of(order.recordedBy()), order.recordedAt());
  }
}
