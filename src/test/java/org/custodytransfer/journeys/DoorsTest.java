package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.custodytransfer.Database;
import org.custodytransfer.casefile.CaseDocuments;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.transaction.support.TransactionTemplate;

/** What a stranger with an afternoon tries at the doors; each test is one kind of it. */
class DoorsTest extends Journey {

  private static final String COURT = QM_QZ.user("systems");
  private static final String REQUEST_ID = "X-Request-Id";
  private static final String ORDERS = "/api/stay-orders";
  private static final String LOGIN = "/camunda/api/admin/auth/user/default/login/tasklist";
  private static final String PAGES = "/camunda/api/engine/engine/default";
  private static final String OWN_TASKS = PAGES + "/task";
  private static final String LENGTH = "Content-Length: 200000";
  private static final String CHUNKS = "Transfer-Encoding: chunked";

  /** More than enough for one call, and far less than a guess at a lock or a pattern would take. */
  private static final Duration SOON = Duration.ofSeconds(5);

  /** Five doublings of the ten milliseconds that tests begin with, less a clock's tick. */
  @Autowired TransactionTemplate transaction;

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
    assertThat(rows("obstacle")).isOne();

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
    post(lawyer, assessment + "?compareWith=A,B,C,D,E,F", "{\"persons\":[]}").expect(400);
    String head =
        "code;birthDate;sex;nationalities;judgedOn;custodial;offenceGroups;sentenceFrom;sentenceUntil;appealOpen;finalOn";
    StringBuilder crowded = new StringBuilder(head);
    for (int n = 0; n < 1_001; n++) {
      crowded
          .append("\nP-")
          .append(n)
          .append(";1980-01-01;M;AF;2024-01-01;TRUE;DRUGS;2024-01-01;2034-01-01;FALSE;2024-03-01");
    }
    Answer onPaper =
        send(
            lawyer,
            "POST",
            assessment,
            BodyPublishers.ofString(crowded.toString()),
            "text/csv",
            "Accept",
            "application/pdf");
    assertThat(onPaper.expect(400).pointers()).containsExactly("/persons");
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
  void whatIsJudgedBeforeTheFirstStatementHoldsNoConnection() throws Exception {
    HikariPoolMXBean pool =
        application.getBean(DataSource.class).unwrap(HikariDataSource.class).getHikariPoolMXBean();
    transaction.executeWithoutResult(
        begun -> await().untilAsserted(() -> assertThat(pool.getActiveConnections()).isZero()));
  }

  @Test
  void whoCannotBeAnsweredIsToldSoAtEveryDoorAndTheApplicationIsNotReady() throws Exception {
    DataSource database = application.getBean(DataSource.class).unwrap(HikariDataSource.class);
    List<Connection> all = new ArrayList<>();
    try {
      int size = ((HikariDataSource) database).getMaximumPoolSize();
      while (all.size() < size) {
        all.add(database.getConnection());
      }
      Map<String, Object> order = order("ALL", "");
      List<Callable<Answer>> calls =
          List.of(
              () -> post(QM_QZ.user("requesters"), "/api/transfers", request(QM_QZ)),
              () -> get(COURT, "/api/transfers"),
              () -> get(COURT, "/engine-rest/task"),
              () -> get("", "/actuator/health/readiness"));
      ExecutorService callers = Executors.newFixedThreadPool(calls.size());
      List<Future<Answer>> answers =
          Assertions.assertTimeout(Duration.ofSeconds(10), () -> callers.invokeAll(calls));
      callers.shutdown();
      // A court's order has connections of its own.
      Assertions.assertTimeout(SOON, () -> post(COURT, ORDERS, order).expect(201));
      for (Future<Answer> answer : answers) {
        assertThat(answer.get().status()).as(answer.get().text()).isEqualTo(503);
      }
      for (Future<Answer> answer : answers.subList(0, 3)) {
        assertThat(answer.get().headers().firstValue("Retry-After")).contains("5");
        assertThat(answer.get().detail()).contains("try again in a few seconds");
      }
      assertThat(get("", "/actuator/health/liveness").status()).isEqualTo(200);
    } finally {
      for (Connection one : all) {
        one.close();
      }
    }
    await().until(() -> get("", "/actuator/health/readiness").status() == 200);
    post(COURT, ORDERS, order("ALL", "")).expect(201);
  }

