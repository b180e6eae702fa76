package org.custodytransfer.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.custodytransfer.CustodyTransferApplication;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk of a database in a file is full (its file may not grow): nothing is said to be done that
 * was not, the process ends by itself, and after a start with room everything that was answered is
 * there.
 */
@Tag("proof")
@Tag("h2")
class FullDiskTest {

  private static final Duration STARTED = Duration.ofMinutes(4);

  @TempDir Path folder;

  private int port;

  @Test
  void aFullDiskEndsTheProcessAndLosesNothing() throws Exception {
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    int filed = 0;
    Process full = start();
    try {
      file(0, 201);
      filed++;
      long size = Files.size(folder.resolve("record.mv.db"));
      assertThat(
              new ProcessBuilder("prlimit", "--pid", full.pid() + "", "--fsize=" + size)
                  .start()
                  .waitFor())
          .isZero();
      int status = 201;
      for (int n = 1; n < 200 && status == 201; n++) {
        status = file(n, 201, 500, 503);
        filed += status == 201 ? 1 : 0;
      }
      assertThat(status).as("the disk is full").isNotEqualTo(201);
      assertThat(full.waitFor(1, TimeUnit.MINUTES)).as("ends by itself").isTrue();
      assertThat(full.exitValue()).isOne();
    } finally {
      full.destroyForcibly().onExit().join();
    }
    Process restarted = start();
    try {
      assertThat(call("GET", "/api/transfers?q=FULL&size=1", "auditor", "").statusCode())
          .isEqualTo(200);
      HttpResponse<String> trail = call("GET", "/api/audit/verification", "auditor", "");
      assertThat(trail.body()).isEqualTo("[]");
      for (int n = 0; n < filed; n++) {
        // The person has an open case: it was kept.
        file(n, 409);
      }
      file(1_000, 201);
    } finally {
      restarted.destroyForcibly().onExit().join();
    }
  }

  private int file(int n, int... expected) throws Exception {
    String request =
        Files.readString(Path.of("docs/examples/request-QR-QS.json"))
            .replaceFirst(
                "\"registerNumber\"\\s*:\\s*\"[^\"]*\"", "\"registerNumber\": \"FULL" + n + "\"")
            .replaceFirst(
                "\"birthDate\"\\s*:\\s*\"[^\"]*\"",
                "\"birthDate\": \"19" + (40 + n % 50) + "-01-02\"");
    HttpResponse<String> answer = call("POST", "/api/transfers", "requester", request);
    assertThat(answer.statusCode()).as(answer.body()).isIn(box(expected));
    return answer.statusCode();
  }

  private static Object[] box(int... expected) {
    return java.util.stream.IntStream.of(expected).boxed().toArray();
  }

  private Process start() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java") + "",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CustodyTransferApplication.class.getName(),
                "--spring.profiles.active=demo",
                "--server.port=" + port,
                "--spring.datasource.url=jdbc:h2:file:"
                    + folder.resolve("record")
                    + ";WRITE_DELAY=0;LOCK_TIMEOUT=8000",
                "--custody.anchors=" + folder.resolve("anchors"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target/full-disk.log")))
            .start();
    await()
        .atMost(STARTED)
        .ignoreExceptions()
        .until(() -> call("GET", "/actuator/health/readiness", "", "").statusCode() == 200);
    return process;
  }

  private HttpResponse<String> call(String method, String path, String user, String body)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .timeout(Duration.ofSeconds(30));
    if (!user.isEmpty()) {
      request.header(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString((user + ":demo").getBytes(UTF_8)));
    }
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
