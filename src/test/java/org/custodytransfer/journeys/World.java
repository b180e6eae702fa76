package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.WebApplicationException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.TaskService;
import org.custodytransfer.CustodyTransferApplication;
import org.custodytransfer.access.Acting;
import org.custodytransfer.access.Actor;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.AgreementFacts;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.casefile.CaseDocuments;
import org.custodytransfer.casefile.CaseEvents;
import org.custodytransfer.casefile.CaseFile.Place;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.casefile.FileRequest;
import org.custodytransfer.flight.Departures;
import org.custodytransfer.flight.Flights;
import org.custodytransfer.flight.IdentityChecks;
import org.custodytransfer.flight.OnTheWay;
import org.custodytransfer.legal.LaterFacts;
import org.custodytransfer.obstacle.AgreementObstacles;
import org.custodytransfer.obstacle.ObstacleKind;
import org.custodytransfer.obstacle.Obstacles;
import org.custodytransfer.obstacle.RaiseObstacle;
import org.custodytransfer.obstacle.StayOrders;
import org.custodytransfer.obstacle.StayOrders.Scope;
import org.custodytransfer.placement.Gone;
import org.custodytransfer.placement.Returns;
import org.custodytransfer.platform.AdjustableClock;
import org.custodytransfer.platform.Paging;
import org.custodytransfer.platform.Refusal;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The application on a record of its own, and beside it what a court would know: who is covered by
 * which order, whose claim is open. What the application lets board is held against that.
 */
final class World implements AutoCloseable {

  private static final String CODE = "QM-QZ";
  private static final String LAWYER = "qm-legal-reviewers";
  private static final String OPERATIONS = "qm-flight-operations";
  private static final String RECEIVING = "receiving-qz";

  /** What is known of a person and their newest case. */
  private static final class Known {
    final int person;
    final String nationality;
    final String caseNumber;
    final Map<Long, ObstacleKind> obstacles = new LinkedHashMap<>();
    final Set<String> never = new HashSet<>();
    boolean cleared;
    boolean approved;
    boolean accepted;
    boolean consented;
    Optional<Instant> assessedAt = Optional.empty();
    Optional<Instant> servedAt = Optional.empty();
    Optional<Instant> fitAt = Optional.empty();
    final Set<String> compared = new HashSet<>();
    boolean doubted;

    final Set<String> flights = new HashSet<>();

    Known(int person, String nationality, String caseNumber) {
      this.person = person;
      this.nationality = nationality;
      this.caseNumber = caseNumber;
    }
  }

  private record Order(long id, Scope scope, String covers, Instant raised) {}

  private ConfigurableApplicationContext application;
  private Acting acting;
  private AdjustableClock clock;
  private JdbcClient jdbc;

  private final List<String> steps = new ArrayList<>();
  private final Map<String, Known> cases = new LinkedHashMap<>();
  private final List<String> flights = new ArrayList<>();
  private final List<Order> orders = new ArrayList<>();
  private final Map<Long, Instant> lifts = new HashMap<>();
  private Optional<Long> hold = Optional.empty();
  private Optional<Long> suspension = Optional.empty();
  private Optional<Long> adverse = Optional.empty();
  private Set<String> touched = new HashSet<>();
  private long firstSeat;
  private long firstDecision;
  private int persons;
  private int filed;
  private int restarts;
  private int departed;
  private int leftBehind;
  private int refused;
  private String lastRefusal = "";

  World() {
    boot();
    Journey.openAccounts(acting, Journey.QM_QZ);
    for (Agreement.Route route :
        List.of(Agreement.Route.THIRD_COUNTRY, Agreement.Route.RECEIVING_NATIONAL)) {
      long basis =
          facts()
              .enter(
                  actor(LAWYER),
                  CODE,
                  new AgreementFacts.LegalBasis(
                      route,
                      Agreement.InstrumentKind.TREATY,
                      "Treaty 01",
                      "Invented",
                      LocalDate.of(2019, 11, 1),
                      LocalDate.of(2019, 12, 1),
                      LocalDate.of(2020, 1, 1),
                      agreementDocument()));
      sign(LAWYER + "-2", "confirm-agreement-fact", "LEGAL_BASIS-" + basis, "confirmed");
    }
    facts()
        .certify(
            actor("qm-finance"),
            CODE,
            new BigDecimal(1000000),
            LocalDate.of(2199, 12, 31),
            "Certified.");
    inspect(false, Optional.empty());
  }

  private void boot() {
    application =
        new SpringApplicationBuilder(CustodyTransferApplication.class)
            .profiles("test")
            .properties("server.port=0")
            .run(
                "--spring.datasource.url=jdbc:h2:mem:histories;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000;QUERY_CACHE_SIZE=200");
    acting = application.getBean(Acting.class);
    clock = application.getBean(AdjustableClock.class);
    jdbc = application.getBean(JdbcClient.class);
  }

  @Override
  public void close() {
    clock.release();
    application.close();
  }

  // --- a history

  /** Begins a history on the record that the ones before it left. */
  World begin() {
    steps.clear();
    cases.clear();
    flights.clear();
    orders.clear();
    firstSeat = number("select coalesce(max(id), 0) from seat");
    firstDecision = number("select coalesce(max(id), 0) from decision");
    inspect(false, Optional.empty());
    return this;
  }

  /** One step, and what must never be after it. */
  void step(String name, int choice, Move move) {
    steps.add(name + " " + choice);
    touched = new HashSet<>();
    move.by(this, new Random(choice));
    invariants();
  }

  /** What a step does; every choice in it comes from the random given. */
  interface Move {
    void by(World world, Random random);
  }

