package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.custodytransfer.CustodyTransferApplication;
import org.custodytransfer.Database;
import org.custodytransfer.Proof;
import org.custodytransfer.platform.AdjustableClock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * A departure and an order that stops it, at the same moment, again and again: either the order
 * comes first and everybody stays, or the departure comes first and the flight is turned back. On
 * PostgreSQL the order is entered at another node.
 */
@Tag("sized")
class RaceTest extends Journey {

  /** As many as wait at a time: a notice is good for some weeks, and an inspection for 300 days. */
  private static final int AT_A_TIME = 6;

  private static final int ROUNDS = Proof.size(20, 30);

  @Override
  List<Pair> pairs() {
    return List.of(QM_QZ);
  }

  private int people;

  @Test
  void eachRoundHasOneOfTwoLawfulOutcomes() throws Exception {
    ExecutorService two = Executors.newFixedThreadPool(2);
    int departed = 0;
    Deque<String> ready = new ArrayDeque<>();
    try (Court court = court()) {
      for (int round = 1; round <= ROUNDS; round++) {
        String caseNumber = next(ready);
        boolean left = round(two, court, caseNumber, flight(QM_QZ, caseNumber), round);
        departed += left ? 1 : 0;
      }
    } finally {
      two.shutdownNow();
    }
    LoggerFactory.getLogger(getClass())
        .info("{} rounds: the departure came first in {}", ROUNDS, departed);
  }

  /** Each of its own case; they wait out their notice together. */
  private String next(Deque<String> ready) {
    if (ready.isEmpty()) {
      for (int each = 0; each < AT_A_TIME; each++) {
        ready.add(waiting(QM_QZ, nobodyElse(), "AF"));
      }
      waitOut(QM_QZ);
    }
    return ready.remove();
  }

  /** Born on another day than those before: else somebody is asked whether they are the same. */
  private ObjectNode nobodyElse() {
    ObjectNode request = request(QM_QZ);
    people++;
    person(request).put("birthDate", LocalDate.of(1980, 1, 1).plusDays(people * 97L).toString());
    return request;
  }

  private boolean round(
      ExecutorService two, Court court, String caseNumber, String flight, int round)
      throws Exception {
    Map<String, Object> order = order("ALL", "");
    order.put("scope", "FLIGHT");
    order.put("flight", flight);
    Callable<Answer> departing = () -> depart(QM_QZ, flight);
    Callable<Answer> ordering =
        () -> postAt(court.port(), QM_QZ.user("systems"), "/api/stay-orders", order);
    // Who is asked first changes, so that both come first now and then.
    boolean courtFirst = round % 2 == 0;
    var answers =
        two.invokeAll(courtFirst ? List.of(ordering, departing) : List.of(departing, ordering));
    Answer ordered = answers.get(courtFirst ? 0 : 1).get().expect(201);
    Answer departure = answers.get(courtFirst ? 1 : 0).get();
    long id = ordered.body().get("id").asLong();
    boolean left = departure.status() == 200;
    if (left) {
      Instant departedAt = Instant.parse(departure.body().get("at").asText());
      assertThat(departedAt).as("round %d", round).isBeforeOrEqualTo(recordedAt(id));
      assertThat(place(caseNumber)).isEqualTo("ABOARD");
      // The flight was told to turn back in the transaction of the order.
      flightBack(flight, "turned-back");
      assertThat(place(caseNumber)).isEqualTo("RETURNED");
    } else {
      assertThat(departure.status()).as("round %d: %s", round, departure.text()).isEqualTo(409);
      assertThat(departure.detail()).contains("stops this transfer");
      assertThat(place(caseNumber)).isIn("CUSTODY", "RETURNED");
      assertThat(openTasks(flight)).doesNotContain("bring-back");
    }
    return left;
  }

  /** Where the order is entered: here, or at another node on the same database. */
  private interface Court extends AutoCloseable {
    int port();

    @Override
    void close();
  }

  private Court court() {
    if (!Database.isPostgresql()) {
      return new Here(port);
    }
    Environment here = application.getEnvironment();
    return new OtherNode(
        clock,
        new SpringApplicationBuilder(CustodyTransferApplication.class)
            .run(
                "--spring.profiles.active=test,postgresql",
                "--server.port=0",
                "--camunda.bpm.process-engine-name=second",
                "--spring.datasource.url=" + here.getProperty("spring.datasource.url"),
                "--spring.datasource.username=postgres",
                "--spring.datasource.password=postgres"));
  }

  private record Here(int port) implements Court {
    @Override
    public void close() {
      // This application serves other tests.
    }
  }

  private record OtherNode(AdjustableClock here, ConfigurableApplicationContext node)
      implements Court {
    @Override
    public int port() {
      node.getBean(AdjustableClock.class).setTo(here.instant());
      return node.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    @Override
    public void close() {
      node.close();
    }
  }
}
