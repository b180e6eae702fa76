package org.custodytransfer.flight;

import static org.custodytransfer.platform.Rows.at;
import static org.custodytransfer.platform.Rows.columns;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Role;
import org.custodytransfer.agreement.AdverseFact;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.Agreements;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.flight.FlightRecord.Seat;
import org.custodytransfer.flight.Flights.Event;
import org.custodytransfer.platform.Locks;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Rows;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Whether the person at the door is the person of the file: compared with the register at boarding
 * and at the handover, each time by whoever hands over and by whoever takes over.
 */
@Service
@Transactional
public class IdentityChecks {

  /** When a person is compared, and by whom on each side. */
  enum Stage {
    BOARDING(Role.CASEWORKERS, Role.FLIGHT_OPERATIONS),
    HANDOVER(Role.FLIGHT_OPERATIONS, Role.RECEIVING);

    private final Role handing;
    private final Role taking;

    Stage(Role handing, Role taking) {
      this.handing = handing;
      this.taking = taking;
    }

    Role of(Side side) {
      return side == Side.HANDING ? handing : taking;
    }
  }

  enum Side {
    HANDING,
    TAKING
  }

  /** What of the register a person is compared with. */
  public enum Feature {
    PHOTOGRAPH,
    FINGERPRINTS,
    MARKS
  }

  /**
   * @param text what differs, where it is not the person
   */
  public record NewCheck(
      String caseNumber, boolean samePerson, Set<Feature> comparedWith, Optional<String> text) {}

  /** A comparison on file. */
  record Check(
      long id,
      String flightId,
      String caseNumber,
      Stage stage,
      Side side,
      boolean samePerson,
      String comparedWith,
      Instant recordedAt,
      String recordedBy) {}

  private final Agreements agreements;
  private final FlightRecord flights;
  private final Rows rows;
  private final Locks locks;
  private final AuditTrail audit;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  IdentityChecks(
      Agreements agreements,
      FlightRecord flights,
      Rows rows,
      Locks locks,
      AuditTrail audit,
      ApplicationEventPublisher events,
      Clock clock) {
    this.agreements = agreements;
    this.flights = flights;
    this.rows = rows;
    this.locks = locks;
    this.audit = audit;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Records what one side found.
   *
   * @throws Refusal 404 for a flight or passenger of others, 409 unless the flight is about to
   *     depart or has arrived, 403 for who has no part in that and for who compared for the other
   *     side
   */
  public void check(Actor by, String flight, NewCheck check) {
    Agreement agreement = agreements.current(flights.flight(flight).agreement());
    agreement.mustBeParty(by, "flight");
    if (!check.samePerson() && check.text().isEmpty()) {
      throw Refusal.badInput("/text", "is needed if it is not the person");
    }
    locks.gate();
    Seat seat =
        flights.remaining(flight).stream()
            .filter(one -> one.caseNumber().equals(check.caseNumber()))
            .findFirst()
            .orElseThrow(() -> Refusal.notFound("passenger on this flight"));
    locks.person(seat.personId());
    Stage stage = stage(flight);
    Side side = side(by, stage, flight, check.caseNumber());
    String with =
        check.comparedWith().stream().map(Enum::name).sorted().collect(Collectors.joining(", "));
    rows.add(
        "identity_check",
        columns(
            "flight_id",
            flight,
            "case_number",
            check.caseNumber(),
            "stage",
            stage,
            "side",
            side,
            "same_person",
            check.samePerson(),
            "compared_with",
            with,
            "detail",
            check.text().orElse(""),
            "recorded_at",
            clock.instant(),
            "recorded_by",
            by.id()));
    audit.add(
        check.caseNumber(),
        by.id(),
        check.samePerson() ? "identity compared" : "identity doubted",
        String.format(Locale.ROOT, "%s, %s, %s: %s", flight, stage, side, with));
    if (!check.samePerson()) {
      events.publishEvent(AdverseFact.about(check.caseNumber(), by.state().orElseThrow()));
    }
  }

  private Stage stage(String flight) {
    Event status = flights.flight(flight).status();
    return switch (status) {
      case SIGNED -> Stage.BOARDING;
      case ARRIVED -> Stage.HANDOVER;
      default ->
          throw Refusal.conflict(
              String.format(
                  Locale.ROOT,
                  "Flight %s is %s. A person is compared at boarding, once the manifest is signed, and at the handover, after the arrival.",
                  flight,
                  status),
              Map.of("current", status.name()));
    };
  }

  private Side side(Actor by, Stage stage, String flight, String caseNumber) {
    Set<Side> sides =
        Set.of(Side.values()).stream()
            .filter(side -> by.roles().contains(stage.of(side)))
            .collect(Collectors.toSet());
    List<Check> here =
        known(Set.of(caseNumber), clock.instant()).stream()
            .filter(one -> one.flightId().equals(flight) && one.stage() == stage)
            .filter(one -> one.recordedBy().equals(by.id()))
            .toList();
    // Who compared for one side does so again for that side alone.
    here.stream().findFirst().ifPresent(first -> sides.removeIf(side -> side != first.side()));
    return sides.stream()
        .max(java.util.Comparator.naturalOrder())
        .orElseThrow(
            () ->
                Refusal.forbidden(
                    here.isEmpty()
                        ? "At this door you neither hand over nor take over."
                        : "You compared for the other side; another person does it for this one."));
  }

  /**
   * The comparisons of the persons of these cases up to a moment, oldest first: a doubt does not
   * end with the case in which it came up.
   */
  List<Check> known(Collection<String> caseNumbers, Instant knownAt) {
    return rows.query()
        .sql(
            """
            select k.*, c.case_number as of_case from transfer_case c
              join transfer_case other on other.person_id = c.person_id
              join identity_check k on k.case_number = other.case_number
            where c.case_number in (:cases) and k.recorded_at <= :knownAt order by k.id""")
        .param("cases", new TreeSet<>(caseNumbers))
        .param("knownAt", at(knownAt))
        .query(
            (row, n) ->
                new Check(
                    row.getLong("id"),
                    row.getString("flight_id"),
                    row.getString("of_case"),
                    Stage.valueOf(row.getString("stage")),
                    Side.valueOf(row.getString("side")),
                    row.getBoolean("same_person"),
                    row.getString("compared_with"),
                    Rows.instant(row, "recorded_at"),
                    row.getString("recorded_by")))
        .list();
  }
}
