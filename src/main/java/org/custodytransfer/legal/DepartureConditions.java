package org.custodytransfer.legal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.condition.Condition;
import org.custodytransfer.obstacle.Obstacle;
import org.custodytransfer.obstacle.Obstacles;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The gate: every condition, for every passenger, from the record alone. */
@Service
@Transactional
public class DepartureConditions {

  private final CaseFiles cases;
  private final Obstacles obstacles;
  private final Map<Condition, ConditionPolicy> policies = new EnumMap<>(Condition.class);

  DepartureConditions(CaseFiles cases, Obstacles obstacles, List<ConditionPolicy> contributed) {
    this.cases = cases;
    this.obstacles = obstacles;
    List<ConditionPolicy> all = new ArrayList<>(FilePolicies.all());
    all.addAll(contributed);
    for (ConditionPolicy policy : all) {
      if (policies.put(policy.condition(), policy) != null) {
        throw new IllegalStateException("Two policies judge " + policy.condition());
      }
    }
    Set<Condition> unjudged = EnumSet.allOf(Condition.class);
    unjudged.removeAll(policies.keySet());
    if (!unjudged.isEmpty()) {
      throw new IllegalStateException("Nobody judges " + unjudged);
    }
  }

  /** What the record knew at a moment, by case number, in the order of {@link Condition}. */
  public Map<String, List<Verdict>> at(
      Collection<String> caseNumbers, Instant knownAt, Optional<String> flight) {
    return at(caseNumbers, knownAt, knownAt, flight);
  }

  /**
   * What the record knew at one moment says of another.
   *
   * @param judgedAt the hour of a flight, for a planner who asks whether everything still holds
   */
  public Map<String, List<Verdict>> at(
      Collection<String> caseNumbers, Instant knownAt, Instant judgedAt, Optional<String> flight) {
    return judge(
        cases.all(caseNumbers, knownAt).stream().map(file -> file.judgedAt(judgedAt)).toList(),
        flight);
  }

  Map<String, List<Verdict>> judge(Collection<CaseFile> files, Optional<String> flight) {
    return judge(files, flight, obstacles.standing(files));
  }

  /**
   * @param standing what stands against each case, by its number
   */
  Map<String, List<Verdict>> judge(
      Collection<CaseFile> files, Optional<String> flight, Map<String, List<Obstacle>> standing) {
    Map<String, List<Verdict>> verdicts = new LinkedHashMap<>();
    files.forEach(file -> verdicts.put(file.caseNumber(), new ArrayList<>()));
    for (ConditionPolicy policy : policies.values()) {
      policy.judge(files, flight).forEach((number, verdict) -> verdicts.get(number).add(verdict));
    }
    for (CaseFile file : files) {
      List<Obstacle> against = standing.getOrDefault(file.caseNumber(), List.of());
      verdicts.put(file.caseNumber(), with(file, verdicts.get(file.caseNumber()), against));
    }
    return verdicts;
  }

  /** A condition that is not asked of a case is asked once something stands against it. */
  private static List<Verdict> with(CaseFile file, List<Verdict> proofs, List<Obstacle> against) {
    Map<Condition, Verdict> all = new EnumMap<>(Condition.class);
    proofs.forEach(proof -> all.put(proof.condition(), proof));
    against.stream()
        .collect(Collectors.groupingBy(one -> one.kind().bearsOn()))
        .forEach(
            (condition, standing) ->
                all.put(
                    condition,
                    all.getOrDefault(condition, Verdict.met(condition, "")).with(standing, file)));
    return List.copyOf(all.values());
  }
}
