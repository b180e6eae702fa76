package org.custodytransfer.agreement.process;

import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.custodytransfer.access.ModelFunction;
import org.custodytransfer.access.Road;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.Agreements;
import org.custodytransfer.agreement.WorkingDays;
import org.springframework.stereotype.Component;

/** Due dates of tasks: the end of a working day in the sending state. */
@Component("dueDates")
public class DueDates implements ModelFunction {

  private final Agreements agreements;
  private final WorkingDays workingDays;
  private final Clock clock;

  DueDates(Agreements agreements, WorkingDays workingDays, Clock clock) {
    this.agreements = agreements;
    this.workingDays = workingDays;
    this.clock = clock;
  }

  public Date workingDays(DelegateExecution execution, int days) {
    String code = (String) execution.getVariable(Road.AGREEMENT);
    // What belongs to one state is due by the calendar under which that state sends.
    Optional<Agreement> agreement =
        code != null
            ? Optional.of(agreements.current(code))
            : agreements.sentUnderBy((String) execution.getVariable(Road.OWNER));
    ZoneId zone = agreement.map(one -> one.sending().zone()).orElse(ZoneOffset.UTC);
    LocalDate today = clock.instant().atZone(zone).toLocalDate();
    return Date.from(
        agreement
            .map(one -> workingDays.after(today, days, one))
            .orElseGet(() -> workingDays.after(today, days))
            .atTime(LocalTime.of(17, 0))
            .atZone(zone)
            .toInstant());
  }
}
