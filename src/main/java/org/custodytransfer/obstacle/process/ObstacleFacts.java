package org.custodytransfer.obstacle.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.custodytransfer.access.ModelFunction;
import org.custodytransfer.obstacle.Obstacles;
import org.custodytransfer.platform.Subject;
import org.springframework.stereotype.Component;

/** What the model asks of an obstacle. */
@Component("obstacleFacts")
public class ObstacleFacts implements ModelFunction {

  private final Obstacles obstacles;

  ObstacleFacts(Obstacles obstacles) {
    this.obstacles = obstacles;
  }

  public boolean stillPlaced(DelegateExecution execution) {
    return obstacles.mayBeOfSomebodyPlaced(
        Subject.OfObstacle.in(execution.getProcessBusinessKey()));
  }
}
