package org.custodytransfer.placement;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static org.custodytransfer.platform.Rows.at;
import static org.custodytransfer.platform.Rows.columns;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Message;
import org.custodytransfer.access.Road;
import org.custodytransfer.agreement.AdverseFact;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.Agreements;
import org.custodytransfer.agreement.Countries;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.DecisionKind;
import org.custodytransfer.casefile.CaseFile.Place;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.casefile.CaseRecord;
import org.custodytransfer.obstacle.Obstacles;
import org.custodytransfer.platform.Listing;
import org.custodytransfer.platform.Page;
import org.custodytransfer.platform.Paging;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Rows;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The placements of persons, from the handover to the return. */
@Service
@Transactional
public class Placements {

  /**
   * @param plannedEnd day by which the person is back, in the sending state: as it was planned at
   *     the handover, but in a list as it is known now
   * @param endedAt when the person was back, UTC
   */
  public record Placement(
      long id,
      String caseNumber,
      String agreement,
      Agreement.Route route,
      Agreement.Kind kind,
      String facility,
      Instant beganAt,
      LocalDate plannedEnd,
      Optional<Instant> endedAt) {

    private Placement endingOn(LocalDate day) {
      return new Placement(id, caseNumber, agreement, route, kind, facility, beganAt, day, endedAt);
    }
  }

  /** How long before the end of a placement the way back is booked. */
  private static final int ARRANGE_DAYS_BEFORE = 14;

  private static final String SELECT =
      """
      select p.*, e.ended_at, c.agreement_version as version from placement p
      join transfer_case c on c.case_number = p.case_number
      left join placement_end e on e.placement_id = p.id where
      """;

  private final Agreements agreements;
  private final CaseFiles cases;
  private final CaseRecord caseRecord;
  private final Obstacles obstacles;
  private final Road road;
  private final Rows rows;
  private final AuditTrail audit;
  private final Clock clock;

  Placements(
      Agreements agreements,
      CaseFiles cases,
      CaseRecord caseRecord,
      Obstacles obstacles,
      Road road,
      Rows rows,
      AuditTrail audit,
      Clock clock) {
    this.agreements = agreements;
    this.cases = cases;
    this.caseRecord = caseRecord;
    this.obstacles = obstacles;
    this.road = road;
    this.rows = rows;
    this.audit = audit;
    this.clock = clock;
  }

  /** Opens the placement of a person who was handed over; a second open one meets the database. */
  public Placement open(String caseNumber) {
    Instant now = clock.instant();
    CaseFile file = cases.one(caseNumber, now);
    if (file.place() != Place.ABROAD_NOT_HANDED_OVER) {
      throw Refusal.conflict("This person is not abroad waiting to be handed over.");
    }
    long id =
        rows.add(
            "placement",
            columns(
                "case_number", caseNumber,
                "person_id", file.person().id(),
                "agreement_code", file.agreement().code(),
                "route", file.route(),
                "facility_code", file.agreement().facility().code(),
                "began_at", now,
                "planned_end", file.plannedEnd().orElseThrow(),
                "recorded_at", now,
                "recorded_by", "system"));
    rows.addKeyed("open_placement", columns("person_id", file.person().id(), "placement_id", id));
    caseRecord.place(file, Place.PLACED, now, "system");
    return of(caseNumber);
  }

  /** How a placement ended, and where the person is from then. */
  public enum End {
    RETURNED(Place.RETURNED),
    RELEASED(Place.RELEASED),
    SENT_ON(Place.ELSEWHERE),
    DEATH(Place.DECEASED);

    private final Place place;

    End(Place place) {
      this.place = place;
    }
  }

  /** Ends the placement, and with it the fee. */
  public void end(Actor by, String caseNumber, Instant endedAt, End how, String reason) {
    Placement placement = of(caseNumber);
    if (placement.endedAt().isPresent()) {
      throw Refusal.conflict("This placement has ended already.");
    }
    if (endedAt.isBefore(placement.beganAt().truncatedTo(ChronoUnit.MINUTES))) {
      throw Refusal.badInput(
          how == End.SENT_ON ? "/sentOnAt" : "/endedAt", "must not be before the handover");
    }
    CaseFile file = cases.one(caseNumber, clock.instant());
    rows.addKeyed(
        "placement_end",
        columns(
            "placement_id", placement.id(),
            "reason", reason,
            "ended_at", endedAt,
            "recorded_at", clock.instant(),
            "recorded_by", by.id()));
    rows.query()
        .sql("delete from open_placement where placement_id = ?")
        .param(placement.id())
        .update();
    caseRecord.place(file, how.place, endedAt, by.id());
    audit.add(caseNumber, by.id(), "placement ended", reason);
  }

