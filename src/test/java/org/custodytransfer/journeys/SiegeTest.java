package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Twenty callers who dawdle and ten who send the worst bodies there are, at an application with
 * half a gigabyte of memory; a court's order beside them is answered at once.
 */
class SiegeTest extends OtherProcess {

  private static final String COURT = QM_QZ.user("systems");
  private static final String LAWYER = QM_QZ.user("legal-reviewers");
  private static final String ASSESSMENT = "/api/agreements/QM-QZ/assessment";
  private static final int ORDERS = 20;

  /** What a quiet machine keeps for each; beside other tests, for most of them. */
  private static final long AT_ONCE = TimeUnit.SECONDS.toMillis(1);

  @Override
  List<Pair> pairs() {
    return List.of(QM_QZ);
  }

  @Test
  void anOrderIsAnsweredWhileEveryDoorIsBesieged() throws Exception {
    String caseNumber = file(QM_QZ, request(QM_QZ));
    List<Callable<Answer>> worst = worst(caseNumber);
    var many = Executors.newFixedThreadPool(20 + worst.size());
    var over = new AtomicBoolean();
    try {
      // Once each: what is made at first use is not what a siege leaves behind.
      for (Callable<Answer> one : worst) {
        assertThat(one.call().status()).isLessThan(500);
      }
      order(caseNumber);
      long before = Long.parseLong(APPLICATION.tell("memory"));

      List<Future<Boolean>> dawdlers = new ArrayList<>();
      for (int n = 0; n < 20; n++) {
        String type = n % 2 == 0 ? "multipart/form-data; boundary=b" : "application/json";
        String path =
            n % 2 == 0 ? "/api/transfers/" + caseNumber + "/documents" : "/api/stay-orders";
        dawdlers.add(many.submit(() -> isCutOff(path, type, over)));
      }
      List<Future<Integer>> besiegers = new ArrayList<>();
      for (Callable<Answer> one : worst) {
        besiegers.add(
            many.submit(
                () -> {
                  int worstAnswer = 0;
                  while (!over.get()) {
                    worstAnswer = Math.max(worstAnswer, one.call().status());
                  }
                  return worstAnswer;
                }));
      }
      List<Long> waited = new ArrayList<>();
      Awaitility.await()
          .pollInterval(1, TimeUnit.SECONDS)
          .atMost(2, TimeUnit.MINUTES)
          .until(() -> waited.add(timed(caseNumber)) && waited.size() == ORDERS);
      System.out.println("An order was answered in milliseconds: " + waited);
      for (Future<Boolean> dawdler : dawdlers) {
        assertThat(dawdler.get(30, TimeUnit.SECONDS)).as("cut off").isTrue();
      }
      over.set(true);
      for (Future<Integer> besieger : besiegers) {
        assertThat(besieger.get(1, TimeUnit.MINUTES)).isIn(200, 400, 409, 413);
      }
      assertThat(waited.stream().filter(each -> each < AT_ONCE)).hasSizeGreaterThan(ORDERS / 2);
      assertThat(waited).allMatch(each -> each < 5 * AT_ONCE);
      long after = Long.parseLong(APPLICATION.tell("memory"));
      System.out.printf("Memory: %,d bytes before, %,d after.%n", before, after);
      assertThat(after).isLessThan(before + before / 4);
    } finally {
      over.set(true);
      many.shutdownNow();
    }
  }

  /** How long an order took, in milliseconds. */
  private long timed(String caseNumber) {
    long from = System.nanoTime();
    order(caseNumber);
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
  }

  private void order(String caseNumber) {
    post(COURT, "/api/stay-orders", order("CASE", caseNumber)).expect(201);
  }

  /** Each is the largest or slowest of its kind that somebody may send. */
  private List<Callable<Answer>> worst(String caseNumber) {
    String requester = QM_QZ.user("requesters");
    String request = request(QM_QZ).toString();
    String zeros = request.replace("\"DRUGS\"", "0" + ",0".repeat(1_500_000));
    String faults = request.replace("\"DRUGS\"", "{}" + ",{}".repeat(2_000));
    String crowd = "{\"persons\":[{}" + ",{}".repeat(650_000) + "]}";
    String nobodies = "{\"persons\":[{}" + ",{}".repeat(4_999) + "]}";
    String deep = "[".repeat(120_000) + "]".repeat(120_000);
    String name = request.replace("\"familyName\":\"", "\"familyName\":\"" + "x".repeat(200_000));
    String fields = "{\"a\":1" + many(",\"a%d\":1", 22_000) + "}";
    String lines = "code\n" + "P-1\n".repeat(480_000);
    String file = multipart("z".repeat(19_900_000));
    String documents = "/api/transfers/" + caseNumber + "/documents";
    String start = "/engine-rest/process-definition/key/transfer/start";
    return List.of(
        () -> post(requester, "/api/transfers", zeros),
        () -> post(requester, "/api/transfers", faults),
        () -> post(LAWYER, ASSESSMENT, crowd),
        () -> post(LAWYER, ASSESSMENT, nobodies),
        () -> post(requester, "/api/transfers", deep),
        () -> post(requester, "/api/transfers", name),
        () -> post(requester, "/api/transfers", fields),
        () -> post(requester, start, Map.of("variables", fields)),
        () -> send(LAWYER, "POST", ASSESSMENT, BodyPublishers.ofString(lines), "text/csv"),
        () ->
            send(
                QM_QZ.user("caseworkers"),
                "POST",
                documents,
                BodyPublishers.ofString(file),
                "multipart/form-data; boundary=b"));
  }

  private static String many(String each, int times) {
    StringBuilder all = new StringBuilder();
    for (int n = 0; n < times; n++) {
      all.append(each.formatted(n));
    }
    return all.toString();
  }

  private static String multipart(String content) {
    return "--b\r\nContent-Disposition: form-data; name=\"nothing\"; filename=\"a.txt\"\r\n"
        + "Content-Type: text/plain\r\n\r\n"
        + content
        + "\r\n--b--\r\n";
  }

  /** Sends a byte each half second, and says whether it was answered before it had sent much. */
  private boolean isCutOff(String path, String type, AtomicBoolean over) throws Exception {
    try (Socket socket = new Socket("localhost", port)) {
      String login =
          Base64.getEncoder().encodeToString((COURT + ":test").getBytes(StandardCharsets.UTF_8));
      socket
          .getOutputStream()
          .write(
              "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic %s\r\nContent-Type: %s\r\nContent-Length: 200000\r\n\r\n"
                  .formatted(path, login, type)
                  .getBytes(StandardCharsets.UTF_8));
      socket.setSoTimeout(500);
      while (!over.get()) {
        socket.getOutputStream().write('-');
        socket.getOutputStream().flush();
        try {
          if (socket.getInputStream().read() >= 0) {
            return true;
          }
        } catch (SocketTimeoutException notYet) {
          continue;
        }
      }
      return false;
    } catch (IOException closed) {
      return true;
    }
  }
}
