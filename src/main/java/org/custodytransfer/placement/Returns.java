package org.custodytransfer.placement;

import static org.custodytransfer.platform.Rows.columns;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Date;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Message;
import org.custodytransfer.access.Road;
import org.custodytransfer.access.Role;
import org.custodytransfer.agreement.AdverseFact;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.WorkingDays;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.Place;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.condition.Condition;
import org.custodytransfer.condition.Station;
import org.custodytransfer.legal.DepartureConditions;
import org.custodytransfer.legal.Verdict;
import org.custodytransfer.obstacle.Obstacle;
import org.custodytransfer.obstacle.ObstacleKind;
import org.custodytransfer.obstacle.SettleObstacle;
import org.custodytransfer.platform.Locks;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Rows;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Demands that a person is brought back. One way back serves all; the earliest deadline rules. */
@Service
@Transactional
public class Returns {

  /** What asks for the return, and who may say so. */
  public enum Trigger {
    SENTENCE_END(),
    COURT_ORDER(Role.SYSTEMS, Role.DUTY_LAWYERS, Role.LEGAL_REVIEWERS),
    TRANSFERRED_IN_ERROR(Role.SYSTEMS, Role.DUTY_LAWYERS, Role.LEGAL_REVIEWERS),
    MEDICAL(Role.MEDICAL, Role.CASEWORKERS, Role.DUTY_LAWYERS),
    RECALLED(Role.CASEWORKERS, Role.DUTY_LAWYERS, Role.SENIOR_APPROVERS),
    RECEIVING_STATE_REQUEST(Role.RECEIVING, Role.CASEWORKERS, Role.DUTY_LAWYERS);

    private final Set<Role> who;

    Trigger(Role... who) {
      this.who = who.length == 0 ? EnumSet.noneOf(Role.class) : EnumSet.copyOf(List.of(who));
    }
  }

  /**
   * @param deadline moment by which the person is back, with its offset
   * @param authority court or office that demands it
   */
  public record NewReturn(
      Trigger trigger, Instant deadline, String authority, String reference, String reason) {}

  public record Demand(
      long id,
      String caseNumber,
      Trigger trigger,
      Instant deadline,
      String authority,
      String reference,
      Instant recordedAt,
      String recordedBy) {}

  /**
   * A demand as it is shown. Why it was made can speak of protection against the receiving state:
   * that is for the sending state's lawyers, counsel and auditors.
   */
  public record Shown(
      long id,
      Optional<Trigger> trigger,
      Instant deadline,
      Instant recordedAt,
      Optional<String> authority,
      Optional<String> reference) {}

  /** What brings a person back and says nothing against the receiving state. */
  private static final Set<Trigger> OPEN =
      EnumSet.of(Trigger.SENTENCE_END, Trigger.MEDICAL, Trigger.RECEIVING_STATE_REQUEST);

  private static final Role[] WHY = {
    Role.DUTY_LAWYERS,
    Role.LEGAL_REVIEWERS,
    Role.COUNSEL,
    Role.AUDITORS,
    Role.CASEWORKERS,
    Role.SENIOR_APPROVERS
  };

  private final CaseFiles cases;
  private final DepartureConditions conditions;
  private final Placements placements;
  private final WorkingDays workingDays;
  private final Road road;
  private final Rows rows;
  private final Locks locks;
  private final AuditTrail audit;
  private final Clock clock;

