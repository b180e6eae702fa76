package org.custodytransfer.obstacle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Optional;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.SoundFile;
import org.custodytransfer.condition.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether an obstacle of a person bears on a case, and what a lawyer reads of it. */
class ObstacleTest {

  private final CaseFile file = new SoundFile().file();

  @ParameterizedTest
  @CsvSource({
    "PROCEEDINGS,,OPEN",
    "PROTECTION_CLAIM,QZ,OPEN",
    "PROTECTION_CLAIM,QY,NOTED",
    "NATIONALITY_CLAIM,QM,OPEN",
    // The file has no such judgment.
    "APPEAL,,NOTED"
  })
  void itBearsOnACaseThatAsksForWhatItIsAbout(ObstacleKind kind, String state, Obstacle.State how) {
    Obstacle one = named(kind, Optional.ofNullable(state));
    assertThat(one.in(file)).isEqualTo(how);
    assertThat(one.standsAgainst(file)).isEqualTo(how == Obstacle.State.OPEN);
  }

  @Test
  void itIsASentenceThatALawyerAccepts() {
    assertThat(named(ObstacleKind.PROTECTION_CLAIM, Optional.of("QZ")).sentence(file))
        .isEqualTo("The claim against return to QZ of 3 March 2026 is not settled.");
  }

  /** Each row says what it is called, who raises it, and what alone settles it. */
  @ParameterizedTest
  @EnumSource
  void eachRowIsWhole(ObstacleKind kind) {
    assertThat(kind.words(named(kind, Optional.of("QZ")))).isNotBlank().doesNotContain("{");
    assertThat(kind.raisedBy()).isNotEmpty();
    assertThat(kind.settledOn()).isNotBlank();
    assertThat(kind.endings()).contains("entered in error").contains(",");
    assertThat(kind.setsReturn()).isEqualTo(kind.bearsOn() == Condition.NO_STAY);
  }

  private Obstacle named(ObstacleKind kind, Optional<String> state) {
    return Obstacle.named(kind, LocalDate.of(2026, 3, 3), state, file);
  }
}
