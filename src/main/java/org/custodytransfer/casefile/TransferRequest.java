package org.custodytransfer.casefile;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.custodytransfer.agreement.Agreement.Circumstance;
import org.custodytransfer.agreement.Agreement.OffenceGroup;

/**
 * A request for one person's transfer, as its schema has it. There is no field for an allegation.
 */
public record TransferRequest(
    String agreement,
    PersonData person,
    JudgmentData judgment,
    List<JudgmentData> furtherJudgments,
    Optional<ExpulsionOrderData> expulsionOrder,
    List<ProtectionData> protectionDecisions,
    List<ProtectionData> protectionClaims,
    List<ProceedingData> openProceedings,
    Optional<ConsentData> consent,
    Map<Circumstance, Boolean> circumstances,
    Optional<NewFacts> newFacts,
    int securityClass) {

  public TransferRequest {
    furtherJudgments = orEmpty(furtherJudgments);
    circumstances = circumstances == null ? Map.of() : Map.copyOf(circumstances);
    protectionDecisions = orEmpty(protectionDecisions);
    protectionClaims = orEmpty(protectionClaims);
    openProceedings = orEmpty(openProceedings);
  }

  /**
   * @param registerNumber of the sending state's prison register: who the person is
   * @param familyName or the one name of a person who has one
   * @param aliases other numbers of the same person, a passport's for example
   * @param counsel the user name of the person's lawyer
   */
  public record PersonData(
      String registerNumber,
      List<String> aliases,
      String familyName,
      Optional<String> givenNames,
      BirthDate birthDate,
      String sex,
      Set<String> nationalities,
      Set<String> languages,
      String counsel) {

    public PersonData {
      aliases = orEmpty(aliases);
    }
  }

  /** All judgments whose sentences are to be served there. */
  public List<JudgmentData> judgments() {
    return Stream.concat(Stream.of(judgment), furtherJudgments.stream()).toList();
  }

  /**
   * @param sentenceUntil first day on which the sentence is over; none where it has no end
   */
  public record JudgmentData(
      String court,
      String docket,
      LocalDate judgedOn,
      boolean custodial,
      Set<OffenceGroup> offenceGroups,
      LocalDate sentenceFrom,
      Optional<LocalDate> sentenceUntil,
      boolean withoutEnd,
      boolean appealOpen,
      Optional<LocalDate> finalOn) {}

  public record ExpulsionOrderData(
      String authority, String docket, LocalDate decidedOn, Optional<LocalDate> finalOn) {}

  /**
   * A decision against return to a state, or a claim to one; for a claim, the day is that of its
   * filing.
   */
  public record ProtectionData(
      String state, String authority, String reference, LocalDate decidedOn) {}

  public record ProceedingData(
      String personIs, String authority, String docket, LocalDate openedOn) {}

  public record ConsentData(boolean given, LocalDate answeredOn) {}

  /**
   * What has become known since an earlier request for the same person was refused.
   *
   * @param knownSince not before the refusal
   */
  public record NewFacts(LocalDate knownSince, String text) {}

  private static <T> List<T> orEmpty(List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }
}