  /**
   * The person is back: the placement ends, if there was one, and with it the fee. They go on
   * serving, and somebody is asked on the day the sentence ends whether they are free.
   */
  public void returned(Actor by, String caseNumber, Instant at, String reason) {
    CaseFile file = cases.one(caseNumber, clock.instant());
    if (file.place() == Place.PLACED) {
      end(by, caseNumber, at, End.RETURNED, reason);
    } else {
      caseRecord.place(file, Place.RETURNED, at, by.id());
      road.tell(Message.RECONSIDER, caseNumber);
    }
    road.start(
        "release",
        caseNumber,
        file.agreement().code(),
        Map.of("caseNumber", caseNumber, "sentenceEndsAt", Date.from(sentenceEnds(file))));
  }

  /** Whoever is back is free earlier if the sentence became shorter or the conviction fell. */
  @EventListener
  void on(AdverseFact fact) {
    fact.caseNumber()
        .filter(this::heldAtHome)
        .ifPresent(caseNumber -> road.tell(Message.RELEASE_DAY_CHANGED, caseNumber));
  }

  /**
   * The moment at which the sentence is over, in the sending state: the beginning of the day on
   * which it ends, or on which the conviction was reversed. A sentence without end is over on no
   * day of any calendar.
   */
  public Instant sentenceEnds(String caseNumber) {
    return sentenceEnds(cases.one(caseNumber, clock.instant()));
  }

  static Instant sentenceEnds(CaseFile file) {
    return beginning(file, file.freeOn().orElse(NEVER));
  }

  /** The moment at which the end of a placement is near. */
  public Instant endIsNear(String caseNumber) {
    CaseFile file = cases.one(caseNumber, clock.instant());
    return beginning(file, endOf(file, of(caseNumber)).minusDays(ARRANGE_DAYS_BEFORE));
  }

  /** The day by which a placement ends, as the sentence is known now: one day, everywhere. */
  static LocalDate endOf(CaseFile file, Placement placement) {
    return file.plannedEnd().orElse(placement.plannedEnd());
  }

  /** What a timer waits for until a court gives a sentence an end. */
  private static final LocalDate NEVER = LocalDate.of(9999, 12, 31);

  /** The beginning of a day in the sending state. */
  static Instant beginning(CaseFile file, LocalDate day) {
    return file.agreement().sending().beginningOf(day);
  }

  /** Whether the person of a case is back and in custody in the sending state. */
  public boolean heldAtHome(String caseNumber) {
    return cases.one(caseNumber, clock.instant()).place() == Place.RETURNED;
  }

  /** Whoever came back is free: the sentence is over. */
  public void free(Actor by, String caseNumber, Instant at) {
    caseRecord.place(cases.one(caseNumber, clock.instant()), Place.RELEASED, at, by.id());
  }

  /**
   * The receiving state has sent the person on to a third state: the placement and the fee end on
   * that day, and it is no return.
   *
   * @throws Refusal 409 unless the person is placed; and where anything stands against it: then the
   *     placement stays open until it is found out where they are
   */
  public void sentOn(Actor by, String caseNumber, NewOnward onward) {
    CaseFile file = cases.openForChange(by, caseNumber);
    if (file.place() != Place.PLACED) {
      throw Refusal.conflict(
          String.format(Locale.ROOT, "This person is not placed: they are %s.", file.place()),
          Map.of("place", file.place().name()));
    }
    if (!Countries.known(onward.state())
        || onward.state().equals(file.agreement().sending().state())
        || onward.state().equals(file.agreement().receiving().state())) {
      throw Refusal.badInput("/state", "must be a third state, by its ISO 3166-1 alpha-2 code");
    }
    if (onward.sentOnAt().isAfter(clock.instant())) {
      throw Refusal.badInput("/sentOnAt", "must not be in the future");
    }
    mayBeSentOn(file, onward.state());
    end(by, caseNumber, onward.sentOnAt(), End.SENT_ON, "SENT_ON_TO_" + onward.state());
    caseRecord.decide(
        caseNumber,
        by.id(),
        new CaseRecord.NewDecision(
            DecisionKind.SENT_ON,
            onward.state(),
            onward.text(),
            Map.of(),
            List.of(),
            Set.of(),
            onward.sentOnAt()));
    if (!road.tell(Message.SENT_ON, caseNumber)) {
      throw Refusal.conflict("The process of this case does not wait for this; tell a manager.");
    }
  }

  /** Onward transfer asks what protects the person from that state, as the first transfer did. */
  private void mayBeSentOn(CaseFile file, String state) {
    List<String> standing = new ArrayList<>();
    if (obstacles.isFeared(file, state)) {
      standing.add("A claim or decision of protection names " + state + ".");
    }
    boolean returning =
        rows.query()
            .sql("select count(*) > 0 from return_demand where case_number = ?")
            .param(file.caseNumber())
            .query(Boolean.class)
            .single();
    if (returning) {
      standing.add("The person is demanded back.");
    }
    obstacles.standing(List.of(file)).get(file.caseNumber()).stream()
        .map(one -> one.sentence(file))
        .forEach(standing::add);
    if (!standing.isEmpty()) {
      throw Refusal.conflict(
          "This person may not be sent on. "
              + String.join(" ", standing)
              + " If they were sent on all the same, ask for their return: the placement stays open"
              + " until it is found out where they are.");
    }
  }

