package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Claims by the person, by counsel and by others: from the moment of filing nobody departs, two
 * lawyers settle each on the decision of whoever decides on it, and a decision for the person ends
 * the case or brings them back.
 */
class ClaimStoryTest extends ObstacleStory {

  @Test
  void aCitizenWithASecondPassportIsRefusedThoughTheReviewWasClear() {
    String caseNumber = ready(pair);
    String flight = flight(pair, caseNumber);
    long claim = file(counsel(), caseNumber, "NATIONALITY", "QM");
    assertThat(conditions(pair, caseNumber)).containsEntry("NATIONALITY_VERIFIED", "AGAINST");
    assertThat(status(pair, caseNumber)).isEqualTo("HELD");
    depart(pair, flight).expect(409);
    settle(caseNumber, claim, "upheld");
    assertThat(conditions(pair, caseNumber)).containsEntry("NOT_OWN_NATIONAL", "AGAINST");
    assertThat(status(pair, caseNumber)).isEqualTo("REFUSED");
    assertThat(openTasks(caseNumber)).containsExactly("tell-refusal");
  }

  /** Found to be a national of a third state: it is verified anew, and may go on. */
  @Test
  void anotherNationalityThatIsFoundIsVerifiedAnew() {
    String caseNumber = ready(pair);
    long claim = file(counsel(), caseNumber, "NATIONALITY", "PK");
    settle(caseNumber, claim, "upheld");
    assertThat(status(pair, caseNumber)).isEqualTo("IN_REVIEW");
    assertThat(openTasks(caseNumber)).contains("verify-nationality");
    strand(
        pair,
        caseNumber,
        "verify-nationality",
        "outcome",
        "clear",
        "nationalities",
        "AF, PK",
        "claimFound",
        "no");
    assertThat(conditions(pair, caseNumber)).containsEntry("NATIONALITY_VERIFIED", "MET");
  }

  @Test
  void aRejectedClaimToProtectionHasTheRiskAssessedAnew() {
    String caseNumber = ready(pair);
    long claim = file(counsel(), caseNumber, "PROTECTION", "");
    assertThat(status(pair, caseNumber)).isEqualTo("HELD");
    assertThat(conditions(pair, caseNumber)).containsEntry("NO_PROTECTION_BAR", "AGAINST");
    settle(caseNumber, claim, "rejected");
    assertThat(openTasks(caseNumber)).contains("assess-protection");
    assess(pair, caseNumber, "claimFound", "no");
    assertThat(conditions(pair, caseNumber)).containsEntry("NO_PROTECTION_BAR", "MET");
  }

  @Test
  void aProtectionDecisionOnTheDayOfDepartureRefusesTheCaseAndANewOneKnowsIt() {
    var request = request(pair);
    String caseNumber = ready(pair, request, "AF");
    String flight = flight(pair, caseNumber);
    settle(caseNumber, file(counsel(), caseNumber, "PROTECTION", "QZ"), "upheld");
    assertThat(depart(pair, flight).expect(409).detail()).contains("Nobody has a seat");
    assertThat(status(pair, caseNumber)).isEqualTo("REFUSED");
    String again = file(pair, anew(request));
    assertThat(status(pair, again)).isEqualTo("REFUSED");
    assertThat(conditions(pair, again)).containsEntry("NO_PROTECTION_BAR", "AGAINST");
  }

  @Test
  void anUpheldChallengeToTheNoticeHasItServedAgainWithANewWaitingPeriod() {
    String caseNumber = ready(pair);
    long challenge = file(counsel(), caseNumber, "NOTICE", "");
    assertThat(conditions(pair, caseNumber)).containsEntry("NOTICE_SERVED", "AGAINST");
    settle(caseNumber, challenge, "upheld");
    assertThat(status(pair, caseNumber)).isEqualTo("NOTICE");
    advance(Duration.ofMinutes(1));
    serve(pair, caseNumber);
    assertThat(status(pair, caseNumber)).isEqualTo("WAITING");
    assertThat(conditions(pair, caseNumber)).containsEntry("NOTICE_SERVED", "AGAINST");
    waitOut(pair);
    assertThat(conditions(pair, caseNumber)).containsEntry("NOTICE_SERVED", "MET");
  }

