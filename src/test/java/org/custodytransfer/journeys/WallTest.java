package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What somebody from outside tries at the engine and at the API: refused, nothing changed, a trace
 * in the audit.
 */
class WallTest extends Journey {

  private static final List<String> EVERY_GROUP =
      List.of(
          "requesters",
          "caseworkers",
          "legal-reviewers",
          "duty-lawyers",
          "approvers",
          "senior-approvers",
          "flight-operations",
          "medical",
          "finance",
          "managers",
          "counsel",
          "auditors",
          "systems");

  @Test
  void nobodyComesInWithoutALogin() {
    for (String path :
        List.of(
            "/api/transfers",
            "/api/agreements",
            "/engine-rest/task",
            "/engine-rest/process-definition",
            "/v3/api-docs",
            "/swagger-ui/index.html")) {
      get("", path).expect(401);
    }
  }

  @Test
  void aCaseStartsAtItsStartWithItsRequestAndNothingElse() {
    Object request = Map.of("type", "Json", "value", write(request(QR_QS)));
    for (Map<String, Object> start :
        List.of(
            map(
                "variables", Map.of("request", request),
                "startInstructions",
                    List.of(Map.of("type", "startBeforeActivity", "activityId", "await-handover"))),
            map(
                "variables",
                Map.of("request", request, "caseNumber", Map.of("value", "QR-QS-2026-000001"))),
            map("variables", Map.of("request", request), "businessKey", "QR-QS-2026-000001"),
            map("variables", Map.of("request", request), "caseInstanceId", "1"))) {
      for (String user : everybody()) {
        unchanged(
            () ->
                assertThat(
                        post(user, "/engine-rest/process-definition/key/transfer/start", start)
                            .status())
                    .as(user)
                    .isIn(400, 403, 404));
      }
    }
    for (String process :
        List.of("legal-review", "placement", "flight", "billing", "agreement-fact", "obstacle")) {
      for (String user : everybody()) {
        unchanged(
            () ->
                assertThat(
                        post(
                                user,
                                "/engine-rest/process-definition/key/" + process + "/start",
                                Map.of())
                            .status())
                    .isIn(403, 404));
      }
    }
  }

