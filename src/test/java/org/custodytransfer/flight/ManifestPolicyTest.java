package org.custodytransfer.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.custodytransfer.casefile.SoundFile.NOW;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.custodytransfer.casefile.CaseFile.Place;
import org.custodytransfer.casefile.SoundFile;
import org.custodytransfer.condition.Condition;
import org.custodytransfer.legal.Verdict;
import org.junit.jupiter.api.Test;

/** Nobody boards without a seat on the signed manifest of this flight, nor who is not held here. */
class ManifestPolicyTest {

  private final FlightRecord flights = mock(FlightRecord.class);
  private final ManifestPolicy policy = new ManifestPolicy(flights);
  private final SoundFile file = new SoundFile();

  @Test
  void aSeatOnThisFlightIsNeeded() {
    seats(Map.of(SoundFile.CASE, "FL-1"));
    Verdict seated = judge(Optional.of("FL-1"));
    assertThat(seated.isMet()).isTrue();
    assertThat(seated.condition()).isEqualTo(policy.condition()).isEqualTo(Condition.MANIFEST);
    assertThat(seated.sentence())
        .isEqualTo("The person has a seat on the signed manifest of FL-1.");
    assertThat(seated.evidence()).containsExactly("flight FL-1");
    assertThat(judge(Optional.empty()).isMet()).isTrue();
    Verdict another = judge(Optional.of("FL-2"));
    assertThat(another.state()).isEqualTo(Verdict.State.OPEN);
    assertThat(another.sentence()).isEqualTo("The person has no seat on a signed manifest.");
    seats(Map.of());
    assertThat(judge(Optional.of("FL-1")).state()).isEqualTo(Verdict.State.OPEN);
  }

  @Test
  void whoIsNotInCustodyCannotBoardWhateverTheSeat() {
    seats(Map.of(SoundFile.CASE, "FL-1"));
    for (Place place : EnumSet.allOf(Place.class)) {
      file.place = place;
      boolean here = place == Place.CUSTODY || place == Place.RETURNED;
      Verdict verdict = judge(Optional.of("FL-1"));
      assertThat(verdict.isMet()).as(place.name()).isEqualTo(here);
      if (!here) {
        assertThat(verdict.state()).isEqualTo(Verdict.State.AGAINST);
        assertThat(verdict.sentence())
            .isEqualTo("The person is not in the custody of QM: " + place + ".");
      }
    }
  }

  @Test
  void nobodyAskedNothingSaid() {
    assertThat(policy.judge(List.of(), Optional.empty())).isEmpty();
  }

  private void seats(Map<String, String> seats) {
    when(flights.signedSeats(List.of(SoundFile.CASE), NOW)).thenReturn(seats);
  }

  private Verdict judge(Optional<String> flight) {
    return policy.judge(List.of(file.file()), flight).get(SoundFile.CASE);
  }
}
