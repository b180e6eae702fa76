package org.custodytransfer.audit;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.custodytransfer.platform.Hashes;
import org.custodytransfer.platform.Rows;

/**
 * A table of facts, which the trail speaks of row by row: a row is written once and never changed.
 * Rows that belong to another, as the answers of a decision do, are hashed with it.
 *
 * @param key the columns that find what an entry speaks of, with commas between them
 * @param parts tables whose rows belong to it, with the column that names it
 */
record FactTable(String name, String key, Map<String, String> parts) {

  static final Map<String, FactTable> ALL = all();

  private static Map<String, FactTable> all() {
    List<FactTable> tables =
        new ArrayList<>(
            Stream.of(
                    "person_identity person_alias person_language person_nationality protection"
                        + " person_place case_status expulsion_order consent_indication circumstance"
                        + " notice gone_without_clearance"
                        + " return_demand flight_event seat identity_check handover placement bill charge"
                        + " bill_decision payment legal_basis inspection funding"
                        + " document account_change erasure erasure_signature obstacle_trace obstacle_stay counsel_mandate")
                .flatMap(names -> Stream.of(names.split(" ")))
                .map(name -> new FactTable(name, "id", Map.of()))
                .toList());
    tables.add(
        new FactTable(
            "decision",
            "id",
            Map.of(
                "decision_answer", "decision_id",
                "decision_ground", "decision_id",
                "decision_evidence", "decision_id")));
    tables.add(new FactTable("obstacle", "id", Map.of("obstacle_document", "obstacle_id")));
    tables.add(
        new FactTable(
            "obstacle_settlement", "id", Map.of("obstacle_settlement_document", "settlement_id")));
    tables.add(new FactTable("obstacle_end", "obstacle_id", Map.of()));
    tables.add(new FactTable("obstacle_confirmation", "settlement_id", Map.of()));
    tables.add(new FactTable("judgment", "id", Map.of("judgment_offence", "judgment_id")));
    tables.add(new FactTable("divergence_note", "id", Map.of("divergence_note_head", "note_id")));
    tables.add(new FactTable("divergence_note_confirmation", "note_id", Map.of()));
    tables.add(new FactTable("person", "id", Map.of()));
    tables.add(new FactTable("identity_match", "case_number", Map.of()));
    tables.add(new FactTable("transfer_case", "case_number", Map.of()));
    tables.add(new FactTable("flight", "id", Map.of()));
    tables.add(new FactTable("invoice", "number", Map.of()));
    tables.add(new FactTable("seat_release", "seat_id", Map.of()));
    tables.add(new FactTable("placement_end", "placement_id", Map.of()));
    tables.add(new FactTable("erased", "erasure_id", Map.of()));
    tables.add(new FactTable("account_change_confirmation", "change_id", Map.of()));
    tables.add(new FactTable("agreement_fact_decision", "fact,fact_id", Map.of()));
    tables.add(new FactTable("agreement_version", "code,version", Map.of()));
    // The verdicts of a departure are one list, written together.
    tables.add(new FactTable("departure_verdict", "flight_id", Map.of()));
    return tables.stream()
        .collect(
            Collectors.toMap(FactTable::name, table -> table, (a, b) -> a, LinkedHashMap::new));
  }

  /** The key of a row, as the trail names it. */
  String keyOf(Map<String, Object> columns) {
    return Stream.of(key.split(","))
        .map(column -> Rows.text(columns.get(column)))
        .collect(Collectors.joining(" "));
  }

  /** The same in SQL. */
  String keySql() {
    return Stream.of(key.split(","))
        .map(column -> "cast(t." + column + " as varchar(80))")
        .collect(Collectors.joining(" || ' ' || "));
  }

