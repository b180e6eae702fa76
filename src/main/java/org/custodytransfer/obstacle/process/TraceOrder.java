package org.custodytransfer.obstacle.process;

import java.util.Map;
import java.util.Set;
import org.custodytransfer.access.FormSigner;
import org.custodytransfer.access.Role;
import org.custodytransfer.obstacle.StayOrders;
import org.custodytransfer.platform.Subject;
import org.springframework.stereotype.Component;

/** What a duty lawyer found out about an order that covered nobody. */
@Component
class TraceOrder implements FormSigner {

  private final StayOrders stayOrders;

  TraceOrder(StayOrders stayOrders) {
    this.stayOrders = stayOrders;
  }

  @Override
  public String form() {
    return "trace-order";
  }

  @Override
  public Set<Role> roles() {
    return Set.of(Role.DUTY_LAWYERS);
  }

  @Override
  public Map<String, Object> sign(Signature signature) {
    stayOrders.trace(
        signature.actor().id(),
        ((Subject.OfObstacle) signature.about()).id(),
        signature.answers().text("outcome"),
        signature.answers().text("reason"));
    return Map.of();
  }
}
