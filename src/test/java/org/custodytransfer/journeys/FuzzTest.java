package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.custodytransfer.access.ApiTable;
import org.custodytransfer.access.Role;
import org.junit.jupiter.api.Test;

/**
 * A thousand calls and more that nobody would send on purpose, each by somebody who may call there:
 * bodies made from the schemas with something wrong in them, forms, queries, addresses, headers.
 * None is answered with a fault of the application. The seed is fixed; a failure names its call.
 */
class FuzzTest extends Journey {

  private static final int BODIES = 700;
  private static final int QUERIES = 300;
  private static final int FORMS = 150;
  private static final int ENGINE = 250;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final List<JsonNode> NASTY =
      List.of(
          NODES.nullNode(),
          NODES.numberNode(0),
          NODES.numberNode(-1),
          NODES.numberNode(12.5),
          NODES.numberNode(new BigDecimal("1e400")),
          NODES.numberNode(new BigDecimal("99999999999999999999")),
          NODES.booleanNode(true),
          NODES.textNode(""),
          NODES.textNode(" "),
          NODES.textNode("\u2003\u200b"),
          NODES.textNode("a\u0000b"),
          NODES.textNode("a\u000bb"),
          NODES.textNode("\ud83d"),
          NODES.textNode("\ud83d\ude00".repeat(150)),
          NODES.textNode("x".repeat(5_000)),
          NODES.textNode("<script>alert(1)</script>"),
          NODES.textNode("${7*7}"),
          NODES.textNode("'; drop table person; --"),
          NODES.textNode("2026-02-30"),
          NODES.textNode("-999999999-01-01"),
          NODES.textNode("+999999999-12-31T23:59:59+18:00"),
          NODES.textNode("2026-01-01T00:00:00Z"),
          NODES.arrayNode(),
          NODES.arrayNode().add(NODES.arrayNode().add(1)),
          NODES.objectNode(),
          NODES.objectNode().put("value", 1));

  private static final List<String> HEADERS =
      List.of(
          "Accept",
          "Accept-Language",
          "If-Match",
          "Idempotency-Key",
          "Range",
          "X-Forwarded-Proto",
          "If-None-Match",
          "Accept-Charset",
          "Cookie",
          "Origin");

