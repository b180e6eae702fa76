package org.custodytransfer.casefile;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.custodytransfer.agreement.Agreement.OffenceGroup;

/**
 * A request for one person's transfer, as its schema has it. There is no field for an allegation.
 */
public record TransferRequest(
    String agreement,
    PersonData person,
    JudgmentData judgment,
    Optional<ExpulsionOrderData> expulsionOrder,
    List<ProtectionData> protectionDecisions,
    List<ProtectionData> protectionClaims,
    List<ProceedingData> openProceedings,
    Optional<ConsentData> consent,
    Optional<NewFacts> newFacts,
    int securityClass) {

  public TransferRequest {
    protectionDecisions = orEmpty(protectionDecisions);
    protectionClaims = orEmpty(protectionClaims);
    openProceedings = orEmpty(openProceedings);
  }

  /**
   * @param registerNumber of the sending state's prison register: who the person is
   * @param aliases other numbers of the same person, a passport's for example
   * @param counsel the user name of the person's lawyer
   */
  public record PersonData(
      String registerNumber,
      List<String> aliases,
      String familyName,
      String givenNames,
      LocalDate birthDate,
      String sex,
      Set<String> nationalities,
      Set<String> languages,
      String counsel) {

    public PersonData {
      aliases = orEmpty(aliases);
    }
  }

  public record JudgmentData(
      String court,
      String docket,
      LocalDate judgedOn,
      boolean custodial,
      Set<OffenceGroup> offenceGroups,
      LocalDate sentenceFrom,
      LocalDate sentenceUntil,
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
