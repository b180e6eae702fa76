package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.camunda.bpm.admin.Admin;
import org.camunda.bpm.admin.impl.DefaultAdminRuntimeDelegate;
import org.camunda.bpm.cockpit.Cockpit;
import org.camunda.bpm.cockpit.impl.DefaultCockpitRuntimeDelegate;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngines;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests;
import org.camunda.bpm.tasklist.Tasklist;
import org.camunda.bpm.tasklist.impl.DefaultTasklistRuntimeDelegate;
import org.camunda.bpm.welcome.Welcome;
import org.camunda.bpm.welcome.impl.DefaultWelcomeRuntimeDelegate;
import org.custodytransfer.LockOrder;
import org.custodytransfer.Running;
import org.custodytransfer.Snapshots;
import org.custodytransfer.access.Acting;
import org.custodytransfer.casefile.CaseDocuments;
import org.custodytransfer.flight.IdentityChecks;
import org.custodytransfer.platform.AdjustableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * A running application, its users of two pairs of states, and the steps of a case. What a story
 * asserts it asks over HTTP; steps that only lead somewhere are taken in the process, through the
 * same wall.
 */
@Running
@Tag("story")
abstract class Journey {

  static final Instant BEGINNING = Instant.parse(System.getProperty("custody.clock-begins-at"));
  static final ZoneId SENDING_ZONE = ZoneId.of("Europe/Berlin");
  static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
  private static final AtomicInteger PERSONS = new AtomicInteger(100);

  /** A sending state's users with their agreement; a user is named after state and group. */
  record Pair(String sending, String receiving) {
    String agreement() {
      return sending + "-" + receiving;
    }

    String user(String group) {
      return sending.toLowerCase() + "-" + group;
    }

    String receivingUser() {
      return "receiving-" + receiving.toLowerCase();
    }
  }

  static final Pair DK_XK = new Pair("DK", "XK");
  static final Pair QR_QS = new Pair("QR", "QS");
  static final Pair QM_QZ = new Pair("QM", "QZ");
  static final Pair QN_QY = new Pair("QN", "QY");
  static final Pair QO_QX = new Pair("QO", "QX");
  static final Pair NO_NL = new Pair("NO", "NL");

  /** The pairs of states whose users and facts a story begins with. */
  List<Pair> pairs() {
    return List.of(QR_QS, QM_QZ);
  }

  static final List<String> GROUPS =
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

  @LocalServerPort int port;
  @Autowired AdjustableClock clock;
  @Autowired Acting acting;
  @Autowired JdbcClient jdbc;
  @Autowired ApplicationContext application;

  /** Years by which the dates of a request and of the record lie before those of its example. */
  int yearsBefore() {
    return 0;
  }

  /**
   * Each test begins at the same moment, with the same record: nobody's case, these pairs' users.
   */
  @BeforeEach
  void world() {
    clock.release();
    if (yearsBefore() > 0) {
      clock.setTo(clock.instant().atZone(SENDING_ZONE).minusYears(yearsBefore()).toInstant());
    }
    record();
  }

  void record() {
    // Another application of this process may have come and gone: REST asks the one named last.
    ProcessEngine engine = application.getBean(ProcessEngine.class);
    ProcessEngines.registerProcessEngine(engine);
    BpmnAwareTests.init(engine);
    if (Cockpit.getRuntimeDelegate() == null) {
      // It took with it what the web applications of this one ask as well.
      Cockpit.setCockpitRuntimeDelegate(new DefaultCockpitRuntimeDelegate());
      Tasklist.setTasklistRuntimeDelegate(new DefaultTasklistRuntimeDelegate());
      Admin.setAdminRuntimeDelegate(new DefaultAdminRuntimeDelegate());
      Welcome.setRuntimeDelegate(new DefaultWelcomeRuntimeDelegate());
    }
    forgetAnchors();
    application
        .getBean(Snapshots.class)
        .restore(
            pairs() + " " + yearsBefore(),
            () -> {
              pairs().forEach(this::open);
              // What was confirmed has everybody looked at again.
              acting.runDueJobs();
            });
  }

  /** What was anchored outside the database is of another record. */
  private void forgetAnchors() {
    FileSystemUtils.deleteRecursively(
        new File(application.getEnvironment().getRequiredProperty("custody.anchors")));
  }

  void open(Pair pair) {
    openAccounts(acting, pair);
    openAgreement(pair);
  }

  /** A user for each group of a pair of states, and a second one where two persons are needed. */
  static void openAccounts(Acting acting, Pair pair) {
    for (String group : GROUPS) {
      acting.openAccount(pair.user(group), "test", pair.sending(), group);
    }
    for (String second :
        List.of("legal-reviewers", "duty-lawyers", "finance", "flight-operations")) {
      acting.openAccount(pair.user(second) + "-2", "test", pair.sending(), second);
    }
    acting.openAccount(pair.receivingUser(), "test", pair.receiving(), pair.receivingUser());
  }

  /** An answer: its status and, if there is one, its JSON. */
  record Answer(int status, JsonNode body, String text, HttpHeaders headers) {
    Answer expect(int expected) {
      assertThat(status).as(text).isEqualTo(expected);
      return this;
    }

