package org.custodytransfer.audit;

import static org.custodytransfer.platform.Rows.columns;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.custodytransfer.access.RefusedAttempts;
import org.custodytransfer.access.Revisions;
import org.custodytransfer.platform.Hashes;
import org.custodytransfer.platform.Page;
import org.custodytransfer.platform.Paging;
import org.custodytransfer.platform.Rows;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The append-only trail. Each entry carries the hash of the entry before it in its chain; a chain
 * is a case, an agreement, a flight, or what belongs to none.
 */
@Service
public class AuditTrail implements RefusedAttempts, Revisions {

  /** What belongs to no case, agreement or flight. */
  public static final String GENERAL = "general";

  private static final String START = "0".repeat(64);

  private final Rows rows;
  private final Clock clock;

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
  @Transactional(propagation = Propagation.MANDATORY)
  public void add(String chain, String actor, String action, String detail) {
    append(chain, actor, action, detail, true);
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
  public long of(String about) {
    return rows.query()
        .sql("select count(*) from audit_entry where chain = ? and changed")
        .param(about)
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

  private static Entry entry(ResultSet row, int n) throws SQLException {
    return new Entry(
        row.getLong("position"),
        Rows.instant(row, "at"),
        row.getString("actor"),
        row.getString("action"),
        row.getString("detail"),
        row.getString("hash"));
  }

  /**
   * The positions at which a chain does not fit: changed, missing or reordered entries; empty if
   * intact.
   */
  @Transactional(readOnly = true)
  public List<Long> faultsIn(String chain) {
    List<Long> faults = new ArrayList<>();
    String previous = START;
    long expected = 1;
    for (Entry entry : entries(chain)) {
      String hash =
          Hashes.ofParts(
              previous,
              chain,
              entry.position(),
              entry.at(),
              entry.actor(),
              entry.action(),
              entry.detail());
      if (entry.position() != expected || !hash.equals(entry.hash())) {
        faults.add(entry.position());
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
        .ifPresent(head -> faults.add(head.position()));
    return faults;
  }

  private record Head(long position, String hash) {
    boolean differsFrom(Head other) {
      return !equals(other);
    }
  }

  private void append(String chain, String actor, String action, String detail, boolean changed) {
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Head head =
        rows.query()
            .sql("select position, hash from audit_head where chain = ? for update")
            .param(chain)
            .query((row, n) -> new Head(row.getLong("position"), row.getString("hash")))
            .optional()
            .orElseGet(
                () -> {
                  rows.addKeyed(
                      "audit_head", columns("chain", chain, "position", 0L, "hash", START));
                  return new Head(0, START);
                });
    long position = head.position() + 1;
    String hash = Hashes.ofParts(head.hash(), chain, position, at, actor, action, detail);
    rows.addKeyed(
        "audit_entry",
        columns(
            "chain", chain,
            "position", position,
            "at", at,
            "actor", actor,
            "action", action,
            "detail", detail,
            "hash", hash,
            "changed", changed));
    rows.query()
        .sql("update audit_head set position = ?, hash = ? where chain = ?")
        .params(position, hash, chain)
        .update();
  }
}
