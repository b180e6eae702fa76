package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every way off the straight road: what lapses, who is withdrawn, who is brought back. */
class WaysBackStoryTest extends Journey {

  @Test
  void twentyFourHoursAreNoNoticeWhereTheAgreementAsksForFortyDays() {
    String caseNumber = waiting(QM_QZ);
    advance(Duration.ofHours(24));
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("WAITING");
    assertThat(conditions(QM_QZ, caseNumber)).containsEntry("NOTICE_SERVED", "AGAINST");
    Answer no =
        post(
                QM_QZ.user("flight-operations"),
                "/api/flights",
                map(
                    "agreement", "QM-QZ",
                    "departsFrom", "Airport 01",
                    "arrivesAt", "Airport 02",
                    "plannedDeparture", clock.instant().plus(Duration.ofHours(30)).toString(),
                    "cases", List.of(caseNumber)))
            .expect(409);
    assertThat(no.detail()).contains(caseNumber);
    advance(Duration.ofDays(38));
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("WAITING");
    advance(Duration.ofHours(25));
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("READY");
    assertThat(conditions(QM_QZ, caseNumber)).containsEntry("NOTICE_SERVED", "MET");
  }

  @Test
  void anExpiredAcceptanceIsAskedForAgainAndTheCaseGoesOn() {
    String caseNumber = ready(QM_QZ);
    advance(Duration.ofDays(25));
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("WITH_RECEIVING_STATE");
    accept(QM_QZ, caseNumber, "accepted");
    assertThat(status(QM_QZ, caseNumber)).as("the notice still holds").isEqualTo("READY");
  }

  @Test
  void anExpiredAssessmentReopensItsStrandAndTheApproval() {
    String caseNumber = ready(QM_QZ);
    advance(Duration.ofDays(25));
    accept(QM_QZ, caseNumber, "accepted");
    // 80 days after the assessment, before anybody gets a seat.
    advance(Duration.ofDays(16));
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("IN_REVIEW");
    assertThat(openTasks(caseNumber)).containsExactly("assess-protection", "record-submissions");
    assessAgain(caseNumber);
    clear(QM_QZ, caseNumber);
    approve(QM_QZ, caseNumber, "approved");
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("READY");
    String flight = flight(QM_QZ, caseNumber);
    depart(QM_QZ, flight).expect(200);
    arriveAndHandOver(QM_QZ, flight, caseNumber);
  }

  @Test
  void aCountersignerSendsSingleStrandsBack() {
    String caseNumber = file(QM_QZ, request(QM_QZ));
    review(QM_QZ, caseNumber, "AF");
    String second = QM_QZ.user("legal-reviewers") + "-2";
    sign(second, "countersign-review", caseNumber, "outcome", "sent-back", "reason", "Which?")
        .expect(400);
    submit(
            second,
            task(second, "countersign-review", caseNumber),
            map("outcome", "sent-back", "review-proceedings", true, "reason", "Look again."))
        .expect(204);
    assertThat(openTasks(caseNumber)).containsExactly("review-proceedings");
    strand(QM_QZ, caseNumber, "review-proceedings", "outcome", "none-open", "checkedOn", today());
    clear(QM_QZ, caseNumber);
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("FOR_APPROVAL");
  }

  @Test
  void aQuestionGoesToTheRequesterAndComesBackAnswered() {
    String caseNumber = file(QM_QZ, request(QM_QZ));
    String lawyer = QM_QZ.user("legal-reviewers");
    sign(lawyer, "review-finality", caseNumber, "outcome", "clear", "reason", "No certificate.")
        .expect(400);
    submit(
            lawyer,
            task(lawyer, "review-finality", caseNumber),
            map("outcome", "ask", "reason", "Where is the certificate?"))
        .expect(204);
    review(QM_QZ, caseNumber, "AF", "review-finality");
    assertThat(openTasks(caseNumber)).containsExactly("answer-questions");
    sign(QM_QZ.user("requesters"), "answer-questions", caseNumber, "reason", "On file now.")
        .expect(204);
    strand(QM_QZ, caseNumber, "review-finality", "outcome", "clear", "finalOn", "2025-03-17");
    clear(QM_QZ, caseNumber);
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("FOR_APPROVAL");
  }

