package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The roads beside the straight one: what is rejected, corrected, chased, visited and answered. */
class SideRoadsStoryTest extends Journey {

  private static final String OPERATIONS = QM_QZ.user("flight-operations");
  private static final String FINANCE = QM_QZ.user("finance");

  @Override
  List<Pair> pairs() {
    return List.of(QM_QZ);
  }

  @Test
  void aFactThatTheSecondLawyerRejectsOpensNothing() {
    long entered = inspect(QM_QZ, today(), false, Map.of());
    sign(
            QM_QZ.user("legal-reviewers") + "-2",
            "confirm-agreement-fact",
            "INSPECTION-" + entered,
            "outcome",
            "rejected",
            "reason",
            "The report says otherwise.")
        .expect(204);
    assertThat(
            jdbc.sql(
                    "select confirmed from agreement_fact_decision where fact = 'INSPECTION' and fact_id = ?")
                .param(entered)
                .query(Boolean.class)
                .single())
        .isFalse();
  }

  @Test
  void aCharterThatCannotBeHadEndsTheFlightAndAWrongManifestIsDraftedAgain() {
    String caseNumber = ready(QM_QZ);
    String first = planned(caseNumber);
    sign(
            OPERATIONS,
            "confirm-charter",
            first,
            "outcome",
            "impossible",
            "permits",
            "none",
            "reason",
            "No carrier.")
        .expect(204);
    assertThat(get(OPERATIONS, "/api/flights/" + first).body().get("seats")).isEmpty();
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("READY");

    String second = planned(caseNumber);
    sign(
            OPERATIONS,
            "confirm-charter",
            second,
            "outcome",
            "confirmed",
            "permits",
            "P-01",
            "reason",
            "Carrier 01.")
        .expect(204);
    sign(OPERATIONS, "draft-manifest", second, "passengers", 1, "reason", "Done.").expect(204);
    sign(OPERATIONS + "-2", "sign-manifest", second, "outcome", "wrong", "reason", "A name.")
        .expect(204);
    sign(OPERATIONS, "draft-manifest", second, "passengers", 1, "reason", "Mended.").expect(204);
    sign(OPERATIONS + "-2", "sign-manifest", second, "outcome", "signed", "reason", "Right.")
        .expect(204);
  }

  @Test
  void aCaseThatWaitsIsSeenToAndAHoldIsFollowed() {
    String waiting = ready(QM_QZ);
    advance(Duration.ofDays(15));
    sign(OPERATIONS, "see-to-flight", waiting, "reason", "The next flight is in a week.")
        .expect(204);
    assertThat(status(QM_QZ, waiting)).isEqualTo("READY");

    long order = stay("CASE", waiting);
    sign(QM_QZ.user("caseworkers"), "follow-up-hold", waiting, "reason", "Wrote to the court.")
        .expect(204);
    assertThat(status(QM_QZ, waiting)).as("the order still holds it").isEqualTo("HELD");
    lift(order);
    assertThat(status(QM_QZ, waiting)).isEqualTo("READY");
  }

  @Test
  void anApprovalThatNoLongerStandsIsAskedForAgain() {
    String caseNumber = ready(QM_QZ);
    jdbc.sql(
            "delete from decision_answer where field = 'signedAs' and decision_id in (select id from decision where case_number = ?)")
        .param(caseNumber)
        .update();
    advance(Duration.ofDays(1));
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("FOR_APPROVAL");
    approve(QM_QZ, caseNumber, "approved");
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("READY");
  }

  @Test
  void visitsAreRecordedAndAFurtherDemandThatIsMissedIsAnsweredFor() {
    String caseNumber = placed(QM_QZ);
    advance(Duration.ofDays(31));
    sign(
            QM_QZ.receivingUser(),
            "record-welfare-visit",
            caseNumber,
            "outcome",
            outcome("placement/record-welfare-visit"),
            "visitedAt",
            moment(),
            "reason",
            "Seen.")
        .expect(204);
    String counsel = QM_QZ.user("counsel");
    String visit =
        get(counsel, "/engine-rest/task?taskDefinitionKey=record-counsel-visit")
            .body()
            .get(0)
            .get("id")
            .asText();
    post(counsel, "/engine-rest/task/" + visit + "/claim", Map.of("userId", counsel)).expect(204);
    submit(
            counsel,
            visit,
            map(
                "outcome",
                outcome("placement/record-counsel-visit"),
                "visitedAt",
                moment(),
                "reason",
                "Seen and heard."))
        .expect(204);

    demand(caseNumber, 10);
    demand(caseNumber, 5);
    advance(Duration.ofDays(6));
    answer(caseNumber);
    advance(Duration.ofDays(5));
    answer(caseNumber);
    assertThat(openTasks(caseNumber)).doesNotContain("answer-for-delay");
  }