  /** A notice is one case's own, and a claim about another state bears on no case here. */
  @Test
  void whatBearsOnAnotherCaseOrAnotherStateHoldsNothingHere() {
    var request = request(pair);
    String caseNumber = ready(pair, request, "AF");
    file(counsel(), caseNumber, "PROTECTION", "VN");
    assertThat(status(pair, caseNumber)).isEqualTo("READY");
    assertThat(caseFileState(caseNumber)).isEqualTo("NOTED");
    file(counsel(), caseNumber, "NOTICE", "");
    withdraw(caseNumber);
    String again = ready(pair, request, "AF");
    assertThat(conditions(pair, again)).containsEntry("NOTICE_SERVED", "MET");
  }

  private String caseFileState(String caseNumber) {
    return get(first(), path(caseNumber)).expect(200).body().get(0).get("state").asText();
  }

  @Test
  void inTheAirAClaimTurnsTheFlightBack() {
    String caseNumber = ready(pair);
    String flight = flight(pair, caseNumber);
    depart(pair, flight).expect(200);
    long claim = file(counsel(), caseNumber, "PROTECTION", "QZ");
    flightBack(pair, flight, "turned-back");
    assertThat(where(caseNumber)).isEqualTo("RETURNED");
    settle(caseNumber, claim, "upheld");
    assertThat(status(pair, caseNumber)).isEqualTo("REFUSED");
  }

  @Test
  void afterTheHandoverAnUpheldClaimBringsThePersonBackAndOfAPendingOneTwoLawyersDecide() {
    String caseNumber = placed(pair);
    long claim = file(counsel(), caseNumber, "PROTECTION", "QZ");
    assertThat(openTasks(caseNumber)).contains("decide-stay").doesNotContain("arrange-return");
    settle(caseNumber, claim, "upheld");
    assertThat(openTasks(caseNumber)).contains("arrange-return");
    assertThat(demands(caseNumber)).allMatch(one -> one.startsWith("TRANSFERRED_IN_ERROR"));
  }

  @Test
  void ofWhatBearsOnAnotherStateNobodyAsksWhetherAPlacedPersonStays() {
    String caseNumber = placed(pair);
    file(counsel(), caseNumber, "PROTECTION", "VN");
    assertThat(openTasks(caseNumber)).doesNotContain("decide-stay").contains("settle-obstacle");
  }

  @Test
  void aClaimOfTheWrongShapeOrForAnEndedCaseIsRefused() {
    String caseNumber = file(pair, request(pair));
    String path = "/api/transfers/" + caseNumber + "/claims";
    Map<String, Object> good = claim("NATIONALITY", "QM");
    assertThat(post(counsel(), path, claim("NATIONALITY", "")).expect(400).pointers())
        .containsExactly("/state");
    assertThat(post(counsel(), path, claim("NOTICE", "QM")).expect(400).pointers())
        .containsExactly("/state");
    good.put("filedAt", clock.instant().plusSeconds(3600).toString());
    assertThat(post(counsel(), path, good).expect(400).pointers()).containsExactly("/filedAt");
    assertThat(post(counsel(), path, claim("NATIONALITY", "ZZ")).expect(400).pointers())
        .containsExactly("/state");
    post(pair.receivingUser(), path, claim("NATIONALITY", "QM")).expect(403);
    post(QN_QY.user("counsel"), path, claim("NATIONALITY", "QM")).expect(404);
    withdraw(caseNumber);
    post(counsel(), path, claim("NATIONALITY", "QM")).expect(409);
  }