  @Test
  void theDangerousDoorsAreClosedToEverybody() {
    String caseNumber = file(QR_QS, request(QR_QS));
    String instance =
        jdbc.sql(
                "select PROC_INST_ID_ from ACT_HI_PROCINST where BUSINESS_KEY_ = ? and SUPER_PROCESS_INSTANCE_ID_ is null")
            .param(caseNumber)
            .query(String.class)
            .single();
    String task =
        jdbc.sql(
                "select ID_ from ACT_RU_TASK where TASK_DEF_KEY_ = 'assess-protection' and NAME_ like ?")
            .param("%" + caseNumber)
            .query(String.class)
            .single();
    Map<String, Object> evil = Map.of("value", "evil");
    List<Object[]> attempts =
        List.of(
            new Object[] {"PUT", "/process-instance/" + instance + "/variables/caseNumber", evil},
            new Object[] {
              "POST",
              "/process-instance/" + instance + "/variables",
              Map.of("modifications", Map.of("x", evil))
            },
            new Object[] {"PUT", "/execution/" + instance + "/localVariables/x", evil},
            new Object[] {"PUT", "/task/" + task + "/variables/x", evil},
            new Object[] {"PUT", "/task/" + task + "/localVariables/x", evil},
            new Object[] {
              "POST",
              "/process-instance/" + instance + "/modification",
              Map.of(
                  "skipCustomListeners",
                  true,
                  "instructions",
                  List.of(Map.of("type", "startBeforeActivity", "activityId", "await-handover")))
            },
            new Object[] {
              "POST",
              "/process-instance/delete",
              Map.of(
                  "skipCustomListeners",
                  true,
                  "deleteReason",
                  "x",
                  "processInstanceIds",
                  List.of(instance))
            },
            new Object[] {
              "POST",
              "/modification/execute",
              Map.of(
                  "skipCustomListeners",
                  true,
                  "processInstanceIds",
                  List.of(instance),
                  "instructions",
                  List.of(Map.of("type", "startAfterActivity", "activityId", "legal-review-call")))
            },
            new Object[] {
              "PUT", "/process-instance/" + instance + "/suspended", Map.of("suspended", true)
            },
            new Object[] {
              "POST", "/message", Map.of("messageName", "handedOver", "businessKey", caseNumber)
            },
            new Object[] {"POST", "/signal", Map.of("name", "any")},
            new Object[] {"POST", "/task/" + task + "/assignee", Map.of("userId", "qr-finance")},
            new Object[] {"POST", "/task/" + task + "/delegate", Map.of("userId", "qr-finance")},
            new Object[] {
              "POST", "/task/" + task + "/resolve", Map.of("variables", Map.of("x", evil))
            },
            new Object[] {
              "POST",
              "/task/" + task + "/identity-links",
              Map.of("userId", "qr-finance", "type", "candidate")
            },
            new Object[] {"POST", "/task/" + task + "/bpmnError", Map.of("errorCode", "ENDED")},
            new Object[] {
              "POST", "/task/" + task + "/bpmnEscalation", Map.of("escalationCode", "X")
            },
            new Object[] {"POST", "/task/" + task + "/comment/create", Map.of("message", "a name")},
            new Object[] {"POST", "/task/create", Map.of("name", "own")},
            new Object[] {
              "POST",
              "/user/create",
              Map.of("profile", Map.of("id", "evil"), "credentials", Map.of("password", "evil"))
            },
            new Object[] {"PUT", "/group/legal-reviewers/members/qr-finance", Map.of()},
            new Object[] {
              "POST",
              "/authorization/create",
              Map.of(
                  "type",
                  1,
                  "permissions",
                  List.of("ALL"),
                  "userId",
                  "qr-finance",
                  "resourceType",
                  8,
                  "resourceId",
                  "*")
            },
            new Object[] {
              "PUT", "/process-definition/key/transfer/suspended", Map.of("suspended", true)
            },
            new Object[] {
              "POST",
              "/process-definition/key/transfer/submit-form",
              Map.of("variables", Map.of("request", evil))
            });
    for (Object[] attempt : attempts) {
      for (String user :
          List.of(
              QR_QS.user("legal-reviewers"),
              QR_QS.user("managers"),
              QR_QS.user("finance"),
              "administrator")) {
        unchanged(
            () ->
                assertThat(
                        send(
                                user,
                                (String) attempt[0],
                                "/engine-rest" + attempt[1],
                                java.net.http.HttpRequest.BodyPublishers.ofString(
                                    write(attempt[2])),
                                "application/json")
                            .status())
                    .as(user + " " + attempt[0] + " " + attempt[1])
                    .isIn(400, 403, 404, 405));
      }
    }
    for (String how : List.of("", "?skipCustomListeners=true&skipIoMappings=true")) {
      unchanged(
          () ->
              assertThat(
                      send(
                              "administrator",
                              "DELETE",
                              "/engine-rest/process-instance/" + instance + how,
                              java.net.http.HttpRequest.BodyPublishers.noBody(),
                              "application/json")
                          .status())
                  .isEqualTo(403));
    }
  }

  @Test
  void aManagerRetriesAStepAndNeitherGivesItUpNorPutsItOff() {
    waiting(QR_QS);
    String job = jdbc.sql("select ID_ from ACT_RU_JOB limit 1").query(String.class).single();
    String path = "/engine-rest/job/" + job + "/retries";
    String manager = QR_QS.user("managers");
    put(manager, path, map("retries", 2)).expect(204);
    put(manager, path, map("retries", 0)).expect(400);
    put(manager, path, map("retries", 2, "dueDate", "2099-01-01T00:00:00.000+0000")).expect(403);
    put(QR_QS.user("caseworkers"), path, map("retries", 2)).expect(403);
    post(manager, "/engine-rest/job/" + job + "/execute", Map.of()).expect(403);
    put(
            manager,
            "/engine-rest/job/" + job + "/duedate",
            map("duedate", "2099-01-01T00:00:00.000+0000"))
        .expect(403);
  }

  @Test
  void noGroupDeploysAModel() {
    String boundary = "boundary-of-the-test";
    String body =
        "--%1$s\r\nContent-Disposition: form-data; name=\"deployment-name\"\r\n\r\nevil\r\n--%1$s\r\nContent-Disposition: form-data; name=\"evil.bpmn\"; filename=\"evil.bpmn\"\r\nContent-Type: text/xml\r\n\r\n<a/>\r\n--%1$s--\r\n"
            .formatted(boundary);
    everybody().forEach(user -> refusedDeployment(user, body, boundary));
  }

