package org.custodytransfer.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.custodytransfer.casefile.SoundFile.NOW;
import static org.custodytransfer.casefile.SoundFile.agreement;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.casefile.SoundFile;
import org.custodytransfer.condition.Condition;
import org.custodytransfer.legal.Verdict;
import org.junit.jupiter.api.Test;

/** A place for each: 40 by the quota, 50 by the facility. */
class PlacesPolicyTest {

  private final Placements placements = mock(Placements.class);
  private final PlacesPolicy policy = new PlacesPolicy(placements);

  @Test
  void theQuotaIsTheLimitWhereItIsLower() {
    Verdict free = judge(39, agreement());
    assertThat(free.isMet()).isTrue();
    assertThat(free.condition()).isEqualTo(policy.condition());
    assertThat(free.condition()).isEqualTo(Condition.PLACE_AVAILABLE);
    assertThat(free.sentence()).isEqualTo("39 of 40 places are taken.");
    Verdict full = judge(40, agreement());
    assertThat(full.state()).isEqualTo(Verdict.State.AGAINST);
    assertThat(full.sentence()).isEqualTo("All 40 places are taken.");
  }

  @Test
  void theFacilityIsTheLimitWhereTheQuotaIsAsHigh() {
    Agreement equal = agreement("quota: 40", "quota: 50");
    assertThat(judge(49, equal).isMet()).isTrue();
    assertThat(judge(50, equal).isMet()).isFalse();
  }

  /** NOW is 9 March in the receiving state. */
  @Test
  void beforeTheDayOfOpeningAndAsLongAsItIsNotConfirmedThereIsNone() {
    assertThat(judge(0, opening("2026-03-09")).isMet()).isTrue();
    Verdict closed = judge(0, opening("2026-03-10"));
    assertThat(closed.state()).isEqualTo(Verdict.State.AGAINST);
    assertThat(closed.sentence()).isEqualTo("QZ-ONE is not open: it opens on 2026-03-10.");
    assertThat(judge(0, opening("2026-03-09, toBeConfirmed: true")).sentence())
        .isEqualTo("QZ-ONE is not open: it opens on 2026-03-09, which is not confirmed.");
  }

  private static Agreement opening(String day) {
    return agreement("capacity: 50}", "capacity: 50, opening: {day: " + day + "}}");
  }

  @Test
  void theLastPlaceIsOnePersons() {
    SoundFile second = new SoundFile();
    second.caseNumber = "QM-QZ-2026-000002";
    when(placements.abroad(eq("QM-QZ"), eq(NOW), any())).thenReturn(39L);
    Map<String, Verdict> verdicts =
        policy.judge(List.of(new SoundFile().file(), second.file()), Optional.empty());
    assertThat(verdicts.get(SoundFile.CASE).isMet()).isTrue();
    assertThat(verdicts.get("QM-QZ-2026-000002").isMet()).isFalse();
    verify(placements, times(1)).abroad(any(), any(), any());
  }

  private Verdict judge(long taken, Agreement agreement) {
    SoundFile file = new SoundFile();
    file.agreement = agreement;
    when(placements.abroad(eq("QM-QZ"), eq(NOW), any())).thenReturn(taken);
    return policy.judge(List.of(file.file()), Optional.empty()).get(SoundFile.CASE);
  }
}
