package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Orders of every scope: whom they cover, in which phase, and what happens to whom they cover. */
class StayOrderStoryTest extends Journey {

  private static final String COURT = QM_QZ.user("systems");

  @Override
  List<Pair> pairs() {
    return List.of(QM_QZ);
  }

  @Test
  void eachScopeStopsTheDepartureOfWhomItCoversAndSaysHowMany() {
    Map<String, BiFunction<String, String, Map<String, Object>>> orders =
        Map.of(
            "CLASS",
                (flight, number) -> map("rule", map("route", "THIRD_COUNTRY", "nationality", "AF")),
            "FLIGHT", (flight, number) -> map("flight", flight),
            "AGREEMENT", (flight, number) -> map("agreement", "QM-QZ"),
            "ALL", (flight, number) -> map(),
            // A number is compared as it is meant, not as it is spelled.
            "PERSON",
                (flight, number) ->
                    map(
                        "person",
                        map("state", "QM", "number", number.replace("-", " ").toLowerCase())));
    orders.forEach(
        (scope, whom) -> {
          ObjectNode request = request(QM_QZ);
          String number = request.at("/person/registerNumber").asText();
          String caseNumber = ready(QM_QZ, request, "AF");
          String flight = flight(QM_QZ, caseNumber);
          Answer entered = enter(scope, whom.apply(flight, number)).expect(201);
          long covers = entered.body().get("covers").asLong();
          assertThat(covers).as(scope).isPositive();
          if (scope.equals("PERSON")) {
            assertThat(covers).isOne();
          }
          Answer list = get(COURT, entered.body().get("cases").asText()).expect(200);
          assertThat(list.headers().firstValueAsLong("X-Total-Count")).hasValue(covers);
          assertThat(list.text()).as(scope).contains(caseNumber);
          assertThat(depart(QM_QZ, flight).expect(409).detail())
              .as(scope)
              .contains("stops this transfer");
          lift(entered.body().get("id").asLong());
          advance(Duration.ofSeconds(1));
          assertThat(status(QM_QZ, caseNumber)).as(scope).isEqualTo("READY");
          post(
                  QM_QZ.user("flight-operations"),
                  "/api/flights/" + flight + "/cancellation",
                  map("reason", "Nobody has a seat."))
              .expect(200);
          String next = flight(QM_QZ, caseNumber);
          depart(QM_QZ, next).expect(200);
          arriveAndHandOver(QM_QZ, next, caseNumber);
        });
  }