  private static List<String> everybody() {
    List<String> users = new java.util.ArrayList<>(List.of("administrator", QR_QS.receivingUser()));
    EVERY_GROUP.forEach(group -> users.add(QR_QS.user(group)));
    return users;
  }

  private void refusedDeployment(String user, String body, String boundary) {
    long before = count("ACT_RE_DEPLOYMENT");
    send(
            user,
            "POST",
            "/engine-rest/deployment/create",
            java.net.http.HttpRequest.BodyPublishers.ofString(body),
            "multipart/form-data; boundary=" + boundary)
        .expect(403);
    assertThat(count("ACT_RE_DEPLOYMENT")).isEqualTo(before);
  }

  @Test
  void aTaskIsClaimedForOneselfAndSignedByItsGroup() {
    String caseNumber = file(QR_QS, request(QR_QS));
    String task = task(QR_QS.user("legal-reviewers"), "assess-protection", caseNumber);

    unchanged(
        () ->
            post(
                    QR_QS.user("legal-reviewers"),
                    "/engine-rest/task/" + task + "/claim",
                    Map.of("userId", QR_QS.user("finance")))
                .expect(403));
    for (String other : List.of("finance", "managers", "approvers", "medical", "auditors")) {
      String user = QR_QS.user(other);
      unchanged(
          () ->
              assertThat(
                      post(user, "/engine-rest/task/" + task + "/claim", Map.of("userId", user))
                          .status())
                  .as(other)
                  .isIn(403, 404));
    }
    unchanged(
        () ->
            assertThat(
                    submit(QR_QS.user("legal-reviewers"), task, map("outcome", "no-real-risk"))
                        .expect(409)
                        .detail())
                .contains("Claim this task first"));
  }

  @Test
  void aTaskIsPutBackByWhoClaimedItAndSignedByNobodyElse() {
    String caseNumber = file(QR_QS, request(QR_QS));
    String first = QR_QS.user("legal-reviewers");
    String second = first + "-2";
    String task = claim(first, "assess-protection", caseNumber);
    unchanged(
        () -> {
          assertThat(submit(second, task, map("outcome", "no-real-risk")).expect(409).detail())
              .contains("Somebody else has claimed this task");
          post(second, "/engine-rest/task/" + task + "/unclaim", Map.of()).expect(403);
        });
    post(first, "/engine-rest/task/" + task + "/unclaim", Map.of()).expect(204);
    post(second, "/engine-rest/task/" + task + "/claim", Map.of("userId", second)).expect(204);
  }

  @Test
  void aFormIsHeldToWhatItAsksThroughBothWaysOfCompletion() {
    String caseNumber = file(QR_QS, request(QR_QS));
    String lawyer = QR_QS.user("legal-reviewers");
    long evidence = document(lawyer, "/api/transfers/" + caseNumber, "Evidence");
    String task = claim(lawyer, "review-finality", caseNumber);
    Map<String, Object> right =
        map(
            "outcome", "clear",
            "finalOn", "2025-03-17",
            "documents", evidence + "",
            "reason", "Certificate.");

    Map<Map<String, Object>, String> wrong =
        Map.of(
            changed(right, "reason", " "), "Reason: is required",
            changed(right, "outcome", "perhaps"), "Is the conviction final?: must be one of",
            changed(right, "finalOn", "2099-01-01"), "Final on: must not be in the future",
            changed(right, "finalOn", "yesterday"), "Final on: must be a date",
            changed(right, "finalOn", "2025-03-02"),
                "Final on: must not be before the day of the judgment",
            changed(right, "documents", "999999"),
                "Evidence (document numbers): names what is not on file here",
            changed(right, "documents", "a"), "must be document numbers",
            changed(right, "reviewOutcome", "cleared"),
                "reviewOutcome: is not a field of this form",
            changed(right, "outcome", 12), "must be text");
    wrong.forEach(
        (answers, says) -> {
          unchanged(
              () -> assertThat(submit(lawyer, task, answers).expect(400).detail()).contains(says));
          unchanged(
              () ->
                  assertThat(
                          post(
                                  lawyer,
                                  "/engine-rest/task/" + task + "/complete",
                                  Map.of("variables", variables(answers)))
                              .expect(400)
                              .detail())
                      .contains(says));
        });
    submit(lawyer, task, right).expect(204);
  }