  /** Everything is lifted and settled, everybody comes home, every case finds its end. */
  void end() {
    Random random = new Random(cases.size());
    // What was entered too early can be confirmed then.
    advance(Duration.ofHours(3));
    List.copyOf(orders).forEach(this::lift);
    assertThat(orders)
        .as("orders that nobody could lift (%s) after %s", lastRefusal, steps)
        .isEmpty();
    thaw();
    advance(Duration.ofHours(1));
    cases.keySet().forEach(one -> settle(one, random));
    for (int round = 0; round < 6 && !open().isEmpty(); round++) {
      for (String flight : flights) {
        attempt(() -> bean(OnTheWay.class).arrive(actor(OPERATIONS), flight));
        handOver(flight);
        bringBack(flight);
      }
      for (String one : open()) {
        String place = place(one);
        if (place.equals("PLACED")) {
          attempt(() -> demandReturn(one));
          comeHome(one);
        }
        attempt(
            () -> bean(CaseEvents.class).withdraw(actor("qm-requesters"), one, "No longer asked."));
      }
      advance(Duration.ofHours(1));
    }
    assertThat(open().stream().map(one -> one + " " + status(one) + " " + place(one) + tasks(one)))
        .as("cases without an end; last refused: %s; after %s", lastRefusal, steps)
        .isEmpty();
    assertThat(audit().unspokenRows()).as("rows of which no entry speaks").isEmpty();
    for (String one : cases.keySet()) {
      assertThat(audit().faultsIn(one)).as("trail of %s", one).isEmpty();
    }
  }

  private List<String> open() {
    return cases.keySet().stream()
        .filter(
            one ->
                !Set.of("REFUSED", "DECLINED", "WITHDRAWN", "DIED", "CLOSED").contains(status(one)))
        .toList();
  }

  String summary() {
    return "%d cases, %d departed, %d left behind, %d refusals, %d restarts"
        .formatted(filed, departed, leftBehind, refused, restarts);
  }

  int filed() {
    return filed;
  }

  int restarts() {
    return restarts;
  }

  int departed() {
    return departed;
  }

  int leftBehind() {
    return leftBehind;
  }

  // --- what must never be

  private void invariants() {
    nothing(
        "left with an unmet condition",
        """
        select v.case_number, v.condition_code from departure_verdict v
        join seat s on s.flight_id = v.flight_id and s.case_number = v.case_number
        where s.id > ? and v.met = false
          and not exists (select 1 from seat_release r where r.seat_id = s.id)""",
        firstSeat);
    nothing(
        "on two flights",
        "select person_id, count(*) from live_seat where seat_id > ? group by person_id having count(*) > 1",
        firstSeat);
    nothing(
        "decided by nobody, or at no moment",
        "select id from decision where id > ? and (signed_by is null or signed_by = '' or recorded_at is null)",
        firstDecision);
    nothing(
        "in two places, or nowhere",
        """
        select o.case_number from open_case o
        join transfer_case c on c.case_number = o.case_number
        join person_place p on p.id = (select max(id) from person_place q where q.person_id = c.person_id)
        where ? >= 0 and (
          p.place in ('ABOARD', 'ABROAD_NOT_HANDED_OVER')
            and not exists (select 1 from live_seat l where l.person_id = c.person_id)
            and not exists (select 1 from gone_without_clearance g where g.case_number = p.case_number)
          or case when p.place = 'PLACED' then 1 else 0 end
            <> (select count(*) from open_placement q where q.person_id = c.person_id))""",
        firstSeat);
    nothing(
        "left without anybody to see to it",
        """
        select o.case_number from open_case o where ? >= 0
          and not exists (select 1 from ACT_RU_EXECUTION e
            where e.BUSINESS_KEY_ = o.case_number and (
              exists (select 1 from ACT_RU_TASK t where t.PROC_INST_ID_ = e.ID_)
              or exists (select 1 from ACT_RU_JOB j where j.PROCESS_INSTANCE_ID_ = e.ID_
                and j.TYPE_ = 'timer' and j.RETRIES_ > 0)))""",
        firstSeat);
    nothing("an incident", "select INCIDENT_MSG_ from ACT_RU_INCIDENT where ? >= 0", firstSeat);
    for (String one : touched) {
      assertThat(audit().faultsIn(one)).as("trail of %s after %s", one, steps).isEmpty();
    }
    for (String flight : flights) {
      if (flightStatus(flight).equals("DEPARTED") || flightStatus(flight).equals("ARRIVED")) {
        boolean covered = onTheWay(flight).stream().map(cases::get).anyMatch(one -> coveredBy(one));
        if (covered) {
          assertThat(tasks(flight)).as("%s after %s", flight, steps).contains("bring-back");
        }
      }
    }
  }

  private void nothing(String what, String sql, long mark) {
    assertThat(jdbc.sql(sql).param(mark).query().listOfRows())
        .as("%s after %s", what, steps)
        .isEmpty();
  }

  /** What a court knows against this person's departure on this flight. */
  private List<String> against(Known one, String flight) {
    List<String> against = new ArrayList<>(one.never);
    if (coveredBy(one)) {
      against.add("an order");
    }
    if (!one.obstacles.isEmpty()) {
      against.add("an obstacle");
    }
    if (!one.cleared) {
      against.add("no second lawyer");
    }
    if (!one.approved) {
      against.add("no approval");
    }
    if (!one.accepted) {
      against.add("no acceptance");
    }
    if (!one.consented) {
      against.add("no consent");
    }
    if (hold.isPresent() || suspension.isPresent() || adverse.isPresent()) {
      against.add("the agreement");
    }
    Instant now = clock.instant();
    if (one.assessedAt.filter(at -> !at.plus(Duration.ofDays(80)).isBefore(now)).isEmpty()) {
      against.add("no assessment of this day");
    }
    if (one.fitAt.filter(at -> !at.plus(Duration.ofHours(48)).isBefore(now)).isEmpty()) {
      against.add("no certificate");
    }
    if (one.doubted || one.compared.stream().filter(by -> by.startsWith(flight)).count() < 2) {
      against.add("not compared with the register");
    }
    if (one.servedAt.filter(at -> !at.plus(Duration.ofDays(40)).isAfter(now)).isEmpty()) {
      against.add("no notice in time");
    }
    return against;
  }

  private boolean coveredBy(Known one) {
    return orders.stream()
        .anyMatch(
            order ->
                switch (order.scope()) {
                  case ALL, AGREEMENT -> true;
                  case CLASS -> order.covers().equals(one.nationality);
                  case FLIGHT -> one.flights.contains(order.covers());
                  case PERSON -> order.covers().equals("H-" + one.person);
                  case CASE ->
                      order.covers().equals(one.caseNumber)
                          || Optional.ofNullable(cases.get(order.covers()))
                              .filter(other -> other.person == one.person)
                              .isPresent();
                });
  }

  // --- the moves

