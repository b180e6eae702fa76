package org.custodytransfer.obstacle;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.custodytransfer.access.Actor;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.AgreementFacts;
import org.custodytransfer.agreement.Agreements;
import org.custodytransfer.agreement.Relief;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.platform.Fault;
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
 * Orders of courts that stop transfers, whomever they cover: obstacles with an owner of their own.
 * One is in force from commit; entering it takes the same lock as a departure, so that one of the
 * two comes first.
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

  /**
   * The court's decision that lifts an order.
   *
   * @param text what it says; for an order for many, which is on no case's file, the whole of it
   * @param remedy whether a court can still suspend it: final or open
   * @param personServedAt when the person was served with it, where the order is about one
   * @param documents the decision itself, where the order is about a case
   */
  public record NewLift(
      String court,
      String docket,
      Instant decidedAt,
      String text,
      String remedy,
      Optional<Instant> personServedAt,
      Instant counselServedAt,
      List<Long> documents) {

    public NewLift {
      documents = documents == null ? List.of() : List.copyOf(documents);
    }

    /** As the form says it that a lawyer enters it with. */
    private Map<String, Object> asEntered() {
      Map<String, Object> answers = new HashMap<>();
      answers.put("outcome", "lifted");
      answers.put("authority", court);
      answers.put("reference", docket);
      answers.put("decidedAt", decidedAt.toString());
      answers.put("remedy", remedy);
      personServedAt.ifPresent(at -> answers.put("personServedAt", at.toString()));
      answers.put("counselServedAt", counselServedAt.toString());
      answers.put("reason", text);
      if (!documents.isEmpty()) {
        answers.put(
            "documents", documents.stream().map(String::valueOf).collect(Collectors.joining(", ")));
      }
      return answers;
    }
  }

  /**
   * @param owner the state whose court gave it
   * @param endConfirmed whether another person confirmed that it ends then by itself
   * @param entered what settles it once another person has confirmed it; in an order's own view
   * @param settled what settled it
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
      boolean endConfirmed,
      Optional<Instant> returnBy,
      Instant recordedAt,
      String recordedBy,
      Optional<Settlement> entered,
      Optional<Settlement> settled) {

    private static Order of(
        Obstacle one, Optional<Settlement> entered, Optional<Settlement> settled) {
      Map<String, Object> covers = new LinkedHashMap<>(one.target().columns());
      covers.values().removeIf(Objects::isNull);
      covers.remove("person_id");
      return new Order(
          one.id(),
          one.owner(),
          one.target().scope(),
          one.caseNumber(),
          covers,
          one.authority(),
          one.reference(),
          one.text(),
          one.occurredAt(),
          one.receivedAt().orElse(one.recordedAt()),
          one.endsAt(),
          one.endConfirmed(),
          one.returnBy(),
          one.recordedAt(),
          one.recordedBy(),
          entered,
          settled);
    }
  }

  /**
   * What was entered.
   *
   * @param covers how many open cases it covers now, of those the caller may see
   */
  public record Entered(long id, String owner, long covers) {

    /** What whoever enters it has to know; nothing where it covers somebody. */
    public Optional<String> note() {
      return covers > 0
          ? Optional.empty()
          : Optional.of(
              "It covers nobody now whom you may see. An order covers cases under agreements to which "
                  + owner
                  + " is a party, and no others; how many another state sends is that state's to know.");
    }
  }

  private static final String COVERED =
      "select c.case_number from open_case o join transfer_case c on c.case_number = o.case_number"
          + " where c.agreement_code in (:codes) and :owner in (c.sending_state, c.receiving_state) and ";

  private final Agreements agreements;
  private final AgreementFacts facts;
  private final CaseFiles cases;
  private final RaiseObstacle raise;
  private final SettleObstacle settle;
  private final ObstacleRecord obstacles;
  private final ApplicationEventPublisher events;
  private final Rows rows;
  private final Locks locks;
  private final AuditTrail audit;
  private final Clock clock;

  StayOrders(
      Agreements agreements,
      AgreementFacts facts,
      CaseFiles cases,
      RaiseObstacle raise,
      SettleObstacle settle,
      ObstacleRecord obstacles,
      ApplicationEventPublisher events,
      Rows rows,
      Locks locks,
      AuditTrail audit,
      Clock clock) {
    this.agreements = agreements;
    this.facts = facts;
    this.cases = cases;
    this.raise = raise;
    this.settle = settle;
    this.obstacles = obstacles;
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
    // What the departure takes, in its order: one of the two comes first.
    locks.gate();
    target.aboutCase().ifPresent(cases::lock);
    long covered = covered(by, owner, target);
    Obstacle one =
        new Obstacle(
            0,
            ObstacleKind.COURT_ORDER,
            owner,
            target,
            order.court(),
            order.docket(),
            order.text(),
            order.orderedAt(),
            Optional.of(order.receivedAt()),
            order.returnBy(),
            order.endsAt(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            clock.instant(),
            by.id(),
            false,
            Optional.empty());
    Set<String> persons =
        target.aboutCase().map(known -> cases.one(known, now).personIds()).orElse(Set.of());
    return new Entered(raise.stand(one, List.of(), persons, covered > 0), owner, covered);
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
      if (!Obstacle.isParty(owner, agreement)) {
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
    Obstacle order = readable(by, id);
    Set<String> codes = agreements.codesFor(by, Optional.empty());
    if (codes.isEmpty()) {
      return Page.empty(paging);
    }
    Target.Sql sql = order.target().openCases();
    Map<String, Object> parameters = new HashMap<>(sql.parameters());
    parameters.put("codes", codes);
    parameters.put("owner", order.owner());
    return rows.page(
        COVERED + sql.condition(),
        parameters,
        "case_number",
        paging,
        (row, n) -> row.getString("case_number"));
  }

  /** One order, for those who may see it. */
  public Order visible(Actor by, long id) {
    readable(by, id);
    return order(id);
  }

  /** Notes what duty lawyers found out about an order that covered nobody when it was entered. */
  public void trace(String by, long id, String outcome, String reason) {
    Obstacle order = obstacles.one(id);
    obstacles.trace(id, outcome, reason, by);
    audit.add(
        order.chain(),
        by,
        "obstacle traced",
        String.format(Locale.ROOT, "obstacle %d: %s", id, outcome));
  }

  /**
   * Confirms that an order itself states the end that was entered with it; before, it does not end.
   *
   * @throws Refusal 403 for who entered the order
   */
  public void confirmEnd(Actor by, long id, String outcome, String reason) {
    Obstacle order = obstacles.one(id);
    if (by.id().equals(order.recordedBy())) {
      throw Refusal.forbidden("You entered this order and its end; somebody else confirms it.");
    }
    obstacles.end(id, outcome, reason, by.id());
    audit.add(order.chain(), by.id(), "obstacle: end " + outcome, "obstacle " + id);
    audit.add(new Subject.OfObstacle(id).key(), by.id(), "obstacle: end " + outcome, "");
  }

  /** The moment has come at which an order ends: whoever it held is looked at. */
  public void ended(long id) {
    Obstacle order = obstacles.one(id);
    events.publishEvent(new Relief(order.caseNumber(), order.owner()));
  }

  /**
   * Enters the court's decision that lifts an order; it stands until another lawyer has confirmed
   * it in Tasklist.
   *
   * @throws Refusal 403 for who entered the order; 400 where a fault is
   */
  public void lift(Actor by, long id, NewLift lift) {
    readable(by, id);
    settle.enterElsewhere(by, id, lift.asEntered());
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
    if (by.state().isEmpty()) {
      return Page.empty(asked.paging());
    }
    Page<Obstacle> page = obstacles.orders(by.state().get(), asked, status);
    return new Page<>(
        page.items().stream().map(one -> Order.of(one, Optional.empty(), one.settled())).toList(),
        page.paging(),
        page.total());
  }

  private Order order(long id) {
    Obstacle one = obstacles.one(id);
    return Order.of(
        one,
        obstacles.entered(id).map(obstacles::withDocuments),
        one.settled().map(obstacles::withDocuments));
  }

  /** An order is its owner's: nobody else reads, counts or lifts it. */
  private Obstacle readable(Actor by, long id) {
    return Optional.of(obstacles.one(id))
        .filter(one -> one.kind() == ObstacleKind.COURT_ORDER)
        .filter(one -> by.state().filter(one.owner()::equals).isPresent())
        .orElseThrow(() -> Refusal.notFound("stay order"));
  }
}
