package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What a stranger with an afternoon tries at the doors; each test is one kind of it. */
class DoorsTest extends Journey {

  private static final String COURT = QM_QZ.user("systems");
  private static final String ORDERS = "/api/stay-orders";
  private static final String LOGIN = "/camunda/api/admin/auth/user/default/login/tasklist";
  private static final String OWN_TASKS = "/camunda/api/engine/engine/default/task";
  private static final String LENGTH = "Content-Length: 200000";
  private static final String CHUNKS = "Transfer-Encoding: chunked";

  /** More than enough for one call, and far less than a guess at a lock or a pattern would take. */
  private static final Duration SOON = Duration.ofSeconds(5);

  /** Five doublings of the ten milliseconds that tests begin with, less a clock's tick. */
  private static final Duration LONGEST_OF_TESTS = Duration.ofMillis(310);

  @Override
  List<Pair> pairs() {
    return List.of(QM_QZ);
  }

  @Test
  void anAddressWrittenOtherwiseHasTheSameGuards() {
    String caseNumber = file(QM_QZ, request(QM_QZ));
    Map<String, Object> order = order("CASE", caseNumber);
    String first =
        postWith(COURT, "/%61pi/stay-orders", order, "Idempotency-Key", "k").expect(201).text();
    assertThat(postWith(COURT, ORDERS, order, "Idempotency-Key", "k").expect(201).text())
        .isEqualTo(first);
    assertThat(rows("stay_order")).isOne();

    get("administrator", "/%61pi/agreements/QM-QZ").expect(403);
    assertThat(get(QM_QZ.user("auditors"), "/api/audit?case=general&size=200").expect(200).text())
        .contains("refused: GET /%61pi/agreements/QM-QZ");

    String withdrawal = "/%61pi/transfers/" + caseNumber + "/withdrawal";
    postWith(QM_QZ.user("requesters"), withdrawal, map("reason", "Paroled."), "If-Match", "\"0\"")
        .expect(412);
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("IN_REVIEW");
    get(COURT, "/%65ngine-rest/user").expect(400);
    get(COURT, "/engine-rest/%75ser").expect(403);
    assertThat(get("", "/camunda/%61pi/engine/engine/default/user").status()).isIn(400, 401, 403);
  }

  @Test
  void whatIsTooMuchIsRefusedBeforeItIsWorkedOn() {
    String requester = QM_QZ.user("requesters");
    ObjectNode request = request(QM_QZ);
    String many = request.toString().replace("\"DRUGS\"", "0" + ",0".repeat(1_500_000));
    post(requester, "/api/transfers", many).expect(413);
    post(requester, "/engine-rest/process-definition/key/transfer/start", many).expect(413);

    String some = request.toString().replace("\"DRUGS\"", "0" + ",0".repeat(2_000));
    Answer refused = post(requester, "/api/transfers", some).expect(400);
    assertThat(refused.pointers()).hasSizeLessThanOrEqualTo(100);
    String deep = "[".repeat(10_000) + "]".repeat(10_000);
    post(requester, "/api/transfers", deep).expect(400);
    assertThat(rows("transfer_case")).isZero();

    String assessment = "/api/agreements/QM-QZ/assessment";
    String lawyer = QM_QZ.user("legal-reviewers");
    Answer crowd =
        post(lawyer, assessment, "{\"persons\":[{}" + ",{}".repeat(100_000) + "]}").expect(400);
    assertThat(crowd.pointers()).containsExactly("/persons");
    Answer nobodies =
        post(lawyer, assessment, "{\"persons\":[{}" + ",{}".repeat(200) + "]}").expect(400);
    assertThat(nobodies.pointers()).hasSize(100);
    assertThat(nobodies.pointers()).contains("/persons/0/code");
  }

  @Test
  void noTextTakesLongerThanItsLength() {
    ObjectNode request = request(QM_QZ);
    ((ObjectNode) request.get("person")).put("familyName", "x".repeat(19_000) + "<");
    Answer answer =
        Assertions.assertTimeout(
            SOON, () -> post(QM_QZ.user("requesters"), "/api/transfers", request));
    assertThat(answer.expect(400).pointers()).contains("/person/familyName");
  }

