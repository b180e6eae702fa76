package org.custodytransfer.flight.process;

import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.custodytransfer.access.ModelFunction;
import org.custodytransfer.flight.Flights;
import org.springframework.stereotype.Component;

/** Who has a seat when the model asks, not when the flight was planned. */
@Component("passengers")
public class Passengers implements ModelFunction {

  private final Flights flights;

  Passengers(Flights flights) {
    this.flights = flights;
  }

  public List<String> seated(DelegateExecution execution) {
    return flights.seated(execution.getProcessBusinessKey());
  }
}