  @Test
  void aStepIsNotDatedBeforeTheOneItDependsOn() {
    String caseNumber = file(QR_QS, request(QR_QS));
    review(QR_QS, caseNumber, "AF");
    clear(QR_QS, caseNumber);
    approve(QR_QS, caseNumber, "approved");
    accept(QR_QS, caseNumber, "accepted");
    String worker = QR_QS.user("caseworkers");
    String evidence = document(worker, "/api/transfers/" + caseNumber, "Notice") + "";
    String task = claim(worker, "serve-notice", caseNumber);
    Map<String, Object> served =
        map(
            "destinationState",
            "QS",
            "language",
            "en",
            "personServedAt",
            clock.instant().minus(java.time.Duration.ofDays(39)) + "",
            "counselServedAt",
            moment(),
            "documents",
            evidence,
            "reason",
            "Dated back.");
    unchanged(
        () ->
            assertThat(submit(worker, task, served).expect(400).detail())
                .contains(
                    "Served on the person at: must not be before the receiving state accepted"));
    for (var wrong :
        Map.of(
                "destinationState",
                "SV",
                "language",
                "pl",
                "counselServedAt",
                "2099-01-01T00:00:00Z")
            .entrySet()) {
      Map<String, Object> one = changed(served, "personServedAt", moment());
      unchanged(
          () -> submit(worker, task, changed(one, wrong.getKey(), wrong.getValue())).expect(400));
    }
  }

  @Test
  void aTaskOfAnotherStateIsUnknown() {
    String caseNumber = file(QR_QS, request(QR_QS));
    String task = task(QR_QS.user("legal-reviewers"), "assess-protection", caseNumber);
    String stranger = QM_QZ.user("legal-reviewers");
    unchanged(
        () -> {
          post(stranger, "/engine-rest/task/" + task + "/claim", Map.of("userId", stranger))
              .expect(404);
          submit(stranger, task, map("outcome", "no-real-risk")).expect(404);
          get(stranger, "/api/tasks/" + task).expect(404);
        });
  }

  @Test
  void aForeignStateSeesNothingAndUnknownAndInvisibleAreTheSame() {
    String caseNumber = file(QR_QS, request(QR_QS));
    String unknown = "QR-QS-2026-999999";
    for (String stranger :
        List.of(QM_QZ.user("legal-reviewers"), QM_QZ.receivingUser(), QM_QZ.user("auditors"))) {
      Answer invisible = get(stranger, "/api/transfers/" + caseNumber).expect(404);
      Answer none = get(stranger, "/api/transfers/" + unknown).expect(404);
      assertThat(invisible.detail()).isEqualTo(none.detail());
      assertThat(get(stranger, "/api/transfers?agreement=QR-QS").body()).isEmpty();
      assertThat(get(stranger, "/api/transfers").text()).doesNotContain(caseNumber);
      assertThat(get(stranger, "/engine-rest/task").text()).doesNotContain(caseNumber);
      assertThat(get(stranger, "/engine-rest/process-instance?businessKey=" + caseNumber).body())
          .isEmpty();
    }
    post(QM_QZ.user("requesters"), "/api/transfers", request(QR_QS)).expect(404);
    get("administrator", "/api/transfers/" + caseNumber).expect(403);
  }

  @Test
  void theReceivingStateSeesStatusItsTasksAndItsAcceptanceAndNoProtectionFile() {
    String caseNumber = file(QR_QS, request(QR_QS));
    review(QR_QS, caseNumber, "AF");
    clear(QR_QS, caseNumber);
    approve(QR_QS, caseNumber, "approved");
    accept(QR_QS, caseNumber, "accepted");

    Answer file = get(QR_QS.receivingUser(), "/api/transfers/" + caseNumber).expect(200);

    assertThat(file.body().get("status").asText()).isEqualTo("NOTICE");
    assertThat(file.body().get("decisions").findValuesAsText("kind")).containsExactly("ACCEPTANCE");
    for (String section :
        List.of(
            "protection",
            "nationalities",
            "conditions",
            "timeline",
            "documents",
            "expulsionOrder")) {
      assertThat(file.body().has(section)).as(section).isFalse();
    }
    get(QR_QS.receivingUser(), "/api/transfers/" + caseNumber + "/documents").expect(403);
    get(QR_QS.receivingUser(), "/api/transfers/" + caseNumber + "/conditions").expect(403);
    assertThat(
            get(QR_QS.user("auditors"), "/api/audit?case=" + caseNumber)
                .body()
                .findValuesAsText("action"))
        .contains("case file read");
  }

