package org.custodytransfer.obstacle.process;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Role;
import org.custodytransfer.access.StartForm;
import org.custodytransfer.obstacle.StayOrders;
import org.custodytransfer.platform.Answers;
import org.custodytransfer.platform.Schemas;
import org.custodytransfer.platform.Subject;
import org.springframework.stereotype.Component;

/** A court's order as a duty lawyer enters it: read by the schema that its REST is read by. */
@Component
class EnterOrder implements StartForm {

  private final StayOrders stayOrders;
  private final Schemas schemas;

  EnterOrder(StayOrders stayOrders, Schemas schemas) {
    this.stayOrders = stayOrders;
    this.schemas = schemas;
  }

  @Override
  public String form() {
    return "enter-order";
  }

  @Override
  public Set<Role> roles() {
    return Set.of(Role.DUTY_LAWYERS);
  }

  @Override
  public String start(Actor by, Answers answers) {
    ObjectNode order = JsonNodeFactory.instance.objectNode();
    boolean rule = answers.text("scope").equals("CLASS");
    for (String field : List.of("scope", "caseNumber", "flight", "court", "docket", "text")) {
      put(order, field, answers, field);
    }
    for (String moment : List.of("orderedAt", "receivedAt", "endsAt", "returnBy")) {
      answers.moment(moment).ifPresent(at -> order.put(moment, at.toString()));
    }
    ObjectNode of = rule ? order.putObject("rule") : order;
    for (String field : List.of("agreement", "route", "nationality")) {
      put(of, field, answers, field);
    }
    answers.number("legalBasis").ifPresent(number -> of.put("legalBasis", number));
    if (!answers.text("personState").isEmpty() || !answers.text("personNumber").isEmpty()) {
      ObjectNode person = order.putObject("person");
      put(person, "state", answers, "personState");
      put(person, "number", answers, "personNumber");
    }
    var entered =
        stayOrders.enter(
            by, schemas.read(order.toString(), "stay-order", StayOrders.NewOrder.class));
    return new Subject.OfObstacle(entered.id()).key();
  }

  private static void put(ObjectNode to, String name, Answers answers, String field) {
    if (!answers.text(field).isEmpty()) {
      to.put(name, answers.text(field));
    }
  }
}
