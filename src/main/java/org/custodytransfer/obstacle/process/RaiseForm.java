package org.custodytransfer.obstacle.process;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Role;
import org.custodytransfer.access.StartForm;
import org.custodytransfer.obstacle.AgreementObstacles;
import org.custodytransfer.obstacle.ObstacleKind;
import org.custodytransfer.obstacle.RaiseObstacle;
import org.custodytransfer.obstacle.StayOrders;
import org.custodytransfer.platform.Answers;
import org.custodytransfer.platform.Schemas;
import org.custodytransfer.platform.Subject;
import org.springframework.stereotype.Component;

/**
 * What somebody raises in Tasklist: read by the schemas that the same is read by over HTTP, and
 * raised by the same services.
 */
@Component
class RaiseForm implements StartForm {

  private static final Pattern NUMBERS = Pattern.compile("[,\\s]+");

  private final StayOrders orders;
  private final RaiseObstacle raise;
  private final AgreementObstacles agreements;
  private final Schemas schemas;

  RaiseForm(
      StayOrders orders, RaiseObstacle raise, AgreementObstacles agreements, Schemas schemas) {
    this.orders = orders;
    this.raise = raise;
    this.agreements = agreements;
    this.schemas = schemas;
  }

  @Override
  public String form() {
    return "raise-obstacle";
  }

  @Override
  public Set<Role> roles() {
    return Stream.of(ObstacleKind.values())
        .flatMap(kind -> kind.raisedBy().stream())
        .collect(Collectors.toSet());
  }

  @Override
  public String start(Actor by, Answers answers) {
    ObstacleKind kind = ObstacleKind.valueOf(answers.text("kind"));
    long id;
    if (kind.isOfTheAgreement()) {
      mustBelong(answers, Set.of("ofAgreement"));
      answers.require("ofAgreement");
      ObjectNode reason = JsonNodeFactory.instance.objectNode();
      put(reason, "reason", answers, "text");
      String text = schemas.read(reason.toString(), "suspension", Reason.class).reason();
      id = agreements.raise(by, answers.text("ofAgreement"), kind, text).id();
    } else if (kind != ObstacleKind.COURT_ORDER) {
      mustBelong(answers, OF_A_PERSON);
      id = raised(by, kind, "ofCase", answers);
    } else if (by.is(Role.COUNSEL)) {
      // For a client, and with the order itself.
      mustBelong(answers, OF_A_CLIENTS_ORDER);
      id = raised(by, kind, "caseNumber", answers);
    } else {
      by.mustBe(Role.DUTY_LAWYERS, Role.LEGAL_REVIEWERS, Role.SYSTEMS);
      mustBelong(answers, OF_AN_ORDER);
      id = orders.enter(by, order(answers)).id();
    }
    return new Subject.OfObstacle(id).key();
  }

  private record Reason(String reason) {}

  private static final Set<String> OF_A_PERSON =
      Set.of(
          "ofCase",
          "court",
          "docket",
          "state",
          "judgment",
          "until",
          "orderedAt",
          "returnBy",
          "documents");

  private static final Set<String> OF_AN_ORDER =
      Set.of(
          "scope",
          "caseNumber",
          "personState",
          "personNumber",
          "flight",
          "agreement",
          "route",
          "nationality",
          "legalBasis",
          "court",
          "docket",
          "orderedAt",
          "receivedAt",
          "endsAt",
          "returnBy");

  private static final Set<String> OF_A_CLIENTS_ORDER =
      Set.of(
          "scope",
          "caseNumber",
          "court",
          "docket",
          "orderedAt",
          "receivedAt",
          "returnBy",
          "documents");

  /** What is filled in and would not be read is refused: whoever wrote it meant something by it. */
  private static void mustBelong(Answers answers, Set<String> fields) {
    for (String field : answers.all().keySet()) {
      if (!fields.contains(field) && !COMMON.contains(field)) {
        throw answers.refusal(field, "does not belong to what is raised here");
      }
    }
  }

  private static final Set<String> COMMON = Set.of("kind", "text");

  private long raised(Actor by, ObstacleKind kind, String ofCase, Answers answers) {
    answers.require(ofCase);
    ObjectNode raised = JsonNodeFactory.instance.objectNode();
    raised.put("kind", kind.name());
    put(raised, "authority", answers, "court");
    put(raised, "reference", answers, "docket");
    put(raised, "text", answers, "text");
    moment(raised, "occurredAt", answers, "orderedAt");
    moment(raised, "returnBy", answers, "returnBy");
    put(raised, "state", answers, "state");
    put(raised, "docket", answers, "judgment");
    answers.date("until").ifPresent(day -> raised.put("until", day.toString()));
    if (!answers.text("documents").isEmpty()) {
      var documents = raised.putArray("documents");
      NUMBERS.splitAsStream(answers.text("documents")).map(Long::valueOf).forEach(documents::add);
    }
    return raise
        .raise(
            by,
            answers.text(ofCase),
            schemas.read(raised.toString(), "obstacle", RaiseObstacle.New.class))
        .id();
  }

  private StayOrders.NewOrder order(Answers answers) {
    ObjectNode order = JsonNodeFactory.instance.objectNode();
    boolean rule = answers.text("scope").equals("CLASS");
    for (String field : List.of("scope", "caseNumber", "flight", "court", "docket", "text")) {
      put(order, field, answers, field);
    }
    for (String moment : List.of("orderedAt", "receivedAt", "endsAt", "returnBy")) {
      moment(order, moment, answers, moment);
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
    return schemas.read(order.toString(), "stay-order", StayOrders.NewOrder.class);
  }

  private static void moment(ObjectNode to, String name, Answers answers, String field) {
    answers.moment(field).ifPresent(at -> to.put(name, at.toString()));
  }

  private static void put(ObjectNode to, String name, Answers answers, String field) {
    if (!answers.text(field).isEmpty()) {
      to.put(name, answers.text(field));
    }
  }
}
