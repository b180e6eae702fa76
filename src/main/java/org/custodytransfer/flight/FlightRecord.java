package org.custodytransfer.flight;

import static org.custodytransfer.platform.Rows.at;
import static org.custodytransfer.platform.Rows.columns;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.flight.Flights.Event;
import org.custodytransfer.flight.Flights.Flight;
import org.custodytransfer.platform.Page;
import org.custodytransfer.platform.Paging;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Rows;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The tables of flights and seats. */
@Repository
@Transactional
class FlightRecord {

  /**
   * @param hour the departure that was planned with it, where that was another
   */
  record Happened(Event event, Instant at, String by, Optional<Instant> hour) {}

  record Seat(long id, String flightId, String caseNumber, String personId) {

    /** The persons by the number of their case. */
    static Map<String, String> persons(List<Seat> seats) {
      return seats.stream()
          .collect(Collectors.toMap(Seat::caseNumber, Seat::personId, (a, b) -> a, TreeMap::new));
    }
  }

  private final Rows rows;
  private final AuditTrail audit;
  private final Clock clock;

  FlightRecord(Rows rows, AuditTrail audit, Clock clock) {
    this.rows = rows;
    this.audit = audit;
    this.clock = clock;
  }

  void plan(String id, String agreement, Flights.NewFlight planned, String by) {
    rows.addKeyed(
        "flight",
        columns(
            "id", id,
            "agreement_code", agreement,
            "departs_from", planned.departsFrom(),
            "arrives_at", planned.arrivesAt(),
            "planned_departure", planned.plannedDeparture(),
            "recorded_at", clock.instant(),
            "recorded_by", by));
    add(id, Event.PLANNED, "", clock.instant(), by);
  }

  void add(String flight, Event event, String detail, Instant at, String by) {
    add(flight, event, detail, at, by, Optional.empty());
  }

  void add(
      String flight,
      Event event,
      String detail,
      Instant at,
      String by,
      Optional<Instant> plannedDeparture) {
    rows.add(
        "flight_event",
        columns(
            "flight_id", flight,
            "kind", event,
            "detail", Rows.cut(detail, 2000),
            "planned_departure", plannedDeparture.map(Rows::at),
            "occurred_at", at,
            "recorded_at", clock.instant(),
            "recorded_by", by));
    audit.add(flight, by, "flight: " + event, "");
  }

