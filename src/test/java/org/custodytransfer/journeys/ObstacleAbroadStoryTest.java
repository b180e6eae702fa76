package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.custodytransfer.obstacle.ObstacleKind;
import org.custodytransfer.platform.Rows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands against a person who has left: on the way, at the door, and placed. */
class ObstacleAbroadStoryTest extends ObstacleStory {

  @ParameterizedTest
  @EnumSource(
      names = {"SENTENCE_CHANGED", "FUNDS_FROZEN", "DEATH"},
      mode = EnumSource.Mode.EXCLUDE)
  void onTheWayNobodyWhomItCoversIsHandedOver(ObstacleKind kind) {
    under(kind);
    String inTheAir = ready(pair);
    String flight = flight(pair, inTheAir);
    depart(pair, flight).expect(200);
    raise(inTheAir, kind);
    task(pair.user("flight-operations"), "bring-back", flight);
    flightBack(pair, flight, "turned-back");
    assertThat(where(inTheAir)).isEqualTo("RETURNED");
    assertThat(status(pair, inTheAir)).isEqualTo("HELD");
  }

  @ParameterizedTest
  @EnumSource(
      names = {"SENTENCE_CHANGED", "FUNDS_FROZEN", "DEATH"},
      mode = EnumSource.Mode.EXCLUDE)
  void atTheDoorTheReceivingStateIsToldThatThePersonIsHeldAndNoMore(ObstacleKind kind) {
    under(kind);
    String caseNumber = ready(pair);
    String flight = flight(pair, caseNumber);
    depart(pair, flight).expect(200);
    post(pair.user("flight-operations"), "/api/flights/" + flight + "/arrival", "").expect(200);
    raise(caseNumber, kind);
    Answer refused =
        post(
            pair.receivingUser(),
            "/api/flights/" + flight + "/handovers",
            map("caseNumber", caseNumber, "receivedBy", "Officer 04"));
    assertThat(refused.expect(409).detail())
        .isEqualTo("Not handed over. This person is held by the sending state.");
    get(pair.receivingUser(), "/api/transfers/" + caseNumber + "/obstacles").expect(403);
    flightBack(pair, flight, "brought-home");
    assertThat(where(caseNumber)).isEqualTo("RETURNED");
  }

  /** Nobody is home before the plane has landed there, nor before anybody ordered it back. */
  @Test
  void nobodyIsBroughtHomeBeforeWhatLastHappenedToTheFlight() {
    String caseNumber = ready(pair);
    String flight = flight(pair, caseNumber);
    depart(pair, flight).expect(200);
    String inTheAir = moment();
    advance(Duration.ofHours(2));
    String operations = pair.user("flight-operations");
    post(operations, "/api/flights/" + flight + "/arrival", "").expect(200);
    raise(caseNumber, ObstacleKind.RISK_EVIDENCE);
    advance(Duration.ofMinutes(5));
    String task = claim(operations, "bring-back", flight);
    Map<String, Object> answers =
        map("outcome", "brought-home", "backAt", inTheAir, "reason", "Home.");
    assertThat(submit(operations, task, answers).expect(400).detail())
        .contains("must not be before the departure, the arrival or the order to turn back");
    answers.put("backAt", moment());
    submit(operations, task, answers).expect(204);
    assertThat(where(caseNumber)).isEqualTo("RETURNED");
  }

  @Test
  void anInterimMeasureBringsAPlacedPersonBackByItsDay() {
    String caseNumber = placed(pair);
    String day = clock.instant().plus(Duration.ofDays(3)).toString();
    var raised = obstacle(ObstacleKind.INTERIM_MEASURE);
    raised.put("returnBy", day);
    long id = post(first(), path(caseNumber), raised).expect(201).body().get("id").asLong();
    assertThat(openTasks(caseNumber)).contains("arrange-return").doesNotContain("decide-stay");
    assertThat(demands(caseNumber)).containsExactly("COURT_ORDER obstacle " + id);
    assertThat(backBy(caseNumber)).isEqualTo(Instant.parse(day).truncatedTo(ChronoUnit.MICROS));
  }

  /** The day is one person's word: it brings somebody back earlier, and never later. */
  @Test
  void aFarDayOfReturnKeepsNobody() {
    String caseNumber = placed(pair);
    var raised = obstacle(ObstacleKind.INTERIM_MEASURE);
    raised.put("returnBy", clock.instant().plus(Duration.ofDays(3000)).toString());
    post(first(), path(caseNumber), raised).expect(201);
    assertThat(backBy(caseNumber)).isBeforeOrEqualTo(clock.instant().plus(Duration.ofDays(7)));
  }

  private Instant backBy(String caseNumber) {
    return jdbc.sql("select deadline from return_demand where case_number = ?")
        .param(caseNumber)
        .query((row, n) -> Rows.instant(row, "deadline"))
        .single();
  }

  @Test
  void whoStaysMeanwhileIsDecidedByTwoLawyersAndAskedAgain() {
    String caseNumber = placed(pair);
    long id = raise(counsel(), caseNumber, ObstacleKind.RISK_EVIDENCE);
    assertThat(openTasks(caseNumber)).contains("decide-stay").doesNotContain("arrange-return");
    assertThat(stay(assessor(), "decide-stay", id, "stays").expect(403).detail())
        .contains("You signed what this obstacle is about");
    stay(first(), "decide-stay", id, "stays").expect(204);
    stay(first(), "confirm-stay", id, "stays").expect(403);
    stay(second(), "confirm-stay", id, "stays").expect(204);
    assertThat(openTasks(caseNumber)).doesNotContain("decide-stay", "confirm-stay");

    advance(Duration.ofDays(14));
    assertThat(openTasks(caseNumber)).contains("decide-stay");
    advance(Duration.ofHours(25));
    assertThat(openTasks(caseNumber)).as("silence").contains("arrange-return");
    assertThat(demands(caseNumber)).containsExactly("RECALLED obstacle " + id);
  }