  @Test
  void medicalRemarksGoToMedical() {
    String caseNumber = file(QR_QS, request(QR_QS));
    sign(
            QR_QS.user("medical"),
            "examine-health",
            caseNumber,
            "outcome",
            "none",
            "examinedAt",
            moment(),
            "reason",
            "A remark for medical eyes")
        .expect(204);
    assertThat(get(QR_QS.user("medical"), "/api/transfers/" + caseNumber).text())
        .contains("A remark for medical eyes");
    assertThat(get(QR_QS.user("legal-reviewers"), "/api/transfers/" + caseNumber).text())
        .doesNotContain("A remark for medical eyes");
  }

  @Test
  void counselSeesOwnClientsAndARequesterOwnCases() {
    if (!acting.exists("qr-counsel-2")) {
      acting.openAccount("qr-counsel-2", "test", "QR", "counsel");
      acting.openAccount("qr-requesters-2", "test", "QR", "requesters");
    }
    String caseNumber = file(QR_QS, request(QR_QS));
    get("qr-counsel", "/api/transfers/" + caseNumber).expect(200);
    get("qr-counsel-2", "/api/transfers/" + caseNumber).expect(404);
    get("qr-requesters", "/api/transfers/" + caseNumber).expect(200);
    get("qr-requesters-2", "/api/transfers/" + caseNumber).expect(404);
    assertThat(get("qr-counsel-2", "/api/transfers").text()).doesNotContain(caseNumber);
    assertThat(get("qr-requesters-2", "/api/transfers").text()).doesNotContain(caseNumber);
    assertThat(get("qr-counsel-2", "/engine-rest/task").text()).doesNotContain(caseNumber);
  }

  @Test
  void whoHasLostTheMandateSeesNothingAndTheNextCounselGoesOn() {
    acting.openAccount("qr-counsel-4", "test", "QR", "counsel");
    ObjectNode request = request(QR_QS);
    String caseNumber = file(QR_QS, request);
    String path = "/api/transfers/" + caseNumber;
    String caseworker = QR_QS.user("caseworkers");
    String submissions = claim("qr-counsel", "record-submissions", caseNumber);
    long attorney = document(caseworker, path, "Power of attorney");
    Map<String, Object> wanted =
        map("counsel", "qr-counsel-4", "document", attorney, "reason", "By the person's wish.");
    post("qr-counsel", path + "/counsel", wanted).expect(403);
    post(QM_QZ.user("caseworkers"), path + "/counsel", wanted).expect(404);
    Map<String, Object> nobody = map("counsel", "qr-finance", "document", attorney, "reason", "x");
    assertThat(post(caseworker, path + "/counsel", nobody).expect(400).pointers())
        .containsExactly("/counsel");
    Map<String, Object> unproven = map("counsel", "qr-counsel-4", "document", 99999, "reason", "x");
    assertThat(post(caseworker, path + "/counsel", unproven).expect(400).pointers())
        .containsExactly("/document");

    post(caseworker, path + "/counsel", wanted).expect(200);
    post(caseworker, path + "/counsel", wanted).expect(409);
    get("qr-counsel", path).expect(404);
    get("qr-counsel", path + "/bundle").expect(404);
    assertThat(get("qr-counsel", "/api/transfers").text()).doesNotContain(caseNumber);
    assertThat(get("qr-counsel", "/engine-rest/task").text()).doesNotContain(caseNumber);
    for (String of : List.of("", "/form", "/deployed-form")) {
      get("qr-counsel", "/engine-rest/task/" + submissions + of).expect(404);
    }
    var tasklist = new WebappSession(port);
    tasklist.login("tasklist", "qr-counsel");
    for (String of : List.of("/form-variables", "/identity-links", "/form")) {
      String task = "/camunda/api/engine/engine/default/task/" + submissions + of;
      assertThat(tasklist.call("GET", task, "").statusCode()).as(of).isEqualTo(404);
    }
    // Filing again is no power of attorney.
    post(QR_QS.user("requesters"), path + "/withdrawal", map("reason", "Once more.")).expect(200);
    assertThat(post(QR_QS.user("requesters"), "/api/transfers", request).expect(400).pointers())
        .containsExactly("/person/counsel");
    person(request).put("counsel", "qr-counsel-4");
    path = "/api/transfers/" + file(QR_QS, request);
    caseNumber = path.substring("/api/transfers/".length());
    get("qr-counsel-4", path).expect(200);
    sign("qr-counsel-4", "record-submissions", caseNumber, "outcome", "none", "reason", "None.")
        .expect(204);
    assertThat(get("qr-counsel-4", path).body().at("/person/counsel").asText())
        .isEqualTo("qr-counsel-4");
  }

