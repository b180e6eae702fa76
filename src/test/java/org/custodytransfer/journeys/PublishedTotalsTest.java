package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the published agreements cost a year comes out of twelve invoices. */
class PublishedTotalsTest extends Journey {

  @Override
  List<Pair> pairs() {
    return List.of(DK_XK, QN_QY);
  }

  @Test
  void aYearOfEachSchedulePaysWhatWasPublished() {
    goTo("2027-01-05T10:00:00Z");
    assertThat(year(DK_XK, 2025, 0)).isEqualByComparingTo("15000000.00");
    occupy(QN_QY, 300, "2024-12-31T12:00:00Z");
    assertThat(year(QN_QY, 2025, 300)).isEqualByComparingTo("30600000.00");
    occupy(QN_QY, 30, "2025-12-31T12:00:00Z");
    assertThat(year(QN_QY, 2026, 330)).isEqualByComparingTo("33660000.00");
  }

  private BigDecimal year(Pair pair, int year, int persons) {
    BigDecimal total = BigDecimal.ZERO;
    for (int month = 1; month <= 12; month++) {
      YearMonth billed = YearMonth.of(year, month);
      total =
          total.add(
              bill(pair, billed, persons * billed.lengthOfMonth()).get("total").decimalValue());
    }
    return total;
  }

  /** Persons in the facility, written straight into the record: hundreds of roads take too long. */
  private void occupy(Pair pair, int persons, String since) {
    Instant began = Instant.parse(since);
    for (int i = 0; i < persons; i++) {
      String key = "P-" + since.substring(0, 4) + "-" + i;
      jdbc.sql(
              "insert into person (id, sending_state, register_number, recorded_at) values (?, ?, ?, ?)")
          .params(key, pair.sending(), key, at(began))
          .update();
      jdbc.sql(
              "insert into transfer_case (case_number, agreement_code, agreement_version, person_id, security_class, filed_at, filed_by) values (?, ?, 1, ?, 1, ?, 'test')")
          .params(key, pair.agreement(), key, at(began))
          .update();
      jdbc.sql(
              "insert into placement (case_number, person_id, agreement_code, route, facility_code, began_at, planned_end, recorded_at, recorded_by) values (?, ?, ?, 'SENDING_NATIONAL', 'QY-ONE', ?, ?, ?, 'test')")
          .params(key, key, pair.agreement(), at(began), LocalDate.of(2040, 1, 1), at(began))
          .update();
    }
  }

  private static OffsetDateTime at(Instant moment) {
    return moment.atOffset(ZoneOffset.UTC);
  }
}
