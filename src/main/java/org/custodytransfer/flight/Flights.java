package org.custodytransfer.flight;

import static org.custodytransfer.platform.Rows.at;
import static org.custodytransfer.platform.Rows.columns;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Road;
import org.custodytransfer.access.Role;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.Agreements;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.CaseStatus;
import org.custodytransfer.casefile.CaseFile.Place;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.casefile.CaseRecord;
import org.custodytransfer.legal.Condition;
import org.custodytransfer.legal.DepartureConditions;
import org.custodytransfer.legal.Verdict;
import org.custodytransfer.platform.Locks;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Rows;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * A flight from its planning to the last handover. Departure is decided here, under the one lock,
 * from the record.
 */
@Service
@Transactional
public class Flights {

  /** How long before departure the physicians are asked. */
  private static final Duration FITNESS_OPENS = Duration.ofHours(48);

  /** What happened to a flight, in order. */
  public enum Event {
    PLANNED,
    CHARTERED,
    LOCKED,
    MANIFEST_WRONG,
    SIGNED,
    CANCELLED,
    DEPARTED,
    ARRIVED,
    HANDED_OVER
  }

  public record NewFlight(
      String agreement,
      String departsFrom,
      String arrivesAt,
      Instant plannedDeparture,
      List<String> cases) {}

  /**
   * @param seats live seats, by case number
   */
  public record Flight(
      String id,
      String agreement,
      String departsFrom,
      String arrivesAt,
      Instant plannedDeparture,
      Event status,
      List<String> seats) {}

  /** Who left, and who stayed behind with the sentences that kept them. */
  public record Departure(
      String flight, Instant at, List<String> aboard, Map<String, List<String>> leftBehind) {}

  private record Happened(Event event, Instant at, String by) {}

  private record Seat(long id, String caseNumber, String personId) {}

  private final Agreements agreements;
  private final CaseFiles cases;
  private final CaseRecord caseRecord;
  private final DepartureConditions conditions;
  private final Road road;
  private final Rows rows;
  private final Locks locks;
  private final AuditTrail audit;
  private final Clock clock;

  Flights(
      Agreements agreements,
      CaseFiles cases,
      CaseRecord caseRecord,
      DepartureConditions conditions,
      Road road,
      Rows rows,
      Locks locks,
      AuditTrail audit,
      Clock clock) {
    this.agreements = agreements;
    this.cases = cases;
    this.caseRecord = caseRecord;
    this.conditions = conditions;
    this.road = road;
    this.rows = rows;
    this.locks = locks;
    this.audit = audit;
    this.clock = clock;
  }

  /** Plans a flight and gives each case that waits for one a seat. */
  public Flight plan(Actor by, NewFlight planned) {
    by.mustBe(Role.FLIGHT_OPERATIONS);
    Agreement agreement = agreements.current(planned.agreement());
    mustBeSendingSide(by, agreement);
    Instant now = clock.instant();
    if (!planned.plannedDeparture().isAfter(now)) {
      throw Refusal.badInput("/plannedDeparture", "must be in the future");
    }
    locks.gate();
    locks.persons(planned.cases().stream().map(cases::personOf).toList());
    List<CaseFile> files = new ArrayList<>();
    for (String number : planned.cases()) {
      CaseFile file = cases.visible(by, number, now);
      if (!file.agreement().code().equals(agreement.code())) {
        throw Refusal.notFound("case");
      }
      if (file.status() != CaseStatus.READY) {
        throw Refusal.conflict(
            "Case %s does not wait for a flight: its status is %s."
                .formatted(number, file.status()),
            Map.of("caseNumber", number, "status", file.status().name()));
      }
      files.add(file);
    }
    String id = "FL-%s-%06d".formatted(agreement.code(), locks.next("flight " + agreement.code()));
    rows.addKeyed(
        "flight",
        columns(
            "id", id,
            "agreement_code", agreement.code(),
            "departs_from", planned.departsFrom(),
            "arrives_at", planned.arrivesAt(),
            "planned_departure", planned.plannedDeparture(),
            "recorded_at", now,
            "recorded_by", by.id()));
    add(id, Event.PLANNED, "", now, by.id());
    files.forEach(file -> seat(id, file, by));
    road.start(
        "flight",
        id,
        agreement.code(),
        Map.of(
            "flight",
            id,
            "passengers",
            new ArrayList<>(planned.cases()),
            "fitnessOpensAt",
            Date.from(planned.plannedDeparture().minus(FITNESS_OPENS))));
    return flight(id);
  }

