package org.custodytransfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.custodytransfer.platform.Migration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A real installation has no demo and no known password, and does not start where one was. */
@Tag("proof")
class ProductionTest {

  private static final String PASSWORD = "a-long-enough-password";
  private static final String PRODUCTION = "production,postgresql";
  private static EmbeddedPostgres postgresql;

  @Test
  void productionStartsWithItsTwoAdministratorsAloneAndNeverOnADatabaseOfTheDemo()
      throws Exception {
    String database = database("record");
    try (var running = start(database, PRODUCTION)) {
      IdentityService identity = running.getBean(IdentityService.class);
      assertThat(identity.checkPassword("first", PASSWORD)).isTrue();
      assertThat(identity.createUserQuery().list())
          .extracting(user -> user.getId())
          .containsExactlyInAnyOrder("first", "second", "set-up-closed");
      assertThat(running.getBeansOfType(org.custodytransfer.access.Acting.class)).isEmpty();
      assertThat(
              running
                  .getBean(JdbcClient.class)
                  .sql("select count(*) from transfer_case")
                  .query(Long.class)
                  .single())
          .isZero();
      running
          .getBean(JdbcClient.class)
          .sql("insert into demo_mark (marked_at) values (current_timestamp)")
          .update();
    }
    assertThat(refusal(database, PRODUCTION)).contains("never has the demo");
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void secretsAreFilesThoseOfAdministratorsAreNeededOnceAndLogsAreJsonWhereThatIsSet(
      @TempDir Path secrets, CapturedOutput output) throws Exception {
    String database = database("secrets");
    Files.writeString(secrets.resolve("CUSTODY_DB_PASSWORD"), "custody\n");
    Files.writeString(secrets.resolve("custody.administrators.first"), PASSWORD + "\n");
    Files.writeString(secrets.resolve("custody.administrators.second"), "ANOTHER-" + PASSWORD);
    String[] arguments = {
      "--spring.profiles.active=" + PRODUCTION,
      "--spring.config.import=configtree:" + secrets + "/",
      "--server.port=0",
      "--management.server.port=0",
      "--camunda.bpm.job-execution.enabled=false",
      "--logging.structured.format.console=ecs",
      "--CUSTODY_DB_URL=" + database,
      "--CUSTODY_DB_USER=custody",
      "--custody.database-without-tls=true"
    };
    try (var running =
        new SpringApplicationBuilder(CustodyTransferApplication.class).run(arguments)) {
      assertThat(running.getBean(IdentityService.class).checkPassword("first", PASSWORD)).isTrue();
      get(address(running) + "/api/transfers", "X-Request-Id", "the-id-of-a-proxy");
      ObjectMapper mapper = new ObjectMapper();
      JsonNode line =
          await()
              .until(
                  () ->
                      output
                          .getOut()
                          .lines()
                          .filter(one -> one.contains("the-id-of-a-proxy"))
                          .toList(),
                  found -> !found.isEmpty())
              .stream()
              .map(
                  one -> {
                    try {
                      return mapper.readTree(one);
                    } catch (IOException notJson) {
                      throw new UncheckedIOException(notJson);
                    }
                  })
              .findFirst()
              .orElseThrow();
      assertThat(line.get("message").asText()).startsWith("GET /api/transfers 403");
      assertThat(line.get("request").asText()).isEqualTo("the-id-of-a-proxy");
      assertThat(line.has("@timestamp")).isTrue();
    }
    for (String once : List.of("custody.administrators.first", "custody.administrators.second")) {
      Files.writeString(secrets.resolve(once), "");
    }
    try (var running =
        new SpringApplicationBuilder(CustodyTransferApplication.class).run(arguments)) {
      assertThat(
              running.getBean(IdentityService.class).checkPassword("second", "ANOTHER-" + PASSWORD))
          .isTrue();
    }
  }

  @Test
  void whatMustNotStartSaysWhatToSet() throws Exception {
    String database = database("refused");
    assertThat(refusal("jdbc:h2:mem:other", "production,demo")).contains("never has the demo");
    assertThat(refusal("jdbc:h2:mem:other", "production"))
        .contains("runs on PostgreSQL: add the profile postgresql");
    for (String profiles : List.of("production,postgres", "prodction,postgresql")) {
      assertThat(refusal(database, profiles)).contains("There is no profile");
    }
    assertThat(refusal(database, PRODUCTION, "--custody.database-without-tls=false"))
        .contains("add sslmode=verify-full");
    assertThat(refusal(database, PRODUCTION, "--management.server.port=8080", "--server.port=8080"))
        .contains("another port");
    assertThat(refusal(database, PRODUCTION, "--custody.minimum-password-length=4"))
        .contains("at least 12");
    assertThat(refusal(database, PRODUCTION, "--custody.administrators.second=" + PASSWORD))
        .contains("have the same password");
    assertThat(refusal(database, PRODUCTION, "--custody.administrators.second=abcd"))
        .contains("fewer than 12 characters");
  }

  @Test
  void theApplicationAddsToTheRecordAndNeverChangesIt() throws Exception {
    String database = emptyDatabase("roles");
    assertThat(refusal(database, PRODUCTION))
        .as("no tables yet")
        .contains("run \"migrate\" as the owner");
    assertThat(refusal(database, PRODUCTION, "--spring.datasource.username=postgres"))
        .contains("may rewrite its own trail");
    database = database("roles_made");
    Migration.run(migrationOf(database));
    try (var running = start(database, PRODUCTION)) {
      JdbcClient jdbc = running.getBean(JdbcClient.class);
      assertThat(jdbc.sql("select count(*) from audit_entry").query(Long.class).single())
          .isPositive();
      for (String change :
          List.of(
              "update audit_entry set detail = ''",
              "delete from audit_entry",
              "truncate audit_entry",
              "delete from audit_head",
              "update account set state = 'QM'",
              "delete from agreement_version",
              "update person set id = id",
              "update person set register_number = ''",
              "update gate set id = id",
              "delete from flyway_schema_history",
              "alter table audit_entry disable trigger all",
              "create table mine (id integer)")) {
        assertThatThrownBy(() -> jdbc.sql(change).update())
            .as(change)
            .rootCause()
            .message()
            .containsAnyOf("permission denied", "must be owner", "is written once");
      }
    }
  }

  @Test
  void twoNodesThatStartAtOnceOnAnEmptyDatabaseBothComeUp() throws Exception {
    String database = emptyDatabase("nodes");
    List<Process> nodes = new ArrayList<>();
    try {
      List<String> addresses = new ArrayList<>();
      for (int n = 0; n < 2; n++) {
        int port;
        try (var free = new ServerSocket(0)) {
          port = free.getLocalPort();
        }
        nodes.add(
            node(
                    database,
                    "postgresql",
                    "--server.port=" + port,
                    "--management.server.port=" + port,
                    "--spring.datasource.username=custody_owner")
                .redirectOutput(new File("target/node-" + n + ".log"))
                .start());
        addresses.add("http://127.0.0.1:" + port + "/actuator/health/readiness");
      }
      for (String address : addresses) {
        await()
            .atMost(Duration.ofMinutes(5))
            .ignoreExceptions()
            .until(() -> get(address).statusCode() == 200);
      }
      assertThat(nodes).allMatch(Process::isAlive);
      try (var connection = postgresql.getDatabase("postgres", "nodes").getConnection();
          var versions =
              connection
                  .createStatement()
                  .executeQuery("select max(VERSION_) from ACT_RE_PROCDEF")) {
        assertThat(versions.next()).isTrue();
        assertThat(versions.getInt(1)).as("deployed once").isOne();
      }
    } finally {
      nodes.forEach(Process::destroyForcibly);
    }
  }

  @Test
  void productionAnswersOverTlsAloneBehindTheProxyThatIsDeclared() throws Exception {
    String database = database("tls");
    try (var running = start(database, PRODUCTION, "--custody.proxy=127\\.0\\.0\\.1")) {
      String address = address(running);
      assertThat(get(address + "/api/transfers").statusCode()).isEqualTo(403);
      String operators =
          "http://127.0.0.1:" + running.getEnvironment().getProperty("local.management.port");
      assertThat(get(operators + "/actuator/health/liveness").statusCode()).isEqualTo(200);
      assertThat(get(operators + "/actuator/health/readiness").statusCode()).isEqualTo(200);
      assertThat(get(operators + "/actuator/prometheus").body())
          .contains("custody_incidents 0.0", "custody_jobs_due", "hikaricp_connections_pending");
      for (String closed : List.of("/api/transfers", "/actuator/env", "/engine-rest/task")) {
        assertThat(get(operators + closed).statusCode()).as(closed).isIn(401, 403, 404);
      }
      assertThat(get(address + "/actuator/prometheus", "X-Forwarded-Proto", "https").statusCode())
          .isEqualTo(404);
      var answer = get(address + "/api/transfers", "X-Forwarded-Proto", "https");
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("frame-ancestors 'none'");
      var page = get(address + "/camunda/app/tasklist/default/", "X-Forwarded-Proto", "https");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().allValues("Set-Cookie"))
          .isNotEmpty()
          .allMatch(cookie -> cookie.contains("Secure"));
      assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("frame-ancestors 'none'");
    }
    try (var running = start(database, PRODUCTION)) {
      assertThat(
              get(address(running) + "/api/transfers", "X-Forwarded-Proto", "https").statusCode())
          .as("a proxy that nobody declared")
          .isEqualTo(403);
    }
  }