  /** It stops transfers; who was transferred before stays if two lawyers say so, once for all. */
  @ParameterizedTest
  @ValueSource(strings = {"stays", "return", "silence"})
  void anOrderForManyWithoutADayIsDecidedOnceForAllWhoArePlaced(String says) {
    List<String> placed = List.of(placed(pair), placed(pair));
    long order = stay("ALL", "");
    String about = "OBSTACLE-" + order;
    advance(Duration.ofSeconds(1));
    placed.forEach(one -> assertThat(demands(one)).isEmpty());
    assertThat(openTasks(about)).contains("decide-stay");
    if (says.equals("silence")) {
      advance(Duration.ofHours(25));
    } else {
      stay(first(), "decide-stay", order, "stays").expect(204);
      stay(first(), "confirm-stay", order, says).expect(403);
      stay(second(), "confirm-stay", order, says).expect(204);
      advance(Duration.ofSeconds(1));
    }
    for (String one : placed) {
      if (says.equals("stays")) {
        assertThat(demands(one)).isEmpty();
      } else {
        assertThat(demands(one)).containsExactly("COURT_ORDER obstacle " + order);
        assertThat(openTasks(one)).contains("arrange-return");
      }
    }
    if (says.equals("stays")) {
      advance(Duration.ofDays(14));
      assertThat(openTasks(about)).as("asked again").contains("decide-stay");
    }
    lift(order);
    assertThat(running("obstacle", about)).isNull();
  }

  @Test
  void whoDecidedOfOneObstacleDoesNotConfirmItThoughAnotherWasDecidedSince() {
    String caseNumber = placed(pair);
    long one = raise(counsel(), caseNumber, ObstacleKind.AGE_CLAIM);
    long other = raise(counsel(), caseNumber, ObstacleKind.IDENTITY_DOUBT);
    stay(first(), "decide-stay", one, "stays").expect(204);
    stay(second(), "decide-stay", other, "stays").expect(204);
    stay(first(), "confirm-stay", one, "stays").expect(403);
    stay(second(), "confirm-stay", one, "stays").expect(204);
  }

  @ParameterizedTest
  @CsvSource({"decide-stay,return", "confirm-stay,return", "confirm-stay,silence"})
  void oneOfTheTwoIsEnoughForTheWayBack(String who, String says) {
    String caseNumber = placed(pair);
    long id = raise(pair.receivingUser(), caseNumber, ObstacleKind.IDENTITY_DOUBT);
    if (who.equals("confirm-stay")) {
      stay(first(), "decide-stay", id, "stays").expect(204);
    }
    if (says.equals("silence")) {
      advance(Duration.ofHours(25));
    } else {
      stay(second(), who, id, says).expect(204);
      acting.runDueJobs();
    }
    assertThat(openTasks(caseNumber)).contains("arrange-return");
  }

  @Test
  void nobodyIsAskedAnyMoreAboutWhoIsNotThere() {
    String caseNumber = placed(pair);
    long id = raise(counsel(), caseNumber, ObstacleKind.AGE_CLAIM);
    stay(first(), "decide-stay", id, "stays").expect(204);
    stay(second(), "confirm-stay", id, "stays").expect(204);
    died(pair, caseNumber);
    advance(Duration.ofDays(14));
    assertThat(openTasks(caseNumber)).doesNotContain("decide-stay");
  }

  @Test
  void settledNobodyIsAskedWhetherThePersonStays() {
    String caseNumber = placed(pair);
    long id = raise(counsel(), caseNumber, ObstacleKind.AGE_CLAIM);
    stay(first(), "decide-stay", id, "stays").expect(204);
    stay(second(), "confirm-stay", id, "stays").expect(204);
    settle(caseNumber, id, "withdrawn");
    assertThat(openTasks(caseNumber)).doesNotContain("decide-stay", "settle-obstacle");
    assertThat(demands(caseNumber)).isEmpty();
  }

  @Test
  void upheldItBringsAPlacedPersonBackAsTransferredInError() {
    String caseNumber = placed(pair);
    long id = raise(counsel(), caseNumber, ObstacleKind.AGE_CLAIM);
    settle(caseNumber, id, "upheld");
    assertThat(openTasks(caseNumber)).contains("arrange-return");
    assertThat(demands(caseNumber)).containsExactly("TRANSFERRED_IN_ERROR obstacle " + id);
  }

  /** Of whom a court says that they may not be held is free when they are back, at the latest. */
  @Test
  void whomACourtReleasesIsBroughtBackWithinADayAndFree() {
    String caseNumber = placed(pair);
    long id = raise(raiser(), caseNumber, ObstacleKind.RELEASE_ORDER);
    assertThat(openTasks(caseNumber)).contains("arrange-return");
    assertThat(backBy(caseNumber)).isBeforeOrEqualTo(clock.instant().plus(Duration.ofDays(1)));
    settle(caseNumber, id, "upheld");
    comeHome(pair, caseNumber, today());
    advance(Duration.ofSeconds(1));
    assertThat(openTasks(caseNumber)).containsExactly("confirm-free");
  }

  /** The receiving state sees by when: the same as for a release or a reversal. */
  @Test
  void aProtectionDecisionBringsAPlacedPersonBackWithinADay() {
    String caseNumber = placed(pair);
    raise(counsel(), caseNumber, ObstacleKind.PROTECTION_DECISION);
    assertThat(backBy(caseNumber))
        .isBetween(
            clock.instant().plus(Duration.ofHours(23)), clock.instant().plus(Duration.ofHours(24)));
  }
}