  private void seat(String flight, CaseFile file, Actor by) {
    if (seated(file.person().id())) {
      throw Refusal.conflict(
          "The person of case %s has a seat already.".formatted(file.caseNumber()),
          Map.of("caseNumber", file.caseNumber()));
    }
    long id =
        rows.add(
            "seat",
            columns(
                "flight_id", flight,
                "case_number", file.caseNumber(),
                "person_id", file.person().id(),
                "recorded_at", clock.instant(),
                "recorded_by", by.id()));
    rows.addKeyed("live_seat", columns("person_id", file.person().id(), "seat_id", id));
    audit.add(file.caseNumber(), by.id(), "seat given", flight);
  }

  private boolean seated(String person) {
    return rows.query()
            .sql("select count(*) from live_seat where person_id = ?")
            .param(person)
            .query(Long.class)
            .single()
        > 0;
  }

  /** Records a step of the flight's own process: charter, lock, signature. */
  public void step(Actor by, String flight, Event event, String detail) {
    List<Happened> before = happened(flight);
    if (event == Event.SIGNED
        && last(before, Event.LOCKED).map(lock -> lock.by().equals(by.id())).orElse(true)) {
      throw Refusal.forbidden("You locked this manifest; another person signs it.");
    }
    add(flight, event, detail, clock.instant(), by.id());
  }

  public int passengers(String flight) {
    return seats(flight).size();
  }

  /** Releases every seat of a flight that will not leave. */
  public void cancel(String flight) {
    locks.gate();
    Instant now = clock.instant();
    for (Seat seat : seats(flight)) {
      release(flight, seat, "The flight is cancelled.", "system");
    }
    add(flight, Event.CANCELLED, "", now, "system");
  }

  /**
   * Lets the flight leave with those for whom every condition holds. Who fails one stays behind
   * with the reason; if nobody remains, nothing leaves and nothing changes.
   */
  public Departure depart(Actor by, String flight) {
    by.mustBe(Role.FLIGHT_OPERATIONS, Role.SYSTEMS);
    mustBeSendingSide(by, agreementOf(flight));
    locks.gate();
    List<Seat> seats = seats(flight);
    locks.persons(seats.stream().map(Seat::personId).toList());
    mustBe(flight, Event.SIGNED, "It departs once its manifest is signed, and once only.");
    Instant now = clock.instant();
    Map<String, List<Verdict>> verdicts =
        conditions.at(seats.stream().map(Seat::caseNumber).toList(), now, Optional.of(flight));
    Map<String, List<String>> against = new LinkedHashMap<>();
    verdicts.forEach(
        (number, list) -> {
          List<String> standing =
              list.stream().filter(one -> !one.isMet()).map(Verdict::sentence).toList();
          if (!standing.isEmpty()) {
            against.put(number, standing);
          }
        });
    List<Seat> leaving =
        seats.stream().filter(seat -> !against.containsKey(seat.caseNumber())).toList();
    if (leaving.isEmpty()) {
      throw Refusal.conflict(
          "Nobody may leave on this flight. "
              + against.entrySet().stream()
                  .map(entry -> entry.getKey() + ": " + String.join(" ", entry.getValue()))
                  .collect(Collectors.joining(" ")),
          Map.of("conditions", against));
    }
    for (Seat seat : seats) {
      verdicts
          .get(seat.caseNumber())
          .forEach(verdict -> keep(flight, seat.caseNumber(), verdict, now));
      if (against.containsKey(seat.caseNumber())) {
        release(flight, seat, String.join(" ", against.get(seat.caseNumber())), by.id());
      } else {
        caseRecord.place(cases.one(seat.caseNumber(), now), Place.ABOARD, now, by.id());
      }
    }
    add(flight, Event.DEPARTED, leaving.size() + " aboard", now, by.id());
    tell("departed", flight);
    return new Departure(flight, now, leaving.stream().map(Seat::caseNumber).toList(), against);
  }

  public Flight arrive(Actor by, String flight) {
    by.mustBe(Role.FLIGHT_OPERATIONS, Role.SYSTEMS);
    mustBeSendingSide(by, agreementOf(flight));
    locks.gate();
    mustBe(flight, Event.DEPARTED, "It arrives after it has departed.");
    Instant now = clock.instant();
    for (Seat seat : seats(flight)) {
      caseRecord.place(
          cases.one(seat.caseNumber(), now), Place.ABROAD_NOT_HANDED_OVER, now, by.id());
    }
    add(flight, Event.ARRIVED, "", now, by.id());
    tell("arrived", flight);
    return flight(flight);
  }