  /** Files a case and walks it some stations on. */
  void file(Random random) {
    int person = ++persons;
    String nationality = List.of("AF", "IQ", "SO", "VN", "QZ").get(random.nextInt(5));
    if (random.nextInt(15) == 0) {
      nationality = "QM";
    }
    file(random, person, nationality);
  }

  /** Files a new case of a person whose case has ended. */
  void fileAgain(Random random) {
    List<Known> ended =
        cases.values().stream()
            .filter(one -> !open().contains(one.caseNumber))
            .filter(one -> place(one.caseNumber).equals("CUSTODY"))
            .toList();
    if (!ended.isEmpty()) {
      Known one = ended.get(random.nextInt(ended.size()));
      file(random, one.person, one.nationality);
    }
  }

  private void file(Random random, int person, String nationality) {
    boolean appeal = random.nextInt(20) == 0;
    ObjectNode request = request(person, nationality, appeal);
    if (cases.values().stream()
        .anyMatch(one -> one.person == person && status(one.caseNumber).equals("REFUSED"))) {
      Journey.anew(request, today());
    }
    boolean went =
        attempt(
            () -> {
              String number =
                  bean(FileRequest.class).file(actor("qm-requesters"), request.toString());
              Known known = new Known(person, nationality, number);
              if (nationality.equals("QM")) {
                known.never.add("a national of the sending state");
              }
              cases.values().stream()
                  .filter(other -> other.person == person)
                  .forEach(
                      other -> {
                        known.never.addAll(other.never);
                        known.obstacles.putAll(other.obstacles);
                      });
              cases.put(number, known);
              touched.add(number);
              filed++;
            });
    if (went) {
      String number = List.copyOf(cases.keySet()).get(cases.size() - 1);
      walk(number, random, random.nextInt(3) == 0 ? random.nextInt(9) : 9);
    }
  }

  /** Signs what is open for a case, station by station. */
  void walk(Random random) {
    anyCase(random).ifPresent(one -> walk(one, random, 4));
  }

  private void walk(String caseNumber, Random random, int stations) {
    for (int n = 0; n < stations; n++) {
      Set<String> open = tasks(caseNumber);
      boolean worked = false;
      for (String task : open) {
        worked |= work(caseNumber, task, random.nextInt(60) == 0);
      }
      if (!worked) {
        return;
      }
    }
  }

  /**
   * Signs a task as its reviewer would.
   *
   * @param no whether the answer is the one that stops the case
   */
  private boolean work(String caseNumber, String task, boolean no) {
    Known known = cases.get(caseNumber);
    touched.add(caseNumber);
    return switch (task) {
      case "complete-request" -> sign("qm-caseworkers", task, caseNumber, "withdrawn");
      case "record-submissions" -> sign("qm-counsel", task, caseNumber, "none");
      case "examine-health" ->
          sign(
              "qm-medical",
              task,
              caseNumber,
              no ? "serious-mental-illness" : "none",
              "examinedAt",
              moment());
      case "review-finality" ->
          strand(task, caseNumber, no ? "not-clear" : "clear", "finalOn", finalOn(caseNumber));
      case "verify-nationality" ->
          strand(
              task,
              caseNumber,
              no ? "not-clear" : "clear",
              "nationalities",
              known.nationality,
              "claimFound",
              "no");
      case "consider-home-return" ->
          strand(task, caseNumber, no ? "possible" : "refused", "answeredOn", today());
      case "assess-protection" -> {
        boolean signed =
            strand(
                task,
                caseNumber,
                no ? "real-risk" : "no-real-risk",
                "reportPublisher",
                "Publisher 01",
                "reportDate",
                "2025-01-01",
                "accountHeard",
                "yes",
                "claimFound",
                "no");
        if (signed) {
          known.assessedAt = Optional.of(clock.instant()).filter(at -> !no);
        }
        yield signed;
      }
      case "review-proceedings" ->
          no
              ? found(task, caseNumber)
              : strand(task, caseNumber, "none-open", "checkedOn", today());
      case "countersign-review" -> {
        boolean cleared = sign(LAWYER + "-2", task, caseNumber, "cleared");
        known.cleared |= cleared;
        yield cleared || sign(LAWYER + "-2", task, caseNumber, "refused");
      }
      case "approve-transfer" -> {
        boolean signed =
            sign("qm-approvers", task, caseNumber, no ? "refused" : "approved")
                || sign("qm-senior-approvers", task, caseNumber, no ? "refused" : "approved");
        known.approved |= signed && !no;
        yield signed;
      }
      case "decide-acceptance" -> {
        boolean signed = sign(RECEIVING, task, caseNumber, no ? "declined" : "accepted");
        known.accepted = signed && !no;
        yield signed;
      }
      case "serve-notice" -> {
        boolean signed =
            sign(
                "qm-caseworkers",
                task,
                caseNumber,
                "",
                "destinationState",
                "QZ",
                "language",
                "en",
                "personServedAt",
                moment(),
                "counselServedAt",
                moment(),
                "documents",
                document(caseNumber));
        if (signed) {
          known.servedAt = Optional.of(clock.instant());
        }
        yield signed;
      }
      case "record-notifications" ->
          sign(
              "qm-caseworkers",
              task,
              caseNumber,
              "",
              "consulate",
              "notified",
              "nextOfKin",
              "notified",
              "notifiedOn",
              today());
      case "record-consent" -> {
        boolean signed =
            sign(
                "qm-caseworkers",
                task,
                caseNumber,
                no ? "refused" : "given",
                "language",
                "en",
                "afterCounsel",
                "yes",
                "givenOn",
                today(),
                "documents",
                document(caseNumber));
        known.consented |= signed && !no;
        yield signed;
      }
      case "tell-refusal" ->
          sign(
              "qm-caseworkers",
              task,
              caseNumber,
              no ? "not-reached" : "told",
              "language",
              "en",
              "personToldAt",
              moment(),
              "counselToldAt",
              moment(),
              "documents",
              document(caseNumber));
      case "check-arrival" -> sign(RECEIVING, task, caseNumber, "in-order", "checkedAt", moment());
      case "answer-return", "answer-further-return" ->
          sign(
              RECEIVING,
              task,
              caseNumber,
              no ? "objects" : "agreed",
              "handBackOn",
              today(),
              "costBearer",
              no ? "receiving" : "sending");
      case "confirm-free" ->
          sign("qm-caseworkers", task, caseNumber, "free", "releasedAt", moment());
      case "answer-for-gone" -> sign("qm-senior-approvers", task, caseNumber, "");
      case "note-gone" -> sign("qm-counsel", task, caseNumber, "");
      default -> false;
    };
  }

