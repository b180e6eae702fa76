package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.custodytransfer.obstacle.ObstacleKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each kind of obstacle, raised and settled before the departure. */
class ObstacleKindsStoryTest extends ObstacleStory {

  @ParameterizedTest
  @EnumSource
  void itHoldsAtOnceAndUntilTwoHaveSettledItAfterService(ObstacleKind kind) {
    under(kind);
    String caseNumber = ready(pair);
    String flight = flight(pair, caseNumber);
    long id = raise(caseNumber, kind);
    assertThat(conditions(pair, caseNumber)).containsEntry(kind.bearsOn().name(), "AGAINST");
    assertThat(status(pair, caseNumber)).isEqualTo("HELD");
    depart(pair, flight).expect(409);

    advance(Duration.ofHours(1));
    enter(first(kind), caseNumber, id, settling(kind)).expect(204);
    assertThat(status(pair, caseNumber)).as("entered, and not yet confirmed").isEqualTo("HELD");
    String list = listOf(caseNumber, kind);
    assertThat(get(first(), list).body().get(0).at("/entered/documents")).hasSize(1);
    if (!kind.isOfTheAgreement()) {
      assertThat(confirm(second(), id, "confirmed").expect(409).detail()).contains("72 hours");
      advance(SERVED);
    }
    if (raiserOf(kind).equals(raiser()) && kind != ObstacleKind.FUNDS_FROZEN) {
      assertThat(confirm(raiser(), id, "confirmed").expect(403).detail()).contains("raised");
    }
    assertThat(confirm(first(kind), id, "confirmed").expect(403).detail()).contains("You entered");
    confirm(second(kind), id, "confirmed").expect(204);
    if (kind.isOfTheAgreement()) {
      acting.runDueJobs();
    }

    if (ANEW.containsKey(kind)) {
      assertThat(conditions(pair, caseNumber)).containsEntry(kind.bearsOn().name(), "AGAINST");
      assertThat(openTasks(caseNumber)).contains(ANEW.get(kind));
    } else {
      assertThat(status(pair, caseNumber)).as("looked at at once").isEqualTo("READY");
    }
    assertThat(get(first(), list).body().get(0).at("/settled/confirmedBy").asText())
        .isEqualTo(second(kind));
    assertThat(get(first(), list).body().get(0).at("/settled/outcome").asText())
        .isEqualTo(settling(kind).toUpperCase().replace('-', '_'));
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "INTERIM_MEASURE",
        "COURT_ORDER",
        "PROCEEDINGS",
        "SENTENCE_CHANGED",
        "NOTICE_CHALLENGE",
        "DEATH",
        "SUSPENSION",
        "FUNDS_FROZEN"
      },
      mode = EnumSource.Mode.EXCLUDE)
  void upheldItEndsTheCase(ObstacleKind kind) {
    under(kind);
    var request = request(pair);
    String caseNumber = ready(pair, request, "AF");
    long id = raise(caseNumber, kind);
    settle(caseNumber, id, "upheld");
    assertThat(status(pair, caseNumber)).isEqualTo("REFUSED");
    String again = file(pair, anew(request));
    assertThat(conditions(pair, again).get(kind.bearsOn().name()))
        .as("it is read in the later case, and what can be is signed anew there")
        .isIn(
            kind == ObstacleKind.CONSENT_WITHDRAWN || kind.name().startsWith("NATIONALITY")
                ? "OPEN"
                : "AGAINST");
  }
}
