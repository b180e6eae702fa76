package org.custodytransfer.legal;

import static org.custodytransfer.legal.Verdict.against;
import static org.custodytransfer.legal.Verdict.met;
import static org.custodytransfer.platform.Rows.at;
import static org.custodytransfer.platform.Rows.columns;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Role;
import org.custodytransfer.agreement.AdverseFact;
import org.custodytransfer.agreement.Agreements;
import org.custodytransfer.agreement.Relief;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.platform.Hashes;
import org.custodytransfer.platform.Locks;
import org.custodytransfer.platform.Page;
import org.custodytransfer.platform.Paging;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Rows;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Orders of courts that stop transfers. One is in force from commit; entering it takes the same
 * lock as a departure, so that one of the two comes first.
 */
@Service
@Transactional
public class StayOrders implements ConditionPolicy {

  public enum Scope {
    CASE,
    ALL
  }

  /** An order as a court's system or a duty lawyer enters it. Moments carry their offset. */
  public record NewOrder(
      Scope scope,
      Optional<String> caseNumber,
      String court,
      String docket,
      String text,
      Instant orderedAt,
      Instant receivedAt,
      Optional<Instant> endsAt) {}

  /** The court's decision that lifts an order; its text is kept with its hash. */
  public record NewLift(String court, String docket, Instant decidedAt, String text) {}

  public record Order(
      long id,
      Scope scope,
      Optional<String> caseNumber,
      String court,
      String docket,
      String text,
      Instant orderedAt,
      Instant receivedAt,
      Optional<Instant> endsAt,
      Instant recordedAt,
      String recordedBy,
      Optional<Lift> lift) {

    boolean inForceAt(Instant moment) {
      return endsAt.map(moment::isBefore).orElse(true)
          && lift.filter(by -> !by.recordedAt().isAfter(moment)).isEmpty();
    }
  }

  public record Lift(
      String court,
      String docket,
      Instant decidedAt,
      String sha256,
      Instant recordedAt,
      String recordedBy) {}

  private static final String SELECT =
      """
      select o.*, l.court as lift_court, l.docket as lift_docket, l.decided_at as lift_decided_at,
             l.sha256 as lift_sha256, l.recorded_at as lift_at, l.recorded_by as lift_by
      from stay_order o left join stay_lift l on l.stay_order_id = o.id where
      """;

  private final Agreements agreements;
  private final CaseFiles cases;
  private final ApplicationEventPublisher events;
  private final Rows rows;
  private final Locks locks;
  private final AuditTrail audit;
  private final Clock clock;

  StayOrders(
      Agreements agreements,
      CaseFiles cases,
      ApplicationEventPublisher events,
      Rows rows,
      Locks locks,
      AuditTrail audit,
      Clock clock) {
    this.agreements = agreements;
    this.cases = cases;
    this.events = events;
    this.rows = rows;
    this.locks = locks;
    this.audit = audit;
    this.clock = clock;
  }

  public Order enter(Actor by, NewOrder order) {
    by.mustBe(Role.SYSTEMS, Role.DUTY_LAWYERS, Role.LEGAL_REVIEWERS);
    Instant now = clock.instant();
    if ((order.scope() == Scope.CASE) != order.caseNumber().isPresent()) {
      throw Refusal.badInput("/caseNumber", "is given for the scope CASE, and for no other");
    }
    if (order.orderedAt().isAfter(now)) {
      throw Refusal.badInput("/orderedAt", "must not be in the future");
    }
    if (order.receivedAt().isAfter(now) || order.receivedAt().isBefore(order.orderedAt())) {
      throw Refusal.badInput("/receivedAt", "must be between /orderedAt and now");
    }
    order
        .endsAt()
        .filter(end -> !end.isAfter(now))
        .ifPresent(
            end -> {
              throw Refusal.badInput("/endsAt", "must be in the future");
            });
    order.caseNumber().ifPresent(number -> cases.visible(by, number, now));
    // What the departure takes, in its order: one of the two comes first.
    locks.gate();
    order.caseNumber().ifPresent(cases::lock);
    long id =
        rows.add(
            "stay_order",
            columns(
                "scope", order.scope(),
                "case_number", order.caseNumber(),
                "court", order.court(),
                "docket", order.docket(),
                "text", order.text(),
                "ordered_at", order.orderedAt(),
                "received_at", order.receivedAt(),
                "ends_at", order.endsAt(),
                "recorded_at", clock.instant(),
                "recorded_by", by.id()));
    audit.add(chain(order.caseNumber()), by.id(), "stay order entered", "stay order " + id);
    events.publishEvent(new AdverseFact(order.caseNumber()));
    return order(id);
  }

