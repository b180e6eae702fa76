package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Strangers hold every connection that there is, and one user asks all at once: an order comes in.
 */
class PortOfOrdersTest extends OtherProcess {

  private static final int CONNECTIONS = 300;
  private static final String COURT = QM_QZ.user("systems");
  private static final Duration BOUND = Duration.ofSeconds(10);

  private final HttpClient client = HttpClient.newHttpClient();
  private final int portOfOrders = Application.freePort();

  @Override
  List<Pair> pairs() {
    return List.of(QM_QZ);
  }

  @Override
  List<String> database() {
    return Stream.concat(
            super.database().stream(),
            Stream.of(
                "--custody.orders.port=" + portOfOrders,
                "--server.tomcat.max-connections=" + CONNECTIONS))
        .toList();
  }

  @Test
  void anOrderComesInWhoeverTakesWhatThereIs() throws Exception {
    String order = write(order("CASE", file(QM_QZ, request(QM_QZ))));
    oneUserAloneDoesNotTakeThePlacesOfOrders(order);
    strangersHoldEveryConnection(order);
  }

  private void strangersHoldEveryConnection(String order) throws Exception {
    List<Socket> held = new ArrayList<>();
    try {
      // The story's own connection is one of them; one more would not come in.
      for (int n = 1; n < CONNECTIONS; n++) {
        var socket = new Socket("localhost", port);
        held.add(socket);
        socket
            .getOutputStream()
            .write("GET / HTTP/1.1\r\nHost: x\r\nX-A: ".getBytes(StandardCharsets.US_ASCII));
      }
      HttpResponse<String> came =
          client.send(post(portOfOrders, COURT, order), BodyHandlers.ofString());
      assertThat(came.statusCode()).as(came.body()).isEqualTo(201);
    } finally {
      for (Socket socket : held) {
        close(socket);
      }
    }
    HttpRequest other =
        HttpRequest.newBuilder(URI.create("http://localhost:" + portOfOrders + "/api/agreements"))
            .header("Authorization", login(COURT))
            .timeout(BOUND)
            .build();
    assertThat(client.send(other, BodyHandlers.discarding()).statusCode()).isEqualTo(404);
  }

  /** Two hundred lifts at once by one lawyer: those too many are told so, the court is not. */
  private void oneUserAloneDoesNotTakeThePlacesOfOrders(String order) throws Exception {
    String lawyer = QM_QZ.user("duty-lawyers");
    List<CompletableFuture<Integer>> lifts = new ArrayList<>();
    for (int n = 0; n < 200; n++) {
      lifts.add(
          client
              .sendAsync(post(port, lawyer, "{\"scope\":\"CASE\"}"), BodyHandlers.discarding())
              .thenApply(HttpResponse::statusCode));
    }
    HttpResponse<String> came = client.send(post(port, COURT, order), BodyHandlers.ofString());
    assertThat(came.statusCode()).as(came.body()).isEqualTo(201);
    assertThat(lifts.stream().map(CompletableFuture::join)).contains(400, 503).isSubsetOf(400, 503);
  }

  private HttpRequest post(int at, String user, String body) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + at + "/api/stay-orders"))
        .header("Authorization", login(user))
        .header("Content-Type", "application/json")
        .timeout(BOUND)
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static String login(String user) {
    return "Basic "
        + Base64.getEncoder().encodeToString((user + ":test").getBytes(StandardCharsets.UTF_8));
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      // The other end was faster.
    }
  }
}
