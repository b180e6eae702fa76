package org.custodytransfer.obstacle;

import static org.custodytransfer.platform.Rows.at;
import static org.custodytransfer.platform.Rows.columns;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Road;
import org.custodytransfer.agreement.AdverseFact;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.AgreementFacts;
import org.custodytransfer.agreement.Agreements;
import org.custodytransfer.agreement.Relief;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.platform.Fault;
import org.custodytransfer.platform.Hashes;
import org.custodytransfer.platform.Listing;
import org.custodytransfer.platform.Locks;
import org.custodytransfer.platform.Page;
import org.custodytransfer.platform.Paging;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Rows;
import org.custodytransfer.platform.Subject;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Orders of courts that stop transfers. One is in force from commit; entering it takes the same
 * lock as a departure, so that one of the two comes first.
 */
@Service
@Transactional
public class StayOrders {

  /** Whom an order can cover. */
  public enum Scope {
    CASE,
    PERSON,
    CLASS,
    FLIGHT,
    AGREEMENT,
    ALL
  }

  /** A person by a number of the sending state's register or another number of theirs. */
  public record PersonNumber(String state, String number) {}

  /** A rule: everybody to whom all of what is given applies. */
  public record Rule(
      Optional<Agreement.Route> route,
      Optional<String> nationality,
      Optional<String> agreement,
      Optional<Long> legalBasis) {}

  /**
   * An order as a court's system or a duty lawyer enters it. Moments carry their offset.
   *
   * @param returnBy the court's deadline for those who are abroad already
   */
  public record NewOrder(
      Scope scope,
      Optional<String> caseNumber,
      Optional<PersonNumber> person,
      Optional<Rule> rule,
      Optional<String> flight,
      Optional<String> agreement,
      String court,
      String docket,
      String text,
      Instant orderedAt,
      Instant receivedAt,
      Optional<Instant> endsAt,
      Optional<Instant> returnBy) {

    /** An order for one case, without an end. */
    public static NewOrder forCase(
        String caseNumber, String court, String docket, String text, Instant orderedAt) {
      return new NewOrder(
          Scope.CASE,
          Optional.of(caseNumber),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          court,
          docket,
          text,
          orderedAt,
          orderedAt,
          Optional.empty(),
          Optional.empty());
    }
  }

  /** The court's decision that lifts an order; its text is kept with its hash. */
  public record NewLift(String court, String docket, Instant decidedAt, String text) {}

  /**
   * @param owner the state whose court gave it
   * @param covers whom it covers, by the fields of its scope, of the cases in whose agreement its
   *     owner is a party
   */
  public record Order(
      long id,
      String owner,
      Scope scope,
      Optional<String> caseNumber,
      Map<String, Object> covers,
      String court,
      String docket,
      String text,
      Instant orderedAt,
      Instant receivedAt,
      Optional<Instant> endsAt,
      Optional<Instant> returnBy,
      Instant recordedAt,
      String recordedBy,
      Optional<Lift> lift) {}

  /** An order with whom it covers as the gate reads it. */
  private record InForce(Order order, Target target) {

    boolean covers(Target.Person person) {
      return isParty(order.owner(), person.file()) && target.covers(person);
    }
  }

  /**
   * What was entered.
   *
   * @param covers how many open cases it covers now, of those the caller may see
   */
  public record Entered(Order order, long covers) {

