package org.custodytransfer.legal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.custodytransfer.casefile.SoundFile.NOW;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.SoundFile;
import org.custodytransfer.condition.Condition;
import org.custodytransfer.obstacle.StayOrders;
import org.junit.jupiter.api.Test;

/** What the gate says of an order. */
class StayPolicyTest {

  private final StayOrders orders = mock(StayOrders.class);
  private final StayPolicy policy = new StayPolicy(orders);
  private final SoundFile file = new SoundFile();

  @Test
  void anOrderThatCoversThePersonStopsAndSaysWhose() {
    CaseFile one = file.file();
    when(orders.covering(List.of(one), NOW))
        .thenReturn(Map.of(SoundFile.CASE, List.of(order(3, "ST-3"), order(5, "ST-5"))));
    Verdict verdict = policy.judge(List.of(one), Optional.empty()).get(SoundFile.CASE);
    assertThat(verdict.condition()).isEqualTo(Condition.NO_STAY);
    assertThat(verdict.state()).isEqualTo(Verdict.State.AGAINST);
    assertThat(verdict.sentence())
        .isEqualTo("The order ST-3 of Court 02 of 8 March 2026 stops this transfer.");
    assertThat(verdict.evidence()).containsExactly("stay order 3");
    assertThat(verdict.signedBy()).containsExactly("court");
    assertThat(verdict.since()).contains(Instant.parse("2026-03-09T10:00:00Z"));
  }

  @Test
  void withoutAnOrderTheConditionIsMet() {
    CaseFile one = file.file();
    when(orders.covering(List.of(one), NOW)).thenReturn(Map.of(SoundFile.CASE, List.of()));
    Verdict verdict = policy.judge(List.of(one), Optional.empty()).get(SoundFile.CASE);
    assertThat(verdict.isMet()).isTrue();
    assertThat(verdict.sentence()).isEqualTo("No stay order in force covers the person.");
    assertThat(policy.judge(List.of(), Optional.empty())).isEmpty();
    assertThat(policy.condition()).isEqualTo(Condition.NO_STAY);
  }

  private static StayOrders.Order order(long id, String docket) {
    return new StayOrders.Order(
        id,
        "QM",
        StayOrders.Scope.ALL,
        Optional.empty(),
        Map.of(),
        "Court 02",
        docket,
        "Stayed.",
        Instant.parse("2026-03-08T23:30:00Z"),
        Instant.parse("2026-03-09T09:00:00Z"),
        Optional.empty(),
        Optional.empty(),
        Instant.parse("2026-03-09T10:00:00Z"),
        "court",
        Optional.empty());
  }
}
