package org.custodytransfer.legal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Role;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.CaseStatus;
import org.custodytransfer.casefile.CaseFile.Decision;
import org.custodytransfer.casefile.CaseFile.DecisionKind;
import org.custodytransfer.casefile.CaseFile.Ground;
import org.custodytransfer.casefile.CaseFile.Place;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.casefile.Identities;
import org.custodytransfer.condition.Condition;
import org.custodytransfer.evidence.Documents;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The case file as each group sees it: an allow-list of sections. The receiving state never sees
 * the protection file: that is the state feared. Medical remarks go to medical, to counsel and to
 * auditors.
 */
@Service
@Transactional
public class CaseViews {

  enum Section {
    PERSON,
    ALIKE,
    JUDGMENT,
    PROTECTION,
    CONDITIONS,
    DOCUMENTS,
    TIMELINE
  }

  private record View(Set<Section> sections, Set<DecisionKind> decisions) {}

  private static final Set<DecisionKind> MEDICAL =
      EnumSet.of(DecisionKind.HEALTH, DecisionKind.FITNESS);

  private static final Map<Role, View> VIEWS = views();

  private static Map<Role, View> views() {
    View everything = new View(EnumSet.allOf(Section.class), EnumSet.allOf(DecisionKind.class));
    Map<Role, View> views = new EnumMap<>(Role.class);
    // Who else there is, is nothing that a person's counsel may read.
    views.put(
        Role.COUNSEL,
        new View(EnumSet.complementOf(EnumSet.of(Section.ALIKE)), everything.decisions()));
    for (Role role :
        List.of(
            Role.LEGAL_REVIEWERS,
            Role.DUTY_LAWYERS,
            Role.APPROVERS,
            Role.SENIOR_APPROVERS,
            Role.AUDITORS)) {
      views.put(role, everything);
    }
    views.put(
        Role.CASEWORKERS,
        new View(
            EnumSet.complementOf(EnumSet.of(Section.PROTECTION)),
            EnumSet.complementOf(
                EnumSet.of(
                    DecisionKind.PROTECTION, DecisionKind.SUBMISSIONS, DecisionKind.HEALTH))));
    views.put(
        Role.REQUESTERS,
        new View(
            EnumSet.of(Section.PERSON, Section.JUDGMENT),
            EnumSet.of(
                DecisionKind.NEW_FACTS,
                DecisionKind.ELIGIBILITY,
                DecisionKind.COMPLETION,
                DecisionKind.APPROVAL,
                DecisionKind.ACCEPTANCE,
                DecisionKind.REFUSAL)));
    views.put(
        Role.RECEIVING,
        new View(
            EnumSet.of(Section.PERSON, Section.JUDGMENT),
            EnumSet.of(
                DecisionKind.ACCEPTANCE,
                DecisionKind.ARRIVAL_CHECK,
                DecisionKind.WELFARE_VISIT,
                DecisionKind.RETURN_ANSWERED)));
    views.put(Role.MEDICAL, new View(EnumSet.of(Section.PERSON), MEDICAL));
    views.put(
        Role.FLIGHT_OPERATIONS,
        new View(
            EnumSet.of(Section.PERSON, Section.CONDITIONS),
            EnumSet.of(DecisionKind.RETURN_ANSWERED, DecisionKind.RETURN_ARRANGED)));
    views.put(
        Role.MANAGERS,
        new View(EnumSet.of(Section.CONDITIONS), EnumSet.noneOf(DecisionKind.class)));
    views.put(
        Role.SYSTEMS, new View(EnumSet.of(Section.CONDITIONS), EnumSet.noneOf(DecisionKind.class)));
    views.put(
        Role.FINANCE, new View(EnumSet.noneOf(Section.class), EnumSet.noneOf(DecisionKind.class)));
    return views;
  }

  /**
   * A case as one group sees it; a section that it may not see is absent.
   *
   * @param met whether every condition of departure is met now
   */
  public record CaseView(
      String caseNumber,
      String agreement,
      int agreementVersion,
      CaseStatus status,
      Optional<Agreement.Route> route,
      Place place,
      Instant filedAt,
      Optional<CaseFile.Person> person,
      Optional<List<Identities.MayBe>> mayBe,
      Optional<Set<String>> nationalities,
      Optional<List<JudgmentView>> judgments,
      Optional<LocalDate> plannedEnd,
      Optional<CaseFile.ExpulsionOrder> expulsionOrder,
      Optional<List<CaseFile.Protection>> protection,
      Optional<Boolean> met,
      Optional<List<ConditionView>> conditions,
      List<Decision> decisions,
      Optional<List<Documents.Document>> documents,
      Optional<List<AuditTrail.Entry>> timeline) {}

