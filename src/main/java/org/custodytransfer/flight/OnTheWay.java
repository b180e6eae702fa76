package org.custodytransfer.flight;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Message;
import org.custodytransfer.access.Road;
import org.custodytransfer.access.Role;
import org.custodytransfer.agreement.AdverseFact;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.Agreements;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.Place;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.casefile.CaseRecord;
import org.custodytransfer.condition.Condition;
import org.custodytransfer.flight.FlightRecord.Seat;
import org.custodytransfer.flight.Flights.Event;
import org.custodytransfer.flight.Flights.Flight;
import org.custodytransfer.legal.DepartureConditions;
import org.custodytransfer.legal.Verdict;
import org.custodytransfer.platform.Locks;
import org.custodytransfer.platform.Refusal;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * From the departure until everybody is accounted for: arrival, handover person by person, and the
 * way back of those who may not be handed over.
 */
@Service
@Transactional
public class OnTheWay {

  /** What became of a turn back. */
  public enum Outcome {
    TURNED_BACK,
    BROUGHT_HOME,
    LIFTED
  }

  /** Somebody who has left may not be handed over. */
  private record HandoverRefused(String flight) {}

  private final Agreements agreements;
  private final CaseFiles cases;
  private final CaseRecord caseRecord;
  private final DepartureConditions conditions;
  private final FlightRecord flights;
  private final Road road;
  private final Locks locks;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  OnTheWay(
      Agreements agreements,
      CaseFiles cases,
      CaseRecord caseRecord,
      DepartureConditions conditions,
      FlightRecord flights,
      Road road,
      Locks locks,
      ApplicationEventPublisher events,
      Clock clock) {
    this.agreements = agreements;
    this.cases = cases;
    this.caseRecord = caseRecord;
    this.conditions = conditions;
    this.flights = flights;
    this.road = road;
    this.locks = locks;
    this.events = events;
    this.clock = clock;
  }

  public Flight arrive(Actor by, String flight) {
    Flights.mustBeSendingSide(by, agreements.current(flights.flight(flight).agreement()), "flight");
    locks.gate();
    flights.mustBe(flight, Event.DEPARTED, "It arrives after it has departed.");
    Instant now = clock.instant();
    List<Seat> aboard = flights.remaining(flight);
    locks.persons(aboard.stream().map(Seat::personId).toList());
    caseRecord.place(Seat.persons(aboard), Place.ABROAD_NOT_HANDED_OVER, now, by.id());
    flights.add(flight, Event.ARRIVED, "", now, by.id());
    tell(Message.ARRIVED, flight);
    if (aboard.isEmpty()) {
      tell(Message.ALL_HANDED_OVER, flight);
    }
    return flights.flight(flight);
  }

  /** What was found out of where everybody is, for as long as they are on the way. */
  public void accountedFor(Actor by, String flight, String found) {
    locks.gate();
    flights.add(flight, Event.ACCOUNTED_FOR, found, clock.instant(), by.id());
  }

  /** One person is handed over to the receiving state; what can still forbid it is asked again. */
  public Flight handOver(Actor by, String flight, String caseNumber, String receivedBy) {
    Agreement agreement = agreements.current(flights.flight(flight).agreement());
    Actor side = agreement.mustBeParty(by, "flight");
    locks.gate();
    Seat seat =
        flights.seats(flight).stream()
            .filter(one -> one.caseNumber().equals(caseNumber))
            .findFirst()
            .orElseThrow(() -> Refusal.notFound("passenger on this flight"));
    locks.person(seat.personId());
    flights.mustBe(flight, Event.ARRIVED, "Persons are handed over after the arrival.");
    Instant now = clock.instant();
    CaseFile file = cases.one(caseNumber, now);
    if (file.place() != Place.ABROAD_NOT_HANDED_OVER) {
      throw Refusal.conflict("This person is not waiting to be handed over.");
    }
    List<Verdict> verdicts =
        conditions.at(Set.of(caseNumber), now, Optional.of(flight)).get(caseNumber);
    List<String> against = unmet(verdicts, OnTheWay::forbidsHandover);
    if (!against.isEmpty()) {
      events.publishEvent(new HandoverRefused(flight));
      // What stands against a return into danger is not told to those who are feared.
      throw notHandedOver(side.is(Role.RECEIVING) ? List.of(HELD) : against);
    }
    // What both sides still have to do at the door is no ground to turn anybody back.
    List<String> toBeDone = unmet(verdicts, one -> one.condition() == Condition.IDENTITY_CHECKED);
    if (!toBeDone.isEmpty()) {
      throw notHandedOver(toBeDone);
    }
    flights.handover(seat, receivedBy, now, by.id());
    tell(Message.HANDED_OVER, caseNumber);
    if (flights.remaining(flight).isEmpty()) {
      flights.add(flight, Event.HANDED_OVER, "", now, by.id());
      tell(Message.ALL_HANDED_OVER, flight);
    }
    return flights.flight(flight);
  }

  private static final String HELD = "This person is held by the sending state.";

  private static Refusal notHandedOver(List<String> sentences) {
    return Refusal.conflict(
        "Not handed over. " + String.join(" ", sentences), Map.of("conditions", sentences));
  }

  /** After any fact that stands against transfers: whom does it concern who has already left? */
  @EventListener
  void on(AdverseFact fact) {
    flights.onTheWay().forEach(this::turnBackIfAnybodyMayNotStay);
  }

  /** What lapsed by time alone is told by no fact: the refused handover opens the way back. */
  @TransactionalEventListener(phase = TransactionPhase.AFTER_ROLLBACK)
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  void on(HandoverRefused refused) {
    locks.gate();
    turnBackIfAnybodyMayNotStay(refused.flight());
  }

