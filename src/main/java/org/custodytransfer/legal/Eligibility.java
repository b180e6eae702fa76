package org.custodytransfer.legal;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.DecisionKind;
import org.custodytransfer.casefile.CaseFile.Ground;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.casefile.CaseRecord;
import org.custodytransfer.casefile.CaseRecord.NewDecision;
import org.custodytransfer.obstacle.Obstacles;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Puts the record's facts to the decision tables, and their answer into the record. */
@Service
@Transactional
public class Eligibility {

  /** A row of the table that applied. */
  public record Finding(String code, String outcome, String source) {}

  /** The decision tables, wherever they are evaluated. */
  public interface Tables {

    /** Every row that applies, not only the first. */
    List<Finding> eligibility(Map<String, Object> facts);

    /** The group that approves. */
    String approvalLevel(Map<String, Object> facts);
  }

  private final CaseFiles cases;
  private final CaseRecord caseRecord;
  private final Obstacles obstacles;
  private final Clock clock;

  Eligibility(CaseFiles cases, CaseRecord caseRecord, Obstacles obstacles, Clock clock) {
    this.cases = cases;
    this.caseRecord = caseRecord;
    this.obstacles = obstacles;
    this.clock = clock;
  }

  /**
   * @return {@code eligible}, {@code incomplete} or {@code ineligible}
   */
  public String decide(String caseNumber, Tables tables) {
    Instant now = clock.instant();
    CaseFile file = cases.one(caseNumber, now);
    List<Finding> findings = tables.eligibility(facts(file));
    String outcome =
        findings.stream().anyMatch(finding -> finding.outcome().equals("no"))
            ? "ineligible"
            : findings.isEmpty() ? "eligible" : "incomplete";
    caseRecord.decide(
        caseNumber,
        "system",
        new NewDecision(
            DecisionKind.ELIGIBILITY,
            outcome,
            findings.isEmpty() ? "No ground against it on file." : "See the grounds.",
            Map.of(),
            findings.stream().map(one -> new Ground(one.code(), one.source())).distinct().toList(),
            Set.of(),
            now));
    return outcome;
  }

  public String approvalLevel(String caseNumber, Tables tables) {
    Instant now = clock.instant();
    CaseFile file = cases.one(caseNumber, now);
    String group =
        tables.approvalLevel(
            Map.of(
                "route",
                file.route().name(),
                "daysLeft",
                daysLeft(file),
                "protectionClaimed",
                obstacles.isFeared(file, file.agreement().receiving().state())));
    caseRecord.decide(
        caseNumber,
        "system",
        new NewDecision(
            DecisionKind.APPROVAL_LEVEL,
            group,
            "By the table of approval levels.",
            Map.of(),
            List.of(),
            Set.of(),
            now));
    return group;
  }

  private static Map<String, Object> facts(CaseFile file) {
    Agreement agreement = file.agreement();
    var exclusions = agreement.exclusions();
    Map<String, Object> facts = new HashMap<>();
    facts.put("custodial", file.judgments().stream().allMatch(CaseFile.Judgment::custodial));
    facts.put("appealOpen", file.judgments().stream().anyMatch(CaseFile.Judgment::appealOpen));
    facts.put("finalDayKnown", file.finalOn().isPresent());
    facts.put("daysLeft", daysLeft(file));
    facts.put("age", file.person().birthDate().ageOn(agreement.earlierDay(file.judgedAt())));
    facts.put("ownNational", file.route() == Agreement.Route.SENDING_NATIONAL);
    facts.put(
        "ownNationalsAdmitted",
        agreement.inForceAt(file.judgedAt())
            && agreement.routes().containsKey(Agreement.Route.SENDING_NATIONAL));
    facts.put("routeAdmitted", file.routeTerms().isPresent());
    facts.put(
        "offenceExcluded",
        file.offenceGroups().stream().anyMatch(exclusions.offenceGroups()::contains));
    facts.put("sexExcluded", exclusions.sexes().contains(file.person().sex()));
    facts.put(
        "securityExcluded",
        exclusions
            .maximumSecurityClass()
            .filter(max -> file.securityClass().orElseThrow() > max)
            .isPresent());
    facts.put("termEnough", daysLeft(file) <= 0 || file.tooFewDaysLeft().isEmpty());
    // Where nothing names the end of a placement, a sentence without end cannot be served there.
    facts.put(
        "lifeExcluded",
        file.isWithoutEnd() && (!exclusions.takesLifeSentences() || file.plannedEnd().isEmpty()));
    facts.put(
        "nationalityExcluded", exclusions.nationalityAgainst(file.nationalityCodes()).isPresent());
    boolean orderNeeded =
        file.routeTerms().map(Agreement.RouteTerms::expulsionOrderRequired).orElse(false);
    facts.put(
        "expulsionOrder",
        !orderNeeded
            ? "not-needed"
            : file.expulsionOrder()
                .map(order -> order.finalOn().isPresent() ? "final" : "not-final")
                .orElse("missing"));
    facts.put(
        "consentIndication",
        FilePolicies.consentApplies(file)
                && file.routeTerms().isPresent()
                && file.consentIndicated().filter(given -> !given).isPresent()
            ? "refused"
            : "open");
    facts.put("protectionBar", !file.bars().isEmpty());
    return facts;
  }

  /**
   * Days from today to the planned end of the placement, in the later of the two legal days; more
   * than any table names where it has none.
   */
  private static int daysLeft(CaseFile file) {
    return file.plannedEnd()
        .map(end -> ChronoUnit.DAYS.between(file.agreement().laterDay(file.judgedAt()), end))
        .map(Long::intValue)
        .orElse(Integer.MAX_VALUE);
  }
}