  /**
   * A judgment. The receiving state reads what it takes a person over for; what became of it since,
   * an appeal or a reversal, is what may stand against a return there.
   */
  public record JudgmentView(
      Optional<Long> id,
      String court,
      String docket,
      LocalDate judgedOn,
      LocalDate sentenceFrom,
      Optional<LocalDate> sentenceUntil,
      boolean custodial,
      Set<Agreement.OffenceGroup> offenceGroups,
      Optional<Boolean> appealOpen,
      Optional<LocalDate> finalOn,
      Optional<LocalDate> reversedOn,
      Optional<String> recordedBy) {

    static JudgmentView of(CaseFile.Judgment one, boolean receiving) {
      Predicate<Object> told = any -> !receiving;
      return new JudgmentView(
          Optional.of(one.id()).filter(told),
          one.court(),
          one.docket(),
          one.judgedOn(),
          one.sentenceFrom(),
          one.sentenceUntil(),
          one.custodial(),
          one.offenceGroups(),
          Optional.of(one.appealOpen()).filter(told),
          one.finalOn().filter(told),
          one.reversedOn().filter(told),
          Optional.of(one.recordedBy()).filter(told));
    }
  }

  public record ConditionView(
      Condition condition,
      Verdict.State state,
      String sentence,
      String source,
      String decidedBy,
      List<String> evidence,
      List<String> signedBy,
      Optional<Instant> since,
      Optional<Instant> holdsUntil) {

    static ConditionView of(Verdict verdict, Agreement agreement) {
      return new ConditionView(
          verdict.condition(),
          verdict.state(),
          verdict.sentence(),
          verdict.condition().source(agreement),
          verdict.condition().decidedBy(agreement),
          verdict.evidence(),
          verdict.signedBy(),
          verdict.since(),
          verdict.holdsUntil());
    }
  }

  private final CaseFiles cases;
  private final Identities identities;
  private final DepartureConditions conditions;
  private final Documents documents;
  private final AuditTrail audit;
  private final Clock clock;

  CaseViews(
      CaseFiles cases,
      Identities identities,
      DepartureConditions conditions,
      Documents documents,
      AuditTrail audit,
      Clock clock) {
    this.cases = cases;
    this.identities = identities;
    this.conditions = conditions;
    this.documents = documents;
    this.audit = audit;
    this.clock = clock;
  }

  /** Reads a case file; the reading is audited. */
  public CaseView of(Actor actor, String caseNumber) {
    Instant now = clock.instant();
    CaseFile file = cases.visible(actor, caseNumber, now);
    Set<Section> sections = EnumSet.noneOf(Section.class);
    Set<DecisionKind> kinds = EnumSet.noneOf(DecisionKind.class);
    Actor seen = file.agreement().as(actor).orElseThrow();
    seen.roles().stream()
        .filter(VIEWS::containsKey)
        .map(VIEWS::get)
        .forEach(
            view -> {
              sections.addAll(view.sections());
              kinds.addAll(view.decisions());
            });
    boolean receiving = seen.is(Role.RECEIVING);
    audit.read(caseNumber, actor.id(), "case file read", "");
    Optional<List<ConditionView>> verdicts =
        when(sections, Section.CONDITIONS, () -> asKnown(file, now, now));
    return new CaseView(
        caseNumber,
        file.agreement().code(),
        file.agreement().version(),
        file.status(),
        Optional.of(file.route()).filter(route -> !receiving),
        file.place(),
        file.filedAt(),
        when(sections, Section.PERSON, file::person),
        when(sections, Section.ALIKE, () -> identities.mayBe(file)),
        when(sections, Section.PROTECTION, file::nationalityCodes),
        when(
            sections,
            Section.JUDGMENT,
            () -> file.judgments().stream().map(one -> JudgmentView.of(one, receiving)).toList()),
        when(sections, Section.JUDGMENT, file::plannedEnd).flatMap(found -> found),
        when(sections, Section.PROTECTION, file::expulsionOrder).flatMap(found -> found),
        when(sections, Section.PROTECTION, file::protection),
        verdicts.map(list -> list.stream().allMatch(one -> one.state() == Verdict.State.MET)),
        verdicts,
        file.decisions().stream()
            .filter(decision -> kinds.contains(decision.kind()))
            .map(decision -> asSeen(decision, sections, seen))
            .toList(),
        when(sections, Section.DOCUMENTS, () -> documents.of(caseNumber)),
        when(sections, Section.TIMELINE, () -> audit.entries(caseNumber)));
  }

