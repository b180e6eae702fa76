package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Two states that send to each other, and a third that learns of neither. */
class WhoseIsItStoryTest extends Journey {

  private static final Pair QZ_QM = new Pair("QZ", "QM");

  @Override
  List<Pair> pairs() {
    return List.of(QM_QZ, QZ_QM, QR_QS);
  }

  @Test
  void aCaseEachWayAtOnceAndNobodyIsConfused() {
    String there = waiting(QM_QZ);
    String back = waiting(QZ_QM);
    for (Pair own : List.of(QM_QZ, QZ_QM)) {
      String sent = own == QM_QZ ? there : back;
      String received = own == QM_QZ ? back : there;
      for (String group : GROUPS) {
        String user = own.user(group);
        boolean auditor = group.equals("auditors");
        if (!group.equals("administrators")) {
          get(user, "/api/transfers/" + sent).expect(200);
          get(user, "/api/transfers/" + received).expect(auditor ? 200 : 404);
          assertThat(numbers(user)).as(user).contains(sent);
        }
      }
      Pair other = own == QM_QZ ? QZ_QM : QM_QZ;
      String receiver = other.receivingUser();
      get(receiver, "/api/transfers/" + received).expect(200);
      get(receiver, "/api/transfers/" + sent).expect(404);
      assertThat(numbers(receiver)).contains(received).doesNotContain(sent);
      // The same person of the same state: whole on its own side, what its side may see on the
      // other.
      String auditor = own.user("auditors");
      assertThat(get(auditor, "/api/transfers/" + sent).body().has("protection")).isTrue();
      JsonNode seen = get(auditor, "/api/transfers/" + received).body();
      assertThat(seen.has("protection") || seen.has("claims") || seen.has("conditions")).isFalse();
      get(auditor, "/api/transfers/" + received + "/conditions").expect(403);
      get(auditor, "/api/audit?case=" + received).expect(403);
      get(auditor, "/api/audit?case=" + sent).expect(200);
      assertThat(get(auditor, "/api/audit/verification").expect(200).body()).isEmpty();
    }
    assertThat(covers(QM_QZ, Map.of("scope", "AGREEMENT", "agreement", "QM-QZ")))
        .containsExactly(there);
    // A party as well, which is not told whom the other state sends; and it counts all the same.
    assertThat(covers(QZ_QM, Map.of("scope", "AGREEMENT", "agreement", "QM-QZ"))).isEmpty();
    assertThat(covers(QM_QZ, Map.of("scope", "ALL"))).containsExactly(there);
    assertThat(conditions(QZ_QM, back)).containsEntry("NO_STAY", "AGAINST");
    JsonNode stay = noStay(QZ_QM.user("legal-reviewers"), back);
    assertThat(stay.get("sentence").asText())
        .isEqualTo("A court's order of QM stops this transfer.");
    assertThat(stay.get("signedBy")).isEmpty();
    assertThat(covers(QR_QS, Map.of("scope", "ALL"))).isEmpty();
    assertThat(covers(QM_QZ, Map.of("scope", "CLASS", "rule", Map.of("route", "THIRD_COUNTRY"))))
        .containsExactly(there);
    // Each side's task is that side's.
    assertThat(tasks(QM_QZ.user("legal-reviewers"))).doesNotContain(back);
    assertThat(tasks(QZ_QM.user("legal-reviewers"))).doesNotContain(there);
  }

  /** The state that is feared reads no more than that somebody is held. */
  @Test
  void theReceivingStateReadsNothingOfWhatStandsAgainstAReturn() {
    String caseNumber = placed(QM_QZ);
    String registry = QM_QZ.user("systems");
    for (Map<String, Object> fact :
        List.of(
            map("kind", "APPEAL_OPENED"),
            map("kind", "CONVICTION_REVERSED"),
            map("kind", "NATIONALITY_FOUND", "state", "QM"))) {
      fact.putAll(
          map("on", today(), "authority", "Court 03", "reference", "A-1", "text", "As decided."));
      post(registry, "/api/transfers/" + caseNumber + "/facts", fact).expect(201);
    }
    post(registry, "/api/stay-orders", order("CASE", caseNumber)).expect(201);
    acting.runDueJobs();
    for (String user : List.of(QM_QZ.receivingUser(), "qz-auditors")) {
      Answer file = get(user, "/api/transfers/" + caseNumber).expect(200);
      assertThat(file.text())
          .doesNotContain("appealOpen", "reversedOn", "route", "ST-1", "Court 03");
      String returns = get(user, "/api/transfers/" + caseNumber + "/returns").expect(200).text();
      assertThat(returns).contains("deadline").doesNotContain("trigger", "authority", "reference");
    }
  }

