package org.custodytransfer.billing;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.money.Monetary;
import javax.money.MonetaryAmount;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.Agreement.Rate;
import org.custodytransfer.platform.Refusal;
import org.javamoney.moneta.Money;

/**
 * What a month costs. Every amount is exact until its line ends, and is rounded once there, half
 * up, to the currency's smallest unit.
 */
final class FeeCalculator {

  private static final MathContext EXACT = MathContext.DECIMAL128;
  private static final BigDecimal TWELVE = BigDecimal.valueOf(12);

  private FeeCalculator() {}

  /**
   * @param quantity in units: nights, months or person-months
   * @param rate in the agreement's currency, as the schedule has it
   */
  record Charge(
      String text, BigDecimal quantity, String unit, BigDecimal rate, MonetaryAmount amount) {}

  /**
   * @param occupied paid persons by night of the month; a night with nobody may be missing
   * @throws Refusal 409 if a night has no rate: a missing price is a question, never zero
   */
  static List<Charge> month(
      Agreement.Fees fees, YearMonth month, Map<LocalDate, Integer> occupied) {
    Map<Rate, Integer> nights = new TreeMap<>(java.util.Comparator.comparing(Rate::from));
    occupied.forEach(
        (night, persons) -> {
          if (persons > 0) {
            Rate rate = fees.on(night).orElseThrow(() -> noRate(night));
            nights.merge(rate, persons, Integer::sum);
          }
        });
    return switch (fees.schedule()) {
      case PER_DIEM -> perNight(fees, nights, rate -> rate, "person-nights at the daily rate");
      case PER_PERSON_YEAR -> {
        BigDecimal days = BigDecimal.valueOf(month.lengthOfYear());
        yield perNight(
            fees,
            nights,
            rate -> rate.divide(days, EXACT),
            String.format(Locale.ROOT, "person-nights at 1/%s of the yearly rate", days));
      }
      case FLAT_PERIOD -> flat(fees, month);
      case GUARANTEED_PLUS -> {
        List<Charge> charges = new ArrayList<>(flat(fees, month));
        charges.addAll(beyond(fees, month, occupied));
        yield charges;
      }
    };
  }

  /**
   * @throws Refusal 409 if an amount is due whether or not places are used, and a day of the month
   *     has none
   */
  static void mustBePriced(Agreement.Fees fees, Agreement.Term term, YearMonth month) {
    if (fees.schedule() != Agreement.Schedule.FLAT_PERIOD
        && fees.schedule() != Agreement.Schedule.GUARANTEED_PLUS) {
      return;
    }
    LocalDate first = later(term.from(), month.atDay(1));
    LocalDate last =
        term.end().map(end -> earlier(end, month.atEndOfMonth())).orElse(month.atEndOfMonth());
    first
        .datesUntil(later(first, last.plusDays(1)))
        .filter(day -> fees.on(day).isEmpty())
        .findFirst()
        .ifPresent(
            day -> {
              throw noRate(day);
            });
  }

  private static Refusal noRate(LocalDate day) {
    return Refusal.conflict(
        String.format(
            Locale.ROOT,
            "There is no rate for the night of %s. Ask who agreed the fees; nothing is billed until there is one.",
            day));
  }

  private static List<Charge> perNight(
      Agreement.Fees fees,
      Map<Rate, Integer> nights,
      java.util.function.UnaryOperator<BigDecimal> daily,
      String text) {
    List<Charge> charges = new ArrayList<>();
    nights.forEach(
        (rate, count) -> {
          BigDecimal quantity = BigDecimal.valueOf(count);
          // Multiplied before it is divided, so that nothing is lost on the way to the cent.
          BigDecimal amount = daily.apply(rate.amount().multiply(quantity));
          charges.add(new Charge(text, quantity, "night", rate.amount(), money(amount, fees)));
        });
    return charges;
  }

