package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.custodytransfer.access.Acting;
import org.custodytransfer.platform.AdjustableClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
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
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("proof")
@Tag("h2")
abstract class OtherProcess extends Journey {

  static final Application APPLICATION = new Application();

  @TempDir static Path folder;

  @DynamicPropertySource
  static void address(DynamicPropertyRegistry registry) {
    registry.add("local.server.port", APPLICATION::port);
  }

  /** Its profiles and its database; asked anew at each start. */
  List<String> database() {
    return List.of(
        "--spring.profiles.active=test",
        "--spring.datasource.url=jdbc:h2:file:"
            + folder.resolve("record")
            + ";WRITE_DELAY=0;LOCK_TIMEOUT=10000");
  }

  @BeforeAll
  void start() {
    APPLICATION.start(folder, database());
  }

  @AfterAll
  void end() {
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
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private Process process;

    int port() {
      return port;
    }

    static int freePort() {
      try (var socket = new ServerSocket(0)) {
        return socket.getLocalPort();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void start(Path folder, List<String> database) {
      try {
        List<String> command =
            new ArrayList<>(
                List.of(
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
                    "--server.port=" + port,
                    "--custody.clock-begins-at=" + BEGINNING,
                    "--custody.anchors=" + folder.resolve("anchors"),
                    "--logging.file.name="
                        + new File("target/other-process.log").getAbsolutePath()));
        command.addAll(database);
        process =
            new ProcessBuilder(command)
                .redirectError(
                    ProcessBuilder.Redirect.appendTo(new File("target/other-process.err")))
                .start();
        said.clear();
        var listening = new Thread(() -> listen(process.getInputStream()));
        listening.setDaemon(true);
        listening.start();
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

    /** Takes every line away as it comes, and keeps those that answer. */
    private void listen(InputStream from) {
      try (var lines = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
        lines.lines().filter(line -> line.matches("(ready|done ).*")).forEach(said::add);
      } catch (UncheckedIOException | IOException ended) {
        // It was killed.
      }
    }

    private String await(String beginning) {
      try {
        String line = said.poll(3, TimeUnit.MINUTES);
        assertThat(line).as("said nothing more, see target/other-process.log").isNotNull();
        return line.startsWith(beginning) ? line : await(beginning);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
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
