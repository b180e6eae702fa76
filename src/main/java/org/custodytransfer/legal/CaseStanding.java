package org.custodytransfer.legal;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.custodytransfer.access.Message;
import org.custodytransfer.access.Road;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.DecisionKind;
import org.custodytransfer.casefile.CaseFile.Ground;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.casefile.CaseRecord;
import org.custodytransfer.condition.Condition;
import org.custodytransfer.condition.Station;
import org.custodytransfer.obstacle.Obstacle;
import org.custodytransfer.obstacle.SettleObstacle;
import org.custodytransfer.obstacle.Settlement;
import org.custodytransfer.platform.Rows;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * How a case stands on its road: what of its conditions no longer holds, and which station puts it
 * right.
 */
@Service
@Transactional
public class CaseStanding {

  private final CaseFiles cases;
  private final CaseRecord caseRecord;
  private final Road road;
  private final DepartureConditions conditions;
  private final AuditTrail audit;
  private final Clock clock;

  CaseStanding(
      CaseFiles cases,
      CaseRecord caseRecord,
      Road road,
      DepartureConditions conditions,
      AuditTrail audit,
      Clock clock) {
    this.cases = cases;
    this.caseRecord = caseRecord;
    this.road = road;
    this.conditions = conditions;
    this.audit = audit;
    this.clock = clock;
  }

  /** What has lapsed, for any number of cases at once; nothing is written. */
  public Map<String, Station> of(Collection<String> caseNumbers) {
    List<CaseFile> files = cases.all(caseNumbers, clock.instant());
    Map<String, List<Verdict>> verdicts = conditions.judge(files, Optional.empty());
    Map<String, Station> lapsed = new LinkedHashMap<>();
    files.forEach(
        file -> lapsed.put(file.caseNumber(), worst(file, verdicts.get(file.caseNumber()))));
    return lapsed;
  }

  /**
   * Looks at one case, and writes down why it does not go on. A departure may have been faster:
   * what stands against a person on the way is seen to there, and no seat is given back in the air.
   */
  public Station look(String caseNumber) {
    CaseFile file = cases.one(caseNumber, clock.instant());
    if (!file.place().inCustody()) {
      return Station.NOTHING;
    }
    List<Verdict> unmet =
        conditions.judge(List.of(file), Optional.empty()).get(caseNumber).stream()
            .filter(verdict -> station(file, verdict) != Station.NOTHING)
            .toList();
    Station worst = worst(file, unmet);
    if (worst == Station.NOTHING) {
      return worst;
    }
    audit.add(
        caseNumber,
        "system",
        "lapsed: " + worst,
        unmet.stream()
            .map(verdict -> verdict.condition().name())
            .collect(Collectors.joining(", ")));
    return worst;
  }

  @EventListener
  void on(SettleObstacle.ObstacleSettled settled) {
    Settlement.Outcome outcome = settled.settlement().outcome();
    if (outcome == Settlement.Outcome.UPHELD || outcome == Settlement.Outcome.CONFIRMED) {
      closeIfOver(settled.caseNumber());
    }
  }

  /** Closes a case that the law no longer allows, wherever on its road it stands. */
  void closeIfOver(String caseNumber) {
    CaseFile file = cases.one(caseNumber, clock.instant());
    if (!file.status().isEnd()
        && file.place().inCustody()
        && of(Set.of(caseNumber)).get(caseNumber) == Station.OVER) {
      look(caseNumber);
      road.tell(Message.DECIDED_FOR_PERSON, caseNumber);
    }
  }

  /** Writes down every ground of a refusal with its legal source. */
  public void refused(String caseNumber) {
    CaseFile file = cases.one(caseNumber, clock.instant());
    List<String> sentences = new ArrayList<>();
    List<Ground> grounds = new ArrayList<>();
    if (file.latest(DecisionKind.IDENTITY)
        .filter(decision -> decision.outcome().equals("same-person"))
        .isPresent()) {
      sentences.add(
          "The person is one who is on file already, by another number or with another birth date.");
      grounds.add(new Ground("IDENTITY", "The sending state's register: one number a person"));
    }
    conditions.judge(List.of(file), Optional.empty()).get(caseNumber).stream()
        .filter(verdict -> verdict.state() == Verdict.State.AGAINST)
        .filter(
            verdict ->
                verdict.condition() == Condition.CONSENT
                    || REFUSING.contains(station(file, verdict)))
        .forEach(
            verdict -> {
              sentences.add(verdict.sentence());
              grounds.add(
                  new Ground(
                      verdict.condition().name(), verdict.condition().source(file.agreement())));
            });
    caseRecord.decide(
        caseNumber,
        "system",
        new CaseRecord.NewDecision(
            DecisionKind.REFUSAL,
            "refused",
            Rows.cut(String.join(" ", sentences), 4000),
            Map.of(),
            grounds,
            Set.of(),
            clock.instant()));
  }

