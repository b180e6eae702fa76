package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.custodytransfer.Statements;
import org.custodytransfer.legal.DepartureConditions;
import org.custodytransfer.obstacle.ObstacleKind;
import org.custodytransfer.obstacle.RaiseObstacle;
import org.custodytransfer.obstacle.StayOrders;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;

/** What must not grow with the number of persons: counted in statements, and shown in time. */
@Tag("h2")
class ConstantCostTest extends Journey {

  private static final Logger LOG = LoggerFactory.getLogger(ConstantCostTest.class);

  @Autowired DepartureConditions conditions;
  @Autowired StayOrders stayOrders;
  @Autowired RaiseObstacle raise;

  @Override
  List<Pair> pairs() {
    return List.of(QM_QZ);
  }

  @Test
  void allConditionsOfAFlightOf189TakeAsManyStatementsAsThoseOfOneOfTwo() {
    List<String> cases = new ArrayList<>();
    for (int n = 0; n < 189; n++) {
      cases.add(file(QM_QZ, request(QM_QZ)));
    }
    Instant now = clock.instant();
    conditions.at(cases.subList(0, 2), now, Optional.empty());
    long few =
        Statements.of(() -> conditions.at(cases.subList(0, 2), now, Optional.empty()).size());
    long many = Statements.of(() -> conditions.at(cases, now, Optional.empty()).size());
    assertThat(many).as("statements for 189, as for 2").isEqualTo(few).isPositive();
  }

  /** However many are aboard: a departure, an arrival, and the handover of one of them. */
  @Test
  void aDepartureAndEachHandoverCostTheSameAmongFewAndMany() {
    departureOf(1);
    Cost few = departureOf(2);
    Cost more = departureOf(6);
    LOG.info("Statements of a departure with 2 and with 6: {} and {}", few, more);
    assertThat(more).isEqualTo(few);
  }

  private record Cost(long departure, long arrival, long handover) {}

  private Cost departureOf(int passengers) {
    List<String> cases = new ArrayList<>();
    for (int n = 0; n < passengers; n++) {
      cases.add(waiting(QM_QZ));
    }
    waitOut(QM_QZ);
    String flight = flight(QM_QZ, cases.toArray(String[]::new));
    long departure = Statements.of(() -> depart(QM_QZ, flight).expect(200));
    String path = "/api/flights/" + flight;
    long arrival =
        Statements.of(
            () -> post(QM_QZ.user("flight-operations"), path + "/arrival", "").expect(200));
    comparedAtTheDoor(QM_QZ, flight, cases.get(0));
    long handover =
        Statements.of(
            () ->
                post(
                        QM_QZ.receivingUser(),
                        path + "/handovers",
                        map("caseNumber", cases.get(0), "receivedBy", "Officer 01"))
                    .expect(201));
    for (String one : cases.subList(1, passengers)) {
      comparedAtTheDoor(QM_QZ, flight, one);
      post(
              QM_QZ.receivingUser(),
              path + "/handovers",
              map("caseNumber", one, "receivedBy", "Officer 01"))
          .expect(201);
    }
    return new Cost(departure, arrival, handover);
  }

  /** Who calls is asked in one statement, the password included. */
  @Test
  void whoCallsIsFoundOutInOneStatement() {
    String user = QM_QZ.user("auditors");
    get(user, "/api/schemas/agreement").expect(200);
    assertThat(Statements.of(() -> get(user, "/api/schemas/agreement").expect(200))).isEqualTo(1);
  }

  @Test
  void anOrderAndAnObstacleAmong10000CasesTakeAsManyStatementsAsAmongTen() {
    String one = file(QM_QZ, request(QM_QZ));
    open(0, 10);
    enter();
    raise(one);
    long few = Statements.of(this::enter);
    long raisedOverFew = Statements.of(() -> raise(one));
    Duration small = fastest();
    open(10, 10_000);
    enter();
    long many = Statements.of(this::enter);
    Duration large = fastest();
    LOG.info(
        "Entering an order for an agreement: over 10,000 open cases it takes {} times what it takes over 10 ({} and {} microseconds)",
        "%.2f".formatted(large.toNanos() / (double) small.toNanos()),
        large.toNanos() / 1000,
        small.toNanos() / 1000);
    assertThat(many).as("statements over 10,000 open cases, as over 10").isEqualTo(few);
    assertThat(Statements.of(() -> raise(one)))
        .as("an obstacle over 10,000 open cases, as over 10")
        .isEqualTo(raisedOverFew)
        .isPositive();
  }

  private long raise(String caseNumber) {
    return raise
        .raise(
            acting.actor(QM_QZ.user("counsel")),
            caseNumber,
            RaiseObstacle.New.at(
                clock.instant(), ObstacleKind.AGE_CLAIM, "Court 07", "O-1", "Invented."))
        .id();
  }

  private long enter() {
    return stayOrders
        .enter(
            acting.actor(QM_QZ.user("systems")),
            new StayOrders.NewOrder(
                StayOrders.Scope.AGREEMENT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("QM-QZ"),
                "Court 02",
                "ST-1",
                "Stopped.",
                clock.instant(),
                clock.instant(),
                Optional.empty(),
                Optional.empty()))
        .covers();
  }

  private Duration fastest() {
    Duration fastest = Duration.ofDays(1);
    for (int n = 0; n < 30; n++) {
      long from = System.nanoTime();
      enter();
      Duration taken = Duration.ofNanos(System.nanoTime() - from);
      fastest = taken.compareTo(fastest) < 0 ? taken : fastest;
    }
    return fastest;
  }

  private void open(int from, int to) {
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    jdbc.sql(
            "insert into person (id, sending_state, register_number, recorded_at) select 'bulk-' || x, 'QM', 'BULK' || x, ? from system_range(?, ?)")
        .params(now, from, to - 1)
        .update();
    jdbc.sql(
            "insert into transfer_case (case_number, agreement_code, agreement_version, person_id, security_class, filed_at, filed_by)"
                + " select 'QM-QZ-2020-' || lpad(x, 6, '0'), 'QM-QZ', 1, 'bulk-' || x, 2, ?, 'test' from system_range(?, ?)")
        .params(now, from, to - 1)
        .update();
    jdbc.sql(
            "insert into open_case (person_id, agreement_code, case_number) select person_id, agreement_code, case_number from transfer_case where case_number like 'QM-QZ-2020-%' and case_number not in (select case_number from open_case)")
        .update();
  }
}
