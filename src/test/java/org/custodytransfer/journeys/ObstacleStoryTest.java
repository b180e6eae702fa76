package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.custodytransfer.obstacle.ObstacleKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever stands against a transfer: one person raises it and it holds at once, two settle it on a
 * decision, and it has its effect wherever the person is.
 */
class ObstacleStoryTest extends Journey {

  private static final String COUNSEL = QM_QZ.user("counsel");
  private static final String RAISER = QM_QZ.user("legal-reviewers") + "-2";
  private static final String FIRST = QM_QZ.user("duty-lawyers");
  private static final String SECOND = QM_QZ.user("duty-lawyers") + "-2";
  private static final String ASSESSOR = QM_QZ.user("legal-reviewers");
  private static final Duration SERVED = Duration.ofHours(72);

  @Override
  List<Pair> pairs() {
    return List.of(QM_QZ, QN_QY);
  }

  @ParameterizedTest
  @EnumSource
  void itHoldsAtOnceAndUntilTwoHaveSettledItAfterService(ObstacleKind kind) {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    long id = raise(RAISER, caseNumber, kind);
    assertThat(conditions(QM_QZ, caseNumber)).containsEntry(kind.bearsOn().name(), "AGAINST");
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("HELD");
    depart(QM_QZ, flight).expect(409);

    advance(Duration.ofHours(1));
    String settling = kind == ObstacleKind.INTERIM_MEASURE ? "lifted" : "rejected";
    enter(FIRST, caseNumber, id, settling).expect(204);
    assertThat(status(QM_QZ, caseNumber)).as("entered, and not yet confirmed").isEqualTo("HELD");
    assertThat(get(FIRST, path(caseNumber)).body().get(0).at("/entered/documents")).hasSize(1);
    assertThat(confirm(SECOND, id, "confirmed").expect(409).detail()).contains("72 hours");
    advance(SERVED);
    assertThat(confirm(RAISER, id, "confirmed").expect(403).detail()).contains("raised");
    assertThat(confirm(FIRST, id, "confirmed").expect(403).detail()).contains("You entered");
    confirm(SECOND, id, "confirmed").expect(204);

    if (kind == ObstacleKind.RISK_EVIDENCE) {
      assertThat(conditions(QM_QZ, caseNumber)).containsEntry("NON_REFOULEMENT", "AGAINST");
      assertThat(openTasks(caseNumber)).contains("assess-protection");
      assess(QM_QZ, caseNumber, "pendingClaims", "none");
      assertThat(conditions(QM_QZ, caseNumber)).containsEntry("NON_REFOULEMENT", "MET");
    } else {
      assertThat(status(QM_QZ, caseNumber)).as("looked at at once").isEqualTo("READY");
    }
    assertThat(settledOutcome(caseNumber)).isEqualTo(settling.toUpperCase());
  }

  @ParameterizedTest
  @EnumSource(names = "INTERIM_MEASURE", mode = EnumSource.Mode.EXCLUDE)
  void upheldItEndsTheCaseAndFollowsThePersonToTheNext(ObstacleKind kind) {
    var request = request(QM_QZ);
    String caseNumber = ready(QM_QZ, request, "AF");
    long id = raise(RAISER, caseNumber, kind);
    settle(caseNumber, id, "upheld");
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("REFUSED");
    String again = file(QM_QZ, anew(request));
    assertThat(conditions(QM_QZ, again)).containsEntry(kind.bearsOn().name(), "AGAINST");
  }

  @Test
  void filingAnewWashesNothingAway() {
    var request = request(QM_QZ);
    String caseNumber = file(QM_QZ, request);
    raise(RAISER, caseNumber, ObstacleKind.INTERIM_MEASURE);
    post(
            QM_QZ.user("requesters"),
            "/api/transfers/" + caseNumber + "/withdrawal",
            Map.of("reason", "Over."))
        .expect(200);
    String again = file(QM_QZ, request);
    assertThat(conditions(QM_QZ, again)).containsEntry("NO_STAY", "AGAINST");
  }

  @ParameterizedTest
  @EnumSource
  void onTheWayNobodyWhomItCoversIsHandedOver(ObstacleKind kind) {
    String inTheAir = ready(QM_QZ);
    String flight = flight(QM_QZ, inTheAir);
    depart(QM_QZ, flight).expect(200);
    raise(RAISER, inTheAir, kind);
    task(QM_QZ.user("flight-operations"), "bring-back", flight);
    flightBack(flight, "turned-back");
    assertThat(place(inTheAir)).isEqualTo("RETURNED");
    assertThat(status(QM_QZ, inTheAir)).isEqualTo("HELD");
  }