  /** One person is handed over to the receiving state; what can still forbid it is asked again. */
  public Flight handOver(Actor by, String flight, String caseNumber, String receivedBy) {
    by.mustBe(Role.FLIGHT_OPERATIONS, Role.RECEIVING);
    Agreement agreement = agreementOf(flight);
    if (!by.actsFor(agreement.sending().state(), agreement.receiving().state())) {
      throw Refusal.notFound("flight");
    }
    locks.gate();
    Seat seat =
        seats(flight).stream()
            .filter(one -> one.caseNumber().equals(caseNumber))
            .findFirst()
            .orElseThrow(() -> Refusal.notFound("passenger on this flight"));
    locks.person(seat.personId());
    mustBe(flight, Event.ARRIVED, "Persons are handed over after the arrival.");
    Instant now = clock.instant();
    CaseFile file = cases.one(caseNumber, now);
    if (file.place() != Place.ABROAD_NOT_HANDED_OVER) {
      throw Refusal.conflict("This person is not waiting to be handed over.");
    }
    List<String> against =
        conditions.at(Set.of(caseNumber), now, Optional.of(flight)).get(caseNumber).stream()
            .filter(verdict -> !verdict.isMet())
            .filter(verdict -> AT_HANDOVER.contains(verdict.condition()))
            .map(Verdict::sentence)
            .toList();
    if (!against.isEmpty()) {
      throw Refusal.conflict(
          "Not handed over. " + String.join(" ", against), Map.of("conditions", against));
    }
    rows.add(
        "handover",
        columns(
            "flight_id", flight,
            "case_number", caseNumber,
            "received_by", receivedBy,
            "occurred_at", now,
            "recorded_at", now,
            "recorded_by", by.id()));
    rows.query().sql("delete from live_seat where seat_id = ?").param(seat.id()).update();
    audit.add(caseNumber, by.id(), "handed over", flight);
    tell("handedOver", caseNumber);
    if (notHandedOver(flight) == 0) {
      add(flight, Event.HANDED_OVER, "", now, by.id());
      tell("allHandedOver", flight);
    }
    return flight(flight);
  }

  /** Conditions that still make sense at the handover; the others ended with the departure. */
  private static final Set<Condition> AT_HANDOVER =
      java.util.EnumSet.of(
          Condition.LEGAL_BASIS,
          Condition.FINAL_CONVICTION,
          Condition.NATIONALITY_VERIFIED,
          Condition.NOT_OWN_NATIONAL,
          Condition.ADULT,
          Condition.SENTENCE_LEFT,
          Condition.FACILITY_STANDARDS,
          Condition.NO_PROTECTION_BAR,
          Condition.RECEIVING_ACCEPTANCE,
          Condition.FUNDS,
          Condition.NO_STAY);

  public Flight one(Actor by, String id) {
    Flight flight = flight(id);
    Agreement agreement = agreements.current(flight.agreement());
    if (!by.actsFor(agreement.sending().state(), agreement.receiving().state())) {
      throw Refusal.notFound("flight");
    }
    by.mustBe(
        Role.FLIGHT_OPERATIONS,
        Role.RECEIVING,
        Role.MANAGERS,
        Role.AUDITORS,
        Role.SYSTEMS,
        Role.MEDICAL,
        Role.CASEWORKERS,
        Role.DUTY_LAWYERS,
        Role.LEGAL_REVIEWERS);
    return flight;
  }

  public List<Flight> list(Actor by, int page, int size) {
    Set<String> codes =
        agreements.all().stream()
            .filter(one -> by.actsFor(one.sending().state(), one.receiving().state()))
            .map(Agreement::code)
            .collect(Collectors.toSet());
    if (codes.isEmpty()) {
      return List.of();
    }
    return rows
        .query()
        .sql(
            "select id from flight where agreement_code in (:codes) order by id desc limit :size offset :offset")
        .param("codes", codes)
        .param("size", size)
        .param("offset", page * size)
        .query(String.class)
        .list()
        .stream()
        .map(id -> one(by, id))
        .toList();
  }

  /**
   * The flights on which these cases have a live seat with a signed manifest, as known at a moment.
   */
  Map<String, String> signedSeats(Collection<String> caseNumbers, Instant knownAt) {
    Map<String, String> flights = new HashMap<>();
    rows.query()
        .sql(
            """
            select s.case_number, s.flight_id from seat s
            where s.case_number in (:cases) and s.recorded_at <= :knownAt
              and not exists (select 1 from seat_release r
                where r.seat_id = s.id and r.recorded_at <= :knownAt)
              and (select max(e.id) from flight_event e where e.flight_id = s.flight_id
                and e.kind = 'SIGNED' and e.recorded_at <= :knownAt)
                > coalesce((select max(e.id) from flight_event e where e.flight_id = s.flight_id
                and e.kind in ('LOCKED', 'MANIFEST_WRONG', 'CANCELLED') and e.recorded_at <= :knownAt), 0)
            order by s.id""")
        .param("cases", caseNumbers)
        .param("knownAt", at(knownAt))
        .query((row, n) -> flights.put(row.getString("case_number"), row.getString("flight_id")))
        .list();
    return flights;
  }

