package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.custodytransfer.obstacle.ObstacleKind;
import org.junit.jupiter.api.Test;

/** Each kind against a person who is placed, under a lease and under an enforcement. */
class ObstaclePlacedStoryTest extends ObstacleStory {

  private static final Set<ObstacleKind> BRINGS_BACK =
      EnumSet.of(
          ObstacleKind.COURT_ORDER,
          ObstacleKind.INTERIM_MEASURE,
          ObstacleKind.RELEASE_ORDER,
          ObstacleKind.PROTECTION_DECISION,
          ObstacleKind.CONVICTION_REVERSED,
          ObstacleKind.EXPULSION_ANNULLED);

  private static final Set<ObstacleKind> NOTED =
      EnumSet.of(ObstacleKind.SENTENCE_CHANGED, ObstacleKind.FUNDS_FROZEN, ObstacleKind.DEATH);

  private static final Set<ObstacleKind> OF_AN_EXPULSION =
      EnumSet.of(ObstacleKind.EXPULSION_ANNULLED);

  @Test
  void underALease() {
    each(placed(pair), EnumSet.complementOf(EnumSet.copyOf(OF_AN_EXPULSION)));
  }

  @Test
  void underALeaseThatAsksForAnExpulsionOrder() {
    under(ObstacleKind.EXPULSION_ANNULLED);
    each(placed(pair), OF_AN_EXPULSION);
  }

  @Test
  void underAnEnforcement() {
    Set<ObstacleKind> asked = EnumSet.complementOf(EnumSet.copyOf(OF_AN_EXPULSION));
    asked.remove(ObstacleKind.HOME_STATE_TAKES);
    String caseNumber = placed(pair, national(pair, "QZ"), "QZ");
    each(caseNumber, asked);
    assertThat(
            post(raiser(), path(caseNumber), obstacle(ObstacleKind.HOME_STATE_TAKES))
                .expect(400)
                .detail())
        .contains("does not ask for");
  }

  private void each(String caseNumber, Set<ObstacleKind> kinds) {
    for (ObstacleKind kind : kinds) {
      long decisions = decisions(caseNumber);
      List<String> before = demands(caseNumber);
      long id = raise(caseNumber, kind);
      if (BRINGS_BACK.contains(kind)) {
        assertThat(demands(caseNumber))
            .as("%s", kind)
            .hasSize(before.size() + 1)
            .anyMatch(one -> one.endsWith("obstacle " + id));
        assertThat(openTasks(caseNumber)).contains("arrange-return");
      } else {
        assertThat(demands(caseNumber)).as("%s", kind).isEqualTo(before);
      }
      if (kind == ObstacleKind.SUSPENSION) {
        assertThat(openTasks("OBSTACLE-" + id)).as("once for all").contains("decide-stay");
        continue;
      }
      boolean decided = !BRINGS_BACK.contains(kind) && !NOTED.contains(kind);
      assertThat(decisions(caseNumber)).as("%s", kind).isEqualTo(decisions + (decided ? 1 : 0));
      assertThat(where(caseNumber)).isEqualTo("PLACED");
    }
  }

  private long decisions(String caseNumber) {
    return openTasks(caseNumber).stream().filter("decide-stay"::equals).count();
  }
}