  /**
   * @throws Refusal 404 if there is no such flight
   */
  Flight flight(String id) {
    List<Happened> happened = happened(id);
    Event phase =
        happened.stream()
            .map(Happened::event)
            .filter(Event::isPhase)
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
                    hour(happened).orElse(Rows.instant(row, "planned_departure")),
                    phase,
                    seated))
        .single();
  }

  private static Optional<Instant> hour(List<Happened> happened) {
    return happened.stream().flatMap(one -> one.hour().stream()).reduce((earlier, later) -> later);
  }

  List<Happened> happened(String flight) {
    return rows.query()
        .sql("select * from flight_event where flight_id = ? order by id")
        .param(flight)
        .query(
            (row, n) ->
                new Happened(
                    Event.valueOf(row.getString("kind")),
                    Rows.instant(row, "occurred_at"),
                    row.getString("recorded_by"),
                    Rows.maybeInstant(row, "planned_departure")))
        .list();
  }

  void mustBe(String flight, Event expected, String rule) {
    Event now = flight(flight).status();
    if (now != expected) {
      throw Refusal.conflict(
          String.format(Locale.ROOT, "Flight %s is %s. %s", flight, now, rule),
          Map.of("current", now.name()));
    }
  }

  Page<String> find(
      Set<String> agreements, Optional<Event> status, Optional<String> text, Paging paging) {
    return rows.page(
        """
        select f.id from flight f where f.agreement_code in (:codes)
          and (lower(f.id) like :text escape '!' or lower(f.departs_from) like :text escape '!'
            or lower(f.arrives_at) like :text escape '!')
          and (:status = '' or :status = (select e.kind from flight_event e where e.id =
            (select max(p.id) from flight_event p where p.flight_id = f.id and p.kind in (:phases))))""",
        Map.of(
            "codes", agreements,
            "text", Rows.containing(text),
            "status", status.map(Event::name).orElse(""),
            "phases", Stream.of(Event.values()).filter(Event::isPhase).map(Event::name).toList()),
        "id desc",
        paging,
        (row, n) -> row.getString("id"));
  }

  /** Flights that have left and still carry somebody. */
  List<String> onTheWay() {
    return rows.query()
        .sql(
            """
            select distinct s.flight_id from live_seat l join seat s on s.id = l.seat_id
            where exists (select 1 from flight_event e where e.flight_id = s.flight_id and e.kind = 'DEPARTED')
            order by s.flight_id""")
        .query(String.class)
        .list();
  }

  void seat(String flight, String caseNumber, String personId, String by) {
    long id =
        rows.add(
            "seat",
            columns(
                "flight_id", flight,
                "case_number", caseNumber,
                "person_id", personId,
                "recorded_at", clock.instant(),
                "recorded_by", by));
    rows.addKeyed("live_seat", columns("person_id", personId, "seat_id", id));
    audit.add(caseNumber, by, "seat given", flight);
  }

  Optional<Seat> liveSeat(String personId) {
    return rows.query()
        .sql(
            "select s.id, s.flight_id, s.case_number, s.person_id from live_seat l"
                + " join seat s on s.id = l.seat_id where l.person_id = ?")
        .param(personId)
        .query(Rows.as(Seat.class))
        .optional();
  }

  /** Seats that were not released, those of persons handed over included. */
  List<Seat> seats(String flight) {
    return rows.query()
        .sql(
            """
            select s.id, s.flight_id, s.case_number, s.person_id from seat s where s.flight_id = ?
              and not exists (select 1 from seat_release r where r.seat_id = s.id) order by s.id""")
        .param(flight)
        .query(Rows.as(Seat.class))
        .list();
  }

  /** Seats of persons who were not handed over yet. */
  List<Seat> remaining(String flight) {
    return rows.query()
        .sql(
            """
            select s.id, s.flight_id, s.case_number, s.person_id from seat s where s.flight_id = ?
              and not exists (select 1 from seat_release r where r.seat_id = s.id)
              and not exists (select 1 from handover h
                where h.flight_id = s.flight_id and h.case_number = s.case_number) order by s.id""")
        .param(flight)
        .query(Rows.as(Seat.class))
        .list();
  }

  void release(Seat seat, String what, String reason, String by) {
    rows.addKeyed(
        "seat_release",
        columns(
            "seat_id",
            seat.id(),
            "reason",
            Rows.cut(reason, 4000),
            "recorded_at",
            clock.instant(),
            "recorded_by",
            by));
    freeSlot(seat);
    audit.add(seat.caseNumber(), by, what, seat.flightId());
    Event status = flight(seat.flightId()).status();
    if (status == Event.SIGNED || status == Event.BROUGHT_FORWARD) {
      int remaining = remaining(seat.flightId()).size();
      String list =
          String.format(Locale.ROOT, "%d remain, without %s", remaining, seat.caseNumber());
      add(seat.flightId(), Event.MANIFEST_REISSUED, list, clock.instant(), by);
    }
  }

  void handover(Seat seat, String receivedBy, Instant at, String by) {
    rows.add(
        "handover",
        columns(
            "flight_id", seat.flightId(),
            "case_number", seat.caseNumber(),
            "received_by", receivedBy,
            "occurred_at", at,
            "recorded_at", at,
            "recorded_by", by));
    freeSlot(seat);
    audit.add(seat.caseNumber(), by, "handed over", seat.flightId());
  }

  private void freeSlot(Seat seat) {
    rows.query().sql("delete from live_seat where seat_id = ?").param(seat.id()).update();
  }

  /** The hour that was signed before it was brought forward. */
  Instant plannedBefore(String flight) {
    List<Happened> happened = happened(flight);
    int forward =
        happened.stream().map(Happened::event).toList().lastIndexOf(Event.BROUGHT_FORWARD);
    return hour(happened.subList(0, forward))
        .orElseGet(
            () ->
                rows.query()
                    .sql("select planned_departure from flight where id = ?")
                    .param(flight)
                    .query((row, n) -> Rows.instant(row, "planned_departure"))
                    .single());
  }

  /** When the manifest that stands was locked. */
  Instant lockedAt(String flight) {
    return happened(flight).stream()
        .filter(one -> one.event() == Event.LOCKED)
        .map(Happened::at)
        .reduce((earlier, later) -> later)
        .orElseThrow();
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
                and e.kind in ('LOCKED', 'MANIFEST_WRONG', 'BROUGHT_FORWARD', 'CANCELLED') and e.recorded_at <= :knownAt), 0)
            order by s.id""")
        .param("cases", caseNumbers)
        .param("knownAt", at(knownAt))
        .query((row, n) -> flights.put(row.getString("case_number"), row.getString("flight_id")))
        .list();
    return flights;
  }
}