  void plan(Random random) {
    board(random);
  }

  /** A flight is made ready, something comes between, and it leaves. */
  void fly(Random random) {
    if (random.nextInt(4) > 0) {
      thaw();
      orders.stream()
          .filter(order -> order.scope() == Scope.ALL || order.scope() == Scope.AGREEMENT)
          .toList()
          .forEach(this::lift);
      advance(Duration.ofMinutes(1));
    }
    board(random)
        .ifPresent(
            flight -> {
              String one = any(seated(flight), random).orElse(flight);
              if (cases.containsKey(one)) {
                comesBetween(one, flight, random);
              }
              depart(flight);
            });
  }

  private void comesBetween(String one, String flight, Random random) {
    Known known = cases.get(one);
    switch (random.nextInt(13)) {
      case 0 -> order(Scope.CASE, one);
      case 1 -> order(Scope.PERSON, "H-" + known.person);
      case 2, 3, 4 -> order(Scope.CLASS, known.nationality);
      case 5 -> order(Scope.FLIGHT, flight);
      case 6 -> claim(one, random);
      case 7 -> fact(one, random);
      case 11 -> obstacle(one, random);
      case 8 -> withdrawAcceptance(one);
      case 9 -> agreement(random);
      case 10 -> hours(random);
      default -> {
        // It leaves undisturbed.
      }
    }
  }

  private Optional<String> board(Random random) {
    List<String> ready =
        cases.values().stream()
            .map(one -> one.caseNumber)
            .filter(one -> status(one).equals("READY") && place(one).matches("CUSTODY|RETURNED"))
            .limit(1 + random.nextInt(6))
            .toList();
    if (ready.isEmpty()) {
      return Optional.empty();
    }
    Instant at =
        clock.instant().plus(Duration.ofHours(24).plusMinutes(10)).truncatedTo(ChronoUnit.SECONDS);
    var flight = new Flights.NewFlight(CODE, "Airport 01", "Airport 02", at, ready);
    int known = flights.size();
    attempt(() -> flights.add(bean(Flights.class).plan(actor(OPERATIONS), flight).id()));
    if (flights.size() == known) {
      return Optional.empty();
    }
    ready.forEach(one -> cases.get(one).flights.add(flights.get(known)));
    prepare(flights.get(known), ready, random);
    return Optional.of(flights.get(known));
  }

  private void prepare(String flight, List<String> passengers, Random random) {
    sign(OPERATIONS, "confirm-charter", flight, "confirmed", "permits", "P-01");
    sign(OPERATIONS, "draft-manifest", flight, "", "passengers", passengers.size());
    sign(OPERATIONS + "-2", "sign-manifest", flight, "signed");
    advance(Duration.ofMinutes(1));
    for (String one : passengers) {
      if (acting.hasTask("certify-fitness", one) && random.nextInt(20) > 0) {
        if (sign("qm-medical", "certify-fitness", one, "fit", "examinedAt", moment())) {
          cases.get(one).fitAt = Optional.of(clock.instant());
        }
      }
    }
    advance(Duration.ofHours(23).plusMinutes(45));
    for (String one : passengers) {
      compare(flight, one, "qm-caseworkers", random.nextInt(25) > 0);
      compare(flight, one, OPERATIONS, random.nextInt(25) > 0);
      if (random.nextInt(3) > 0) {
        compare(flight, one, "qm-caseworkers", true);
        compare(flight, one, OPERATIONS, true);
      }
    }
  }

  /** One side of a door compares a passenger; a doubt holds until both sides did so again. */
  private void compare(String flight, String one, String by, boolean same) {
    var check =
        new IdentityChecks.NewCheck(
            one, same, Set.of(IdentityChecks.Feature.MARKS), Optional.of("Looked at."));
    if (attempt(() -> bean(IdentityChecks.class).check(actor(by), flight, check))) {
      Known known = cases.get(one);
      touched.add(one);
      if (!same) {
        known.doubted = true;
        known.compared.clear();
      } else {
        known.compared.add(flight + " " + by);
        known.doubted &= known.compared.stream().filter(who -> who.startsWith(flight)).count() < 2;
      }
    }
  }

  /** Sends a departure: once, twice, or for a flight that left long ago. */
  void depart(Random random) {
    any(flights, random).ifPresent(this::depart);
  }

  private void depart(String flight) {
    attempt(
        () -> {
          var departure = bean(Departures.class).depart(actor(OPERATIONS), flight);
          departed += departure.aboard().size();
          leftBehind += departure.leftBehind().size();
          touched.addAll(departure.aboard());
          touched.addAll(departure.leftBehind().keySet());
          for (String one : departure.aboard()) {
            assertThat(against(cases.get(one), flight))
                .as("%s left on %s after %s", one, flight, steps)
                .isEmpty();
          }
        });
  }

  void arrive(Random random) {
    any(flights, random)
        .ifPresent(flight -> attempt(() -> bean(OnTheWay.class).arrive(actor(OPERATIONS), flight)));
  }

  void handOver(Random random) {
    any(flights, random).ifPresent(this::handOver);
  }

  private void handOver(String flight) {
    for (String one : onTheWay(flight)) {
      compare(flight, one, OPERATIONS, true);
      compare(flight, one, RECEIVING, true);
      boolean over =
          attempt(() -> bean(OnTheWay.class).handOver(actor(RECEIVING), flight, one, "Officer 01"));
      touched.add(one);
      if (over) {
        assertThat(coveredBy(cases.get(one)))
            .as("%s handed over against an order after %s", one, steps)
            .isFalse();
      }
    }
  }

  void cancel(Random random) {
    any(flights, random)
        .ifPresent(
            flight ->
                attempt(() -> bean(Flights.class).cancel(actor(OPERATIONS), flight, "Weather.")));
  }

  /** Brings back, on paper, whoever a flight has to bring back. */
  void bringBack(Random random) {
    any(flights, random).ifPresent(this::bringBack);
  }

