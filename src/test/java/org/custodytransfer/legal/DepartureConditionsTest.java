package org.custodytransfer.legal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.custodytransfer.casefile.SoundFile.NOW;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.custodytransfer.agreement.AgreementFixture;
import org.custodytransfer.casefile.BirthDate;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.casefile.SoundFile;
import org.custodytransfer.condition.Condition;
import org.custodytransfer.obstacle.Obstacle;
import org.custodytransfer.obstacle.ObstacleKind;
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

  /** No proof outweighs what stands against it, and none that failed is hidden by it. */
  @Test
  void whatStandsAgainstATransferIsReadBesideTheProof() {
    SoundFile young = new SoundFile();
    young.person =
        new CaseFile.Person(
            "person-1",
            "R-1",
            "Person",
            Optional.of("001"),
            BirthDate.of("2010-01-01"),
            "M",
            Set.of("en"),
            "qm-counsel");
    CaseFile one = young.file();
    var gate =
        new DepartureConditions(cases, obstacles, CONTRIBUTED.stream().map(Met::of).toList());
    Obstacle claim =
        Obstacle.named(ObstacleKind.AGE_CLAIM, LocalDate.of(2026, 3, 3), Optional.empty(), one);
    Obstacle illness =
        Obstacle.named(ObstacleKind.ILLNESS, LocalDate.of(2026, 3, 4), Optional.empty(), one);
    Map<Condition, Verdict> verdicts = new EnumMap<>(Condition.class);
    gate.judge(List.of(one), Optional.of("FL-1"), Map.of(SoundFile.CASE, List.of(claim, illness)))
        .get(SoundFile.CASE)
        .forEach(verdict -> verdicts.put(verdict.condition(), verdict));
    Verdict adult = verdicts.get(Condition.ADULT);
    assertThat(adult.isMet()).isFalse();
    assertThat(adult.proof()).isEqualTo(Verdict.State.AGAINST);
    assertThat(adult.sentence())
        .startsWith("The claim to be under 18 of 3 March 2026 is not settled. ")
        .contains("18 years");
    assertThat(adult.obstacles()).containsExactly(claim);
    assertThat(adult.evidence()).containsExactly("obstacle 0");
    assertThat(adult.signedBy()).containsExactly("");
    assertThat(adult.since()).contains(NOW);
    Verdict ill = verdicts.get(Condition.PERSON_ADMISSIBLE);
    assertThat(ill.state()).isEqualTo(Verdict.State.AGAINST);
    assertThat(ill.proof()).isEqualTo(Verdict.State.MET);
    assertThat(ill.sentence())
        .isEqualTo("The finding of an illness of 4 March 2026 is not settled.");
    assertThat(verdicts.keySet()).containsExactly(Condition.values());
    assertThat(adult.with(List.of(), one)).isSameAs(adult);
    Obstacle foreign = mock(Obstacle.class);
    when(foreign.sentence(one)).thenReturn("A court's order of QZ stops this transfer.");
    when(foreign.recordedBy()).thenReturn("court-qz");
    when(foreign.recordedAt()).thenReturn(NOW);
    Verdict stayed = Verdict.met(Condition.NO_STAY, "None.").with(List.of(foreign, foreign), one);
    assertThat(stayed.sentence()).isEqualTo("A court's order of QZ stops this transfer.");
    assertThat(stayed.evidence()).isEmpty();
    assertThat(stayed.signedBy()).isEmpty();
    assertThat(gate.judge(List.of(one), Optional.of("FL-1"), Map.of()).get(SoundFile.CASE))
        .allMatch(verdict -> verdict.obstacles().isEmpty());
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
