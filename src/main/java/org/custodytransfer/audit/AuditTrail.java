package org.custodytransfer.audit;

import static org.custodytransfer.platform.Rows.columns;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.custodytransfer.access.Revisions;
import org.custodytransfer.access.Trail;
import org.custodytransfer.platform.AddedFacts;
import org.custodytransfer.platform.Hashes;
import org.custodytransfer.platform.Page;
import org.custodytransfer.platform.Paging;
import org.custodytransfer.platform.Rows;
import org.custodytransfer.platform.Subject;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The append-only trail. Each entry carries the hash of the entry before it in its chain, and the
 * hashes of the rows of the record that it speaks of; a chain is a case, an agreement, a flight, or
 * what belongs to none.
 */
@Service
public class AuditTrail implements Trail, Revisions, AddedFacts {

  /** What belongs to no case, agreement or flight. */
  public static final String GENERAL = "general";

  // What was tried and why it was refused come from outside, as long as somebody likes.
  private static final int MAX_ACTION = 120;
  private static final int MAX_DETAIL = 2000;

  private static final String START = "0".repeat(64);

  private final Rows rows;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  AuditTrail(Rows rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  /**
   * @param at moment of recording, UTC
   * @param detail codes and numbers, never personal data
   */
  public record Entry(
      long position, Instant at, String actor, String action, String detail, String hash) {}

  /** Adds an entry in the transaction of what it speaks of. */
  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void add(String chain, String actor, String action, String detail) {
    append(chain, actor, action, detail, true);
  }

  /**
   * Adds the same entry to each of these chains, with the facts of this transaction that are about
   * it; in as many statements as to one.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void addEach(Collection<String> chains, String actor, String action, String detail) {
    Map<String, List<SpokenOf>> others = byChain(rows.takeAdded());
    Map<String, List<SpokenOf>> own = new TreeMap<>();
    chains.forEach(
        chain -> own.put(chain, Optional.ofNullable(others.remove(chain)).orElse(List.of())));
    append(others, "system", "recorded", "", true);
    append(own, actor, action, detail, true);
  }

  /** Adds the entry of a reading: nothing was changed by it. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void read(String chain, String actor, String action, String detail) {
    append(chain, actor, action, detail, false);
  }

  /** Adds the entry of a refused attempt, after its own transaction was undone. */
  @Override
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void refused(String chain, String actor, String action, String reason) {
    append(chain, actor, "refused: " + action, reason, false);
  }

  @Override
  @Transactional(readOnly = true)
  public long of(Subject about) {
    return rows.query()
        .sql("select count(*) from audit_entry where chain = ? and changed")
        .param(about.key())
        .query(Long.class)
        .single();
  }

  @Transactional(readOnly = true)
  public List<Entry> entries(String chain) {
    return rows.query()
        .sql(
            "select position, at, actor, action, detail, hash from audit_entry where chain = ? order"
                + " by position")
        .param(chain)
        .query(AuditTrail::entry)
        .list();
  }

  /** The moments since then at which something of this kind was recorded on a chain, in order. */
  @Transactional(readOnly = true)
  public List<Instant> changedAt(String chain, String beginning, Instant since) {
    return rows.query()
        .sql(
            "select at from audit_entry where chain = ? and changed and action like ? and at >= ? order"
                + " by position")
        .params(chain, beginning + "%", Rows.at(since))
        .query((row, n) -> Rows.instant(row, "at"))
        .list();
  }

  /** A part of a chain, in order. */
  @Transactional(readOnly = true)
  public Page<Entry> page(String chain, Paging paging) {
    return rows.page(
        "select position, at, actor, action, detail, hash from audit_entry where chain = :chain",
        Map.of("chain", chain),
        "position",
        paging,
        AuditTrail::entry);
  }

  /** A part of what belongs to no case, without what users of other states did. */
  @Transactional(readOnly = true)
  public Page<Entry> generalOf(String state, Paging paging) {
    return rows.page(
        "select position, at, actor, action, detail, hash from audit_entry e where chain = :chain and not"
            + " exists (select 1 from account a where a.user_id = e.actor and a.state <> :state)",
        Map.of("chain", GENERAL, "state", state),
        "position",
        paging,
        AuditTrail::entry);
  }

  private static Entry entry(ResultSet row, int n) throws SQLException {
    return new Entry(
        row.getLong("position"),
        Rows.instant(row, "at"),
        row.getString("actor"),
        row.getString("action"),
        row.getString("detail"),
        row.getString("hash"));
  }

  /** What does not fit: an entry, or a row of the record of which an entry speaks. */
  public record Fault(String chain, long position, String what) {}

  /**
   * Everything in a chain that does not fit: entries that were changed, are missing or stand in
   * another order, and rows of the record that no longer say what they said; empty if intact.
   */
  @Transactional(readOnly = true)
  public List<Fault> faultsIn(String chain) {
    List<Fault> faults = new ArrayList<>();
    Map<Long, List<SpokenOf>> spoken = spokenOf(chain);
    String previous = START;
    long expected = 1;
    for (Kept kept : kept(chain)) {
      Entry entry = kept.entry();
      List<SpokenOf> rowsOfEntry = spoken.getOrDefault(entry.position(), List.of());
      String rowsHash = hashOf(rowsOfEntry);
      String hash = hash(previous, chain, entry, rowsHash);
      if (entry.position() != expected) {
        faults.add(new Fault(chain, expected, "An entry is missing before this one."));
      }
      if (!hash.equals(entry.hash()) || !rowsHash.equals(kept.rowsHash())) {
        faults.add(
            new Fault(
                chain, entry.position(), "The entry does not follow from the one before it."));
      }
      for (SpokenOf row : rowsOfEntry) {
        Optional<String> now = FactTable.ALL.get(row.table()).hash(rows, row.key(), row.salt());
        if (now.filter(row.hash()::equals).isEmpty() && !wasErased(chain, row)) {
          faults.add(
              new Fault(
                  chain,
                  entry.position(),
                  String.format(
                      Locale.ROOT,
                      "%s %s %s.",
                      row.table(),
                      row.key(),
                      now.isEmpty()
                          ? "is no longer in the record"
                          : "no longer says what it said")));
        }
      }
      previous = entry.hash();
      expected = entry.position() + 1;
    }
    rows.query()
        .sql("select position, hash from audit_head where chain = ?")
        .param(chain)
        .query((row, n) -> new Head(row.getLong("position"), row.getString("hash")))
        .optional()
        .filter(new Head(expected - 1, previous)::differsFrom)
        .ifPresent(
            head -> faults.add(new Fault(chain, head.position(), "The chain does not end here.")));
    return faults;
  }

  /** Rows of the record of which no entry speaks, table by table. */
  @Transactional(readOnly = true)
  public List<Fault> unspokenRows() {
    List<Fault> faults = new ArrayList<>();
    for (FactTable table : FactTable.ALL.values()) {
      rows.query()
          .sql(
              String.format(
                  Locale.ROOT,
                  """
              select distinct %1$s as row_key from %2$s t
              where not exists (select 1 from audit_row r
                where r.table_name = ? and r.row_key = %1$s)""",
                  table.keySql(),
                  table.name()))
          .param(table.name())
          .query(String.class)
          .list()
          .forEach(
              key ->
                  faults.add(
                      new Fault(
                          GENERAL,
                          0,
                          String.format(
                              Locale.ROOT,
                              "%s %s is in the record, and no entry speaks of it.",
                              table.name(),
                              key))));
    }
    return faults;
  }

  /** The chains there are, in alphabetical order. */
  @Transactional(readOnly = true)
  public List<String> chains() {
    return rows.query()
        .sql("select chain from audit_head order by chain")
        .query(String.class)
        .list();
  }

  /** The ends of all chains, one line each, as they are kept outside the database. */
  @Transactional(readOnly = true)
  public List<String> heads() {
    return rows.query()
        .sql("select chain, position, hash from audit_head order by chain")
        .query(
            (row, n) ->
                String.format(
                    Locale.ROOT,
                    "%s %d %s",
                    row.getString("chain"),
                    row.getLong("position"),
                    row.getString("hash")))
        .list();
  }

  private record Kept(Entry entry, String rowsHash) {}

  private record SpokenOf(String table, String key, String hash, String salt) {}

  private List<Kept> kept(String chain) {
    return rows.query()
        .sql("select * from audit_entry where chain = ? order by position")
        .param(chain)
        .query((row, n) -> new Kept(entry(row, n), row.getString("rows_hash")))
        .list();
  }

  private Map<Long, List<SpokenOf>> spokenOf(String chain) {
    return rows
        .query()
        .sql(
            "select position, table_name, row_key, row_hash, salt from audit_row where chain = ? order by"
                + " position, table_name, row_key")
        .param(chain)
        .query(
            (row, n) ->
                Map.entry(
                    row.getLong("position"),
                    new SpokenOf(
                        row.getString("table_name"),
                        row.getString("row_key"),
                        row.getString("row_hash"),
                        row.getString("salt"))))
        .list()
        .stream()
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  private static String hashOf(List<SpokenOf> rows) {
    return rows.isEmpty()
        ? ""
        : Hashes.ofParts(
            rows.stream()
                .sorted(Comparator.comparing(SpokenOf::table).thenComparing(SpokenOf::key))
                .flatMap(row -> Stream.of(row.table(), row.key(), row.hash()))
                .toArray());
  }

  /**
   * An entry as it was hashed.
   *
   * @param text its SHA-256 is the entry's hash, and it begins with the hash of the one before
   */
  public record Sealed(long position, String text, String hash, List<String> speaksOf) {}

  /** A whole chain, so that somebody else can hash it again. */
  @Transactional(readOnly = true)
  public List<Sealed> sealed(String chain) {
    Map<Long, List<SpokenOf>> spoken = spokenOf(chain);
    List<Sealed> sealed = new ArrayList<>();
    String previous = START;
    for (Kept kept : kept(chain)) {
      Entry entry = kept.entry();
      sealed.add(
          new Sealed(
              entry.position(),
              Hashes.joined(parts(previous, chain, entry, kept.rowsHash())),
              entry.hash(),
              spoken.getOrDefault(entry.position(), List.of()).stream()
                  .map(row -> row.table() + " " + row.key() + " " + row.hash())
                  .toList()));
      previous = entry.hash();
    }
    return sealed;
  }

  private static String hash(String previous, String chain, Entry entry, String rowsHash) {
    return Hashes.ofParts(parts(previous, chain, entry, rowsHash));
  }

  private static Object[] parts(String previous, String chain, Entry entry, String rowsHash) {
    List<Object> parts =
        new ArrayList<>(
            List.of(
                previous,
                chain,
                entry.position(),
                entry.at(),
                entry.actor(),
                entry.action(),
                entry.detail()));
    if (!rowsHash.isEmpty()) {
      parts.add(rowsHash);
    }
    return parts.toArray();
  }

  /** Facts of which nobody spoke go on the chain of what they are about. */
  @Override
  public void unspoken(List<Added> facts) {
    append(byChain(facts), "system", "recorded", "", true);
  }

  /** What there is to say of facts, by the chain of what they are about. */
  private Map<String, List<SpokenOf>> byChain(List<Added> facts) {
    Map<Row, String> chains = new LinkedHashMap<>();
    facts.forEach(
        fact -> rowOf(fact).ifPresent(row -> chains.putIfAbsent(row, AuditTrail.chainOf(fact))));
    return speakOf(chains.keySet()).stream()
        .collect(
            Collectors.groupingBy(
                one -> chains.get(new Row(one.table(), one.key())),
                TreeMap::new,
                Collectors.toList()));
  }

  private static String chainOf(Added fact) {
    return Stream.of("case_number", "flight_id", "agreement_code", "code")
        .map(fact.columns()::get)
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .findFirst()
        .orElse(GENERAL);
  }

  private static Optional<Row> rowOf(Added fact) {
    return Optional.ofNullable(FactTable.ALL.get(fact.table()))
        .map(table -> new Row(fact.table(), table.keyOf(fact.columns())));
  }

  private static List<Row> rowsOf(List<Added> facts) {
    return facts.stream().flatMap(fact -> rowOf(fact).stream()).toList();
  }

  private List<SpokenOf> speakOf(Collection<Row> said) {
    Map<FactTable, Map<String, String>> salts = new LinkedHashMap<>();
    said.forEach(
        row ->
            salts
                .computeIfAbsent(FactTable.ALL.get(row.table()), one -> new LinkedHashMap<>())
                .computeIfAbsent(row.key(), key -> salt()));
    List<SpokenOf> spoken = new ArrayList<>();
    salts.forEach(
        (table, byKey) -> {
          Map<String, String> hashes = table.hashes(rows, byKey);
          byKey.forEach(
              (key, salt) ->
                  spoken.add(new SpokenOf(table.name(), key, hashes.getOrDefault(key, ""), salt)));
        });
    return spoken;
  }

  private String salt() {
    var salt = new byte[16];
    random.nextBytes(salt);
    return HexFormat.of().formatHex(salt);
  }

  /** A row of the record, as the trail names it. */
  record Row(String table, String key) {
    @Override
    public String toString() {
      return table + " " + key;
    }
  }

  /** The rows that do not say any more what these chains speak of. */
  List<Row> changedRows(Set<String> chains) {
    return chains.stream()
        .flatMap(chain -> spokenOf(chain).values().stream().flatMap(List::stream))
        .filter(
            row ->
                FactTable.ALL
                    .get(row.table())
                    .hash(rows, row.key(), row.salt())
                    .filter(row.hash()::equals)
                    .isEmpty())
        .map(row -> new Row(row.table(), row.key()))
        .distinct()
        .toList();
  }

  /** Speaks of rows as they are after something was taken out of them. */
  @Transactional(propagation = Propagation.MANDATORY)
  void addErased(String chain, List<Row> erased) {
    List<Row> all = new ArrayList<>(erased);
    all.addAll(rowsOf(rows.takeAdded()));
    List<SpokenOf> spoken = speakOf(all);
    append(chain, "system", "erased", erased.size() + " rows", true, spoken);
  }

  /** Whether what a row says now is what was left of it when a person was erased. */
  private boolean wasErased(String chain, SpokenOf row) {
    return rows
        .query()
        .sql(
            "select row_hash, salt from audit_row where table_name = ? and row_key = ? and chain like ?"
                + " and chain <> ? order by chain, position")
        .params(row.table(), row.key(), Subject.ERASURE + "-%", chain)
        .query((found, n) -> Map.entry(found.getString("row_hash"), found.getString("salt")))
        .list()
        .stream()
        .anyMatch(
            left ->
                FactTable.ALL
                    .get(row.table())
                    .hash(rows, row.key(), left.getValue())
                    .filter(left.getKey()::equals)
                    .isPresent());
  }

  private record Head(long position, String hash) {
    boolean differsFrom(Head other) {
      return !equals(other);
    }
  }

  private void append(String chain, String actor, String action, String detail, boolean changed) {
    append(chain, actor, action, detail, changed, speakOf(rowsOf(rows.takeAdded())));
  }

  private void append(
      String chain,
      String actor,
      String action,
      String detail,
      boolean changed,
      List<SpokenOf> spoken) {
    append(Map.of(chain, spoken), actor, action, detail, changed);
  }

  /** The same entry on each of these chains, with the rows that each speaks of. */
  private void append(
      Map<String, List<SpokenOf>> chains,
      String actor,
      String whole,
      String said,
      boolean changed) {
    if (chains.isEmpty()) {
      return;
    }
    // However much there is to say: what is done is not undone by the length of its entry.
    String action = Rows.cut(whole, MAX_ACTION);
    String detail = Rows.cut(said, MAX_DETAIL);
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Map<String, Head> heads = heads(chains.keySet());
    List<Map<String, Object>> entries = new ArrayList<>();
    List<Map<String, Object>> spokenOf = new ArrayList<>();
    List<Object[]> ends = new ArrayList<>();
    chains.forEach(
        (chain, spoken) -> {
          Head head = heads.get(chain);
          long position = head.position() + 1;
          String rowsHash = hashOf(spoken);
          String hash =
              hash(
                  head.hash(), chain, new Entry(position, at, actor, action, detail, ""), rowsHash);
          entries.add(
              columns(
                  "chain", chain,
                  "position", position,
                  "at", at,
                  "actor", actor,
                  "action", action,
                  "detail", detail,
                  "hash", hash,
                  "rows_hash", rowsHash,
                  "changed", changed));
          spoken.forEach(
              row ->
                  spokenOf.add(
                      columns(
                          "chain", chain,
                          "position", position,
                          "table_name", row.table(),
                          "row_key", row.key(),
                          "row_hash", row.hash(),
                          "salt", row.salt())));
          ends.add(new Object[] {position, hash, chain});
        });
    rows.addKeyed("audit_entry", entries);
    rows.addKeyed("audit_row", spokenOf);
    rows.batch("update audit_head set position = ?, hash = ? where chain = ?", ends);
  }

  /** The ends of chains, locked in their order; a new chain begins. */
  private Map<String, Head> heads(Collection<String> chains) {
    Map<String, Head> heads = new HashMap<>();
    rows.query()
        .sql(
            "select chain, position, hash from audit_head where chain in (:chains) order by chain for update")
        .param("chains", chains)
        .query(
            (row, n) ->
                heads.put(
                    row.getString("chain"),
                    new Head(row.getLong("position"), row.getString("hash"))))
        .list();
    List<Map<String, Object>> begun =
        chains.stream()
            .filter(chain -> !heads.containsKey(chain))
            .sorted()
            .map(chain -> columns("chain", chain, "position", 0L, "hash", START))
            .toList();
    rows.addKeyed("audit_head", begun);
    begun.forEach(one -> heads.put((String) one.get("chain"), new Head(0, START)));
    return heads;
  }
}