  private void bringBack(String flight) {
    if (tasks(flight).contains("bring-back")) {
      for (String outcome : List.of("lifted", "turned-back", "brought-home")) {
        if (tasks(flight).contains("bring-back")) {
          sign(OPERATIONS, "bring-back", flight, outcome, "backAt", moment());
        }
      }
    }
  }

  void order(Random random) {
    Scope scope = Scope.values()[random.nextInt(Scope.values().length)];
    if ((scope == Scope.ALL || scope == Scope.AGREEMENT) && random.nextInt(3) > 0) {
      scope = Scope.CASE;
    }
    String covers =
        switch (scope) {
          case CASE -> any(List.copyOf(cases.keySet()), random).orElse("");
          case PERSON -> "H-" + (1 + persons - random.nextInt(Math.max(1, cases.size())));
          case CLASS -> List.of("AF", "IQ", "SO", "VN").get(random.nextInt(4));
          case FLIGHT -> any(flights, random).orElse("FL-QM-QZ-999999");
          case AGREEMENT, ALL -> CODE;
        };
    if (covers.isEmpty()) {
      return;
    }
    order(scope, covers);
    if (random.nextInt(5) == 0) {
      // The court's system sends it once more.
      order(scope, covers);
    }
    advance(Duration.ofSeconds(1));
  }

  private void order(Scope scope, String covers) {
    Instant now = clock.instant();
    var order =
        new StayOrders.NewOrder(
            scope,
            Optional.of(covers).filter(some -> scope == Scope.CASE),
            Optional.of(new StayOrders.PersonNumber("QM", covers))
                .filter(some -> scope == Scope.PERSON),
            Optional.of(
                    new StayOrders.Rule(
                        Optional.empty(), Optional.of(covers), Optional.empty(), Optional.empty()))
                .filter(some -> scope == Scope.CLASS),
            Optional.of(covers).filter(some -> scope == Scope.FLIGHT),
            Optional.of(covers).filter(some -> scope == Scope.AGREEMENT),
            "Court 02",
            "ST-" + now.toEpochMilli(),
            "Stayed.",
            now.minus(Duration.ofDays(5)),
            now,
            Optional.empty(),
            Optional.empty());
    long id = bean(StayOrders.class).enter(actor("qm-systems"), order).id();
    orders.add(new Order(id, scope, covers, now));
    coversAsTheGateDoes(id);
  }

  /** The index that counts whom an order covers, and the gate that stops them, know one answer. */
  private void coversAsTheGateDoes(long id) {
    Set<String> atTheGate = new HashSet<>();
    bean(Obstacles.class)
        .standing(bean(CaseFiles.class).all(open(), clock.instant()))
        .forEach(
            (one, standing) -> {
              if (standing.stream().anyMatch(order -> order.id() == id)) {
                atTheGate.add(one);
              }
            });
    assertThat(
            bean(StayOrders.class).coveredBy(actor("qm-auditors"), id, new Paging(0, 200)).items())
        .as("whom order %d covers after %s", id, steps)
        .containsExactlyInAnyOrderElementsOf(atTheGate);
  }

  void lift(Random random) {
    any(orders, random)
        .ifPresent(
            order ->
                lift(
                    order,
                    Duration.ofHours(random.nextInt(4) == 0 ? 70 : 73),
                    random.nextInt(4) == 0 ? "qm-duty-lawyers" : "qm-duty-lawyers-2"));
  }

  private void lift(Order order) {
    advance(Duration.ofHours(73));
    lift(order, Duration.ofHours(73), "qm-duty-lawyers-2");
  }

  /**
   * One enters what the court decided and when it was served; too early, or alone, it is nothing.
   */
  private void lift(Order order, Duration ago, String second) {
    Instant served = clock.instant().minus(ago);
    Optional<String> paper =
        switch (order.scope()) {
          case CASE -> Optional.of(order.covers());
          case PERSON ->
              cases.values().stream()
                  .filter(one -> order.covers().equals("H-" + one.person))
                  .map(one -> one.caseNumber)
                  .findFirst();
          default -> Optional.empty();
        };
    boolean entered =
        attempt(
            () ->
                bean(StayOrders.class)
                    .lift(
                        actor("qm-duty-lawyers"),
                        order.id(),
                        new StayOrders.NewLift(
                            "Court 02",
                            "ST-2",
                            served,
                            "Lifted.",
                            "final",
                            Optional.of(served),
                            served,
                            paper
                                .map(one -> List.of(Long.valueOf(document(one))))
                                .orElse(List.of()))));
    if (entered) {
      lifts.put(order.id(), served);
    }
    if (sign(second, "confirm-settlement", "OBSTACLE-" + order.id(), "confirmed")) {
      assertThat(second).as("who entered it, after %s", steps).isNotEqualTo("qm-duty-lawyers");
      for (Instant told : List.of(lifts.get(order.id()), order.raised())) {
        assertThat(told.plus(Duration.ofHours(72)))
            .as("since service and since it was raised, after %s", steps)
            .isBeforeOrEqualTo(clock.instant());
      }
      orders.remove(order);
    }
    advance(Duration.ofSeconds(1));
  }

  void claim(Random random) {
    anyCase(random).ifPresent(one -> claim(one, random));
  }

  private void claim(String one, Random random) {
    raise(
        one,
        any(
                List.of(
                    ObstacleKind.NATIONALITY_CLAIM,
                    ObstacleKind.PROTECTION_CLAIM,
                    ObstacleKind.NOTICE_CHALLENGE),
                random)
            .orElseThrow(),
        "qm-counsel",
        random);
  }

  void obstacle(Random random) {
    anyCase(random).ifPresent(one -> obstacle(one, random));
  }

  /** One of any kind, by anybody, sometimes dated wrongly or brought by the wrong person. */
  private void obstacle(String one, Random random) {
    raise(
        one,
        any(List.of(ObstacleKind.values()), random).orElseThrow(),
        any(List.of("qm-counsel", LAWYER + "-2", "qm-medical", RECEIVING), random).orElseThrow(),
        random);
  }

  private void raise(String one, ObstacleKind kind, String by, Random random) {
    var raised =
        new RaiseObstacle.New(
            kind,
            "Court 07",
            "O-" + random.nextInt(1000),
            "Invented.",
            clock.instant().plus(Duration.ofMinutes(random.nextInt(10) - 8)),
            Optional.empty(),
            Optional.of("QM").filter(state -> kind.name().startsWith("NATIONALITY")),
            Optional.empty(),
            Optional.of(LocalDate.parse(today()).plusDays(random.nextInt(4000)))
                .filter(until -> kind == ObstacleKind.SENTENCE_CHANGED),
            List.of(Long.valueOf(document(one))));
    attempt(
        () -> {
          long id = bean(RaiseObstacle.class).raise(actor(by), one, raised).id();
          raised(one, id, kind);
          touched.add(one);
        });
  }