  /** As a node does that was stopped in the middle: the database takes its locks back. */
  @Test
  void whoStandsStillWithTheGateInHandLosesItBeforeAnOrderGivesUp() throws Exception {
    Assumptions.assumeTrue(Database.isPostgresql(), "H2 has one node");
    DataSource database = application.getBean(DataSource.class).unwrap(HikariDataSource.class);
    Connection stopped = database.getConnection();
    stopped.setAutoCommit(false);
    stopped.createStatement().execute("select id from gate where id = 1 for update");
    Assertions.assertTimeout(
        Duration.ofSeconds(10), () -> post(COURT, ORDERS, order("ALL", "")).expect(201));
    assertThatThrownBy(stopped::commit).hasMessageContaining("idle-in-transaction");
    ((HikariDataSource) database).evictConnection(stopped);
  }

  @Test
  void eachRequestHasAnIdAndOneLineWithoutItsQuery() {
    Logger access = (Logger) LoggerFactory.getLogger("access");
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    access.addAppender(lines);
    try {
      Answer own = get(COURT, "/api/transfers?q=Zzyzx").expect(200);
      String given = "0123456789abcdef";
      Answer kept = getWith(COURT, "/api/nothing", REQUEST_ID, given).expect(404);
      assertThat(own.headers().firstValue(REQUEST_ID).orElseThrow()).hasSize(36);
      assertThat(kept.headers().firstValue(REQUEST_ID)).contains(given);
      Answer forged = getWith(COURT, "/api/nothing", REQUEST_ID, "<b>").expect(404);
      assertThat(forged.headers().firstValue(REQUEST_ID).orElseThrow()).hasSize(36);
      await()
          .untilAsserted(
              () ->
                  assertThat(List.copyOf(lines.list))
                      .anySatisfy(
                          line -> {
                            assertThat(line.getMDCPropertyMap()).containsEntry("request", given);
                            assertThat(line.getFormattedMessage())
                                .matches("GET /api/nothing 404 \\d+ ms");
                          }));
      assertThat(List.copyOf(lines.list).toString()).doesNotContain("Zzyzx");
    } finally {
      access.detachAppender(lines);
    }
  }