  /**
   * Twelfths that sum exactly to the year; a month that a rate covers in part is due by its days.
   */
  private static List<Charge> flat(Agreement.Fees fees, YearMonth month) {
    List<Charge> charges = new ArrayList<>();
    for (Rate rate : fees.rates()) {
      LocalDate first = later(rate.from(), month.atDay(1));
      LocalDate last =
          rate.until()
              .map(until -> earlier(until, month.atEndOfMonth()))
              .orElse(month.atEndOfMonth());
      if (last.isBefore(first)) {
        continue;
      }
      int days = last.getDayOfMonth() - first.getDayOfMonth() + 1;
      BigDecimal twelfth =
          upTo(rate.amount(), month.getMonthValue(), digits(fees))
              .subtract(upTo(rate.amount(), month.getMonthValue() - 1, digits(fees)));
      BigDecimal part =
          BigDecimal.valueOf(days).divide(BigDecimal.valueOf(month.lengthOfMonth()), EXACT);
      charges.add(
          new Charge(
              rate.guaranteedPlaces()
                  .map(
                      places ->
                          "one twelfth of the yearly amount for " + places + " places, used or not")
                  .orElse("one twelfth of the yearly amount"),
              part.setScale(6, RoundingMode.HALF_UP),
              "month",
              rate.amount(),
              money(twelfth.multiply(part), fees)));
    }
    return charges;
  }

  private static List<Charge> beyond(
      Agreement.Fees fees, YearMonth month, Map<LocalDate, Integer> occupied) {
    Map<Rate, Integer> nights = new TreeMap<>(java.util.Comparator.comparing(Rate::from));
    occupied.forEach(
        (night, persons) ->
            fees.on(night)
                .ifPresent(
                    rate ->
                        nights.merge(
                            rate,
                            Math.max(0, persons - rate.guaranteedPlaces().orElseThrow()),
                            Integer::sum)));
    List<Charge> charges = new ArrayList<>();
    nights.forEach(
        (rate, count) -> {
          if (count > 0) {
            BigDecimal length = BigDecimal.valueOf(month.lengthOfMonth());
            BigDecimal monthly = rate.beyondMonthly().orElseThrow();
            charges.add(
                new Charge(
                    String.format(
                        Locale.ROOT,
                        "person-months beyond %d places",
                        rate.guaranteedPlaces().orElseThrow()),
                    BigDecimal.valueOf(count).divide(length, 6, RoundingMode.HALF_UP),
                    "month",
                    monthly,
                    money(
                        monthly.multiply(BigDecimal.valueOf(count)).divide(length, EXACT), fees)));
          }
        });
    return charges;
  }

  private static BigDecimal upTo(BigDecimal yearly, int months, int digits) {
    return yearly.multiply(BigDecimal.valueOf(months)).divide(TWELVE, digits, RoundingMode.HALF_UP);
  }

  private static MonetaryAmount money(BigDecimal exact, Agreement.Fees fees) {
    return Money.of(exact.setScale(digits(fees), RoundingMode.HALF_UP), fees.currency());
  }

  /** Decimal places of the currency: two for the euro, none for the yen. */
  static int digits(Agreement.Fees fees) {
    return Monetary.getCurrency(fees.currency()).getDefaultFractionDigits();
  }

  private static LocalDate later(LocalDate a, LocalDate b) {
    return a.isAfter(b) ? a : b;
  }

  private static LocalDate earlier(LocalDate a, LocalDate b) {
    return a.isBefore(b) ? a : b;
  }

  /** The cost of so many persons for so many days of one year, as an assessment asks it. */
  static Optional<MonetaryAmount> estimate(
      Agreement.Fees fees, LocalDate from, int persons, int days) {
    boolean byNight =
        fees.schedule() == Agreement.Schedule.PER_DIEM
            || fees.schedule() == Agreement.Schedule.PER_PERSON_YEAR;
    Map<YearMonth, Map<LocalDate, Integer>> months = new TreeMap<>();
    for (int i = 0; i < days; i++) {
      LocalDate night = from.plusDays(i);
      if (fees.on(night).isEmpty()) {
        return Optional.empty();
      }
      // A price by the night has one line for the year, and is rounded once.
      YearMonth line = byNight ? YearMonth.of(night.getYear(), 1) : YearMonth.from(night);
      months.computeIfAbsent(line, m -> new TreeMap<>()).put(night, persons);
    }
    return months.entrySet().stream()
        .flatMap(month -> month(fees, month.getKey(), month.getValue()).stream())
        .map(Charge::amount)
        .reduce(MonetaryAmount::add);
  }
}
