package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.custodytransfer.obstacle.ObstacleKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever stands against a transfer: one person raises it and it holds at once, two settle it on a
 * decision, and it has its effect wherever the person is.
 */
class ObstacleStoryTest extends ObstacleStory {

  /**
   * Neither a mistake nor a revocation is dated back, and the paper it was raised on ends nothing.
   */
  @Test
  void aProtectionDecisionIsNotUndoneInSeconds() {
    String caseNumber = ready(pair);
    long paper = Long.parseLong(evidence(pair, caseNumber));
    Map<String, Object> raised = obstacle(ObstacleKind.PROTECTION_DECISION);
    raised.put("occurredAt", clock.instant().minus(Duration.ofDays(30)).toString());
    raised.put("documents", List.of(paper));
    long id = post(counsel(), path(caseNumber), raised).expect(201).body().get("id").asLong();
    Map<String, Object> error = settlement(caseNumber, "entered-in-error");
    String back = clock.instant().minus(Duration.ofDays(20)).toString();
    error.putAll(map("decidedAt", back, "counselServedAt", back));
    String task = claim(first(), "settle-obstacle", "OBSTACLE-" + id);
    assertThat(submit(first(), task, error).expect(400).pointers())
        .containsExactly("/counselServedAt");
    Map<String, Object> lifted = settlement(caseNumber, "lifted");
    lifted.putAll(
        map(
            "authority",
            "Court 07",
            "decidedAt",
            back,
            "personServedAt",
            back,
            "counselServedAt",
            back,
            "documents",
            paper + ""));
    assertThat(submit(first(), task, lifted).expect(400).pointers()).containsExactly("/documents");
    // Two compare it with the very paper; its own day is right.
    Map<String, Object> upheld = settlement(caseNumber, "upheld");
    upheld.putAll(map("authority", "Court 07", "decidedAt", raised.get("occurredAt")));
    assertThat(submit(first(), task, upheld).expect(400).pointers()).containsExactly("/documents");
    upheld.put("documents", paper + "");
    submit(first(), task, upheld).expect(204);
    confirm(second(), id, "confirmed").expect(204);
    assertThat(status(pair, caseNumber)).isEqualTo("REFUSED");
  }

  @Test
  void whatIsSignedAnewLetsItGoOn() {
    String caseNumber = ready(pair);
    long risk = raise(caseNumber, ObstacleKind.RISK_EVIDENCE);
    advance(Duration.ofHours(1));
    enter(first(), caseNumber, risk, "rejected").expect(204);
    advance(SERVED);
    confirm(second(), risk, "confirmed").expect(204);
    assess(pair, caseNumber, "claimFound", "no");
    assertThat(conditions(pair, caseNumber)).containsEntry("NON_REFOULEMENT", "MET");
  }

  @Test
  void filingAnewWashesNothingAway() {
    var request = request(pair);
    String caseNumber = file(pair, request);
    raise(raiser(), caseNumber, ObstacleKind.INTERIM_MEASURE);
    withdraw(caseNumber);
    String again = file(pair, request);
    assertThat(conditions(pair, again)).containsEntry("NO_STAY", "AGAINST");
  }

  /** A release by one court settles no other court's case, and no strand of the review does. */
  @Test
  void eachCriminalCaseIsSettledByItsOwnCourt() {
    var request = request(pair);
    request.putPOJO(
        "openProceedings", List.of(proceeding("A-1", "DEFENDANT"), proceeding("B-2", "WITNESS")));
    String caseNumber = file(pair, request);
    List<Long> ids = ids(caseNumber);
    assertThat(ids).hasSize(2);
    review(pair, caseNumber, "AF", "review-proceedings");
    settle(caseNumber, ids.get(0), "lifted");
    strand(
        pair,
        caseNumber,
        "review-proceedings",
        "outcome",
        "found",
        "checkedOn",
        today(),
        "court",
        "Court 09",
        "docket",
        "C-3",
        "personIs",
        "WITNESS",
        "openedOn",
        today());
    assertThat(ids(caseNumber)).hasSize(3);
    assertThat(conditions(pair, caseNumber)).containsEntry("NO_PENDING_PROCEEDINGS", "AGAINST");
    settle(caseNumber, ids.get(1), "lifted");
    assertThat(conditions(pair, caseNumber)).containsEntry("NO_PENDING_PROCEEDINGS", "AGAINST");
    settle(caseNumber, ids(caseNumber).get(2), "entered-in-error");
    assertThat(conditions(pair, caseNumber)).containsEntry("NO_PENDING_PROCEEDINGS", "MET");
  }

