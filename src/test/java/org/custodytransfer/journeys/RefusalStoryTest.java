package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each "no" of the road, with its ground. */
class RefusalStoryTest extends Journey {

  @Test
  void anOwnNationalIsRefusedDualNationalityIncluded() {
    ObjectNode request = request(QR_QS);
    person(request).putArray("nationalities").add("AF").add("QR");
    refusedFor(request, "OWN_NATIONAL");
  }

  @Test
  void thePersonAndCounselAreToldInALanguageThePersonUnderstands() {
    ObjectNode request = request(QR_QS);
    judgment(request).put("sentenceUntil", "2026-01-31");
    String caseNumber = refusedFor(request, "SENTENCE_OVER");
    assertThat(openTasks(caseNumber)).containsExactly("tell-refusal");

    String caseworker = QR_QS.user("caseworkers");
    long letter = document(caseworker, "/api/transfers/" + caseNumber, "Letter");
    Map<String, Object> told =
        map(
            "outcome",
            "told",
            "personToldAt",
            moment(),
            "counselToldAt",
            moment(),
            "documents",
            letter + "",
            "reason",
            "Read out and handed over.");
    told.put("language", "en");
    String task = claim(caseworker, "tell-refusal", caseNumber);
    for (var wrong :
        Map.of("language", "zu", "personToldAt", "2025-01-01T08:00Z", "counselToldAt", "")
            .entrySet()) {
      Map<String, Object> answers = new LinkedHashMap<>(told);
      answers.put(wrong.getKey(), wrong.getValue());
      Answer no = submit(caseworker, task, answers).expect(400);
      assertThat(no.text()).as(wrong + "").containsAnyOf("understands", "refusal", "is required");
    }
    submit(caseworker, task, told).expect(204);
    assertThat(openTasks(caseNumber)).isEmpty();
    JsonNode file = get(QR_QS.user("counsel"), "/api/transfers/" + caseNumber).body();
    assertThat(last(file.get("decisions")).get("kind").asText()).isEqualTo("REFUSAL_TOLD");
  }

  @Test
  void aNewRequestAfterARefusalNamesWhatIsNew() {
    ObjectNode request = request(QR_QS);
    judgment(request).put("appealOpen", true).remove("finalOn");
    String refused = refusedFor(request, "APPEAL_OPEN");
    judgment(request).put("appealOpen", false).put("finalOn", today());

    String requester = QR_QS.user("requesters");
    JsonNode told = last(get(requester, "/api/transfers/" + refused).body().get("decisions"));
    assertThat(told.get("kind").asText()).isEqualTo("REFUSAL");
    assertThat(told.get("grounds").findValuesAsText("code")).contains("FINAL_CONVICTION");
    assertThat(told.get("grounds").findValuesAsText("source")).noneMatch(String::isBlank);
    assertThat(told.get("reason").asText()).as("sentences are for who reads conditions").isEmpty();
    for (Answer no :
        List.of(
            post(requester, "/api/transfers", request),
            start(QR_QS.user("systems"), write(request)))) {
      assertThat(no.expect(400).pointers()).containsExactly("/newFacts");
      assertThat(no.text()).contains(refused);
    }
    for (LocalDate day :
        List.of(LocalDate.parse(today()).minusDays(1), LocalDate.parse(today()).plusDays(2))) {
      anew(request).with("newFacts").put("knownSince", day.toString());
      assertThat(post(requester, "/api/transfers", request).expect(400).pointers())
          .containsExactly("/newFacts/knownSince");
    }
    String caseNumber = file(QR_QS, anew(request));
    assertThat(status(QR_QS, caseNumber)).isEqualTo("IN_REVIEW");
    JsonNode named =
        get(QR_QS.user("auditors"), "/api/transfers/" + caseNumber).body().get("decisions").get(0);
    assertThat(named.get("kind").asText()).isEqualTo("NEW_FACTS");
    assertThat(named.get("answers").get("refusedCase").asText()).isEqualTo(refused);

    assertThat(post(requester, "/api/transfers", anew(request(QR_QS))).expect(400).pointers())
        .as("nothing was refused")
        .containsExactly("/newFacts");
  }

