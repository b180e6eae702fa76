package org.custodytransfer.legal;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.custodytransfer.access.Actor;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.Agreement.Circumstance;
import org.custodytransfer.agreement.Agreement.OffenceGroup;
import org.custodytransfer.agreement.Agreements;
import org.custodytransfer.agreement.Countries;
import org.custodytransfer.casefile.BirthDate;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.CaseStatus;
import org.custodytransfer.casefile.CaseFile.Place;
import org.custodytransfer.condition.Condition;
import org.custodytransfer.obstacle.Obstacle;
import org.custodytransfer.obstacle.ObstacleKind;
import org.custodytransfer.platform.Fault;
import org.custodytransfer.platform.Refusal;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Tries an agreement of any status on a cohort of codes: what stands against each, and who alone
 * could decide what is open. Nothing is filed and nothing is kept.
 */
@Service
@Transactional(readOnly = true)
public class Assessments {

  public record Cohort(List<Line> persons) {}

  /** A person without name or number. */
  public record Line(
      String code,
      BirthDate birthDate,
      String sex,
      Set<String> nationalities,
      Set<String> languages,
      Optional<JudgmentLine> judgment,
      List<JudgmentLine> furtherJudgments,
      Optional<OrderLine> expulsionOrder,
      List<StateLine> protectionDecisions,
      List<StateLine> protectionClaims,
      List<ProceedingLine> openProceedings,
      Optional<ConsentLine> consent,
      Map<Circumstance, Boolean> circumstances,
      Optional<Integer> securityClass) {}

  public record JudgmentLine(
      LocalDate judgedOn,
      boolean custodial,
      Set<OffenceGroup> offenceGroups,
      LocalDate sentenceFrom,
      Optional<LocalDate> sentenceUntil,
      boolean withoutEnd,
      boolean appealOpen,
      Optional<LocalDate> finalOn) {}

  public record OrderLine(LocalDate decidedOn, Optional<LocalDate> finalOn) {}

  public record StateLine(String state, LocalDate decidedOn) {}

  public record ProceedingLine(String personIs, LocalDate openedOn) {}

  public record ConsentLine(boolean given, LocalDate answeredOn) {}

  /**
   * What the assessment says; it is no clearance of anybody.
   *
   * @param missingForAll what is missing in law before anything could run
   * @param lawfulInstead what the law permits for some of them, whatever is missing here
   * @param totals persons by the condition that stands against them
   * @param compared the agreements that were asked for beside this one
   */
  public record Assessment(
      String agreement,
      Agreement.Status status,
      LocalDate since,
      Instant assessedAt,
      String notice,
      List<Missing> missingForAll,
      List<Missing> lawfulInstead,
      int persons,
      int withSomethingAgainst,
      Map<Condition, Integer> totals,
      List<Compared> compared,
      List<Person> findings) {}

  /** Another agreement tried on the same persons, in totals only. */
  public record Compared(
      String agreement,
      Agreement.Status status,
      int persons,
      int withSomethingAgainst,
      Map<Condition, Integer> totals) {}

  public record Missing(String text, String source, boolean toBeConfirmed) {}

  public record Person(
      String code, Agreement.Route route, List<Against> against, List<Open> open) {}

  public record Against(Condition condition, String sentence, String source) {}

  public record Open(Condition condition, String sentence, String source, String decidedBy) {}

  /** The same for everybody under the agreement, and said once. */
  private static final Set<Condition> FOR_ALL =
      EnumSet.of(Condition.LEGAL_BASIS, Condition.FACILITY_STANDARDS);

  /** Places and flights, which an agreement that is not in force has none of. */
  private static final Set<Condition> LOGISTICS =
      EnumSet.of(
          Condition.PLACE_AVAILABLE,
          Condition.MANIFEST,
          Condition.FUNDS,
          Condition.IDENTITY_CHECKED);

  private final Agreements agreements;
  private final DepartureConditions conditions;
  private final Clock clock;

  Assessments(Agreements agreements, DepartureConditions conditions, Clock clock) {
    this.agreements = agreements;
    this.conditions = conditions;
    this.clock = clock;
  }

  private static final int MAX_COMPARED = 10;

  /**
   * @param compareWith other agreements, whose totals are given beside
   * @throws Refusal 400 for a cohort that is not one; 404 for an unknown agreement
   */
  public Assessment assess(Actor by, String code, Cohort cohort, List<String> compareWith) {
    if (compareWith.size() > MAX_COMPARED) {
      throw Refusal.badInput("/compareWith", "must name at most " + MAX_COMPARED + " agreements");
    }
    check(cohort);
    List<Compared> compared =
        compareWith.stream()
            .distinct()
            .map(other -> assess(other, cohort, List.of()))
            .map(
                one ->
                    new Compared(
                        one.agreement(),
                        one.status(),
                        one.persons(),
                        one.withSomethingAgainst(),
                        one.totals()))
            .toList();
    return assess(code, cohort, compared);
  }

