package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.concurrent.CompletableFuture;
import org.custodytransfer.access.Acting;
import org.custodytransfer.platform.AdjustableClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The process of the application is killed at several stations of a case, on a database in a file;
 * each time it is started again and the case goes on where it was.
 */
@SpringBootTest(
    classes = RestartTest.Remote.class,
    webEnvironment = SpringBootTest.WebEnvironment.NONE)
@DirtiesContext
@Tag("proof")
@Tag("h2")
class RestartTest extends Journey {

  private static final Application APPLICATION = new Application();

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
  List<Pair> pairs() {
    return List.of(QM_QZ);
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

  private void killAndStartAgain() {
    APPLICATION.kill();
    APPLICATION.start(folder);
    APPLICATION.tell("clock " + clock.instant());
    APPLICATION.tell("jobs");
  }

  @Test
  void aCaseIsFinishedThoughTheProcessIsKilledOnItsWay() throws Exception {
    APPLICATION.tell("clock " + clock.instant());
    String requester = QM_QZ.user("requesters");
    var request = request(QM_QZ);
    String caseNumber =
        postWith(requester, "/api/transfers", request, "Idempotency-Key", "k-1")
            .expect(201)
            .body()
            .get("caseNumber")
            .asText();

    // In the review: what was answered is there, and its key still knows the answer.
    killAndStartAgain();
    assertThat(
            postWith(requester, "/api/transfers", request, "Idempotency-Key", "k-1")
                .expect(201)
                .body()
                .get("caseNumber")
                .asText())
        .isEqualTo(caseNumber);
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("IN_REVIEW");
    review(QM_QZ, caseNumber, "AF");
    clear(QM_QZ, caseNumber);
    approve(QM_QZ, caseNumber, "approved");
    accept(QM_QZ, caseNumber, "accepted");
    serve(QM_QZ, caseNumber);

    // In the waiting period: its timer goes on.
    killAndStartAgain();
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("WAITING");
    waitOut(QM_QZ);
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("READY");
    String flight = flight(QM_QZ, caseNumber);

    // While it departs: done or not done, and with its key once in any case.
    var departing =
        CompletableFuture.supplyAsync(
            () ->
                postWith(
                        QM_QZ.user("flight-operations"),
                        "/api/flights/" + flight + "/departure",
                        "",
                        "Idempotency-Key",
                        "d-1")
                    .status());
    APPLICATION.kill();
    departing.exceptionally(cutOff -> 0).get();
    killAndStartAgain();
    postWith(
            QM_QZ.user("flight-operations"),
            "/api/flights/" + flight + "/departure",
            "",
            "Idempotency-Key",
            "d-1")
        .expect(200);
    depart(QM_QZ, flight).expect(409);
    assertThat(place(caseNumber)).isEqualTo("ABOARD");
    arriveAndHandOver(QM_QZ, flight, caseNumber);

    // After the handover: placed once, and the trail fits.
    killAndStartAgain();
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("PLACED");
    sign(
            QM_QZ.receivingUser(),
            "check-arrival",
            caseNumber,
            "outcome",
            "in-order",
            "checkedAt",
            moment(),
            "reason",
            "Unharmed.")
        .expect(204);
    String auditor = QM_QZ.user("auditors");
    JsonNode trail = get(auditor, "/api/audit?case=" + caseNumber).expect(200).body();
    assertThat(trail.findValuesAsText("detail").stream().filter("ABOARD"::equals).count())
        .as("departed once")
        .isOne();
    assertThat(get(auditor, "/api/audit/verification?case=" + caseNumber).expect(200).body())
        .isEmpty();
    assertThat(get(auditor, "/api/placements").expect(200).body()).hasSize(1);
  }

  /** The process, its address, and the line to it. */
  private static final class Application {

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
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    StationMaster.class.getName(),
                    "--spring.profiles.active=test",
                    "--server.port=" + port,
                    "--custody.clock-begins-at=" + BEGINNING,
                    "--custody.anchors=" + folder.resolve("anchors"),
                    "--logging.file.name=" + new File("target/restart.log").getAbsolutePath(),
                    "--spring.datasource.url=jdbc:h2:file:"
                        + folder.resolve("record")
                        + ";WRITE_DELAY=0;LOCK_TIMEOUT=10000")
                .redirectError(ProcessBuilder.Redirect.appendTo(new File("target/restart.err")))
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
        assertThat(line).as("the process has ended, see target/restart.log").isNotNull();
      }
      return line;
    }

    void kill() {
      process.destroyForcibly().onExit().join();
    }
  }

  /** Stands in for what the stories reach inside the application: here over the line. */
  @Configuration(proxyBeanMethods = false)
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