  /** The stations whose "no" ends a case; what else stands against it is put right. */
  private static final Set<Station> REFUSING =
      EnumSet.of(Station.OVER, Station.REVIEW, Station.APPROVAL);

  public boolean holds(String caseNumber, Condition condition) {
    return unmet(caseNumber).stream().noneMatch(verdict -> verdict.condition() == condition);
  }

  /** Whether nothing that the legal review decided has to be signed anew. */
  public boolean reviewHolds(String caseNumber) {
    CaseFile file = cases.one(caseNumber, clock.instant());
    return conditions.judge(List.of(file), Optional.empty()).get(caseNumber).stream()
        .noneMatch(verdict -> station(file, verdict) == Station.REVIEW);
  }

  /** Whether notice, notifications and consent need nobody's work. */
  public boolean noticeHolds(String caseNumber) {
    return unmet(caseNumber).stream()
        .noneMatch(verdict -> verdict.condition().station() == Station.NOTICE);
  }

  public boolean consentAsked(String caseNumber) {
    CaseFile file = cases.one(caseNumber, clock.instant());
    return FilePolicies.consentApplies(file)
        || file.routeTerms()
            .filter(terms -> terms.consent() != Agreement.Consent.NOT_ASKED)
            .isPresent();
  }

  /** Whether the person has to consent and did not. */
  public boolean consentMissing(String caseNumber) {
    CaseFile file = cases.one(caseNumber, clock.instant());
    return FilePolicies.consentApplies(file)
        && file.latest(DecisionKind.CONSENT)
            .filter(decision -> decision.outcome().equals("given"))
            .isEmpty();
  }

  public boolean questionsAsked(String caseNumber) {
    return !Strand.asked(cases.one(caseNumber, clock.instant())).isEmpty();
  }

  /**
   * The strands that open now, by their forms.
   *
   * @param again whether this review is in a further round
   */
  public List<String> strands(String caseNumber, boolean again) {
    Instant now = clock.instant();
    CaseFile file = cases.one(caseNumber, now);
    Set<Strand> open = EnumSet.noneOf(Strand.class);
    if (again) {
      open.addAll(Strand.asked(file));
      if (open.isEmpty()) {
        open.addAll(Strand.sentBack(file));
      }
    } else {
      open.addAll(
          Strand.toOpen(file, conditions.judge(List.of(file), Optional.empty()).get(caseNumber)));
    }
    audit.add(caseNumber, "system", "strands opened", open.toString());
    return open.stream().map(Strand::form).toList();
  }

  private List<Verdict> unmet(String caseNumber) {
    CaseFile file = cases.one(caseNumber, clock.instant());
    return conditions.judge(List.of(file), Optional.empty()).get(caseNumber).stream()
        .filter(verdict -> !verdict.isMet())
        .toList();
  }

  private static Station worst(CaseFile file, List<Verdict> verdicts) {
    return verdicts.stream()
        .map(verdict -> station(file, verdict))
        .min(Comparator.naturalOrder())
        .orElse(Station.NOTHING);
  }

  private static Station station(CaseFile file, Verdict verdict) {
    return Stream.concat(
            Stream.of(ofProof(file, verdict)),
            verdict.obstacles().stream().map(one -> ofObstacle(one.in(file), file, verdict)))
        .min(Comparator.naturalOrder())
        .orElse(Station.NOTHING);
  }

  private static Station ofObstacle(Obstacle.State state, CaseFile file, Verdict verdict) {
    return switch (state) {
      case OPEN -> Station.HELD;
      case UPHELD -> Station.OVER;
      case TO_BE_SIGNED_ANEW -> leadsTo(file, verdict.condition(), false);
      case SETTLED, NOTED -> Station.NOTHING;
    };
  }

  private static Station ofProof(CaseFile file, Verdict verdict) {
    if (verdict.proof() == Verdict.State.MET) {
      return Station.NOTHING;
    }
    return leadsTo(file, verdict.condition(), verdict.proof() == Verdict.State.AGAINST);
  }

  /** Back to its station, unless what the file says can be put right nowhere. */
  private static Station leadsTo(CaseFile file, Condition condition, boolean against) {
    boolean over =
        switch (condition) {
          case PERSON_ADMISSIBLE -> against;
          case NO_PROTECTION_BAR -> !file.bars().isEmpty();
          case FINAL_CONVICTION ->
              file.judgments().stream().anyMatch(one -> one.reversedOn().isPresent());
          default -> false;
        };
    return over ? Station.OVER : condition.station();
  }
}
