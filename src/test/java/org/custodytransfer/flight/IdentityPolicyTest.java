package org.custodytransfer.flight;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.custodytransfer.flight.IdentityChecks.Check;
import org.custodytransfer.flight.IdentityChecks.Side;
import org.custodytransfer.flight.IdentityChecks.Stage;
import org.custodytransfer.legal.Verdict;
import org.junit.jupiter.api.Test;

/** The person at the door is the person of the file, found so by both sides, at each door anew. */
class IdentityPolicyTest {

  private static final Instant AT = Instant.parse("2026-03-10T02:00:00Z");

  private final List<Check> known = new ArrayList<>();

  @Test
  void bothSidesCompareAtThisDoorOfThisFlight() {
    assertThat(judge(Stage.BOARDING, "FL-1").sentence())
        .isEqualTo(
            "At the boarding the person was not compared with the register within the last 24 hours by both sides.");
    add("FL-1", Stage.BOARDING, Side.HANDING, true);
    assertThat(judge(Stage.BOARDING, "FL-1").sentence()).endsWith("by whoever takes over.");
    add("FL-1", Stage.BOARDING, Side.TAKING, true);
    Verdict met = judge(Stage.BOARDING, "FL-1");
    assertThat(met.isMet()).isTrue();
    assertThat(met.sentence())
        .isEqualTo(
            "At the boarding both sides compared the person with the register (marks; marks).");
    assertThat(met.evidence()).containsExactly("identity checks 1 and 2");
    assertThat(met.signedBy()).containsExactly("HANDING-1", "TAKING-2");
    assertThat(met.since()).contains(AT.plusSeconds(2));
    assertThat(judge(Stage.HANDOVER, "FL-1").state()).isEqualTo(Verdict.State.OPEN);
    assertThat(judge(Stage.BOARDING, "FL-2").state()).isEqualTo(Verdict.State.OPEN);
    assertThat(IdentityPolicy.verdict(Stage.BOARDING, known, Optional.empty(), AT).state())
        .isEqualTo(Verdict.State.OPEN);
    add("FL-1", Stage.HANDOVER, Side.TAKING, true);
    assertThat(judge(Stage.HANDOVER, "FL-1").sentence()).endsWith("by whoever hands over.");
  }

  @Test
  void aComparisonIsOfTheDay() {
    add("FL-1", Stage.BOARDING, Side.HANDING, true);
    add("FL-1", Stage.BOARDING, Side.TAKING, true);
    Instant last = AT.plusSeconds(1).plus(Duration.ofHours(24));
    Optional<String> flight = Optional.of("FL-1");
    assertThat(IdentityPolicy.verdict(Stage.BOARDING, known, flight, last).isMet()).isTrue();
    assertThat(
            IdentityPolicy.verdict(Stage.BOARDING, known, flight, last.plusNanos(1000)).sentence())
        .isEqualTo(
            "At the boarding the person was not compared with the register within the last 24 hours by whoever hands over.");
  }

  @Test
  void aDoubtGoesWithThePersonUntilBothSidesOfOneDoorComparedAgain() {
    add("FL-1", Stage.BOARDING, Side.HANDING, true);
    add("FL-1", Stage.BOARDING, Side.TAKING, true);
    add("FL-1", Stage.BOARDING, Side.TAKING, false);
    for (String flight : List.of("FL-1", "FL-2")) {
      Verdict doubted = judge(Stage.BOARDING, flight);
      assertThat(doubted.state()).isEqualTo(Verdict.State.AGAINST);
      assertThat(doubted.sentence())
          .isEqualTo(
              "At the boarding of FL-1 the person was found not to be the person of the file.");
      assertThat(doubted.evidence()).containsExactly("identity check 3");
      assertThat(doubted.signedBy()).containsExactly("TAKING-3");
    }
    add("FL-1", Stage.BOARDING, Side.HANDING, true);
    add("FL-2", Stage.BOARDING, Side.TAKING, true);
    assertThat(judge(Stage.BOARDING, "FL-2").state())
        .as("two sides, and not of one door")
        .isEqualTo(Verdict.State.AGAINST);
    add("FL-2", Stage.BOARDING, Side.HANDING, true);
    assertThat(judge(Stage.BOARDING, "FL-2").isMet()).isTrue();
    assertThat(judge(Stage.HANDOVER, "FL-2").state()).isEqualTo(Verdict.State.OPEN);
  }

  private void add(String flight, Stage stage, Side side, boolean same) {
    long id = known.size() + 1L;
    known.add(
        new Check(
            id, flight, "C", stage, side, same, "MARKS", AT.plusSeconds(id), side + "-" + id));
  }

  private Verdict judge(Stage stage, String flight) {
    return IdentityPolicy.verdict(stage, known, Optional.of(flight), AT);
  }
}
