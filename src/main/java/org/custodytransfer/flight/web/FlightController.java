package org.custodytransfer.flight.web;

import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import org.custodytransfer.access.Actors;
import org.custodytransfer.access.AllowedTo;
import org.custodytransfer.access.Revisions;
import org.custodytransfer.access.Role;
import org.custodytransfer.flight.Departures;
import org.custodytransfer.flight.Flights;
import org.custodytransfer.flight.IdentityChecks;
import org.custodytransfer.flight.OnTheWay;
import org.custodytransfer.platform.Listing;
import org.custodytransfer.platform.Schemas;
import org.custodytransfer.platform.Subject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Flights: planning, departure through the gate, arrival, handover. */
@RestController
@RequestMapping("/api/flights")
class FlightController {

  record Handover(String caseNumber, String receivedBy) {}

  private final Flights flights;
  private final Departures departures;
  private final OnTheWay onTheWay;
  private final IdentityChecks identityChecks;
  private final Revisions revisions;
  private final Actors actors;
  private final Schemas schemas;

  FlightController(
      Flights flights,
      Departures departures,
      OnTheWay onTheWay,
      IdentityChecks identityChecks,
      Revisions revisions,
      Actors actors,
      Schemas schemas) {
    this.flights = flights;
    this.departures = departures;
    this.onTheWay = onTheWay;
    this.identityChecks = identityChecks;
    this.revisions = revisions;
    this.actors = actors;
    this.schemas = schemas;
  }

  @Operation(summary = "Plan a flight and give each case a seat")
  @AllowedTo(Role.FLIGHT_OPERATIONS)
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Flights.Flight plan(@RequestBody String body) {
    return flights.plan(actors.current(), schemas.read(body, "flight", Flights.NewFlight.class));
  }

  @Operation(summary = "The flights of your agreements, newest first")
  @AllowedTo({
    Role.FLIGHT_OPERATIONS,
    Role.RECEIVING,
    Role.MANAGERS,
    Role.AUDITORS,
    Role.SYSTEMS,
    Role.MEDICAL,
    Role.CASEWORKERS,
    Role.DUTY_LAWYERS,
    Role.LEGAL_REVIEWERS
  })
  @GetMapping
  ResponseEntity<List<Flights.Flight>> list(Listing asked) {
    return flights.list(actors.current(), asked).answer();
  }

  @AllowedTo({
    Role.FLIGHT_OPERATIONS,
    Role.RECEIVING,
    Role.MANAGERS,
    Role.AUDITORS,
    Role.SYSTEMS,
    Role.MEDICAL,
    Role.CASEWORKERS,
    Role.DUTY_LAWYERS,
    Role.LEGAL_REVIEWERS
  })
  @GetMapping("/{flight}")
  ResponseEntity<Flights.Flight> one(@PathVariable String flight) {
    String tag = revisions.tag(new Subject.OfFlight(flight));
    return ResponseEntity.ok().eTag(tag).body(flights.one(actors.current(), flight));
  }

  @Operation(summary = "Depart: every condition is evaluated for every passenger")
  @AllowedTo({Role.FLIGHT_OPERATIONS, Role.SYSTEMS})
  @PostMapping("/{flight}/departure")
  Departures.Departure depart(@PathVariable String flight) {
    return departures.depart(actors.current(), flight);
  }

  @AllowedTo({Role.FLIGHT_OPERATIONS, Role.SYSTEMS})
  @PostMapping("/{flight}/arrival")
  Flights.Flight arrive(@PathVariable String flight) {
    return onTheWay.arrive(actors.current(), flight);
  }

  @Operation(
      summary =
          "Compare a passenger with the register: at boarding and at the handover, by both sides")
  @AllowedTo({Role.CASEWORKERS, Role.FLIGHT_OPERATIONS, Role.RECEIVING})
  @PostMapping("/{flight}/identity-checks")
  @ResponseStatus(HttpStatus.CREATED)
  Flights.Flight compare(@PathVariable String flight, @RequestBody String body) {
    identityChecks.check(
        actors.current(),
        flight,
        schemas.read(body, "identity-check", IdentityChecks.NewCheck.class));
    return flights.one(actors.current(), flight);
  }

  @Operation(summary = "Hand one person over")
  @AllowedTo({Role.FLIGHT_OPERATIONS, Role.RECEIVING})
  @PostMapping("/{flight}/handovers")
  @ResponseStatus(HttpStatus.CREATED)
  Flights.Flight handOver(@PathVariable String flight, @RequestBody String body) {
    Handover handover = schemas.read(body, "handover", Handover.class);
    return onTheWay.handOver(
        actors.current(), flight, handover.caseNumber(), handover.receivedBy());
  }

  record Change(String reason) {}

  record Delay(java.time.Instant plannedDeparture, String reason) {}

  @Operation(summary = "Cancel a flight that has not departed; its cases wait for another")
  @AllowedTo(Role.FLIGHT_OPERATIONS)
  @PostMapping("/{flight}/cancellation")
  Flights.Flight cancel(@PathVariable String flight, @RequestBody String body) {
    Change change = schemas.read(body, "flight-change", Change.class);
    return flights.cancel(actors.current(), flight, change.reason());
  }

  @Operation(summary = "Move the planned departure of a flight that has not departed")
  @AllowedTo(Role.FLIGHT_OPERATIONS)
  @PostMapping("/{flight}/delay")
  Flights.Flight delay(@PathVariable String flight, @RequestBody String body) {
    Delay delay = schemas.read(body, "flight-delay", Delay.class);
    return flights.delay(actors.current(), flight, delay.plannedDeparture(), delay.reason());
  }

  @Operation(
      summary =
          "Bring the departure of a signed flight forward; another person signs it in Tasklist")
  @AllowedTo(Role.FLIGHT_OPERATIONS)
  @PostMapping("/{flight}/earlier")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Flights.Flight bringForward(@PathVariable String flight, @RequestBody String body) {
    Delay earlier = schemas.read(body, "flight-delay", Delay.class);
    return flights.bringForward(
        actors.current(), flight, earlier.plannedDeparture(), earlier.reason());
  }
}
