package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every kind of agreement and every fee schedule, end to end, each with its own rules. */
class KindsStoryTest extends Journey {

  @Override
  List<Pair> pairs() {
    return List.of(QR_QS, QM_QZ, QN_QY, QO_QX);
  }

  @Test
  void aNationalOfTheReceivingStateServesThereByConsentUntilTheLastDay() {
    String caseNumber = placed(QM_QZ, national(QM_QZ, "QZ"), "QZ");

    goTo("2033-01-10T10:00:00Z");
    assertThat(openTasks(caseNumber)).doesNotContain("arrange-return", "confirm-release");
    // The sentence is served with the end of 2 March, in the receiving state's zone.
    goTo("2033-03-03T06:00:00Z");
    sign(
            QM_QZ.receivingUser(),
            "confirm-release",
            caseNumber,
            "releasedAt",
            moment(),
            "reason",
            "At the gate.")
        .expect(204);

    assertThat(place(caseNumber)).isEqualTo("RELEASED");
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("CLOSED");
    assertThat(openTasks(caseNumber)).isEmpty();
  }

  @Test
  void aReturnInPlaceOfARelease() {
    String caseNumber = placed(QM_QZ, national(QM_QZ, "QZ"), "QZ");
    goTo("2033-03-03T06:00:00Z");
    assertThat(openTasks(caseNumber)).contains("confirm-release");
    bringBack(QM_QZ.user("duty-lawyers"), caseNumber, "COURT_ORDER", Duration.ofDays(5))
        .expect(201);
    assertThat(openTasks(caseNumber)).contains("arrange-return");
  }

  @Test
  void whoIsBackGoesOnServingAndIsFreeOnTheDayTheSentenceEnds() {
    String free = placed(QM_QZ);
    String held = placed(QM_QZ);
    goHome(QM_QZ, free, "2033-01-10T10:00:00Z", "2033-01-12");
    goHome(QM_QZ, held, "2033-01-10T10:05:00Z", "2033-01-12");
    assertThat(place(free)).isEqualTo("RETURNED");
    goTo("2033-03-01T22:30:00Z");
    assertThat(openTasks(free)).isEmpty();
    // The second of March has begun in the sending state.
    goTo("2033-03-01T23:30:00Z");
    assertThat(openTasks(free)).containsExactly("confirm-free");

    String caseworker = QM_QZ.user("caseworkers");
    var answer = map("outcome", "free", "reason", "At the gate.");
    String task = claim(caseworker, "confirm-free", free);
    submit(caseworker, task, answer).expect(400);
    answer.put("releasedAt", "2033-01-01T10:00:00Z");
    assertThat(submit(caseworker, task, answer).expect(400).detail())
        .contains("must not be before the return");
    answer.put("releasedAt", moment());
    submit(caseworker, task, answer).expect(204);
    assertThat(place(free)).isEqualTo("RELEASED");

    sign(
            caseworker,
            "confirm-free",
            held,
            "outcome",
            "another-sentence",
            "otherSentence",
            "Court 03, D-77",
            "reason",
            "To be served next.")
        .expect(204);
    assertThat(place(held)).isEqualTo("RETURNED");
    assertThat(openTasks(held)).isEmpty();
  }

