package org.custodytransfer.obstacle;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Role;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.Place;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.condition.Condition;
import org.custodytransfer.platform.Refusal;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Which obstacles stand against cases, for the gate and for those who read a case. */
@Service
@Transactional
public class Obstacles {

  /**
   * An obstacle as the sending state's side reads it.
   *
   * @param text why; for lawyers, counsel and auditors
   * @param named the state that is feared, or whose nationality is claimed
   * @param settledOn what alone settles it
   * @param entered a settlement that waits for another person's confirmation
   */
  public record Shown(
      long id,
      ObstacleKind kind,
      Obstacle.State state,
      String bearsOn,
      String authority,
      String reference,
      Optional<String> text,
      Instant occurredAt,
      Optional<Instant> returnBy,
      Optional<Instant> endsAt,
      Optional<String> named,
      Optional<String> judgment,
      Optional<LocalDate> until,
      Instant recordedAt,
      String recordedBy,
      Set<Long> documents,
      String settledOn,
      Optional<Settlement> entered,
      Optional<Settlement> settled) {}

  private static final Role[] WHY = {
    Role.LEGAL_REVIEWERS, Role.DUTY_LAWYERS, Role.COUNSEL, Role.AUDITORS
  };

  private final CaseFiles cases;
  private final ObstacleRecord obstacles;
  private final AuditTrail audit;
  private final Clock clock;

  Obstacles(CaseFiles cases, ObstacleRecord obstacles, AuditTrail audit, Clock clock) {
    this.cases = cases;
    this.obstacles = obstacles;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * What stands against each of these cases, as of the moment at which their files were read; one
   * statement for however many.
   */
  public Map<String, List<Obstacle>> standing(Collection<CaseFile> files) {
    if (files.isEmpty()) {
      return Map.of();
    }
    Instant knownAt = files.iterator().next().knownAt();
    Map<String, List<Obstacle>> standing = new LinkedHashMap<>();
    of(files, knownAt)
        .forEach(
            (file, all) ->
                standing.put(
                    file.caseNumber(),
                    all.stream().filter(one -> one.standsAgainst(file)).toList()));
    return standing;
  }

  /** What covers each of these cases, as Java and {@link Target#openCases} say alike. */
  Map<CaseFile, List<Obstacle>> of(Collection<CaseFile> files, Instant knownAt) {
    Set<String> persons =
        files.stream().flatMap(file -> file.personIds().stream()).collect(Collectors.toSet());
    Set<String> numbers = files.stream().map(CaseFile::caseNumber).collect(Collectors.toSet());
    List<Obstacle> all = obstacles.about(persons, numbers, knownAt);
    Set<StayOrders.Scope> scopes =
        all.stream().map(one -> one.target().scope()).collect(Collectors.toSet());
    Map<String, Set<String>> byNumber =
        scopes.contains(StayOrders.Scope.PERSON) ? cases.numbersOf(persons) : Map.of();
    Map<String, Set<String>> flights =
        scopes.contains(StayOrders.Scope.FLIGHT) ? obstacles.flightsOf(numbers) : Map.of();
    Map<CaseFile, List<Obstacle>> of = new LinkedHashMap<>();
    for (CaseFile file : files) {
      var person =
          new Target.Person(
              file,
              file.personIds().stream()
                  .flatMap(id -> byNumber.getOrDefault(id, Set.of()).stream())
                  .collect(Collectors.toSet()),
              flights.getOrDefault(file.caseNumber(), Set.of()));
      of.put(file, all.stream().filter(one -> one.covers(person)).toList());
    }
    return of;
  }

  /** Whether a decision of protection, or a claim to it, names a state, whatever became of it. */
  public boolean isFeared(CaseFile file, String state) {
    return file.isBarred(state)
        || of(List.of(file), file.knownAt()).get(file).stream()
            .filter(one -> one.kind().bearsOn() == Condition.NO_PROTECTION_BAR)
            .filter(one -> one.state().filter(state::equals).isPresent())
            .anyMatch(
                one ->
                    one.settled()
                        .filter(by -> by.outcome() == Settlement.Outcome.ENTERED_IN_ERROR)
                        .isEmpty());
  }

  /** One obstacle. */
  public Obstacle one(long id) {
    return obstacles.one(id);
  }

  /** Whether the person whom an obstacle is about is placed; of many, somebody may always be. */
  public boolean mayBeOfSomebodyPlaced(long id) {
    return one(id)
        .caseNumber()
        .map(known -> cases.one(known, clock.instant()).place() == Place.PLACED)
        .orElse(true);
  }

  /**
   * Refuses a signature that would let a case go on which something holds.
   *
   * @throws Refusal 409 with what stands against it
   */
  public void mustNotHold(CaseFile file, String advice) {
    List<String> standing =
        standing(List.of(file)).getOrDefault(file.caseNumber(), List.of()).stream()
            .map(one -> one.sentence(file))
            .toList();
    if (!standing.isEmpty()) {
      throw Refusal.conflict("This case is held: " + String.join(" ", standing) + advice);
    }
  }

  /** All obstacles against a case, settled ones too, oldest first; reading them is audited. */
  public List<Shown> shown(Actor by, String caseNumber) {
    CaseFile file = cases.ofSender(by, caseNumber, clock.instant());
    audit.read(caseNumber, by.id(), "obstacles read", "");
    List<Obstacle> all = of(List.of(file), file.knownAt()).get(file);
    return all.stream().map(one -> shown(by, file, one)).toList();
  }

  /** What another state's court ordered is that state's to tell. */
  private Shown shown(Actor by, CaseFile file, Obstacle one) {
    boolean told = one.isToldTo(file);
    return new Shown(
        one.id(),
        one.kind(),
        one.in(file),
        one.kind().bearsOn().title(),
        told ? one.authority() : "A court of " + one.owner(),
        told ? one.reference() : "",
        Optional.of(one.text()).filter(text -> told && by.is(WHY)),
        one.occurredAt(),
        one.returnBy(),
        one.endsAt(),
        one.state(),
        one.judgment(),
        one.until(),
        one.recordedAt(),
        told ? one.recordedBy() : "",
        told ? obstacles.documents(one) : Set.of(),
        one.kind().settledOn(),
        told ? obstacles.entered(one.id()).map(obstacles::withDocuments) : Optional.empty(),
        told ? one.settled().map(obstacles::withDocuments) : Optional.empty());
  }
}
