package org.custodytransfer.obstacle;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.custodytransfer.platform.Rows.columns;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.custodytransfer.platform.Listing;
import org.custodytransfer.platform.Page;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Rows;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of obstacles, their settlements and the confirmations. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class ObstacleRecord {

  private static final String CONFIRMED = "CONFIRMED";

  /** An obstacle with the settlement that was confirmed up to a moment. */
  private static final String SELECT =
      """
      select o.*, e.recorded_at as end_at,
             exists (select 1 from obstacle_stay y where y.obstacle_id = o.id and y.outcome = 'BROUGHT_BACK'
               and y.recorded_at <= :knownAt) as brings_back, s.id as s_id, s.outcome, s.authority as s_authority, s.reference as s_reference,
             s.decided_at, s.person_served_at, s.counsel_served_at, s.reason, s.recorded_at as s_at,
             s.recorded_by as s_by, s.confirmed_by as s_confirmed_by
      from obstacle o left join (select t.*, c.recorded_by as confirmed_by from obstacle_settlement t join obstacle_confirmation c
        on c.settlement_id = t.id and c.outcome = 'CONFIRMED' and c.recorded_at <= :knownAt) s
        on s.obstacle_id = o.id
      left join obstacle_end e on e.obstacle_id = o.id and e.outcome = 'stated' and e.recorded_at <= :knownAt
      where o.recorded_at <= :knownAt and\s""";

  private final Rows rows;
  private final Clock clock;

  ObstacleRecord(Rows rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  /** A new one with the documents it rests on. */
  long add(Obstacle one, Collection<Long> rests) {
    Map<String, Object> columns =
        columns(
            "owner", one.owner(),
            "kind", one.kind(),
            "scope", one.target().scope(),
            "authority", one.authority(),
            "reference", one.reference(),
            "text", one.text(),
            "occurred_at", one.occurredAt(),
            "received_at", one.receivedAt().map(Rows::at),
            "return_by", one.returnBy().map(Rows::at),
            "ends_at", one.endsAt().map(Rows::at),
            "state", one.state(),
            "judgment", one.judgment(),
            "until_on", one.until(),
            "recorded_at", one.recordedAt(),
            "recorded_by", one.recordedBy());
    columns.putAll(one.target().columns());
    long id = rows.add("obstacle", columns);
    rests.stream()
        .sorted()
        .forEach(
            document ->
                rows.addKeyed(
                    "obstacle_document", columns("obstacle_id", id, "document_id", document)));
    return id;
  }

  void add(long obstacle, Settlement settlement) {
    long id =
        rows.add(
            "obstacle_settlement",
            columns(
                "obstacle_id", obstacle,
                "outcome", settlement.outcome(),
                "authority", settlement.authority(),
                "reference", settlement.reference(),
                "decided_at", settlement.decidedAt(),
                "person_served_at", settlement.personServedAt().map(Rows::at),
                "counsel_served_at", settlement.counselServedAt().map(Rows::at),
                "reason", settlement.reason(),
                "recorded_at", settlement.recordedAt(),
                "recorded_by", settlement.recordedBy()));
    settlement.documents().stream()
        .sorted()
        .forEach(
            document ->
                rows.addKeyed(
                    "obstacle_settlement_document",
                    columns("settlement_id", id, "document_id", document)));
  }

  void confirm(long settlement, boolean confirmed, String reason, String by) {
    rows.addKeyed(
        "obstacle_confirmation",
        columns(
            "settlement_id", settlement,
            "outcome", confirmed ? CONFIRMED : "REFUSED",
            "reason", reason,
            "recorded_at", clock.instant(),
            "recorded_by", by));
  }

  /**
   * @throws Refusal 404 if there is no such obstacle
   */
  Obstacle one(long id) {
    return read("o.id = :id", Map.of("id", id, "knownAt", Rows.at(clock.instant()))).stream()
        .findFirst()
        .orElseThrow(() -> Refusal.notFound("obstacle"));
  }

  /**
   * What was raised about persons, under whatever number they were known, and every order in force
   * that may cover more than a person; as of a moment, oldest first.
   */
  List<Obstacle> about(Collection<String> persons, Collection<String> cases, Instant knownAt) {
    return persons.isEmpty()
        ? List.of()
        : read(
            """
            (o.person_id in (:persons) or o.scope = 'CASE' and o.named_case in (:cases)
              or s.id is null and (o.ends_at is null or o.ends_at > :knownAt or e.recorded_at is null)
                and (o.scope in ('ALL', 'CLASS', 'AGREEMENT', 'FLIGHT')
                  or o.scope = 'PERSON' and o.person_number in (
                    select a.alias from person_alias a where a.person_id in (:persons))))
            order by o.id""",
            Map.of("persons", persons, "cases", cases, "knownAt", Rows.at(knownAt)));
  }

  /** What was raised of an agreement itself, newest first; courts' orders are their state's. */
  List<Obstacle> ofAgreement(String code) {
    return read(
            "o.scope = 'AGREEMENT' and o.agreement_code = :code order by o.id desc",
            Map.of("code", code, "knownAt", Rows.at(clock.instant())))
        .stream()
        .filter(one -> one.ofAgreement().isPresent())
        .toList();
  }

  /** The flights on which each case has or had a seat. */
  Map<String, Set<String>> flightsOf(Collection<String> caseNumbers) {
    return rows
        .query()
        .sql("select * from (" + Target.ON_FLIGHT + ") f where f.case_number in (:cases)")
        .param("cases", caseNumbers)
        .query((row, n) -> Map.entry(row.getString("case_number"), row.getString("flight_id")))
        .list()
        .stream()
        .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toSet())));
  }

  /** The orders of courts that belong to a state, newest first. */
  Page<Obstacle> orders(String owner, Listing asked, Optional<StayOrders.OrderStatus> status) {
    return rows.page(
        SELECT
            + """
            o.kind = 'COURT_ORDER' and o.owner = :owner
            and (:agreement = '' or o.agreement_code = :agreement or exists (select 1 from transfer_case c
              where c.case_number = o.case_number and c.agreement_code = :agreement))
            and (lower(o.authority) like :text escape '!' or lower(o.reference) like :text escape '!'
              or lower(o.case_number) like :text escape '!')
            and (:status = '' or :status = case when s.id is not null then 'LIFTED'
              when o.ends_at <= :knownAt and e.recorded_at is not null then 'EXPIRED' else 'IN_FORCE' end)""",
        Map.of(
            "owner", owner,
            "agreement", asked.agreement().orElse(""),
            "text", Rows.containing(asked.q()),
            "status", status.map(Enum::name).orElse(""),
            "knownAt", Rows.at(clock.instant())),
        "id desc",
        asked.paging(),
        (row, n) -> obstacle(row));
  }

  /** What was found out about an order that covered nobody. */
  void trace(long obstacle, String outcome, String reason, String by) {
    rows.add("obstacle_trace", signed(obstacle, outcome, reason, by));
  }

  /** Whether an order itself states the end that was entered with it. */
  void end(long obstacle, String outcome, String reason, String by) {
    rows.addKeyed("obstacle_end", signed(obstacle, outcome, reason, by));
  }

  /** What somebody said of those who are placed, until it is settled. */
  void stay(long obstacle, String outcome, String reason, String by) {
    rows.add("obstacle_stay", signed(obstacle, outcome, reason, by));
  }

  /** Who last said that they stay. */
  Optional<String> lastSaidToStay(long obstacle) {
    return rows
        .query()
        .sql("select signed_by from obstacle_stay where obstacle_id = ? order by id desc")
        .param(obstacle)
        .query(String.class)
        .list()
        .stream()
        .findFirst();
  }

  private Map<String, Object> signed(long obstacle, String outcome, String reason, String by) {
    return columns(
        "obstacle_id", obstacle,
        "outcome", outcome,
        "reason", reason,
        "signed_by", by,
        "recorded_at", clock.instant());
  }

  /** The settlement that waits for its confirmation. */
  Optional<Settlement> entered(long obstacle) {
    return rows
        .query()
        .sql(
            """
            select s.*, s.id as s_id, s.authority as s_authority, s.reference as s_reference,
                   s.recorded_at as s_at, s.recorded_by as s_by, cast(null as varchar) as s_confirmed_by
            from obstacle_settlement s where s.obstacle_id = ? and not exists (
              select 1 from obstacle_confirmation c where c.settlement_id = s.id)""")
        .param(obstacle)
        .query((row, n) -> settlement(row))
        .list()
        .stream()
        .findFirst();
  }

  private List<Obstacle> read(String where, Map<String, ?> parameters) {
    return rows.query()
        .sql(SELECT + where)
        .params(parameters)
        .query((row, n) -> obstacle(row))
        .list();
  }

  private static Obstacle obstacle(ResultSet row) throws SQLException {
    return new Obstacle(
        row.getLong("id"),
        ObstacleKind.valueOf(row.getString("kind")),
        row.getString("owner"),
        Target.of(row),
        row.getString("authority"),
        row.getString("reference"),
        row.getString("text"),
        Rows.instant(row, "occurred_at"),
        Rows.maybeInstant(row, "received_at"),
        Rows.maybeInstant(row, "return_by"),
        Rows.maybeInstant(row, "ends_at"),
        row.getObject("end_at") != null,
        Optional.ofNullable(row.getString("state")),
        Optional.ofNullable(row.getString("judgment")),
        Rows.maybe(row, "until_on", LocalDate.class),
        Rows.instant(row, "recorded_at"),
        row.getString("recorded_by"),
        row.getBoolean("brings_back"),
        row.getObject("s_id") == null ? Optional.empty() : Optional.of(settlement(row)));
  }

  private static Settlement settlement(ResultSet row) throws SQLException {
    return new Settlement(
        row.getLong("s_id"),
        Settlement.Outcome.valueOf(row.getString("outcome")),
        row.getString("s_authority"),
        row.getString("s_reference"),
        Rows.instant(row, "decided_at"),
        Rows.maybeInstant(row, "person_served_at"),
        Rows.maybeInstant(row, "counsel_served_at"),
        row.getString("reason"),
        Set.of(),
        Rows.instant(row, "s_at"),
        row.getString("s_by"),
        Optional.ofNullable(row.getString("s_confirmed_by")));
  }

  /** The documents that an obstacle rests on. */
  Set<Long> documents(Obstacle obstacle) {
    return documents("obstacle_document", "obstacle_id", obstacle.id());
  }

  /** A settlement with its decision. */
  Settlement withDocuments(Settlement settlement) {
    return settlement.on(
        documents("obstacle_settlement_document", "settlement_id", settlement.id()));
  }

  private Set<Long> documents(String table, String of, long id) {
    return Set.copyOf(
        rows.query()
            .sql("select document_id from " + table + " where " + of + " = ?")
            .param(id)
            .query(Long.class)
            .list());
  }
}
