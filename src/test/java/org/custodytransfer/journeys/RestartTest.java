package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * The process of the application is killed at several stations of a case, on a database in a file;
 * each time it is started again and the case goes on where it was.
 */
class RestartTest extends OtherProcess {

  @Override
  List<Pair> pairs() {
    return List.of(QM_QZ);
  }

  private void killAndStartAgain() {
    APPLICATION.kill();
    start();
    APPLICATION.tell("clock " + clock.instant());
    APPLICATION.tell("jobs");
  }

  @Test
  void aCaseIsFinishedThoughTheProcessIsKilledOnItsWay() throws Exception {
    APPLICATION.tell("clock " + clock.instant());
    String requester = QM_QZ.user("requesters");
    var request = request(QM_QZ);
    String caseNumber =
        postWith(requester, "/api/transfers", request, "Idempotency-Key", "k-1")
            .expect(201)
            .body()
            .get("caseNumber")
            .asText();

    assertThat(caseNumber).matches("QM-QZ-[0-9]{4}-[0-9]{6}");

    // In the review: what was answered is there, and its key still knows the answer.
    killAndStartAgain();
    assertThat(
            postWith(requester, "/api/transfers", request, "Idempotency-Key", "k-1")
                .expect(201)
                .body()
                .get("caseNumber")
                .asText())
        .isEqualTo(caseNumber);
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("IN_REVIEW");
    review(QM_QZ, caseNumber, "AF");
    clear(QM_QZ, caseNumber);
    approve(QM_QZ, caseNumber, "approved");
    accept(QM_QZ, caseNumber, "accepted");
    serve(QM_QZ, caseNumber);

    // In the waiting period: its timer goes on.
    killAndStartAgain();
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("WAITING");
    waitOut(QM_QZ);
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("READY");
    String flight = flight(QM_QZ, caseNumber);

    // While it departs: done or not done, and with its key once in any case.
    var departing =
        CompletableFuture.supplyAsync(
            () ->
                postWith(
                        QM_QZ.user("flight-operations"),
                        "/api/flights/" + flight + "/departure",
                        "",
                        "Idempotency-Key",
                        "d-1")
                    .status());
    APPLICATION.kill();
    departing.exceptionally(cutOff -> 0).get();
    killAndStartAgain();
    postWith(
            QM_QZ.user("flight-operations"),
            "/api/flights/" + flight + "/departure",
            "",
            "Idempotency-Key",
            "d-1")
        .expect(200);
    depart(QM_QZ, flight).expect(409);
    assertThat(place(caseNumber)).isEqualTo("ABOARD");
    arriveAndHandOver(QM_QZ, flight, caseNumber);

    // After the handover: placed once, and the trail fits.
    killAndStartAgain();
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("PLACED");
    sign(
            QM_QZ.receivingUser(),
            "check-arrival",
            caseNumber,
            "outcome",
            "in-order",
            "checkedAt",
            moment(),
            "reason",
            "Unharmed.")
        .expect(204);
    String auditor = QM_QZ.user("auditors");
    JsonNode trail = get(auditor, "/api/audit?case=" + caseNumber).expect(200).body();
    assertThat(trail.findValuesAsText("detail").stream().filter("ABOARD"::equals).count())
        .as("departed once")
        .isOne();
    assertThat(get(auditor, "/api/audit/verification?case=" + caseNumber).expect(200).body())
        .isEmpty();
    assertThat(get(auditor, "/api/placements").expect(200).body()).hasSize(1);
  }
}
