package org.custodytransfer.legal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.custodytransfer.casefile.SoundFile.NOW;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.custodytransfer.agreement.AgreementFixture;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.casefile.SoundFile;
import org.custodytransfer.condition.Condition;
import org.custodytransfer.obstacle.Obstacles;
import org.junit.jupiter.api.Test;

/** The gate asks every condition, each once, in the order of the list. */
class DepartureConditionsTest {

  private static final List<Condition> CONTRIBUTED =
      List.of(
          Condition.MANIFEST,
          Condition.IDENTITY_CHECKED,
          Condition.FUNDS,
          Condition.PLACE_AVAILABLE,
          Condition.FACILITY_STANDARDS,
          Condition.LEGAL_BASIS);

  private final CaseFiles cases = mock(CaseFiles.class);
  private final Obstacles obstacles = mock(Obstacles.class);

  @Test
  void everyConditionIsJudgedInItsOrder() {
    CaseFile one = new SoundFile().file();
    when(cases.all(List.of(SoundFile.CASE), NOW)).thenReturn(List.of(one));
    var gate =
        new DepartureConditions(cases, obstacles, CONTRIBUTED.stream().map(Met::of).toList());
    Map<String, List<Verdict>> verdicts =
        gate.at(List.of(SoundFile.CASE), NOW, Optional.of("FL-1"));
    assertThat(verdicts).containsOnlyKeys(SoundFile.CASE);
    assertThat(verdicts.get(SoundFile.CASE))
        .extracting(Verdict::condition)
        .containsExactly(Condition.values());
    assertThat(verdicts.get(SoundFile.CASE)).allMatch(Verdict::isMet);
  }

  @Test
  void anUnjudgedConditionStopsTheStart() {
    List<ConditionPolicy> withoutOne = new ArrayList<>();
    CONTRIBUTED.stream().skip(1).map(Met::of).forEach(withoutOne::add);
    assertThatThrownBy(() -> new DepartureConditions(cases, obstacles, withoutOne))
        .hasMessage("Nobody judges [MANIFEST]");
  }

  @Test
  void twoPoliciesForOneConditionStopTheStart() {
    List<ConditionPolicy> twice = new ArrayList<>();
    CONTRIBUTED.stream().map(Met::of).forEach(twice::add);
    twice.add(Met.of(Condition.ADULT));
    assertThatThrownBy(() -> new DepartureConditions(cases, obstacles, twice))
        .hasMessage("Two policies judge ADULT");
  }

  @Test
  void eachConditionHasItsWordsAndItsSource() {
    assertThat(Condition.NO_PROTECTION_BAR.title()).isEqualTo("No protection bar");
    for (Condition condition : Condition.values()) {
      assertThat(condition.source(AgreementFixture.shipped("DK-XK"))).isNotBlank();
      assertThat(condition.source(AgreementFixture.shipped("US-SV")))
          .doesNotContain("European", "Protocol No.");
      assertThat(condition.decidedBy(AgreementFixture.shipped("DK-XK"))).isNotBlank();
      assertThat(condition.bound()).isNotNull();
    }
    assertThat(Condition.NO_PROTECTION_BAR.decidedBy(AgreementFixture.shipped("DK-XK")))
        .isEqualTo(
            "the authority or court that decides on protection: Danish Immigration Service; on appeal the Refugee Appeals Board (to be confirmed)");
    assertThat(Condition.NO_PROTECTION_BAR.decidedBy(SoundFile.agreement()))
        .isEqualTo("the authority or court that decides on protection");
  }

  /** A policy whose condition holds for everybody on the flight that it is asked for. */
  private record Met(Condition condition) implements ConditionPolicy {
    static ConditionPolicy of(Condition condition) {
      return new Met(condition);
    }

    @Override
    public Map<String, Verdict> judge(Collection<CaseFile> files, Optional<String> flight) {
      assertThat(flight).contains("FL-1");
      return Map.of(
          SoundFile.CASE, Verdict.of(condition, Verdict.State.MET, "It holds.", "fact 1"));
    }
  }
}
