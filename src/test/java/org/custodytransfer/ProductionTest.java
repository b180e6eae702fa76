package org.custodytransfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A real installation has no demo and no known password, and does not start where one was. */
@Tag("proof")
class ProductionTest {

  private static final String PASSWORD = "a-long-enough-password";

  @Test
  void productionStartsWithItsTwoAdministratorsAloneAndNeverOnADatabaseOfTheDemo(
      @TempDir Path folder) throws Exception {
    String database = "jdbc:h2:file:" + folder.resolve("record");
    try (var running = start(database, "production")) {
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
    assertThat(refusal(database, "production")).contains("never has the demo");
  }

  @Test
  void productionRefusesTheDemoAndShortPasswords() throws Exception {
    assertThat(refusal("jdbc:h2:mem:other", "production,demo")).contains("never has the demo");
    assertThat(refusal("jdbc:h2:mem:other", "production", "--custody.minimum-password-length=4"))
        .contains("at least 12");
  }

  @Test
  void productionAnswersOverTlsAloneBehindTheProxyThatIsDeclared(@TempDir Path folder)
      throws Exception {
    String database = "jdbc:h2:file:" + folder.resolve("record");
    try (var running = start(database, "production", "--custody.proxy=127\\.0\\.0\\.1")) {
      String address = address(running);
      assertThat(get(address + "/api/transfers").statusCode()).isEqualTo(403);
      assertThat(get(address + "/actuator/health/liveness").statusCode()).isEqualTo(200);
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
    try (var running = start(database, "production")) {
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
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CustodyTransferApplication.class.getName()));
    command.addAll(arguments(database, profiles, more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isNotZero();
    return said;
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
                "--spring.datasource.url=" + database,
                "--camunda.bpm.job-execution.enabled=false",
                "--logging.file.name=target/production.log",
                "--custody.administrators.first=" + PASSWORD,
                "--custody.administrators.second=" + PASSWORD));
    arguments.addAll(List.of(more));
    return arguments;
  }
}