  @Test
  void aNationalityOfAnEarlierCaseStaysWithThePerson() {
    ObjectNode first = request(QR_QS);
    person(first).putArray("nationalities").add("QR");
    refusedFor(first, "OWN_NATIONAL");

    person(first).putArray("nationalities").add("AF");
    refusedFor(anew(first), "OWN_NATIONAL");
  }

  @Test
  void withoutFinalConvictionNobodyIsMoved() {
    ObjectNode request = request(QR_QS);
    judgment(request).put("appealOpen", true).remove("finalOn");
    refusedFor(request, "APPEAL_OPEN");
  }

  @Test
  void everyGroundIsNamedNotOnlyTheFirst() {
    ObjectNode request = request(QR_QS);
    judgment(request).put("custodial", false);
    judgment(request).putArray("offenceGroups").add("TERRORISM");
    person(request).putArray("nationalities").add("QS");
    refusedFor(request, "NO_CUSTODIAL_SENTENCE", "OFFENCE_EXCLUDED", "ROUTE_NOT_ADMITTED");
  }

  @Test
  void aRouteThatTheAgreementDoesNotHaveIsTheOneGround() {
    ObjectNode request = request(QR_QS);
    person(request).putArray("nationalities").add("QS");
    refusedFor(request, "ROUTE_NOT_ADMITTED");
  }

  @Test
  void aSentenceThatIsOverIsNotServedAbroad() {
    ObjectNode request = request(QR_QS);
    judgment(request).put("sentenceUntil", "2026-01-31");
    refusedFor(request, "SENTENCE_OVER");
  }

  @Test
  void aProtectionDecisionNamingTheReceivingStateOutlivesItsCase() {
    ObjectNode request = request(QR_QS);
    request
        .putArray("protectionDecisions")
        .addObject()
        .put("state", "QS")
        .put("authority", "Board 01")
        .put("reference", "PB-1")
        .put("decidedOn", "2019-10-10");
    refusedFor(request, "PROTECTION_BAR");

    request.remove("protectionDecisions");
    String again = refusedFor(anew(request), "PROTECTION_BAR");
    JsonNode timeline =
        get(QR_QS.user("auditors"), "/api/transfers/" + again).body().get("timeline");
    assertThat(timeline.findValuesAsText("action")).contains("taken over");
  }

  @Test
  void everyExclusionOfAnAgreementRefusesAlone() {
    ObjectNode sex = request(QM_QZ);
    person(sex).put("sex", "X");
    refusedUnder(QM_QZ, sex, "SEX_EXCLUDED");
    refusedUnder(QM_QZ, request(QM_QZ).put("securityClass", 5), "SECURITY_CLASS_EXCLUDED");
    ObjectNode term = request(QM_QZ);
    judgment(term).put("sentenceUntil", LocalDate.parse(today()).plusDays(100).toString());
    refusedUnder(QM_QZ, term, "TERM_TOO_SHORT");
    ObjectNode consent = request(QM_QZ);
    consent.putObject("consent").put("given", false).put("answeredOn", "2025-05-01");
    refusedUnder(QM_QZ, consent, "CONSENT_REFUSED");
    ObjectNode minor = request(QM_QZ);
    person(minor).put("birthDate", LocalDate.parse(today()).minusYears(17).toString());
    refusedUnder(QM_QZ, minor, "MINOR");
  }

  @Test
  void whatIsStillToBeGivenMakesARequestIncomplete() {
    ObjectNode day = request(QR_QS);
    judgment(day).remove("finalOn");
    ObjectNode order = request(QR_QS);
    ((ObjectNode) order.get("expulsionOrder")).remove("finalOn");
    for (ObjectNode request : List.of(day, order)) {
      assertThat(status(QR_QS, file(QR_QS, request))).isEqualTo("INCOMPLETE");
    }
  }

