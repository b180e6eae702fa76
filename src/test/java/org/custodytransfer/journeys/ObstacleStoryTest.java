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

  private static final Duration SERVED = Duration.ofHours(72);

  /** What is signed anew once a kind was settled, by its form. */
  private static final Map<ObstacleKind, String> ANEW =
      Map.of(
          ObstacleKind.RISK_EVIDENCE, "assess-protection",
          ObstacleKind.EXPULSION_ANNULLED, "review-expulsion-order",
          ObstacleKind.HOME_STATE_TAKES, "consider-home-return",
          ObstacleKind.CONSENT_WITHDRAWN, "record-consent",
          ObstacleKind.ILLNESS, "examine-health");

  private Pair pair = QM_QZ;

  private void under(ObstacleKind kind) {
    pair = kind == ObstacleKind.EXPULSION_ANNULLED ? QR_QS : QM_QZ;
  }

  private String counsel() {
    return pair.user("counsel");
  }

  private String raiser() {
    return pair.user("legal-reviewers") + "-2";
  }

  private String first() {
    return pair.user("duty-lawyers");
  }

  private String second() {
    return pair.user("duty-lawyers") + "-2";
  }

  private String assessor() {
    return pair.user("legal-reviewers");
  }

  @Override
  List<Pair> pairs() {
    return List.of(QM_QZ, QN_QY, QR_QS);
  }

  @ParameterizedTest
  @EnumSource
  void itHoldsAtOnceAndUntilTwoHaveSettledItAfterService(ObstacleKind kind) {
    under(kind);
    String caseNumber = ready(pair);
    String flight = flight(pair, caseNumber);
    long id = raise(caseNumber, kind);
    assertThat(conditions(pair, caseNumber)).containsEntry(kind.bearsOn().name(), "AGAINST");
    assertThat(status(pair, caseNumber)).isEqualTo("HELD");
    depart(pair, flight).expect(409);

    advance(Duration.ofHours(1));
    enter(first(), caseNumber, id, settling(kind)).expect(204);
    assertThat(status(pair, caseNumber)).as("entered, and not yet confirmed").isEqualTo("HELD");
    assertThat(get(first(), path(caseNumber)).body().get(0).at("/entered/documents")).hasSize(1);
    if (!settling(kind).equals("withdrawn")) {
      assertThat(confirm(second(), id, "confirmed").expect(409).detail()).contains("72 hours");
      advance(SERVED);
    }
    if (raiserOf(kind).equals(raiser())) {
      assertThat(confirm(raiser(), id, "confirmed").expect(403).detail()).contains("raised");
    }
    assertThat(confirm(first(), id, "confirmed").expect(403).detail()).contains("You entered");
    confirm(second(), id, "confirmed").expect(204);

    if (ANEW.containsKey(kind)) {
      assertThat(conditions(pair, caseNumber)).containsEntry(kind.bearsOn().name(), "AGAINST");
      assertThat(openTasks(caseNumber)).contains(ANEW.get(kind));
    } else {
      assertThat(status(pair, caseNumber)).as("looked at at once").isEqualTo("READY");
    }
    assertThat(get(first(), path(caseNumber)).body().get(0).at("/settled/outcome").asText())
        .isEqualTo(settling(kind).toUpperCase());
  }

  @Test
  void whatIsSignedAnewLetsItGoOn() {
    String caseNumber = ready(pair);
    long risk = raise(caseNumber, ObstacleKind.RISK_EVIDENCE);
    advance(Duration.ofHours(1));
    enter(first(), caseNumber, risk, "rejected").expect(204);
    advance(SERVED);
    confirm(second(), risk, "confirmed").expect(204);
    assess(pair, caseNumber, "pendingClaims", "none");
    assertThat(conditions(pair, caseNumber)).containsEntry("NON_REFOULEMENT", "MET");
  }

  @ParameterizedTest
  @EnumSource(
      names = {"INTERIM_MEASURE", "COURT_ORDER"},
      mode = EnumSource.Mode.EXCLUDE)
  void upheldItEndsTheCase(ObstacleKind kind) {
    under(kind);
    var request = request(pair);
    String caseNumber = ready(pair, request, "AF");
    long id = raise(caseNumber, kind);
    settle(caseNumber, id, "upheld");
    assertThat(status(pair, caseNumber)).isEqualTo("REFUSED");
    String again = file(pair, anew(request));
    assertThat(conditions(pair, again).get(kind.bearsOn().name()))
        .as("what is signed anew decides a later case; the rest follows the person")
        .isIn(ANEW.containsKey(kind) ? List.of("OPEN", "MET") : List.of("AGAINST"));
  }

  @Test
  void filingAnewWashesNothingAway() {
    var request = request(pair);
    String caseNumber = file(pair, request);
    raise(raiser(), caseNumber, ObstacleKind.INTERIM_MEASURE);
    post(
            pair.user("requesters"),
            "/api/transfers/" + caseNumber + "/withdrawal",
            Map.of("reason", "Over."))
        .expect(200);
    String again = file(pair, request);
    assertThat(conditions(pair, again)).containsEntry("NO_STAY", "AGAINST");
  }

  @ParameterizedTest
  @EnumSource
  void onTheWayNobodyWhomItCoversIsHandedOver(ObstacleKind kind) {
    under(kind);
    String inTheAir = ready(pair);
    String flight = flight(pair, inTheAir);
    depart(pair, flight).expect(200);
    raise(inTheAir, kind);
    task(pair.user("flight-operations"), "bring-back", flight);
    back(flight, "turned-back");
    assertThat(where(inTheAir)).isEqualTo("RETURNED");
    assertThat(status(pair, inTheAir)).isEqualTo("HELD");
  }

  @ParameterizedTest
  @EnumSource
  void atTheDoorTheReceivingStateIsToldThatThePersonIsHeldAndNoMore(ObstacleKind kind) {
    under(kind);
    String caseNumber = ready(pair);
    String flight = flight(pair, caseNumber);
    depart(pair, flight).expect(200);
    post(pair.user("flight-operations"), "/api/flights/" + flight + "/arrival", "").expect(200);
    raise(caseNumber, kind);
    Answer refused =
        post(
            pair.receivingUser(),
            "/api/flights/" + flight + "/handovers",
            map("caseNumber", caseNumber, "receivedBy", "Officer 04"));
    assertThat(refused.expect(409).detail())
        .isEqualTo("Not handed over. This person is held by the sending state.");
    get(pair.receivingUser(), "/api/transfers/" + caseNumber + "/obstacles").expect(403);
    back(flight, "brought-home");
    assertThat(where(caseNumber)).isEqualTo("RETURNED");
  }

  @Test
  void anInterimMeasureBringsAPlacedPersonBackByItsDay() {
    String caseNumber = placed(pair);
    String day = clock.instant().plus(Duration.ofDays(3)).toString();
    var raised = obstacle(ObstacleKind.INTERIM_MEASURE);
    raised.put("returnBy", day);
    long id = post(first(), path(caseNumber), raised).expect(201).body().get("id").asLong();
    assertThat(openTasks(caseNumber)).contains("arrange-return").doesNotContain("decide-stay");
    assertThat(demands(caseNumber)).containsExactly("COURT_ORDER obstacle " + id);
  }

  @Test
  void whoStaysMeanwhileIsDecidedByTwoLawyersAndAskedAgain() {
    String caseNumber = placed(pair);
    long id = raise(counsel(), caseNumber, ObstacleKind.RISK_EVIDENCE);
    assertThat(openTasks(caseNumber)).contains("decide-stay").doesNotContain("arrange-return");
    assertThat(stay(assessor(), "decide-stay", id, "stays").expect(403).detail())
        .contains("You signed what this obstacle is about");
    stay(first(), "decide-stay", id, "stays").expect(204);
    stay(first(), "confirm-stay", id, "stays").expect(403);
    stay(second(), "confirm-stay", id, "stays").expect(204);
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
    String caseNumber = placed(pair);
    long id = raise(pair.receivingUser(), caseNumber, ObstacleKind.IDENTITY_DOUBT);
    if (who.equals("confirm-stay")) {
      stay(first(), "decide-stay", id, "stays").expect(204);
    }
    if (says.equals("silence")) {
      advance(Duration.ofHours(25));
    } else {
      stay(second(), who, id, says).expect(204);
      acting.runDueJobs();
    }
    assertThat(openTasks(caseNumber)).contains("arrange-return");
  }

  @Test
  void nobodyIsAskedAnyMoreAboutWhoIsNotThere() {
    String caseNumber = placed(pair);
    long id = raise(counsel(), caseNumber, ObstacleKind.AGE_CLAIM);
    stay(first(), "decide-stay", id, "stays").expect(204);
    stay(second(), "confirm-stay", id, "stays").expect(204);
    post(
            pair.user("caseworkers"),
            "/api/transfers/" + caseNumber + "/death",
            map("diedAt", moment(), "reason", "Natural causes."))
        .expect(200);
    advance(Duration.ofDays(14));
    assertThat(openTasks(caseNumber)).doesNotContain("decide-stay");
  }

  @Test
  void settledNobodyIsAskedWhetherThePersonStays() {
    String caseNumber = placed(pair);
    long id = raise(counsel(), caseNumber, ObstacleKind.AGE_CLAIM);
    settle(caseNumber, id, "withdrawn");
    assertThat(openTasks(caseNumber)).doesNotContain("decide-stay", "settle-obstacle");
    assertThat(demands(caseNumber)).isEmpty();
  }

  @Test
  void upheldItBringsAPlacedPersonBackAsTransferredInError() {
    String caseNumber = placed(pair);
    long id = raise(counsel(), caseNumber, ObstacleKind.AGE_CLAIM);
    settle(caseNumber, id, "upheld");
    assertThat(openTasks(caseNumber)).contains("arrange-return");
    assertThat(demands(caseNumber)).containsExactly("TRANSFERRED_IN_ERROR obstacle " + id);
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
    submit(approver, task, approved).expect(204);
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
    post(pair.receivingUser(), path(caseNumber), body).expect(403);
    post(QN_QY.user("duty-lawyers"), path(caseNumber), body).expect(404);
    assertThat(get(first(), path(caseNumber)).expect(200).body()).isEmpty();
    post(
            pair.user("requesters"),
            "/api/transfers/" + caseNumber + "/withdrawal",
            Map.of("reason", "Over."))
        .expect(200);
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

  private void assertRefused(
      String caseNumber, ObstacleKind kind, String field, Object value, String pointer) {
    Map<String, Object> raised = obstacle(kind);
    raised.put(field, value);
    assertThat(post(counsel(), path(caseNumber), raised).expect(400).pointers()).contains(pointer);
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
    Map<String, Object> raised = obstacle(kind);
    if (kind == ObstacleKind.COURT_ORDER) {
      raised.put("documents", List.of(Long.parseLong(evidence(pair, caseNumber))));
    }
    return post(user, path(caseNumber), raised).expect(201).body().get("id").asLong();
  }

  /** Entered by one, served, and confirmed by another. */
  private void settle(String caseNumber, long id, String outcome) {
    advance(Duration.ofHours(1));
    enter(first(), caseNumber, id, outcome).expect(204);
    confirm(second(), id, "confirmed").expect(204);
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
            evidence(pair, caseNumber),
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

  private String where(String caseNumber) {
    return get(pair.user("auditors"), "/api/transfers/" + caseNumber).body().get("place").asText();
  }

  private void back(String flight, String outcome) {
    sign(
            pair.user("flight-operations"),
            "bring-back",
            flight,
            "outcome",
            outcome,
            "backAt",
            moment(),
            "reason",
            "As ordered.")
        .expect(204);
  }

  /** Who raises a kind where nothing depends on who it is. */
  private String raiserOf(ObstacleKind kind) {
    return switch (kind) {
      case COURT_ORDER, CONSENT_WITHDRAWN, ILLNESS -> counsel();
      default -> raiser();
    };
  }

  private static String settling(ObstacleKind kind) {
    return switch (kind) {
      case COURT_ORDER, INTERIM_MEASURE, EXPULSION_ANNULLED, HOME_STATE_TAKES -> "lifted";
      case CONSENT_WITHDRAWN -> "withdrawn";
      default -> "rejected";
    };
  }

  private long raise(String caseNumber, ObstacleKind kind) {
    return raise(raiserOf(kind), caseNumber, kind);
  }
}
