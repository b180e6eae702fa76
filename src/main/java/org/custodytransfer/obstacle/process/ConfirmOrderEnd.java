package org.custodytransfer.obstacle.process;

import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.custodytransfer.access.FormSigner;
import org.custodytransfer.access.Role;
import org.custodytransfer.obstacle.StayOrders;
import org.custodytransfer.platform.Subject;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** Whether an order itself states the end that was entered with it. */
@Component
class ConfirmOrderEnd implements FormSigner {

  private final StayOrders stayOrders;

  ConfirmOrderEnd(StayOrders stayOrders) {
    this.stayOrders = stayOrders;
  }

  @Override
  public String form() {
    return "confirm-order-end";
  }

  @Override
  public Set<Role> roles() {
    return Set.of(Role.DUTY_LAWYERS, Role.LEGAL_REVIEWERS);
  }

  @Override
  public Map<String, Object> sign(Signature signature) {
    String outcome = signature.answers().text("outcome");
    stayOrders.confirmEnd(
        signature.actor(),
        ((Subject.OfObstacle) signature.about()).id(),
        outcome,
        signature.answers().text("reason"));
    return Map.of("orderEnd", outcome);
  }

  @Configuration(proxyBeanMethods = false)
  static class Delegates {

    @Bean
    JavaDelegate endOrder(StayOrders stayOrders) {
      return execution ->
          stayOrders.ended(
              ((Subject.OfObstacle) Subject.of(execution.getProcessBusinessKey())).id());
    }
  }
}
