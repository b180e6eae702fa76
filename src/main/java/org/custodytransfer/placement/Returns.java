package org.custodytransfer.placement;

import static org.custodytransfer.platform.Rows.columns;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Road;
import org.custodytransfer.access.Role;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.Place;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Rows;
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

  private final CaseFiles cases;
  private final Placements placements;
  private final Road road;
  private final Rows rows;
  private final AuditTrail audit;
  private final Clock clock;

  Returns(
      CaseFiles cases, Placements placements, Road road, Rows rows, AuditTrail audit, Clock clock) {
    this.cases = cases;
    this.placements = placements;
    this.road = road;
    this.rows = rows;
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
    cases.visible(by, caseNumber, clock.instant());
    by.mustBe(wanted.trigger().who.toArray(Role[]::new));
    cases.lock(caseNumber);
    Instant now = clock.instant();
    CaseFile file = cases.one(caseNumber, now);
    if (file.place() != Place.PLACED) {
      throw Refusal.conflict(
          "Nobody can be brought back from a placement: the person is %s.".formatted(file.place()),
          Map.of("place", file.place().name()));
    }
    if (!wanted.deadline().isAfter(now)) {
      throw Refusal.badInput("/deadline", "must be in the future");
    }
    long id = add(caseNumber, wanted, by.id());
    Date deadline = Date.from(wanted.deadline());
    boolean told =
        road.tell(
            "returnOpened",
            caseNumber,
            Map.of("returnDeadline", deadline, "furtherDeadline", deadline));
    if (!told) {
      throw Refusal.conflict("The placement of this case is ending already.");
    }
    return of(caseNumber).stream().filter(one -> one.id() == id).findFirst().orElseThrow();
  }

  /**
   * Opens the return at the end of the placement.
   *
   * @return the deadline: midnight, in the sending state, after the planned last day
   */
  public Instant openAtEnd(String caseNumber) {
    CaseFile file = cases.one(caseNumber, clock.instant());
    Instant deadline =
        placements
            .of(caseNumber)
            .plannedEnd()
            .plusDays(1)
            .atTime(LocalTime.MIDNIGHT)
            .atZone(file.agreement().sending().zone())
            .toInstant();
    add(
        caseNumber,
        new NewReturn(
            Trigger.SENTENCE_END,
            deadline,
            file.agreement().title(),
            file.agreement().code(),
            "The placement ends before the sentence does."),
        "system");
    return deadline;
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

  private long add(String caseNumber, NewReturn wanted, String by) {
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
    audit.add(caseNumber, by, "return demanded: " + wanted.trigger(), "return " + id);
    return id;
  }
}