  @Test
  void anIncompleteRequestIsCompletedOrWithdrawn() {
    ObjectNode request = request(QR_QS);
    request.remove("expulsionOrder");
    String caseNumber = file(QR_QS, request);
    assertThat(status(QR_QS, caseNumber)).isEqualTo("INCOMPLETE");

    sign(
            QR_QS.user("requesters"),
            "complete-request",
            caseNumber,
            "outcome",
            "completed",
            "expulsionAuthority",
            "Court 01",
            "expulsionDocket",
            "E-1",
            "expulsionDecidedOn",
            "2025-03-03",
            "expulsionFinalOn",
            "2025-03-17",
            "reason",
            "Found.")
        .expect(204);
    assertThat(status(QR_QS, caseNumber)).isEqualTo("IN_REVIEW");

    String second = file(QR_QS, request(QR_QS).without("expulsionOrder"));
    sign(
            QR_QS.user("requesters"),
            "complete-request",
            second,
            "outcome",
            "withdrawn",
            "reason",
            "Not there.")
        .expect(204);
    assertThat(status(QR_QS, second)).isEqualTo("WITHDRAWN");
  }

  @Test
  void aRefusalOfApprovalEndsTheCase() {
    String caseNumber = reviewed();
    approve(QR_QS, caseNumber, "refused");
    assertThat(status(QR_QS, caseNumber)).isEqualTo("REFUSED");
  }

  @Test
  void theReceivingStateMayDecline() {
    String caseNumber = reviewed();
    approve(QR_QS, caseNumber, "approved");
    accept(QR_QS, caseNumber, "declined");
    assertThat(status(QR_QS, caseNumber)).isEqualTo("DECLINED");
  }

  @Test
  void aReviewWithAnOpenStrandCannotBeCleared() {
    String caseNumber = file(QR_QS, request(QR_QS));
    review(QR_QS, caseNumber, "PK");
    Answer no =
        sign(
                QR_QS.user("legal-reviewers") + "-2",
                "countersign-review",
                caseNumber,
                "outcome",
                "cleared",
                "reason",
                "All clear.")
            .expect(409);
    assertThat(no.detail()).contains("no document proves or disproves: AF");
  }

  @Test
  void whoReviewedDoesNotCountersign() {
    String caseNumber = file(QR_QS, request(QR_QS));
    review(QR_QS, caseNumber, "AF");
    Answer no =
        sign(
                QR_QS.user("legal-reviewers"),
                "countersign-review",
                caseNumber,
                "outcome",
                "cleared",
                "reason",
                "Mine.")
            .expect(403);
    assertThat(no.detail()).contains("another lawyer countersigns");
  }