  /**
   * The hash of what the record says now; empty if it says nothing.
   *
   * @param salt goes in first; empty where it was forgotten with what the row said
   */
  Optional<String> hash(Rows rows, String rowKey, String salt) {
    List<String> said = read(rows, name, key, rowKey);
    if (said.isEmpty()) {
      return Optional.empty();
    }
    List<String> all = new ArrayList<>(said);
    new TreeMap<>(parts).forEach((part, column) -> all.addAll(read(rows, part, column, rowKey)));
    if (!salt.isEmpty()) {
      all.add(0, salt);
    }
    return Optional.of(Hashes.ofParts(all.toArray()));
  }

  /**
   * The same for many rows, in as many statements as for one.
   *
   * @param salts by the key of the row
   */
  Map<String, String> hashes(Rows rows, Map<String, String> salts) {
    Map<String, String> hashes = new LinkedHashMap<>();
    if (key.contains(",")) {
      salts.forEach(
          (rowKey, salt) -> hash(rows, rowKey, salt).ifPresent(one -> hashes.put(rowKey, one)));
      return hashes;
    }
    Map<String, List<String>> said = readAll(rows, name, key, salts.keySet());
    List<Map<String, List<String>>> ofParts = new ArrayList<>();
    new TreeMap<>(parts)
        .forEach((part, column) -> ofParts.add(readAll(rows, part, column, salts.keySet())));
    said.forEach(
        (rowKey, own) -> {
          List<String> all = new ArrayList<>(List.of(salts.get(rowKey)));
          all.addAll(own);
          ofParts.forEach(part -> all.addAll(part.getOrDefault(rowKey, List.of())));
          hashes.put(rowKey, Hashes.ofParts(all.toArray()));
        });
    return hashes;
  }

  /** What rows of a table say, in order, by what stands in a column. */
  private static Map<String, List<String>> readAll(
      Rows rows, String table, String column, Collection<String> keys) {
    return rows
        .query()
        .sql(String.format(Locale.ROOT, "select * from %s where %s in (:keys)", table, column))
        .param("keys", keys.stream().map(FactTable::value).toList())
        .query((row, n) -> Map.entry(row.getString(column).strip(), text(table, row)))
        .list()
        .stream()
        .sorted(Map.Entry.comparingByValue())
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  private static Object value(String key) {
    return key.matches("\\d{1,18}") ? (Object) Long.valueOf(key) : key;
  }

  private static List<String> read(Rows rows, String table, String column, String key) {
    List<Object> values = Stream.of(key.split(" ")).map(FactTable::value).toList();
    return rows
        .query()
        .sql(
            String.format(
                Locale.ROOT,
                "select * from %s where %s = ?",
                table,
                column.replace(",", " = ? and ")))
        .params(values)
        .query((row, n) -> text(table, row))
        .list()
        .stream()
        .sorted()
        .toList();
  }

  /** A row as text, the same on every database: columns by name, moments in UTC. */
  private static String text(String table, ResultSet row) throws SQLException {
    ResultSetMetaData columns = row.getMetaData();
    Map<String, String> values = new TreeMap<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      values.put(
          columns.getColumnLabel(i).toLowerCase(Locale.ROOT),
          value(row, i, columns.getColumnType(i)));
    }
    return table + values;
  }

  private static String value(ResultSet row, int i, int type) throws SQLException {
    if (row.getObject(i) == null) {
      return "";
    }
    return switch (type) {
      case java.sql.Types.TIMESTAMP, java.sql.Types.TIMESTAMP_WITH_TIMEZONE ->
          row.getObject(i, OffsetDateTime.class).toInstant().truncatedTo(ChronoUnit.MICROS) + "";
      case java.sql.Types.BLOB,
          java.sql.Types.BINARY,
          java.sql.Types.VARBINARY,
          java.sql.Types.LONGVARBINARY ->
          Hashes.of(row.getBytes(i));
      case java.sql.Types.NUMERIC, java.sql.Types.DECIMAL ->
          new BigDecimal(row.getString(i)).stripTrailingZeros().toPlainString();
      case java.sql.Types.BOOLEAN, java.sql.Types.BIT -> row.getBoolean(i) + "";
      default -> row.getString(i).strip();
    };
  }
}
