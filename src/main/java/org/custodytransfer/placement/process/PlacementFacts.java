package org.custodytransfer.placement.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.custodytransfer.access.ModelFunction;
import org.custodytransfer.placement.Placements;
import org.custodytransfer.placement.Returns;
import org.springframework.stereotype.Component;

/** What the models ask of returns and of who came back. */
@Component("placementFacts")
public class PlacementFacts implements ModelFunction {

  private final Returns returns;
  private final Placements placements;

  PlacementFacts(Returns returns, Placements placements) {
    this.returns = returns;
    this.placements = placements;
  }

  public boolean heldAtHome(DelegateExecution execution) {
    return placements.heldAtHome(execution.getProcessBusinessKey());
  }

  public boolean reportOwed(DelegateExecution execution) {
    return returns.reportOwedToday(execution.getProcessBusinessKey());
  }
}
