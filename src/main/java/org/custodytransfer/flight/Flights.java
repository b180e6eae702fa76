package org.custodytransfer.flight;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Message;
import org.custodytransfer.access.Road;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.Agreements;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.CaseStatus;
import org.custodytransfer.casefile.CaseFile.Place;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.flight.FlightRecord.Happened;
import org.custodytransfer.flight.FlightRecord.Seat;
import org.custodytransfer.platform.Listing;
import org.custodytransfer.platform.Locks;
import org.custodytransfer.platform.Page;
import org.custodytransfer.platform.Paging;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Subject;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Flights on the ground: planning, manifest, delay, cancellation, and seats given back. */
@Service
@Transactional
public class Flights {

  /** How long before departure the physicians are asked. */
  private static final Duration FITNESS_OPENS = Duration.ofHours(48);

  /** How long before departure the manifest stands. */
  private static final Duration MANIFEST_LOCKED = Duration.ofHours(24);

  /** How long before its hour a flight may leave, when everybody is aboard. */
  static final Duration BEFORE_ITS_HOUR = Duration.ofMinutes(30);

  /** What happened to a flight, in order; a phase is what the flight is in from then on. */
  public enum Event {
    PLANNED(true),
    CHARTERED(true),
    LOCKED(true),
    MANIFEST_WRONG(true),
    SIGNED(true),
    /** It leaves earlier than was signed, once another person has signed that. */
    BROUGHT_FORWARD(true),
    CANCELLED(true),
    DEPARTED(true),
    ARRIVED(true),
    HANDED_OVER(true),
    BROUGHT_BACK(true),
    DELAYED(false),
    MANIFEST_REISSUED(false),
    TURN_BACK_ORDERED(false),
    TURN_BACK_DONE(false),
    /** Somebody found out where those are who left. */
    ACCOUNTED_FOR(false);

    private final boolean phase;

    Event(boolean phase) {
      this.phase = phase;
    }

    boolean isPhase() {
      return phase;
    }
  }

  public record NewFlight(
      String agreement,
      String departsFrom,
      String arrivesAt,
      Instant plannedDeparture,
      List<String> cases) {}

  /**
   * @param seats seats that were not given back, by case number
   */
  public record Flight(
      String id,
      String agreement,
      String departsFrom,
      String arrivesAt,
      Instant plannedDeparture,
      Event status,
      List<String> seats) {}

  private final Agreements agreements;
  private final CaseFiles cases;
  private final FlightRecord flights;
  private final Road road;
  private final Locks locks;
  private final Clock clock;

  Flights(
      Agreements agreements,
      CaseFiles cases,
      FlightRecord flights,
      Road road,
      Locks locks,
      Clock clock) {
    this.agreements = agreements;
    this.cases = cases;
    this.flights = flights;
    this.road = road;
    this.locks = locks;
    this.clock = clock;
  }

  /** Plans a flight and gives each case that waits for one a seat. */
  public Flight plan(Actor by, NewFlight planned) {
    Agreement agreement = agreements.current(planned.agreement());
    mustBeSendingSide(by, agreement, "agreement of your state");
    Instant now = clock.instant();
    if (!planned.plannedDeparture().isAfter(now)) {
      throw Refusal.badInput("/plannedDeparture", "must be in the future");
    }
    locks.gate();
    locks.persons(planned.cases().stream().map(cases::personOf).toList());
    List<CaseFile> files = new ArrayList<>();
    for (String number : planned.cases()) {
      files.add(waiting(by, number, agreement));
    }
    String id =
        Subject.OfFlight.numbered(agreement.code(), locks.next("flight " + agreement.code())).id();
    flights.plan(id, agreement.code(), planned, by.id());
    files.forEach(file -> flights.seat(id, file.caseNumber(), file.person().id(), by.id()));
    Map<String, Object> codes = new HashMap<>(fitness(planned.plannedDeparture(), now));
    codes.put("flight", id);
    road.start("flight", id, agreement.code(), codes);
    return flights.flight(id);
  }

