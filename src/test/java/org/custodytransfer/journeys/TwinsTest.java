package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The same change twenty times at once: done once, and everybody knows it. */
class TwinsTest extends Journey {

  private static final int TWINS = 20;

  @Test
  void twentyRequestsWithOneKeyAreOneCase() {
    ObjectNode request = request(QM_QZ);
    List<Answer> answers =
        twins(n -> post("/api/transfers", QM_QZ.user("requesters"), request, "one-key"));
    assertThat(answers).allMatch(answer -> answer.status() == 201);
    assertThat(texts(answers)).hasSize(1);
    assertThat(answers)
        .allMatch(answer -> answer.headers().firstValue("Location").orElse("").contains("QM-QZ-"));
    assertThat(casesOf(request)).isEqualTo(1);

    ObjectNode other = request(QM_QZ);
    assertThat(
            post("/api/transfers", QM_QZ.user("requesters"), other, "one-key").expect(409).text())
        .contains("another request");
    assertThat(casesOf(other)).isZero();
  }

  @Test
  void aKeyIsForgottenAfterThirtyDaysOffTheHoursOfWork() {
    post("/api/transfers", QM_QZ.user("requesters"), request(QM_QZ), "old-key").expect(201);
    advance(Duration.ofDays(29));
    assertThat(keys()).isOne();
    advance(Duration.ofDays(2));
    assertThat(keys()).isZero();
  }

  private long keys() {
    return jdbc.sql("select count(*) from idempotency").query(Long.class).single();
  }

  @Test
  void twentyRequestsWithTwentyKeysAreOneCaseAndNineteenRefusals() {
    ObjectNode request = request(QM_QZ);
    List<Answer> answers =
        twins(n -> post("/api/transfers", QM_QZ.user("requesters"), request, "key-" + n));
    onceAndRefused(answers, 201);
    assertThat(casesOf(request)).isEqualTo(1);
  }

  @Test
  void departureAndHandoverHappenOnce() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    String operations = QM_QZ.user("flight-operations");
    String departure = "/api/flights/" + flight + "/departure";
    onceAndRefused(twins(n -> post(departure, operations, "", "d-" + n)), 200);
    post(operations, "/api/flights/" + flight + "/arrival", "").expect(200);

