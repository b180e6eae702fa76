package org.custodytransfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
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
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isNotZero();
    return said;
  }

  private static ConfigurableApplicationContext start(String database, String profiles) {
    return new SpringApplicationBuilder(CustodyTransferApplication.class)
        .run(arguments(database, profiles).toArray(String[]::new));
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