  /** When the physicians are asked, and asked again each day. */
  private static Map<String, Object> fitness(Instant plannedDeparture, Instant now) {
    Instant before = plannedDeparture.minus(FITNESS_OPENS);
    Instant opens = before.isAfter(now) ? before : now;
    return Map.of(
        "fitnessOpensAt",
        Date.from(opens),
        "fitnessCycle",
        String.format(
            Locale.ROOT,
            "R/%s/PT24H",
            opens.plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS)));
  }

  private CaseFile waiting(Actor by, String number, Agreement agreement) {
    CaseFile file = cases.visible(by, number, clock.instant());
    if (!file.agreement().code().equals(agreement.code())) {
      throw Refusal.notFound("case");
    }
    if (file.status() != CaseStatus.READY || !file.place().inCustody()) {
      throw Refusal.conflict(
          String.format(
              Locale.ROOT,
              "Case %s does not wait for a flight: its status is %s, the person is %s.",
              number,
              file.status(),
              file.place()),
          Map.of("caseNumber", number, "current", file.status().name()));
    }
    if (flights.liveSeat(file.person().id()).isPresent()) {
      throw Refusal.conflict(
          String.format(Locale.ROOT, "The person of case %s has a seat already.", number),
          Map.of("caseNumber", number));
    }
    return file;
  }

  /** Records a step of the flight's own process: charter, lock, signature. */
  public void step(Actor by, String flight, Event event, String detail) {
    if (event == Event.LOCKED
        && clock
            .instant()
            .isAfter(flights.flight(flight).plannedDeparture().minus(MANIFEST_LOCKED))) {
      throw Refusal.conflict(
          String.format(
              Locale.ROOT,
              "The manifest is locked at least %d hours before departure. Delay the flight with POST /api/flights/%s/delay.",
              MANIFEST_LOCKED.toHours(),
              flight));
    }
    boolean lockedBySelf =
        flights.happened(flight).stream()
            .filter(one -> one.event() == Event.LOCKED || one.event() == Event.BROUGHT_FORWARD)
            .reduce((earlier, later) -> later)
            .map(Happened::by)
            .map(by.id()::equals)
            .orElse(true);
    if (event == Event.SIGNED && lockedBySelf) {
      throw Refusal.forbidden(
          "You locked this manifest, or brought its departure forward; another person signs it.");
    }
    boolean notSigned =
        event == Event.MANIFEST_WRONG && flights.flight(flight).status() == Event.BROUGHT_FORWARD;
    // What a second person does not sign has no effect: it leaves at the hour that was signed.
    Optional<Instant> hour =
        notSigned ? Optional.of(flights.plannedBefore(flight)) : Optional.empty();
    flights.add(flight, event, detail, clock.instant(), by.id(), hour);
  }

  /** Cases that have a seat on a flight. */
  public List<String> seated(String flight) {
    return flights.seats(flight).stream().map(Seat::caseNumber).toList();
  }

  /** Whether a case has a seat on a flight that is still to leave or on its way. */
  public boolean hasSeat(String caseNumber) {
    return flights.liveSeat(cases.personOf(caseNumber)).isPresent();
  }

  /** Cancels a flight that has not departed; the road of its process does the rest. */
  public Flight cancel(Actor by, String flight, String reason) {
    onTheGround(by, flight);
    flights.add(flight, Event.CANCELLED, reason, clock.instant(), by.id());
    if (!road.tell(Message.FLIGHT_CANCELLED, flight)) {
      throw Refusal.conflict("The process of this flight has ended.");
    }
    return flights.flight(flight);
  }

  /** Moves the planned departure of a flight that has not departed. */
  public Flight delay(Actor by, String flight, Instant plannedDeparture, String reason) {
    Flight known = onTheGround(by, flight);
    if (!plannedDeparture.isAfter(known.plannedDeparture())) {
      throw Refusal.badInput("/plannedDeparture", "must be later than planned before");
    }
    flights.add(
        flight, Event.DELAYED, reason, clock.instant(), by.id(), Optional.of(plannedDeparture));
    return flights.flight(flight);
  }

  /**
   * Brings the departure of a flight forward whose manifest is signed; that is signed anew, by
   * another person.
   *
   * @throws Refusal 409 unless its manifest is signed; 400 where the manifest would stand less than
   *     a day
   */
  public Flight bringForward(Actor by, String flight, Instant plannedDeparture, String reason) {
    Flight known = onTheGround(by, flight);
    if (known.status() != Event.SIGNED) {
      throw Refusal.conflict(
          known.status() == Event.BROUGHT_FORWARD
              ? "It was brought forward already: another person signs that, or finds it wrong, first."
              : "A departure is brought forward once the manifest is signed; before, plan another flight.",
          Map.of("current", known.status().name()));
    }
    if (!plannedDeparture.isBefore(known.plannedDeparture())) {
      throw Refusal.badInput("/plannedDeparture", "must be earlier than planned before");
    }
    Instant now = clock.instant();
    Instant earliest = flights.lockedAt(flight).plus(MANIFEST_LOCKED);
    if (plannedDeparture.isBefore(earliest) || plannedDeparture.isBefore(now)) {
      throw Refusal.badInput(
          "/plannedDeparture",
          "must be in the future, and at least "
              + MANIFEST_LOCKED.toHours()
              + " hours after the manifest was locked, from "
              + earliest);
    }
    flights.add(flight, Event.BROUGHT_FORWARD, reason, now, by.id(), Optional.of(plannedDeparture));
    if (!road.tell(Message.BROUGHT_FORWARD, flight, fitness(plannedDeparture, now))) {
      throw Refusal.conflict("The process of this flight does not wait for its departure.");
    }
    return flights.flight(flight);
  }

  private Flight onTheGround(Actor by, String flight) {
    mustBeSendingSide(by, agreements.current(flights.flight(flight).agreement()), "flight");
    locks.gate();
    Flight known = flights.flight(flight);
    if (!ON_THE_GROUND.contains(known.status())) {
      throw Refusal.conflict(
          String.format(
              Locale.ROOT,
              "Flight %s is %s: this is possible before departure.",
              flight,
              known.status()),
          Map.of("current", known.status().name()));
    }
    return known;
  }

  private static final Set<Event> ON_THE_GROUND =
      Set.of(
          Event.PLANNED,
          Event.CHARTERED,
          Event.LOCKED,
          Event.MANIFEST_WRONG,
          Event.SIGNED,
          Event.BROUGHT_FORWARD);

  /** Releases every seat of a flight that will not leave; its cases wait for another. */
  public void releaseAll(String flight) {
    locks.gate();
    if (flights.flight(flight).status() != Event.CANCELLED) {
      flights.add(flight, Event.CANCELLED, "", clock.instant(), "system");
    }
    List<Seat> seats = flights.seats(flight);
    locks.persons(seats.stream().map(Seat::personId).toList());
    for (Seat seat : flights.seats(flight)) {
      flights.release(seat, "seat given back", "The flight is cancelled.", "system");
      road.tell(Message.RECONSIDER, seat.caseNumber());
    }
  }

  /** Gives a case's seat back, if it has one; the caller holds the person's lock. */
  public void giveBack(String caseNumber, String reason) {
    CaseFile file = cases.one(caseNumber, clock.instant());
    Optional<Seat> seat =
        flights.liveSeat(file.person().id()).filter(live -> live.caseNumber().equals(caseNumber));
    if (seat.isEmpty()) {
      return;
    }
    String flight = seat.get().flightId();
    flights.release(seat.get(), "seat given back", reason, "system");
    boolean wasTheLast =
        flights.flight(flight).status() == Event.ARRIVED && flights.remaining(flight).isEmpty();
    if (file.place() == Place.ABROAD_NOT_HANDED_OVER && wasTheLast) {
      road.tell(Message.ALL_HANDED_OVER, flight);
    }
  }

  public Flight one(Actor by, String id) {
    Flight flight = flights.flight(id);
    Agreement agreement = agreements.current(flight.agreement());
    agreement.mustBeParty(by, "flight");
    return flight;
  }

  /**
   * The flights of one's agreements, newest first.
   *
   * @param asked its status is a phase: what a flight is in; its text is part of the flight's
   *     number or of an airport
   */
  public Page<Flight> list(Actor by, Listing asked) {
    Optional<Event> status = asked.status(Event.class);
    Paging paging = asked.paging();
    Set<String> codes = agreements.codesFor(by, asked.agreement());
    if (codes.isEmpty()) {
      return Page.empty(paging);
    }
    Page<String> found = flights.find(codes, status, asked.q(), paging);
    return new Page<>(found.items().stream().map(flights::flight).toList(), paging, found.total());
  }

  static void mustBeSendingSide(Actor by, Agreement agreement, String what) {
    if (by.state().filter(agreement.sending().state()::equals).isEmpty()) {
      throw Refusal.notFound(what);
    }
  }
}
