package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.custodytransfer.Proof;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * Histories that nobody thought of, as systems send them over REST. Few and small: what is sent at
 * any moment at all is tried in the process, by {@link HistoriesTest}.
 *
 * <p>A history is its seed; a failure says the steps that led to it.
 */
@Tag("sized")
class RandomHistoriesTest extends Journey {

  private static final int STEPS = 70;
  private static final String OPERATIONS = QM_QZ.user("flight-operations");
  private static final String AUDITOR = QM_QZ.user("auditors");
  private static final String COURT = QM_QZ.user("systems");

  private final List<String> cases = new ArrayList<>();
  private final List<String> flights = new ArrayList<>();
  private final List<Long> orders = new ArrayList<>();
  private final List<Long> claims = new ArrayList<>();
  private final List<String> steps = new ArrayList<>();
  private Random random = new Random();
  private final Map<String, Long> heads = new HashMap<>();

  @Override
  List<Pair> pairs() {
    return List.of(QM_QZ);
  }

  static LongStream seeds() {
    return LongStream.of(2, 3, 8, 13, 21).limit(Proof.size(1, 5));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatMustNeverBeIsNot(long seed) {
    random = new Random(seed);
    String[] waiting = new String[5];
    for (int n = 0; n < waiting.length; n++) {
      waiting[n] = waiting(QM_QZ);
    }
    waitOut(QM_QZ);
    cases.addAll(List.of(waiting));
    Map<String, Runnable> actions = actions();
    List<String> names = new ArrayList<>(actions.keySet());
    for (int n = 0; n < STEPS; n++) {
      String name = names.get(random.nextInt(names.size()));
      steps.add(name);
      actions.get(name).run();
      invariants();
    }
    LoggerFactory.getLogger(getClass())
        .info(
            "Seed {}: {} departures, {} turn backs, {} placements, {} returns demanded",
            seed,
            count("flight_event where kind = 'DEPARTED'"),
            count("flight_event where kind = 'TURN_BACK_ORDERED'"),
            count("placement"),
            count("return_demand"));
    assertThat(get(AUDITOR, "/api/audit/verification").expect(200).body())
        .as("the whole audit verifies after %s", steps)
        .isEmpty();
  }

  private Map<String, Runnable> actions() {
    Map<String, Runnable> actions = new LinkedHashMap<>();
    actions.put("plan a flight", this::plan);
    actions.put("plan another flight", this::plan);
    actions.put(
        "depart", () -> flight(one -> call(OPERATIONS, "/api/flights/" + one + "/departure", "")));
    actions.put(
        "depart late",
        () -> flight(one -> call(OPERATIONS, "/api/flights/" + one + "/departure", "")));
    actions.put(
        "arrive", () -> flight(one -> call(OPERATIONS, "/api/flights/" + one + "/arrival", "")));
    actions.put(
        "cancel",
        () ->
            flight(
                one ->
                    call(
                        OPERATIONS,
                        "/api/flights/" + one + "/cancellation",
                        map("reason", "Weather."))));
    actions.put("hand over", this::handOver);
    actions.put("hand another over", this::handOver);
    actions.put("order", this::order);
    actions.put(
        "lift",
        () ->
            orders.stream()
                .skip(orders.isEmpty() ? 0 : random.nextInt(orders.size()))
                .findFirst()
                .ifPresent(this::tryLift));
    actions.put("lift all", () -> orders.forEach(this::tryLift));
    actions.put("claim", this::claim);
    actions.put("decide a claim", this::decideClaim);
    actions.put(
        "withdraw acceptance",
        () ->
            anyCase(
                one ->
                    call(
                        QM_QZ.receivingUser(),
                        "/api/transfers/" + one + "/acceptance-withdrawal",
                        map("reason", "No place."))));
    actions.put("fact", this::fact);
    actions.put("bring back", this::bringBack);
    actions.put("bring them back", this::bringBack);
    actions.put("return home", this::returnHome);
    actions.put("gone", this::gone);
    actions.put("a day passes", () -> advance(Duration.ofHours(20)));
    actions.put("jobs", () -> advance(Duration.ofSeconds(1)));
    actions.put("a new case", this::newCase);
    return actions;
  }

  /** What must never be, asked of the record after every step. */
  private void invariants() {
    nothing(
        "left with an unmet condition",
        """
        select v.case_number, v.condition_code from departure_verdict v
        join seat s on s.flight_id = v.flight_id and s.case_number = v.case_number
        where v.met = false and not exists (select 1 from seat_release r where r.seat_id = s.id)""");
    nothing(
        "left while an order covered the case",
        """
        select e.flight_id, o.id from flight_event e
        join seat s on s.flight_id = e.flight_id
        join obstacle o on o.kind = 'COURT_ORDER' and (o.scope = 'ALL' or o.agreement_code = 'QM-QZ' or o.flight_id = e.flight_id
          or o.named_case = s.case_number)
        left join (select t.obstacle_id, c.recorded_at from obstacle_settlement t
          join obstacle_confirmation c on c.settlement_id = t.id and c.outcome = 'CONFIRMED') l
          on l.obstacle_id = o.id
        where e.kind = 'DEPARTED' and o.recorded_at < e.occurred_at
          and (l.recorded_at is null or l.recorded_at > e.occurred_at)
          and not exists (select 1 from seat_release r where r.seat_id = s.id and r.recorded_at <= e.recorded_at)""");
    nothing(
        "on the way without a seat, and not found gone",
        """
        select p.case_number, p.place from person_place p
        where p.id = (select max(id) from person_place q where q.person_id = p.person_id)
          and p.place in ('ABOARD', 'ABROAD_NOT_HANDED_OVER')
          and not exists (select 1 from live_seat l join seat s on s.id = l.seat_id
            join flight_event e on e.flight_id = s.flight_id and e.kind = 'DEPARTED'
            where l.person_id = p.person_id)
          and not exists (select 1 from gone_without_clearance g where g.case_number = p.case_number)""");
    nothing(
        "placed without a placement that is open",
        """
        select p.case_number from person_place p
        where p.id = (select max(id) from person_place q where q.person_id = p.person_id)
          and case when p.place = 'PLACED' then 1 else 0 end <> (select count(*) from open_placement o where o.person_id = p.person_id)""");
    nothing(
        "a decision without an author or a moment",
        "select id from decision where signed_by is null or signed_by = '' or recorded_at is null");
    for (String flight : flights) {
      inTheAir(flight);
    }
    for (String touched : touchedChains()) {
      assertThat(get(AUDITOR, "/api/audit/verification?case=" + touched).expect(200).body())
          .as("the trail of %s verifies after %s", touched, steps)
          .isEmpty();
    }
    noDeadEnds();
  }

  /** Cases in whose trail something was written since this was last asked. */
  private List<String> touchedChains() {
    List<String> touched = new ArrayList<>();
    jdbc.sql(
            """
            select chain, position from audit_head
            where chain in (select case_number from transfer_case)""")
        .query(
            row -> {
              Long before = heads.put(row.getString(1), row.getLong(2));
              if (before == null || before != row.getLong(2)) {
                touched.add(row.getString(1));
              }
            });
    return touched;
  }

  /** Whoever is on the way and may not go on has a flight that was told to turn back. */
  private void inTheAir(String flight) {
    JsonNode known = get(OPERATIONS, "/api/flights/" + flight).expect(200).body();
    if (!List.of("DEPARTED", "ARRIVED").contains(known.get("status").asText())) {
      return;
    }
    for (JsonNode seat : known.get("seats")) {
      String caseNumber = seat.asText();
      boolean stopped = "AGAINST".equals(conditions(QM_QZ, caseNumber).get("NO_STAY"));
      boolean onTheWay = List.of("ABOARD", "ABROAD_NOT_HANDED_OVER").contains(place(caseNumber));
      if (stopped && onTheWay) {
        assertThat(get(OPERATIONS, "/engine-rest/task?taskDefinitionKey=bring-back").text())
            .as("%s carries %s after %s", flight, caseNumber, steps)
            .contains(flight);
      }
    }
  }

  private void nothing(String what, String sql) {
    assertThat(jdbc.sql(sql).query().listOfRows()).as("%s after %s", what, steps).isEmpty();
  }

  private long count(String what) {
    return jdbc.sql("select count(*) from " + what).query(Long.class).single();
  }

  private void plan() {
    List<String> ready =
        cases.stream()
            .filter(one -> status(QM_QZ, one).equals("READY"))
            .filter(one -> List.of("CUSTODY", "RETURNED").contains(place(one)))
            .filter(one -> seats(one) == 0)
            .filter(this::nothingStandsAgainst)
            .limit(1 + random.nextInt(2))
            .toList();
    if (!ready.isEmpty()) {
      flights.add(flight(QM_QZ, ready.toArray(String[]::new)));
    }
  }

  /** Whom something stands against would be held while the flight is still planned. */
  private boolean nothingStandsAgainst(String caseNumber) {
    return conditions(QM_QZ, caseNumber).entrySet().stream()
        .filter(
            one -> !List.of("FIT_TO_FLY", "MANIFEST", "IDENTITY_CHECKED").contains(one.getKey()))
        .allMatch(one -> one.getValue().equals("MET"));
  }

  private long seats(String caseNumber) {
    return jdbc.sql(
            "select count(*) from live_seat l join transfer_case c on c.person_id = l.person_id where c.case_number = ?")
        .param(caseNumber)
        .query(Long.class)
        .single();
  }

  private void handOver() {
    flight(
        one -> {
          for (JsonNode seat : get(OPERATIONS, "/api/flights/" + one).body().get("seats")) {
            for (String user : List.of(OPERATIONS, QM_QZ.receivingUser())) {
              call(
                  user,
                  "/api/flights/" + one + "/identity-checks",
                  map(
                      "caseNumber",
                      seat.asText(),
                      "samePerson",
                      random.nextInt(30) > 0,
                      "comparedWith",
                      List.of("MARKS"),
                      "text",
                      "Looked at."));
            }
            call(
                QM_QZ.receivingUser(),
                "/api/flights/" + one + "/handovers",
                map("caseNumber", seat.asText(), "receivedBy", "Officer 01"));
          }
        });
  }

  private void order() {
    if (random.nextInt(3) > 0) {
      return;
    }
    Map<String, Object> order = order("ALL", "");
    switch (random.nextInt(5)) {
      case 0 -> order.put("scope", "ALL");
      case 1 -> {
        order.put("scope", "AGREEMENT");
        order.put("agreement", "QM-QZ");
      }
      case 2 -> {
        order.put("scope", "CLASS");
        order.put("rule", map("nationality", "AF"));
      }
      case 3 -> {
        order.put("scope", "FLIGHT");
        order.put("flight", flights.isEmpty() ? "FL-QM-QZ-999999" : any(flights));
      }
      default -> {
        order.put("scope", "CASE");
        order.put("caseNumber", any(cases));
      }
    }
    orders.add(post(COURT, "/api/stay-orders", order).expect(201).body().get("id").asLong());
  }

  /** Sometimes by the same lawyer, who must not. */
  private void tryLift(long order) {
    call(QM_QZ.user("duty-lawyers"), "/api/stay-orders/" + order + "/lift", lifting(order));
    String about = "OBSTACLE-" + order;
    if (acting.hasTask("confirm-settlement", about)) {
      String second = QM_QZ.user("duty-lawyers") + (random.nextInt(4) == 0 ? "" : "-2");
      untilHeard(order);
      confirmLift(second, order);
    }
  }

  private void claim() {
    Answer filed =
        call(
            QM_QZ.user("counsel"),
            "/api/transfers/" + any(cases) + "/claims",
            map(
                "kind",
                List.of("PROTECTION", "NOTICE").get(random.nextInt(2)),
                "filedFor",
                "COUNSEL",
                "reference",
                "C-1",
                "text",
                "Invented.",
                "filedAt",
                clock.instant().toString()));
    if (filed.status() == 201) {
      claims.add(filed.body().get("id").asLong());
    }
  }

  private void decideClaim() {
    while (!claims.isEmpty()) {
      String about = "OBSTACLE-" + claims.remove(0);
      String outcome = random.nextInt(5) == 0 ? "upheld" : "rejected";
      String caseNumber =
          jdbc.sql("select case_number from obstacle where id = ?")
              .param(Long.valueOf(about.substring(9)))
              .query(String.class)
              .single();
      advance(Duration.ofMinutes(2));
      String lawyer = QM_QZ.user("duty-lawyers");
      submit(
          lawyer, claim(lawyer, "settle-obstacle", about), settlement(QM_QZ, caseNumber, outcome));
      advance(Duration.ofHours(73));
      sign(
          QM_QZ.user("duty-lawyers") + "-2",
          "confirm-settlement",
          about,
          "outcome",
          "confirmed",
          "reason",
          "As the document says.");
    }
  }

  private void fact() {
    Map<String, Object> fact =
        map(
            "kind",
            List.of("APPEAL_OPENED", "CONVICTION_REVERSED", "HOME_STATE_TAKES_THE_PERSON")
                .get(random.nextInt(3)),
            "on",
            today(),
            "authority",
            "Court 03",
            "reference",
            "A-1",
            "text",
            "Invented.");
    // Seldom, or nobody is left to fly.
    if (random.nextInt(5) == 0) {
      call(COURT, "/api/transfers/" + any(cases) + "/facts", fact);
    }
  }

  private void bringBack() {
    for (JsonNode task :
        get(OPERATIONS, "/engine-rest/task?taskDefinitionKey=bring-back").expect(200).body()) {
      String id = task.get("id").asText();
      call(OPERATIONS, "/engine-rest/task/" + id + "/claim", Map.of("userId", OPERATIONS));
      for (String outcome : List.of("turned-back", "brought-home", "lifted")) {
        submit(
            OPERATIONS, id, map("outcome", outcome, "backAt", moment(), "reason", "As ordered."));
      }
    }
  }

  private void returnHome() {
    for (String caseNumber : cases) {
      if (openTasks(caseNumber).contains("confirm-return")) {
        sign(
            QM_QZ.user("caseworkers"),
            "confirm-return",
            caseNumber,
            "returnedAt",
            moment(),
            "reason",
            "Received.");
      } else if (openTasks(caseNumber).contains("arrange-return")) {
        sign(
            OPERATIONS,
            "arrange-return",
            caseNumber,
            "official",
            "qm-approvers",
            "returnOn",
            today(),
            "reason",
            "Charter 01.");
      }
    }
  }

  private void gone() {
    if (random.nextInt(4) == 0) {
      call(
          QM_QZ.user("counsel"),
          "/api/transfers/" + any(cases) + "/gone-without-clearance",
          map("place", "ABOARD", "foundAt", clock.instant().toString(), "text", "Seen on board."));
    }
  }

  private void newCase() {
    if (cases.size() < 9) {
      cases.add(waiting(QM_QZ));
    }
  }

  private Answer call(String user, String path, Object body) {
    Answer answer = post(user, path, body);
    assertThat(answer.status()).as("%s after %s: %s", path, steps, answer.text()).isLessThan(500);
    return answer;
  }

  private void flight(java.util.function.Consumer<String> what) {
    if (!flights.isEmpty()) {
      what.accept(any(flights));
    }
  }

  private void anyCase(java.util.function.Consumer<String> what) {
    if (random.nextInt(3) == 0) {
      what.accept(any(cases));
    }
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