  @Test
  void aRequestIsWithdrawnAtEveryStationUntilTheDoorCloses() {
    String inReview = file(QM_QZ, request(QM_QZ));
    withdraw(inReview, 200);
    assertThat(status(QM_QZ, inReview)).isEqualTo("WITHDRAWN");
    assertThat(openTasks(inReview)).isEmpty();
    withdraw(inReview, 409);

    String seated = ready(QM_QZ);
    String flight = flight(QM_QZ, seated);
    withdraw(seated, 200);
    assertThat(openTasks(seated)).isEmpty();
    assertThat(depart(QM_QZ, flight).expect(409).detail()).contains("Nobody has a seat");

    String gone = ready(QM_QZ);
    String next = flight(QM_QZ, gone);
    depart(QM_QZ, next).expect(200);
    assertThat(withdraw(gone, 409)).contains("/returns");
    arriveAndHandOver(QM_QZ, next, gone);
    withdraw(gone, 409);
    post(QM_QZ.user("finance"), "/api/transfers/" + gone + "/withdrawal", map("reason", "No."))
        .expect(403);
  }

  @Test
  void deathEndsCasePlacementAndFee() {
    String caseNumber = placed();
    post(
            QM_QZ.user("caseworkers"),
            "/api/transfers/" + caseNumber + "/death",
            map("diedAt", "2099-01-01T00:00:00Z", "reason", "Future."))
        .expect(400);
    // Handed over alive, nobody has died before; and one report ends nothing.
    String handedOver = caseFile(QM_QZ, caseNumber).get("filedAt").asText();
    post(
            QM_QZ.receivingUser(),
            "/api/transfers/" + caseNumber + "/death",
            map("diedAt", handedOver, "reason", "Before the handover."))
        .expect(400);
    bringBack(QM_QZ.user("duty-lawyers"), caseNumber, "RECALLED", Duration.ofDays(5)).expect(201);
    advance(Duration.ofMinutes(1));
    post(
            QM_QZ.receivingUser(),
            "/api/transfers/" + caseNumber + "/death",
            map("diedAt", moment(), "reason", "Reported."))
        .expect(201);
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("PLACED");
    assertThat(openTasks(caseNumber)).contains("arrange-return", "settle-obstacle");
    died(QM_QZ, caseNumber);
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("DIED");
    assertThat(openTasks(caseNumber))
        .as("but for the second report")
        .containsExactly("settle-obstacle");
    assertThat(place(caseNumber)).isEqualTo("DECEASED");
    assertThat(
            jdbc.sql(
                    "select reason from placement_end e join placement p on p.id = e.placement_id where p.case_number = ?")
                .param(caseNumber)
                .query(String.class)
                .single())
        .isEqualTo("DEATH");
  }

  @Test
  void aCourtBringsAPersonBackBeforeItsDeadlineOrTheSeniorApproversAnswer() {
    String caseNumber = placed();
    bringBack(QM_QZ.user("finance"), caseNumber, "COURT_ORDER", Duration.ofDays(5)).expect(403);
    bringBack(QM_QZ.user("systems"), caseNumber, "COURT_ORDER", Duration.ofDays(5)).expect(201);
    advance(Duration.ofDays(6));
    // A second demand joins the way back that is open.
    String lawyer = QM_QZ.user("duty-lawyers");
    bringBack(lawyer, caseNumber, "TRANSFERRED_IN_ERROR", Duration.ofDays(1)).expect(201);
    sign(
            QM_QZ.user("senior-approvers"),
            "answer-for-delay",
            caseNumber,
            "official",
            "qm-approvers",
            "reason",
            "Tomorrow.")
        .expect(204);
    sign(
            QM_QZ.user("flight-operations"),
            "arrange-return",
            caseNumber,
            "official",
            QM_QZ.user("approvers"),
            "returnOn",
            "2099-01-01",
            "reason",
            "Late.")
        .expect(400);
    submit(
            QM_QZ.user("flight-operations"),
            task(QM_QZ.user("flight-operations"), "arrange-return", caseNumber),
            map("official", QM_QZ.user("approvers"), "returnOn", today(), "reason", "Booked."))
        .expect(204);
    advance(Duration.ofDays(2));
    assertThat(openTasks(caseNumber)).contains("answer-for-further-delay");
  }

