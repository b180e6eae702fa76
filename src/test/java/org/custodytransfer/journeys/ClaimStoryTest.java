package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Claims by the person, by counsel and by others: from the moment of filing nobody departs, a
 * lawyer decides with reasons, and a decision for the person ends the case or brings them back.
 */
class ClaimStoryTest extends Journey {

  private static final String COUNSEL = QM_QZ.user("counsel");
  private static final String LAWYER = QM_QZ.user("duty-lawyers");

  @Override
  List<Pair> pairs() {
    return List.of(QM_QZ);
  }

  @Test
  void aCitizenWithASecondPassportIsRefusedThoughTheReviewWasClear() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    long claim = claim(COUNSEL, caseNumber, "NATIONALITY", "QM");
    assertThat(conditions(QM_QZ, caseNumber)).containsEntry("NATIONALITY_VERIFIED", "AGAINST");
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("HELD");
    depart(QM_QZ, flight).expect(409);

    decide(claim, "upheld").expect(204);

    assertThat(status(QM_QZ, caseNumber)).isEqualTo("REFUSED");
    assertThat(openTasks(caseNumber)).containsExactly("tell-refusal");
  }

  @Test
  void aRejectedClaimLetsTheCaseGoOnFromWhereItStood() {
    String caseNumber = ready(QM_QZ);
    long claim = claim(COUNSEL, caseNumber, "PROTECTION", "");
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("HELD");
    assertThat(conditions(QM_QZ, caseNumber)).containsEntry("NO_PROTECTION_BAR", "AGAINST");
    decide(claim, "rejected").expect(204);
    assertThat(conditions(QM_QZ, caseNumber)).containsEntry("NO_PROTECTION_BAR", "MET");
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("READY");
  }

  @Test
  void aProtectionDecisionOnTheDayOfDepartureRefusesTheCaseAndANewOneKnowsIt() {
    var request = request(QM_QZ);
    String caseNumber = ready(QM_QZ, request, "AF");
    String flight = flight(QM_QZ, caseNumber);
    decide(claim(COUNSEL, caseNumber, "PROTECTION", "QZ"), "upheld").expect(204);
    assertThat(depart(QM_QZ, flight).expect(409).detail()).contains("Nobody has a seat");
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("REFUSED");
    String again = file(QM_QZ, anew(request));
    assertThat(status(QM_QZ, again)).isEqualTo("REFUSED");
    assertThat(conditions(QM_QZ, again)).containsEntry("NO_PROTECTION_BAR", "AGAINST");
  }

  @Test
  void anUpheldChallengeToTheNoticeHasItServedAgainWithANewWaitingPeriod() {
    String caseNumber = ready(QM_QZ);
    long challenge = claim(COUNSEL, caseNumber, "NOTICE", "");
    assertThat(conditions(QM_QZ, caseNumber)).containsEntry("NOTICE_SERVED", "AGAINST");
    decide(challenge, "upheld").expect(204);
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("NOTICE");
    advance(Duration.ofMinutes(1));
    serve(QM_QZ, caseNumber);
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("WAITING");
    assertThat(conditions(QM_QZ, caseNumber)).containsEntry("NOTICE_SERVED", "AGAINST");
    waitOut(QM_QZ);
    assertThat(conditions(QM_QZ, caseNumber)).containsEntry("NOTICE_SERVED", "MET");
  }

  @Test
  void inTheAirAClaimTurnsTheFlightBack() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    depart(QM_QZ, flight).expect(200);
    long claim = claim(COUNSEL, caseNumber, "PROTECTION", "QZ");
    String operations = QM_QZ.user("flight-operations");
    flightBack(flight, "turned-back");
    assertThat(place(caseNumber)).isEqualTo("RETURNED");
    decide(claim, "upheld").expect(204);
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("REFUSED");
  }

  @Test
  void afterTheHandoverAnUpheldClaimBringsThePersonBackAndAPendingOneDoesNot() {
    String caseNumber = placed(QM_QZ);
    long claim = claim(COUNSEL, caseNumber, "PROTECTION", "QZ");
    assertThat(openTasks(caseNumber)).doesNotContain("arrange-return");
    decide(claim, "upheld").expect(204);
    assertThat(openTasks(caseNumber)).contains("arrange-return");
    assertThat(
            jdbc.sql("select trigger_code from return_demand where case_number = ?")
                .param(caseNumber)
                .query(String.class)
                .list())
        .containsExactly("TRANSFERRED_IN_ERROR");
  }

  @Test
  void whoFiledAClaimDoesNotDecideItAndItIsDecidedOnce() {
    String caseNumber = file(QM_QZ, request(QM_QZ));
    long claim = claim(LAWYER, caseNumber, "NATIONALITY", "QM");
    String task = claim(LAWYER, "decide-claim", "CLAIM-" + claim);
    Map<String, Object> answers = map("outcome", "rejected", "reason", "No document.");
    submit(LAWYER, task, answers).expect(403);
    post(LAWYER, "/engine-rest/task/" + task + "/unclaim", Map.of()).expect(204);
    String other = QM_QZ.user("legal-reviewers");
    submit(other, claim(other, "decide-claim", "CLAIM-" + claim), answers).expect(204);
    submit(other, task, answers).expect(404);
  }

  @Test
  void aClaimOfTheWrongShapeOrForAnEndedCaseIsRefused() {
    String caseNumber = file(QM_QZ, request(QM_QZ));
    String path = "/api/transfers/" + caseNumber + "/claims";
    Map<String, Object> good = body("NATIONALITY", "QM");
    Map<String, Object> without = body("NATIONALITY", "");
    assertThat(post(COUNSEL, path, without).expect(400).pointers()).containsExactly("/state");
    good.put("filedAt", clock.instant().plusSeconds(3600).toString());
    assertThat(post(COUNSEL, path, good).expect(400).pointers()).containsExactly("/filedAt");
    assertThat(post(COUNSEL, path, body("NATIONALITY", "ZZ")).expect(400).pointers())
        .containsExactly("/state");
    post(QM_QZ.receivingUser(), path, body("NATIONALITY", "QM")).expect(403);
    post(QR_QS.user("counsel"), path, body("NATIONALITY", "QM")).expect(401);
    post(
            QM_QZ.user("requesters"),
            "/api/transfers/" + caseNumber + "/withdrawal",
            map("reason", "Over."))
        .expect(200);
    post(COUNSEL, path, body("NATIONALITY", "QM")).expect(409);
  }

  /** A box ticked in a review settles nothing that somebody else decides. */
  @Test
  void aClaimIsDecidedByItsOwnTaskAndByWhoDidNotSignTheAssessment() {
    String caseNumber = file(QM_QZ, request(QM_QZ));
    long claim = claim(COUNSEL, caseNumber, "PROTECTION", "QZ");
    String lawyer = QM_QZ.user("legal-reviewers");
    String task = claim(lawyer, "assess-protection", caseNumber);
    Map<String, Object> rejected =
        map(
            "outcome", "no-real-risk",
            "pendingClaims", "rejected",
            "claimReference", "x",
            "reportPublisher", "Publisher 01",
            "reportDate", "2025-01-01",
            "accountHeard", "yes",
            "documents", evidence(caseNumber));
    rejected.put("reason", "As the report says.");
    assertThat(submit(lawyer, task, rejected).expect(400).text())
        .contains("claim " + claim + " is decided by its own task");
    assertThat(conditions(QM_QZ, caseNumber)).containsEntry("NO_PROTECTION_BAR", "AGAINST");
    rejected.put("pendingClaims", "pending");
    submit(lawyer, task, rejected).expect(204);
    assertThat(
            sign(
                    lawyer,
                    "decide-claim",
                    "CLAIM-" + claim,
                    "outcome",
                    "rejected",
                    "reason",
                    "No danger.")
                .expect(403)
                .detail())
        .contains("Who signed what a claim is about");
  }

  private long claim(String user, String caseNumber, String kind, String state) {
    return post(user, "/api/transfers/" + caseNumber + "/claims", body(kind, state))
        .expect(201)
        .body()
        .get("id")
        .asLong();
  }

  private Map<String, Object> body(String kind, String state) {
    Map<String, Object> body =
        map(
            "kind",
            kind,
            "filedFor",
            "PERSON",
            "reference",
            "C-1",
            "text",
            "As the letter of counsel says (invented).",
            "filedAt",
            clock.instant().toString());
    if (!state.isEmpty()) {
      body.put("state", state);
    }
    return body;
  }

  private Answer decide(long claim, String outcome) {
    return sign(
        LAWYER,
        "decide-claim",
        "CLAIM-" + claim,
        "outcome",
        outcome,
        "reason",
        "As the file shows.");
  }
}