  @Test
  void aCourtsReturnIsReportedOnEveryWorkingDayAndAnotherIsNot() {
    String ordered = placed(QM_QZ);
    demand(ordered, 10);
    for (int day = 0; day < 8; day++) {
      advance(Duration.ofDays(1));
    }
    assertThat(openTasks(ordered))
        .as("of eight days at least one is a working day, at Easter too")
        .filteredOn("report-return"::equals)
        .hasSizeBetween(1, 8);
    String caseworker = QM_QZ.user("caseworkers");
    String task =
        jdbc.sql(
                "select min(ID_) from ACT_RU_TASK where TASK_DEF_KEY_ = 'report-return' and NAME_ like ?")
            .param("%" + ordered)
            .query(String.class)
            .single();
    post(caseworker, "/engine-rest/task/" + task + "/claim", Map.of("userId", caseworker))
        .expect(204);
    submit(caseworker, task, map("official", "Director 01", "reason", "A flight is asked for."))
        .expect(400);
    submit(caseworker, task, map("official", "qm-approvers", "reason", "A flight is asked for."))
        .expect(204);

    String recalled = placed(QM_QZ);
    bringBack(QM_QZ.user("senior-approvers"), recalled, "RECALLED", Duration.ofDays(9)).expect(201);
    advance(Duration.ofDays(1));
    advance(Duration.ofDays(1));
    assertThat(openTasks(recalled)).doesNotContain("report-return");
  }

  @Test
  void whatWasFrozenSuspendedOrFoundIsLookedAtAtOnceWhenItIsOver() {
    String caseNumber = ready(QM_QZ);
    String path = "/api/agreements/QM-QZ";
    String lawyer = QM_QZ.user("legal-reviewers");
    long hold =
        post(FINANCE, path + "/funding-hold", map("reason", "Frozen."))
            .expect(201)
            .body()
            .get("id")
            .asLong();
    held(caseNumber);
    endOfAgreement("funding-hold/release", "hold", hold, "finance").expect(403);
    releaseFunds(hold);
    readyAgain(caseNumber);

    long suspension =
        post(lawyer, path + "/suspension", map("reason", "Suspended."))
            .expect(201)
            .body()
            .get("id")
            .asLong();
    held(caseNumber);
    resume(suspension);
    readyAgain(caseNumber);

    String yesterday = LocalDate.parse(today()).minusDays(1).toString();
    long bad = inspect(QM_QZ, yesterday, true, Map.of());
    held(caseNumber);
    confirm(QM_QZ, "INSPECTION-" + bad);
    long good = inspect(QM_QZ, today(), false, Map.of("settles", bad));
    confirm(QM_QZ, "INSPECTION-" + good);
    readyAgain(caseNumber);
  }

  /** Who plans reads what lapses until the flight leaves, and signs nothing that will not hold. */
  @Test
  void whatLapsesBeforeTheFlightIsPutRightBeforeItsManifestIsSigned() {
    String caseNumber = ready(QM_QZ);
    String operations = QM_QZ.user("flight-operations");
    Instant leaves = clock.instant().plus(Duration.ofDays(30)).truncatedTo(ChronoUnit.SECONDS);
    String path = "/api/transfers/" + caseNumber + "/conditions?judgedAt=" + leaves;
    JsonNode then = get(QM_QZ.user("auditors"), path).expect(200).body();
    assertThat(state(then, "RECEIVING_ACCEPTANCE")).isEqualTo("AGAINST");
    assertThat(conditions(QM_QZ, caseNumber)).containsEntry("RECEIVING_ACCEPTANCE", "MET");
    String flight = draftedFlight(QM_QZ, Duration.ofDays(30), caseNumber);
    String task = claim(operations + "-2", "sign-manifest", flight);
    Map<String, Object> answers = map("outcome", "signed", "reason", "Right.");
    assertThat(submit(operations + "-2", task, answers).expect(409).detail())
        .contains("Not everything holds until the planned departure: " + caseNumber)
        .contains("accepted the person on");
  }

