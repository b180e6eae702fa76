package org.custodytransfer.flight;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.condition.Condition;
import org.custodytransfer.legal.ConditionPolicy;
import org.custodytransfer.legal.Verdict;
import org.springframework.stereotype.Component;

/** A seat on the signed, locked manifest of the flight that is about to depart. */
@Component
class ManifestPolicy implements ConditionPolicy {

  private final FlightRecord flights;

  ManifestPolicy(FlightRecord flights) {
    this.flights = flights;
  }

  @Override
  public Condition condition() {
    return Condition.MANIFEST;
  }

  @Override
  public Map<String, Verdict> judge(Collection<CaseFile> files, Optional<String> flight) {
    if (files.isEmpty()) {
      return Map.of();
    }
    Map<String, Verdict> verdicts = new HashMap<>();
    Instant knownAt = files.iterator().next().knownAt();
    Map<String, String> seats =
        flights.signedSeats(files.stream().map(CaseFile::caseNumber).toList(), knownAt);
    for (CaseFile file : files) {
      // Who is not held here cannot board, whatever seat the record shows.
      if (!file.place().inCustody()) {
        verdicts.put(
            file.caseNumber(),
            Verdict.of(
                Condition.MANIFEST,
                Verdict.State.AGAINST,
                String.format(
                    Locale.ROOT,
                    "The person is not in the custody of %s: %s.",
                    file.agreement().sending().state(),
                    file.place())));
        continue;
      }
      Optional<String> seat =
          Optional.ofNullable(seats.get(file.caseNumber()))
              .filter(on -> flight.map(on::equals).orElse(true));
      verdicts.put(
          file.caseNumber(),
          seat.map(
                  on ->
                      Verdict.of(
                          Condition.MANIFEST,
                          Verdict.State.MET,
                          "The person has a seat on the signed manifest of " + on + ".",
                          "flight " + on))
              .orElseGet(
                  () ->
                      Verdict.of(
                          Condition.MANIFEST,
                          Verdict.State.OPEN,
                          "The person has no seat on a signed manifest.")));
    }
    return verdicts;
  }
}