    /** What whoever enters it has to know; nothing where it covers somebody. */
    public Optional<String> note() {
      return covers > 0
          ? Optional.empty()
          : Optional.of(
              "It covers nobody now whom you may see. An order covers cases under agreements to which "
                  + order.owner()
                  + " is a party, and no others; how many another state sends is that state's to know.");
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
      from stay_order o left join stay_lift l on l.stay_order_id = o.id
      left join stay_order_end e on e.stay_order_id = o.id and e.outcome = 'stated' where
      """;

  private static final String COVERED =
      "select c.case_number from open_case o join transfer_case c on c.case_number = o.case_number"
          + " where c.agreement_code in (:codes) and :owner in (c.sending_state, c.receiving_state) and ";

  private final Agreements agreements;
  private final AgreementFacts facts;
  private final Road road;
  private final CaseFiles cases;
  private final ApplicationEventPublisher events;
  private final Rows rows;
  private final Locks locks;
  private final AuditTrail audit;
  private final Clock clock;

  StayOrders(
      Agreements agreements,
      AgreementFacts facts,
      Road road,
      CaseFiles cases,
      ApplicationEventPublisher events,
      Rows rows,
      Locks locks,
      AuditTrail audit,
      Clock clock) {
    this.agreements = agreements;
    this.facts = facts;
    this.road = road;
    this.cases = cases;
    this.events = events;
    this.rows = rows;
    this.locks = locks;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Enters an order, in force from commit, whomever it covers; if that is nobody now, duty lawyers
   * are asked at once whom it means.
   */
  public Entered enter(Actor by, NewOrder order) {
    String owner =
        by.state()
            .orElseThrow(
                () ->
                    Refusal.forbidden(
                        "An order belongs to a state, and this account acts for none."));
    Instant now = clock.instant();
    if (order.orderedAt().isAfter(now)) {
      throw Refusal.badInput("/orderedAt", "must not be in the future");
    }
    if (order.receivedAt().isAfter(now) || order.receivedAt().isBefore(order.orderedAt())) {
      throw Refusal.badInput("/receivedAt", "must be between /orderedAt and now");
    }
    refusePast("/endsAt", order.endsAt(), now);
    refusePast("/returnBy", order.returnBy(), now);
    Target target = target(owner, order);
    Optional<String> caseNumber =
        target instanceof Target.OneCase one
            ? one.personId().map(known -> one.caseNumber())
            : Optional.empty();
    // What the departure takes, in its order: one of the two comes first.
    locks.gate();
    caseNumber.ifPresent(cases::lock);
    Map<String, Object> columns =
        columns(
            "owner", owner,
            "scope", order.scope(),
            "court", order.court(),
            "docket", order.docket(),
            "text", order.text(),
            "ordered_at", order.orderedAt(),
            "received_at", order.receivedAt(),
            "ends_at", order.endsAt().map(Rows::at),
            "return_by", order.returnBy().map(Rows::at),
            "recorded_at", clock.instant(),
            "recorded_by", by.id());
    columns.putAll(target.columns());
    long id = rows.add("stay_order", columns);
    audit.add(chain(caseNumber), by.id(), "stay order entered", "stay order " + id);
    String key = new Subject.OfOrder(id).key();
    // The order's own chain counts what was changed of it.
    audit.add(key, by.id(), "entered", order.scope().name());
    long covered = covered(by, owner, target);
    Map<String, Object> codes = new LinkedHashMap<>();
    codes.put("order", key);
    codes.put("coversAnybody", covered > 0);
    order.endsAt().ifPresent(at -> codes.put("endsAt", Date.from(at)));
    road.startOwned("stay-order", key, owner, codes);
    events.publishEvent(new AdverseFact(caseNumber, owner));
    return new Entered(order(id), covered);
  }

  /** A court of a third state stops nobody. */
  private static boolean isParty(String state, CaseFile file) {
    return isParty(state, file.agreement());
  }

  private static boolean isParty(String state, Agreement agreement) {
    return state.equals(agreement.sending().state()) || state.equals(agreement.receiving().state());
  }

  private static void refusePast(String field, Optional<Instant> moment, Instant now) {
    if (moment.filter(one -> !one.isAfter(now)).isPresent()) {
      throw Refusal.badInput(field, "must be in the future");
    }
  }

  /** Reads whom the order covers: the field of its scope, and no field of another. */
  private Target target(String owner, NewOrder order) {
    Map<String, Optional<?>> fields = new LinkedHashMap<>();
    fields.put("caseNumber", order.caseNumber());
    fields.put("person", order.person());
    fields.put("rule", order.rule());
    fields.put("flight", order.flight());
    fields.put("agreement", order.agreement());
    String wanted =
        switch (order.scope()) {
          case CASE -> "caseNumber";
          case PERSON -> "person";
          case CLASS -> "rule";
          case FLIGHT -> "flight";
          case AGREEMENT -> "agreement";
          case ALL -> "";
        };
    List<Fault> faults = new ArrayList<>();
    fields.forEach(
        (name, value) -> {
          if (name.equals(wanted) && value.isEmpty()) {
            faults.add(Fault.at("/" + name, "is needed for the scope " + order.scope()));
          } else if (!name.equals(wanted) && value.isPresent()) {
            faults.add(Fault.at("/" + name, "does not belong to the scope " + order.scope()));
          }
        });
    if (!faults.isEmpty()) {
      throw Refusal.badInput(faults);
    }
    return switch (order.scope()) {
      case CASE -> {
        String number = order.caseNumber().orElseThrow();
        // Whether there is such a case is nothing to tell a third state, nor the case to tell of
        // it.
        yield new Target.OneCase(number, cases.personIfParty(number, owner));
      }
      case PERSON ->
          new Target.OnePerson(
              order.person().orElseThrow().state(),
              CaseFiles.normalised(order.person().orElseThrow().number()));
      case CLASS -> rule(owner, order.rule().orElseThrow());
      case FLIGHT -> new Target.OneFlight(order.flight().orElseThrow());
      case AGREEMENT -> new Target.OneAgreement(order.agreement().orElseThrow());
      case ALL -> new Target.Everything();
    };
  }

  private Target rule(String owner, Rule rule) {
    if (rule.equals(
        new Rule(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()))) {
      throw Refusal.badInput("/rule", "must name a route, a nationality, an agreement or a basis");
    }
    if (rule.legalBasis().isEmpty()) {
      return new Target.AClass(
          rule.route(), rule.nationality(), rule.agreement(), Optional.empty());
    }
    // A legal basis stands for one route of one agreement.
    for (Agreement agreement : agreements.all()) {
      if (!isParty(owner, agreement)) {
        continue;
      }
      for (var basis : facts.legalBases(agreement.code(), clock.instant())) {
        if (basis.id() == rule.legalBasis().get()) {
          boolean fits =
              rule.route().map(basis.fact().route()::equals).orElse(true)
                  && rule.agreement().map(agreement.code()::equals).orElse(true);
          if (fits) {
            return new Target.AClass(
                Optional.of(basis.fact().route()),
                rule.nationality(),
                Optional.of(agreement.code()),
                rule.legalBasis());
          }
        }
      }
    }
    throw Refusal.badInput("/rule/legalBasis", "is no legal basis on file that fits the rule");
  }

  private long covered(Actor by, String owner, Target target) {
    Set<String> codes = agreements.codesFor(by, Optional.empty());
    if (codes.isEmpty()) {
      return 0;
    }
    Target.Sql sql = target.openCases();
    return rows.query()
        .sql("select count(*) from (" + COVERED + sql.condition() + ") covered")
        .params(sql.parameters())
        .param("codes", codes)
        .param("owner", owner)
        .query(Long.class)
        .single();
  }

  /** The open cases that an order covers now, of those the caller may see. */
  public Page<String> coveredBy(Actor by, long id, Paging paging) {
    InForce order = one(id);
    mayRead(by, order.order());
    Set<String> codes = agreements.codesFor(by, Optional.empty());
    if (codes.isEmpty()) {
      return Page.empty(paging);
    }
    Target.Sql sql = order.target().openCases();
    Map<String, Object> parameters = new HashMap<>(sql.parameters());
    parameters.put("codes", codes);
    parameters.put("owner", order.order().owner());
    return rows.page(
        COVERED + sql.condition(),
        parameters,
        "case_number",
        paging,
        (row, n) -> row.getString("case_number"));
  }

  /** One order, for those who may see it. */
  public Order visible(Actor by, long id) {
    Order order = order(id);
    mayRead(by, order);
    return order;
  }

  /** Notes what duty lawyers found out about an order that covered nobody when it was entered. */
  public void trace(String by, long id, String outcome, String reason) {
    Order order = order(id);
    rows.add(
        "stay_order_trace",
        columns(
            "stay_order_id", id,
            "outcome", outcome,
            "reason", reason,
            "signed_by", by,
            "recorded_at", clock.instant()));
    audit.add(
        chain(order.caseNumber()),
        by,
        "stay order traced",
        String.format(Locale.ROOT, "stay order %d: %s", id, outcome));
  }

  /**
   * Confirms that an order itself states the end that was entered with it; before, it does not end.
   *
   * @throws Refusal 403 for who entered the order
   */
  public void confirmEnd(Actor by, long id, String outcome, String reason) {
    Order order = order(id);
    if (by.id().equals(order.recordedBy())) {
      throw Refusal.forbidden("You entered this order and its end; somebody else confirms it.");
    }
    rows.addKeyed(
        "stay_order_end",
        columns(
            "stay_order_id", id,
            "outcome", outcome,
            "reason", reason,
            "signed_by", by.id(),
            "recorded_at", clock.instant()));
    audit.add(
        chain(order.caseNumber()), by.id(), "end of stay order: " + outcome, "stay order " + id);
    audit.add(new Subject.OfOrder(id).key(), by.id(), "end: " + outcome, "stay order " + id);
  }

  /** The moment has come at which an order ends: whoever it held is looked at. */
  public void ended(long id) {
    Order order = order(id);
    events.publishEvent(new Relief(order.caseNumber(), order.owner()));
  }

  /** Lifts an order: by another person than who entered it, naming the court's decision. */
  public Order lift(Actor by, long id, NewLift lift) {
    Order order = order(id);
    Instant now = clock.instant();
    mayRead(by, order);
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
    audit.add(new Subject.OfOrder(id).key(), by.id(), "lifted", "stay order " + id);
    events.publishEvent(new Relief(order.caseNumber(), order.owner()));
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
   * @param asked its text is part of the court, the docket or the case number
   */
  public Page<Order> list(Actor by, Listing asked) {
    Optional<OrderStatus> status = asked.status(OrderStatus.class);
    Paging paging = asked.paging();
    String agreement = asked.agreement().orElse("");
    return by.state().isEmpty()
        ? Page.empty(paging)
        : rows.page(
            SELECT
                + """
                o.owner = :owner
                and (:agreement = '' or o.agreement_code = :agreement or exists (select 1 from transfer_case c
                  where c.case_number = o.case_number and c.agreement_code = :agreement))
                and (lower(o.court) like :text escape '!' or lower(o.docket) like :text escape '!'
                  or lower(o.case_number) like :text escape '!')
                and (:status = '' or :status = case when l.recorded_at is not null then 'LIFTED'
                  when o.ends_at <= :now and e.outcome is not null then 'EXPIRED' else 'IN_FORCE' end)""",
            Map.of(
                "owner", by.state().get(),
                "agreement", agreement,
                "text", Rows.containing(asked.q()),
                "status", status.map(Enum::name).orElse(""),
                "now", at(clock.instant())),
            "id desc",
            paging,
            (row, n) -> inForce(row).order());
  }

  private Order order(long id) {
    return one(id).order();
  }

  private InForce one(long id) {
    return read("o.id = :id", Map.of("id", id)).stream()
        .findFirst()
        .orElseThrow(() -> Refusal.notFound("stay order"));
  }

  /** An order is its owner's: nobody else reads, counts or lifts it. */
  private static void mayRead(Actor by, Order order) {
    if (by.state().filter(order.owner()::equals).isEmpty()) {
      throw Refusal.notFound("stay order");
    }
  }

  /** The orders in force at a moment that cover each of these files, oldest first. */
  public Map<String, List<Order>> covering(Collection<CaseFile> files, Instant knownAt) {
    Set<String> persons =
        files.stream().map(file -> file.person().id()).collect(Collectors.toSet());
    Map<String, CaseFiles.Selves> selves = cases.selves(persons, knownAt);
    Set<String> allNumbers =
        selves.values().stream().flatMap(one -> one.numbers().stream()).collect(Collectors.toSet());
    List<InForce> orders =
        read(
            """
            o.recorded_at <= :knownAt and (o.ends_at is null or o.ends_at > :knownAt
              or e.recorded_at is null or e.recorded_at > :knownAt)
            and (l.recorded_at is null or l.recorded_at > :knownAt)
            and (o.scope in ('ALL', 'CLASS', 'AGREEMENT', 'FLIGHT')
              or o.scope = 'CASE' and (o.named_case in (:cases) or o.person_id in (:persons))
              or o.scope = 'PERSON' and o.person_number in (:numbers))
            order by o.id""",
            Map.of(
                "knownAt",
                at(knownAt),
                "cases",
                files.stream().map(CaseFile::caseNumber).collect(Collectors.toSet()),
                "persons",
                selves.values().stream()
                    .flatMap(one -> one.ids().stream())
                    .collect(Collectors.toSet()),
                "numbers",
                allNumbers.isEmpty() ? Set.of("") : allNumbers));
    boolean anyFlight = orders.stream().anyMatch(one -> one.order().scope() == Scope.FLIGHT);
    Map<String, Set<String>> flights = anyFlight ? flightsOf(files) : Map.of();
    Map<String, List<Order>> covering = new LinkedHashMap<>();
    for (CaseFile file : files) {
      var person =
          new Target.Person(
              file,
              selves.get(file.person().id()),
              flights.getOrDefault(file.caseNumber(), Set.of()));
      covering.put(
          file.caseNumber(),
          orders.stream().filter(order -> order.covers(person)).map(InForce::order).toList());
    }
    return covering;
  }

  private Map<String, Set<String>> flightsOf(Collection<CaseFile> files) {
    return rows
        .query()
        .sql("select * from (" + Target.ON_FLIGHT + ") f where f.case_number in (:cases)")
        .param("cases", files.stream().map(CaseFile::caseNumber).toList())
        .query((row, n) -> Map.entry(row.getString("case_number"), row.getString("flight_id")))
        .list()
        .stream()
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toSet())));
  }

  private List<InForce> read(String where, Map<String, ?> parameters) {
    return rows.query()
        .sql(SELECT + where)
        .params(parameters)
        .query((row, n) -> inForce(row))
        .list();
  }

  private static InForce inForce(ResultSet row) throws SQLException {
    Scope scope = Scope.valueOf(row.getString("scope"));
    Target target = Target.of(scope, row);
    Map<String, Object> covers = new LinkedHashMap<>(target.columns());
    covers.values().removeIf(java.util.Objects::isNull);
    covers.remove("person_id");
    return new InForce(
        new Order(
            row.getLong("id"),
            row.getString("owner"),
            scope,
            Optional.ofNullable(row.getString("case_number")),
            covers,
            row.getString("court"),
            row.getString("docket"),
            row.getString("text"),
            Rows.instant(row, "ordered_at"),
            Rows.instant(row, "received_at"),
            Rows.maybeInstant(row, "ends_at"),
            Rows.maybeInstant(row, "return_by"),
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
                        row.getString("lift_by")))),
        target);
  }

  private static String chain(Optional<String> caseNumber) {
    return caseNumber.orElse(AuditTrail.GENERAL);
  }
}