  @Test
  void underAnOfferNothingIsFiledAndAnEndedAgreementIsEnded() {
    for (var other : Map.of("US-SV", "OFFER", "SE-EE", "SIGNED", "NO-NL", "ENDED").entrySet()) {
      String state = other.getKey().substring(0, 2).toLowerCase();
      String user = state + "-requesters";
      if (!acting.exists(user)) {
        acting.openAccount(user, "test", state.toUpperCase(), "requesters");
      }
      ObjectNode request = request(QR_QS).put("agreement", other.getKey());
      Answer no = post(user, "/api/transfers", request).expect(409);
      assertThat(no.body().get("agreementStatus").asText()).isEqualTo(other.getValue());
      assertThat(no.detail()).contains("assessment");
      Answer engine = start(user, write(request));
      engine.expect(409);
      assertThat(engine.detail()).contains(other.getValue());
    }
    assertThat(
            jdbc.sql("select count(*) from transfer_case where agreement_code = 'US-SV'")
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void bothDoorsNameEveryFaultWithItsPointer() {
    ObjectNode request = request(QR_QS);
    person(request).put("birthDate", "not a day").put("allegation", "gang").remove("familyName");
    judgment(request).putArray("offenceGroups").add("GANG");
    request.put("securityClass", 9);
    long before = cases();
    for (Answer no :
        List.of(
            post(QR_QS.user("requesters"), "/api/transfers", request),
            start(QR_QS.user("systems"), write(request)))) {
      assertThat(no.expect(400).pointers())
          .contains(
              "/person/birthDate",
              "/person/allegation",
              "/person/familyName",
              "/judgment/offenceGroups/0",
              "/securityClass");
    }
    assertThat(cases()).isEqualTo(before);
  }

  @Test
  void theEnginesDoorAnswersWithTheCaseNumberAndADuplicateWithTheOpenOne() {
    ObjectNode request = request(QR_QS);
    String caseNumber =
        start(QR_QS.user("systems"), write(request)).expect(200).body().get("businessKey").asText();

    assertThat(status(QR_QS, caseNumber)).isEqualTo("IN_REVIEW");
    assertThat(
            post(QR_QS.user("requesters"), "/api/transfers", request)
                .expect(409)
                .body()
                .get("caseNumber")
                .asText())
        .isEqualTo(caseNumber);
    assertThat(start(QR_QS.user("systems"), write(request)).expect(409).detail())
        .contains(caseNumber);
    ObjectNode unknown = request(QR_QS).put("agreement", "AA-BB");
    post(QR_QS.user("requesters"), "/api/transfers", unknown).expect(404);
    start(QR_QS.user("systems"), write(unknown)).expect(404);
  }

  @Test
  void twoRequestsAtOnceMakeOneCase() throws Exception {
    ObjectNode request = request(QR_QS);
    var threads = Executors.newFixedThreadPool(2);
    try {
      Callable<Integer> filing =
          () -> post(QR_QS.user("requesters"), "/api/transfers", request).status();
      List<Integer> answers =
          threads.invokeAll(List.of(filing, filing)).stream()
              .map(
                  future -> {
                    try {
                      return future.get();
                    } catch (Exception e) {
                      throw new IllegalStateException(e);
                    }
                  })
              .sorted()
              .toList();
      assertThat(answers).containsExactly(201, 409);
    } finally {
      threads.shutdownNow();
    }
  }

  private String reviewed() {
    String caseNumber = file(QR_QS, request(QR_QS));
    review(QR_QS, caseNumber, "AF");
    clear(QR_QS, caseNumber);
    return caseNumber;
  }

  private String refusedFor(ObjectNode request, String... grounds) {
    return refusedUnder(QR_QS, request, grounds);
  }

  private String refusedUnder(Pair pair, ObjectNode request, String... grounds) {
    String caseNumber = file(pair, request);
    JsonNode file = get(pair.user("auditors"), "/api/transfers/" + caseNumber).body();
    assertThat(file.get("status").asText()).isEqualTo("REFUSED");
    JsonNode refused = last(file.get("decisions"));
    JsonNode found = file.get("decisions").get(file.get("decisions").size() - 2);
    assertThat(found.get("grounds").findValuesAsText("code")).containsExactlyInAnyOrder(grounds);
    assertThat(refused.get("kind").asText()).isEqualTo("REFUSAL");
    assertThat(refused.get("grounds").findValuesAsText("code"))
        .as("refused for " + List.of(grounds))
        .doesNotContain("IDENTITY");
    for (JsonNode decision : List.of(found, refused)) {
      assertThat(decision.get("grounds")).isNotEmpty();
      assertThat(decision.get("grounds").findValuesAsText("source"))
          .allMatch(source -> !source.isBlank());
    }
    return caseNumber;
  }

  private static JsonNode last(JsonNode list) {
    return list.get(list.size() - 1);
  }

  private long cases() {
    return Stream.of("select count(*) from transfer_case", "select count(*) from ACT_RU_EXECUTION")
        .mapToLong(sql -> jdbc.sql(sql).query(Long.class).single())
        .sum();
  }
}
