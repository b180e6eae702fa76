package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** People as they are: of one name, born in some year, of no state, sentenced without end. */
class PeopleStoryTest extends Journey {

  @Override
  List<Pair> pairs() {
    return List.of(QM_QZ, QN_QY, DK_XK);
  }

  @Test
  void aLifeSentenceIsRefusedForItselfAndServedWhereTheAgreementTakesIt() {
    JsonNode refused = caseFile(QM_QZ, file(QM_QZ, lifer(QM_QZ)));
    assertThat(refused.get("status").asText()).isEqualTo("REFUSED");
    assertThat(
            refused.get("decisions").findValues("grounds").stream()
                .flatMap(grounds -> grounds.findValuesAsText("code").stream()))
        .contains("SENTENCE_WITHOUT_END")
        .doesNotContain("SENTENCE_OVER", "TERM_TOO_SHORT", "MINOR");

    String caseNumber = file(QN_QY, lifer(QN_QY));
    JsonNode person = caseFile(QN_QY, caseNumber).get("person");
    assertThat(person.get("familyName").asText()).isEqualTo("Zalmay");
    assertThat(person.has("givenNames")).isFalse();
    assertThat(person.get("birthDate").asText()).isEqualTo("1984");
    review(QN_QY, caseNumber, "XXA");
    clear(QN_QY, caseNumber);
    approve(QN_QY, caseNumber, "approved");
    accept(QN_QY, caseNumber, "accepted");

    String worker = QN_QY.user("caseworkers");
    String task = claim(worker, "serve-notice", caseNumber);
    Map<String, Object> notice = notice(caseNumber, "en");
    assertThat(submit(worker, task, notice).expect(400).text())
        .contains("must be one that the person understands: Romany (rom)");
    notice.put("language", "rom");
    assertThat(submit(worker, task, notice).expect(400).text()).contains("interpreter");
    notice.put("interpreter", "Interpreter 01");
    submit(worker, task, notice).expect(204);
    assertThat(notified(caseNumber, "not-asked", "not-wished").status()).isEqualTo(204);
    if (openTasks(caseNumber).contains("record-consent")) {
      sign(
              worker,
              "record-consent",
              caseNumber,
              "outcome",
              "given",
              "language",
              "rom",
              "interpreter",
              "Interpreter 01",
              "afterCounsel",
              "yes",
              "givenOn",
              today(),
              "documents",
              evidence(QN_QY, caseNumber),
              "reason",
              "Counsel was there.")
          .expect(204);
    }

    // Funds cover a sentence without end until the term of the agreement ends.
    post(
            QN_QY.user("finance"),
            "/api/agreements/QN-QY/funding-certificates",
            map("amount", 1000000000, "validUntil", "2099-12-31", "reason", "Certified."))
        .expect(201);
    waitOut(QN_QY);
    assertThat(caseFile(QN_QY, caseNumber).get("plannedEnd").asText()).isEqualTo("2099-12-31");
    String flight = flight(QN_QY, caseNumber);
    assertThat(depart(QN_QY, flight).expect(200).body().get("aboard")).hasSize(1);
    arriveAndHandOver(QN_QY, flight, caseNumber);
    assertThat(status(QN_QY, caseNumber)).isEqualTo("PLACED");
  }

  @Test
  void whomTheTreatyDoesNotTakeIsRefusedAndTheOthersWaitForTheOpening() {
    ObjectNode dual = request(DK_XK);
    person(dual).putArray("nationalities").add("AF").add("DE");
    JsonNode refused = caseFile(DK_XK, file(DK_XK, dual));
    assertThat(refused.get("status").asText()).isEqualTo("REFUSED");
    assertThat(
            refused.get("decisions").findValues("grounds").stream()
                .flatMap(grounds -> grounds.findValuesAsText("code").stream()))
        .contains("NATIONALITY_EXCLUDED")
        .doesNotContain("ROUTE_NOT_ADMITTED");

    String caseNumber = waiting(DK_XK);
    waitOut(DK_XK);
    assertThat(status(DK_XK, caseNumber)).isEqualTo("HELD");
    assertThat(conditions(DK_XK, caseNumber)).containsEntry("PLACE_AVAILABLE", "AGAINST");
  }