    comparedAtTheDoor(QM_QZ, flight, caseNumber);
    String handover = "/api/flights/" + flight + "/handovers";
    Map<String, Object> body = map("caseNumber", caseNumber, "receivedBy", "Officer 01");
    List<Answer> same = twins(n -> post(handover, QM_QZ.receivingUser(), body, "h"));
    assertThat(texts(same)).hasSize(1);
    assertThat(same).allMatch(answer -> answer.status() == 201);
    post(handover, QM_QZ.receivingUser(), body, "h-2").expect(409);
    assertThat(count("handover", "flight_id", flight)).isEqualTo(1);
    assertThat(count("placement", "case_number", caseNumber)).isEqualTo(1);
  }

  @Test
  void aDepartureUnderOneKeyIsOneDeparture() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    String departure = "/api/flights/" + flight + "/departure";
    List<Answer> answers =
        twins(n -> post(departure, QM_QZ.user("flight-operations"), "", "departure-" + flight));
    assertThat(texts(answers)).hasSize(1);
    assertThat(answers).allMatch(answer -> answer.status() == 200);
    assertThat(
            jdbc.sql("select count(*) from flight_event where flight_id = ? and kind = 'DEPARTED'")
                .param(flight)
                .query(Long.class)
                .single())
        .isEqualTo(1);
    post(QM_QZ.user("flight-operations"), "/api/flights/" + flight + "/arrival", "").expect(200);
    comparedAtTheDoor(QM_QZ, flight, caseNumber);
    post(
            QM_QZ.receivingUser(),
            "/api/flights/" + flight + "/handovers",
            map("caseNumber", caseNumber, "receivedBy", "Officer 01"))
        .expect(201);
  }

  @Test
  void aRefusedDepartureStaysRefusedUnderItsKeyWhenTheReasonIsGone() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    String departure = "/api/flights/" + flight + "/departure";
    String operations = QM_QZ.user("flight-operations");
    String finance = QM_QZ.user("finance");
    String hold = "/api/agreements/QM-QZ/funding-hold";
    long frozen =
        post(finance, hold, map("reason", "Frozen.")).expect(201).body().get("id").asLong();
    String refused = post(departure, operations, "", "late").expect(409).text();
    releaseFunds(frozen);
    assertThat(post(departure, operations, "", "late").expect(409).text()).isEqualTo(refused);
    assertThat(place(caseNumber)).isEqualTo("CUSTODY");
    advance(Duration.ofSeconds(1));
    assertThat(post(departure, operations, "", "again").expect(409).text())
        .as("with another key it is asked again")
        .isNotEqualTo(refused);
    String next = anotherFlight(QM_QZ, flight, caseNumber);
    post("/api/flights/" + next + "/departure", operations, "", "new").expect(200);
    arriveAndHandOver(QM_QZ, next, caseNumber);
  }

  @Test
  void aBillingRunAndAPaymentHappenOnce() {
    YearMonth month = YearMonth.from(clock.instant().atZone(java.time.ZoneOffset.UTC));
    advance(Duration.ofDays(40));
    String finance = QR_QS.user("finance");
    Map<String, Object> run = map("agreement", "QR-QS", "month", month + "");
    onceAndRefused(twins(n -> post("/api/billing-runs", finance, run, "run-" + n)), 201);
    String bill = "BILL-QR-QS-" + month;
    sign(QR_QS.receivingUser(), "enter-statement", bill, "nights", 0, "reason", "None.")
        .expect(204);
    sign(finance, "sign-statement-sending", bill, "outcome", "signed", "reason", "Right.")
        .expect(204);
    sign(
            QR_QS.receivingUser(),
            "sign-statement-receiving",
            bill,
            "outcome",
            "signed",
            "reason",
            "Right.")
        .expect(204);
    JsonNode invoice = get(finance, "/api/invoices").expect(200).body().get(0);
    List<Answer> paid =
        twins(
            n ->
                post(
                    "/api/payments",
                    finance,
                    map(
                        "invoice",
                        invoice.get("number").asText(),
                        "reference",
                        "R-" + n,
                        "amount",
                        invoice.get("total").decimalValue(),
                        "paidOn",
                        invoice.get("issuedOn").asText()),
                    "pay-" + n));
    onceAndRefused(paid, 201);
    assertThat(count("payment", "invoice_number", invoice.get("number").asText())).isEqualTo(1);
  }

  @Test
  void aChangeOnAnOlderStateIsRefused() {
    String caseNumber = file(QM_QZ, request(QM_QZ));
    String path = "/api/transfers/" + caseNumber;
    String tag = tag(path);
    assertThat(tag(path)).as("reading changes nothing").isEqualTo(tag);
    document(QM_QZ.user("caseworkers"), path, "Letter");
    Map<String, Object> withdrawal = map("reason", "No longer asked for.");
    postWith(QM_QZ.user("requesters"), path + "/withdrawal", withdrawal, "If-Match", tag)
        .expect(412);
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("IN_REVIEW");
    postWith(QR_QS.user("requesters"), path + "/withdrawal", withdrawal, "If-Match", tag)
        .expect(404);
    Answer done =
        postWith(QM_QZ.user("requesters"), path + "/withdrawal", withdrawal, "If-Match", tag(path))
            .expect(200);
    assertThat(done.headers().firstValue("ETag")).contains(tag(path));
  }

  @Test
  void aKeyIsOneUsersOwnAndKeepsNothingPersonal() {
    ObjectNode request = request(QM_QZ);
    String key = UUID.randomUUID().toString();
    post("/api/transfers", QM_QZ.user("requesters"), request, key).expect(201);
    post("/api/transfers", QR_QS.user("requesters"), request(QR_QS), key).expect(201);
    post("/api/transfers", QM_QZ.user("requesters"), request, "x".repeat(201)).expect(400);
    String kept =
        jdbc.sql("select * from idempotency").query().listOfRows().stream()
            .map(Object::toString)
            .collect(Collectors.joining());
    assertThat(kept).doesNotContain("Zzyzx").contains(key);
  }

  private String tag(String path) {
    return get(QM_QZ.user("auditors"), path).expect(200).headers().firstValue("ETag").orElseThrow();
  }

  private Answer post(String path, String user, Object body, String key) {
    return postWith(user, path, body, "Idempotency-Key", key);
  }

  private static void onceAndRefused(List<Answer> answers, int done) {
    assertThat(answers.stream().map(Answer::status).filter(s -> s == done)).hasSize(1);
    assertThat(answers.stream().map(Answer::status).filter(s -> s == 409)).hasSize(TWINS - 1);
  }

  private static Set<String> texts(List<Answer> answers) {
    return answers.stream().map(Answer::text).collect(Collectors.toSet());
  }

  private long casesOf(ObjectNode request) {
    return jdbc.sql("select count(*) from person_identity where family_name = ?")
        .param(request.at("/person/familyName").asText())
        .query(Long.class)
        .single();
  }

  private long count(String table, String column, String value) {
    return jdbc.sql("select count(*) from " + table + " where " + column + " = ?")
        .param(value)
        .query(Long.class)
        .single();
  }

  private static List<Answer> twins(IntFunction<Answer> request) {
    ExecutorService threads = Executors.newFixedThreadPool(TWINS);
    try {
      CountDownLatch together = new CountDownLatch(1);
      List<Future<Answer>> running = new ArrayList<>();
      for (int i = 0; i < TWINS; i++) {
        int n = i;
        Callable<Answer> one =
            () -> {
              together.await();
              return request.apply(n);
            };
        running.add(threads.submit(one));
      }
      together.countDown();
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> one : running) {
        answers.add(one.get());
      }
      return answers;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
    }
  }
}