  @Test
  void whoCameBackTwiceIsAskedForTwiceAndReleasedOnce() {
    ObjectNode request = request(QM_QZ);
    String first = placed(QM_QZ, request, "AF");
    bringBack(QM_QZ.user("duty-lawyers"), first, "RECALLED", Duration.ofDays(5)).expect(201);
    goHome(QM_QZ, first, clock.instant().plusSeconds(60).toString(), today());
    String second = placed(QM_QZ, request, "AF");
    goHome(QM_QZ, second, "2033-01-10T10:00:00Z", "2033-01-12");
    goTo("2033-03-01T23:30:00Z");
    for (String one : List.of(first, second)) {
      sign(
              QM_QZ.user("caseworkers"),
              "confirm-free",
              one,
              "outcome",
              "free",
              "releasedAt",
              moment(),
              "reason",
              "At the gate.")
          .expect(204);
    }
    assertThat(
            jdbc.sql(
                    "select count(*) from person_place where place = 'RELEASED' and case_number in (?, ?)")
                .params(first, second)
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void whoIsNotInCustodyHereAtTheEndOfTheSentenceIsNotAskedFor() {
    ObjectNode request = request(QM_QZ);
    String first = placed(QM_QZ, request, "AF");
    bringBack(QM_QZ.user("duty-lawyers"), first, "RECALLED", Duration.ofDays(5)).expect(201);
    goHome(QM_QZ, first, clock.instant().plusSeconds(60).toString(), today());
    String second = placed(QM_QZ, request, "AF");
    goTo("2033-03-01T23:30:00Z");
    assertThat(place(second)).isEqualTo("PLACED");
    assertThat(openTasks(first)).isEmpty();
  }

  @Test
  void withoutConsentANationalOfTheReceivingStateStaysWhereTheAgreementAsksForIt() {
    String caseNumber = file(QM_QZ, national(QM_QZ, "QZ"));
    review(QM_QZ, caseNumber, "QZ");
    clear(QM_QZ, caseNumber);
    approve(QM_QZ, caseNumber, "approved");
    accept(QM_QZ, caseNumber, "accepted");
    notice(QM_QZ, caseNumber);
    sign(
            QM_QZ.user("caseworkers"),
            "record-consent",
            caseNumber,
            "outcome",
            "refused",
            "language",
            "en",
            "afterCounsel",
            "yes",
            "givenOn",
            today(),
            "documents",
            evidence(caseNumber),
            "reason",
            "Said no.")
        .expect(204);
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("REFUSED");
  }

  @Test
  void onAnExpulsionOrderASentenceIsTakenOverWithoutConsentAndPaidByTheNightInYen() {
    String caseNumber = placed(QO_QX, national(QO_QX, "QX"), "QX");
    // The day of return counts, so the day of handover does not; Tokyo is nine hours ahead.
    YearMonth month = YearMonth.from(clock.instant().atZone(ZoneId.of("Asia/Tokyo"))).plusMonths(1);
    goTo(month.plusMonths(1).atDay(2) + "T00:00:00Z");
    JsonNode invoice = bill(QO_QX, month, month.lengthOfMonth());

    assertThat(invoice.get("currency").asText()).isEqualTo("JPY");
    int rate = month.getYear() <= 2026 ? 9000 : 9500;
    assertThat(invoice.get("total").decimalValue())
        .isEqualByComparingTo(BigDecimal.valueOf((long) rate * month.lengthOfMonth()));
    assertThat(status(QO_QX, caseNumber)).isEqualTo("PLACED");
  }

  @Test
  void withoutAFinalExpulsionOrderNobodyIsTakenOverAgainstTheirWill() {
    ObjectNode request = national(QO_QX, "QX");
    request.remove("expulsionOrder");
    String caseNumber = file(QO_QX, request);
    assertThat(status(QO_QX, caseNumber)).isNotIn("READY", "WAITING", "IN_REVIEW");
    assertThat(conditions(QO_QX, caseNumber).get("EXPULSION_ORDER")).isIn("OPEN", "AGAINST");
  }

  @Test
  void anOwnNationalGoesOnlyWhereTheInstrumentInForceAdmitsIt() {
    post(QR_QS.user("requesters"), "/api/transfers", national(QR_QS, "QR")).expect(201);
    String dane =
        get(QR_QS.user("auditors"), "/api/transfers?agreement=QR-QS")
            .body()
            .get(0)
            .get("caseNumber")
            .asText();
    assertThat(status(QR_QS, dane)).isEqualTo("REFUSED");

    String caseNumber = placed(QN_QY, national(QN_QY, "QN"), "QN");
    assertThat(
            get(QN_QY.user("auditors"), "/api/transfers/" + caseNumber)
                .body()
                .get("route")
                .asText())
        .isEqualTo("SENDING_NATIONAL");
  }

  /** Two lawyers confirm what the file says, and not another day. */
  @Test
  void aLegalBasisNamesTheDaysOfRatificationOfTheFile() {
    String path = "/api/agreements/QM-QZ";
    String lawyer = QM_QZ.user("legal-reviewers");
    Map<String, Object> basis =
        map(
            "route", "THIRD_COUNTRY",
            "instrument", "TREATY",
            "title", "Treaty of the test",
            "source", "Invented",
            "sendingRatifiedOn", "2019-11-02",
            "receivingRatifiedOn", "2019-12-01",
            "inForceFrom", "2020-01-01",
            "document", document(lawyer, path, "Treaty"));
    assertThat(post(lawyer, path + "/legal-bases", basis).expect(400).pointers())
        .containsExactly("/sendingRatifiedOn");
    basis.put("sendingRatifiedOn", "2019-11-01");
    basis.put("receivingRatifiedOn", "2019-11-30");
    assertThat(post(lawyer, path + "/legal-bases", basis).expect(400).pointers())
        .containsExactly("/receivingRatifiedOn");
  }
}