  private JsonNode noStay(String user, String caseNumber) {
    for (JsonNode one : get(user, "/api/transfers/" + caseNumber + "/conditions").body()) {
      if (one.get("condition").asText().equals("NO_STAY")) {
        return one;
      }
    }
    throw new IllegalStateException("NO_STAY");
  }

  @Test
  void anAccountSitsOnOneSide() {
    for (String group : List.of("receiving-qz", "counsel", "auditors", "systems")) {
      String user = "qz-" + group.replace("receiving-qz", "receiver");
      acting.openAccount(user + "-9", "test", "QZ", group);
      String path = "/api/accounts/" + user + "-9/memberships";
      assertThat(post("administrator", path, map("group", "legal-reviewers")).expect(409).detail())
          .contains("a second account");
    }
    acting.openAccount("qz-officer", "test", "QZ", "caseworkers");
    String path = "/api/accounts/qz-officer/memberships";
    post("administrator", path, map("group", "finance")).expect(201);
    post("administrator", path, map("group", "receiving-qz")).expect(409);
    // Two that were asked for at once: the second finds what the first made of it.
    acting.openAccount("qz-late", "test", "QZ", "managers");
    post("administrator", "/api/accounts/qz-late/membership-ends", map("group", "managers"))
        .expect(201);
    long one = change("qz-late", "managers", "membership-ends");
    post("administrator-2", "/api/account-changes/" + one + "/confirmation", "").expect(200);
    long finance = change("qz-late", "finance", "memberships");
    long auditors = change("qz-late", "auditors", "memberships");
    post("administrator-2", "/api/account-changes/" + finance + "/confirmation", "").expect(200);
    post("administrator-2", "/api/account-changes/" + auditors + "/confirmation", "").expect(409);
  }

  private long change(String user, String group, String what) {
    return post("administrator", "/api/accounts/" + user + "/" + what, map("group", group))
        .expect(201)
        .body()
        .get("change")
        .asLong();
  }

  /** What runs, what ran and what is counted, at the systems' door and at the pages'. */
  @Test
  void theEngineTellsAThirdStateAndTheOtherSideNothing() {
    // Of their own there are the facts of their own agreements.
    Map<String, Map<String, String>> before = new TreeMap<>();
    READERS.forEach(user -> before.put(user, counts(user)));
    String caseNumber = waiting(QM_QZ);
    stay("CASE", caseNumber);
    stay("CASE", "QM-QZ-2026-999999");
    endsAtOnce();
    Answer claim =
        post(
            QM_QZ.user("counsel"),
            "/api/transfers/" + caseNumber + "/claims",
            map(
                "kind", "PROTECTION",
                "filedFor", "PERSON",
                "reference", "C-1",
                "text", "A claim (invented).",
                "filedAt", moment()));
    acting.runDueJobs();
    String instance =
        get(QM_QZ.user("managers"), "/engine-rest/process-instance?businessKey=" + caseNumber)
            .body()
            .get(0)
            .get("id")
            .asText();
    String task =
        task(
            QM_QZ.user("legal-reviewers"),
            "settle-obstacle",
            "OBSTACLE-" + claim.expect(201).body().get("id").asLong());
    List<String> others = new ArrayList<>(List.of("qz-auditors", "qz-managers", "qz-duty-lawyers"));
    GROUPS.forEach(group -> others.add(QR_QS.user(group)));
    others.add(QR_QS.receivingUser());
    SoftAssertions all = new SoftAssertions();
    for (String user : others) {
      systems(user, caseNumber, instance, task, all);
    }
    var receiver = new WebappSession(port);
    receiver.login("tasklist", QM_QZ.receivingUser());
    for (String counted :
        List.of(
            "/camunda/api/engine/engine/default/process-definition/statistics",
            "/camunda/api/cockpit/plugin/base/default/process-definition/statistics",
            "/camunda/api/engine/engine/default/task/count?processVariables=reviewOutcome_eq_cleared")) {
      all.assertThat(receiver.call("GET", counted, "").statusCode()).as(counted).isIn(400, 403);
    }
    for (String user : READERS) {
      pages(user, caseNumber, instance, task, all);
      all.assertThat(counts(user)).as("what %s counts", user).isEqualTo(before.get(user));
    }
    all.assertAll();
  }

  /** What ran to its end: an order for all that states its own. */
  private void endsAtOnce() {
    Map<String, Object> order = order("ALL", "");
    order.put("endsAt", clock.instant().plusSeconds(60).toString());
    String about =
        "OBSTACLE-"
            + post(QM_QZ.user("systems"), "/api/stay-orders", order).expect(201).body().get("id");
    sign(
            QM_QZ.user("duty-lawyers"),
            "confirm-order-end",
            about,
            "outcome",
            "stated",
            "reason",
            "As it says.")
        .expect(204);
    advance(Duration.ofMinutes(2));
    assertThat(running("obstacle", about)).isNull();
  }

