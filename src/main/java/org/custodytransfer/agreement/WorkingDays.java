package org.custodytransfer.agreement;

import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Working days: neither Saturday nor Sunday, nor a public holiday in any calendar of the agreement.
 */
@Component
public class WorkingDays {

  private final Map<String, HolidayManager> calendars = new ConcurrentHashMap<>();

  /** The day that many working days after another, in whole legal days. */
  public LocalDate after(LocalDate day, int workingDays, Agreement agreement) {
    return after(day, workingDays, agreement.calendars());
  }

  /** The same where nobody says which days are holidays. */
  public LocalDate after(LocalDate day, int workingDays) {
    return after(day, workingDays, Set.of());
  }

  private LocalDate after(LocalDate day, int workingDays, Set<String> calendars) {
    List<HolidayManager> managers = calendars.stream().map(this::calendar).toList();
    LocalDate due = day;
    for (int left = workingDays; left > 0; ) {
      due = due.plusDays(1);
      LocalDate candidate = due;
      boolean weekend =
          due.getDayOfWeek() == DayOfWeek.SATURDAY || due.getDayOfWeek() == DayOfWeek.SUNDAY;
      if (!weekend && managers.stream().noneMatch(manager -> manager.isHoliday(candidate))) {
        left--;
      }
    }
    return due;
  }

  public boolean isOne(LocalDate day, Agreement agreement) {
    return after(day.minusDays(1), 1, agreement).equals(day);
  }

  private HolidayManager calendar(String country) {
    return calendars.computeIfAbsent(
        country, code -> HolidayManager.getInstance(ManagerParameters.create(code)));
  }
}