  @Test
  void whoDawdlesHoldsUpNobody() throws Exception {
    String caseNumber = file(QM_QZ, request(QM_QZ));
    String documents = "/api/transfers/" + caseNumber + "/documents";
    List<Socket> slow = new ArrayList<>();
    try {
      // More than there are threads, and each kind more than there are connections to the database.
      for (int n = 0; n < 40; n++) {
        slow.add(begun(COURT, documents, "multipart/form-data; boundary=b", LENGTH));
        slow.add(begun(COURT, ORDERS, "application/json", LENGTH));
        slow.add(begun(COURT, ORDERS, "application/json", CHUNKS));
        slow.add(begun("", ORDERS, "application/json", LENGTH));
        slow.add(begun("", ORDERS, "application/json", CHUNKS));
        slow.add(begun("", LOGIN, "application/x-www-form-urlencoded", LENGTH));
        slow.add(begun("", "/", "multipart/form-data; boundary=b", LENGTH));
      }
      Assertions.assertTimeout(
          SOON, () -> post(COURT, ORDERS, order("CASE", caseNumber)).expect(201));
      Assertions.assertTimeout(
          SOON, () -> assertThat(pages(QM_QZ.user("duty-lawyers"), "test")).isEqualTo(200));
    } finally {
      for (Socket one : slow) {
        one.close();
      }
    }
  }

  @Test
  void whoDoesNotTakeWhatWasAskedForHoldsUpNobody() throws Exception {
    String caseNumber = file(QM_QZ, request(QM_QZ));
    List<Socket> full = new ArrayList<>();
    try {
      for (int n = 0; n < 220; n++) {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(2048);
        socket.connect(new InetSocketAddress("localhost", port));
        full.add(socket);
        socket
            .getOutputStream()
            .write(
                "GET /camunda/lib/deps.js HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    .repeat(20)
                    .getBytes(StandardCharsets.UTF_8));
      }
      // One after the other, so that some come when every thread is taken.
      for (int n = 0; n < 10; n++) {
        Assertions.assertTimeout(
            Duration.ofSeconds(2),
            () -> post(COURT, ORDERS, order("CASE", caseNumber)).expect(201));
      }
    } finally {
      for (Socket one : full) {
        one.close();
      }
    }
  }

  /** A call that has sent its first bytes and then nothing. */
  private Socket begun(String user, String path, String type, String length) throws Exception {
    Socket socket = new Socket("localhost", port);
    String login =
        Base64.getEncoder().encodeToString((user + ":test").getBytes(StandardCharsets.UTF_8));
    socket
        .getOutputStream()
        .write(
            "POST %s HTTP/1.1\r\nHost: localhost\r\n%sContent-Type: %s\r\n%s\r\n\r\n2"
                .formatted(
                    path,
                    user.isEmpty() ? "" : "Authorization: Basic " + login + "\r\n",
                    type,
                    length)
                .getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
    return socket;
  }

  @Test
  void onlyTheDeclaredKindIsTakenAndOnlyFromOurOwnPages() {
    String order = write(order("ALL", ""));
    for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "nonsense")) {
      send(COURT, "POST", ORDERS, BodyPublishers.ofString(order), type).expect(415);
    }
    for (String site : List.of("cross-site", "same-site")) {
      postWith(COURT, ORDERS, order, "Sec-Fetch-Site", site).expect(403);
    }
    assertThat(rows("stay_order")).isZero();
    postWith(COURT, ORDERS, order, "Sec-Fetch-Site", "same-origin").expect(201);

