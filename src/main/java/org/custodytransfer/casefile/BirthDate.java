package org.custodytransfer.casefile;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.LocalDate;
import java.time.Month;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;

/**
 * A birth date as far as it is known: a day, a month of a year, or a year alone, as ISO 8601 writes
 * it ({@code 1984-01-07}, {@code 1984-01}, {@code 1984}).
 *
 * @param text as it was filed
 * @param earliest first day that it can mean
 * @param latest last day that it can mean
 */
public record BirthDate(String text, LocalDate earliest, LocalDate latest) {

  private static final int YEAR = 4;
  private static final int MONTH = 7;

  /**
   * @throws java.time.DateTimeException if it is none of the three
   */
  @JsonCreator
  public static BirthDate of(String text) {
    return switch (text.length()) {
      case YEAR -> {
        Year year = Year.parse(text);
        yield new BirthDate(text, year.atDay(1), year.atMonth(Month.DECEMBER).atEndOfMonth());
      }
      case MONTH -> {
        YearMonth month = YearMonth.parse(text);
        yield new BirthDate(text, month.atDay(1), month.atEndOfMonth());
      }
      default -> of(LocalDate.parse(text));
    };
  }

  public static BirthDate of(LocalDate day) {
    return new BirthDate(day.toString(), day, day);
  }

  /** Whether it is a day. */
  public boolean isDay() {
    return earliest.equals(latest);
  }

  /** The age in years of which one can be sure: that of the youngest whom it can mean. */
  public int ageOn(LocalDate day) {
    return Period.between(latest, day).getYears();
  }

  /** Whether it may be that of somebody who is not yet an adult. */
  boolean isOfAMinor(LocalDate day) {
    return ageOn(day) < 18;
  }

  /** Whether both can mean the same day. */
  boolean meets(BirthDate other) {
    return !earliest.isAfter(other.latest) && !other.earliest.isAfter(latest);
  }

  @Override
  @JsonValue
  public String toString() {
    return text;
  }
}