  private static String state(JsonNode conditions, String condition) {
    for (JsonNode one : conditions) {
      if (one.get("condition").asText().equals(condition)) {
        return one.get("state").asText();
      }
    }
    return "";
  }

  private void held(String caseNumber) {
    acting.runDueJobs();
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("HELD");
  }

  /** Without waiting for the next day. */
  private void readyAgain(String caseNumber) {
    acting.runDueJobs();
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("READY");
  }

  @Test
  void nobodyIsSentOnIntoDangerOrFromAReturn() {
    String caseNumber = placed(QM_QZ);
    String path = "/api/transfers/" + caseNumber + "/onward";
    Map<String, Object> onward = map("state", "VN", "sentOnAt", moment(), "text", "Sent on.");
    post(
            QM_QZ.user("counsel"),
            "/api/transfers/" + caseNumber + "/claims",
            map(
                "kind",
                "PROTECTION",
                "state",
                "VN",
                "filedFor",
                "PERSON",
                "reference",
                "C-1",
                "text",
                "Invented.",
                "filedAt",
                moment()))
        .expect(201);
    assertThat(post(QM_QZ.user("counsel"), path, onward).expect(409).detail())
        .contains("protection names VN");
    // Nobody of the receiving state ends a case by their word, or learns what is feared.
    post(QM_QZ.receivingUser(), path, onward).expect(403);
    onward.put("state", "TH");
    bringBack(QM_QZ.user("duty-lawyers"), caseNumber, "COURT_ORDER", Duration.ofDays(9))
        .expect(201);
    assertThat(post(QM_QZ.user("counsel"), path, onward).expect(409).detail())
        .contains("demanded back");
    assertThat(place(caseNumber)).isEqualTo("PLACED");
    assertThat(openTasks(caseNumber)).contains("arrange-return");
  }

  @Test
  void whoIsSentOnToAThirdStateIsRecordedAsThatAndNoFeeRunsFromThen() {
    String caseNumber = placed(QM_QZ);
    String path = "/api/transfers/" + caseNumber + "/onward";
    Map<String, Object> onward = map("state", "QZ", "sentOnAt", moment(), "text", "Sent on.");
    assertThat(post(QM_QZ.user("counsel"), path, onward).expect(400).pointers())
        .containsExactly("/state");
    onward.put("state", "VN");
    post(FINANCE, path, onward).expect(403);
    post(QM_QZ.user("counsel"), path, onward).expect(201);
    assertThat(place(caseNumber)).isEqualTo("ELSEWHERE");
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("CLOSED");
    assertThat(openTasks(caseNumber)).isEmpty();
    assertThat(
            jdbc.sql(
                    "select reason from placement_end e join placement p on p.id = e.placement_id where p.case_number = ?")
                .param(caseNumber)
                .query(String.class)
                .single())
        .isEqualTo("SENT_ON_TO_VN");
    JsonNode decisions =
        get(QM_QZ.user("auditors"), "/api/transfers/" + caseNumber).body().get("decisions");
    JsonNode last = decisions.get(decisions.size() - 1);
    assertThat(last.get("kind").asText()).isEqualTo("SENT_ON");
    assertThat(last.get("outcome").asText()).isEqualTo("VN");
    assertThat(last.get("reason").asText()).isEqualTo("Sent on.");
    assertThat(
            jdbc.sql("select count(*) from return_demand where case_number = ?")
                .param(caseNumber)
                .query(Long.class)
                .single())
        .isZero();
    post(QM_QZ.user("counsel"), path, onward).expect(409);
  }