  private Assessment assess(String code, Cohort cohort, List<Compared> compared) {
    Agreement agreement = agreements.current(code);
    Instant now = clock.instant();
    List<CaseFile> files = new ArrayList<>();
    Map<String, List<Obstacle>> named = new HashMap<>();
    for (Line line : cohort.persons()) {
      CaseFile file = file(line, agreement, now);
      files.add(file);
      named.put(file.caseNumber(), named(line, file));
    }
    Map<String, List<Verdict>> verdicts = conditions.judge(files, Optional.empty(), named);

    List<Missing> missing = new ArrayList<>();
    verdicts.values().stream()
        .flatMap(List::stream)
        .filter(verdict -> FOR_ALL.contains(verdict.condition()) && !verdict.isMet())
        .map(
            verdict ->
                new Missing(verdict.sentence(), verdict.condition().source(agreement), false))
        .distinct()
        .forEach(missing::add);
    missing.addAll(points(agreement.concerns()));

    Map<Condition, Integer> totals = new TreeMap<>();
    List<Person> findings = new ArrayList<>();
    for (CaseFile file : files) {
      List<Against> against = new ArrayList<>();
      List<Open> open = new ArrayList<>();
      for (Verdict verdict : verdicts.get(file.caseNumber())) {
        Condition condition = verdict.condition();
        boolean asked =
            !FOR_ALL.contains(condition)
                && (agreement.inForceAt(now) || !LOGISTICS.contains(condition));
        if (asked && verdict.state() == Verdict.State.AGAINST) {
          against.add(new Against(condition, verdict.sentence(), condition.source(agreement)));
          totals.merge(condition, 1, Integer::sum);
        } else if (asked && verdict.state() == Verdict.State.OPEN) {
          open.add(
              new Open(
                  condition,
                  verdict.sentence(),
                  condition.source(agreement),
                  condition.decidedBy(agreement)));
        }
      }
      findings.add(new Person(file.caseNumber(), file.route(), against, open));
    }
    return new Assessment(
        code,
        agreement.status().on(agreement.laterDay(now)).code(),
        agreement.status().on(agreement.laterDay(now)).since(),
        now,
        "An assessment clears nobody. Whoever has nothing against them still needs every decision that is open.",
        missing,
        points(agreement.lawfulInstead()),
        findings.size(),
        (int) findings.stream().filter(person -> !person.against().isEmpty()).count(),
        totals,
        compared,
        findings);
  }

  private static List<Missing> points(List<Agreement.Concern> points) {
    return points.stream()
        .map(point -> new Missing(point.text(), point.source(), point.toBeConfirmed()))
        .toList();
  }

  private static void check(Cohort cohort) {
    List<Fault> faults = new ArrayList<>();
    Set<String> codes = new HashSet<>();
    for (int i = 0; i < cohort.persons().size(); i++) {
      Line line = cohort.persons().get(i);
      String at = "/persons/" + i;
      if (!codes.add(line.code())) {
        faults.add(Fault.at(at + "/code", "is used twice"));
      }
      int n = 0;
      for (String state : line.nationalities()) {
        if (!Countries.knownAsNationality(state)) {
          faults.add(Fault.at(at + "/nationalities/" + n, Countries.NATIONALITIES));
        }
        n++;
      }
      line.judgment().ifPresent(judged -> check(at + "/judgment", judged, faults));
      List<JudgmentLine> further = orEmpty(line.furtherJudgments());
      for (int k = 0; k < further.size(); k++) {
        check(at + "/furtherJudgments/" + k, further.get(k), faults);
      }
    }
    if (!faults.isEmpty()) {
      throw Refusal.badInput(faults);
    }
  }

  private static void check(String at, JudgmentLine judged, List<Fault> faults) {
    faults.addAll(
        CaseFile.Sentence.faults(
            at, judged.sentenceFrom(), judged.sentenceUntil(), judged.withoutEnd()));
  }

  private static CaseFile file(Line line, Agreement agreement, Instant now) {
    return new CaseFile(
        line.code(),
        now,
        now,
        agreement,
        new CaseFile.Person(
            line.code(),
            "",
            "",
            Optional.empty(),
            line.birthDate(),
            line.sex(),
            line.languages() == null ? Set.of() : line.languages(),
            ""),
        Set.of(),
        Set.of(line.birthDate()),
        line.nationalities().stream()
            .map(state -> new CaseFile.Nationality(state, false, line.code()))
            .toList(),
        Stream.concat(line.judgment().stream(), orEmpty(line.furtherJudgments()).stream())
            .map(
                judged ->
                    new CaseFile.Judgment(
                        0,
                        "",
                        "",
                        judged.judgedOn(),
                        judged.sentenceFrom(),
                        judged.sentenceUntil(),
                        judged.custodial(),
                        judged.appealOpen(),
                        judged.finalOn(),
                        judged.offenceGroups(),
                        Optional.empty(),
                        ""))
            .toList(),
        line.expulsionOrder()
            .map(
                order ->
                    new CaseFile.ExpulsionOrder(0, "", "", order.decidedOn(), order.finalOn(), "")),
        orEmpty(line.protectionDecisions()).stream()
            .map(bar -> new CaseFile.Protection(0, bar.state(), "", "", bar.decidedOn(), "", ""))
            .toList(),
        line.consent().map(ConsentLine::given),
        line.circumstances() == null ? Map.of() : line.circumstances(),
        List.of(),
        Optional.empty(),
        Place.CUSTODY,
        CaseStatus.RECEIVED,
        line.securityClass(),
        now,
        "");
  }

  /** What a line says stands against the person, as a request would raise it. */
  private static List<Obstacle> named(Line line, CaseFile file) {
    return Stream.concat(
            orEmpty(line.openProceedings()).stream()
                .map(
                    open ->
                        Obstacle.named(
                            ObstacleKind.PROCEEDINGS, open.openedOn(), Optional.empty(), file)),
            orEmpty(line.protectionClaims()).stream()
                .map(
                    claim ->
                        Obstacle.named(
                            ObstacleKind.PROTECTION_CLAIM,
                            claim.decidedOn(),
                            Optional.of(claim.state()),
                            file)))
        .filter(one -> one.standsAgainst(file))
        .toList();
  }

  private static <T> List<T> orEmpty(List<T> list) {
    return list == null ? List.of() : list;
  }
}