  private void raised(String one, long id, ObstacleKind kind) {
    (kind == ObstacleKind.NOTICE_CHALLENGE ? List.of(cases.get(one)) : ofPerson(one))
        .forEach(other -> other.obstacles.put(id, kind));
  }

  private long newest(String table) {
    return jdbc.sql("select coalesce(max(id), 0) from " + table).query(Long.class).single();
  }

  /** Two settle what stands against a person; sometimes too early, wrongly, or the same one. */
  void settle(Random random) {
    anyCase(random).ifPresent(one -> settle(one, random));
  }

  private void settle(String one, Random random) {
    for (var open : Map.copyOf(cases.get(one).obstacles).entrySet()) {
      String about = "OBSTACLE-" + open.getKey();
      String outcome =
          any(
                  List.of(
                      "rejected", "lifted", "withdrawn", "upheld", "confirmed", "entered-in-error"),
                  random)
              .orElseThrow();
      Instant served = clock.instant();
      boolean entered =
          sign(
              "qm-duty-lawyers",
              "settle-obstacle",
              about,
              outcome,
              "authority",
              jdbc.sql("select authority from obstacle where id = ?")
                  .param(open.getKey())
                  .query(String.class)
                  .single(),
              "reference",
              "S-1",
              "decidedAt",
              moment(),
              "remedy",
              "final",
              "personServedAt",
              moment(),
              "counselServedAt",
              moment(),
              "documents",
              document(
                  jdbc.sql("select case_number from obstacle where id = ?")
                      .param(open.getKey())
                      .query(String.class)
                      .single()));
      advance(Duration.ofHours(random.nextInt(4) * 30L));
      boolean late = !clock.instant().isBefore(served.plus(Duration.ofHours(71)));
      String second = random.nextInt(4) == 0 ? "qm-duty-lawyers" : "qm-duty-lawyers-2";
      if (sign(second, "confirm-settlement", about, "confirmed")) {
        assertThat(second).as("who entered it, after %s", steps).isNotEqualTo("qm-duty-lawyers");
        settled(one, open.getKey(), outcome, entered, late);
      }
    }
  }

  private void settled(String one, long id, String outcome, boolean now, boolean late) {
    if (now && !outcome.equals("upheld")) {
      assertThat(late).as("settled within 72 hours of service, after %s", steps).isTrue();
    }
    String said =
        jdbc.sql(
                """
                select s.outcome from obstacle_settlement s join obstacle_confirmation c
                on c.settlement_id = s.id where s.obstacle_id = ? and c.outcome = 'CONFIRMED'""")
            .param(id)
            .query(String.class)
            .single();
    for (Known other : ofPerson(one)) {
      ObstacleKind kind = other.obstacles.remove(id);
      if (said.equals("UPHELD") && kind == ObstacleKind.NOTICE_CHALLENGE) {
        other.servedAt = Optional.empty();
      } else if (said.equals("UPHELD") && kind != null) {
        other.never.add("an upheld obstacle");
      }
    }
  }

  /** All the cases of the person whose case it is. */
  private List<Known> ofPerson(String caseNumber) {
    int person = cases.get(caseNumber).person;
    return cases.values().stream().filter(other -> other.person == person).toList();
  }

  void fact(Random random) {
    anyCase(random).ifPresent(one -> fact(one, random));
  }

  private void fact(String one, Random random) {
    LaterFacts.Kind kind =
        any(
                List.of(
                    LaterFacts.Kind.APPEAL_OPENED,
                    LaterFacts.Kind.CONVICTION_REVERSED,
                    LaterFacts.Kind.SENTENCE_CHANGED,
                    LaterFacts.Kind.HOME_STATE_TAKES_THE_PERSON,
                    LaterFacts.Kind.PROCEEDINGS_OPENED,
                    LaterFacts.Kind.PROTECTION_GRANTED),
                random)
            .orElseThrow();
    var fact =
        new LaterFacts.NewFact(
            kind,
            LocalDate.parse(today()),
            "Court 03",
            "A-1",
            "Invented.",
            Optional.empty(),
            Optional.of(LocalDate.parse(today()).plusDays(random.nextInt(600)))
                .filter(until -> kind == LaterFacts.Kind.SENTENCE_CHANGED),
            Optional.of("QZ").filter(state -> kind == LaterFacts.Kind.PROTECTION_GRANTED),
            Optional.of("WITNESS").filter(as -> kind == LaterFacts.Kind.PROCEEDINGS_OPENED),
            List.of(Long.valueOf(document(one))));
    attempt(
        () -> {
          long last = newest("obstacle");
          bean(LaterFacts.class).record(actor("qm-systems"), one, fact);
          touched.add(one);
          switch (kind) {
            case APPEAL_OPENED -> raised(one, newest("obstacle"), ObstacleKind.APPEAL);
            case CONVICTION_REVERSED ->
                raised(one, newest("obstacle"), ObstacleKind.CONVICTION_REVERSED);
            case PROTECTION_GRANTED ->
                raised(one, newest("obstacle"), ObstacleKind.PROTECTION_DECISION);
            case PROCEEDINGS_OPENED -> raised(one, newest("obstacle"), ObstacleKind.PROCEEDINGS);
            case HOME_STATE_TAKES_THE_PERSON ->
                raised(one, newest("obstacle"), ObstacleKind.HOME_STATE_TAKES);
            default -> {
              // A shorter sentence is asked of the conditions themselves.
              if (newest("obstacle") > last) {
                raised(one, newest("obstacle"), ObstacleKind.SENTENCE_CHANGED);
              }
            }
          }
        });
  }

  void withdrawAcceptance(Random random) {
    anyCase(random).ifPresent(this::withdrawAcceptance);
  }

  private void withdrawAcceptance(String one) {
    attempt(
        () -> {
          bean(CaseEvents.class).withdrawAcceptance(actor(RECEIVING), one, "No place.");
          cases.get(one).accepted = false;
          touched.add(one);
        });
  }

