package org.custodytransfer.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.custodytransfer.casefile.CaseFile.CaseStatus;
import org.custodytransfer.casefile.CaseFile.Judgment;
import org.custodytransfer.platform.Fault;
import org.junit.jupiter.api.Test;

class CaseFileTest {

  @Test
  void fiveStatusesAreEnds() {
    assertThat(Arrays.stream(CaseStatus.values()).filter(CaseStatus::isEnd))
        .containsExactly(
            CaseStatus.REFUSED,
            CaseStatus.DECLINED,
            CaseStatus.WITHDRAWN,
            CaseStatus.DIED,
            CaseStatus.CLOSED);
  }

  @Test
  void aCaseIsBeforeTheDepartureAsLongAsItGoesOnAndThePersonIsHere() {
    SoundFile sound = new SoundFile();
    assertThat(sound.file().isBeforeTheDeparture()).isTrue();
    sound.status = CaseStatus.CLOSED;
    assertThat(sound.file().isBeforeTheDeparture()).isFalse();
    sound.status = CaseStatus.READY;
    sound.place = CaseFile.Place.PLACED;
    assertThat(sound.file().isBeforeTheDeparture()).isFalse();
  }

  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

  @Test
  void whoseJudgmentsAllFellIsFreeFromTheLastOfThem() {
    SoundFile sound = new SoundFile();
    Judgment one = sound.judgments.get(0);
    assertThat(sound.file().freeOn()).isEqualTo(one.sentenceUntil());
    Judgment second = one.until(LocalDate.of(2029, 1, 1)).reversed(DAY);
    sound.judgments = List.of(one, second);
    assertThat(sound.file().freeOn()).as("one stands").isEqualTo(one.sentenceUntil());
    assertThat(sound.file().sentence().orElseThrow().until()).isEqualTo(one.sentenceUntil());
    sound.judgments = List.of(one.reversed(DAY.plusDays(2)), second);
    assertThat(sound.file().freeOn()).contains(DAY.plusDays(2));
    assertThat(sound.file().sentence().orElseThrow().until()).contains(LocalDate.of(2029, 1, 1));
    sound.judgments = List.of();
    assertThat(sound.file().freeOn()).isEmpty();
    assertThat(sound.file().plannedEnd()).isEmpty();
  }

  @Test
  void aPlacementEndsTheLeadTimeBeforeTheSentenceOrWithItWhereItIsEnforcedThere() {
    SoundFile sound = new SoundFile();
    assertThat(sound.file().plannedEnd()).contains(LocalDate.of(2027, 12, 18));
    sound.nationalities = List.of(new CaseFile.Nationality("QZ", true, SoundFile.CASE));
    assertThat(sound.file().plannedEnd()).contains(LocalDate.of(2028, 2, 1));
  }

  @Test
  void aDecisionBarsTheStateThatItNames() {
    SoundFile sound = new SoundFile();
    assertThat(sound.file().isBarred("QZ")).isFalse();
    sound.protection =
        List.of(
            new CaseFile.Protection(
                1, "QY", "Authority 01", "P-1", DAY, SoundFile.CASE, "lawyer-1"));
    assertThat(sound.file().isBarred("QY")).isTrue();
    assertThat(sound.file().isBarred("QZ")).isFalse();
  }

  @Test
  void anAppealIsOpenUntilTheJudgmentIsFinal() {
    Judgment one = new SoundFile().judgments.get(0);
    Judgment open = notFinal(one, true);
    assertThat(open.until(DAY).appealOpen()).isTrue();
    Judgment closed = notFinal(one, false);
    assertThat(closed.until(DAY).appealOpen()).isFalse();
    assertThat(open.finalSince(DAY).appealOpen()).isFalse();
    assertThat(one.until(DAY).appealOpen()).isFalse();
  }

  @Test
  void aSentenceHasAnEndAfterItsBeginningOrSaysThatItHasNone() {
    Optional<LocalDate> none = Optional.empty();
    assertThat(CaseFile.Sentence.faults("/a", DAY, Optional.of(DAY.plusDays(1)), false)).isEmpty();
    assertThat(CaseFile.Sentence.faults("/a", DAY, none, true)).isEmpty();
    assertThat(CaseFile.Sentence.faults("/a", DAY, Optional.of(DAY), false))
        .extracting(Fault::detail)
        .containsExactly("must be after /a/sentenceFrom");
    assertThat(CaseFile.Sentence.faults("/a", DAY, none, false))
        .extracting(Fault::detail)
        .containsExactly("is required and is missing; or withoutEnd is true");
    assertThat(CaseFile.Sentence.faults("/a", DAY, Optional.of(DAY.plusDays(1)), true))
        .extracting(Fault::detail)
        .containsExactly("cannot be given for a sentence without end");
  }

  @Test
  void aNameIsPrintedFamilyNameFirst() {
    CaseFile.Person one = new SoundFile().person;
    assertThat(one.name()).isEqualTo("Person, 001");
    assertThat(
            new CaseFile.Person(
                    "p", "R", "Person", Optional.empty(), one.birthDate(), "M", Set.of(), "c")
                .name())
        .isEqualTo("Person");
  }

  private static Judgment notFinal(Judgment one, boolean appealOpen) {
    return new Judgment(
        1,
        one.court(),
        one.docket(),
        one.judgedOn(),
        one.sentenceFrom(),
        one.sentenceUntil(),
        true,
        appealOpen,
        Optional.empty(),
        one.offenceGroups(),
        Optional.empty(),
        one.recordedBy());
  }
}
