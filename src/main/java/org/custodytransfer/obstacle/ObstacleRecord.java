package org.custodytransfer.obstacle;

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
      select o.*, s.id as s_id, s.outcome, s.authority as s_authority, s.reference as s_reference,
             s.decided_at, s.person_served_at, s.counsel_served_at, s.reason, s.recorded_at as s_at,
             s.recorded_by as s_by
      from obstacle o left join (select t.* from obstacle_settlement t join obstacle_confirmation c
        on c.settlement_id = t.id and c.outcome = 'CONFIRMED' and c.recorded_at <= :knownAt) s
        on s.obstacle_id = o.id
      where o.recorded_at <= :knownAt and\s""";

  private final Rows rows;
  private final Clock clock;

  ObstacleRecord(Rows rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  long add(
      String owner,
      String personId,
      String caseNumber,
      RaiseObstacle.New raised,
      Optional<String> judgment,
      String by) {
    long id =
        rows.add(
            "obstacle",
            columns(
                "owner", owner,
                "kind", raised.kind(),
                "case_number", caseNumber,
                "person_id", personId,
                "authority", raised.authority(),
                "reference", raised.reference(),
                "text", raised.text(),
                "occurred_at", raised.occurredAt(),
                "return_by", raised.returnBy().map(Rows::at),
                "state", raised.state(),
                "judgment", judgment,
                "until_on", raised.until(),
                "recorded_at", clock.instant(),
                "recorded_by", by));
    raised.documents().stream()
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

  /** Obstacles of persons, under whatever number they were known, as of a moment; oldest first. */
  List<Obstacle> of(Collection<String> persons, Instant knownAt) {
    return persons.isEmpty()
        ? List.of()
        : read(
            "o.person_id in (:persons) order by o.id",
            Map.of("persons", persons, "knownAt", Rows.at(knownAt)));
  }

  /** The settlement that waits for its confirmation. */
  Optional<Settlement> entered(long obstacle) {
    return rows
        .query()
        .sql(
            """
            select s.*, s.id as s_id, s.authority as s_authority, s.reference as s_reference,
                   s.recorded_at as s_at, s.recorded_by as s_by
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
        row.getString("case_number"),
        row.getString("person_id"),
        row.getString("authority"),
        row.getString("reference"),
        row.getString("text"),
        Rows.instant(row, "occurred_at"),
        Rows.maybeInstant(row, "return_by"),
        Optional.ofNullable(row.getString("state")),
        Optional.ofNullable(row.getString("judgment")),
        Rows.maybe(row, "until_on", LocalDate.class),
        Rows.instant(row, "recorded_at"),
        row.getString("recorded_by"),
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
        row.getString("s_by"));
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