  /** Lifts an order: by another person than who entered it, naming the court's decision. */
  public Order lift(Actor by, long id, NewLift lift) {
    by.mustBe(Role.DUTY_LAWYERS, Role.LEGAL_REVIEWERS);
    Order order = order(id);
    Instant now = clock.instant();
    order.caseNumber().ifPresent(number -> cases.visible(by, number, now));
    if (order.lift().isPresent()) {
      throw Refusal.conflict("This order is lifted already.");
    }
    if (by.id().equals(order.recordedBy())) {
      throw Refusal.forbidden("Another person than the one who entered the order has to lift it.");
    }
    if (lift.decidedAt().isAfter(now) || lift.decidedAt().isBefore(order.orderedAt())) {
      throw Refusal.badInput("/decidedAt", "must be between the order and now");
    }
    locks.gate();
    order.caseNumber().ifPresent(cases::lock);
    rows.addKeyed(
        "stay_lift",
        columns(
            "stay_order_id", id,
            "court", lift.court(),
            "docket", lift.docket(),
            "decided_at", lift.decidedAt(),
            "text", lift.text(),
            "sha256", Hashes.of(lift.text()),
            "recorded_at", clock.instant(),
            "recorded_by", by.id()));
    audit.add(chain(order.caseNumber()), by.id(), "stay order lifted", "stay order " + id);
    order.caseNumber().map(Relief::new).ifPresent(events::publishEvent);
    return order(id);
  }

  /** Whether an order stops transfers now. */
  public enum OrderStatus {
    IN_FORCE,
    LIFTED,
    EXPIRED
  }

  /**
   * The orders an actor may see, newest first.
   *
   * @param text part of the court, the docket or the case number
   */
  public Page<Order> list(
      Actor by,
      Optional<OrderStatus> status,
      Optional<String> agreement,
      Optional<String> text,
      Paging paging) {
    by.mustBe(
        Role.DUTY_LAWYERS,
        Role.LEGAL_REVIEWERS,
        Role.SYSTEMS,
        Role.MANAGERS,
        Role.AUDITORS,
        Role.CASEWORKERS);
    Set<String> codes = agreements.codesFor(by, agreement);
    return codes.isEmpty()
        ? Page.empty(paging)
        : rows.page(
            SELECT
                + """
                (o.case_number is null or exists (select 1 from transfer_case c
                  where c.case_number = o.case_number and c.agreement_code in (:codes)))
                and (lower(o.court) like :text escape '!' or lower(o.docket) like :text escape '!'
                  or lower(o.case_number) like :text escape '!')
                and (:status = '' or :status = case when l.recorded_at is not null then 'LIFTED'
                  when o.ends_at <= :now then 'EXPIRED' else 'IN_FORCE' end)""",
            Map.of(
                "codes", codes,
                "text", Rows.containing(text),
                "status", status.map(Enum::name).orElse(""),
                "now", at(clock.instant())),
            "id desc",
            paging,
            StayOrders::order);
  }

  private Order order(long id) {
    return read("o.id = :id", Map.of("id", id)).stream()
        .findFirst()
        .orElseThrow(() -> Refusal.notFound("stay order"));
  }

  @Override
  public Condition condition() {
    return Condition.NO_STAY;
  }

  @Override
  public Map<String, Verdict> judge(Collection<CaseFile> files, Optional<String> flight) {
    Map<String, Verdict> verdicts = new HashMap<>();
    if (files.isEmpty()) {
      return verdicts;
    }
    Instant knownAt = files.iterator().next().knownAt();
    Set<String> numbers = files.stream().map(CaseFile::caseNumber).collect(Collectors.toSet());
    List<Order> orders =
        read(
            "o.recorded_at <= :knownAt and (o.scope = 'ALL' or o.case_number in (:cases))",
            Map.of("knownAt", at(knownAt), "cases", numbers));
    for (CaseFile file : files) {
      verdicts.put(
          file.caseNumber(),
          orders.stream()
              .filter(order -> order.inForceAt(knownAt))
              .filter(
                  order ->
                      order.scope() == Scope.ALL
                          || order.caseNumber().filter(file.caseNumber()::equals).isPresent())
              .findFirst()
              .map(
                  order ->
                      against(
                              Condition.NO_STAY,
                              "The order %s of %s of %s stops this transfer."
                                  .formatted(
                                      order.docket(),
                                      order.court(),
                                      FilePolicies.day(
                                          LocalDate.ofInstant(order.orderedAt(), ZoneOffset.UTC))))
                          .on(
                              "stay order " + order.id(),
                              List.of(order.recordedBy()),
                              order.recordedAt()))
              .orElseGet(
                  () -> met(Condition.NO_STAY, "No stay order in force covers the person.")));
    }
    return verdicts;
  }

  private List<Order> read(String where, Map<String, ?> parameters) {
    return rows.query().sql(SELECT + where).params(parameters).query(StayOrders::order).list();
  }

  private static Order order(ResultSet row, int n) throws SQLException {
    return new Order(
        row.getLong("id"),
        Scope.valueOf(row.getString("scope")),
        Optional.ofNullable(row.getString("case_number")),
        row.getString("court"),
        row.getString("docket"),
        row.getString("text"),
        Rows.instant(row, "ordered_at"),
        Rows.instant(row, "received_at"),
        row.getObject("ends_at") == null
            ? Optional.empty()
            : Optional.of(Rows.instant(row, "ends_at")),
        Rows.instant(row, "recorded_at"),
        row.getString("recorded_by"),
        row.getObject("lift_at") == null
            ? Optional.empty()
            : Optional.of(
                new Lift(
                    row.getString("lift_court"),
                    row.getString("lift_docket"),
                    Rows.instant(row, "lift_decided_at"),
                    row.getString("lift_sha256"),
                    Rows.instant(row, "lift_at"),
                    row.getString("lift_by"))));
  }

  private static String chain(Optional<String> caseNumber) {
    return caseNumber.orElse(AuditTrail.GENERAL);
  }
}