  @Test
  void theReceivingStateAnswersEachRequestAndBearsTheCostOnlyIfItTakesItOver() {
    String caseNumber = placed();
    String lawyer = QM_QZ.user("duty-lawyers");
    bringBack(lawyer, caseNumber, "RECALLED", Duration.ofDays(5)).expect(201);
    String receiving = QM_QZ.receivingUser();
    String path = "/api/transfers/" + caseNumber + "/returns";
    JsonNode asked = get(receiving, path).expect(200).body().get(0);
    assertThat(asked.has("deadline")).isTrue();
    assertThat(asked.has("trigger") || asked.has("authority"))
        .as("why is not for the receiving state")
        .isFalse();
    assertThat(get(lawyer, path).body().get(0).get("authority").asText()).startsWith("Authority");
    get(QM_QZ.user("requesters"), path).expect(403);
    var answer =
        map("outcome", "agreed", "costBearer", "sending", "reason", "At the border crossing.");
    submit(receiving, claim(receiving, "answer-return", caseNumber), answer).expect(400);
    answer.put("handBackOn", today());
    submit(receiving, task(receiving, "answer-return", caseNumber), answer).expect(204);
    assertThat(openTasks(caseNumber)).doesNotContain("answer-return");

    bringBack(lawyer, caseNumber, "TRANSFERRED_IN_ERROR", Duration.ofDays(4)).expect(201);
    sign(
            receiving,
            "answer-further-return",
            caseNumber,
            "outcome",
            "objects",
            "costBearer",
            "receiving",
            "reason",
            "Another proceeding is open here.")
        .expect(204);
    comeHome(QM_QZ, caseNumber, today());
    JsonNode decisions =
        get(QM_QZ.user("auditors"), "/api/transfers/" + caseNumber).body().get("decisions");
    JsonNode back = decisions.get(decisions.size() - 1);
    assertThat(back.get("kind").asText()).isEqualTo("RETURN_CONFIRMED");
    assertThat(back.get("answers").get("costBearer").asText()).isEqualTo("QZ");
  }

  @Test
  void aDeadlineThatWasMissedBoundsNoBooking() {
    String caseNumber = placed();
    bringBack(QM_QZ.user("systems"), caseNumber, "COURT_ORDER", Duration.ofHours(1)).expect(201);
    advance(Duration.ofHours(2));
    sign(
            QM_QZ.user("flight-operations"),
            "arrange-return",
            caseNumber,
            "official",
            QM_QZ.user("approvers"),
            "returnOn",
            LocalDate.parse(today()).plusDays(2).toString(),
            "reason",
            "The first flight there is.")
        .expect(204);
  }

  @Test
  void whoIsBackByCourtOrderIsClosedAndMayBeAskedForAnew() {
    String caseNumber = placed();
    bringBack(QM_QZ.user("systems"), caseNumber, "COURT_ORDER", Duration.ofDays(5)).expect(201);
    comeHome(QM_QZ, caseNumber, today());
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("CLOSED");
    assertThat(place(caseNumber)).isEqualTo("RETURNED");
    assertThat(openTasks(caseNumber)).isEmpty();
  }