    String detail() {
      return body.has("detail") ? body.get("detail").asText() : body.path("message").asText();
    }

    List<String> pointers() {
      List<String> pointers = new ArrayList<>();
      body.path("faults").forEach(fault -> pointers.add(fault.path("pointer").asText()));
      return pointers;
    }
  }

  Answer get(String user, String path) {
    return send(user, "GET", path, HttpRequest.BodyPublishers.noBody(), "application/json");
  }

  Answer post(String user, String path, Object body) {
    return send(
        user,
        "POST",
        path,
        HttpRequest.BodyPublishers.ofString(body instanceof String text ? text : write(body)),
        "application/json");
  }

  /** A POST to another node of the application. */
  Answer postAt(int otherPort, String user, String path, Object body) {
    return sendTo(
        otherPort,
        user,
        "POST",
        path,
        HttpRequest.BodyPublishers.ofString(write(body)),
        "application/json");
  }

  Answer put(String user, String path, Object body) {
    return send(
        user, "PUT", path, HttpRequest.BodyPublishers.ofString(write(body)), "application/json");
  }

  /** A POST with further headers: name, value, name, value. */
  Answer postWith(String user, String path, Object body, String... headers) {
    return send(
        user,
        "POST",
        path,
        HttpRequest.BodyPublishers.ofString(body instanceof String text ? text : write(body)),
        "application/json",
        headers);
  }

  Answer send(
      String user,
      String method,
      String path,
      HttpRequest.BodyPublisher body,
      String type,
      String... headers) {
    return sendTo(port, user, method, path, body, type, headers);
  }

