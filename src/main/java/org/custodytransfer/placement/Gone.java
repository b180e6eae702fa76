package org.custodytransfer.placement;

import static org.custodytransfer.platform.Rows.columns;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Road;
import org.custodytransfer.access.Role;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.Place;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.casefile.CaseRecord;
import org.custodytransfer.casefile.GoneWithoutClearance;
import org.custodytransfer.placement.Returns.NewReturn;
import org.custodytransfer.placement.Returns.Trigger;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Rows;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Persons found gone without clearance. Clearance and fact are two things: their place is set at
 * once, the way back opens, no fee runs, and it is never a departure.
 */
@Service
@Transactional
public class Gone {

  private static final Set<Place> FOUND =
      EnumSet.of(Place.ABOARD, Place.ABROAD_NOT_HANDED_OVER, Place.ELSEWHERE);

  /** Where nobody set a deadline for the way back. */
  private static final Duration DEFAULT_DEADLINE = Duration.ofDays(3);

  /**
   * @param place where the person was found: aboard, in the receiving state, or elsewhere
   * @param foundAt moment, with its offset
   * @param returnBy a court's deadline for the way back
   */
  public record NewReport(Place place, Instant foundAt, String text, Optional<Instant> returnBy) {}

  private final CaseFiles cases;
  private final CaseRecord caseRecord;
  private final Returns returns;
  private final Road road;
  private final ApplicationEventPublisher events;
  private final Rows rows;
  private final AuditTrail audit;
  private final Clock clock;

  Gone(
      CaseFiles cases,
      CaseRecord caseRecord,
      Returns returns,
      Road road,
      ApplicationEventPublisher events,
      Rows rows,
      AuditTrail audit,
      Clock clock) {
    this.cases = cases;
    this.caseRecord = caseRecord;
    this.returns = returns;
    this.road = road;
    this.events = events;
    this.rows = rows;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Records a report, of an ended case too. The first opens the way back; a further one is kept
   * beside it.
   *
   * @throws Refusal 409 for a person who left through the gate: then there was a clearance
   */
  public long report(Actor by, String caseNumber, NewReport report) {
    CaseFile file = cases.forReport(by, caseNumber);
    Instant now = file.knownAt();
    if (!FOUND.contains(report.place())) {
      throw Refusal.badInput("/place", "must be one of " + FOUND);
    }
    if (report.foundAt().isAfter(now) || report.foundAt().isBefore(file.filedAt())) {
      throw Refusal.badInput("/foundAt", "must be between the filing of the case and now");
    }
    boolean further = !of(caseNumber).isEmpty() && !file.place().inCustody();
    if (!file.place().inCustody() && !further) {
      throw Refusal.conflict(
          String.format(
              Locale.ROOT,
              "This person left through the gate and is %s. Ask for a return with POST /api/transfers/%s/returns.",
              file.place(),
              caseNumber),
          Map.of("place", file.place().name()));
    }
    Instant returnBy = report.returnBy().orElse(now.plus(DEFAULT_DEADLINE));
    if (!returnBy.isAfter(now)) {
      throw Refusal.badInput("/returnBy", "must be in the future");
    }
    long id =
        rows.add(
            "gone_without_clearance",
            columns(
                "case_number", caseNumber,
                "place", report.place(),
                "text", report.text(),
                "return_by", returnBy,
                "occurred_at", report.foundAt(),
                "recorded_at", now,
                "recorded_by", by.id()));
    audit.add(caseNumber, by.id(), "gone without clearance", "report " + id);
    caseRecord.place(file, report.place(), report.foundAt(), by.id());
    if (!further) {
      openWayBack(by, file, report, returnBy, id);
    }
    return id;
  }

  private void openWayBack(Actor by, CaseFile file, NewReport report, Instant returnBy, long id) {
    events.publishEvent(new GoneWithoutClearance(file.caseNumber()));
    returns.add(
        file.caseNumber(),
        new NewReturn(
            Trigger.TRANSFERRED_IN_ERROR,
            returnBy,
            "Found gone without clearance",
            "report " + id,
            report.text()),
        by.id());
    Date deadline = Date.from(returnBy);
    road.start(
        "gone-without-clearance",
        file.caseNumber(),
        file.agreement().code(),
        Map.of(
            "caseNumber",
            file.caseNumber(),
            "counsel",
            file.person().counsel(),
            "receivingGroup",
            Role.RECEIVING.groupIn(file.agreement().receiving().state()),
            "returnDeadline",
            deadline,
            "furtherDeadline",
            deadline));
  }

  /** The moments at which a person of this case was found gone, UTC. */
  public java.util.List<Instant> of(String caseNumber) {
    return rows.query()
        .sql("select occurred_at from gone_without_clearance where case_number = ? order by id")
        .param(caseNumber)
        .query((row, n) -> Rows.instant(row, "occurred_at"))
        .list();
  }
}