  @Test
  void whoMayStillBeAMinorIsOne() {
    ObjectNode request = request(QM_QZ);
    int year = LocalDate.parse(today()).getYear() - 18;
    person(request).put("birthDate", year + "");
    if (!today().endsWith("-12-31")) {
      assertThat(status(QM_QZ, file(QM_QZ, request))).isEqualTo("REFUSED");
    }
    ObjectNode older = request(QM_QZ);
    person(older).put("birthDate", year - 1 + "");
    assertThat(status(QM_QZ, file(QM_QZ, older))).isEqualTo("IN_REVIEW");
  }

  @Test
  void whatIsNobodysNameDateLanguageOrNationalityIsAFaultOfItsField() {
    faults(r -> person(r).put("birthDate", "1984-02-30"), "/person/birthDate");
    faults(r -> person(r).put("birthDate", "84"), "/person/birthDate");
    faults(r -> person(r).put("birthDate", "1984-13"), "/person/birthDate");
    faults(r -> person(r).putArray("languages").add("en").add("zzz"), "/person/languages/1");
    faults(r -> person(r).putArray("languages").add("und"), "/person/languages/0");
    faults(r -> person(r).putArray("nationalities").add("XX"), "/person/nationalities/0");
    faults(r -> person(r).putArray("nationalities").add("XXA").add("AF"), "/person/nationalities");
    faults(r -> judgment(r).put("withoutEnd", true), "/judgment/sentenceUntil");
    faults(r -> judgment(r).remove("sentenceUntil"), "/judgment/sentenceUntil");
    faults(
        r -> r.putArray("furtherJudgments").add(judgment(r).deepCopy()),
        "/furtherJudgments/0/docket");
  }

  @Test
  void eachOfSeveralJudgmentsStandsForItselfAndTheirSentencesTogether() {
    ObjectNode request = request(QM_QZ);
    ObjectNode second = judgment(request).deepCopy();
    second.put("docket", "S-18/2025").put("sentenceUntil", "2034-06-30");
    request.putArray("furtherJudgments").add(second);
    String caseNumber = ready(QM_QZ, request, "AF");
    JsonNode file = caseFile(QM_QZ, caseNumber);
    assertThat(file.get("judgments")).hasSize(2);
    assertThat(file.get("plannedEnd").asText()).isEqualTo("2034-05-16");

    Map<String, Object> fact =
        map(
            "kind",
            "SENTENCE_CHANGED",
            "on",
            today(),
            "authority",
            "Court 02",
            "reference",
            "C-1",
            "text",
            "Reduced.",
            "until",
            "2033-12-31",
            "documents",
            List.of(Long.valueOf(evidence(QM_QZ, caseNumber))));
    String facts = "/api/transfers/" + caseNumber + "/facts";
    String court = QM_QZ.user("systems");
    assertThat(post(court, facts, fact).expect(400).pointers()).containsExactly("/docket");
    fact.put("docket", "S-99");
    assertThat(post(court, facts, fact).expect(400).pointers()).containsExactly("/docket");
    fact.put("docket", "S-18/2025");
    post(court, facts, fact).expect(201);
    // Of who has not left it may end the case, and counts once two have compared it.
    assertThat(caseFile(QM_QZ, caseNumber).get("plannedEnd").asText()).isEqualTo("2034-05-16");
    Map<String, Object> settled = settlement(QM_QZ, caseNumber, "confirmed");
    settled.put("authority", "Court 02");
    settled.put("documents", ((List<?>) fact.get("documents")).get(0).toString());
    long raised = jdbc.sql("select max(id) from obstacle").query(Long.class).single();
    settledByTwo(QM_QZ, "OBSTACLE-" + raised, settled);
    assertThat(caseFile(QM_QZ, caseNumber).get("plannedEnd").asText()).isEqualTo("2033-11-16");
    assertThat(caseFile(QM_QZ, caseNumber).get("judgments")).hasSize(2);

    fact.put("kind", "APPEAL_OPENED");
    fact.put("on", "2025-03-09");
    fact.put("docket", "S-17/2025");
    fact.remove("until");
    post(court, facts, fact).expect(201);
    assertThat(conditions(QM_QZ, caseNumber)).containsEntry("FINAL_CONVICTION", "AGAINST");
    assertThat(status(QM_QZ, caseNumber)).isNotEqualTo("READY");
  }