  /** What is open already is not raised a second time by filing anew; what was settled is. */
  @Test
  void aRequestRaisesWhatItNamesOnce() {
    var request = request(pair);
    request.putPOJO("openProceedings", List.of(proceeding("A-1", "DEFENDANT")));
    String caseNumber = file(pair, request);
    withdraw(caseNumber);
    String again = file(pair, request);
    assertThat(ids(again)).hasSize(1);
    settle(again, ids(again).get(0), "entered-in-error");
    withdraw(again);
    assertThat(ids(file(pair, request))).hasSize(2);
  }

  private Map<String, Object> proceeding(String docket, String as) {
    return map("personIs", as, "authority", "Court 03", "docket", docket, "openedOn", "2025-01-07");
  }

  @Test
  void aReviewIsNotCountersignedAndNothingApprovedThatIsHeld() {
    String caseNumber = file(pair, request(pair));
    review(pair, caseNumber, "AF");
    long first = raise(counsel(), caseNumber, ObstacleKind.AGE_CLAIM);
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
        .contains("held", "claim to be under 18");
    settle(caseNumber, first, "withdrawn");
    clear(pair, caseNumber);
    long second = raise(counsel(), caseNumber, ObstacleKind.IDENTITY_DOUBT);
    String approver = pair.user("senior-approvers");
    String task = claim(approver, "approve-transfer", caseNumber);
    Map<String, Object> approved = map("outcome", "approved", "reason", "Decided.");
    assertThat(submit(approver, task, approved).expect(409).detail()).contains("held");
    settle(caseNumber, second, "entered-in-error");
    submit(approver, task, approved).expect(404);
    submit(approver, claim(approver, "approve-transfer", caseNumber), approved).expect(204);
  }

  /** What was settled while the approval waited, and is signed anew, leads back to the review. */
  @Test
  void anApprovalIsOvertakenByWhatHasToBeReviewedAnew() {
    String caseNumber = file(pair, request(pair));
    review(pair, caseNumber, "AF");
    clear(pair, caseNumber);
    long risk = raise(counsel(), caseNumber, ObstacleKind.RISK_EVIDENCE);
    assertThat(openTasks(caseNumber)).contains("approve-transfer");
    settle(caseNumber, risk, "rejected");
    assertThat(openTasks(caseNumber)).contains("assess-protection");
    assertThat(status(pair, caseNumber)).isEqualTo("IN_REVIEW");
  }

  @Test
  void whatIsNotConfirmedIsEnteredAnewAndEachSettlesItsOwn() {
    String caseNumber = ready(pair);
    long one = raise(counsel(), caseNumber, ObstacleKind.AGE_CLAIM);
    long other = raise(raiser(), caseNumber, ObstacleKind.AGE_CLAIM);
    advance(Duration.ofHours(1));
    enter(first(), caseNumber, one, "withdrawn").expect(204);
    confirm(second(), one, "not-confirmed").expect(204);
    assertThat(status(pair, caseNumber)).isEqualTo("HELD");
    settle(caseNumber, one, "withdrawn");
    assertThat(status(pair, caseNumber)).as("the other stands").isEqualTo("HELD");
    settle(caseNumber, other, "entered-in-error");
    assertThat(status(pair, caseNumber)).isEqualTo("READY");
  }

  @Test
  void whatIsRaisedWronglyIsRefusedInWords() {
    String caseNumber = file(pair, request(pair));
    String others = file(QN_QY, request(QN_QY));
    assertRefused(caseNumber, ObstacleKind.AGE_CLAIM, "occurredAt", soon(), "/occurredAt");
    assertRefused(caseNumber, ObstacleKind.AGE_CLAIM, "returnBy", soon(), "/returnBy");
    assertRefused(caseNumber, ObstacleKind.INTERIM_MEASURE, "returnBy", moment(), "/returnBy");
    assertRefused(
        caseNumber,
        ObstacleKind.AGE_CLAIM,
        "documents",
        List.of(Long.parseLong(evidence(QN_QY, others))),
        "/documents");
    assertRefused(caseNumber, ObstacleKind.INTERIM_MEASURE, "text", "No paper.", "/documents");
    assertRefused(caseNumber, ObstacleKind.AGE_CLAIM, "kind", "WEATHER", "/kind");
    assertRefused(caseNumber, ObstacleKind.EXPULSION_ANNULLED, "text", "None is asked.", "/kind");
    assertRefused(caseNumber, ObstacleKind.AGE_CLAIM, "reference", "", "/reference");
    String body = write(obstacle(ObstacleKind.INTERIM_MEASURE));
    post(pair.user("medical"), path(caseNumber), body).expect(403);
    // It was not asked yet to accept the person, and knows of no case.
    post(pair.receivingUser(), path(caseNumber), body).expect(404);
    post(QN_QY.user("duty-lawyers"), path(caseNumber), body).expect(404);
    assertThat(get(first(), path(caseNumber)).expect(200).body()).isEmpty();
    withdraw(caseNumber);
    post(first(), path(caseNumber), body).expect(409);
  }