    Map<String, Object> accented = order("ALL", "");
    accented.put("text", "Påbud");
    send(
            COURT,
            "POST",
            ORDERS,
            BodyPublishers.ofString(write(accented)),
            "application/json;charset=ISO-8859-1")
        .expect(201);
    assertThat(get(COURT, ORDERS).expect(200).text()).contains("Påbud");
  }

  @Test
  void whoeverGuessesIsSlowedAndTheOwnerIsLetIn() throws Exception {
    String lawyer = QM_QZ.user("duty-lawyers");
    for (int n = 0; n < 12; n++) {
      assertThat(login(COURT, "wrong" + n)).isEqualTo(401);
      assertThat(pages(lawyer, "wrong" + n)).isEqualTo(401);
    }
    // No more doublings: the answer waits at least so long, at both doors.
    assertThat(waited(() -> login(COURT, "wrong"))).isGreaterThan(LONGEST_OF_TESTS);
    assertThat(waited(() -> pages(lawyer, "wrong"))).isGreaterThan(LONGEST_OF_TESTS);
    get(COURT, "/api/transfers").expect(200);
    assertThat(pages(lawyer, "test")).isEqualTo(200);
    assertThat(
            jdbc.sql("select detail from audit_entry where action = 'refused: login'")
                .query(String.class)
                .list())
        .anyMatch(detail -> detail.startsWith("wrong password, 8 so far, from "));
  }

  private static Duration waited(Callable<?> call) throws Exception {
    long from = System.nanoTime();
    call.call();
    return Duration.ofNanos(System.nanoTime() - from);
  }

  private int login(String user, String password) {
    return send(
            "",
            "GET",
            "/api/transfers",
            BodyPublishers.noBody(),
            "application/json",
            "Authorization",
            "Basic "
                + Base64.getEncoder()
                    .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)))
        .status();
  }

  private int pages(String user, String password) throws Exception {
    return loggedIn(new Browser(port), user, password);
  }

  private int loggedIn(Browser browser, String user, String password) throws Exception {
    browser.send("GET", "/camunda/app/tasklist/default/", "");
    return browser.send("POST", LOGIN, "username=" + user + "&password=" + password);
  }

  /** As the webapps' pages talk to the application: with a session, and its token. */
  private static final class Browser {

    private final CookieManager cookies = new CookieManager();
    private final HttpClient client = HttpClient.newBuilder().cookieHandler(cookies).build();
    private final int port;

    Browser(int port) {
      this.port = port;
    }

    int send(String method, String path, String form) throws Exception {
      String token =
          cookies.getCookieStore().getCookies().stream()
              .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
              .map(HttpCookie::getValue)
              .findFirst()
              .orElse("");
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                  .method(method, BodyPublishers.ofString(form))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .header("X-XSRF-TOKEN", token)
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  @Test
  void casesThatAreTheFirstOfTheirYearAreFiledAtOnce() throws Exception {
    ExecutorService many = Executors.newFixedThreadPool(16);
    try {
      List<Callable<Answer>> filings = new ArrayList<>();
      for (int n = 0; n < 8; n++) {
        ObjectNode request = request(QM_QZ);
        filings.add(() -> post(QM_QZ.user("requesters"), "/api/transfers", request));
        ObjectNode start = request(QM_QZ);
        filings.add(() -> start(QM_QZ.user("requesters"), write(start)));
      }
      for (Future<Answer> filed : many.invokeAll(filings)) {
        assertThat(filed.get().status()).as(filed.get().text()).isIn(200, 201);
      }
    } finally {
      many.shutdownNow();
    }
    assertThat(rows("transfer_case")).isEqualTo(16);
  }

  @Test
  void aSessionEndsWithTheLogoutAndWithItsAccount() throws Exception {
    acting.openAccount("qm-leaver", "secret", "QM", "legal-reviewers");
    Browser left = new Browser(port);
    assertThat(loggedIn(left, "qm-leaver", "secret")).isEqualTo(200);
    assertThat(left.send("GET", OWN_TASKS, "")).isEqualTo(200);
    assertThat(left.send("POST", "/camunda/api/admin/auth/user/default/logout", "")).isEqualTo(200);
    assertThat(left.send("GET", OWN_TASKS, "")).isEqualTo(401);

    Browser stays = new Browser(port);
    assertThat(loggedIn(stays, QM_QZ.user("legal-reviewers"), "test")).isEqualTo(200);
    Browser gone = new Browser(port);
    assertThat(loggedIn(gone, "qm-leaver", "secret")).isEqualTo(200);
    long closure = change("qm-leaver", "closure", "");
    assertThat(gone.send("GET", OWN_TASKS, "")).isEqualTo(200);
    post("administrator-2", "/api/account-changes/" + closure + "/confirmation", "").expect(200);
    assertThat(gone.send("GET", OWN_TASKS, "")).isEqualTo(401);
    assertThat(stays.send("GET", OWN_TASKS, "")).isEqualTo(200);
  }

  @Test
  void whoComesCanGo() {
    acting.openAccount("qm-leaver", "secret", "QM", "legal-reviewers");
    String caseNumber = file(QM_QZ, request(QM_QZ));
    String task = task(QM_QZ.user("legal-reviewers"), "review-finality", caseNumber);
    as(
            "qm-leaver",
            "secret",
            "POST",
            "/engine-rest/task/" + task + "/claim",
            map("userId", "qm-leaver"))
        .expect(204);
    as("qm-leaver", "secret", "POST", "/api/own-password", map("current", "no", "wanted", "other"))
        .expect(400);
    as(
            "qm-leaver",
            "secret",
            "POST",
            "/api/own-password",
            map("current", "secret", "wanted", "other"))
        .expect(204);
    assertThat(login("qm-leaver", "secret")).isEqualTo(401);

    long reset = change("qm-leaver", "password-reset", "");
    post("administrator", "/api/account-changes/" + reset + "/confirmation", "").expect(403);
    String told =
        post("administrator-2", "/api/account-changes/" + reset + "/confirmation", "")
            .expect(200)
            .body()
            .get("password")
            .asText();
    assertThat(login("qm-leaver", "other")).isEqualTo(401);
    assertThat(login("qm-leaver", told)).isEqualTo(200);

    long end = change("qm-leaver", "membership-ends", map("group", "legal-reviewers"));
    post("administrator-2", "/api/account-changes/" + end + "/confirmation", "").expect(200);
    as(
            "qm-leaver",
            told,
            "POST",
            "/engine-rest/task/" + task + "/submit-form",
            map("variables", map()))
        .expect(403);

    post(QM_QZ.user("caseworkers"), "/api/tasks/" + task + "/release", "").expect(403);
    post(QM_QZ.user("managers"), "/api/tasks/" + task + "/release", "").expect(204);
    post(QM_QZ.user("managers"), "/api/tasks/" + task + "/release", "").expect(409);
    assertThat(get(QM_QZ.user("auditors"), "/api/audit?case=" + caseNumber).text())
        .contains("task released");
    claim(QM_QZ.user("legal-reviewers"), "review-finality", caseNumber);

    long closure = change("qm-leaver", "closure", "");
    post("administrator-2", "/api/account-changes/" + closure + "/confirmation", "").expect(200);
    assertThat(login("qm-leaver", told)).isEqualTo(401);
    post("administrator", "/api/accounts/administrator/closure", "").expect(403);
  }

  private long change(String user, String what, Object body) {
    return post("administrator", "/api/accounts/" + user + "/" + what, body)
        .expect(201)
        .body()
        .get("change")
        .asLong();
  }

  private Answer as(String user, String password, String method, String path, Object body) {
    return send(
        "",
        method,
        path,
        BodyPublishers.ofString(write(body)),
        "application/json",
        "Authorization",
        "Basic "
            + Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aNumberNobodyCanUseIsAFaultOfItsField() {
    String certificates = "/api/agreements/QM-QZ/funding-certificates";
    for (String amount :
        List.of("1e400", "1e999999999", "12.345", "123456789012345678901234567890")) {
      assertThat(
              post(
                      QM_QZ.user("finance"),
                      certificates,
                      "{\"amount\":" + amount + ",\"validUntil\":\"2035-01-01\",\"reason\":\"x\"}")
                  .expect(400)
                  .pointers())
          .as(amount)
          .containsExactly("/amount");
    }
    assertThat(
            post(
                    QM_QZ.user("finance"),
                    "/api/agreements/QM-QZ/funding-hold/release",
                    "{\"hold\":99999999999999999999,\"reason\":\"x\"}")
                .expect(400)
                .pointers())
        .containsExactly("/hold");
    // Over in both states, whatever the hour.
    String month = YearMonth.from(LocalDate.parse(today())).minusMonths(2).toString();
    String bill =
        post(QM_QZ.user("finance"), "/api/billing-runs", map("agreement", "QM-QZ", "month", month))
            .expect(201)
            .body()
            .get("bill")
            .asText();
    String statement = claim(QM_QZ.receivingUser(), "enter-statement", bill);
    for (Object nights : List.of(12.5, "1e400", 99999999999999L, true, List.of(1), -1)) {
      submit(QM_QZ.receivingUser(), statement, map("nights", nights, "reason", "x")).expect(400);
    }
    String lawyer = QM_QZ.user("legal-reviewers");
    String task = claim(lawyer, "review-finality", file(QM_QZ, request(QM_QZ)));
    post(lawyer, "/engine-rest/task/" + task + "/submit-form", "{\"variables\":{\"outcome\":null}}")
        .expect(400);
    post(
            lawyer,
            "/engine-rest/task/" + task + "/submit-form",
            "{\"variables\":{\"outcome\":{\"value\":\"rO0ABQ==\",\"type\":\"Object\",\"valueInfo\":{\"objectTypeName\":\"java.lang.String\",\"serializationDataFormat\":\"application/x-java-serialized-object\"}}}}")
        .expect(400);
  }

  @Test
  void whatTheDatabaseCannotKeepIsAFaultOfWhatWasSent() {
    Map<String, Object> order = order("ALL", "");
    order.put("text", "a\u0000b");
    post(COURT, ORDERS, order).expect(400);
    assertThat(rows("stay_order")).isZero();
  }

  @Test
  void methodsKindsAndParametersAreAnsweredAsWhatTheyAre() {
    Answer wrong = send(COURT, "DELETE", ORDERS, BodyPublishers.noBody(), "application/json");
    assertThat(wrong.expect(405).headers().firstValue("Allow").orElse("")).isEqualTo("GET, POST");
    get(COURT, "/api/unheard-of").expect(404);

    String auditor = QM_QZ.user("auditors");
    String caseNumber = file(QM_QZ, request(QM_QZ));
    Answer knownAt =
        get(auditor, "/api/transfers/" + caseNumber + "/conditions?knownAt=yesterday").expect(400);
    assertThat(knownAt.text())
        .contains("must be a moment with its offset")
        .doesNotContain("Optional");
    for (String kind : List.of("application/xml", "application/yaml", "application/x-yaml")) {
      Answer answer = sendAccepting(auditor, "/api/transfers/" + caseNumber, kind);
      assertThat(answer.status()).as(kind).isEqualTo(406);
    }
    Answer malformed =
        send(
            QM_QZ.user("caseworkers"),
            "POST",
            "/api/transfers/" + caseNumber + "/documents",
            BodyPublishers.ofString("no parts at all"),
            "multipart/form-data; boundary=b");
    assertThat(malformed.status()).isEqualTo(400);

    String task = claim(QM_QZ.user("legal-reviewers"), "review-finality", caseNumber);
    String second = QM_QZ.user("legal-reviewers") + "-2";
    post(second, "/engine-rest/task/" + task + "/claim", map("userId", second)).expect(409);
  }

  private Answer sendAccepting(String user, String path, String kind) {
    return send(user, "GET", path, BodyPublishers.noBody(), "application/json", "Accept", kind);
  }

  @Test
  void whatAQueryOfTheEngineCannotAskIsAFaultOfTheQuery() {
    String lawyer = QM_QZ.user("legal-reviewers");
    for (String query :
        List.of(
            "{\"candidateGroups\":[]}",
            "{\"taskVariables\":[{\"name\":null,\"operator\":\"eq\",\"value\":null}]}",
            "{\"processVariables\":[{\"name\":\"x\",\"operator\":\"zz\",\"value\":1}]}",
            "{\"tenantIdIn\":[null]}")) {
      assertThat(post(lawyer, "/engine-rest/task", query).status()).as(query).isEqualTo(400);
    }
    post(lawyer, "/engine-rest/process-instance", "{\"processInstanceIds\":[]}").expect(400);
    get(lawyer, "/engine-rest/task?maxResults=many").expect(400);
    send(
            lawyer,
            "GET",
            "/engine-rest/task",
            BodyPublishers.noBody(),
            "application/json",
            "Accept-Language",
            "\u00ff")
        .expect(400);
  }

  @Test
  void aSpreadsheetIsReadAsAPersonMeansIt() {
    String head =
        "code;birthDate;sex;nationalities;judgedOn;custodial;offenceGroups;sentenceFrom;sentenceUntil;appealOpen;finalOn";
    String line =
        "P-1;1980-01-01;M;AF;2024-01-01;TRUE;DRUGS;2024-01-01;2034-01-01;FALSE;2024-03-01";
    for (String separator : List.of(";", ",")) {
      String sheet =
          ("\ufeff\r\n\r\n" + head + "\r\n" + line + "\r\n" + ";".repeat(10) + "\r\n")
              .replace(";", separator);
      JsonNode assessed =
          send(
                  QM_QZ.user("legal-reviewers"),
                  "POST",
                  "/api/agreements/QM-QZ/assessment",
                  BodyPublishers.ofString(sheet),
                  "text/csv")
              .expect(200)
              .body();
      assertThat(assessed.get("findings")).hasSize(1);
    }
  }

  private long rows(String table) {
    return jdbc.sql("select count(*) from " + table).query(Long.class).single();
  }
}
