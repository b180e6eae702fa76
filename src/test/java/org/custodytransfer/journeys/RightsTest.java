package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.custodytransfer.access.ApiTable;
import org.custodytransfer.access.Role;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every group at every door, and every group before every field of a case file. */
class RightsTest extends Journey {

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  RequestMappingHandlerMapping mappings;

  private String user(Role role) {
    return switch (role) {
      case RECEIVING -> QR_QS.receivingUser();
      case ADMINISTRATORS -> "administrator";
      default -> QR_QS.user(role.group());
    };
  }

  @Test
  void everyEndpointHasARowAndEveryGroupPassesAsTheTableSays() {
    Set<String> endpoints =
        mappings.getHandlerMethods().keySet().stream()
            .flatMap(
                info ->
                    info.getPatternValues().stream()
                        .flatMap(
                            pattern ->
                                info.getMethodsCondition().getMethods().stream()
                                    .map(method -> method + " " + pattern)))
            .filter(one -> one.contains(" /api/"))
            .map(one -> one.replaceAll("\\{[^}]*}", "{}"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(
            ApiTable.lines(application).stream()
                .map(line -> line.method() + " " + line.pattern().replaceAll("\\{[^}]*}", "{}")))
        .as("each endpoint once in the table, and nothing else")
        .containsExactlyInAnyOrderElementsOf(endpoints);

    SoftAssertions all = new SoftAssertions();
    for (ApiTable.Line line : ApiTable.lines(application)) {
      String path = line.pattern().replaceAll("\\{[^}]*}", "0");
      for (Role role : Role.values()) {
        Answer answer =
            send(
                user(role),
                line.method(),
                path,
                line.method().equals("GET")
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString("{}"),
                "application/json");
        String what = "%s: %s %s -> %s".formatted(role, line.method(), path, answer.text());
        if (line.roles().isEmpty() || line.roles().contains(role)) {
          all.assertThat(answer.status()).as(what).isNotIn(401, 403, 500);
        } else {
          all.assertThat(answer.status()).as(what).isEqualTo(403);
        }
      }
    }
    all.assertAll();
    assertThat(get("", "/api/transfers").status()).isEqualTo(401);
    get(user(Role.AUDITORS), "/api/unheard-of").expect(404);
  }

  @Test
  void theEnginesOwnRestIsClosedToEverybodyWhereItIsDangerous() {
    String caseNumber = file(QR_QS, request(QR_QS));
    String instance =
        get(user(Role.AUDITORS), "/engine-rest/process-instance?businessKey=" + caseNumber)
            .expect(200)
            .body()
            .get(0)
            .get("id")
            .asText();
    String task = task(user(Role.LEGAL_REVIEWERS), "review-finality", caseNumber);
    Map<String, List<String>> dangerous = new LinkedHashMap<>();
    dangerous.put(
        "POST",
        List.of(
            "/deployment/create",
            "/process-instance/%s/modification",
            "/process-instance/%s/variables",
            "/process-instance/suspended",
            "/process-instance/delete",
            "/process-instance/variables-async",
            "/process-definition/key/transfer/restart",
            "/modification/execute",
            "/migration/execute",
            "/message",
            "/signal",
            "/condition",
            "/user/create",
            "/group/create",
            "/authorization/create",
            "/identity/verify",
            "/external-task/fetchAndLock",
            "/task/create",
            "/task/%t/assignee",
            "/task/%t/delegate",
            "/task/%t/resolve",
            "/task/%t/bpmnError",
            "/task/%t/bpmnEscalation",
            "/task/%t/variables",
            "/task/%t/identity-links",
            "/task/%t/comment/create",
            "/task/%t/attachment/create",
            "/decision-definition/key/eligibility/evaluate",
            "/filter/create",
            "/telemetry/configuration",
            "/history/process-instance",
            "/history/variable-instance"));
    dangerous.put(
        "PUT",
        List.of(
            "/process-instance/%s/variables/outcome",
            "/process-instance/%s/suspended",
            "/process-definition/key/transfer/suspended",
            "/job-definition/suspended",
            "/task/%t/",
            "/task/%t/variables/outcome",
            "/user/qr-requesters/credentials",
            "/user/qr-requesters/profile",
            "/group/legal-reviewers/members/qr-requesters",
            "/tenant/QM-QZ/user-members/qr-requesters"));
    dangerous.put(
        "DELETE",
        List.of(
            "/process-instance/%s",
            "/deployment/1", "/task/%t", "/user/qr-requesters", "/history/process-instance/%s"));
    dangerous.put(
        "GET",
        List.of(
            "/history/process-instance",
            "/history/variable-instance",
            "/history/user-operation",
            "/process-definition/statistics",
            "/process-definition/key/transfer/statistics",
            "/deployment/statistics",
            "/process-instance/%s/variables",
            "/process-instance/%s/comment",
            "/task/%t/comment",
            "/task/%t/attachment",
            "/task/report/candidate-group-count",
            "/user",
            "/group",
            "/tenant",
            "/authorization",
            "/metrics",
            "/telemetry/data",
            "/schema/log",
            "/event-subscription"));
    SoftAssertions all = new SoftAssertions();
    for (Role role : Role.values()) {
      dangerous.forEach(
          (method, paths) -> {
            for (String path : paths) {
              String address = "/engine-rest" + path.replace("%s", instance).replace("%t", task);
              Answer answer =
                  send(
                      user(role),
                      method,
                      address,
                      method.equals("GET")
                          ? BodyPublishers.noBody()
                          : BodyPublishers.ofString("{}"),
                      "application/json");
              all.assertThat(answer.status()).as("%s: %s %s", role, method, address).isEqualTo(403);
            }
          });
      all.assertThat(
              send(
                      user(role),
                      "POST",
                      "/engine-rest/process-definition/key/transfer/%2e%2e/../deployment/create",
                      BodyPublishers.ofString("{}"),
                      "application/json")
                  .status())
          .as("a way around by dots")
          .isIn(400, 403, 404);
    }
    all.assertAll();
    assertThat(status(QR_QS, caseNumber)).isEqualTo("IN_REVIEW");
  }

  /** What each group finds in a case file; everything else is absent. */
  private static Map<Role, Set<String>> fields() {
    Map<Role, Set<String>> fields = new TreeMap<>();
    Set<String> always =
        Set.of(
            "caseNumber",
            "agreement",
            "agreementVersion",
            "status",
            "route",
            "place",
            "filedAt",
            "decisions");
    Set<String> file =
        Set.of("person", "judgments", "plannedEnd", "met", "conditions", "documents", "timeline");
    Set<String> protection = Set.of("nationalities", "expulsionOrder", "protection");
    for (Role lawyer :
        List.of(
            Role.LEGAL_REVIEWERS,
            Role.DUTY_LAWYERS,
            Role.APPROVERS,
            Role.SENIOR_APPROVERS,
            Role.AUDITORS)) {
      fields.put(lawyer, union(always, file, protection, Set.of("mayBe")));
    }
    fields.put(Role.COUNSEL, union(always, file, protection));
    fields.put(Role.CASEWORKERS, union(always, file, Set.of("mayBe")));
    fields.put(Role.REQUESTERS, union(always, Set.of("person", "judgments", "plannedEnd")));
    Set<String> withoutRoute = new TreeSet<>(always);
    // Whose national a person was found to be is nothing to tell there.
    withoutRoute.remove("route");
    fields.put(Role.RECEIVING, union(withoutRoute, Set.of("person", "judgments", "plannedEnd")));
    fields.put(Role.MEDICAL, union(always, Set.of("person")));
    fields.put(Role.FLIGHT_OPERATIONS, union(always, Set.of("person", "met", "conditions")));
    fields.put(Role.MANAGERS, union(always, Set.of("met", "conditions")));
    fields.put(Role.SYSTEMS, union(always, Set.of("met", "conditions")));
    fields.put(Role.FINANCE, always);
    return fields;
  }

  @Test
  void eachGroupFindsItsFieldsOfACaseFileAndNoOther() {
    String caseNumber = placed(QR_QS);
    Map<Role, Set<String>> expected = fields();
    Map<Role, Set<String>> kinds = new TreeMap<>();
    for (Role role : Role.values()) {
      Answer answer = get(user(role), "/api/transfers/" + caseNumber);
      if (role == Role.ADMINISTRATORS) {
        answer.expect(403);
        continue;
      }
      Set<String> found = new TreeSet<>();
      answer
          .expect(200)
          .body()
          .fields()
          .forEachRemaining(
              field -> {
                if (!field.getValue().isNull()) {
                  found.add(field.getKey());
                }
              });
      assertThat(found).as(role.name()).isEqualTo(new TreeSet<>(expected.get(role)));
      kinds.put(role, new TreeSet<>(answer.body().get("decisions").findValuesAsText("kind")));
    }
    assertThat(kinds.get(Role.RECEIVING))
        .isSubsetOf("ACCEPTANCE", "ARRIVAL_CHECK", "WELFARE_VISIT");
    assertThat(kinds.get(Role.MEDICAL)).isSubsetOf("HEALTH", "FITNESS");
    assertThat(kinds.get(Role.CASEWORKERS)).doesNotContain("PROTECTION", "SUBMISSIONS", "HEALTH");
    assertThat(kinds.get(Role.REQUESTERS))
        .isSubsetOf("ELIGIBILITY", "COMPLETION", "APPROVAL", "ACCEPTANCE");
    assertThat(kinds.get(Role.MANAGERS)).isEmpty();
    assertThat(kinds.get(Role.SYSTEMS)).isEmpty();
    assertThat(kinds.get(Role.FINANCE)).isEmpty();
    for (JsonNode decision :
        get(user(Role.LEGAL_REVIEWERS), "/api/transfers/" + caseNumber).body().get("decisions")) {
      if (Set.of("HEALTH", "FITNESS").contains(decision.get("kind").asText())) {
        assertThat(decision.get("reason").asText()).as("remarks are medical").isEmpty();
      }
    }
  }

  @Test
  void aLiaisonOfOneReceivingStateLearnsNothingOfAnothers() {
    String caseNumber = placed(QR_QS);
    String flight = get(user(Role.AUDITORS), "/api/flights").body().get(0).get("id").asText();
    String stranger = QM_QZ.receivingUser();
    for (String list : List.of("transfers", "flights", "placements", "invoices")) {
      Answer answer = get(stranger, "/api/" + list + "?agreement=QR-QS").expect(200);
      assertThat(answer.body()).as(list).isEmpty();
      assertThat(answer.headers().firstValue("X-Total-Count")).as(list).contains("0");
    }
    for (List<String> pair :
        List.of(
            List.of("/api/transfers/" + caseNumber, "/api/transfers/QR-QS-2026-999999"),
            List.of("/api/flights/" + flight, "/api/flights/FL-QR-QS-999999"),
            List.of("/api/invoices/INV-QR-QS-000001", "/api/invoices/INV-QR-QS-999999"),
            List.of("/api/bills/BILL-QR-QS-2026-01", "/api/bills/BILL-QR-QS-1999-01"))) {
      Answer invisible = get(stranger, pair.get(0)).expect(404);
      Answer unknown = get(stranger, pair.get(1)).expect(404);
      assertThat(invisible.detail()).isEqualTo(unknown.detail());
    }
    List<String> counts = new ArrayList<>();
    for (String count : List.of("/task/count", "/process-instance/count", "/incident/count")) {
      counts.add(get(stranger, "/engine-rest" + count).expect(200).body().get("count").asText());
    }
    assertThat(counts).containsOnly("0");
    // The engine's own clean-up is of no process, and nobody's.
    assertThat(get(stranger, "/engine-rest/job").expect(200).body())
        .allMatch(job -> job.get("processDefinitionId").isNull());
    Answer returns =
        post(
            stranger,
            "/api/transfers/" + caseNumber + "/returns",
            map(
                "trigger", "RECEIVING_STATE_REQUEST",
                "authority", "Ministry 01",
                "reference", "R-1",
                "text", "Asked.",
                "deadline", clock.instant().plusSeconds(86400).toString()));
    assertThat(returns.status()).as(returns.text()).isIn(400, 404);
    assertThat(returns.text()).doesNotContain("PLACED");
  }

  @Test
  void countsInCockpitAreOnesOwnAndItsOtherPathsAreClosed() throws Exception {
    file(QR_QS, request(QR_QS));
    file(QR_QS, request(QR_QS));
    file(QM_QZ, request(QM_QZ));
    var browser = new WebappSession(port);
    browser.login("cockpit", QM_QZ.user("managers"));
    HttpResponse<String> running =
        browser.call("POST", "/camunda/api/engine/engine/default/process-instance/count", "{}");
    assertThat(running.statusCode()).as(running.body()).isEqualTo(200);
    long own = JSON.readTree(running.body()).get("count").asLong();
    JsonNode statistics =
        JSON.readTree(
            browser
                .call(
                    "GET",
                    "/camunda/api/cockpit/plugin/base/default/process-definition/statistics?firstResult=0&maxResults=50",
                    "")
                .body());
    long counted = 0;
    for (JsonNode one : statistics) {
      counted += one.get("instances").asLong();
    }
    assertThat(counted).as(statistics.toString()).isEqualTo(own);
    // What the dashboard asks of the engine itself is counted for one's own agreements too.
    long countedByTheEngine = 0;
    for (JsonNode one :
        JSON.readTree(
            browser
                .call(
                    "GET",
                    "/camunda/api/engine/engine/default/process-definition/statistics?rootIncidents=true",
                    "")
                .body())) {
      countedByTheEngine += one.get("instances").asLong();
    }
    assertThat(countedByTheEngine).isEqualTo(own);
    HttpResponse<String> saved =
        browser.call("GET", "/camunda/api/engine/engine/default/filter?resourceType=Task", "");
    assertThat(JSON.readTree(saved.body()).findValuesAsText("name"))
        .contains("Tasks of my groups", "Mine", "Due today", "Overdue");
    // Writing at /api with the login of a page takes the token of that page, and is for documents.
    assertThat(browser.call("POST", "/api/stay-orders", "{}").statusCode()).isEqualTo(401);
    for (String closed :
        List.of(
            "/camunda/api/engine/engine/default/deployment/create",
            "/camunda/api/engine/engine/default/message",
            "/camunda/api/engine/engine/default/history/user-operation",
            "/camunda/api/admin/setup/default/user/create",
            "/camunda/api/engine/engine/other/task")) {
      assertThat(browser.call("GET", closed, "").statusCode()).as(closed).isEqualTo(403);
      assertThat(browser.call("POST", closed, "{}").statusCode()).as(closed).isEqualTo(403);
    }
    // Another node confirms a new password, or the end of a membership.
    jdbc.sql("update ACT_ID_USER set REV_ = REV_ + 1 where ID_ = ?")
        .param(QM_QZ.user("managers"))
        .update();
    assertThat(
            browser
                .call("POST", "/camunda/api/engine/engine/default/process-instance/count", "{}")
                .statusCode())
        .as("the account is another")
        .isIn(401, 403);
    assertThat(browser.call("GET", "/camunda/api/engine/engine/default/task", "").statusCode())
        .isEqualTo(401);
  }

  @SafeVarargs
  private static Set<String> union(Set<String>... sets) {
    return Stream.of(sets).flatMap(Set::stream).collect(Collectors.toSet());
  }
}