  @Test
  void underAPathOfItsOwnEveryGuardStands() throws Exception {
    try (var running =
        start("jdbc:h2:mem:path", "test", "--server.servlet.context-path=/custody")) {
      String address = address(running) + "/custody";
      String login =
          "Basic " + Base64.getEncoder().encodeToString(("first:" + PASSWORD).getBytes(UTF_8));
      for (String closed :
          List.of(
              "/api/transfers",
              "/%61pi/transfers",
              "/engine-rest/user",
              "/engine-rest/task/count/x")) {
        assertThat(get(address + closed).statusCode()).as(closed).isEqualTo(401);
        assertThat(get(address + closed, "Authorization", login).statusCode())
            .as(closed)
            .isEqualTo(403);
      }
      assertThat(get(address + "/camunda/api/engine/engine/default/authorization").statusCode())
          .isIn(401, 403);
      assertThat(get(address + "/camunda/app/tasklist/scripts/case-file/plugin.js").body())
          .contains("import.meta.url")
          .doesNotContain("`/api/");
      assertThat(get(address(running) + "/api/transfers").statusCode()).isEqualTo(404);
    }
  }

  @BeforeAll
  static void server() throws Exception {
    postgresql = EmbeddedPostgres.start();
    execute("create role custody_owner login password 'custody_owner'");
    execute("create role custody login password 'custody'");
  }