  @Test
  void aStateThatIsFearedIsNotAskedAndItsConsulateNotTold() {
    ObjectNode request = request(QM_QZ);
    request
        .putArray("protectionDecisions")
        .addObject()
        .put("state", "AF")
        .put("authority", "Authority 01")
        .put("reference", "P-1")
        .put("decidedOn", "2025-01-10");
    String caseNumber = file(QM_QZ, request);
    review(QM_QZ, caseNumber, "AF", "consider-home-return");
    String lawyer = QM_QZ.user("legal-reviewers");
    String strand = claim(lawyer, "consider-home-return", caseNumber);
    Map<String, Object> home =
        map(
            "outcome",
            "refused",
            "answeredOn",
            today(),
            "documents",
            evidence(caseNumber),
            "reason",
            "As the document shows.");
    assertThat(submit(lawyer, strand, home).expect(400).text()).contains("it is not asked");
    home.put("outcome", "impossible");
    submit(lawyer, strand, home).expect(204);
    clear(QM_QZ, caseNumber);
    approve(QM_QZ, caseNumber, "approved");
    accept(QM_QZ, caseNumber, "accepted");
    String worker = QM_QZ.user("caseworkers");
    submit(worker, claim(worker, "serve-notice", caseNumber), notice(QM_QZ, caseNumber, "en"))
        .expect(204);
    String task = claim(worker, "record-notifications", caseNumber);
    Map<String, Object> answers =
        map(
            "consulate",
            "notified",
            "nextOfKin",
            "notified",
            "notifiedOn",
            today(),
            "reason",
            "In writing.");
    assertThat(submit(worker, task, answers).expect(400).text())
        .contains("a claim or decision of protection names AF: its consulate is not told");
    answers.put("consulate", "stateless");
    submit(worker, task, answers).expect(400);
    answers.put("consulate", "state-feared");
    submit(worker, task, answers).expect(204);
  }

  private void faults(java.util.function.Consumer<ObjectNode> change, String pointer) {
    ObjectNode request = request(QM_QZ);
    change.accept(request);
    assertThat(post(QM_QZ.user("requesters"), "/api/transfers", request).expect(400).pointers())
        .containsExactly(pointer);
  }

  /** A person of one name, a year, Romani and a life sentence. */
  private ObjectNode lifer(Pair pair) {
    ObjectNode request = request(pair);
    ObjectNode person = person(request);
    person.put("familyName", "Zalmay").put("birthDate", "1984").remove("givenNames");
    person.putArray("nationalities").add("XXA");
    person.putArray("languages").add("rom");
    judgment(request).put("withoutEnd", true).remove("sentenceUntil");
    return request;
  }

  private Map<String, Object> notice(String caseNumber, String language) {
    return notice(QN_QY, caseNumber, language);
  }

  private Map<String, Object> notice(Pair pair, String caseNumber, String language) {
    return map(
        "destinationState",
        pair.receiving(),
        "language",
        language,
        "personServedAt",
        moment(),
        "counselServedAt",
        moment(),
        "documents",
        evidence(pair, caseNumber),
        "reason",
        "In person.");
  }

  private Answer notified(String caseNumber, String consulate, String nextOfKin) {
    return sign(
        QN_QY.user("caseworkers"),
        "record-notifications",
        caseNumber,
        "consulate",
        consulate,
        "nextOfKin",
        nextOfKin,
        "notifiedOn",
        today(),
        "reason",
        "The person was asked.");
  }
}