  Returns(
      CaseFiles cases,
      DepartureConditions conditions,
      Placements placements,
      WorkingDays workingDays,
      Road road,
      Rows rows,
      Locks locks,
      AuditTrail audit,
      Clock clock) {
    this.cases = cases;
    this.conditions = conditions;
    this.placements = placements;
    this.workingDays = workingDays;
    this.road = road;
    this.rows = rows;
    this.locks = locks;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Opens the way back of a placed person, or joins one that is open.
   *
   * @throws Refusal 409 unless the person is placed: who is on the way is brought back by the
   *     flight
   */
  public Demand demand(Actor by, String caseNumber, NewReturn wanted) {
    CaseFile file = cases.forChange(by, caseNumber);
    by.mustBe(wanted.trigger().who.toArray(Role[]::new));
    if (file.place() != Place.PLACED) {
      throw Refusal.conflict(
          String.format(
              Locale.ROOT,
              "Nobody can be brought back from a placement: the person is %s.",
              file.place()),
          Map.of("place", file.place().name()));
    }
    if (!wanted.deadline().isAfter(file.knownAt())) {
      throw Refusal.badInput("/deadline", "must be in the future");
    }
    long id = open(caseNumber, wanted, by.id());
    return of(caseNumber).stream().filter(one -> one.id() == id).findFirst().orElseThrow();
  }

  /** The demands for a person's return, oldest first; reading them is audited. */
  public List<Shown> shown(Actor by, String caseNumber) {
    CaseFile file = cases.visible(by, caseNumber, clock.instant());
    Actor side = file.agreement().as(by).orElseThrow();
    boolean why = side.is(WHY);
    boolean receiving = side.is(Role.RECEIVING);
    audit.read(caseNumber, by.id(), "demands for a return read", "");
    return of(caseNumber).stream()
        .map(
            one ->
                new Shown(
                    one.id(),
                    Optional.of(one.trigger()).filter(known -> !receiving || OPEN.contains(known)),
                    one.deadline(),
                    one.recordedAt(),
                    Optional.of(one.authority()).filter(known -> why),
                    Optional.of(one.reference()).filter(known -> why)))
        .toList();
  }

  private long open(String caseNumber, NewReturn wanted, String by) {
    long id = add(caseNumber, wanted, by);
    tell(caseNumber, wanted.deadline());
    return id;
  }

  /** Once for all that was demanded in a transaction: what waits is not there a second time. */
  private void tell(String caseNumber, Instant earliest) {
    Date deadline = Date.from(earliest);
    boolean told =
        road.tell(
            Message.RETURN_OPENED,
            caseNumber,
            Map.of("returnDeadline", deadline, "furtherDeadline", deadline));
    if (!told) {
      throw Refusal.conflict("The placement of this case is ending already.");
    }
  }

  /** Where a court set no deadline. */
  private static final Duration DEFAULT_DEADLINE = Duration.ofDays(7);

  private static final int BATCH = 500;

  /** Whoever is placed is brought back with the fact that stands against them. */
  @EventListener
  void on(AdverseFact fact) {
    fact.caseNumber().ifPresent(this::openStanding);
    fact.caseNumber()
        .map(one -> cases.one(one, clock.instant()))
        .filter(file -> file.place() == Place.PLACED)
        .ifPresent(this::moveEnd);
  }

  @EventListener
  void on(SettleObstacle.BroughtBack back) {
    openStanding(back.caseNumber());
  }

  /**
   * The end of the placement moves with the sentence; nobody is held for one that became shorter.
   */
  private void moveEnd(CaseFile file) {
    Placements.Placement placement = placements.of(file.caseNumber());
    boolean waits = road.tell(Message.SENTENCE_CHANGED, file.caseNumber());
    if (!Placements.endOf(file, placement).isBefore(placement.plannedEnd())) {
      return;
    }
    Instant deadline = deadlineAtEnd(file, placement);
    boolean known =
        of(file.caseNumber()).stream().anyMatch(one -> !one.deadline().isAfter(deadline));
    if (!waits && file.kind() == Agreement.Kind.LEASE && !known) {
      open(file.caseNumber(), atEnd(file.agreement(), deadline), "system");
    }
  }

  /**
   * Looks at everybody who is placed; whoever something new stands against is brought back by
   * themselves, right after: nobody has the gate meanwhile.
   */
  public void lookAtAll() {
    List<String> placed = placements.placedNow();
    for (int from = 0; from < placed.size(); from += BATCH) {
      against(placed.subList(from, Math.min(from + BATCH, placed.size())))
          .forEach(
              (file, against) -> {
                if (!newOf(file.caseNumber(), against).isEmpty()) {
                  road.start("open-returns", file.caseNumber(), file.agreement().code(), Map.of());
                }
              });
    }
  }

  /** Opens what stands against one placed person and was not demanded yet. */
  public void openReturns(String caseNumber) {
    locks.gate();
    openStanding(caseNumber);
  }

  private void openStanding(String caseNumber) {
    if (!against(List.of(caseNumber)).isEmpty()) {
      cases.lock(caseNumber);
      // Read again behind the lock.
      against(List.of(caseNumber)).values().forEach(against -> open(caseNumber, against));
    }
  }

  /** What stands against those who are placed; of the others nothing. */
  private Map<CaseFile, List<NewReturn>> against(Collection<String> caseNumbers) {
    Instant now = clock.instant();
    List<CaseFile> placed =
        cases.all(caseNumbers, now).stream().filter(one -> one.place() == Place.PLACED).toList();
    if (placed.isEmpty()) {
      return Map.of();
    }
    Map<String, List<Verdict>> verdicts =
        conditions.at(placed.stream().map(CaseFile::caseNumber).toList(), now, Optional.empty());
    Map<CaseFile, List<NewReturn>> against = new LinkedHashMap<>();
    for (CaseFile file : placed) {
      List<NewReturn> wanted =
          verdicts.get(file.caseNumber()).stream()
              .flatMap(
                  verdict ->
                      Stream.concat(
                          verdict.obstacles().stream()
                              .filter(one -> bringsBack(file, one))
                              .map(one -> wanted(file, one, now)),
                          Stream.of(verdict)
                              .filter(one -> one.condition().isAskedWhilePlaced())
                              .filter(one -> one.proof() == Verdict.State.AGAINST)
                              .map(one -> wanted(file, one, now))))
              .toList();
      if (!wanted.isEmpty()) {
        against.put(file, wanted);
      }
    }
    return against;
  }

  /** Upheld, it does; open, where its kind says so, or two lawyers who decided. */
  private static boolean bringsBack(CaseFile file, Obstacle obstacle) {
    return switch (obstacle.in(file)) {
      case OPEN -> obstacle.bringsBack() || obstacle.placed() == ObstacleKind.Placed.RETURN;
      case UPHELD, TO_BE_SIGNED_ANEW -> obstacle.isUpheld();
      case SETTLED, NOTED -> false;
    };
  }

  private static NewReturn wanted(CaseFile file, Obstacle obstacle, Instant now) {
    return new NewReturn(
        obstacle.isUpheld()
            ? Trigger.TRANSFERRED_IN_ERROR
            : obstacle.kind().bearsOn() == Condition.NO_STAY
                ? Trigger.COURT_ORDER
                : Trigger.RECALLED,
        within(obstacle, now),
        obstacle.authority(),
        "obstacle " + obstacle.id(),
        obstacle.sentence(file));
  }

  /** A court's day is one person's word: it brings somebody back earlier, and never later. */
  private static Instant within(Obstacle obstacle, Instant now) {
    Instant latest = now.plus(obstacle.kind().backWithin());
    return obstacle.returnBy().filter(latest::isAfter).orElse(latest);
  }

  private List<NewReturn> newOf(String caseNumber, List<NewReturn> against) {
    Set<String> known = of(caseNumber).stream().map(Demand::reference).collect(Collectors.toSet());
    return against.stream().filter(one -> !known.contains(one.reference())).toList();
  }

  private void open(String caseNumber, List<NewReturn> against) {
    List<NewReturn> wanted = newOf(caseNumber, against);
    wanted.forEach(one -> add(caseNumber, one, "system"));
    wanted.stream()
        .map(NewReturn::deadline)
        .min(Instant::compareTo)
        .ifPresent(earliest -> tell(caseNumber, earliest));
  }

  private static NewReturn wanted(CaseFile file, Verdict verdict, Instant now) {
    return new NewReturn(
        // What is outside the case makes the days from now wrong; else the transfer itself was.
        verdict.condition().station() == Station.HELD
            ? Trigger.RECALLED
            : Trigger.TRANSFERRED_IN_ERROR,
        now.plus(DEFAULT_DEADLINE),
        verdict.condition().source(file.agreement()),
        verdict.condition().name(),
        verdict.sentence());
  }

  /**
   * Opens the return at the end of the placement.
   *
   * @return the deadline
   */
  public Instant openAtEnd(String caseNumber) {
    CaseFile file = cases.one(caseNumber, clock.instant());
    Instant deadline = deadlineAtEnd(file, placements.of(caseNumber));
    add(caseNumber, atEnd(file.agreement(), deadline), "system");
    return deadline;
  }

  private static NewReturn atEnd(Agreement agreement, Instant deadline) {
    return new NewReturn(
        Trigger.SENTENCE_END,
        deadline,
        agreement.title(),
        agreement.code(),
        "The placement ends before the sentence does.");
  }

  /**
   * Midnight, in the sending state, after the last day of the placement. If a sentence became so
   * short that this is over, it is the end of the sentence; if that is over too, the next day.
   */
  private static Instant deadlineAtEnd(CaseFile file, Placements.Placement placement) {
    Instant now = file.knownAt();
    return Stream.of(
            Placements.beginning(file, Placements.endOf(file, placement).plusDays(1)),
            Placements.sentenceEnds(file))
        .filter(now::isBefore)
        .findFirst()
        .orElse(now.plus(Duration.ofDays(1)));
  }

  /**
   * Whether a report on the return is due today: each working day of the sending state, where a
   * court ordered it or the person was transferred in error.
   */
  public boolean reportOwedToday(String caseNumber) {
    CaseFile file = cases.one(caseNumber, clock.instant());
    LocalDate today = clock.instant().atZone(file.agreement().sending().zone()).toLocalDate();
    return workingDays.isOne(today, file.agreement())
        && of(caseNumber).stream()
            .map(Demand::trigger)
            .anyMatch(
                trigger ->
                    trigger == Trigger.COURT_ORDER || trigger == Trigger.TRANSFERRED_IN_ERROR);
  }

  public List<Demand> of(String caseNumber) {
    return rows.query()
        .sql("select * from return_demand where case_number = ? order by id")
        .param(caseNumber)
        .query(
            (row, n) ->
                new Demand(
                    row.getLong("id"),
                    row.getString("case_number"),
                    Trigger.valueOf(row.getString("trigger_code")),
                    Rows.instant(row, "deadline"),
                    row.getString("authority"),
                    row.getString("reference"),
                    Rows.instant(row, "recorded_at"),
                    row.getString("recorded_by")))
        .list();
  }

  long add(String caseNumber, NewReturn wanted, String by) {
    Instant now = clock.instant();
    long id =
        rows.add(
            "return_demand",
            columns(
                "case_number", caseNumber,
                "trigger_code", wanted.trigger(),
                "deadline", wanted.deadline(),
                "authority", wanted.authority(),
                "reference", wanted.reference(),
                "reason", wanted.reason(),
                "occurred_at", now,
                "recorded_at", now,
                "recorded_by", by));
    audit.add(
        caseNumber,
        by,
        "return demanded: " + wanted.trigger(),
        String.format(Locale.ROOT, "return %d, by %s", id, wanted.deadline()));
    return id;
  }
}
