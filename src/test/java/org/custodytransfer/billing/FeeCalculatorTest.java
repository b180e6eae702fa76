package org.custodytransfer.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.money.MonetaryAmount;
import org.custodytransfer.agreement.Agreement.DayCount;
import org.custodytransfer.agreement.Agreement.Fees;
import org.custodytransfer.agreement.Agreement.Rate;
import org.custodytransfer.agreement.Agreement.Schedule;
import org.custodytransfer.platform.Refusal;
import org.javamoney.moneta.Money;
import org.junit.jupiter.api.Test;

/** The published totals, and the cross-checks that anybody can do by hand. */
class FeeCalculatorTest {

  @Test
  void aHundredPersonsForThirtyOneDaysOfAYear() {
    assertThat(month(fees(Schedule.PER_PERSON_YEAR, "20000"), 2025, 10, 100))
        .isEqualTo(money("169863.01"));
    assertThat(month(fees(Schedule.PER_PERSON_YEAR, "20000"), 2028, 10, 100))
        .as("a leap year has 366 days")
        .isEqualTo(money("169398.91"));
  }

  @Test
  void aDailyRateIsMultiplied() {
    assertThat(month(fees(Schedule.PER_DIEM, "61.37"), 2026, 2, 3)).isEqualTo(money("5155.08"));
  }

  @Test
  void aFlatPeriodCostsTheSameEmptyOrFullAndItsTwelfthsSumExactly() {
    for (String yearly : List.of("25500000", "15000000", "10000000.01")) {
      for (int persons : List.of(0, 242)) {
        assertThat(year(fees(Schedule.FLAT_PERIOD, yearly), persons)).isEqualTo(money(yearly));
      }
    }
  }

  @Test
  void guaranteedPlacesAndThoseBeyondThem() {
    Fees fees = guaranteed();
    assertThat(year(fees, 0)).isEqualTo(money("30600000"));
    assertThat(year(fees, 300)).isEqualTo(money("30600000"));
    assertThat(year(fees, 330)).isEqualTo(money("33660000"));
  }

  @Test
  void aMonthThatARateCoversInPartIsDueByItsDays() {
    Fees fees =
        new Fees(
            "EUR",
            Schedule.FLAT_PERIOD,
            DayCount.HANDOVER_COUNTS,
            List.of(
                new Rate(
                    LocalDate.of(2026, 6, 16),
                    Optional.empty(),
                    new BigDecimal("1200"),
                    Optional.empty(),
                    Optional.empty())));
    assertThat(month(fees, 2026, 6, 0)).isEqualTo(money("50"));
    assertThat(FeeCalculator.month(fees, YearMonth.of(2026, 5), Map.of())).isEmpty();
  }

  @Test
  void aMissingPriceIsAQuestionNeverZero() {
    Fees fees = fees(Schedule.PER_DIEM, "10");
    assertThatThrownBy(
            () ->
                FeeCalculator.month(
                    fees, YearMonth.of(2019, 5), Map.of(LocalDate.of(2019, 5, 1), 1)))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("no rate for the night of 2019-05-01");
  }

  private static Fees fees(Schedule schedule, String amount) {
    return new Fees(
        "EUR",
        schedule,
        DayCount.HANDOVER_COUNTS,
        List.of(
            new Rate(
                LocalDate.of(2020, 1, 1),
                Optional.empty(),
                new BigDecimal(amount),
                Optional.empty(),
                Optional.empty())));
  }

  private static Fees guaranteed() {
    return new Fees(
        "EUR",
        Schedule.GUARANTEED_PLUS,
        DayCount.HANDOVER_COUNTS,
        List.of(
            new Rate(
                LocalDate.of(2020, 1, 1),
                Optional.empty(),
                new BigDecimal("30600000"),
                Optional.of(300),
                Optional.of(new BigDecimal("8500")))));
  }

  private static MonetaryAmount year(Fees fees, int persons) {
    return IntStream.rangeClosed(1, 12)
        .mapToObj(month -> month(fees, 2027, month, persons))
        .reduce(MonetaryAmount::add)
        .orElseThrow();
  }

  private static MonetaryAmount month(Fees fees, int year, int month, int persons) {
    YearMonth of = YearMonth.of(year, month);
    Map<LocalDate, Integer> occupied = new TreeMap<>();
    IntStream.rangeClosed(1, of.lengthOfMonth())
        .forEach(day -> occupied.put(of.atDay(day), persons));
    return FeeCalculator.month(fees, of, occupied).stream()
        .map(FeeCalculator.Charge::amount)
        .reduce(Money.of(0, "EUR"), MonetaryAmount::add);
  }

  private static Money money(String amount) {
    return Money.of(new BigDecimal(amount), "EUR");
  }
}
