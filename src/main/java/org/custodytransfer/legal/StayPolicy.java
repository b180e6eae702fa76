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
import java.util.stream.Collectors;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.condition.Condition;
import org.custodytransfer.obstacle.StayOrders;
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
    Map<String, String> senders =
        files.stream()
            .collect(
                Collectors.toMap(
                    CaseFile::caseNumber, file -> file.agreement().sending().state(), (a, b) -> a));
    orders
        .covering(files, files.iterator().next().knownAt())
        .forEach(
            (caseNumber, covering) ->
                verdicts.put(
                    caseNumber,
                    covering.stream()
                        .findFirst()
                        .map(order -> stops(order, senders.get(caseNumber)))
                        .orElseGet(
                            () ->
                                met(
                                    Condition.NO_STAY,
                                    "No stay order in force covers the person."))));
    return verdicts;
  }

  /** What another state's court ordered is that state's to tell. */
  private static Verdict stops(StayOrders.Order order, String sendingState) {
    if (!order.owner().equals(sendingState)) {
      return against(
              Condition.NO_STAY,
              String.format(
                  Locale.ROOT, "A court's order of %s stops this transfer.", order.owner()))
          .on("stay order", List.of(), order.recordedAt());
    }
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
