package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** One case from the request to the paid invoice, over HTTP alone. */
class FirstCaseStoryTest extends Journey {

  @Test
  void underDkXkOneTwelfthOfTheYearIsDueWhoeverIsThere() {
    String caseNumber = placed(DK_XK);

    YearMonth month = monthAfterHandover();
    JsonNode invoice = bill(DK_XK, month, month.lengthOfMonth());

    assertThat(invoice.get("currency").asText()).isEqualTo("EUR");
    assertThat(invoice.get("total").decimalValue()).isEqualByComparingTo("1250000.00");
    goHome(DK_XK, caseNumber);
  }

  @Test
  void underQmQzEachNightIsDueFromTheHandover() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);

    frozenFundsStopTheDeparture(flight);

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
        .contains("The funds of the agreement are frozen.");
    post(
            QM_QZ.user("finance"),
            path + "/release",
            map("hold", hold, "reason", "Released by the treasury."))
        .expect(201);
  }

  private String placed(Pair pair) {
    String caseNumber = ready(pair);
    String flight = flight(pair, caseNumber);
    JsonNode departure = depart(pair, flight).expect(200).body();
    assertThat(departure.get("aboard")).hasSize(1);
    arriveAndHandOver(pair, flight, caseNumber);
    assertThat(status(pair, caseNumber)).isEqualTo("PLACED");
    sign(
            pair.receivingUser(),
            "check-arrival",
            caseNumber,
            "outcome",
            "in-order",
            "checkedAt",
            moment(),
            "reason",
            "Unharmed.")
        .expect(204);
    return caseNumber;
  }

  private YearMonth monthAfterHandover() {
    YearMonth month =
        YearMonth.from(clock.instant().atZone(ZoneId.of("Europe/Belgrade"))).plusMonths(1);
    advance(Duration.ofDays(63));
    return month;
  }

  /**
   * The whole of a month's bill: a count that differs, its correction, two signatures, invoice,
   * payment.
   */
  private JsonNode bill(Pair pair, YearMonth month, int nights) {
    String finance = pair.user("finance");
    String bill =
        post(finance, "/api/billing-runs", map("agreement", pair.agreement(), "month", month + ""))
            .expect(201)
            .body()
            .get("bill")
            .asText();
    post(finance, "/api/billing-runs", map("agreement", pair.agreement(), "month", month + ""))
        .expect(409);
    sign(pair.receivingUser(), "enter-statement", bill, "nights", nights + 1, "reason", "Ours.")
        .expect(204);
    sign(
            finance,
            "resolve-difference",
            bill,
            "outcome",
            "statement-again",
            "reason",
            "One night too many.")
        .expect(204);
    sign(pair.receivingUser(), "enter-statement", bill, "nights", nights, "reason", "Corrected.")
        .expect(204);
    sign(finance, "sign-statement-sending", bill, "outcome", "signed", "reason", "Right.")
        .expect(204);
    sign(
            pair.receivingUser(),
            "sign-statement-receiving",
            bill,
            "outcome",
            "signed",
            "reason",
            "Right.")
        .expect(204);
    JsonNode invoice = null;
    for (JsonNode one : get(finance, "/api/invoices").expect(200).body()) {
      if (one.get("agreement").asText().equals(pair.agreement())
          && one.get("month").asText().equals(month.toString())) {
        invoice = one;
      }
    }
    assertThat(invoice).isNotNull();
    String number = invoice.get("number").asText();
    BigDecimal total = invoice.get("total").decimalValue();
    var payment =
        map(
            "invoice",
            number,
            "reference",
            "R-" + number,
            "amount",
            total,
            "paidOn",
            invoice.get("issuedOn").asText());
    post(finance, "/api/payments", payment).expect(201);
    assertThat(get(finance, "/api/invoices/" + number).body().get("paid").decimalValue())
        .isEqualByComparingTo(total);
    post(finance, "/api/payments", payment).expect(409);
    return invoice;
  }

  private void goHome(Pair pair, String caseNumber) {
    clock.setTo(java.time.Instant.parse("2033-01-20T10:00:00Z"));
    acting.runDueJobs();
    sign(
            pair.user("flight-operations"),
            "arrange-return",
            caseNumber,
            "returnOn",
            "2033-01-25",
            "reason",
            "Booked.")
        .expect(204);
    sign(
            pair.user("caseworkers"),
            "confirm-return",
            caseNumber,
            "returnedAt",
            moment(),
            "reason",
            "Back.")
        .expect(204);
    assertThat(status(pair, caseNumber)).isEqualTo("CLOSED");
    clock.release();
  }
}
