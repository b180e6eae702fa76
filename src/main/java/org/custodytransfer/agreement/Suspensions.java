package org.custodytransfer.agreement;

import static org.custodytransfer.platform.Rows.at;
import static org.custodytransfer.platform.Rows.columns;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.custodytransfer.access.Actor;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.evidence.Documents;
import org.custodytransfer.platform.Locks;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Rows;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * An agreement that is suspended stops what has not departed, at once and by one lawyer's word; it
 * goes on when another lawyer says so, on a document.
 */
@Service
@Transactional
public class Suspensions {

  private enum Kind {
    SUSPENDED,
    RESUMED
  }

  /**
   * @param reason why, as a lawyer wrote it
   */
  public record Suspension(long id, String reason, Instant recordedAt, String recordedBy) {}

  private record Fact(
      long id, Kind kind, Optional<Long> settles, String reason, Instant at, String by) {}

  private final Agreements agreements;
  private final Documents documents;
  private final ApplicationEventPublisher events;
  private final Rows rows;
  private final Locks locks;
  private final AuditTrail audit;
  private final Clock clock;

  Suspensions(
      Agreements agreements,
      Documents documents,
      ApplicationEventPublisher events,
      Rows rows,
      Locks locks,
      AuditTrail audit,
      Clock clock) {
    this.agreements = agreements;
    this.documents = documents;
    this.events = events;
    this.rows = rows;
    this.locks = locks;
    this.audit = audit;
    this.clock = clock;
  }

  public Suspension suspend(Actor by, String code, String reason) {
    Agreement agreement = agreements.current(code);
    mustActFor(by, agreement);
    locks.gate();
    long id = add(by, code, Kind.SUSPENDED, Optional.empty(), reason, Optional.empty());
    events.publishEvent(AdverseFact.aboutMany(by.state().orElseThrow()));
    return of(code, clock.instant()).stream()
        .filter(one -> one.id() == id)
        .findFirst()
        .orElseThrow();
  }

  /**
   * @param document of the agreement, on file
   */
  public void resume(Actor by, String code, long suspension, long document, String reason) {
    Agreement agreement = agreements.current(code);
    mustActFor(by, agreement);
    locks.gate();
    Suspension open =
        of(code, clock.instant()).stream()
            .filter(one -> one.id() == suspension)
            .findFirst()
            .orElseThrow(
                () ->
                    Refusal.badInput(
                        "/suspension", "must name a suspension of this agreement that is open"));
    if (open.recordedBy().equals(by.id())) {
      throw Refusal.forbidden("Another lawyer than the one who suspended it lets it go on.");
    }
    if (documents.of(code).stream().noneMatch(known -> known.id() == document)) {
      throw Refusal.badInput("/document", "is not a document on file with this agreement");
    }
    add(by, code, Kind.RESUMED, Optional.of(suspension), reason, Optional.of(document));
    events.publishEvent(Relief.forMany(by.state().orElseThrow()));
  }

  /** Suspensions that were open at a moment. */
  public List<Suspension> of(String code, Instant knownAt) {
    List<Fact> facts =
        rows.query()
            .sql(
                "select * from agreement_status_fact where agreement_code = ? and recorded_at <= ?"
                    + " order by id")
            .params(code, at(knownAt))
            .query(
                (row, n) ->
                    new Fact(
                        row.getLong("id"),
                        Kind.valueOf(row.getString("kind")),
                        Rows.maybe(row, "settles", Long.class),
                        row.getString("reason"),
                        Rows.instant(row, "recorded_at"),
                        row.getString("recorded_by")))
            .list();
    Set<Long> settled =
        facts.stream().flatMap(fact -> fact.settles().stream()).collect(Collectors.toSet());
    return facts.stream()
        .filter(fact -> fact.kind() == Kind.SUSPENDED && !settled.contains(fact.id()))
        .map(fact -> new Suspension(fact.id(), fact.reason(), fact.at(), fact.by()))
        .toList();
  }

  private long add(
      Actor by,
      String code,
      Kind kind,
      Optional<Long> settles,
      String reason,
      Optional<Long> document) {
    Instant now = clock.instant();
    long id =
        rows.add(
            "agreement_status_fact",
            columns(
                "agreement_code", code,
                "kind", kind,
                "settles", settles,
                "reason", reason,
                "document_id", document,
                "occurred_at", now,
                "recorded_at", now,
                "recorded_by", by.id()));
    audit.add(code, by.id(), "agreement " + kind, "status fact " + id);
    return id;
  }

  private static void mustActFor(Actor by, Agreement agreement) {
    agreement.mustBeParty(by, "agreement of your state");
  }
}