  @Test
  void whomTheRuleDoesNotMeanGoesOn() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    List<Long> others = new ArrayList<>();
    for (Map<String, Object> whom :
        List.<Map<String, Object>>of(
            map("rule", map("nationality", "VN")),
            map("rule", map("route", "RECEIVING_NATIONAL")),
            map("rule", map("nationality", "AF", "agreement", "QR-QS")))) {
      Answer entered = enter("CLASS", whom).expect(201);
      assertThat(entered.body().get("covers").asLong()).isZero();
      others.add(entered.body().get("id").asLong());
    }
    enter("FLIGHT", map("flight", "FL-QM-QZ-999999")).expect(201);
    enter("AGREEMENT", map("agreement", "QR-QS")).expect(201);
    enter("PERSON", map("person", map("state", "QZ", "number", "TEST-1"))).expect(201);
    depart(QM_QZ, flight).expect(200);
    arriveAndHandOver(QM_QZ, flight, caseNumber);
    others.forEach(this::lift);
  }

  @Test
  void anOrderThatCoversNobodyIsInForceIsTracedAndCoversWhoIsFiledLater() {
    ObjectNode request = request(QM_QZ);
    Answer entered =
        enter(
                "PERSON",
                map(
                    "person",
                    map("state", "QM", "number", request.at("/person/registerNumber").asText())))
            .expect(201);
    assertThat(entered.body().get("covers").asLong()).isZero();
    String order = "OBSTACLE-" + entered.body().get("id").asText();
    sign(
            QM_QZ.user("duty-lawyers"),
            "trace-order",
            order,
            "outcome",
            "nobody-yet",
            "reason",
            "The case is not filed yet.")
        .expect(204);
    String caseNumber = file(QM_QZ, request);
    assertThat(conditions(QM_QZ, caseNumber)).containsEntry("NO_STAY", "AGAINST");
    assertThat(get(COURT, entered.body().get("cases").asText()).text()).contains(caseNumber);

    Answer unknownCase = enter("CASE", map("caseNumber", "QM-QZ-2026-999999")).expect(201);
    assertThat(unknownCase.body().get("covers").asLong()).isZero();
    lift(entered.body().get("id").asLong());
  }

  @Test
  void theHistorySaysWhenAConditionWasMetAndWhenItCeased() {
    String caseNumber = ready(QM_QZ);
    long order = enter("CASE", map("caseNumber", caseNumber)).body().get("id").asLong();
    advance(Duration.ofHours(1));
    lift(order);
    List<String> noStay = new ArrayList<>();
    String path = "/api/transfers/" + caseNumber + "/conditions/history?size=200";
    for (var change : get(QM_QZ.user("counsel"), path).expect(200).body()) {
      if (change.get("condition").asText().equals("NO_STAY")) {
        noStay.add(change.get("state").asText());
      }
      assertThat(change.get("sentence").asText()).isNotBlank();
    }
    assertThat(noStay).containsExactly("MET", "AGAINST", "MET");

    // An order for everybody is of no case's chain, and no less exact.
    long all = stay("ALL", "");
    Instant entered = recordedAt(all);
    advance(Duration.ofHours(3));
    assertThat(get(QM_QZ.user("counsel"), path).body())
        .anyMatch(
            change ->
                change.get("condition").asText().equals("NO_STAY")
                    && change.get("state").asText().equals("AGAINST")
                    && !Instant.parse(change.get("at").asText()).isBefore(entered)
                    && Instant.parse(change.get("at").asText())
                        .isBefore(entered.plus(Duration.ofHours(1))));
    lift(all);
    get(QM_QZ.user("finance"), path).expect(403);
  }

  @Test
  void aLiftThatRestsOnAnOlderStateOfTheOrderIsRefused() {
    long order = enter("CLASS", map("rule", map("nationality", "VN"))).body().get("id").asLong();
    String path = "/api/stay-orders/" + order;
    String tag = get(COURT, path).expect(200).headers().firstValue("ETag").orElseThrow();
    Map<String, Object> lift = lifting(order);
    String lawyer = QM_QZ.user("duty-lawyers");
    postWith(lawyer, path + "/lift", lift, "If-Match", "\"7\"").expect(412);
    postWith(lawyer, path + "/lift", lift, "If-Match", tag).expect(202);
    assertThat(get(COURT, path).headers().firstValue("ETag").orElseThrow()).isNotEqualTo(tag);
  }

  @Test
  void anOrderStandsUntilTwoHaveSaidThatItsCourtLiftedItAndThePersonCouldAsk() {
    String caseNumber = ready(QM_QZ);
    long order = stay("CASE", caseNumber);
    String lawyer = QM_QZ.user("duty-lawyers");
    String other = QM_QZ.user("legal-reviewers");
    Map<String, Object> lift = lifting(order);
    // Today's decision, served this minute.
    for (String field : List.of("decidedAt", "personServedAt", "counselServedAt")) {
      lift.put(field, moment());
    }
    lift.put("documents", List.of(Long.parseLong(evidence(QM_QZ, caseNumber))));
    for (String needed : List.of("personServedAt", "documents")) {
      Map<String, Object> without = new LinkedHashMap<>(lift);
      without.remove(needed);
      assertThat(enterLift(lawyer, order, without).expect(400).pointers()).contains("/" + needed);
    }
    Map<String, Object> early = new LinkedHashMap<>(lift);
    early.put("decidedAt", clock.instant().minus(Duration.ofDays(6)).toString());
    assertThat(enterLift(lawyer, order, early).expect(400).pointers()).contains("/decidedAt");
    Map<String, Object> open = new LinkedHashMap<>(lift);
    open.put("remedy", "open");
    assertThat(enterLift(lawyer, order, open).expect(400).pointers()).contains("/remedy");

    enterLift(lawyer, order, lift).expect(202);
    assertThat(conditions(QM_QZ, caseNumber)).containsEntry("NO_STAY", "AGAINST");
    advance(Duration.ofHours(71));
    assertThat(confirmLift(other, order).expect(409).detail()).contains("72 hours after service");
    release(other, order);
    advance(Duration.ofHours(2));
    confirmLift(lawyer, order).expect(403);
    release(lawyer, order);
    confirmLift(other, order).expect(204);
    JsonNode lifted = get(lawyer, "/api/stay-orders/" + order).expect(200).body();
    assertThat(lifted.at("/settled/outcome").asText()).isEqualTo("LIFTED");
    assertThat(conditions(QM_QZ, caseNumber)).containsEntry("NO_STAY", "MET");
  }

  @Test
  void anOrderForManyIsOnNoCasesFileAndIsLiftedByTwoAllTheSame() {
    String caseNumber = ready(QM_QZ);
    long order = enter("CLASS", map("rule", map("nationality", "AF"))).body().get("id").asLong();
    Map<String, Object> lift = lifting(order);
    lift.remove("personServedAt");
    lift.put("documents", List.of(Long.parseLong(evidence(QM_QZ, caseNumber))));
    String lawyer = QM_QZ.user("duty-lawyers");
    enterLift(lawyer, order, lift).expect(400);
    lift.remove("documents");
    enterLift(lawyer, order, lift).expect(202);
    JsonNode entered = get(lawyer, "/api/stay-orders/" + order).expect(200).body();
    assertThat(entered.at("/entered/reason").asText()).isEqualTo("The stay is lifted.");
    assertThat(entered.path("settled").asText("")).isEmpty();
    // Of a decision long ago: those whom it is about had no time yet to answer what was entered
    // now.
    assertThat(confirmLift(QM_QZ.user("legal-reviewers"), order).expect(409).detail())
        .contains("after it was raised");
    untilHeard(order);
    confirmLift(QM_QZ.user("legal-reviewers"), order).expect(204);
    // Entered in error as a settlement says, by two others: the one who entered the order does not.
    long wrong = enter("CLASS", map("rule", map("nationality", "AF"))).body().get("id").asLong();
    String task = claim(lawyer, "settle-obstacle", "OBSTACLE-" + wrong);
    submit(
            lawyer,
            task,
            map(
                "outcome",
                "entered-in-error",
                "decidedAt",
                moment(),
                "counselServedAt",
                moment(),
                "reason",
                "Another register."))
        .expect(204);
    advance(Duration.ofHours(73));
    confirmLift(QM_QZ.user("legal-reviewers"), wrong).expect(204);
  }

  private void release(String user, long order) {
    String task = task(user, "confirm-settlement", "OBSTACLE-" + order);
    post(user, "/engine-rest/task/" + task + "/unclaim", "").expect(204);
  }

  @Test
  void filingAnewWashesNoOrderAway() {
    ObjectNode request = request(QM_QZ);
    String first = file(QM_QZ, request);
    long order = enter("CASE", map("caseNumber", first)).expect(201).body().get("id").asLong();
    post(
            QM_QZ.user("requesters"),
            "/api/transfers/" + first + "/withdrawal",
            map("reason", "Another try."))
        .expect(200);
    String second = file(QM_QZ, request);
    assertThat(conditions(QM_QZ, second)).containsEntry("NO_STAY", "AGAINST");
    lift(order);
    assertThat(conditions(QM_QZ, second)).containsEntry("NO_STAY", "MET");
  }

  @Test
  void afterTheHandoverAnOrderOpensAReturnByTheCourtsDeadline() {
    String caseNumber = placed(QM_QZ);
    String deadline = clock.instant().plus(Duration.ofDays(3)).toString();
    ObjectNode order = JSON.valueToTree(order("CASE", caseNumber));
    order.put("returnBy", deadline);
    post(COURT, "/api/stay-orders", order).expect(201);
    assertThat(openTasks(caseNumber)).contains("arrange-return");
    assertThat(
            jdbc.sql("select trigger_code from return_demand where case_number = ?")
                .param(caseNumber)
                .query(String.class)
                .list())
        .containsExactly("COURT_ORDER");
    advance(Duration.ofDays(4));
    assertThat(openTasks(caseNumber)).contains("answer-for-delay");
  }

  @Test
  void afterTheHandoverAWideOrderWithADayOpensAReturnForEachItCovers() {
    String caseNumber = placed(QM_QZ);
    Map<String, Object> about = map("agreement", "QM-QZ");
    about.put("returnBy", clock.instant().plus(Duration.ofDays(3)).toString());
    long order = enter("AGREEMENT", about).expect(201).body().get("id").asLong();
    advance(Duration.ofMinutes(1));
    assertThat(openTasks(caseNumber)).contains("arrange-return");
    lift(order);
  }

  @Test
  void aLiftedWideOrderLetsWhoIsHeldGoOnWithoutWaitingForTheDailyLook() {
    String caseNumber = ready(QM_QZ);
    long order = enter("ALL", map()).body().get("id").asLong();
    advance(Duration.ofSeconds(1));
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("HELD");
    lift(order);
    advance(Duration.ofSeconds(1));
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("READY");
  }

  @Test
  void anOrderWhileBoardingKeepsWhomItCoversOnTheGroundAndTheOthersLeave() {
    ObjectNode request = request(QM_QZ);
    String covered = waiting(QM_QZ, request, "AF");
    String other = waiting(QM_QZ);
    waitOut(QM_QZ);
    String flight = flight(QM_QZ, covered, other);
    // The manifest is signed and both are certified: the judge's order arrives at the gate.
    long order =
        enter(
                "PERSON",
                map(
                    "person",
                    map("state", "QM", "number", request.at("/person/registerNumber").asText())))
            .expect(201)
            .body()
            .get("id")
            .asLong();
    JsonNode departure = depart(QM_QZ, flight).expect(200).body();
    assertThat(departure.get("aboard").toString()).contains(other).doesNotContain(covered);
    assertThat(departure.at("/leftBehind/" + covered).toString()).contains("stops this transfer");
    assertThat(status(QM_QZ, covered)).isEqualTo("HELD");
    assertThat(place(covered)).isEqualTo("CUSTODY");
    assertThat(place(other)).isEqualTo("ABOARD");
    lift(order);
  }

  /**
   * With their seat does not go what took it: who was on the list is covered until it is lifted.
   */
  @Test
  void anOrderForAFlightCoversWhoWasOnItsListUntilItIsLifted() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    long order = enter("FLIGHT", map("flight", flight)).expect(201).body().get("id").asLong();
    advance(Duration.ofSeconds(1));
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("HELD");
    depart(QM_QZ, flight).expect(409);
    assertThat(get(COURT, "/api/stay-orders/" + order + "/cases").text()).contains(caseNumber);
    advance(Duration.ofDays(1));
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("HELD");
    assertThat(conditions(QM_QZ, caseNumber)).containsEntry("NO_STAY", "AGAINST");
    lift(order);
    advance(Duration.ofSeconds(1));
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("READY");
  }

  @Test
  void anOrderThatEndedByItselfIsNotLiftedAnyMore() {
    String caseNumber = ready(QM_QZ);
    Map<String, Object> order = order("CASE", caseNumber);
    order.put("endsAt", clock.instant().plus(Duration.ofHours(2)).toString());
    long id = post(COURT, "/api/stay-orders", order).expect(201).body().get("id").asLong();
    sign(
            QM_QZ.user("duty-lawyers"),
            "confirm-order-end",
            "OBSTACLE-" + id,
            "outcome",
            "stated",
            "reason",
            "Read.")
        .expect(204);
    advance(Duration.ofHours(3));
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("READY");
    assertThat(enterLift(QM_QZ.user("duty-lawyers"), id, lifting(id)).expect(409).detail())
        .contains("ended by itself");
  }

  /** An order about one person is lifted on the paper, as far as they have a file here. */
  @Test
  void anOrderForAPersonIsLiftedOnAPaperOfTheirFile() {
    ObjectNode request = request(QM_QZ);
    String caseNumber = ready(QM_QZ, request, "AF");
    String number = request.at("/person/registerNumber").asText();
    long order =
        enter("PERSON", map("person", map("state", "QM", "number", number)))
            .expect(201)
            .body()
            .get("id")
            .asLong();
    Map<String, Object> lift = lifting(order);
    lift.remove("documents");
    assertThat(enterLift(QM_QZ.user("duty-lawyers"), order, lift).expect(400).pointers())
        .containsExactly("/documents");
    lift(order);
    assertThat(conditions(QM_QZ, caseNumber)).containsEntry("NO_STAY", "MET");
  }

  @Test
  void aDutyLawyersFormDoesWhatTheCourtsSystemDoes() {
    String caseNumber = ready(QM_QZ);
    String lawyer = QM_QZ.user("duty-lawyers") + "-2";
    Map<String, Object> form =
        map(
            "court", "Court 02",
            "docket", "ST-7",
            "text", "Stayed.",
            "orderedAt", "2025-12-01T08:00Z",
            "receivedAt", "2025-12-01T09:00Z");
    form.putAll(Map.of("kind", "COURT_ORDER", "scope", "CASE", "caseNumber", caseNumber));
    String order = acting.start(lawyer, "obstacle", form);
    assertThat(conditions(QM_QZ, caseNumber)).containsEntry("NO_STAY", "AGAINST");
    assertThat(acting.hasTask("trace-order", order)).isFalse();
    post(
            lawyer,
            "/api/stay-orders/" + order.substring("OBSTACLE-".length()) + "/lift",
            map("court", "C"))
        .expect(400);
    lift(Long.parseLong(order.substring("OBSTACLE-".length())));

    form.remove("caseNumber");
    form.putAll(Map.of("scope", "PERSON", "personState", "QM", "personNumber", "NOBODY-1"));
    assertThat(acting.hasTask("trace-order", acting.start(lawyer, "obstacle", form))).isTrue();
    form.remove("personState");
    assertThatThrownBy(() -> acting.start(lawyer, "obstacle", form))
        .hasMessageContaining("/person/state");
    form.remove("personNumber");
    assertThatThrownBy(() -> acting.start(lawyer, "obstacle", form))
        .hasMessageContaining("/person: is needed");

    form.putAll(Map.of("scope", "CLASS", "nationality", "SO", "agreement", "QM-QZ"));
    long rule =
        Long.parseLong(acting.start(lawyer, "obstacle", form).substring("OBSTACLE-".length()));
    assertThat(get(COURT, "/api/stay-orders/" + rule).body().get("covers").toString())
        .contains("SO", "QM-QZ");
    lift(rule);
    for (String user : List.of("requesters", "managers", "approvers", "administrators")) {
      assertThatThrownBy(() -> acting.start(QM_QZ.user(user), "obstacle", form))
          .as(user)
          .hasMessageContaining("This is for ");
    }
    // Counsel brings an order for a client's case, on its paper.
    assertThatThrownBy(() -> acting.start(QM_QZ.user("counsel"), "obstacle", form))
        .hasMessageContaining("does not belong to what is raised here");
    assertThatThrownBy(() -> acting.start(lawyer, "transfer", form))
        .hasMessageContaining("not started with a form");
  }

  @Test
  void anOrderOfTheWrongShapeIsRefusedWithThePlace() {
    assertThat(enter("CLASS", map()).expect(400).pointers()).containsExactly("/rule");
    assertThat(enter("CLASS", map("rule", map())).expect(400).pointers()).containsExactly("/rule");
    assertThat(enter("CASE", map("flight", "FL-QM-QZ-000001")).expect(400).pointers())
        .containsExactlyInAnyOrder("/caseNumber", "/flight");
    assertThat(enter("ALL", map("agreement", "QM-QZ")).expect(400).pointers())
        .containsExactly("/agreement");
    assertThat(enter("CLASS", map("rule", map("legalBasis", 999999))).expect(400).pointers())
        .containsExactly("/rule/legalBasis");
    assertThat(enter("EVERYBODY", map()).expect(400).pointers()).containsExactly("/scope");
    assertThat(
            enter("ALL", map("returnBy", clock.instant().minusSeconds(60).toString()))
                .expect(400)
                .pointers())
        .containsExactly("/returnBy");
  }

  private Answer enter(String scope, Map<String, Object> whom) {
    Map<String, Object> order = order("ALL", "");
    order.put("scope", scope);
    order.putAll(whom);
    return post(COURT, "/api/stay-orders", order);
  }

  @Test
  void whoWasFlownHomeIsHomeThoughTheOrderWasLiftedMeanwhile() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    depart(QM_QZ, flight).expect(200);
    post(QM_QZ.user("flight-operations"), "/api/flights/" + flight + "/arrival", "").expect(200);
    long order = stay("CASE", caseNumber);
    advance(Duration.ofMinutes(5));
    lift(order);
    flightBack(flight, "brought-home");
    assertThat(place(caseNumber)).isEqualTo("RETURNED");
  }

  @Test
  void anOrderIsItsOwnersAndACourtOfAThirdStateStopsNobody() {
    String caseNumber = ready(QM_QZ);
    String lawyer = "qr-third-lawyer";
    acting.openAccount(lawyer, "test", "QR", "duty-lawyers");
    String manager = "qr-third-manager";
    acting.openAccount(manager, "test", "QR", "managers");
    for (String scope : List.of("ALL", "AGREEMENT", "CASE")) {
      var order = order(scope, scope.equals("CASE") ? caseNumber : "");
      if (scope.equals("AGREEMENT")) {
        order.put("agreement", "QM-QZ");
      }
      JsonNode own = post(QM_QZ.user("systems"), "/api/stay-orders", order).expect(201).body();
      assertThat(own.get("covers").asLong()).as(scope).isPositive();
      String address = "/api/stay-orders/" + own.get("id").asText();
      get(lawyer, address).expect(404);
      get(lawyer, address + "/cases").expect(404);
      long id = own.get("id").asLong();
      enterLift(lawyer, id, lifting(id)).expect(404);
      for (String reader : List.of(lawyer, manager)) {
        assertThat(get(reader, "/api/stay-orders").expect(200).body())
            .allMatch(one -> one.get("owner").asText().equals("QR"));
      }
      advance(Duration.ofMinutes(1));
      assertThat(status(QM_QZ, caseNumber)).isEqualTo("HELD");
      lift(id);
      advance(Duration.ofMinutes(1));
      assertThat(status(QM_QZ, caseNumber)).isEqualTo("READY");

      // The court of a third state: kept, and told that it stops nobody.
      JsonNode foreign = post(lawyer, "/api/stay-orders", order).expect(201).body();
      assertThat(foreign.get("covers").asLong()).isZero();
      assertThat(foreign.get("note").asText()).contains("QR is a party");
      advance(Duration.ofMinutes(1));
      assertThat(status(QM_QZ, caseNumber)).as(scope).isEqualTo("READY");
      get(QM_QZ.user("duty-lawyers"), "/api/stay-orders/" + foreign.get("id").asText()).expect(404);
    }
  }
}