  private Answer getWith(String user, String path, String header, String value) {
    return send(user, "GET", path, BodyPublishers.noBody(), "application/json", header, value);
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
        slow.add(begun(QM_QZ.user("duty-lawyers"), ORDERS, "application/json", LENGTH));
        slow.add(begun(QM_QZ.user("duty-lawyers"), ORDERS, "application/json", CHUNKS));
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
  void whoeverDawdlesAtPagesOrAsksForMuchLeavesThreadsForOrders() throws Exception {
    String caseNumber = file(QM_QZ, request(QM_QZ));
    List<Socket> slow = new ArrayList<>();
    ExecutorService many = Executors.newFixedThreadPool(230);
    try {
      for (int n = 0; n < 320; n++) {
        slow.add(begun("", "/camunda/x", "application/json", LENGTH));
      }
      Assertions.assertTimeout(
          SOON, () -> post(COURT, ORDERS, order("CASE", caseNumber)).expect(201));
      // Each takes a quarter of a second of a core; those that are too many are told so at once.
      List<Future<Answer>> much = new ArrayList<>();
      for (int n = 0; n < 230; n++) {
        much.add(many.submit(() -> get(QM_QZ.user("auditors"), "/api/audit/verification")));
      }
      for (int n = 0; n < 3; n++) {
        Assertions.assertTimeout(
            Duration.ofSeconds(10),
            () -> post(COURT, ORDERS, order("CASE", caseNumber)).expect(201));
      }
      for (Future<Answer> one : much) {
        assertThat(one.get().status()).isIn(200, 503);
      }
    } finally {
      many.shutdownNow();
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
    for (String site : List.of("cross-site", "same-site", "CROSS-SITE", "none, cross-site")) {
      postWith(COURT, ORDERS, order, "Sec-Fetch-Site", site).expect(403);
    }
    for (String origin :
        List.of(
            "https://evil.example",
            "null",
            "x",
            "http://localhost",
            "http://evil://localhost:" + port)) {
      postWith(COURT, ORDERS, order, "Origin", origin).expect(403);
    }
    assertThat(rows("obstacle")).isZero();
    postWith(COURT, ORDERS, order, "Sec-Fetch-Site", "same-origin").expect(201);
    postWith(COURT, ORDERS, order, "Origin", "http://localhost:" + port).expect(201);

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
  void whatIsRefusedToALoginOfTheWebappsDoesNotEndIt() throws Exception {
    String caseNumber = waiting(QM_QZ);
    var browser = new WebappSession(port);
    browser.login("tasklist", QM_QZ.receivingUser());
    String one = "/api/transfers/" + caseNumber;
    assertThat(browser.call("GET", one + "/obstacles", "").statusCode()).isEqualTo(403);
    assertThat(browser.call("GET", one, "").statusCode()).isEqualTo(200);
  }

  /** Whom the sending state did not offer, and how often something is filed, is not told there. */
  @Test
  void theReceivingStateKnowsOfNobodyBeforeItIsAskedAndNotHowOftenSomethingIsFiled() {
    String filed = file(QM_QZ, request(QM_QZ));
    String offered = waiting(QM_QZ);
    acting.openAccount("qz-auditors", "test", "QZ", "auditors");
    acting.openAccount("qr-auditors", "test", "QR", "auditors");
    for (String user : List.of(QM_QZ.receivingUser(), "qz-auditors")) {
      get(user, "/api/transfers/" + filed).expect(404);
      Answer known = get(user, "/api/transfers/" + offered).expect(200);
      assertThat(known.headers().firstValue("ETag")).isEmpty();
      assertThat(get(user, "/api/transfers?size=200").expect(200).text())
          .contains(offered)
          .doesNotContain(filed);
    }
    Answer terms = get("qr-auditors", "/api/agreements/QM-QZ").expect(200);
    assertThat(terms.headers().firstValue("ETag")).isEmpty();
    assertThat(
            get(QM_QZ.user("auditors"), "/api/transfers/" + offered).headers().firstValue("ETag"))
        .isPresent();
  }

  @Test
  @DirtiesContext // What was guessed from here is remembered for an hour.
  void whoeverGuessesIsSlowedAndTheOwnerIsLetIn() throws Exception {
    String lawyer = QM_QZ.user("duty-lawyers");
    String stranger = "qm-stranger";
    acting.openAccount(stranger, "secret", "QM", "finance");
    assertThat(login(COURT, "test")).isEqualTo(200);
    assertThat(pages(lawyer, "test")).isEqualTo(200);
    for (int n = 0; n < 12; n++) {
      assertThat(login(COURT, "wrong" + n)).isIn(401, 429);
      assertThat(pages(lawyer, "wrong" + n)).isIn(401, 429);
    }
    // Many at once are as many as one by one.
    List<Callable<Integer>> guesses = new ArrayList<>();
    for (int n = 0; n < 60; n++) {
      String guess = "guess" + n;
      guesses.add(() -> login(stranger, guess));
    }
    List<Integer> told = new ArrayList<>();
    ExecutorService many = Executors.newFixedThreadPool(30);
    try {
      for (Future<Integer> one : many.invokeAll(guesses)) {
        told.add(one.get());
      }
    } finally {
      many.shutdownNow();
    }
    assertThat(told).allMatch(status -> status == 401 || status == 429);
    assertThat(told.stream().filter(status -> status == 401)).hasSizeLessThan(10);
    // Whose password was right here before is let in at once, at both doors.
    assertThat(login(COURT, "test")).isEqualTo(200);
    assertThat(pages(lawyer, "test")).isEqualTo(200);
    // Whoever guesses at others keeps nobody's first password from being looked at.
    assertThat(login(QM_QZ.user("medical"), "test")).isEqualTo(200);
    // And whoever comes in at one place is no help to who guesses at another.
    // On a slow machine the first of these may come late enough to be looked at.
    await().until(() -> login(stranger, "one-more-guess" + System.nanoTime()) == 429);
    // Who was not known here is told when to come again, and is let in then.
    await().until(() -> login(stranger, "another" + System.nanoTime()) == 401);
    Answer later = basic(stranger, "secret");
    assertThat(later.status()).isEqualTo(429);
    assertThat(later.headers().firstValue("Retry-After").orElse("")).matches("[1-9][0-9]*");
    await().until(() -> login(stranger, "secret") == 200);
    assertThat(
            jdbc.sql("select detail from audit_entry where action = 'refused: login'")
                .query(String.class)
                .list())
        .anyMatch(detail -> detail.startsWith("wrong password, 4 so far, from "));
  }

  @Test
  void whoHangsUpInTheMiddleOfAnAnswerLeavesOneLineAndNoStackTrace() throws Exception {
    String caseNumber = file(QM_QZ, request(QM_QZ));
    byte[] scan = new byte[12_000_000];
    new Random(1).nextBytes(scan);
    long document =
        application
            .getBean(CaseDocuments.class)
            .add(acting.actor(QM_QZ.user("counsel")), caseNumber, "Scan", "application/pdf", scan)
            .id();
    var log = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    var lines = new ListAppender<ILoggingEvent>();
    lines.list = new CopyOnWriteArrayList<>();
    lines.start();
    log.addAppender(lines);
    try {
      for (String path :
          List.of(
              "/api/transfers/" + caseNumber + "/documents/" + document,
              "/api/transfers/" + caseNumber + "/bundle")) {
        String id = "hung-up-" + path.hashCode();
        try (var socket = new Socket("localhost", port)) {
          socket.setSoLinger(true, 0);
          socket
              .getOutputStream()
              .write(
                  ("GET "
                          + path
                          + " HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: "
                          + id
                          + "\r\nAuthorization: Basic "
                          + Base64.getEncoder()
                              .encodeToString(
                                  (QM_QZ.user("counsel") + ":test")
                                      .getBytes(StandardCharsets.UTF_8))
                          + "\r\n\r\n")
                      .getBytes(StandardCharsets.UTF_8));
          assertThat(socket.getInputStream().readNBytes(5_000)).hasSize(5_000);
        }
        await()
            .until(
                () ->
                    List.copyOf(lines.list).stream()
                        .anyMatch(
                            line ->
                                line.getLoggerName().equals("access")
                                    && id.equals(line.getMDCPropertyMap().get("request"))));
      }
      assertThat(List.copyOf(lines.list))
          .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.INFO))
          .filteredOn(line -> line.getThrowableProxy() != null || line.getLevel() == Level.ERROR)
          .isEmpty();
    } finally {
      log.detachAppender(lines);
    }
    get(QM_QZ.user("counsel"), "/api/transfers/" + caseNumber).expect(200);
  }

  @Test
  void theEnginesDoorsAnswerEveryKindOfNonsenseInWords() {
    var browser = new WebappSession(port);
    browser.login("cockpit", QM_QZ.user("managers"));
    String pages = "/camunda/api/engine/engine/default";
    String many = "variables=a_eq_b,c_eq_d";
    assertThat(browser.call("GET", pages + "/history/process-instance?" + many, "").statusCode())
        .isEqualTo(400);
    assertThat(
            browser.call("GET", pages + "/history/process-instance/count?" + many, "").statusCode())
        .isEqualTo(400);
    String two =
        "{\"variables\":[{\"name\":\"a\",\"operator\":\"eq\",\"value\":\"b\"},"
            + "{\"name\":\"c\",\"operator\":\"eq\",\"value\":\"d\"}]}";
    assertThat(browser.call("POST", pages + "/history/process-instance", two).statusCode())
        .isEqualTo(400);
    assertThat(
            browser
                .call("GET", pages + "/history/process-instance?variables=a_eq_b", "")
                .statusCode())
        .isEqualTo(200);
    for (String query : List.of("/task", "/process-instance", "/job", "/history/task/count")) {
      assertThat(browser.call("POST", pages + query, "").statusCode()).as(query).isEqualTo(400);
    }
    String unknown = "00000000-0000-0000-0000-000000000000";
    for (String user : List.of(COURT, QM_QZ.user("legal-reviewers"))) {
      assertThat(get(user, "/engine-rest/task/" + unknown + "/deployed-form").status())
          .isIn(400, 403, 404);
    }
    assertThat(
            new WebappSession(port)
                .call("GET", "/camunda/api/cockpit/plugin/base/static/incident", "")
                .statusCode())
        .isEqualTo(404);
    for (String body :
        List.of(
            "{\"orQueries\":[{\"sorting\":\"x\"}]}",
            "{\"withCandidateGroups\":\"x\"}",
            "{\"priority\":\"x\"}",
            "{\"priority\":99999999999}",
            "{}x",
            "{} {\"a\":1}")) {
      Answer answer =
          send(
                  COURT,
                  "POST",
                  "/engine-rest/task",
                  BodyPublishers.ofString(body),
                  "application/json")
              .expect(400);
      assertThat(answer.text()).as(body).doesNotContain("java", "camunda", "Token");
      assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("problem+json");
    }
    for (String query : List.of("/history/process-instance?startedAfter=x", "/job?active=x")) {
      var answer = browser.call("GET", pages + query, "");
      assertThat(answer.statusCode()).as(query).isEqualTo(400);
      assertThat(answer.body()).doesNotContain("java", "camunda");
    }
  }

  private int login(String user, String password) {
    return basic(user, password).status();
  }

  private Answer basic(String user, String password) {
    return send(
        "",
        "GET",
        "/api/transfers",
        BodyPublishers.noBody(),
        "application/json",
        "Authorization",
        "Basic "
            + Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
  }

  private int pages(String user, String password) throws Exception {
    return loggedIn(new WebappSession(port), user, password);
  }

  private int loggedIn(WebappSession browser, String user, String password) throws Exception {
    browser.call("GET", "/camunda/app/tasklist/default/", "");
    return browser.status("POST", LOGIN, "username=" + user + "&password=" + password);
  }

  @Test
  void casesThatAreTheFirstOfTheirYearAreFiledAtOnce() throws Exception {
    ExecutorService many = Executors.newFixedThreadPool(16);
    try {
      List<Callable<Answer>> filings = new ArrayList<>();
      for (int n = 0; n < 8; n++) {
        ObjectNode request = request(QM_QZ);
        filings.add(
            () -> patiently(() -> post(QM_QZ.user("requesters"), "/api/transfers", request)));
        ObjectNode start = request(QM_QZ);
        filings.add(() -> patiently(() -> start(QM_QZ.user("requesters"), write(start))));
      }
      for (Future<Answer> filed : many.invokeAll(filings)) {
        assertThat(filed.get().status()).as(filed.get().text()).isIn(200, 201);
      }
    } finally {
      many.shutdownNow();
    }
    assertThat(rows("transfer_case")).isEqualTo(16);
  }

  /** Sixteen at once, on a slow machine, may be told to come again. */
  private static Answer patiently(Callable<Answer> filing) throws Exception {
    Answer answer = filing.call();
    for (int n = 0; n < 5 && answer.status() == 503; n++) {
      answer = filing.call();
    }
    return answer;
  }

  @Test
  void aSessionEndsWithTheLogoutAndWithItsAccount() throws Exception {
    acting.openAccount("qm-leaver", "secret", "QM", "legal-reviewers");
    WebappSession left = new WebappSession(port);
    assertThat(loggedIn(left, "qm-leaver", "secret")).isEqualTo(200);
    assertThat(left.status("GET", OWN_TASKS, "")).isEqualTo(200);
    assertThat(left.status("POST", "/camunda/api/admin/auth/user/default/logout", ""))
        .isEqualTo(200);
    assertThat(left.status("GET", OWN_TASKS, "")).isEqualTo(401);

    WebappSession stays = new WebappSession(port);
    assertThat(loggedIn(stays, QM_QZ.user("legal-reviewers"), "test")).isEqualTo(200);
    WebappSession gone = new WebappSession(port);
    assertThat(loggedIn(gone, "qm-leaver", "secret")).isEqualTo(200);
    long closure = change("qm-leaver", "closure", "");
    assertThat(gone.status("GET", OWN_TASKS, "")).isEqualTo(200);
    post("administrator-2", "/api/account-changes/" + closure + "/confirmation", "").expect(200);
    assertThat(gone.status("GET", OWN_TASKS, "")).isEqualTo(401);
    assertThat(stays.status("GET", OWN_TASKS, "")).isEqualTo(200);
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
        .expect(404);

    // What had been claimed is back with the end of the right, and on the trail.
    assertThat(get(QM_QZ.user("auditors"), "/api/audit?case=" + caseNumber).text())
        .contains("task released", "from qm-leaver");
    claim(QM_QZ.user("legal-reviewers"), "review-finality", caseNumber);
    // Without a group an account has its password, and nothing else.
    as("qm-leaver", told, "POST", "/api/own-password", map("current", told, "wanted", told))
        .expect(400);
    as("qm-leaver", told, "POST", "/api/own-password", map("current", told, "wanted", "again"))
        .expect(204);

    String release = "/api/tasks/" + task + "/release";
    post(QM_QZ.user("caseworkers"), release, "").expect(403);
    send(QM_QZ.user("managers"), "POST", release, BodyPublishers.noBody(), "").expect(204);
    post(QM_QZ.user("managers"), release, "").expect(409);
    claim(QM_QZ.user("legal-reviewers"), "review-finality", caseNumber);

    long joins = change("qm-leaver", "memberships", map("group", "finance"));
    long closure = change("qm-leaver", "closure", "");
    post("administrator-2", "/api/account-changes/" + closure + "/confirmation", "").expect(200);
    assertThat(login("qm-leaver", "again")).isEqualTo(401);
    // A closed account stays closed, whatever was asked for before.
    post("administrator-2", "/api/account-changes/" + joins + "/confirmation", "").expect(409);
    for (String change : List.of("closure", "password-reset")) {
      post("administrator", "/api/accounts/qm-leaver/" + change, "").expect(409);
    }
    post("administrator", "/api/accounts/qm-leaver/memberships", map("group", "finance"))
        .expect(409);
    post("administrator", "/api/accounts/administrator/closure", "").expect(403);
  }

  @Test
  void anAccountThatIsClosedAtTheMomentOfAnotherChangeHasNoGroupAndNoTask() throws Exception {
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 8; round++) {
        String user = "qm-racer-" + round;
        acting.openAccount(user, "test", "QM", "legal-reviewers");
        long join = change(user, "memberships", Map.of("group", "finance"));
        long close = change(user, "closure", "");
        String caseNumber = file(QM_QZ, request(QM_QZ));
        String task = task(user, "review-finality", caseNumber);
        List<Callable<Answer>> atOnce =
            new ArrayList<>(
                List.of(
                    () -> confirm(close),
                    round % 2 == 0
                        ? () -> confirm(join)
                        : () ->
                            post(
                                user,
                                "/engine-rest/task/" + task + "/claim",
                                Map.of("userId", user))));
        for (Future<Answer> one : two.invokeAll(atOnce)) {
          assertThat(one.get().status()).as(one.get().text()).isIn(200, 204, 401, 403, 404, 409);
        }
        confirm(close);
        assertThat(
                jdbc.sql("select count(*) from ACT_ID_MEMBERSHIP where USER_ID_ = ?")
                    .param(user)
                    .query(Long.class)
                    .single())
            .as("groups of who is closed, round " + round)
            .isZero();
        assertThat(
                jdbc.sql("select count(*) from ACT_RU_TASK where ASSIGNEE_ = ?")
                    .param(user)
                    .query(Long.class)
                    .single())
            .as("tasks of who is closed, round " + round)
            .isZero();
      }
    } finally {
      two.shutdownNow();
    }
  }