  /**
   * What was known of the conditions at a past moment.
   *
   * @param judgedAt of which moment it is asked what the law says, a later flight's too
   */
  public List<ConditionView> conditions(
      Actor actor, String caseNumber, Instant knownAt, Instant judgedAt) {
    CaseFile file = cases.ofSender(actor, caseNumber, clock.instant());
    audit.read(caseNumber, actor.id(), "conditions read", "as known at " + knownAt);
    return asKnown(file, knownAt, judgedAt);
  }

  /** A condition that became met, or ceased to be, and what was known then. */
  public record Change(Instant at, Condition condition, Verdict.State state, String sentence) {}

  /** Days that are looked at beside the moments at which something was recorded. */
  private static final int MAX_DAYS = 1000;

  /**
   * How each condition changed since the case was filed, from the same policies: at every moment at
   * which something was recorded that may concern it, and once a day for what lapses by itself.
   */
  public List<Change> history(Actor actor, String caseNumber) {
    Instant now = clock.instant();
    CaseFile file = cases.ofSender(actor, caseNumber, now);
    audit.read(caseNumber, actor.id(), "condition history read", "");
    SortedSet<Instant> moments = new TreeSet<>();
    for (String chain : List.of(caseNumber, file.agreement().code(), AuditTrail.GENERAL)) {
      String of = chain.equals(AuditTrail.GENERAL) ? "obstacle" : "";
      audit.changedAt(chain, of, file.filedAt()).forEach(moments::add);
    }
    Instant day = file.filedAt().plus(Duration.ofDays(1));
    for (int n = 0; n < MAX_DAYS && day.isBefore(now); n++) {
      moments.add(day);
      day = day.plus(Duration.ofDays(1));
    }
    moments.add(now);
    List<Change> changes = new ArrayList<>();
    Map<Condition, Verdict.State> last = new EnumMap<>(Condition.class);
    for (Instant moment : moments) {
      for (ConditionView view : asKnown(file, moment, moment)) {
        if (last.put(view.condition(), view.state()) != view.state()) {
          changes.add(new Change(moment, view.condition(), view.state(), view.sentence()));
        }
      }
    }
    return changes;
  }

  private List<ConditionView> asKnown(CaseFile file, Instant knownAt, Instant judgedAt) {
    return conditions
        .at(Set.of(file.caseNumber()), knownAt, judgedAt, Optional.empty())
        .getOrDefault(file.caseNumber(), List.of())
        .stream()
        .map(verdict -> ConditionView.of(verdict, file.agreement()))
        .toList();
  }

  /** Medical remarks are for few; why a condition is against a case, for who reads conditions. */
  private static Decision asSeen(Decision decision, Set<Section> sections, Actor actor) {
    if (MEDICAL.contains(decision.kind())) {
      return actor.is(Role.MEDICAL, Role.COUNSEL, Role.AUDITORS)
          ? decision
          : withoutReason(decision, List.of());
    }
    return decision.kind() != DecisionKind.REFUSAL || sections.contains(Section.CONDITIONS)
        ? decision
        : withoutReason(decision, decision.grounds());
  }

  private static Decision withoutReason(Decision decision, List<Ground> grounds) {
    return new Decision(
        decision.id(),
        decision.kind(),
        decision.outcome(),
        "",
        Map.of(),
        grounds,
        Set.of(),
        decision.occurredAt(),
        decision.recordedAt(),
        decision.signedBy());
  }

  private static <T> Optional<T> when(
      Set<Section> allowed, Section section, java.util.function.Supplier<T> value) {
    return allowed.contains(section) ? Optional.of(value.get()) : Optional.empty();
  }
}