  /** The review says what it found, and settles nothing. */
  @Test
  void aClaimThatTheReviewFindsStandsFromItsSignatureAndIsSettledByOthers() {
    String caseNumber = file(pair, request(pair));
    review(pair, caseNumber, "AF", "assess-protection", "verify-nationality");
    assess(pair, caseNumber, "claimFound", "yes", "claimReference", "C-9");
    Map<String, Object> nationality =
        map(
            "outcome", "clear",
            "nationalities", "AF",
            "claimFound", "yes",
            "documents", evidence(pair, caseNumber),
            "reason", "The person says so.");
    String task = claim(assessor(), "verify-nationality", caseNumber);
    assertThat(submit(assessor(), task, nationality).expect(400).pointers())
        .containsExactly("/claimedState");
    nationality.put("claimedState", "PK");
    submit(assessor(), task, nationality).expect(204);
    assertThat(conditions(pair, caseNumber))
        .containsEntry("NO_PROTECTION_BAR", "AGAINST")
        .containsEntry("NATIONALITY_VERIFIED", "AGAINST");
    long claim = ids(caseNumber).get(0);
    advance(Duration.ofHours(1));
    assertThat(enter(assessor(), caseNumber, claim, "rejected").expect(403).detail())
        .contains("You raised this obstacle");
    assertThat(
            sign(
                    raiser(),
                    "countersign-review",
                    caseNumber,
                    "outcome",
                    "cleared",
                    "reason",
                    "All clear.")
                .expect(409)
                .detail())
        .contains("against return to QZ", "to the nationality of PK");
  }

  @Test
  void whoOnceClaimedProtectionIsApprovedBySeniorApprovers() {
    pair = QR_QS;
    ObjectNode request = request(pair);
    judgment(request).put("sentenceUntil", LocalDate.parse(today()).plusDays(900).toString());
    request
        .putArray("protectionClaims")
        .addObject()
        .put("state", "QS")
        .put("authority", "Board 01")
        .put("reference", "C-1")
        .put("decidedOn", "2020-01-01");
    String caseNumber = file(pair, request);
    settle(caseNumber, ids(caseNumber).get(0), "rejected");
    review(pair, caseNumber, "AF");
    clear(pair, caseNumber);
    assertThat(caseFile(pair, caseNumber).get("decisions").findValuesAsText("outcome"))
        .contains("senior-approvers");
  }

  /** While an approval waits, a claim has the level decided anew, once it is settled. */
  @Test
  void aClaimWhileTheApprovalWaitsLeadsToTheSeniorLevel() {
    pair = QR_QS;
    ObjectNode request = request(pair);
    judgment(request).put("sentenceUntil", LocalDate.parse(today()).plusDays(900).toString());
    String caseNumber = file(pair, request);
    review(pair, caseNumber, "AF");
    clear(pair, caseNumber);
    assertThat(levels(caseNumber)).containsExactly("approvers");
    file(counsel(), caseNumber, "PROTECTION", "");
    assertThat(levels(caseNumber)).containsExactly("approvers", "senior-approvers");
    String approver = pair.user("approvers");
    assertThat(
            get(approver, "/engine-rest/task?taskDefinitionKey=approve-transfer").body().toString())
        .doesNotContain(caseNumber);
  }

  private List<String> levels(String caseNumber) {
    return jdbc.sql(
            "select outcome from decision where case_number = ? and kind = 'APPROVAL_LEVEL' order by id")
        .param(caseNumber)
        .query(String.class)
        .list();
  }

  private long file(String user, String caseNumber, String kind, String state) {
    return post(user, "/api/transfers/" + caseNumber + "/claims", claim(kind, state))
        .expect(201)
        .body()
        .get("id")
        .asLong();
  }

  private Map<String, Object> claim(String kind, String state) {
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
            moment());
    if (!state.isEmpty()) {
      body.put("state", state);
    }
    return body;
  }
}