  private static final List<String> READERS =
      List.of("qz-auditors", "qz-managers", "qr-auditors", "qr-managers");

  private static final List<String> COUNTED = List.of("/process-instance", "/task", "/incident");

  private static final List<String> COUNTED_ON_PAGES =
      List.of(
          "/variable-instance",
          "/history/process-instance",
          "/history/activity-instance",
          "/history/task",
          "/history/incident",
          "/history/decision-instance");

  private void systems(
      String user, String caseNumber, String instance, String task, SoftAssertions all) {
    for (String list : COUNTED) {
      Answer found = get(user, "/engine-rest" + list);
      all.assertThat(found.text()).as(user + " " + list).doesNotContain(caseNumber, instance);
      if (found.status() == 200) {
        all.assertThat(found.body()).as(user + " " + list).isEmpty();
        all.assertThat(get(user, "/engine-rest" + list + "/count").body().get("count").asInt())
            .as(user + " counts " + list)
            .isZero();
      }
    }
    for (String one :
        List.of(
            "/process-instance/" + instance,
            "/task/" + task,
            "/task/" + task + "/form",
            "/task/" + task + "/deployed-form")) {
      all.assertThat(get(user, "/engine-rest" + one).status()).as(user + one).isIn(403, 404);
    }
    for (String change : List.of("/claim", "/complete", "/submit-form", "/unclaim")) {
      int status =
          send(
                  user,
                  "POST",
                  "/engine-rest/task/" + task + change,
                  BodyPublishers.ofString(
                      change.equals("/claim") ? "{\"userId\":\"" + user + "\"}" : "{}"),
                  "application/json")
              .status();
      all.assertThat(status).as(user + change).isIn(403, 404);
    }
  }

  private void pages(
      String user, String caseNumber, String instance, String task, SoftAssertions all) {
    var cockpit = new WebappSession(port);
    cockpit.login("cockpit", user);
    String engine = "/camunda/api/engine/engine/default";
    for (String list : Stream.concat(COUNTED.stream(), COUNTED_ON_PAGES.stream()).toList()) {
      HttpResponse<String> found = cockpit.call("GET", engine + list, "");
      all.assertThat(found.body()).as(user + " " + list).doesNotContain(caseNumber, instance);
    }
    for (String statistics :
        List.of(
            engine + "/process-definition/statistics?rootIncidents=true",
            "/camunda/api/cockpit/plugin/base/default/process-definition/statistics?firstResult=0&maxResults=50")) {
      HttpResponse<String> counted = cockpit.call("GET", statistics, "");
      all.assertThat(counted.body())
          .as(user + " " + statistics)
          .doesNotContainPattern("\"instances\":[1-9]|\"failedJobs\":[1-9]");
    }
    for (String one :
        List.of(
            "/process-instance/" + instance + "/activity-instances",
            "/history/process-instance/" + instance,
            "/task/" + task,
            "/task/" + task + "/form-variables",
            "/task/" + task + "/identity-links")) {
      HttpResponse<String> found = cockpit.call("GET", engine + one, "");
      String unknown =
          one.replace(instance, "00000000-0000-0000-0000-000000000000")
              .replace(task, "00000000-0000-0000-0000-000000000000");
      all.assertThat(found.statusCode())
          .as(user + one + " is as one that there is not: " + found.body())
          .isEqualTo(cockpit.call("GET", engine + unknown, "").statusCode())
          .isIn(403, 404);
    }
  }

  private Map<String, String> counts(String user) {
    var cockpit = new WebappSession(port);
    cockpit.login("cockpit", user);
    Map<String, String> counts = new TreeMap<>();
    for (String list : Stream.concat(COUNTED.stream(), COUNTED_ON_PAGES.stream()).toList()) {
      counts.put(
          list,
          cockpit.call("GET", "/camunda/api/engine/engine/default" + list + "/count", "").body());
    }
    return counts;
  }

  private List<String> numbers(String user) {
    List<String> numbers = new ArrayList<>();
    get(user, "/api/transfers?size=200")
        .expect(200)
        .body()
        .forEach(one -> numbers.add(one.get("caseNumber").asText()));
    return numbers;
  }

  private String tasks(String user) {
    return get(user, "/engine-rest/task?maxResults=200").expect(200).text();
  }

  private List<String> covers(Pair owner, Map<String, Object> scope) {
    Map<String, Object> order = order("ALL", "");
    order.putAll(scope);
    String system = owner.user("systems");
    JsonNode entered = post(system, "/api/stay-orders", order).expect(201).body();
    List<String> covered = new ArrayList<>();
    get(system, entered.get("cases").asText())
        .expect(200)
        .body()
        .forEach(one -> covered.add(one.asText()));
    assertThat(covered).hasSize(entered.get("covers").asInt());
    return covered;
  }
}
