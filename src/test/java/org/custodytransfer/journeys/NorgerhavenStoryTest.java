package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;

/** NO-NL has ended: its story runs ten years ago. */
class NorgerhavenStoryTest extends Journey {

  @Override
  List<Pair> pairs() {
    return List.of(NO_NL);
  }

  @Override
  int yearsBefore() {
    // In the first full year before that of the bills, whenever the tests begin.
    return BEGINNING.atZone(SENDING_ZONE).getYear() - 2016;
  }

  @Test
  void anOwnNationalGoesAndIsBackBeforeTheTermEndsAndOnlyWhatIsPublishedIsBilled() {
    String caseNumber = placed(NO_NL, norwegian(), "NO");

    goTo("2018-02-01T10:00:00Z");
    BigDecimal published = BigDecimal.ZERO;
    for (int month = 9; month <= 12; month++) {
      published = published.add(total(YearMonth.of(2015, month), 0));
    }
    assertThat(published).as("empty").isEqualByComparingTo("8500000.00");
    // From 2016 it was indexed, and what it then was is not published.
    assertThat(
            post(
                    NO_NL.user("finance"),
                    "/api/billing-runs",
                    map("agreement", "NO-NL", "month", "2017-03"))
                .expect(409)
                .text())
        .contains("no rate for the night of 2017-03-01");
    assertThat(openTasks(caseNumber)).doesNotContain("arrange-return");

    goHome(NO_NL, caseNumber, "2018-08-17T10:00:00Z", "2018-08-24");
  }

  @Test
  void whatHasNotDepartedWhenTheAgreementEndsStays() {
    goTo("2018-07-25T10:00:00Z");
    confirm(NO_NL, "INSPECTION-" + inspect(NO_NL, today(), false, java.util.Map.of()));
    String caseNumber = waiting(NO_NL, norwegian(), "NO");
    goTo("2018-08-29T09:30:00Z");
    String flight = flight(NO_NL, caseNumber);
    // Norway and the Netherlands share their midnight: 22 hours UTC in summer.
    goTo("2018-08-31T22:01:00Z");
    assertThat(depart(NO_NL, flight).expect(409).text()).contains("ENDED");
    post(NO_NL.user("requesters"), "/api/transfers", national(NO_NL, "NO")).expect(409);
  }

  /** Who is visited by no child and in no substitution treatment is not asked for consent. */
  private ObjectNode norwegian() {
    ObjectNode request = national(NO_NL, "NO");
    request
        .putObject("circumstances")
        .put("VISITED_BY_CHILD", false)
        .put("OPIOID_SUBSTITUTION", false);
    return request;
  }

  private BigDecimal total(YearMonth month, int nights) {
    return bill(NO_NL, month, nights).get("total").decimalValue();
  }
}