  void withdraw(Random random) {
    anyCase(random)
        .ifPresent(
            one ->
                attempt(
                    () -> {
                      bean(CaseEvents.class).withdraw(actor("qm-requesters"), one, "Paroled.");
                      touched.add(one);
                    }));
  }

  void die(Random random) {
    anyCase(random)
        .ifPresent(
            one ->
                attempt(
                    () -> {
                      long id =
                          bean(RaiseObstacle.class)
                              .raise(
                                  actor("qm-caseworkers"),
                                  one,
                                  RaiseObstacle.New.at(
                                      clock.instant(),
                                      ObstacleKind.DEATH,
                                      "Registry 01",
                                      "D-1",
                                      "Died."))
                              .id();
                      raised(one, id, ObstacleKind.DEATH);
                      touched.add(one);
                    }));
  }

  void gone(Random random) {
    anyCase(random)
        .ifPresent(
            one ->
                attempt(
                    () -> {
                      bean(Gone.class)
                          .report(
                              actor("qm-counsel"),
                              one,
                              new Gone.NewReport(
                                  Place.PLACED, clock.instant(), "Seen there.", Optional.empty()));
                      touched.add(one);
                    }));
  }

  void demandReturn(Random random) {
    anyCase(random).ifPresent(one -> attempt(() -> demandReturn(one)));
  }

  private void demandReturn(String caseNumber) {
    bean(Returns.class)
        .demand(
            actor("qm-duty-lawyers"),
            caseNumber,
            new Returns.NewReturn(
                Returns.Trigger.COURT_ORDER,
                clock.instant().plus(Duration.ofDays(5)),
                "Court 02",
                "R-1",
                "As ordered."));
  }

  void comeHome(Random random) {
    cases.keySet().forEach(this::comeHome);
  }

  private void comeHome(String caseNumber) {
    Set<String> open = tasks(caseNumber);
    if (open.contains("arrange-return")) {
      sign(
          OPERATIONS,
          "arrange-return",
          caseNumber,
          "",
          "official",
          "qm-approvers",
          "returnOn",
          today());
      open = tasks(caseNumber);
    }
    if (open.contains("confirm-return")) {
      sign("qm-caseworkers", "confirm-return", caseNumber, "", "returnedAt", moment());
      touched.add(caseNumber);
    }
  }

  /** Freezes the funds, suspends the agreement, or records ill-treatment; or puts all right. */
  void agreement(Random random) {
    switch (random.nextInt(5)) {
      case 0 -> {
        if (hold.isEmpty()) {
          hold =
              Optional.of(
                  bean(AgreementObstacles.class)
                      .raise(actor("qm-finance"), CODE, ObstacleKind.FUNDS_FROZEN, "Frozen.")
                      .id());
        }
      }
      case 1 -> {
        if (suspension.isEmpty()) {
          suspension =
              Optional.of(
                  bean(AgreementObstacles.class)
                      .raise(actor("qm-duty-lawyers"), CODE, ObstacleKind.SUSPENSION, "Suspended.")
                      .id());
        }
      }
      case 2 -> {
        if (adverse.isEmpty()) {
          adverse = Optional.of(inspect(true, Optional.empty()));
        }
      }
      default -> thaw();
    }
    advance(Duration.ofSeconds(1));
  }

  private void thaw() {
    hold.ifPresent(
        id ->
            settled(
                ObstacleKind.FUNDS_FROZEN,
                id,
                "qm-finance",
                "qm-senior-approvers",
                "qm-finance-2"));
    suspension.ifPresent(
        id -> settled(ObstacleKind.SUSPENSION, id, "qm-duty-lawyers", LAWYER, "qm-duty-lawyers-2"));
    if (adverse.isPresent()) {
      advance(Duration.ofDays(1));
      inspect(false, adverse);
    }
    hold = Optional.empty();
    suspension = Optional.empty();
    adverse = Optional.empty();
  }

  /** Who raised it enters nothing, and who entered the end does not confirm it. */
  private void settled(ObstacleKind kind, long id, String raiser, String first, String second) {
    AgreementObstacles obstacles = bean(AgreementObstacles.class);
    advance(Duration.ofSeconds(1));
    long document = agreementDocument();
    assertThat(
            attempt(() -> obstacles.settle(actor(raiser), CODE, kind, "id", id, document, "Over.")))
        .as("who raised it settles it, after %s", steps)
        .isFalse();
    obstacles.settle(actor(first), CODE, kind, "id", id, document, "Over.");
    assertThat(sign(first, "confirm-settlement", "OBSTACLE-" + id, "confirmed")).isFalse();
    assertThat(sign(second, "confirm-settlement", "OBSTACLE-" + id, "confirmed")).isTrue();
  }

  void hours(Random random) {
    advance(Duration.ofHours(1 + random.nextInt(60)));
  }

  /** The waiting period of whoever waits. */
  void weeks(Random random) {
    advance(Duration.ofDays(41));
    inspect(false, Optional.empty());
  }

  /** The process ends and another begins on the same database. */
  void restart(Random random) {
    Instant now = clock.instant();
    close();
    boot();
    clock.setTo(now);
    restarts++;
    acting.runDueJobs();
  }

  // --- small things

  private long inspect(boolean illTreatment, Optional<Long> settles) {
    long id =
        facts()
            .enter(
                actor(LAWYER),
                CODE,
                new AgreementFacts.Inspection(
                    "Inspection body 01",
                    AgreementFacts.Independence.CPT,
                    LocalDate.parse(today()),
                    illTreatment,
                    true,
                    true,
                    true,
                    true,
                    settles,
                    agreementDocument()));
    sign(LAWYER + "-2", "confirm-agreement-fact", "INSPECTION-" + id, "confirmed");
    return id;
  }

  private long agreementDocument() {
    return facts().addDocument(actor(LAWYER), CODE, "Document", "text/plain", content()).id();
  }

  private String document(String caseNumber) {
    return bean(CaseDocuments.class)
            .add(actor("qm-caseworkers"), caseNumber, "Evidence", "text/plain", content())
            .id()
        + "";
  }

  private static byte[] content() {
    return "Invented.".getBytes(StandardCharsets.UTF_8);
  }