  private void turnBackIfAnybodyMayNotStay(String flight) {
    List<String> remaining = flights.remaining(flight).stream().map(Seat::caseNumber).toList();
    Map<String, List<String>> against = against(flight, remaining, clock.instant());
    if (against.isEmpty() || turnBackIsOpen(flight)) {
      return;
    }
    flights.add(
        flight,
        Event.TURN_BACK_ORDERED,
        String.join(", ", against.keySet()),
        clock.instant(),
        "system");
    tell(Message.TURN_BACK, flight);
  }

  /** When it was last said that somebody may not be handed over. */
  private Optional<Instant> orderedBack(String flight) {
    return flights.happened(flight).stream()
        .filter(one -> one.event() == Event.TURN_BACK_ORDERED)
        .map(FlightRecord.Happened::at)
        .max(Instant::compareTo);
  }

  private boolean turnBackIsOpen(String flight) {
    return flights.happened(flight).stream()
        .map(FlightRecord.Happened::event)
        .filter(event -> event == Event.TURN_BACK_ORDERED || event == Event.TURN_BACK_DONE)
        .reduce((earlier, later) -> later)
        .filter(event -> event == Event.TURN_BACK_ORDERED)
        .isPresent();
  }

  /**
   * Records what became of a turn back: who was brought back is in custody again, and the case
   * looks at what it needs.
   *
   * @param at moment at which they were back in the sending state
   * @return whether somebody is still on the way
   */
  public boolean broughtBack(Actor by, String flight, Outcome outcome, Instant at) {
    locks.gate();
    List<Seat> remaining = flights.remaining(flight);
    locks.persons(remaining.stream().map(Seat::personId).toList());
    List<String> numbers = remaining.stream().map(Seat::caseNumber).toList();
    Map<String, List<String>> against = against(flight, numbers, clock.instant());
    boolean landed = flights.flight(flight).status() == Event.ARRIVED;
    Set<String> concerned = new HashSet<>(against.keySet());
    if (outcome == Outcome.BROUGHT_HOME) {
      // Who was flown home is home, though what stood against it was lifted meanwhile.
      orderedBack(flight)
          .ifPresent(then -> concerned.addAll(against(flight, numbers, then).keySet()));
    }
    List<Seat> back = back(outcome, remaining, against, concerned, landed);
    for (Seat seat : back) {
      flights.release(
          seat,
          "brought back",
          String.join(" ", against.getOrDefault(seat.caseNumber(), List.of("Turned back."))),
          by.id());
      caseRecord.place(seat.personId(), seat.caseNumber(), Place.RETURNED, at, by.id());
      road.tell(Message.RECONSIDER, seat.caseNumber());
    }
    flights.add(flight, Event.TURN_BACK_DONE, outcome + ", " + back.size() + " back", at, by.id());
    boolean somebodyLeft = !flights.remaining(flight).isEmpty();
    if (!somebodyLeft) {
      flights.add(flight, Event.BROUGHT_BACK, "", at, by.id());
    }
    return somebodyLeft;
  }

  private static List<Seat> back(
      Outcome outcome,
      List<Seat> remaining,
      Map<String, List<String>> against,
      Set<String> concerned,
      boolean landed) {
    return switch (outcome) {
      case TURNED_BACK -> {
        if (landed) {
          throw Refusal.conflict(
              "The flight has arrived: those concerned are flown home from there.");
        }
        yield remaining;
      }
      case BROUGHT_HOME -> {
        if (!landed) {
          throw Refusal.conflict("The flight has not arrived: record the arrival first.");
        }
        yield remaining.stream().filter(seat -> concerned.contains(seat.caseNumber())).toList();
      }
      case LIFTED -> {
        if (!against.isEmpty()) {
          throw Refusal.conflict(
              "Something still stands against: " + String.join(", ", against.keySet()) + ".");
        }
        yield List.of();
      }
    };
  }

  /** When something last happened to a flight that has departed: nobody is home before. */
  public Instant lastHappened(String flight) {
    List<FlightRecord.Happened> happened = flights.happened(flight);
    if (happened.stream().noneMatch(one -> one.event() == Event.DEPARTED)) {
      throw Refusal.conflict("This flight has not departed.");
    }
    return happened.stream().map(FlightRecord.Happened::at).max(Instant::compareTo).orElseThrow();
  }

  private Map<String, List<String>> against(
      String flight, Collection<String> caseNumbers, Instant knownAt) {
    Map<String, List<String>> against = new LinkedHashMap<>();
    conditions
        .at(caseNumbers, knownAt, Optional.of(flight))
        .forEach(
            (number, verdicts) -> {
              List<String> sentences = unmet(verdicts, OnTheWay::forbidsHandover);
              if (!sentences.isEmpty()) {
                against.put(number, sentences);
              }
            });
    return against;
  }

  private static List<String> unmet(List<Verdict> verdicts, Predicate<Verdict> asked) {
    return verdicts.stream()
        .filter(verdict -> !verdict.isMet())
        .filter(asked)
        .map(Verdict::sentence)
        .toList();
  }

  private static boolean forbidsHandover(Verdict verdict) {
    return verdict.obstacles().stream().anyMatch(one -> one.kind().forbidsHandover())
        || verdict.condition().isAskedOnTheWay() && verdict.proof() != Verdict.State.MET
        || verdict.condition() == Condition.IDENTITY_CHECKED
            && verdict.proof() == Verdict.State.AGAINST;
  }

  private void tell(Message message, String key) {
    if (!road.tell(message, key)) {
      throw Refusal.conflict(
          String.format(Locale.ROOT, "The process of %s does not wait for this now.", key));
    }
  }
}