  private static final Map<String, String> SCHEMA_OF =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("transfers", "transfer-request"),
              Map.entry("claims", "claim"),
              Map.entry("facts", "later-fact"),
              Map.entry("death", "death"),
              Map.entry("gone-without-clearance", "gone-without-clearance"),
              Map.entry("onward", "onward"),
              Map.entry("returns", "return"),
              Map.entry("stay-orders", "stay-order"),
              Map.entry("lift", "stay-lift"),
              Map.entry("assessment", "cohort"),
              Map.entry("legal-bases", "legal-basis"),
              Map.entry("inspections", "inspection"),
              Map.entry("funding-certificates", "funding-certificate"),
              Map.entry("release", "funding-release"),
              Map.entry("resumption", "resumption"),
              Map.entry("flights", "flight"),
              Map.entry("handovers", "handover"),
              Map.entry("identity-checks", "identity-check"),
              Map.entry("delay", "flight-delay"),
              Map.entry("billing-runs", "billing-run"),
              Map.entry("payments", "payment"),
              Map.entry("accounts", "account"),
              Map.entry("memberships", "membership"),
              Map.entry("membership-ends", "membership")));

  private final Random random = new Random(20261126);
  private final List<String> faults = new ArrayList<>();
  private String caseNumber = "";

  @Override
  List<Pair> pairs() {
    return List.of(QM_QZ);
  }

  @Test
  void noCallIsAnsweredWithAFaultOfTheApplication() throws IOException {
    caseNumber = file(QM_QZ, request(QM_QZ));
    stay("CASE", caseNumber);
    forms();
    bodies();
    queries();
    engine();
    assertThat(faults).isEmpty();
  }

  private void bodies() throws IOException {
    List<ApiTable.Line> posts =
        ApiTable.lines(application).stream()
            .filter(line -> line.method().equals("POST"))
            // Whoever's password is changed could not call any more.
            .filter(line -> !line.pattern().endsWith("/own-password"))
            .toList();
    for (int n = 0; n < BODIES; n++) {
      ApiTable.Line line = any(posts);
      String last = line.pattern().substring(line.pattern().lastIndexOf('/') + 1);
      String schema = SCHEMA_OF.getOrDefault(last, "withdrawal");
      JsonNode whole =
          JSON.readTree(Files.readString(Path.of("src/main/resources/schemas", schema + ".json")));
      JsonNode body = sample(whole, whole);
      for (int wrong = random.nextInt(3); wrong > 0; wrong--) {
        body = damaged(body);
      }
      call(
          line, "POST", address(line.pattern()), random.nextInt(30) == 0 ? "{\"a\":" : write(body));
    }
  }

  private void queries() {
    List<ApiTable.Line> gets =
        ApiTable.lines(application).stream().filter(line -> line.method().equals("GET")).toList();
    List<String> names =
        List.of(
            "page",
            "size",
            "status",
            "agreement",
            "q",
            "knownAt",
            "case",
            "persons",
            "days",
            "from",
            "compareWith",
            "month");
    for (int n = 0; n < QUERIES; n++) {
      ApiTable.Line line = any(gets);
      String query =
          "?" + any(names) + "=" + encoded(nasty()) + "&" + any(names) + "=" + encoded(nasty());
      call(line, "GET", address(line.pattern()) + query, "");
    }
  }

  /** Every form of the review, filled in by whoever may. */
  private void forms() {
    List<String> tasks =
        openTasks(caseNumber).stream()
            .filter(task -> !task.equals("record-submissions") && !task.equals("examine-health"))
            .toList();
    String lawyer = QM_QZ.user("legal-reviewers");
    Map<String, String> ids = new TreeMap<>();
    for (String task : tasks) {
      ids.put(task, claim(lawyer, task, caseNumber));
    }
    for (int n = 0; n < FORMS; n++) {
      String id = any(List.copyOf(ids.values()));
      ObjectNode variables = NODES.objectNode();
      for (String field :
          List.of(
              "outcome",
              "reason",
              "documents",
              "finalOn",
              "nationalities",
              "reportDate",
              "checkedOn",
              "answeredOn",
              "unheardOf")) {
        switch (random.nextInt(4)) {
          case 0 -> variables.set(field, nasty());
          case 1 ->
              variables
                  .putObject(field)
                  .put(
                      "type",
                      any(List.of("String", "Object", "File", "Bytes", "Json", "Date", "x")))
                  .set("value", nasty());
          default -> variables.putObject(field).set("value", nasty());
        }
      }
      ObjectNode body = NODES.objectNode();
      body.set("variables", random.nextInt(10) == 0 ? nasty() : variables);
      String door =
          "/engine-rest/task/" + id + (random.nextBoolean() ? "/submit-form" : "/complete");
      send(lawyer, "POST", door, write(body));
    }
  }

  private void engine() {
    List<String> reads =
        List.of("task", "task/count", "process-instance", "incident", "job", "process-definition");
    List<String> names =
        List.of(
            "sortBy",
            "sortOrder",
            "firstResult",
            "maxResults",
            "dueBefore",
            "processVariables",
            "tenantIdIn",
            "businessKey",
            "processInstanceBusinessKey",
            "assignee",
            "priority",
            "active",
            "orQueries",
            "sorting",
            "variables",
            "processDefinitionKey");
    String manager = QM_QZ.user("managers");
    for (int n = 0; n < ENGINE; n++) {
      String path = "/engine-rest/" + any(reads);
      if (random.nextBoolean()) {
        send(manager, "GET", path + "?" + any(names) + "=" + encoded(nasty()), "");
      } else {
        ObjectNode query = NODES.objectNode();
        query.set(any(names), nasty());
        query.set(any(names), NODES.arrayNode().add(nasty()));
        send(manager, "POST", path, write(query));
      }
    }
  }

  private void call(ApiTable.Line line, String method, String path, String body) {
    Role role = any(line.roles().isEmpty() ? List.of(Role.AUDITORS) : List.copyOf(line.roles()));
    String user =
        switch (role) {
          case RECEIVING -> QM_QZ.receivingUser();
          case ADMINISTRATORS -> "administrator";
          default -> QM_QZ.user(role.group());
        };
    send(user, method, path, body, random.nextInt(3) == 0 ? header() : new String[0]);
  }

  private void send(String user, String method, String path, String body, String... headers) {
    Answer answer =
        send(
            user,
            method,
            path,
            body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body),
            "application/json",
            headers);
    if (answer.status() >= 500) {
      faults.add(
          "%s %s %s %s %s -> %s"
              .formatted(user, method, path, body, List.of(headers), answer.text()));
    }
  }

  private String[] header() {
    String value = nasty().asText("x").replaceAll("[^\\x21-\\x7e]", "?");
    return new String[] {any(HEADERS), value.isEmpty() ? "*/*;q=x" : value};
  }

  private String address(String pattern) {
    String named =
        random.nextInt(4) > 0 ? caseNumber : encoded(nasty()).replace("%2F", "").replace("%00", "");
    return pattern
        .replace("{code}", random.nextInt(4) > 0 ? "QM-QZ" : named)
        .replaceAll("\\{(id|number|order)}", random.nextBoolean() ? "1" : "99999999999999999999")
        .replaceAll("\\{[^}]*}", named.isEmpty() ? "x" : named.replace("$", ""));
  }

  private static String encoded(JsonNode value) {
    return URLEncoder.encode(
            value.isTextual() ? value.textValue() : value.toString(), StandardCharsets.UTF_8)
        .replace("+", "%20");
  }

  /** Something that a schema describes, or nearly. */
  private JsonNode sample(JsonNode schema, JsonNode whole) {
    if (schema.has("$ref")) {
      return sample(whole.at(schema.get("$ref").asText().substring(1)), whole);
    }
    if (schema.has("enum")) {
      return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
    }
    return switch (schema.path("type").asText()) {
      case "object" -> {
        ObjectNode object = NODES.objectNode();
        schema
            .path("properties")
            .fields()
            .forEachRemaining(
                one -> {
                  if (random.nextInt(8) > 0) {
                    object.set(one.getKey(), sample(one.getValue(), whole));
                  }
                });
        yield object;
      }
      case "array" -> NODES.arrayNode().add(sample(schema.path("items"), whole));
      case "integer", "number" -> NODES.numberNode(1 + random.nextInt(5));
      case "boolean" -> NODES.booleanNode(random.nextBoolean());
      default ->
          NODES.textNode(
              switch (schema.path("format").asText()) {
                case "date" -> today();
                case "date-time" -> clock.instant().toString();
                default -> any(List.of("QM-QZ", caseNumber, "QZ", "AF", "en", "Text 01", "x-y"));
              });
    };
  }

  /** The same with one value in it turned into something else. */
  private JsonNode damaged(JsonNode body) {
    List<ContainerNode<?>> places =
        Stream.concat(Stream.of(body), body.findParents("type").stream())
            .filter(ContainerNode.class::isInstance)
            .<ContainerNode<?>>map(ContainerNode.class::cast)
            .toList();
    List<ContainerNode<?>> all = new ArrayList<>(places);
    body.forEach(
        child -> {
          if (child instanceof ContainerNode<?> inner && !inner.isEmpty()) {
            all.add(inner);
          }
        });
    if (all.isEmpty() || random.nextInt(20) == 0) {
      return nasty();
    }
    Collections.shuffle(all, random);
    if (all.get(0) instanceof ObjectNode object && !object.isEmpty()) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      object.set(random.nextInt(6) == 0 ? "unheardOf" : any(names), nasty());
    } else if (all.get(0) instanceof ArrayNode array) {
      array.add(nasty());
    }
    return body;
  }

  private JsonNode nasty() {
    return any(NASTY).deepCopy();
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