  @ParameterizedTest
  @EnumSource
  void atTheDoorTheReceivingStateIsToldThatThePersonIsHeldAndNoMore(ObstacleKind kind) {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    depart(QM_QZ, flight).expect(200);
    post(QM_QZ.user("flight-operations"), "/api/flights/" + flight + "/arrival", "").expect(200);
    raise(RAISER, caseNumber, kind);
    Answer refused =
        post(
            QM_QZ.receivingUser(),
            "/api/flights/" + flight + "/handovers",
            map("caseNumber", caseNumber, "receivedBy", "Officer 04"));
    assertThat(refused.expect(409).detail())
        .isEqualTo("Not handed over. This person is held by the sending state.");
    get(QM_QZ.receivingUser(), "/api/transfers/" + caseNumber + "/obstacles").expect(403);
    flightBack(flight, "brought-home");
    assertThat(place(caseNumber)).isEqualTo("RETURNED");
  }

  @Test
  void anInterimMeasureBringsAPlacedPersonBackByItsDay() {
    String caseNumber = placed(QM_QZ);
    String day = clock.instant().plus(Duration.ofDays(3)).toString();
    var raised = obstacle(ObstacleKind.INTERIM_MEASURE);
    raised.put("returnBy", day);
    long id = post(FIRST, path(caseNumber), raised).expect(201).body().get("id").asLong();
    assertThat(openTasks(caseNumber)).contains("arrange-return").doesNotContain("decide-stay");
    assertThat(demands(caseNumber)).containsExactly("COURT_ORDER obstacle " + id);
  }

  @Test
  void whoStaysMeanwhileIsDecidedByTwoLawyersAndAskedAgain() {
    String caseNumber = placed(QM_QZ);
    long id = raise(COUNSEL, caseNumber, ObstacleKind.RISK_EVIDENCE);
    assertThat(openTasks(caseNumber)).contains("decide-stay").doesNotContain("arrange-return");
    assertThat(stay(ASSESSOR, "decide-stay", id, "stays").expect(403).detail())
        .contains("You signed what this obstacle is about");
    stay(FIRST, "decide-stay", id, "stays").expect(204);
    stay(FIRST, "confirm-stay", id, "stays").expect(403);
    stay(SECOND, "confirm-stay", id, "stays").expect(204);
    assertThat(openTasks(caseNumber)).doesNotContain("decide-stay", "confirm-stay");

    advance(Duration.ofDays(14));
    assertThat(openTasks(caseNumber)).contains("decide-stay");
    advance(Duration.ofHours(25));
    assertThat(openTasks(caseNumber)).as("silence").contains("arrange-return");
    assertThat(demands(caseNumber)).containsExactly("RECALLED obstacle " + id);
  }

  @ParameterizedTest
  @CsvSource({"decide-stay,return", "confirm-stay,return", "confirm-stay,silence"})
  void oneOfTheTwoIsEnoughForTheWayBack(String who, String says) {
    String caseNumber = placed(QM_QZ);
    long id = raise(QM_QZ.receivingUser(), caseNumber, ObstacleKind.IDENTITY_DOUBT);
    if (who.equals("confirm-stay")) {
      stay(FIRST, "decide-stay", id, "stays").expect(204);
    }
    if (says.equals("silence")) {
      advance(Duration.ofHours(25));
    } else {
      stay(SECOND, who, id, says).expect(204);
      acting.runDueJobs();
    }
    assertThat(openTasks(caseNumber)).contains("arrange-return");
  }

  @Test
  void nobodyIsAskedAnyMoreAboutWhoIsNotThere() {
    String caseNumber = placed(QM_QZ);
    long id = raise(COUNSEL, caseNumber, ObstacleKind.AGE_CLAIM);
    stay(FIRST, "decide-stay", id, "stays").expect(204);
    stay(SECOND, "confirm-stay", id, "stays").expect(204);
    post(
            QM_QZ.user("caseworkers"),
            "/api/transfers/" + caseNumber + "/death",
            map("diedAt", moment(), "reason", "Natural causes."))
        .expect(200);
    advance(Duration.ofDays(14));
    assertThat(openTasks(caseNumber)).doesNotContain("decide-stay");
  }