  @Test
  void aCancelledFlightGivesItsSeatsBackAndADelayedOneKeepsThem() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    String operations = QM_QZ.user("flight-operations");
    String later = clock.instant().plus(Duration.ofDays(2)).toString();
    post(
            operations,
            "/api/flights/" + flight + "/delay",
            map("plannedDeparture", later, "reason", "Weather."))
        .expect(200);
    post(
            operations,
            "/api/flights/" + flight + "/delay",
            map("plannedDeparture", moment(), "reason", "Earlier is no delay."))
        .expect(400);
    assertThat(
            post(
                    operations,
                    "/api/flights/" + flight + "/cancellation",
                    map("reason", "No aircraft."))
                .expect(200)
                .body()
                .get("status")
                .asText())
        .isEqualTo("CANCELLED");
    depart(QM_QZ, flight).expect(409);
    post(operations, "/api/flights/" + flight + "/cancellation", map("reason", "Again."))
        .expect(409);
    String next = flight(QM_QZ, caseNumber);
    depart(QM_QZ, next).expect(200);
    arriveAndHandOver(QM_QZ, next, caseNumber);
  }

  @Test
  void anOrderInTheAirTurnsTheFlightBackAndTheCaseIsHeldUntilItIsLifted() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    depart(QM_QZ, flight).expect(200);
    long order = stay("CASE", caseNumber);
    String operations = QM_QZ.user("flight-operations");
    var back = map("outcome", "turned-back", "backAt", moment(), "reason", "The court's order.");
    submit(
            operations,
            claim(operations, "bring-back", flight),
            map("outcome", "lifted", "backAt", moment(), "reason", "Was it?"))
        .expect(409);
    submit(operations, task(operations, "bring-back", flight), back).expect(204);
    assertThat(place(caseNumber)).isEqualTo("RETURNED");
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("HELD");
    assertThat(get(operations, "/api/flights/" + flight).body().get("status").asText())
        .isEqualTo("BROUGHT_BACK");
    lift(order);
    assertThat(status(QM_QZ, caseNumber)).as("goes on by itself").isEqualTo("READY");
  }

  @Test
  void whatLapsesOnTheWayForbidsTheHandoverAndOpensTheWayHome() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    depart(QM_QZ, flight).expect(200);
    String operations = QM_QZ.user("flight-operations");
    post(operations, "/api/flights/" + flight + "/arrival", "").expect(200);
    // The assessment of protection is good for eighty days.
    advance(Duration.ofDays(81));
    assertThat(openTasks(flight)).containsExactly("account-for-everybody");
    String door = "/api/flights/" + flight + "/handovers";
    for (int attempt = 0; attempt < 2; attempt++) {
      Answer no =
          post(
                  QM_QZ.receivingUser(),
                  door,
                  map("caseNumber", caseNumber, "receivedBy", "Officer 01"))
              .expect(409);
      assertThat(no.detail()).contains("Not handed over");
    }
    assertThat(openTasks(flight)).containsExactly("account-for-everybody", "bring-back");
    flightBack(flight, "brought-home");
    assertThat(place(caseNumber)).isEqualTo("RETURNED");
  }

  @Test
  void whoIsRefusedAtTheDoorIsFlownHomeAndTheOthersStay() {
    String refused = waiting(QM_QZ);
    String taken = waiting(QM_QZ);
    waitOut(QM_QZ);
    String flight = flight(QM_QZ, refused, taken);
    depart(QM_QZ, flight).expect(200);
    String operations = QM_QZ.user("flight-operations");
    post(operations, "/api/flights/" + flight + "/arrival", "").expect(200);
    post(
            QM_QZ.receivingUser(),
            "/api/transfers/" + refused + "/acceptance-withdrawal",
            map("reason", "Not this person."))
        .expect(200);
    String door = "/api/flights/" + flight + "/handovers";
    post(QM_QZ.receivingUser(), door, map("caseNumber", refused, "receivedBy", "Officer 01"))
        .expect(409);
    flightBack(flight, "brought-home");
    assertThat(place(refused)).isEqualTo("RETURNED");
    assertThat(status(QM_QZ, refused)).isEqualTo("WITH_RECEIVING_STATE");
    comparedAtTheDoor(QM_QZ, flight, taken);
    post(QM_QZ.receivingUser(), door, map("caseNumber", taken, "receivedBy", "Officer 01"))
        .expect(201);
    assertThat(status(QM_QZ, taken)).isEqualTo("PLACED");
    post(
            QM_QZ.receivingUser(),
            "/api/transfers/" + taken + "/acceptance-withdrawal",
            map("reason", "Too late for this door."))
        .expect(409);
  }

  @Test
  void aSuspendedAgreementStopsWhatHasNotDepartedUntilAnotherLawyerLetsItGoOn() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    String lawyer = QM_QZ.user("duty-lawyers");
    String path = "/api/agreements/QM-QZ/suspension";
    long before = document(lawyer, "/api/agreements/QM-QZ", "An older paper");
    long suspension =
        post(lawyer, path, map("reason", "Parliament suspended the treaty."))
            .expect(201)
            .body()
            .get("id")
            .asLong();
    assertThat(depart(QM_QZ, flight).expect(409).detail())
        .contains("The suspension of the agreement by QM of")
        .contains("is not settled.");
    assertThat(
            get(QM_QZ.user("auditors"), "/api/agreements/QM-QZ/obstacles")
                .expect(200)
                .body()
                .findValuesAsText("kind"))
        .contains("SUSPENSION");
    // The other state reads that it is suspended, and not why.
    assertThat(get(QM_QZ.receivingUser(), "/api/agreements/QM-QZ/obstacles").expect(200).text())
        .contains("SUSPENSION")
        .doesNotContain("Parliament")
        .doesNotContain(lawyer);
    assertThat(
            endOfAgreement("suspension/resumption", "suspension", suspension + 1, "duty-lawyers")
                .expect(400)
                .pointers())
        .containsExactly("/suspension");
    endOfAgreement("suspension/resumption", "suspension", suspension, "duty-lawyers").expect(403);
    String other = QM_QZ.user("legal-reviewers");
    Map<String, Object> early =
        map("suspension", suspension, "document", before, "reason", "On an older paper.");
    assertThat(post(other, path + "/resumption", early).expect(400).pointers())
        .containsExactly("/document");
    endOfAgreement("suspension/resumption", "suspension", suspension, "legal-reviewers")
        .expect(202);
    depart(QM_QZ, flight).expect(409);
    for (String one : List.of(other, lawyer)) {
      String task = claim(one, "confirm-settlement", "OBSTACLE-" + suspension);
      Map<String, Object> answers = map("outcome", "confirmed", "reason", "Compared.");
      released(one, task, submit(one, task, answers)).expect(403);
    }
    confirmLift(lawyer + "-2", suspension).expect(204);
    advance(Duration.ofSeconds(1));
    String next = anotherFlight(QM_QZ, flight, caseNumber);
    depart(QM_QZ, next).expect(200);
    arriveAndHandOver(QM_QZ, next, caseNumber);
  }

  /** Who left is somebody's open task from the first minute, and the list says where they are. */
  @Test
  void whoIsOnTheWayIsAccountedForFromTheDepartureToTheHandover() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    String operations = QM_QZ.user("flight-operations");
    assertThat(listed(caseNumber)).isEqualTo("CUSTODY");
    depart(QM_QZ, flight).expect(200);
    assertThat(listed(caseNumber)).isEqualTo("ABOARD");
    sign(operations, "account-for-everybody", flight, "reason", "In the air, by the pilot's word.")
        .expect(204);
    post(operations, "/api/flights/" + flight + "/arrival", "").expect(200);
    assertThat(listed(caseNumber)).isEqualTo("ABROAD_NOT_HANDED_OVER");
    sign(operations, "account-for-everybody", flight, "reason", "At the door.").expect(204);
    task(operations, "account-for-everybody", flight);
    comparedAtTheDoor(QM_QZ, flight, caseNumber);
    post(
            QM_QZ.receivingUser(),
            "/api/flights/" + flight + "/handovers",
            map("caseNumber", caseNumber, "receivedBy", "Officer 04"))
        .expect(201);
    assertThat(openTasks(flight)).isEmpty();
    assertThat(listed(caseNumber)).isEqualTo("PLACED");
  }

  private String listed(String caseNumber) {
    return get(QM_QZ.user("managers"), "/api/transfers?q=" + caseNumber)
        .expect(200)
        .body()
        .get(0)
        .get("place")
        .asText();
  }

  @Test
  void aNameKnownUnderAnotherNumberWaitsForACaseworker() {
    var request = request(QM_QZ);
    String first = file(QM_QZ, request);
    ((com.fasterxml.jackson.databind.node.ObjectNode) request.get("person"))
        .put("registerNumber", "ANOTHER-" + first);
    ((com.fasterxml.jackson.databind.node.ObjectNode) request.get("judgment"))
        .put("appealOpen", true)
        .remove("finalOn");
    String alike = file(QM_QZ, request);
    assertThat(status(QM_QZ, alike)).isEqualTo("IDENTITY");
    sign(
            QM_QZ.user("caseworkers"),
            "decide-identity",
            alike,
            "outcome",
            "same-person",
            "documents",
            evidence(alike),
            "reason",
            "The fingerprints are the same.")
        .expect(204);
    assertThat(status(QM_QZ, alike)).isEqualTo("REFUSED");
    JsonNode decisions =
        get(QM_QZ.user("auditors"), "/api/transfers/" + alike).body().get("decisions");
    assertThat(decisions.get(decisions.size() - 1).get("grounds").findValuesAsText("code"))
        .as("the number, and what stood against the transfer beside it")
        .containsExactly("FINAL_CONVICTION", "IDENTITY");

    ((com.fasterxml.jackson.databind.node.ObjectNode) request.get("person"))
        .put("registerNumber", "THIRD-" + first);
    ((com.fasterxml.jackson.databind.node.ObjectNode) request.get("judgment"))
        .put("appealOpen", false)
        .put("finalOn", "2025-03-17");
    String other = file(QM_QZ, request);
    sign(
            QM_QZ.user("caseworkers"),
            "decide-identity",
            other,
            "outcome",
            "another-person",
            "documents",
            evidence(other),
            "reason",
            "Born elsewhere.")
        .expect(204);
    assertThat(openTasks(other)).as("it takes two").containsExactly("confirm-identity");
  }

  @Test
  void whereADecisionOrAnOrderHangsOnItASecondPersonConfirmsThatItIsAnother() {
    var request = request(QM_QZ);
    String first = file(QM_QZ, request);
    post(QM_QZ.user("systems"), "/api/stay-orders", order("CASE", first)).expect(201);
    // Misspelled, the names swapped, day for day beside it: found all the same.
    var person = (com.fasterxml.jackson.databind.node.ObjectNode) request.get("person");
    String family = person.get("familyName").asText();
    person
        .put("registerNumber", "ANOTHER-" + first)
        .put("familyName", person.get("givenNames").asText().toUpperCase(java.util.Locale.ROOT))
        .put("givenNames", family + "\u200B");
    String alike = file(QM_QZ, request);
    assertThat(status(QM_QZ, alike)).isEqualTo("IDENTITY");
    String[] another = {
      "outcome", "another-person", "documents", evidence(alike), "reason", "Born elsewhere."
    };
    sign(QM_QZ.user("caseworkers"), "decide-identity", alike, (Object[]) another).expect(204);
    assertThat(status(QM_QZ, alike)).as("nothing is washed away by one").isEqualTo("IDENTITY");
    assertThat(openTasks(alike)).containsExactly("confirm-identity");
    sign(QM_QZ.user("legal-reviewers"), "confirm-identity", alike, (Object[]) another).expect(204);
    assertThat(status(QM_QZ, alike)).isEqualTo("IN_REVIEW");

    person.put("registerNumber", "THIRD-" + first);
    String third = file(QM_QZ, request);
    another[3] = evidence(third);
    sign(QM_QZ.user("caseworkers"), "decide-identity", third, (Object[]) another).expect(204);
    sign(
            QM_QZ.user("legal-reviewers"),
            "confirm-identity",
            third,
            "outcome",
            "same-person",
            "documents",
            evidence(third),
            "reason",
            "The fingerprints are the same.")
        .expect(204);
    assertThat(status(QM_QZ, third)).isEqualTo("REFUSED");
  }

  @Test
  void anOverdueTaskShowsItselfToTheManagers() {
    String caseNumber = file(QM_QZ, request(QM_QZ));
    assertThat(managersCandidate(caseNumber)).isZero();
    advance(Duration.ofDays(20));
    assertThat(managersCandidate(caseNumber)).isPositive();
  }

  private long managersCandidate(String caseNumber) {
    return jdbc.sql(
            "select count(*) from ACT_RU_IDENTITYLINK l join ACT_RU_TASK t on t.ID_ = l.TASK_ID_ where l.GROUP_ID_ = 'managers' and t.NAME_ like ?")
        .param("%" + caseNumber)
        .query(Long.class)
        .single();
  }

  private String withdraw(String caseNumber, int expected) {
    return post(
            QM_QZ.user("requesters"),
            "/api/transfers/" + caseNumber + "/withdrawal",
            map("reason", "No longer asked for."))
        .expect(expected)
        .detail();
  }

  private String placed() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    depart(QM_QZ, flight).expect(200);
    arriveAndHandOver(QM_QZ, flight, caseNumber);
    return caseNumber;
  }

  private void assessAgain(String caseNumber) {
    sign(
            QM_QZ.user("counsel"),
            "record-submissions",
            caseNumber,
            "outcome",
            "none",
            "reason",
            "Spoke again.")
        .expect(204);
    assess(QM_QZ, caseNumber, "claimFound", "no");
  }

  /** What was demanded in one transaction tells the placement once: it waits for one word. */
  @Test
  void twoReasonsFoundAtOnceBringAPersonBackAndTheLookAtAllGoesOn() {
    String first = placed(QM_QZ);
    String second = placed(QM_QZ);
    post(
            QM_QZ.user("legal-reviewers"),
            "/api/agreements/QM-QZ/suspension",
            map("reason", "Parliament suspended the treaty."))
        .expect(201);
    inspect(QM_QZ, today(), true, Map.of());
    advance(Duration.ofDays(1));
    for (String placed : List.of(first, second)) {
      assertThat(
              get(QM_QZ.user("auditors"), "/api/transfers/" + placed + "/returns")
                  .expect(200)
                  .body())
          .hasSize(2);
      assertThat(openTasks(placed)).contains("arrange-return");
    }
  }
}