  /** A criminal case that nobody knew of, which stands against the person from then. */
  private boolean found(String task, String caseNumber) {
    boolean signed =
        strand(
            task,
            caseNumber,
            "found",
            "checkedOn",
            today(),
            "court",
            "Court 03",
            "docket",
            "W-" + steps.size(),
            "personIs",
            "WITNESS",
            "openedOn",
            today());
    if (signed) {
      raised(caseNumber, newest("obstacle"), ObstacleKind.PROCEEDINGS);
    }
    return signed;
  }

  private boolean strand(String task, String caseNumber, String outcome, Object... more) {
    Map<String, Object> answers = Journey.map(more);
    answers.put("documents", document(caseNumber));
    return sign(LAWYER, task, caseNumber, outcome, answers);
  }

  private boolean sign(String user, String task, String about, String outcome, Object... more) {
    return sign(user, task, about, outcome, Journey.map(more));
  }

  private boolean sign(
      String user, String task, String about, String outcome, Map<String, Object> answers) {
    if (!acting.hasTask(task, about)) {
      return false;
    }
    if (!outcome.isEmpty()) {
      answers.put("outcome", outcome);
    }
    answers.put("reason", "As the file shows.");
    boolean signed = attempt(() -> acting.sign(user, task, about, answers));
    if (!signed) {
      giveBack(task, about);
    }
    return signed;
  }

  /** Who may not sign gives the task back, as a manager would have them do. */
  private void giveBack(String task, String about) {
    TaskService tasks = bean(TaskService.class);
    tasks
        .createTaskQuery()
        .taskDefinitionKey(task)
        .processInstanceBusinessKey(about)
        .list()
        .forEach(one -> tasks.setAssignee(one.getId(), null));
  }

  /** Whether the application did it; a refusal is an answer, anything else is a fault. */
  private boolean attempt(Runnable what) {
    try {
      what.run();
      return true;
    } catch (RuntimeException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof Refusal
            || cause instanceof AuthorizationException
            || cause instanceof WebApplicationException door
                && door.getResponse().getStatus() < 500) {
          refused++;
          lastRefusal = String.valueOf(cause.getMessage());
          return false;
        }
      }
      throw new AssertionError("after " + steps, e);
    }
  }

  private Set<String> tasks(String about) {
    return new HashSet<>(
        jdbc.sql(
                """
                select t.TASK_DEF_KEY_ from ACT_RU_TASK t
                join ACT_RU_EXECUTION e on e.ID_ = t.PROC_INST_ID_ where e.BUSINESS_KEY_ = ?""")
            .param(about)
            .query(String.class)
            .list());
  }

  private List<String> onTheWay(String flight) {
    return jdbc.sql(
            """
            select s.case_number from live_seat l join seat s on s.id = l.seat_id
            join person_place p on p.id = (select max(id) from person_place q where q.person_id = l.person_id)
            where s.flight_id = ? and p.place in ('ABOARD', 'ABROAD_NOT_HANDED_OVER')""")
        .param(flight)
        .query(String.class)
        .list();
  }

  private List<String> seated(String flight) {
    return jdbc.sql(
            """
            select s.case_number from live_seat l join seat s on s.id = l.seat_id
            where s.flight_id = ? order by s.id""")
        .param(flight)
        .query(String.class)
        .list();
  }

  private String flightStatus(String flight) {
    return bean(Flights.class).one(actor(OPERATIONS), flight).status().name();
  }

  private String status(String caseNumber) {
    return jdbc.sql(
            "select status from case_status where id = (select max(id) from case_status where case_number = ?)")
        .param(caseNumber)
        .query(String.class)
        .single();
  }

  private String place(String caseNumber) {
    return jdbc.sql(
            """
            select place from person_place where id = (select max(p.id) from person_place p
              join transfer_case c on c.person_id = p.person_id where c.case_number = ?)""")
        .param(caseNumber)
        .query(String.class)
        .optional()
        .orElse("CUSTODY");
  }

  private String finalOn(String caseNumber) {
    return jdbc.sql(
            "select final_on from judgment where id = (select max(id) from judgment where case_number = ?)")
        .param(caseNumber)
        .query((row, n) -> Optional.ofNullable(row.getString(1)).orElse(today()))
        .single();
  }

  private long number(String sql) {
    return jdbc.sql(sql).query(Long.class).single();
  }

  private Optional<String> anyCase(Random random) {
    return any(List.copyOf(cases.keySet()), random);
  }

  private static <T> Optional<T> any(List<T> list, Random random) {
    return list.isEmpty() ? Optional.empty() : Optional.of(list.get(random.nextInt(list.size())));
  }

  private ObjectNode request(int person, String nationality, boolean appeal) {
    LocalDate today = LocalDate.parse(today());
    ObjectNode request = JsonNodeFactory.instance.objectNode().put("agreement", CODE);
    ObjectNode who =
        request
            .putObject("person")
            .put("registerNumber", "H-" + person)
            .put("familyName", "Zzyzx" + person)
            .put("givenNames", "Given" + person)
            .put("birthDate", LocalDate.of(1970, 1, 7).plusDays(person).toString())
            .put("sex", "M")
            .put("counsel", "qm-counsel");
    who.putArray("nationalities").add(nationality);
    who.putArray("languages").add("en");
    ObjectNode judgment =
        request
            .putObject("judgment")
            .put("court", "Court 01")
            .put("docket", "D-" + person)
            .put("judgedOn", today.minusDays(500).toString())
            .put("custodial", true)
            .put("sentenceFrom", today.minusDays(500).toString())
            .put("sentenceUntil", today.plusDays(2000).toString())
            .put("appealOpen", appeal);
    judgment.putArray("offenceGroups").add("DRUGS");
    if (!appeal) {
      judgment.put("finalOn", today.minusDays(480).toString());
    }
    return request.put("securityClass", 2);
  }

  private void advance(Duration by) {
    clock.advance(by);
    acting.runDueJobs();
  }

  private String today() {
    return LocalDate.ofInstant(clock.instant(), Journey.SENDING_ZONE).toString();
  }

  private String moment() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private Actor actor(String user) {
    return acting.actor(user);
  }

  private AgreementFacts facts() {
    return bean(AgreementFacts.class);
  }

  private AuditTrail audit() {
    return bean(AuditTrail.class);
  }

  private <T> T bean(Class<T> type) {
    return application.getBean(type);
  }
}
