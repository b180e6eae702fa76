package org.custodytransfer.flight;

import static org.custodytransfer.platform.Rows.columns;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Message;
import org.custodytransfer.access.Road;
import org.custodytransfer.agreement.Agreements;
import org.custodytransfer.casefile.CaseFile.Place;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.casefile.CaseRecord;
import org.custodytransfer.condition.Station;
import org.custodytransfer.flight.FlightRecord.Seat;
import org.custodytransfer.flight.Flights.Event;
import org.custodytransfer.legal.DepartureConditions;
import org.custodytransfer.legal.Verdict;
import org.custodytransfer.platform.Locks;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Rows;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The gate: a departure is decided here, under the one lock, from the record alone. */
@Service
@Transactional
public class Departures {

  /** Who left, and who stayed behind with the sentences that kept them. */
  public record Departure(
      String flight, Instant at, List<String> aboard, Map<String, List<String>> leftBehind) {}

  /**
   * A departure was refused, with the conditions that stood against each; {@link Waiting} hears of
   * it.
   */
  record NobodyLeft(String flight, Map<String, List<String>> against, String by) {}

  private final Agreements agreements;
  private final CaseFiles cases;
  private final CaseRecord caseRecord;
  private final DepartureConditions conditions;
  private final FlightRecord flights;
  private final Road road;
  private final Rows rows;
  private final Locks locks;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  Departures(
      Agreements agreements,
      CaseFiles cases,
      CaseRecord caseRecord,
      DepartureConditions conditions,
      FlightRecord flights,
      Road road,
      Rows rows,
      Locks locks,
      ApplicationEventPublisher events,
      Clock clock) {
    this.agreements = agreements;
    this.cases = cases;
    this.caseRecord = caseRecord;
    this.conditions = conditions;
    this.flights = flights;
    this.road = road;
    this.rows = rows;
    this.locks = locks;
    this.events = events;
    this.clock = clock;
  }

  /**
   * A planner's question, before the manifest is signed: does what holds now still hold when the
   * flight leaves?
   *
   * @throws Refusal 409 with what lapses by itself until then: it is put right before
   */
  public void mustHoldUntilItLeaves(String flight) {
    Instant leaves = flights.flight(flight).plannedDeparture();
    Map<String, List<String>> lapsing =
        standing(
            conditions.at(
                flights.seats(flight).stream().map(Seat::caseNumber).toList(),
                clock.instant(),
                Optional.of(flight)),
            Verdict::sentence,
            // What is certified at the flight is certified anew there.
            verdict ->
                verdict.condition().station() != Station.NOTHING
                    && verdict.holdsUntil().filter(leaves::isAfter).isPresent());
    if (!lapsing.isEmpty()) {
      throw Refusal.conflict(
          "Not everything holds until the planned departure: "
              + said(lapsing)
              + " Have it signed anew first, or plan an earlier flight.",
          Map.of("conditions", lapsing));
    }
  }

  /**
   * Lets the flight leave with those for whom every condition holds. Who fails one stays behind
   * with the reason, and the case goes back to its place on the road.
   *
   * @throws Refusal 409 if nobody remains: nothing leaves, and each case looks at what it needs.
   *     Whoever lacks only what is done at the flight keeps the seat.
   */
  public Departure depart(Actor by, String flight) {
    Flights.mustBeSendingSide(by, agreements.current(flights.flight(flight).agreement()), "flight");
    locks.gate();
    locks.persons(flights.seats(flight).stream().map(Seat::personId).toList());
    // Read behind the locks: a seat may have been given back meanwhile.
    List<Seat> seats = flights.seats(flight);
    flights.mustBe(flight, Event.SIGNED, "It departs once its manifest is signed, and once only.");
    Instant now = clock.instant();
    mustBeItsHour(flights.flight(flight), now);
    if (seats.isEmpty()) {
      throw Refusal.conflict(
          "Nobody has a seat on this flight any more: every case was held or went back on its road.");
    }
    Map<String, List<Verdict>> verdicts =
        conditions.at(seats.stream().map(Seat::caseNumber).toList(), now, Optional.of(flight));
    Map<String, List<String>> against = standing(verdicts, Verdict::sentence, UNMET);
    List<Seat> leaving =
        seats.stream().filter(seat -> !against.containsKey(seat.caseNumber())).toList();
    if (leaving.isEmpty()) {
      events.publishEvent(
          new NobodyLeft(
              flight, standing(verdicts, one -> one.condition().name(), UNMET), by.id()));
      throw Refusal.conflict(
          "Nobody may leave on this flight. "
              + said(against)
              + " Each case goes back to what it lacks.",
          Map.of("conditions", against));
    }
    // The whole list first: one entry of the trail speaks of it.
    rows.addKeyed(
        "departure_verdict",
        seats.stream()
            .flatMap(
                seat ->
                    verdicts.get(seat.caseNumber()).stream()
                        .map(verdict -> kept(flight, seat.caseNumber(), verdict, now)))
            .toList());
    for (Seat seat : seats) {
      if (against.containsKey(seat.caseNumber())) {
        flights.release(
            seat, "stayed behind", String.join(" ", against.get(seat.caseNumber())), by.id());
      }
    }
    caseRecord.place(Seat.persons(leaving), Place.ABOARD, now, by.id());
    flights.add(flight, Event.DEPARTED, leaving.size() + " aboard", now, by.id());
    if (!road.tell(Message.DEPARTED, flight)) {
      throw Refusal.conflict(
          String.format(Locale.ROOT, "The process of %s does not wait for its departure.", flight));
    }
    against.keySet().forEach(caseNumber -> road.tell(Message.RECONSIDER, caseNumber));
    return new Departure(flight, now, leaving.stream().map(Seat::caseNumber).toList(), against);
  }

  /** Counsel and courts know the hour that was signed. */
  private static void mustBeItsHour(Flights.Flight flight, Instant now) {
    if (now.isBefore(flight.plannedDeparture().minus(Flights.BEFORE_ITS_HOUR))) {
      throw Refusal.conflict(
          String.format(
              Locale.ROOT,
              "It departs at its hour, %s. To leave earlier, bring it forward with POST /api/flights/%s/earlier:"
                  + " with a reason, which another person signs.",
              flight.plannedDeparture(),
              flight.id()),
          Map.of("plannedDeparture", flight.plannedDeparture().toString()));
    }
  }

  private static String said(Map<String, List<String>> standing) {
    return standing.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + String.join(" ", entry.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static final Predicate<Verdict> UNMET = verdict -> !verdict.isMet();

  private static Map<String, List<String>> standing(
      Map<String, List<Verdict>> verdicts,
      Function<Verdict, String> said,
      Predicate<Verdict> asked) {
    Map<String, List<String>> against = new LinkedHashMap<>();
    verdicts.forEach(
        (number, list) -> {
          List<String> standing = list.stream().filter(asked).map(said).toList();
          if (!standing.isEmpty()) {
            against.put(number, standing);
          }
        });
    return against;
  }

  private static Map<String, Object> kept(
      String flight, String caseNumber, Verdict verdict, Instant now) {
    return columns(
        "flight_id", flight,
        "case_number", caseNumber,
        "condition_code", verdict.condition(),
        "met", verdict.isMet(),
        "sentence", Rows.cut(verdict.sentence(), 2000),
        "evidence", Rows.cut(String.join("; ", verdict.evidence()), 4000),
        "signed_by", Rows.cut(String.join(", ", verdict.signedBy()), 2000),
        "recorded_at", now);
  }
}
