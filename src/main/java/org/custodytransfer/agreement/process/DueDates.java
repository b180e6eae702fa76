package org.custodytransfer.agreement.process;

import java.time.Clock;
import java.time.LocalTime;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.custodytransfer.access.ModelFunction;
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
    Agreement agreement = agreements.current((String) execution.getVariable("agreement"));
    var zone = agreement.sending().zone();
    var today = clock.instant().atZone(zone).toLocalDate();
    return Date.from(
        workingDays
            .after(today, days, agreement)
            .atTime(LocalTime.of(17, 0))
            .atZone(zone)
            .toInstant());
  }
}
