package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.custodytransfer.access.Acting;
import org.custodytransfer.platform.AdjustableClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * A story whose application runs in a process of its own, on a database in a file and with half a
 * gigabyte of memory and on a machine of another place.
 */
@SpringBootTest(
    classes = OtherProcess.Remote.class,
    webEnvironment = SpringBootTest.WebEnvironment.NONE)
@DirtiesContext
@Tag("proof")
@Tag("h2")
abstract class OtherProcess extends Journey {

  static final Application APPLICATION = new Application();

  @TempDir static Path folder;

  @DynamicPropertySource
  static void address(DynamicPropertyRegistry registry) {
    registry.add("local.server.port", APPLICATION::port);
  }

  @BeforeAll
  static void start() {
    APPLICATION.start(folder);
  }

  @AfterAll
  static void end() {
    APPLICATION.kill();
  }

  @Override
  boolean overHttp() {
    return true;
  }

  @Override
  void record() {
    pairs().forEach(this::open);
  }

  @Override
  void advance(Duration by) {
    clock.advance(by);
    APPLICATION.tell("clock " + clock.instant());
    APPLICATION.tell("jobs");
  }

  @Override
  List<String> openTasks(String caseNumber) {
    return List.of(APPLICATION.tell("tasks " + caseNumber).split(","));
  }

  @Override
  void noDeadEnds() {
    // Asked in the other stories: the database is another process's.
  }

  /** The process, its address, and the line to it. */
  static final class Application {

    private final int port = freePort();
    private Process process;
    private BufferedReader said;

    int port() {
      return port;
    }

    private static int freePort() {
      try (var socket = new ServerSocket(0)) {
        return socket.getLocalPort();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void start(Path folder) {
      try {
        process =
            new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m",
                    // A machine of other digits, hours and letters: nobody outside may see it.
                    "-Duser.language=ar",
                    "-Duser.country=EG",
                    "-Duser.timezone=Asia/Kathmandu",
                    "-Dfile.encoding=ISO-8859-1",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    StationMaster.class.getName(),
                    "--spring.profiles.active=test",
                    "--server.port=" + port,
                    "--custody.clock-begins-at=" + BEGINNING,
                    "--custody.anchors=" + folder.resolve("anchors"),
                    "--logging.file.name=" + new File("target/other-process.log").getAbsolutePath(),
                    "--spring.datasource.url=jdbc:h2:file:"
                        + folder.resolve("record")
                        + ";WRITE_DELAY=0;LOCK_TIMEOUT=10000")
                .redirectError(
                    ProcessBuilder.Redirect.appendTo(new File("target/other-process.err")))
                .start();
        said =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        await("ready");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String tell(String order) {
      try {
        process.getOutputStream().write((order + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        return await("done ").substring("done ".length());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private String await(String beginning) throws IOException {
      String line = "";
      while (!line.startsWith(beginning)) {
        line = said.readLine();
        assertThat(line).as("the process has ended, see target/other-process.log").isNotNull();
      }
      return line;
    }

    void kill() {
      process.destroyForcibly().onExit().join();
    }
  }

  /**
   * Stands in for what the stories reach inside the application: here over the line. No
   * {@code @Configuration}, which the application in the other process would find.
   */
  static class Remote {

    @Bean
    AdjustableClock clock() {
      return new AdjustableClock(BEGINNING);
    }

    @Bean
    Acting acting() {
      Acting acting = mock(Acting.class);
      doAnswer(
              call -> {
                APPLICATION.tell(
                    "account "
                        + String.join(" ", List.of(call.getArguments()).toArray(String[]::new)));
                return null;
              })
          .when(acting)
          .openAccount(any(), any(), any(), any());
      return acting;
    }

    @Bean
    JdbcClient jdbc() {
      return mock(JdbcClient.class);
    }
  }
}
