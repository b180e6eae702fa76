package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;

/** One case from the request to the paid invoice, over HTTP alone. */
class FirstCaseStoryTest extends Journey {

  @Override
  boolean overHttp() {
    return true;
  }

  @Test
  void underDkXkOneTwelfthOfTheYearIsDueWhoeverIsThere() {
    String caseNumber = placed(QR_QS);
    ProcessInstance transfer = running("transfer", caseNumber);
    assertThat(transfer).isWaitingAt("placement-call");

    YearMonth month = monthAfterHandover();
    JsonNode invoice = bill(QR_QS, month, month.lengthOfMonth());

    assertThat(invoice.get("currency").asText()).isEqualTo("EUR");
    assertThat(invoice.get("total").decimalValue()).isEqualByComparingTo("1250000.00");
    goHome(QR_QS, caseNumber, "2033-01-20T10:00:00Z", "2033-01-25");
    assertThat(transfer)
        .isEnded()
        .hasPassedInOrder(
            "start",
            "decide-eligibility",
            "legal-review-call",
            "determine-level",
            "approve-transfer",
            "decide-acceptance",
            "serve-notice",
            "record-notifications",
            "waiting-period",
            "look-at-lapses",
            "await-handover",
            "placement-call",
            "closed");
  }

  @Test
  void underQmQzEachNightIsDueFromTheHandover() {
    String caseNumber = ready(QM_QZ);
    String first = flight(QM_QZ, caseNumber);
    frozenFundsStopTheDeparture(first);
    advance(Duration.ofSeconds(1));

    String flight = anotherFlight(QM_QZ, first, caseNumber);
    depart(QM_QZ, flight).expect(200);
    arriveAndHandOver(QM_QZ, flight, caseNumber);
    LocalDate handover = LocalDate.ofInstant(clock.instant(), ZoneId.of("America/New_York"));
    YearMonth month = YearMonth.from(handover);
    advance(Duration.ofDays(40));

    int nights = month.lengthOfMonth() - handover.getDayOfMonth() + 1;
    JsonNode invoice = bill(QM_QZ, month, nights);

    assertThat(invoice.get("total").decimalValue())
        .isEqualByComparingTo(
            new BigDecimal(20000 * nights)
                .divide(new BigDecimal(month.lengthOfYear()), 2, RoundingMode.HALF_UP));
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("PLACED");
  }

  private void frozenFundsStopTheDeparture(String flight) {
    String path = "/api/agreements/QM-QZ/funding-hold";
    long hold =
        post(QM_QZ.user("finance"), path, map("reason", "Appropriation frozen."))
            .expect(201)
            .body()
            .get("id")
            .asLong();
    assertThat(depart(QM_QZ, flight).expect(409).detail())
        .contains("The freezing of the funds by QM")
        .contains("is not settled.");
    releaseFunds(hold);
  }

  private YearMonth monthAfterHandover() {
    YearMonth month =
        YearMonth.from(clock.instant().atZone(ZoneId.of("Europe/Belgrade"))).plusMonths(1);
    advance(Duration.ofDays(63));
    return month;
  }
}
