package org.custodytransfer.placement.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.custodytransfer.access.ModelFunction;
import org.custodytransfer.placement.Returns;
import org.springframework.stereotype.Component;

/** What return.bpmn asks of the demands for a return. */
@Component("returnReports")
public class ReturnReports implements ModelFunction {

  private final Returns returns;

  ReturnReports(Returns returns) {
    this.returns = returns;
  }

  public boolean owed(DelegateExecution execution) {
    return returns.reportOwedToday(execution.getProcessBusinessKey());
  }
}