  /**
   * @param state where the person was sent, ISO 3166-1 alpha-2
   * @param sentOnAt moment, with its offset
   */
  public record NewOnward(String state, Instant sentOnAt, String text) {}

  /** Since when the person is out of the sending state's hands: handed over, or found gone. */
  public Instant abroadSince(String caseNumber) {
    return rows.query()
        .sql(
            """
            select max(at) as at from (
              select began_at as at from placement where case_number = :case
              union all
              select occurred_at from gone_without_clearance where case_number = :case) t""")
        .param("case", caseNumber)
        .query((row, n) -> Rows.instant(row, "at"))
        .single();
  }

  /** Ends the placement of a person who died, if there is one. */
  public void endOnDeath(String caseNumber) {
    CaseFile file = cases.one(caseNumber, clock.instant());
    boolean placedByThis =
        read("p.case_number = :case", Map.of("case", caseNumber)).stream()
            .anyMatch(one -> one.endedAt().isEmpty());
    if (placedByThis) {
      Instant diedAt = file.latest(CaseFile.DecisionKind.DEATH).orElseThrow().occurredAt();
      Instant began = of(caseNumber).beganAt();
      end(Actor.SYSTEM, caseNumber, diedAt.isBefore(began) ? began : diedAt, End.DEATH, "DEATH");
    }
  }

  public Placement of(String caseNumber) {
    return read("p.case_number = :case", Map.of("case", caseNumber)).stream()
        .findFirst()
        .orElseThrow(() -> Refusal.notFound("placement"));
  }

  /**
   * All placements under an agreement, ended ones included: the ground of every count of nights.
   */
  public List<Placement> under(String agreement) {
    return read("p.agreement_code = :code", Map.of("code", agreement));
  }

  /** The cases of everybody who is placed now. */
  List<String> placedNow() {
    return rows.query()
        .sql(
            "select p.case_number from open_placement o join placement p on p.id = o.placement_id"
                + " order by p.case_number")
        .query(String.class)
        .list();
  }

  /** Whether a person is still there. */
  public enum PlacementStatus {
    OPEN,
    ENDED
  }

  /**
   * Who is where tonight, or who was, for those who may know.
   *
   * @param asked its text is part of the case number or of the facility's code
   */
  public Page<Placement> list(Actor by, Listing asked) {
    PlacementStatus status = asked.status(PlacementStatus.class).orElse(PlacementStatus.OPEN);
    Paging paging = asked.paging();
    Set<String> codes = agreements.codesFor(by, asked.agreement());
    if (codes.isEmpty()) {
      return Page.empty(paging);
    }
    Page<Placement> found =
        rows.page(
            SELECT
                + """
                p.agreement_code in (:codes) and (e.ended_at is null) = :open
                and (lower(p.case_number) like :text escape '!'
                  or lower(p.facility_code) like :text escape '!')""",
            Map.of(
                "codes",
                codes,
                "open",
                status == PlacementStatus.OPEN,
                "text",
                Rows.containing(asked.q())),
            "id",
            paging,
            this::placement);
    Map<String, CaseFile> files =
        cases
            .all(found.items().stream().map(Placement::caseNumber).toList(), clock.instant())
            .stream()
            .collect(toMap(CaseFile::caseNumber, identity()));
    return new Page<>(
        found.items().stream()
            .map(one -> one.endingOn(endOf(files.get(one.caseNumber()), one)))
            .toList(),
        paging,
        found.total());
  }

  private List<Placement> read(String where, Map<String, ?> parameters) {
    return rows.query().sql(SELECT + where).params(parameters).query(this::placement).list();
  }

  private Placement placement(ResultSet row, int n) throws SQLException {
    return new Placement(
        row.getLong("id"),
        row.getString("case_number"),
        row.getString("agreement_code"),
        Agreement.Route.valueOf(row.getString("route")),
        kind(row.getString("agreement_code"), row.getInt("version"), row.getString("route")),
        row.getString("facility_code"),
        Rows.instant(row, "began_at"),
        row.getObject("planned_end", LocalDate.class),
        Rows.maybeInstant(row, "ended_at"));
  }

  private Agreement.Kind kind(String agreement, int version, String route) {
    return agreements
        .version(agreement, version)
        .routes()
        .get(Agreement.Route.valueOf(route))
        .kind();
  }

  /**
   * Persons under an agreement who are aboard, abroad or placed, but for those who are judged now.
   */
  long abroad(String agreement, Instant knownAt, Collection<CaseFile> but) {
    return rows.query()
        .sql(
            """
            select count(*) from person_place p join transfer_case c on c.case_number = p.case_number
            where c.agreement_code = :code and p.place in ('ABOARD', 'ABROAD_NOT_HANDED_OVER', 'PLACED')
              and p.id = (select max(q.id) from person_place q
                where q.person_id = p.person_id and q.recorded_at <= :knownAt)
              and p.person_id not in (:but)""")
        .param("code", agreement)
        .param("knownAt", at(knownAt))
        .param("but", but.stream().map(file -> file.person().id()).toList())
        .query(Long.class)
        .single();
  }
}
