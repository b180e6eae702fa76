package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The refusals of each station, one after the other. After each step, as after every signature of
 * every story, a case has an open task, a timer with an owner, or a named end.
 */
class NoDeadEndsTest extends Journey {

  @Override
  List<Pair> pairs() {
    return List.of(QM_QZ);
  }

  @Test
  void eachNoLeadsToATaskATimerOrANamedEnd() {
    ended("WITHDRAWN", incomplete("withdrawn"));
    ended("REFUSED", file(QM_QZ, national(QM_QZ, "QM")));

    String review = inReview();
    counter(review, "refused");
    ended("REFUSED", review);

    String approval = inReview();
    clear(QM_QZ, approval);
    approve(QM_QZ, approval, "refused");
    ended("REFUSED", approval);

    String declined = inReview();
    clear(QM_QZ, declined);
    approve(QM_QZ, declined, "approved");
    accept(QM_QZ, declined, "declined");
    ended("DECLINED", declined);

    String expired = ready(QM_QZ);
    advance(Duration.ofDays(61));
    advance(Duration.ofDays(1));
    assertThat(openTasks(expired)).as("the acceptance expired").isNotEmpty();

    String unfit = ready(QM_QZ);
    String flight = flight(QM_QZ, unfit);
    noDeadEnds();
    post(
            QM_QZ.user("flight-operations"),
            "/api/flights/" + flight + "/cancellation",
            map("reason", "No aircraft."))
        .expect(200);
    noDeadEnds();
    assertThat(status(QM_QZ, unfit)).isEqualTo("READY");
    advance(Duration.ofDays(15));
    assertThat(openTasks(unfit)).as("nobody waits unseen for a flight").contains("see-to-flight");

    String withdrawn = ready(QM_QZ);
    post(
            QM_QZ.receivingUser(),
            "/api/transfers/" + withdrawn + "/acceptance-withdrawal",
            map("reason", "No place."))
        .expect(200);
    noDeadEnds();
    assertThat(openTasks(withdrawn)).contains("decide-acceptance");
    accept(QM_QZ, withdrawn, "declined");
    ended("DECLINED", withdrawn);
  }

  @Test
  void aDeathAtAnyStationEndsTheCase() {
    String deceased = file(QM_QZ, request(QM_QZ));
    died(deceased);
    String waiting = waiting(QM_QZ);
    died(waiting);
    String placed = placed(QM_QZ);
    died(placed);
  }

  private void died(String caseNumber) {
    died(QM_QZ, caseNumber);
    ended("DIED", caseNumber);
  }

  private String incomplete(String outcome) {
    var request = request(QM_QZ);
    request.remove("expulsionOrder");
    String caseNumber = file(QM_QZ, request);
    noDeadEnds();
    if (status(QM_QZ, caseNumber).equals("INCOMPLETE")) {
      sign(
              QM_QZ.user("requesters"),
              "complete-request",
              caseNumber,
              "outcome",
              outcome,
              "reason",
              "Not to be had.")
          .expect(204);
      return caseNumber;
    }
    post(
            QM_QZ.user("requesters"),
            "/api/transfers/" + caseNumber + "/withdrawal",
            map("reason", "Not to be had."))
        .expect(200);
    return caseNumber;
  }

  private String inReview() {
    String caseNumber = file(QM_QZ, request(QM_QZ));
    review(QM_QZ, caseNumber, "AF");
    return caseNumber;
  }

  private void counter(String caseNumber, String outcome) {
    Map<String, Object> answers = map("outcome", outcome, "reason", "Not clear.");
    String lawyer = QM_QZ.user("legal-reviewers") + "-2";
    submit(lawyer, claim(lawyer, "countersign-review", caseNumber), answers).expect(204);
  }

  private void ended(String status, String caseNumber) {
    assertThat(status(QM_QZ, caseNumber)).isEqualTo(status);
    assertThat(openTasks(caseNumber))
        .as("nothing is left to do, but to tell who was refused")
        .isEqualTo(status.equals("REFUSED") ? List.of("tell-refusal") : List.of());
    if (status.equals("REFUSED")) {
      JsonNode decisions =
          get(QM_QZ.user("counsel"), "/api/transfers/" + caseNumber).body().get("decisions");
      JsonNode refusal = decisions.get(decisions.size() - 1);
      assertThat(refusal.get("kind").asText()).isEqualTo("REFUSAL");
      assertThat(refusal.get("grounds")).as("each refusal names its grounds").isNotEmpty();
      assertThat(refusal.get("grounds").findValuesAsText("code")).doesNotContain("IDENTITY");
    }
    noDeadEnds();
  }
}
