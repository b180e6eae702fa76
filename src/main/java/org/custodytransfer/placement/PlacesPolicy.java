package org.custodytransfer.placement;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.condition.Condition;
import org.custodytransfer.legal.ConditionPolicy;
import org.custodytransfer.legal.Verdict;
import org.springframework.stereotype.Component;

/** A place within the agreement's quota and the facility's capacity, each for one person. */
@Component
class PlacesPolicy implements ConditionPolicy {

  private final Placements placements;

  PlacesPolicy(Placements placements) {
    this.placements = placements;
  }

  @Override
  public Condition condition() {
    return Condition.PLACE_AVAILABLE;
  }

  @Override
  public Map<String, Verdict> judge(Collection<CaseFile> files, Optional<String> flight) {
    Map<String, Verdict> verdicts = new HashMap<>();
    Map<String, Long> taken = new HashMap<>();
    for (CaseFile file : files) {
      Agreement agreement = file.agreement();
      long occupied =
          taken.computeIfAbsent(
              agreement.code(), code -> placements.abroad(code, file.knownAt(), files));
      int places = Math.min(agreement.quota(), agreement.facility().capacity());
      taken.put(agreement.code(), occupied + 1);
      Optional<String> closed =
          agreement.facility().closedOn(agreement.earlierDay(file.judgedAt()));
      verdicts.put(
          file.caseNumber(),
          closed.isPresent()
              ? Verdict.of(Condition.PLACE_AVAILABLE, Verdict.State.AGAINST, closed.get())
              : occupied < places
                  ? Verdict.of(
                      Condition.PLACE_AVAILABLE,
                      Verdict.State.MET,
                      String.format(Locale.ROOT, "%d of %d places are taken.", occupied, places))
                  : Verdict.of(
                      Condition.PLACE_AVAILABLE,
                      Verdict.State.AGAINST,
                      String.format(Locale.ROOT, "All %d places are taken.", places)));
    }
    return verdicts;
  }
}