  @ParameterizedTest
  @CsvSource({
    "outcome,lifted,does not settle this",
    "decidedAt,2025-01-01T10:00:00Z,must be later than what it settles",
    "documents,,is required",
    "documents,999999,not on file",
    "authority,,is required",
    "remedy,open,can still suspend",
    "remedy,,is required",
    "personServedAt,,is required",
    "counselServedAt,2025-01-01T10:00:00Z,must not be before the decision"
  })
  void aSettlementThatDoesNotSettleIsRefusedInWords(String field, String value, String words) {
    String caseNumber = file(pair, request(pair));
    long id = raise(counsel(), caseNumber, ObstacleKind.RISK_EVIDENCE);
    advance(Duration.ofHours(1));
    Map<String, Object> answers = settlement(caseNumber, "rejected");
    if (value == null) {
      answers.remove(field);
    } else {
      answers.put(field, value);
    }
    String task = claim(first(), "settle-obstacle", "OBSTACLE-" + id);
    Answer refused = submit(first(), task, answers);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text()).contains(words);
    submit(first(), task, settlement(caseNumber, "rejected")).expect(204);
  }

  /** A mistake is undone only once counsel was told and had three days to say that it is none. */
  @Test
  void whatWasEnteredInErrorIsToldToCounselFirst() {
    String caseNumber = ready(pair);
    long id = raise(counsel(), caseNumber, ObstacleKind.AGE_CLAIM);
    advance(Duration.ofHours(1));
    Map<String, Object> answers = settlement(caseNumber, "entered-in-error");
    answers.remove("counselServedAt");
    String task = claim(first(), "settle-obstacle", "OBSTACLE-" + id);
    assertThat(submit(first(), task, answers).expect(400).pointers())
        .containsExactly("/counselServedAt");
    answers.put("counselServedAt", moment());
    submit(first(), task, answers).expect(204);
    assertThat(confirm(second(), id, "confirmed").expect(409).detail()).contains("72 hours");
    assertThat(status(pair, caseNumber)).isEqualTo("HELD");
  }

  @Test
  void aCourtsCaseIsEndedByThatCourtAndOnAPaperThatCameSince() {
    String caseNumber = file(pair, request(pair));
    String old = evidence(pair, caseNumber);
    advance(Duration.ofHours(1));
    long id = raise(counsel(), caseNumber, ObstacleKind.PROCEEDINGS);
    advance(Duration.ofHours(1));
    Map<String, Object> answers = settlement(caseNumber, "lifted");
    String task = claim(first(), "settle-obstacle", "OBSTACLE-" + id);
    assertThat(submit(first(), task, answers).expect(400).detail())
        .contains("must be that of what it settles, Court 07");
    answers.put("authority", "court 07");
    String paper = (String) answers.put("documents", old);
    assertThat(submit(first(), task, answers).expect(400).detail())
        .contains("since the decision was given");
    answers.put("documents", paper);
    submit(first(), task, answers).expect(204);
  }

  @Test
  void whoSignedWhatItIsAboutSettlesNothing() {
    String caseNumber = ready(pair);
    long id = raise(counsel(), caseNumber, ObstacleKind.RISK_EVIDENCE);
    advance(Duration.ofHours(1));
    assertThat(enter(assessor(), caseNumber, id, "rejected").expect(403).detail())
        .contains("You signed what this obstacle is about");
  }

  @Test
  void theSendersSideReadsItAndTheTextIsForLawyersAndCounsel() {
    String caseNumber = file(pair, request(pair));
    raise(counsel(), caseNumber, ObstacleKind.RISK_EVIDENCE);
    for (String user : List.of(first(), counsel(), pair.user("auditors"))) {
      var one = get(user, path(caseNumber)).expect(200).body().get(0);
      assertThat(one.get("text").asText()).isEqualTo("As the paper says (invented).");
      assertThat(one.get("settledOn").asText()).contains("named evidence");
    }
    var told = get(pair.user("caseworkers"), path(caseNumber)).expect(200).body().get(0);
    assertThat(told.path("text").isTextual()).isFalse();
    get(QN_QY.user("duty-lawyers"), path(caseNumber)).expect(404);
  }
}