  @Test
  void settledNobodyIsAskedWhetherThePersonStays() {
    String caseNumber = placed(QM_QZ);
    long id = raise(COUNSEL, caseNumber, ObstacleKind.AGE_CLAIM);
    settle(caseNumber, id, "withdrawn");
    assertThat(openTasks(caseNumber)).doesNotContain("decide-stay", "settle-obstacle");
    assertThat(demands(caseNumber)).isEmpty();
  }

  @Test
  void upheldItBringsAPlacedPersonBackAsTransferredInError() {
    String caseNumber = placed(QM_QZ);
    long id = raise(COUNSEL, caseNumber, ObstacleKind.AGE_CLAIM);
    settle(caseNumber, id, "upheld");
    assertThat(openTasks(caseNumber)).contains("arrange-return");
    assertThat(demands(caseNumber)).containsExactly("TRANSFERRED_IN_ERROR obstacle " + id);
  }

  @Test
  void aReviewIsNotCountersignedAndNothingApprovedThatIsHeld() {
    String caseNumber = file(QM_QZ, request(QM_QZ));
    review(QM_QZ, caseNumber, "AF");
    long first = raise(COUNSEL, caseNumber, ObstacleKind.AGE_CLAIM);
    assertThat(
            sign(
                    RAISER,
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
    clear(QM_QZ, caseNumber);
    long second = raise(COUNSEL, caseNumber, ObstacleKind.IDENTITY_DOUBT);
    String approver = QM_QZ.user("senior-approvers");
    String task = claim(approver, "approve-transfer", caseNumber);
    Map<String, Object> approved = map("outcome", "approved", "reason", "Decided.");
    assertThat(submit(approver, task, approved).expect(409).detail()).contains("held");
    settle(caseNumber, second, "entered-in-error");
    submit(approver, task, approved).expect(204);
  }

  @Test
  void whatIsNotConfirmedIsEnteredAnewAndEachSettlesItsOwn() {
    String caseNumber = ready(QM_QZ);
    long one = raise(COUNSEL, caseNumber, ObstacleKind.AGE_CLAIM);
    long other = raise(RAISER, caseNumber, ObstacleKind.AGE_CLAIM);
    advance(Duration.ofHours(1));
    enter(FIRST, caseNumber, one, "withdrawn").expect(204);
    confirm(SECOND, one, "not-confirmed").expect(204);
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("HELD");
    settle(caseNumber, one, "withdrawn");
    assertThat(status(QM_QZ, caseNumber)).as("the other stands").isEqualTo("HELD");
    settle(caseNumber, other, "entered-in-error");
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("READY");
  }

  @Test
  void whatIsRaisedWronglyIsRefusedInWords() {
    String caseNumber = file(QM_QZ, request(QM_QZ));
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
    assertRefused(caseNumber, ObstacleKind.AGE_CLAIM, "reference", "", "/reference");
    String body = write(obstacle(ObstacleKind.INTERIM_MEASURE));
    post(QM_QZ.user("medical"), path(caseNumber), body).expect(403);
    post(QM_QZ.receivingUser(), path(caseNumber), body).expect(403);
    post(QN_QY.user("duty-lawyers"), path(caseNumber), body).expect(404);
    assertThat(get(FIRST, path(caseNumber)).expect(200).body()).isEmpty();
    post(
            QM_QZ.user("requesters"),
            "/api/transfers/" + caseNumber + "/withdrawal",
            Map.of("reason", "Over."))
        .expect(200);
    post(FIRST, path(caseNumber), body).expect(409);
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
    String caseNumber = file(QM_QZ, request(QM_QZ));
    long id = raise(COUNSEL, caseNumber, ObstacleKind.RISK_EVIDENCE);
    advance(Duration.ofHours(1));
    Map<String, Object> answers = settlement(caseNumber, "rejected");
    if (value == null) {
      answers.remove(field);
    } else {
      answers.put(field, value);
    }
    String task = claim(FIRST, "settle-obstacle", "OBSTACLE-" + id);
    Answer refused = submit(FIRST, task, answers);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text()).contains(words);
    submit(FIRST, task, settlement(caseNumber, "rejected")).expect(204);
  }

  @Test
  void whoSignedWhatItIsAboutSettlesNothing() {
    String caseNumber = ready(QM_QZ);
    long id = raise(COUNSEL, caseNumber, ObstacleKind.RISK_EVIDENCE);
    advance(Duration.ofHours(1));
    assertThat(enter(ASSESSOR, caseNumber, id, "rejected").expect(403).detail())
        .contains("You signed what this obstacle is about");
  }

  @Test
  void theSendersSideReadsItAndTheTextIsForLawyersAndCounsel() {
    String caseNumber = file(QM_QZ, request(QM_QZ));
    raise(COUNSEL, caseNumber, ObstacleKind.RISK_EVIDENCE);
    for (String user : List.of(FIRST, COUNSEL, QM_QZ.user("auditors"))) {
      var one = get(user, path(caseNumber)).expect(200).body().get(0);
      assertThat(one.get("text").asText()).isEqualTo("As the paper says (invented).");
      assertThat(one.get("settledOn").asText()).contains("named evidence");
    }
    var told = get(QM_QZ.user("caseworkers"), path(caseNumber)).expect(200).body().get(0);
    assertThat(told.path("text").isTextual()).isFalse();
    get(QN_QY.user("duty-lawyers"), path(caseNumber)).expect(404);
  }

  private void assertRefused(
      String caseNumber, ObstacleKind kind, String field, Object value, String pointer) {
    Map<String, Object> raised = obstacle(kind);
    raised.put(field, value);
    assertThat(post(COUNSEL, path(caseNumber), raised).expect(400).pointers()).contains(pointer);
  }

  private String soon() {
    return clock.instant().plus(Duration.ofDays(2)).toString();
  }

  private static String path(String caseNumber) {
    return "/api/transfers/" + caseNumber + "/obstacles";
  }

  private Map<String, Object> obstacle(ObstacleKind kind) {
    return new LinkedHashMap<>(
        map(
            "kind", kind.name(),
            "authority", "Court 07",
            "reference", "O-1",
            "text", "As the paper says (invented).",
            "occurredAt", moment()));
  }

  private long raise(String user, String caseNumber, ObstacleKind kind) {
    return post(user, path(caseNumber), obstacle(kind)).expect(201).body().get("id").asLong();
  }

  /** Entered by one, served, and confirmed by another. */
  private void settle(String caseNumber, long id, String outcome) {
    advance(Duration.ofHours(1));
    enter(FIRST, caseNumber, id, outcome).expect(204);
    confirm(SECOND, id, "confirmed").expect(204);
  }

  private Map<String, Object> settlement(String caseNumber, String outcome) {
    Map<String, Object> answers =
        map(
            "outcome",
            outcome,
            "authority",
            "Court 08",
            "reference",
            "S-1",
            "decidedAt",
            moment(),
            "documents",
            evidence(caseNumber),
            "reason",
            "As decided.");
    if (List.of("rejected", "lifted").contains(outcome)) {
      answers.put("remedy", "final");
      answers.put("personServedAt", moment());
      answers.put("counselServedAt", moment());
    }
    return answers;
  }

  private Answer enter(String user, String caseNumber, long id, String outcome) {
    String task = claim(user, "settle-obstacle", "OBSTACLE-" + id);
    Answer answer = submit(user, task, settlement(caseNumber, outcome));
    return released(user, task, answer);
  }

  private Answer confirm(String user, long id, String outcome) {
    String task = claim(user, "confirm-settlement", "OBSTACLE-" + id);
    return released(user, task, submit(user, task, map("outcome", outcome, "reason", "Compared.")));
  }

  private Answer stay(String user, String form, long id, String outcome) {
    String task = claim(user, form, "OBSTACLE-" + id);
    return released(user, task, submit(user, task, map("outcome", outcome, "reason", "Weighed.")));
  }

  /** Who may not sign gives the task back. */
  private Answer released(String user, String task, Answer answer) {
    if (answer.status() >= 400) {
      post(user, "/engine-rest/task/" + task + "/unclaim", "").expect(204);
    }
    return answer;
  }

  private List<String> demands(String caseNumber) {
    return jdbc.sql(
            "select trigger_code || ' ' || reference from return_demand where case_number = ?")
        .param(caseNumber)
        .query(String.class)
        .list();
  }

  private String settledOutcome(String caseNumber) {
    return get(FIRST, path(caseNumber)).body().get(0).at("/settled/outcome").asText();
  }
}
