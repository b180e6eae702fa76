package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A plane that left anyway: a person is found gone whom nobody cleared. */
class GoneStoryTest extends Journey {

  @Override
  List<Pair> pairs() {
    return List.of(QM_QZ);
  }

  @Test
  void whoIsFoundGoneHasAPlaceAWayBackAndNoFeeAndIsNeverShownAsADeparture() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    report(QM_QZ.user("counsel"), caseNumber, "ABOARD").expect(201);

    assertThat(place(caseNumber)).isEqualTo("ABOARD");
    assertThat(openTasks(caseNumber)).contains("answer-for-gone", "arrange-return", "note-gone");
    assertThat(depart(QM_QZ, flight).expect(409).detail()).contains("Nobody has a seat");
    assertThat(rows("departure_verdict", caseNumber)).isZero();
    assertThat(rows("placement", caseNumber)).isZero();
    assertThat(rows("handover", caseNumber)).isZero();

    assertThat(get(QM_QZ.user("counsel"), "/api/transfers/" + caseNumber).text())
        .as("the deadline is in the timeline")
        .containsPattern("return \\d+, by \\d{4}-\\d\\d-\\d\\dT");

    // Another side knows more: the place follows, and the way back is one.
    report(QM_QZ.receivingUser(), caseNumber, "ABROAD_NOT_HANDED_OVER").expect(201);
    assertThat(place(caseNumber)).isEqualTo("ABROAD_NOT_HANDED_OVER");
    assertThat(openTasks(caseNumber)).containsOnlyOnce("arrange-return");

    advance(Duration.ofDays(4));
    assertThat(openTasks(caseNumber)).as("the deadline was missed").contains("answer-for-delay");
    comeHome(QM_QZ, caseNumber, today());
    assertThat(place(caseNumber)).isEqualTo("RETURNED");
    sign(
            QM_QZ.user("senior-approvers"),
            "answer-for-gone",
            caseNumber,
            "reason",
            "The carrier left early.")
        .expect(204);
    sign(QM_QZ.user("counsel"), "note-gone", caseNumber, "reason", "Told the court.").expect(204);
    assertThat(rows("placement", caseNumber)).as("no fee ran").isZero();
  }

  @Test
  void aRefusedCaseIsRecordedTooAndAClearedDepartureIsNotOne() {
    String refused = file(QM_QZ, national(QM_QZ, "QM"));
    assertThat(status(QM_QZ, refused)).isEqualTo("REFUSED");
    report(QM_QZ.user("duty-lawyers"), refused, "ELSEWHERE").expect(201);
    assertThat(place(refused)).isEqualTo("ELSEWHERE");
    assertThat(openTasks(refused)).contains("arrange-return");

    String placed = placed(QM_QZ);
    assertThat(report(QM_QZ.user("systems"), placed, "ABOARD").expect(409).detail())
        .contains("left through the gate");
    String waiting = file(QM_QZ, request(QM_QZ));
    report(QM_QZ.user("flight-operations"), waiting, "ABOARD").expect(403);
    assertThat(
            post(
                    QM_QZ.user("systems"),
                    "/api/transfers/" + waiting + "/gone-without-clearance",
                    map("place", "PLACED", "foundAt", moment(), "text", "Seen."))
                .expect(400)
                .pointers())
        .containsExactly("/place");
  }

  private Answer report(String user, String caseNumber, String place) {
    Map<String, Object> body =
        map("place", place, "foundAt", clock.instant().toString(), "text", "Seen on board.");
    return post(user, "/api/transfers/" + caseNumber + "/gone-without-clearance", body);
  }

  private long rows(String table, String caseNumber) {
    return jdbc.sql("select count(*) from " + table + " where case_number = ?")
        .param(caseNumber)
        .query(Long.class)
        .single();
  }
}