  @AfterAll
  static void end() throws Exception {
    postgresql.close();
  }

  /** A database whose tables are there, of the role that owns them. */
  private static String database(String name) throws Exception {
    String database = emptyDatabase(name);
    Migration.run(migrationOf(database));
    return database;
  }

  private static String[] migrationOf(String database) {
    return new String[] {
      "--spring.profiles.active=" + PRODUCTION,
      "--spring.datasource.url=" + database,
      "--spring.datasource.username=custody_owner",
      "--spring.datasource.password=custody_owner",
      "--custody.runtime-role=custody",
      "--custody.database-without-tls=true"
    };
  }

  private static String emptyDatabase(String name) throws Exception {
    execute("create database " + name + " owner custody_owner");
    return "jdbc:postgresql://localhost:" + postgresql.getPort() + "/" + name;
  }

  private static void execute(String sql) throws Exception {
    try (var connection = postgresql.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String address(ConfigurableApplicationContext running) {
    return "http://127.0.0.1:" + running.getEnvironment().getProperty("local.server.port");
  }

  private static HttpResponse<String> get(String address, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(address));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** What a start says that does not come up; in a process of its own, as it ends in production. */
  private static String refusal(String database, String profiles, String... more) throws Exception {
    Process process = node(database, profiles, more).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isNotZero();
    return said;
  }

  private static ProcessBuilder node(String database, String profiles, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CustodyTransferApplication.class.getName()));
    command.addAll(arguments(database, profiles, more));
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  private static ConfigurableApplicationContext start(
      String database, String profiles, String... more) {
    return new SpringApplicationBuilder(CustodyTransferApplication.class)
        .run(arguments(database, profiles, more).toArray(String[]::new));
  }

  private static List<String> arguments(String database, String profiles, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--spring.profiles.active=" + profiles,
                "--server.port=0",
                "--management.server.port=0",
                "--spring.datasource.url=" + database,
                "--camunda.bpm.job-execution.enabled=false",
                "--logging.file.name=target/production.log",
                "--custody.administrators.first=" + PASSWORD,
                "--custody.administrators.second=ANOTHER-" + PASSWORD));
    if (database.startsWith("jdbc:postgresql:")) {
      arguments.addAll(
          List.of(
              "--spring.datasource.username=custody",
              "--spring.datasource.password=custody",
              "--custody.database-without-tls=true"));
    }
    // What a test says of its own stands in place of what all say.
    for (String one : more) {
      arguments.removeIf(all -> all.startsWith(one.substring(0, one.indexOf('=') + 1)));
      arguments.add(one);
    }
    return arguments;
  }
}
