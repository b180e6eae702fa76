package org.custodytransfer.audit;

import static org.custodytransfer.platform.Rows.columns;

import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.custodytransfer.access.Actor;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Rows;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Notes on why the trail no longer leads through what was anchored, as after the restore of a
 * backup: one auditor says why, another confirms it. Until then the divergence stays named.
 */
@Service
public class Divergences {

  private final Anchors anchors;
  private final AuditTrail trail;
  private final Rows rows;
  private final Clock clock;

  Divergences(Anchors anchors, AuditTrail trail, Rows rows, Clock clock) {
    this.anchors = anchors;
    this.trail = trail;
    this.rows = rows;
    this.clock = clock;
  }

  /**
   * What was noted.
   *
   * @param recordedAt UTC
   * @param heads the ends of chains that it is about
   */
  public record Note(
      long id,
      String reason,
      Instant recordedAt,
      String recordedBy,
      Optional<String> confirmedBy,
      List<Anchors.Head> heads) {}

  /**
   * Notes why everything that diverges now does.
   *
   * @param visible the chains that whoever notes may see
   * @throws Refusal 409 if nothing diverges
   */
  @Transactional
  public Note note(Actor by, String reason, Predicate<String> visible) {
    List<Anchors.Head> heads =
        anchors.diverging().stream().filter(head -> visible.test(head.chain())).toList();
    if (heads.isEmpty()) {
      throw Refusal.conflict("The trail leads through everything that was anchored.");
    }
    long id =
        rows.add(
            "divergence_note",
            columns("reason", reason, "recorded_at", clock.instant(), "recorded_by", by.id()));
    heads.forEach(
        head ->
            rows.addKeyed(
                "divergence_note_head",
                columns(
                    "note_id", id,
                    "chain", head.chain(),
                    "position", head.position(),
                    "hash", head.hash())));
    trail.add(AuditTrail.GENERAL, by.id(), "divergence noted", "NOTE-" + id);
    return read(id, visible);
  }

  /**
   * Confirms what another noted.
   *
   * @throws Refusal 403 if it is one's own, 409 if it is confirmed already
   */
  @Transactional
  public Note confirm(Actor by, long id, Predicate<String> visible) {
    Note note = read(id, visible);
    if (note.recordedBy().equals(by.id())) {
      throw Refusal.forbidden("Another auditor than the one who noted it has to confirm this.");
    }
    if (note.confirmedBy().isPresent()) {
      throw Refusal.conflict("This note is confirmed already.");
    }
    rows.addKeyed(
        "divergence_note_confirmation",
        columns("note_id", id, "recorded_at", clock.instant(), "recorded_by", by.id()));
    trail.add(AuditTrail.GENERAL, by.id(), "divergence note confirmed", "NOTE-" + id);
    return read(id, visible);
  }

  /**
   * A note, for whoever may see all that it is about.
   *
   * @throws Refusal 404 otherwise
   */
  @Transactional(readOnly = true)
  public Note read(long id, Predicate<String> visible) {
    List<Anchors.Head> heads =
        rows.query()
            .sql(
                "select chain, position, hash from divergence_note_head where note_id = ? order by chain,"
                    + " position, hash")
            .param(id)
            .query(Rows.as(Anchors.Head.class))
            .list();
    return rows.query()
        .sql(
            "select n.id, n.reason, n.recorded_at, n.recorded_by, c.recorded_by as confirmed_by from"
                + " divergence_note n left join divergence_note_confirmation c on c.note_id = n.id"
                + " where n.id = ?")
        .param(id)
        .query(
            (row, n) ->
                new Note(
                    row.getLong("id"),
                    row.getString("reason"),
                    Rows.instant(row, "recorded_at"),
                    row.getString("recorded_by"),
                    Optional.ofNullable(row.getString("confirmed_by")),
                    heads))
        .optional()
        .filter(note -> heads.stream().map(Anchors.Head::chain).allMatch(visible))
        .orElseThrow(() -> Refusal.notFound("note"));
  }

  /** What two have noted. */
  static Set<Anchors.Head> explained(Rows rows) {
    return new HashSet<>(
        rows.query()
            .sql(
                "select h.chain, h.position, h.hash from divergence_note_head h join"
                    + " divergence_note_confirmation c on c.note_id = h.note_id")
            .query(Rows.as(Anchors.Head.class))
            .list());
  }
}