  private Answer confirm(long change) {
    return post("administrator-2", "/api/account-changes/" + change + "/confirmation", "");
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
                    "{\"hold\":99999999999999999999,\"document\":1,\"reason\":\"x\"}")
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
  void noStatementWorksForEver() {
    String longest =
        Database.isPostgresql()
            ? "select setting from pg_settings where name = 'statement_timeout'"
            : "select setting_value from information_schema.settings where setting_name = 'QUERY_TIMEOUT'";
    assertThat(jdbc.sql(longest).query(Long.class).single()).isEqualTo(15_000);
  }

  @Test
  void whatTheDatabaseCannotKeepIsAFaultOfWhatWasSent() {
    Map<String, Object> order = order("ALL", "");
    order.put("text", "a\u0000b");
    post(COURT, ORDERS, order).expect(400);
    assertThat(rows("obstacle")).isZero();
  }

  @Test
  void methodsKindsAndParametersAreAnsweredAsWhatTheyAre() {
    Answer wrong = send(COURT, "DELETE", ORDERS, BodyPublishers.noBody(), "application/json");
    assertThat(wrong.expect(405).headers().firstValue("Allow").orElse("")).isEqualTo("GET, POST");
    get(COURT, "/api/unheard-of").expect(404);
    for (Answer unknown :
        List.of(
            get("", "/api/agreements"),
            getWith("", "/api/agreements", "Authorization", "Basic !!!"),
            getWith("", "/engine-rest/task", "Authorization", "Bearer x"),
            get("", "/actuator/env"),
            get(COURT, "/api//agreements"))) {
      assertThat(unknown.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    String auditor = QM_QZ.user("auditors");
    String caseNumber = file(QM_QZ, request(QM_QZ));
    Answer knownAt =
        get(auditor, "/api/transfers/" + caseNumber + "/conditions?knownAt=yesterday").expect(400);
    assertThat(knownAt.text())
        .contains("must be a moment with its offset")
        .doesNotContain("Optional");
    get(auditor, "/api/transfers/" + caseNumber + "/conditions?knownAt=2190-01-01T00:00:00Z")
        .expect(400);
    for (String never : List.of("+999999999-12-31T23:59:59Z", "0001-01-01T00:00:00Z")) {
      get(
              auditor,
              "/api/transfers/" + caseNumber + "/conditions?knownAt=" + never.replace("+", "%2B"))
          .expect(400);
    }
    String cost = "/api/agreements/QM-QZ/cost?persons=1&days=400&from=";
    for (String never : List.of("%2B999999999-12-31", "0000-01-01", "9999-12-31", "1-1-1")) {
      get(auditor, cost + never).expect(400);
    }
    for (String id : List.of("0x1", "%EF%BC%91", "%2B1", "1e0")) {
      get(COURT, ORDERS + "/" + id).expect(400);
    }
    Map<String, Object> order = order("ALL", "");
    order.put("orderedAt", "0000-01-01T00:00:00Z");
    assertThat(post(COURT, ORDERS, order).expect(400).pointers()).containsExactly("/orderedAt");
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
    String part = "--b\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\nText\r\n";
    String file = String.format(part, "file", "; filename=\"a.txt\"");
    Answer two =
        send(
            QM_QZ.user("caseworkers"),
            "POST",
            "/api/transfers/" + caseNumber + "/documents",
            BodyPublishers.ofString(String.format(part, "title", "") + file + file + "--b--"),
            "multipart/form-data; boundary=b");
    assertThat(two.expect(400).pointers()).containsExactly("/file");

    String task = claim(QM_QZ.user("legal-reviewers"), "review-finality", caseNumber);
    String second = QM_QZ.user("legal-reviewers") + "-2";
    post(second, "/engine-rest/task/" + task + "/claim", map("userId", second)).expect(409);
  }

  private Answer sendAccepting(String user, String path, String kind) {
    return send(user, "GET", path, BodyPublishers.noBody(), "application/json", "Accept", kind);
  }

  @Test
  void whatTheEngineCannotBeAskedIsAFaultOfTheQuestionAtBothDoors() throws Exception {
    String lawyer = QM_QZ.user("legal-reviewers");
    String task = claim(lawyer, "review-finality", file(QM_QZ, request(QM_QZ)));
    WebappSession browser = new WebappSession(port);
    assertThat(loggedIn(browser, lawyer, "test")).isEqualTo(200);
    browser.status("GET", OWN_TASKS, "");
    String join = "{\"variables\":[{\"name\":\"a\",\"operator\":\"eq\",\"value\":\"b\"}]}";
    String joins = "{\"orQueries\":[" + join + ("," + join).repeat(5) + "]}";
    List<String> queries =
        List.of(
            "null",
            "5",
            "[]",
            "{\"candidateGroups\":[]}",
            "{\"taskVariables\":[{\"name\":null,\"operator\":\"eq\",\"value\":null}]}",
            "{\"processVariables\":[{\"name\":\"x\",\"operator\":\"zz\",\"value\":1}]}",
            "{\"processVariables\":[{\"name\":\"x\",\"operator\":\"gt\",\"value\":null}]}",
            "{\"processVariables\":[{\"name\":\"x\",\"operator\":\"eq\",\"value\":{\"x\":1}}]}",
            "{\"tenantIdIn\":[null]}",
            "{\"sorting\":[null]}",
            "{\"sorting\":[{\"sortBy\":\"processVariable\",\"sortOrder\":\"asc\",\"parameters\":{\"variable\":\"a\",\"type\":\"Object\"}}]}",
            "{\"orQueries\":null}",
            "{\"orQueries\":[null]}",
            "{\"orQueries\":[{\"withCandidateGroups\":true}]}",
            "{\"candidateUser\":\"a\",\"candidateGroup\":\"b\"}",
            joins.replace("variables", "processVariables"));
    for (String query : queries) {
      for (String count : List.of("", "/count")) {
        refused(browser, lawyer, "/task" + count, query);
      }
    }
    for (String query :
        List.of("null", joins, "{\"variables\":[null]}", "{\"processInstanceIds\":[]}")) {
      refused(browser, lawyer, "/process-instance", query);
    }
    refused(browser, lawyer, "/task", "{\"sorting\":[{\"sortBy\":\"zz\",\"sortOrder\":\"asc\"}]}");
    // Of its own pages alone.
    HttpResponse<String> many =
        browser.call("POST", PAGES + "/history/process-instance", joins, "application/json");
    assertThat(many.statusCode()).isEqualTo(400);
    assertThat(many.body()).contains("/orQueries", "at most 1 items");
    assertThat(
            browser
                .call(
                    "POST",
                    "/camunda/api/cockpit/plugin/base/default/incident",
                    "null",
                    "application/json")
                .statusCode())
        .as("Cockpit is for who watches")
        .isEqualTo(403);
    assertThat(
            browser
                .call("POST", LOGIN, "{\"username\":\"manager\"}", "application/json")
                .statusCode())
        .isEqualTo(415);
    for (String form : List.of("", "username=manager", "password=x", "a=b", "%")) {
      assertThat(new WebappSession(port).status("POST", LOGIN, form)).as(form).isIn(400, 401, 403);
    }
    for (String call :
        List.of(
            "null",
            "{\"variables\":[]}",
            "{\"variables\":{\"outcome\":null}}",
            "{\"variables\":{\"outcome\":{\"value\":\"x\",\"type\":\"Json\"}}}",
            "{\"variables\":{\"outcome\":{\"value\":{\"x\":1}}}}")) {
      refused(browser, lawyer, "/task/" + task + "/complete", call);
      refused(browser, lawyer, "/task/" + task + "/submit-form", call);
      refused(browser, lawyer, "/process-definition/key/transfer/start", call);
    }
    get(lawyer, "/engine-rest/task?maxResults=many").expect(400);
    get(lawyer, "/engine-rest/task?firstResult=-5").expect(400);
    assertThat(
            post(lawyer, "/engine-rest/process-instance", "{\"variables\":[null]}")
                .expect(400)
                .pointers())
        .contains("/variables/0");
    // What the pages do ask.
    assertThat(
            post(
                    lawyer,
                    "/engine-rest/task",
                    "{\"orQueries\":[{\"nameLike\":\"%a%\"}],\"sorting\":[{\"sortBy\":\"dueDate\",\"sortOrder\":\"asc\"}]}")
                .status())
        .isEqualTo(200);
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

  private void refused(WebappSession browser, String user, String path, String body)
      throws Exception {
    Answer systems = post(user, "/engine-rest" + path, body);
    HttpResponse<String> pages = browser.call("POST", PAGES + path, body, "application/json");
    assertThat(List.of(systems.status(), pages.statusCode()))
        .as(path + " " + body)
        .containsOnly(400);
    assertThat(systems.text() + pages.body())
        .as(path + " " + body)
        .doesNotContain("Exception", "org.camunda", "java.");
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
    for (String code : List.of("P-\u0000", "\u0000P-1", "P-\u000b")) {
      Answer refused =
          send(
              QM_QZ.user("legal-reviewers"),
              "POST",
              "/api/agreements/QM-QZ/assessment",
              BodyPublishers.ofString(head + "\n" + line.replace("P-1", code)),
              "text/csv");
      assertThat(refused.expect(400).text()).contains("line 2 holds a character");
    }
  }

  private long rows(String table) {
    return jdbc.sql("select count(*) from " + table).query(Long.class).single();
  }
}