  @Test
  void aBillIsCorrectedBySideAndSideAndChasedWhenItIsLate() {
    placed(QM_QZ);
    advance(Duration.ofDays(70));
    // A month that is over in both states' zones.
    YearMonth month =
        YearMonth.from(clock.instant().minus(Duration.ofDays(3)).atZone(ZoneOffset.UTC))
            .minusMonths(1);
    String bill =
        post(FINANCE, "/api/billing-runs", map("agreement", "QM-QZ", "month", month + ""))
            .expect(201)
            .body()
            .get("bill")
            .asText();
    sign(QM_QZ.receivingUser(), "enter-statement", bill, "nights", 9999, "reason", "Ours.")
        .expect(204);
    sign(FINANCE, "resolve-difference", bill, "outcome", "own-count", "reason", "Shown.")
        .expect(204);
    sign(FINANCE, "sign-statement-sending", bill, "outcome", "wrong", "reason", "A rate.")
        .expect(204);
    again(bill);
    sign(FINANCE, "sign-statement-sending", bill, "outcome", "signed", "reason", "Right.")
        .expect(204);
    sign(
            QM_QZ.receivingUser(),
            "sign-statement-receiving",
            bill,
            "outcome",
            "wrong",
            "reason",
            "A night.")
        .expect(204);
    again(bill);
    sign(FINANCE, "sign-statement-sending", bill, "outcome", "signed", "reason", "Right.")
        .expect(204);
    sign(
            QM_QZ.receivingUser(),
            "sign-statement-receiving",
            bill,
            "outcome",
            "signed",
            "reason",
            "Right.")
        .expect(204);
    advance(Duration.ofDays(32));
    sign(FINANCE, "chase-payment", bill, "reason", "Reminded in writing.").expect(204);
  }

  /** The same count once more, after a signature was refused. */
  private void again(String bill) {
    long nights = get(FINANCE, "/api/bills/" + bill).expect(200).body().get("nights").asLong();
    sign(QM_QZ.receivingUser(), "enter-statement", bill, "nights", nights, "reason", "Agreed.")
        .expect(204);
  }

  private String planned(String caseNumber) {
    return post(
            OPERATIONS,
            "/api/flights",
            map(
                "agreement",
                "QM-QZ",
                "departsFrom",
                "Airport 01",
                "arrivesAt",
                "Airport 02",
                "plannedDeparture",
                clock.instant().plus(Duration.ofHours(60)).toString(),
                "cases",
                List.of(caseNumber)))
        .expect(201)
        .body()
        .get("id")
        .asText();
  }

  private void demand(String caseNumber, int days) {
    bringBack(QM_QZ.user("duty-lawyers"), caseNumber, "COURT_ORDER", Duration.ofDays(days))
        .expect(201);
  }

  private void answer(String caseNumber) {
    String approver = QM_QZ.user("senior-approvers");
    for (String key : List.of("answer-for-delay", "answer-for-further-delay")) {
      if (openTasks(caseNumber).contains(key)) {
        submit(
                approver,
                claim(approver, key, caseNumber),
                map("official", "qm-approvers", "reason", "No flight could be had."))
            .expect(204);
      }
    }
  }

  private static String outcome(String form) {
    try {
      for (var field :
          JSON.readTree(java.nio.file.Path.of("processes/" + form + ".form").toFile())
              .get("components")) {
        if (field.path("key").asText().equals("outcome")) {
          return field.get("values").get(0).get("value").asText();
        }
      }
      throw new IllegalStateException(form);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void whatIsLeftToServeDecidesWhoApproves() {
    Map.of(900, "approvers", 2500, "senior-approvers")
        .forEach(
            (days, approvers) -> {
              ObjectNode request = request(QM_QZ);
              ((ObjectNode) request.get("judgment"))
                  .put("sentenceUntil", LocalDate.parse(today()).plusDays(days).toString());
              String caseNumber = file(QM_QZ, request);
              review(QM_QZ, caseNumber, "AF");
              clear(QM_QZ, caseNumber);
              sign(
                      QM_QZ.user(approvers),
                      "approve-transfer",
                      caseNumber,
                      "outcome",
                      "approved",
                      "reason",
                      "Decided.")
                  .expect(204);
            });
  }
}