  @Test
  void aMembershipTakesTwoAdministratorsNeitherOfThemTheUser() {
    acting.openAccount("qr-new", "test", "QR", "caseworkers");
    long asked =
        post("administrator", "/api/accounts/qr-new/memberships", Map.of("group", "approvers"))
            .expect(201)
            .body()
            .get("change")
            .asLong();
    post("administrator", "/api/account-changes/" + asked + "/confirmation", "").expect(403);
    post("qr-new", "/api/account-changes/" + asked + "/confirmation", "").expect(403);
    post("administrator", "/api/accounts/administrator/memberships", Map.of("group", "approvers"))
        .expect(403);
    post("administrator-2", "/api/account-changes/" + asked + "/confirmation", "").expect(200);
    assertThat(acting.actor("qr-new").roles()).hasSize(2);
  }

  @Test
  void aRefusedAttemptLeavesATrace() {
    long before = count("audit_entry");
    post(QR_QS.user("finance"), "/engine-rest/process-definition/key/billing/start", Map.of())
        .expect(403);
    post(QR_QS.user("finance"), "/api/transfers", request(QR_QS)).expect(403);
    assertThat(count("audit_entry")).isEqualTo(before + 2);
    assertThat(get(QR_QS.user("auditors"), "/api/audit?case=general").text())
        .contains("refused: StartProcessInstanceCmd")
        .contains("refused: POST /api/transfers");
  }

  @Test
  void aRefusedAttemptAtAnAddressWithoutEndIsRefusedAndLeavesATraceToo() {
    String user = QR_QS.user("auditors");
    long before = count("audit_entry");
    get(user, "/api/" + "x".repeat(500)).expect(404);
    get(user, "/engine-rest/" + "x".repeat(500)).expect(403);
    assertThat(count("audit_entry")).isEqualTo(before + 2);
  }

  @Test
  void theTrailOfACaseShowsWhatWasChanged() {
    String caseNumber = file(QR_QS, request(QR_QS));
    String path = "/api/audit/verification?case=" + caseNumber;
    assertThat(get(QR_QS.user("auditors"), path).expect(200).body()).isEmpty();
    jdbc.sql("update audit_entry set actor = 'somebody' where chain = ? and position = 2")
        .param(caseNumber)
        .update();
    assertThat(get(QR_QS.user("auditors"), path).body().get(0).get("position").asInt())
        .isEqualTo(2);
  }

  private static Map<String, Object> changed(Map<String, Object> right, String key, Object value) {
    Map<String, Object> wrong = new java.util.LinkedHashMap<>(right);
    wrong.put(key, value);
    return wrong;
  }

  private static Map<String, Object> variables(Map<String, Object> answers) {
    Map<String, Object> variables = new java.util.LinkedHashMap<>();
    answers.forEach((key, value) -> variables.put(key, Map.of("value", value)));
    return variables;
  }

  private void unchanged(Runnable attempt) {
    List<Long> before = state();
    attempt.run();
    assertThat(state()).isEqualTo(before);
  }

  private List<Long> state() {
    return List.of(
            "ACT_RU_EXECUTION",
            "ACT_RU_TASK where ASSIGNEE_ is null",
            "ACT_RU_TASK",
            "ACT_RU_VARIABLE",
            "ACT_RU_IDENTITYLINK",
            "ACT_RE_DEPLOYMENT",
            "ACT_ID_MEMBERSHIP",
            "ACT_RU_AUTHORIZATION",
            "ACT_HI_COMMENT",
            "transfer_case",
            "decision",
            "obstacle")
        .stream()
        .map(this::count)
        .toList();
  }

  private long count(String table) {
    return jdbc.sql("select count(*) from " + table).query(Long.class).single();
  }
}
