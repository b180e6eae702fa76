package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * A departure and an order that stops it, at the same moment, again and again: either the order
 * comes first and everybody stays, or the departure comes first and the flight is turned back.
 */
class RaceTest extends Journey {

  private static final int ROUNDS = 200;

  @Override
  List<Pair> pairs() {
    return List.of(QM_QZ);
  }

  /** Where the order is entered: here, or at another node on the same database. */
  int portOfTheCourt() {
    return port;
  }

  @Test
  void eachRoundHasOneOfTwoLawfulOutcomes() throws Exception {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    ExecutorService two = Executors.newFixedThreadPool(2);
    int departed = 0;
    try {
      for (int round = 1; round <= ROUNDS; round++) {
        boolean left = round(two, caseNumber, flight, round);
        departed += left ? 1 : 0;
        flight = left ? flight(QM_QZ, caseNumber) : anotherFlight(QM_QZ, flight, caseNumber);
      }
    } finally {
      two.shutdownNow();
    }
    LoggerFactory.getLogger(getClass())
        .info("{} rounds: the departure came first in {}", ROUNDS, departed);
  }

  private boolean round(ExecutorService two, String caseNumber, String flight, int round)
      throws Exception {
    Map<String, Object> order = order("ALL", "");
    order.put("scope", "FLIGHT");
    order.put("flight", flight);
    Callable<Answer> departing = () -> depart(QM_QZ, flight);
    Callable<Answer> ordering =
        () -> postAt(portOfTheCourt(), QM_QZ.user("systems"), "/api/stay-orders", order);
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
    lift(id);
    advance(Duration.ofSeconds(1));
    return left;
  }

  private Instant recordedAt(long order) {
    return jdbc.sql("select recorded_at from stay_order where id = ?")
        .param(order)
        .query(java.time.OffsetDateTime.class)
        .single()
        .toInstant();
  }
}