  private Answer sendTo(
      int toPort,
      String user,
      String method,
      String path,
      HttpRequest.BodyPublisher body,
      String type,
      String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + toPort + path))
            .method(method, body);
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (!user.isEmpty()) {
      request.header(
          "Authorization",
          "Basic "
              + Base64.getEncoder()
                  .encodeToString((user + ":test").getBytes(StandardCharsets.UTF_8)));
    }
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(
          response.statusCode(), parse(response.body()), response.body(), response.headers());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode parse(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      return node.isMissingNode() ? JSON.createObjectNode() : node;
    } catch (IOException notJson) {
      return JSON.createObjectNode();
    }
  }

  static String write(Object body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Files a request at the engine's own door. */
  Answer start(String user, String request) {
    return post(
        user,
        "/engine-rest/process-definition/key/transfer/start",
        map("variables", map("request", map("value", request, "type", "Json"))));
  }

  // --- the steps of a case

  /** The same request once more, after it was refused. */
  ObjectNode anew(ObjectNode request) {
    return anew(request, today());
  }

  static ObjectNode anew(ObjectNode request, String knownSince) {
    request.putObject("newFacts").put("knownSince", knownSince).put("text", "A new document.");
    return request;
  }

  /** The README's request, for another person each time, of this pair. */
  ObjectNode request(Pair pair) {
    try {
      int n = PERSONS.incrementAndGet();
      ObjectNode request =
          (ObjectNode)
              JSON.readTree(shifted(Files.readString(Path.of("docs/examples/request-QR-QS.json"))));
      request.put("agreement", pair.agreement());
      ObjectNode person = (ObjectNode) request.get("person");
      person.put("registerNumber", "TEST-" + n);
      person.remove("aliases");
      person.put("givenNames", "Given" + n);
      person.put("familyName", "Zzyzx" + n);
      person.put("counsel", pair.user("counsel"));
      return request;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode person(ObjectNode request) {
    return (ObjectNode) request.get("person");
  }

  static ObjectNode judgment(ObjectNode request) {
    return (ObjectNode) request.get("judgment");
  }

  String file(Pair pair, ObjectNode request) {
    return post(pair.user("requesters"), "/api/transfers", request)
        .expect(201)
        .body()
        .get("caseNumber")
        .asText();
  }

  String status(Pair pair, String caseNumber) {
    return get(pair.user("auditors"), "/api/transfers/" + caseNumber)
        .expect(200)
        .body()
        .get("status")
        .asText();
  }

  /** The status on the way, where the next step depends on it. */
  private String station(Pair pair, String caseNumber) {
    return overHttp()
        ? status(pair, caseNumber)
        : jdbc.sql(
                """
                select status from case_status where id =
                  (select max(id) from case_status where case_number = ?)""")
            .param(caseNumber)
            .query(String.class)
            .single();
  }

  long document(String user, String path, String title) {
    return uploaded(user, path, title).expect(201).body().get("id").asLong();
  }

  Answer uploaded(String user, String path, String title) {
    String boundary = "boundary-of-the-test";
    String body =
        "--%1$s\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n%2$s\r\n--%1$s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nInvented.\r\n--%1$s--\r\n"
            .formatted(boundary, title);
    return send(
        user,
        "POST",
        path + "/documents",
        HttpRequest.BodyPublishers.ofString(body),
        "multipart/form-data; boundary=" + boundary);
  }

  /** Unpacks the bundle of a case, and says which files it has. */
  List<String> unzip(String user, String caseNumber, Path folder) throws Exception {
    HttpResponse<byte[]> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(
                            "http://localhost:%d/api/transfers/%s/bundle"
                                .formatted(port, caseNumber)))
                    .header(
                        "Authorization",
                        "Basic "
                            + Base64.getEncoder()
                                .encodeToString((user + ":test").getBytes(StandardCharsets.UTF_8)))
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    List<String> names = new ArrayList<>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.write(file, zip.readAllBytes());
        names.add(entry.getName());
      }
    }
    return names;
  }

  /** Whether each step of a story goes over HTTP, also those that only lead somewhere. */
  boolean overHttp() {
    return false;
  }

  /** Takes a step that only leads somewhere, through the wall, but in this process. */
  private void done(String user, String task, String about, Map<String, Object> answers) {
    if (overHttp()) {
      submit(user, claim(user, task, about), answers).expect(204);
    } else {
      acting.sign(user, task, about, answers);
      noDeadEnds();
    }
  }

  private void done(String user, String task, String about, Object... answers) {
    done(user, task, about, map(answers));
  }

  /** Claims a task and submits its form over the engine's REST. */
  Answer sign(String user, String task, String about, Object... answers) {
    String id = claim(user, task, about);
    return submit(user, id, map(answers));
  }

  /** Who may not sign gives the task back. */
  Answer released(String user, String task, Answer answer) {
    if (answer.status() >= 400) {
      post(user, "/engine-rest/task/" + task + "/unclaim", "").expect(204);
    }
    return answer;
  }

  String claim(String user, String task, String about) {
    String id = task(user, task, about);
    post(user, "/engine-rest/task/" + id + "/claim", Map.of("userId", user)).expect(204);
    return id;
  }

  Answer submit(String user, String taskId, Map<String, Object> answers) {
    Map<String, Object> variables = new LinkedHashMap<>();
    answers.forEach((key, value) -> variables.put(key, Map.of("value", value)));
    Answer answer =
        post(user, "/engine-rest/task/" + taskId + "/submit-form", Map.of("variables", variables));
    noDeadEnds();
    return answer;
  }

  /**
   * Asserts, after every signature of every story, that no case waits without an open task or a
   * timer that somebody owns, unless it has reached a named end; and that no step has failed.
   */
  @AfterEach
  void noDeadEnds() {
    assertThat(
            jdbc.sql(
                    """
                    select c.case_number || ' ' || s.status from transfer_case c
                    join case_status s on s.id =
                      (select max(id) from case_status where case_number = c.case_number)
                    where s.status not in ('REFUSED', 'DECLINED', 'WITHDRAWN', 'DIED', 'CLOSED')
                      and not exists (select 1 from ACT_RU_EXECUTION e
                        where e.BUSINESS_KEY_ = c.case_number and (
                          exists (select 1 from ACT_RU_TASK t where t.PROC_INST_ID_ = e.ID_)
                          or exists (select 1 from ACT_RU_JOB j where j.PROCESS_INSTANCE_ID_ = e.ID_
                            and j.TYPE_ = 'timer' and j.RETRIES_ > 0)))""")
                .query(String.class)
                .list())
        .as("cases that nobody has to see to")
        .isEmpty();
    assertThat(jdbc.sql("select count(*) from ACT_RU_INCIDENT").query(Long.class).single())
        .as("incidents")
        .isZero();
    assertThat(LockOrder.violations()).as("locks out of their order").isEmpty();
  }

  String task(String user, String task, String about) {
    JsonNode found = get(user, "/engine-rest/task?taskDefinitionKey=" + task).expect(200).body();
    List<String> ids = new ArrayList<>();
    for (JsonNode one : found) {
      boolean same =
          one.get("name").asText().contains(about)
              || get(user, "/api/tasks/" + one.get("id").asText())
                  .body()
                  .path("about")
                  .asText()
                  .equals(about);
      if (same) {
        ids.add(one.get("id").asText());
      }
    }
    assertThat(ids).as("open tasks %s for %s, seen by %s", task, about, user).hasSize(1);
    return ids.get(0);
  }

  static Map<String, Object> map(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }

  /** A request for a national of this state alone. */
  ObjectNode national(Pair pair, String state) {
    ObjectNode request = request(pair);
    ((ObjectNode) request.get("person")).putArray("nationalities").add(state);
    return request;
  }

  /** The state of each departure condition. */
  Map<String, String> conditions(Pair pair, String caseNumber) {
    Map<String, String> conditions = new LinkedHashMap<>();
    get(pair.user("auditors"), "/api/transfers/" + caseNumber)
        .expect(200)
        .body()
        .get("conditions")
        .forEach(one -> conditions.put(one.get("condition").asText(), one.get("state").asText()));
    return conditions;
  }

  private JsonNode terms(Pair pair) {
    return get(pair.user("managers"), "/api/agreements/" + pair.agreement())
        .expect(200)
        .body()
        .get("terms");
  }

  private List<String> routes(Pair pair) {
    List<String> routes = new ArrayList<>();
    terms(pair).get("routes").fieldNames().forEachRemaining(routes::add);
    return routes;
  }

  private String shifted(String text) {
    return DAY.matcher(text)
        .replaceAll(day -> LocalDate.parse(day.group()).minusYears(yearsBefore()).toString());
  }

  /** The day in the agreement's file, or that by which it had happened. */
  private static String ratified(JsonNode party) {
    JsonNode on = party.at("/ratification/on");
    return on.isTextual() ? on.asText() : party.at("/ratification/onOrBefore").asText();
  }

  private void openAgreement(Pair pair) {
    String path = "/api/agreements/" + pair.agreement();
    String lawyer = pair.user("legal-reviewers");
    JsonNode terms = get(lawyer, path).expect(200).body().get("terms");
    for (String route : routes(pair)) {
      long basis =
          post(
                  lawyer,
                  path + "/legal-bases",
                  map(
                      "route",
                      route,
                      "instrument",
                      "TREATY",
                      "title",
                      "Treaty of the test",
                      "source",
                      "Invented",
                      "sendingRatifiedOn",
                      ratified(terms.get("sending")),
                      "receivingRatifiedOn",
                      ratified(terms.get("receiving")),
                      "inForceFrom",
                      ratified(terms.get("receiving")),
                      "document",
                      document(lawyer, path, "Treaty")))
              .expect(201)
              .body()
              .get("id")
              .asLong();
      confirm(pair, "LEGAL_BASIS-" + basis);
    }
    confirm(pair, "INSPECTION-" + inspect(pair, today(), false, Map.of()));
    post(
            pair.user("finance"),
            path + "/funding-certificates",
            map("amount", 1000000000, "validUntil", shifted("2035-12-31"), "reason", "Certified."))
        .expect(201);
  }

  long inspect(Pair pair, String on, boolean illTreatment, Map<String, Object> more) {
    String path = "/api/agreements/" + pair.agreement();
    String lawyer = pair.user("legal-reviewers");
    Map<String, Object> inspection =
        map(
            "body",
            "Inspection body 01",
            "independence",
            "CPT",
            "inspectedOn",
            on,
            "illTreatmentFound",
            illTreatment,
            "counselReaches",
            true,
            "familyReaches",
            true,
            "consulateReaches",
            true,
            "courtsReach",
            true,
            "document",
            document(lawyer, path, "Report"));
    inspection.putAll(more);
    return post(lawyer, path + "/inspections", inspection).expect(201).body().get("id").asLong();
  }

  void confirm(Pair pair, String fact) {
    done(
        pair.user("legal-reviewers") + "-2",
        "confirm-agreement-fact",
        fact,
        "outcome",
        "confirmed",
        "reason",
        "Read.");
  }

  /** Signs every strand clear. */
  void review(Pair pair, String caseNumber, String nationality, String... except) {
    Set<String> skipped = Set.of(except);
    String lawyer = pair.user("legal-reviewers");
    String evidence = evidence(pair, caseNumber);
    done(
        pair.user("counsel"),
        "record-submissions",
        caseNumber,
        "outcome",
        "none",
        "reason",
        "Spoke.");
    done(
        pair.user("medical"),
        "examine-health",
        caseNumber,
        "outcome",
        "none",
        "examinedAt",
        moment(),
        "reason",
        "Examined.");
    String[] shared = {"documents", evidence, "reason", "As the document shows."};
    strand(
        skipped,
        lawyer,
        "review-finality",
        caseNumber,
        shared,
        "outcome",
        "clear",
        "finalOn",
        shifted("2025-03-17"));
    strand(
        skipped,
        lawyer,
        "verify-nationality",
        caseNumber,
        shared,
        "outcome",
        "clear",
        "nationalities",
        nationality,
        "claimFound",
        "no");
    strand(
        skipped,
        lawyer,
        "assess-protection",
        caseNumber,
        shared,
        "outcome",
        "no-real-risk",
        "reportPublisher",
        "Publisher 01",
        "reportDate",
        shifted("2025-01-01"),
        "accountHeard",
        "yes",
        "claimFound",
        "no");
    strand(
        skipped,
        lawyer,
        "review-proceedings",
        caseNumber,
        shared,
        "outcome",
        "none-open",
        "checkedOn",
        today());
    if (openTasks(caseNumber).contains("review-expulsion-order")) {
      strand(
          skipped,
          lawyer,
          "review-expulsion-order",
          caseNumber,
          shared,
          "outcome",
          "clear",
          "lawfulResident",
          "no");
    }
    if (openTasks(caseNumber).contains("consider-home-return")) {
      strand(
          skipped,
          lawyer,
          "consider-home-return",
          caseNumber,
          shared,
          "outcome",
          "refused",
          "answeredOn",
          today());
    }
  }

  private void strand(
      Set<String> skipped,
      String lawyer,
      String form,
      String caseNumber,
      String[] shared,
      Object... more) {
    if (!skipped.contains(form)) {
      strand(lawyer, form, caseNumber, shared, more);
    }
  }

  private void strand(
      String lawyer, String form, String caseNumber, String[] shared, Object... more) {
    Map<String, Object> answers = map((Object[]) shared);
    answers.putAll(map(more));
    done(lawyer, form, caseNumber, answers);
  }

  /** Signs one strand again, on a document. */
  void strand(Pair pair, String caseNumber, String form, Object... more) {
    String[] shared = {"documents", evidence(pair, caseNumber), "reason", "As the document shows."};
    strand(pair.user("legal-reviewers"), form, caseNumber, shared, more);
  }

  /** Signs that there is no real risk, with what else the form is to say. */
  void assess(Pair pair, String caseNumber, Object... more) {
    Map<String, Object> answers =
        map(
            "outcome",
            "no-real-risk",
            "reportPublisher",
            "Publisher 01",
            "reportDate",
            "2025-01-01",
            "accountHeard",
            "yes");
    answers.putAll(map(more));
    strand(
        pair,
        caseNumber,
        "assess-protection",
        answers.entrySet().stream()
            .flatMap(one -> Stream.of(one.getKey(), one.getValue()))
            .toArray());
  }

  String evidence(String caseNumber) {
    return evidence(QM_QZ, caseNumber);
  }

  String evidence(Pair pair, String caseNumber) {
    return evidence(pair.user("legal-reviewers"), caseNumber, "Evidence");
  }

  private String evidence(String user, String caseNumber, String title) {
    if (overHttp()) {
      return document(user, "/api/transfers/" + caseNumber, title) + "";
    }
    return application
            .getBean(CaseDocuments.class)
            .add(
                acting.actor(user),
                caseNumber,
                title,
                "text/plain",
                "Invented.".getBytes(StandardCharsets.UTF_8))
            .id()
        + "";
  }

  long stay(String scope, String caseNumber) {
    return post(QM_QZ.user("systems"), "/api/stay-orders", order(scope, caseNumber))
        .expect(201)
        .body()
        .get("id")
        .asLong();
  }

  Map<String, Object> order(String scope, String caseNumber) {
    Map<String, Object> order =
        map(
            "scope",
            scope,
            "court",
            "Court 02",
            "docket",
            "ST-1",
            "text",
            "The transfer is stayed.",
            "orderedAt",
            clock.instant().minus(Duration.ofDays(5)) + "",
            "receivedAt",
            clock.instant().minusSeconds(30) + "");
    if (scope.equals("CASE")) {
      order.put("caseNumber", caseNumber);
    }
    return order;
  }

  /** Reported by one, and confirmed by two with the certificate. */
  void died(Pair pair, String caseNumber) {
    advance(Duration.ofMinutes(1));
    String about =
        "OBSTACLE-"
            + post(
                    pair.user("caseworkers"),
                    "/api/transfers/" + caseNumber + "/death",
                    map("diedAt", moment(), "reason", "Natural causes."))
                .expect(201)
                .body()
                .get("id");
    settledByTwo(pair, about, settlement(pair, caseNumber, "upheld"));
  }

  void settledByTwo(Pair pair, String about, Map<String, Object> answers) {
    done(pair.user("duty-lawyers"), "settle-obstacle", about, answers);
    done(
        pair.user("duty-lawyers") + "-2",
        "confirm-settlement",
        about,
        "outcome",
        "confirmed",
        "reason",
        "As the document says.");
  }

  /** On a decision of four days ago, which one lawyer enters and another confirms in time. */
  void lift(long order) {
    enterLift(QM_QZ.user("duty-lawyers"), order, lifting(order)).expect(202);
    untilHeard(order);
    confirmLift(QM_QZ.user("legal-reviewers"), order).expect(204);
  }

  Instant recordedAt(long order) {
    return jdbc.sql("select recorded_at from obstacle where id = ?")
        .param(order)
        .query(java.time.OffsetDateTime.class)
        .single()
        .toInstant();
  }

  /** Nothing is settled before those whom it is about had time to answer what was raised. */
  void untilHeard(long obstacle) {
    Instant heard = recordedAt(obstacle).plus(Duration.ofHours(72));
    if (clock.instant().isBefore(heard)) {
      advance(Duration.between(clock.instant(), heard));
    }
  }

  /** Two others release the funds that one froze, on the treasury's word. */
  void releaseFunds(long hold) {
    endOfAgreement("funding-hold/release", "hold", hold, "senior-approvers").expect(202);
    confirmLift(QM_QZ.user("finance") + "-2", hold).expect(204);
  }

  /** Two others let an agreement go on that one suspended. */
  void resume(long suspension) {
    endOfAgreement("suspension/resumption", "suspension", suspension, "duty-lawyers").expect(202);
    confirmLift(QM_QZ.user("duty-lawyers") + "-2", suspension).expect(204);
  }

  /** On a document that came since. */
  Answer endOfAgreement(String address, String field, long id, String group) {
    advance(Duration.ofSeconds(1));
    long document = document(QM_QZ.user("legal-reviewers"), "/api/agreements/QM-QZ", "Instrument");
    return post(
        QM_QZ.user(group),
        "/api/agreements/QM-QZ/" + address,
        map(field, id, "document", document, "reason", "As it says."));
  }

  Answer enterLift(String user, long order, Map<String, Object> lift) {
    return post(user, "/api/stay-orders/" + order + "/lift", lift);
  }

  Answer confirmLift(String user, long order) {
    return sign(
        user,
        "confirm-settlement",
        "OBSTACLE-" + order,
        "outcome",
        "confirmed",
        "reason",
        "Compared.");
  }

  /** What the court decided four days ago, and whom it was served on then. */
  Map<String, Object> lifting(long order) {
    String decided = clock.instant().minus(Duration.ofDays(4)).toString();
    Map<String, Object> lift =
        map(
            "court", "Court 02",
            "docket", "ST-2",
            "decidedAt", decided,
            "text", "The stay is lifted.",
            "remedy", "final",
            "personServedAt", decided,
            "counselServedAt", decided);
    JsonNode about =
        get(QM_QZ.user("duty-lawyers"), "/api/stay-orders/" + order).expect(200).body();
    String caseNumber = about.path("caseNumber").asText("");
    if (about.get("scope").asText().equals("PERSON")) {
      JsonNode covered =
          get(QM_QZ.user("duty-lawyers"), "/api/stay-orders/" + order + "/cases").body();
      caseNumber = covered.isEmpty() ? "" : covered.get(0).asText();
    }
    if (!caseNumber.isEmpty()) {
      lift.put("documents", List.of(Long.parseLong(evidence(QM_QZ, caseNumber))));
    }
    return lift;
  }

  /** What a lawyer enters who settles an obstacle, on a paper that comes with it. */
  Map<String, Object> settlement(Pair pair, String caseNumber, String outcome) {
    Map<String, Object> answers =
        map(
            "outcome",
            outcome,
            "authority",
            "Court 08",
            "reference",
            "S-1",
            "decidedAt",
            moment(),
            "documents",
            evidence(pair, caseNumber),
            "reason",
            "As decided.");
    if (!outcome.equals("upheld")) {
      answers.put("remedy", "final");
      answers.put("personServedAt", moment());
      answers.put("counselServedAt", moment());
    }
    return answers;
  }

  JsonNode caseFile(Pair pair, String caseNumber) {
    return get(pair.user("auditors"), "/api/transfers/" + caseNumber).expect(200).body();
  }

  /** The open tasks of a case, by their key, in alphabetical order. */
  List<String> openTasks(String caseNumber) {
    return jdbc.sql(
            "select TASK_DEF_KEY_ from ACT_RU_TASK where NAME_ like ? order by TASK_DEF_KEY_")
        .param("%" + caseNumber)
        .query(String.class)
        .list();
  }

  /** The instance that runs for a case, flight or bill. */
  ProcessInstance running(String model, String about) {
    return BpmnAwareTests.runtimeService()
        .createProcessInstanceQuery()
        .processDefinitionKey(model)
        .processInstanceBusinessKey(about)
        .singleResult();
  }

  String place(String caseNumber) {
    return get(QM_QZ.user("auditors"), "/api/transfers/" + caseNumber)
        .expect(200)
        .body()
        .get("place")
        .asText();
  }

  void clear(Pair pair, String caseNumber) {
    done(
        pair.user("legal-reviewers") + "-2",
        "countersign-review",
        caseNumber,
        "outcome",
        "cleared",
        "reason",
        "All clear.");
  }

  void approve(Pair pair, String caseNumber, String outcome) {
    String approver =
        "senior-approvers".equals(approvalGroup(pair, caseNumber))
            ? pair.user("senior-approvers")
            : pair.user("approvers");
    done(approver, "approve-transfer", caseNumber, "outcome", outcome, "reason", "Decided.");
  }

  private String approvalGroup(Pair pair, String caseNumber) {
    if (!overHttp()) {
      return jdbc.sql(
              """
              select outcome from decision where id = (select max(id) from decision
                where case_number = ? and kind = 'APPROVAL_LEVEL')""")
          .param(caseNumber)
          .query(String.class)
          .single();
    }
    String group = "";
    for (JsonNode decision :
        get(pair.user("auditors"), "/api/transfers/" + caseNumber).body().get("decisions")) {
      if (decision.get("kind").asText().equals("APPROVAL_LEVEL")) {
        group = decision.get("outcome").asText();
      }
    }
    return group;
  }

  void accept(Pair pair, String caseNumber, String outcome) {
    done(
        pair.receivingUser(),
        "decide-acceptance",
        caseNumber,
        "outcome",
        outcome,
        "reason",
        "Decided.");
  }

  void serve(Pair pair, String caseNumber) {
    notice(pair, caseNumber);
    if (openTasks(caseNumber).contains("record-consent")) {
      done(
          pair.user("caseworkers"),
          "record-consent",
          caseNumber,
          "outcome",
          "given",
          "language",
          "en",
          "afterCounsel",
          "yes",
          "givenOn",
          today(),
          "documents",
          evidence(pair, caseNumber),
          "reason",
          "Counsel was there.");
    }
  }

  void notice(Pair pair, String caseNumber) {
    String worker = pair.user("caseworkers");
    String evidence = evidence(worker, caseNumber, "Notice");
    done(
        worker,
        "serve-notice",
        caseNumber,
        "destinationState",
        pair.receiving(),
        "language",
        "en",
        "personServedAt",
        moment(),
        "counselServedAt",
        moment(),
        "documents",
        evidence,
        "reason",
        "In person.");
    done(
        worker,
        "record-notifications",
        caseNumber,
        "consulate",
        "notified",
        "nextOfKin",
        "notified",
        "notifiedOn",
        today(),
        "reason",
        "In writing.");
  }

  /** From the request to the beginning of the waiting period. */
  String waiting(Pair pair) {
    return waiting(pair, request(pair), "AF");
  }

  /** The same, for this request and the nationality that a document proves. */
  String waiting(Pair pair, ObjectNode request, String nationality) {
    String caseNumber = file(pair, request);
    review(pair, caseNumber, nationality);
    clear(pair, caseNumber);
    approve(pair, caseNumber, "approved");
    accept(pair, caseNumber, "accepted");
    serve(pair, caseNumber);
    assertThat(station(pair, caseNumber)).isEqualTo("WAITING");
    return caseNumber;
  }

  void waitOut(Pair pair) {
    advance(Duration.ofDays(terms(pair).at("/periods/noticeDays").asInt() + 1));
  }

  /** From the request to the day after the waiting period. */
  String ready(Pair pair) {
    return ready(pair, request(pair), "AF");
  }

  String ready(Pair pair, ObjectNode request, String nationality) {
    String caseNumber = waiting(pair, request, nationality);
    waitOut(pair);
    assertThat(station(pair, caseNumber)).isEqualTo("READY");
    return caseNumber;
  }

  /** Who may leave again is ready, and takes another flight: the first has nobody any more. */
  String anotherFlight(Pair pair, String empty, String caseNumber) {
    assertThat(station(pair, caseNumber)).isEqualTo("READY");
    post(
            pair.user("flight-operations"),
            "/api/flights/" + empty + "/cancellation",
            map("reason", "Nobody has a seat."))
        .expect(200);
    return flight(pair, caseNumber);
  }

  /** A flight with a signed manifest and certified passengers, shortly before it leaves. */
  String flight(Pair pair, String... caseNumbers) {
    String flight = plannedFlight(pair, Duration.ofHours(24).plusMinutes(10), caseNumbers);
    advance(Duration.ofMinutes(1));
    for (String caseNumber : caseNumbers) {
      certified(pair, caseNumber);
    }
    advance(Duration.ofHours(23).plusMinutes(45));
    for (String caseNumber : caseNumbers) {
      comparedAtBoarding(pair, flight, caseNumber);
    }
    return flight;
  }

  /** A flight with a signed manifest. */
  String plannedFlight(Pair pair, Duration ahead, String... caseNumbers) {
    String flight = draftedFlight(pair, ahead, caseNumbers);
    String second = pair.user("flight-operations") + "-2";
    done(second, "sign-manifest", flight, "outcome", "signed", "reason", "Right.");
    return flight;
  }

  /** A flight whose manifest waits for its second signature. */
  String draftedFlight(Pair pair, Duration ahead, String... caseNumbers) {
    String operations = pair.user("flight-operations");
    String flight =
        post(
                operations,
                "/api/flights",
                map(
                    "agreement",
                    pair.agreement(),
                    "departsFrom",
                    "Airport 01",
                    "arrivesAt",
                    "Airport 02",
                    "plannedDeparture",
                    clock.instant().plus(ahead).truncatedTo(ChronoUnit.SECONDS) + "",
                    "cases",
                    List.of(caseNumbers)))
            .expect(201)
            .body()
            .get("id")
            .asText();
    done(
        operations,
        "confirm-charter",
        flight,
        "outcome",
        "confirmed",
        "permits",
        "P-01",
        "reason",
        "Carrier 01.");
    done(operations, "draft-manifest", flight, "passengers", caseNumbers.length, "reason", "Done.");
    return flight;
  }

  void certified(Pair pair, String caseNumber) {
    done(
        pair.user("medical"),
        "certify-fitness",
        caseNumber,
        "outcome",
        "fit",
        "examinedAt",
        moment(),
        "reason",
        "Examined.");
  }

  void comparedAtBoarding(Pair pair, String flight, String caseNumber) {
    compared(flight, caseNumber, pair.user("caseworkers"), pair.user("flight-operations"));
  }

  /** Both sides of a door compare a passenger with the register. */
  void compared(String flight, String caseNumber, String... users) {
    for (String user : users) {
      if (overHttp()) {
        compare(flight, caseNumber, user, true).expect(201);
      } else {
        var check =
            new IdentityChecks.NewCheck(
                caseNumber, true, Set.of(IdentityChecks.Feature.PHOTOGRAPH), Optional.empty());
        application.getBean(IdentityChecks.class).check(acting.actor(user), flight, check);
      }
    }
  }

  Answer compare(String flight, String caseNumber, String user, boolean same) {
    Map<String, Object> check =
        map("caseNumber", caseNumber, "samePerson", same, "comparedWith", List.of("PHOTOGRAPH"));
    if (!same) {
      check.put("text", "Another face.");
    }
    return post(user, "/api/flights/" + flight + "/identity-checks", check);
  }

  /** The same at the facility, after the arrival. */
  void comparedAtTheDoor(Pair pair, String flight, String caseNumber) {
    compared(flight, caseNumber, pair.user("flight-operations"), pair.receivingUser());
  }

  Answer depart(Pair pair, String flight) {
    return post(pair.user("flight-operations"), "/api/flights/" + flight + "/departure", "");
  }

  void arriveAndHandOver(Pair pair, String flight, String caseNumber) {
    post(pair.user("flight-operations"), "/api/flights/" + flight + "/arrival", "").expect(200);
    comparedAtTheDoor(pair, flight, caseNumber);
    post(
            pair.receivingUser(),
            "/api/flights/" + flight + "/handovers",
            map("caseNumber", caseNumber, "receivedBy", "Officer 01"))
        .expect(201);
  }

  /** From the request to the arrival check in the facility. */
  String placed(Pair pair) {
    return placed(pair, request(pair), "AF");
  }

  String placed(Pair pair, ObjectNode request, String nationality) {
    String caseNumber = ready(pair, request, nationality);
    String flight = flight(pair, caseNumber);
    JsonNode departure = depart(pair, flight).expect(200).body();
    assertThat(departure.get("aboard")).hasSize(1);
    arriveAndHandOver(pair, flight, caseNumber);
    assertThat(station(pair, caseNumber)).isEqualTo("PLACED");
    done(
        pair.receivingUser(),
        "check-arrival",
        caseNumber,
        "outcome",
        "in-order",
        "checkedAt",
        moment(),
        "reason",
        "Unharmed.");
    return caseNumber;
  }

  /**
   * The whole of a month's bill: a count that differs, its correction, two signatures, invoice,
   * payment.
   */
  JsonNode bill(Pair pair, YearMonth month, int nights) {
    String finance = pair.user("finance");
    String bill =
        post(finance, "/api/billing-runs", map("agreement", pair.agreement(), "month", month + ""))
            .expect(201)
            .body()
            .get("bill")
            .asText();
    post(finance, "/api/billing-runs", map("agreement", pair.agreement(), "month", month + ""))
        .expect(409);
    sign(pair.receivingUser(), "enter-statement", bill, "nights", nights + 1, "reason", "Ours.")
        .expect(204);
    sign(
            finance,
            "resolve-difference",
            bill,
            "outcome",
            "statement-again",
            "reason",
            "One night too many.")
        .expect(204);
    sign(pair.receivingUser(), "enter-statement", bill, "nights", nights, "reason", "Corrected.")
        .expect(204);
    sign(finance, "sign-statement-sending", bill, "outcome", "signed", "reason", "Right.")
        .expect(204);
    sign(
            pair.receivingUser(),
            "sign-statement-receiving",
            bill,
            "outcome",
            "signed",
            "reason",
            "Right.")
        .expect(204);
    JsonNode invoice = null;
    for (JsonNode one : get(finance, "/api/invoices").expect(200).body()) {
      if (one.get("agreement").asText().equals(pair.agreement())
          && one.get("month").asText().equals(month.toString())) {
        invoice = one;
      }
    }
    assertThat(invoice).isNotNull();
    String number = invoice.get("number").asText();
    BigDecimal total = invoice.get("total").decimalValue();
    var payment =
        map(
            "invoice",
            number,
            "reference",
            "R-" + number,
            "amount",
            total,
            "paidOn",
            invoice.get("issuedOn").asText());
    post(finance, "/api/payments", payment).expect(201);
    assertThat(get(finance, "/api/invoices/" + number).body().get("paid").decimalValue())
        .isEqualByComparingTo(total);
    post(finance, "/api/payments", payment).expect(409);
    return invoice;
  }

  /** The return at the end of the placement, from this moment. */
  void goHome(Pair pair, String caseNumber, String from, String on) {
    goTo(from);
    comeHome(pair, caseNumber, on);
    assertThat(station(pair, caseNumber)).isEqualTo("CLOSED");
  }

  /** Records that a flight of {@code QM_QZ} has brought back who may not stay. */
  void flightBack(String flight, String outcome) {
    flightBack(QM_QZ, flight, outcome);
  }

  void flightBack(Pair pair, String flight, String outcome) {
    sign(
            pair.user("flight-operations"),
            "bring-back",
            flight,
            "outcome",
            outcome,
            "backAt",
            moment(),
            "reason",
            "As ordered.")
        .expect(204);
  }

  /** The way back that is open, booked for a day, and done. */
  void comeHome(Pair pair, String caseNumber, String on) {
    done(
        pair.user("flight-operations"),
        "arrange-return",
        caseNumber,
        "official",
        pair.user("approvers"),
        "returnOn",
        on,
        "reason",
        "Booked.");
    done(
        pair.user("caseworkers"),
        "confirm-return",
        caseNumber,
        "returnedAt",
        moment(),
        "reason",
        "Back.");
  }

  /** Demands the return of somebody placed under {@code QM_QZ}. */
  Answer bringBack(String user, String caseNumber, String trigger, Duration within) {
    return post(
        user,
        "/api/transfers/" + caseNumber + "/returns",
        map(
            "trigger",
            trigger,
            "deadline",
            clock.instant().plus(within).toString(),
            "authority",
            "Authority 01",
            "reference",
            "R-" + within,
            "reason",
            "As decided."));
  }

  void advance(Duration by) {
    clock.advance(by);
    acting.runDueJobs();
  }

  void goTo(String moment) {
    clock.setTo(Instant.parse(moment));
    acting.runDueJobs();
  }

  /** The legal day in the sending states of the stories, which are one hour from UTC, or two. */
  String today() {
    return LocalDate.ofInstant(clock.instant(), SENDING_ZONE).toString();
  }

  /** What this process of tests has logged. */
  Path log() {
    return Path.of(application.getEnvironment().getRequiredProperty("logging.file.name"));
  }

  String moment() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