  private void release(String flight, Seat seat, String reason, String by) {
    rows.addKeyed(
        "seat_release",
        columns(
            "seat_id",
            seat.id(),
            "reason",
            reason,
            "recorded_at",
            clock.instant(),
            "recorded_by",
            by));
    rows.query().sql("delete from live_seat where seat_id = ?").param(seat.id()).update();
    audit.add(
        seat.caseNumber(),
        by,
        "stayed behind",
        flight + ": " + (reason.length() > 1500 ? reason.substring(0, 1500) : reason));
  }

  private void keep(String flight, String caseNumber, Verdict verdict, Instant now) {
    rows.addKeyed(
        "departure_verdict",
        columns(
            "flight_id", flight,
            "case_number", caseNumber,
            "condition_code", verdict.condition(),
            "met", verdict.isMet(),
            "sentence", verdict.sentence(),
            "evidence", String.join("; ", verdict.evidence()),
            "signed_by", String.join(", ", verdict.signedBy()),
            "recorded_at", now));
  }

  private void add(String flight, Event event, String detail, Instant at, String by) {
    rows.add(
        "flight_event",
        columns(
            "flight_id", flight,
            "kind", event,
            "detail", detail,
            "occurred_at", at,
            "recorded_at", clock.instant(),
            "recorded_by", by));
    audit.add(flight, by, "flight: " + event, detail);
  }

  private void tell(String message, String key) {
    if (!road.tell(message, key)) {
      throw Refusal.conflict(
          "The process of %s does not wait for this now; open its tasks first.".formatted(key));
    }
  }

  private void mustBe(String flight, Event expected, String rule) {
    Event now = flight(flight).status();
    if (now != expected) {
      throw Refusal.conflict(
          "Flight %s is %s. %s".formatted(flight, now, rule), Map.of("status", now.name()));
    }
  }

  private long notHandedOver(String flight) {
    return rows.query()
        .sql(
            """
            select count(*) from seat s where s.flight_id = ?
              and not exists (select 1 from seat_release r where r.seat_id = s.id)
              and not exists (select 1 from handover h
                where h.flight_id = s.flight_id and h.case_number = s.case_number)""")
        .param(flight)
        .query(Long.class)
        .single();
  }

  private Agreement agreementOf(String flight) {
    return agreements.current(flight(flight).agreement());
  }

  private static void mustBeSendingSide(Actor by, Agreement agreement) {
    if (by.state().filter(agreement.sending().state()::equals).isEmpty()) {
      throw Refusal.notFound("agreement of your state");
    }
  }

  private Flight flight(String id) {
    Event status =
        happened(id).stream()
            .map(Happened::event)
            .reduce((earlier, later) -> later)
            .orElseThrow(() -> Refusal.notFound("flight"));
    List<String> seated = seats(id).stream().map(Seat::caseNumber).toList();
    return rows.query()
        .sql("select * from flight where id = ?")
        .param(id)
        .query(
            (row, n) ->
                new Flight(
                    id,
                    row.getString("agreement_code"),
                    row.getString("departs_from"),
                    row.getString("arrives_at"),
                    Rows.instant(row, "planned_departure"),
                    status,
                    seated))
        .single();
  }

  private List<Happened> happened(String flight) {
    return rows.query()
        .sql("select * from flight_event where flight_id = ? order by id")
        .param(flight)
        .query(
            (row, n) ->
                new Happened(
                    Event.valueOf(row.getString("kind")),
                    Rows.instant(row, "occurred_at"),
                    row.getString("recorded_by")))
        .list();
  }

  private static Optional<Happened> last(List<Happened> list, Event event) {
    return list.stream().filter(one -> one.event() == event).reduce((earlier, later) -> later);
  }

  private List<Seat> seats(String flight) {
    return rows.query()
        .sql(
            """
            select s.id, s.case_number, s.person_id from seat s where s.flight_id = ?
              and not exists (select 1 from seat_release r where r.seat_id = s.id) order by s.id""")
        .param(flight)
        .query(Seat.class)
        .list();
  }
}
