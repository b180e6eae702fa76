package org.custodytransfer.casefile;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.Agreement.OffenceGroup;

/**
 * What the record knew of one case at a moment. In an assessment there is no case: the same facts
 * of a code alone.
 *
 * @param knownAt only what was recorded up to then is here
 * @param decisions in the order in which they were recorded
 */
public record CaseFile(
    String caseNumber,
    Instant knownAt,
    Agreement agreement,
    Person person,
    List<Nationality> nationalities,
    Optional<Judgment> judgment,
    Optional<ExpulsionOrder> expulsionOrder,
    List<Protection> protection,
    List<Proceeding> proceedings,
    Optional<Boolean> consentIndicated,
    List<Claim> claims,
    List<Decision> decisions,
    Optional<Notice> notice,
    Place place,
    CaseStatus status,
    Optional<Integer> securityClass,
    Instant filedAt,
    String filedBy) {

  /** Where a case is on its road. The last five are ends. */
  public enum CaseStatus {
    RECEIVED(false),
    IDENTITY(false),
    INCOMPLETE(false),
    IN_REVIEW(false),
    FOR_APPROVAL(false),
    WITH_RECEIVING_STATE(false),
    NOTICE(false),
    WAITING(false),
    READY(false),
    HELD(false),
    PLACED(false),
    REFUSED(true),
    DECLINED(true),
    WITHDRAWN(true),
    DIED(true),
    CLOSED(true);

    private final boolean end;

    CaseStatus(boolean end) {
      this.end = end;
    }

    public boolean isEnd() {
      return end;
    }
  }

  /** Where the person is: one place at a time. */
  public enum Place {
    CUSTODY,
    ABOARD,
    ABROAD_NOT_HANDED_OVER,
    PLACED,
    RETURNED,
    /** Sent on to a third state. */
    ELSEWHERE,
    /** Free, after the sentence was served where the receiving state took it over. */
    RELEASED,
    DECEASED;

    /** Whether the sending state holds the person and could let them board. */
    public boolean inCustody() {
      return this == CUSTODY || this == RETURNED;
    }
  }

  public enum ProtectionKind {
    BAR,
    CLAIM,
    CLAIM_REJECTED
  }

  /** What somebody decided or certified, each with its form or rule. */
  public enum DecisionKind {
    IDENTITY,
    ELIGIBILITY,
    COMPLETION,
    NEW_FACTS,
    FINALITY,
    NATIONALITY,
    EXPULSION_ORDER,
    HOME_RETURN,
    PROTECTION,
    PROCEEDINGS,
    HEALTH,
    SUBMISSIONS,
    ANSWERS,
    COUNTERSIGNATURE,
    APPROVAL_LEVEL,
    APPROVAL,
    ACCEPTANCE,
    NOTICE,
    NOTIFICATIONS,
    CONSENT,
    HOLD_FOLLOWED,
    FLIGHT_FOLLOWED,
    FITNESS,
    ARRIVAL_CHECK,
    WELFARE_VISIT,
    COUNSEL_VISIT,
    RETURN_ANSWERED,
    RETURN_ARRANGED,
    RETURN_CONFIRMED,
    DELAY_ANSWERED,
    RETURN_REPORTED,
    GONE_ANSWERED,
    GONE_NOTED,
    RELEASE,
    SENT_ON,
    REFUSAL,
    REFUSAL_TOLD,
    WITHDRAWAL,
    DEATH
  }

  public record Person(
      String id,
      String registerNumber,
      String familyName,
      String givenNames,
      LocalDate birthDate,
      String sex,
      Set<String> languages,
      String counsel) {}

  public record Nationality(String state, boolean verified, String caseNumber) {}

  public record Judgment(
      long id,
      String court,
      String docket,
      LocalDate judgedOn,
      LocalDate sentenceFrom,
      LocalDate sentenceUntil,
      boolean custodial,
      boolean appealOpen,
      Optional<LocalDate> finalOn,
      Set<OffenceGroup> offenceGroups,
      Optional<LocalDate> reversedOn,
      String recordedBy) {

    /** The same judgment with an appeal against it. */
    public Judgment underAppeal() {
      return with(sentenceUntil, true, Optional.empty(), reversedOn);
    }

    /** The same judgment, final after an appeal. */
    public Judgment finalSince(LocalDate day) {
      return with(sentenceUntil, false, Optional.of(day), reversedOn);
    }

    public Judgment reversed(LocalDate day) {
      return with(sentenceUntil, appealOpen, finalOn, Optional.of(day));
    }

    public Judgment until(LocalDate day) {
      return with(day, appealOpen, finalOn, reversedOn);
    }

    private Judgment with(
        LocalDate until,
        boolean openAppeal,
        Optional<LocalDate> finality,
        Optional<LocalDate> reversal) {
      return new Judgment(
          id,
          court,
          docket,
          judgedOn,
          sentenceFrom,
          until,
          custodial,
          openAppeal,
          finality,
          offenceGroups,
          reversal,
          recordedBy);
    }
  }

  public record ExpulsionOrder(
      long id,
      String authority,
      String docket,
      LocalDate decidedOn,
      Optional<LocalDate> finalOn,
      String recordedBy) {}

  /**
   * @param settles the claim that this decision rejected
   */
  public record Protection(
      long id,
      ProtectionKind kind,
      String state,
      String authority,
      String reference,
      LocalDate decidedOn,
      Optional<Long> settles,
      String caseNumber,
      String recordedBy) {}

  /** What a claim is against. */
  public enum ClaimKind {
    NATIONALITY,
    PROTECTION,
    NOTICE
  }

  /**
   * A claim against the transfer, from the moment it was filed.
   *
   * @param state the nationality that is claimed, or the state that is feared
   * @param upheld what a lawyer decided; empty as long as nobody has
   */
  public record Claim(
      long id,
      ClaimKind kind,
      Optional<String> state,
      String caseNumber,
      String reference,
      String text,
      Instant filedAt,
      String filedBy,
      Optional<Boolean> upheld,
      Optional<Instant> decidedAt) {}

  public record Proceeding(
      long id, String personIs, String authority, String docket, LocalDate openedOn) {}

  public record Decision(
      long id,
      DecisionKind kind,
      String outcome,
      String reason,
      Map<String, String> answers,
      List<Ground> grounds,
      Set<Long> evidence,
      Instant occurredAt,
      Instant recordedAt,
      String signedBy) {

    public String answer(String field) {
      return answers.getOrDefault(field, "");
    }
  }

  /** Why something was refused: a code and its legal or contractual source. */
  public record Ground(String code, String source) {}

  public record Notice(
      String destinationState,
      String facilityCode,
      String language,
      Instant personServedAt,
      Instant counselServedAt,
      Instant recordedAt,
      String recordedBy) {}

  public Set<String> nationalityCodes() {
    return nationalities.stream().map(Nationality::state).collect(Collectors.toUnmodifiableSet());
  }

  public Agreement.Route route() {
    return agreement.routeOf(nationalityCodes());
  }

  /** Empty where the agreement does not have the person's route at all. */
  public Optional<Agreement.RouteTerms> routeTerms() {
    return Optional.ofNullable(agreement.routes().get(route()));
  }

  public Optional<Decision> latest(DecisionKind kind) {
    return decisions.stream()
        .filter(decision -> decision.kind() == kind)
        .reduce((earlier, later) -> later);
  }

  /** Whether anything of these kinds was signed after a decision. */
  public boolean signedAfter(Decision decision, Set<DecisionKind> kinds) {
    return decisions.subList(decisions.indexOf(decision) + 1, decisions.size()).stream()
        .anyMatch(later -> kinds.contains(later.kind()));
  }

  /** Claims to protection from return to the receiving state that no decision has settled. */
  public List<Protection> openClaims() {
    Set<Long> settled =
        protection.stream().flatMap(fact -> fact.settles().stream()).collect(Collectors.toSet());
    return protection.stream()
        .filter(fact -> fact.kind() == ProtectionKind.CLAIM)
        .filter(fact -> fact.state().equals(agreement.receiving().state()))
        .filter(fact -> !settled.contains(fact.id()))
        .toList();
  }

  /** Claims of a kind that concern this case and that nobody has decided. */
  public List<Claim> undecided(ClaimKind kind) {
    return claims.stream()
        .filter(claim -> claim.kind() == kind && claim.upheld().isEmpty())
        .filter(claim -> concerns(claim))
        .toList();
  }

  /** A notice is one case's own; a nationality and a fear are the person's. */
  private boolean concerns(Claim claim) {
    return switch (claim.kind()) {
      case NATIONALITY -> true;
      case PROTECTION -> claim.state().filter(agreement.receiving().state()::equals).isPresent();
      case NOTICE -> claim.caseNumber().equals(caseNumber);
    };
  }

  /** When a challenge to the notice of this case was last upheld. */
  public Optional<Instant> noticeFoundWrong() {
    return claims.stream()
        .filter(claim -> claim.kind() == ClaimKind.NOTICE && concerns(claim))
        .filter(claim -> claim.upheld().orElse(false))
        .flatMap(claim -> claim.decidedAt().stream())
        .max(Instant::compareTo);
  }

  /** Decisions that forbid return to the receiving state. */
  public List<Protection> bars() {
    return protection.stream()
        .filter(fact -> fact.kind() == ProtectionKind.BAR)
        .filter(fact -> fact.state().equals(agreement.receiving().state()))
        .toList();
  }

  /** Whether the receiving state takes the sentence over; a route unknown is held to be a lease. */
  public Agreement.Kind kind() {
    return routeTerms().map(Agreement.RouteTerms::kind).orElse(Agreement.Kind.LEASE);
  }

  /**
   * The day by which the placement ends. In a lease the person is back: the lead time before the
   * sentence ends, or at the term's end if that is first. In an enforcement it is the sentence's
   * end.
   */
  public Optional<LocalDate> plannedEnd() {
    return judgment.map(
        judged -> {
          if (kind() == Agreement.Kind.ENFORCEMENT) {
            return judged.sentenceUntil();
          }
          LocalDate bySentence =
              judged.sentenceUntil().minusDays(agreement.periods().returnLeadDays());
          return agreement
              .term()
              .until()
              .filter(until -> until.isBefore(bySentence))
              .orElse(bySentence);
        });
  }
}
