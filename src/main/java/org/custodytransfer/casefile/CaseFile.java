package org.custodytransfer.casefile;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.Agreement.Circumstance;
import org.custodytransfer.agreement.Agreement.OffenceGroup;
import org.custodytransfer.agreement.Countries;
import org.custodytransfer.platform.Fault;

/**
 * What the record knew of one case at a moment. In an assessment there is no case: the same facts
 * of a code alone.
 *
 * @param knownAt only what was recorded up to then is here
 * @param judgedAt the moment of which it is asked what the law says: then, or the hour of a flight
 * @param personIds each entry of the register that was signed to be theirs
 * @param judgments as they stand, each correction in the place of what it corrects
 * @param decisions in the order in which they were recorded
 */
public record CaseFile(
    String caseNumber,
    Instant knownAt,
    Instant judgedAt,
    Agreement agreement,
    Person person,
    Set<String> personIds,
    Set<BirthDate> birthDates,
    List<Nationality> nationalities,
    List<Judgment> judgments,
    Optional<ExpulsionOrder> expulsionOrder,
    List<Protection> protection,
    Optional<Boolean> consentIndicated,
    Map<Circumstance, Boolean> circumstances,
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
    STAYS_MEANWHILE,
    REFUSAL,
    REFUSAL_TOLD,
    WITHDRAWAL,
    DEATH
  }

  public record Person(
      String id,
      String registerNumber,
      String familyName,
      Optional<String> givenNames,
      BirthDate birthDate,
      String sex,
      Set<String> languages,
      String counsel) {

    /** The name as a paper prints it. */
    public String name() {
      return givenNames.map(given -> familyName + ", " + given).orElse(familyName);
    }
  }

  public record Nationality(String state, boolean verified, String caseNumber) {}

  public record Judgment(
      long id,
      String court,
      String docket,
      LocalDate judgedOn,
      LocalDate sentenceFrom,
      Optional<LocalDate> sentenceUntil,
      boolean custodial,
      boolean appealOpen,
      Optional<LocalDate> finalOn,
      Set<OffenceGroup> offenceGroups,
      Optional<LocalDate> reversedOn,
      String recordedBy) {

    /** By its docket and court: two courts may give one docket. */
    public String name() {
      return docket + ", " + court;
    }

    /** The same judgment, final on this day. */
    public Judgment finalSince(LocalDate day) {
      return with(sentenceUntil, Optional.of(day), reversedOn);
    }

    public Judgment reversed(LocalDate day) {
      return with(sentenceUntil, finalOn, Optional.of(day));
    }

    public Judgment until(LocalDate day) {
      return with(Optional.of(day), finalOn, reversedOn);
    }

    private Judgment with(
        Optional<LocalDate> until, Optional<LocalDate> finality, Optional<LocalDate> reversal) {
      return new Judgment(
          id,
          court,
          docket,
          judgedOn,
          sentenceFrom,
          until,
          custodial,
          appealOpen && finality.isEmpty(),
          finality,
          offenceGroups,
          reversal,
          recordedBy);
    }
  }

  /**
   * What all judgments together leave to serve.
   *
   * @param until first day on which nothing is left; empty where it has no end
   */
  public record Sentence(LocalDate from, Optional<LocalDate> until) {

    /** What is wrong with the dates of a sentence as they are sent. */
    public static List<Fault> faults(
        String at, LocalDate from, Optional<LocalDate> until, boolean withoutEnd) {
      String pointer = at + "/sentenceUntil";
      if (until.isPresent() == withoutEnd) {
        return List.of(
            Fault.at(
                pointer,
                withoutEnd
                    ? "cannot be given for a sentence without end"
                    : "is required and is missing; or withoutEnd is true"));
      }
      return until.filter(day -> !day.isAfter(from)).isPresent()
          ? List.of(Fault.at(pointer, "must be after " + at + "/sentenceFrom"))
          : List.of();
    }
  }

  public record ExpulsionOrder(
      long id,
      String authority,
      String docket,
      LocalDate decidedOn,
      Optional<LocalDate> finalOn,
      String recordedBy) {}

  /** A decision that forbids return to a state. */
  public record Protection(
      long id,
      String state,
      String authority,
      String reference,
      LocalDate decidedOn,
      String caseNumber,
      String recordedBy) {}

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

  /** The nationalities on file; that none was known says nothing any more once one is proven. */
  public Set<String> nationalityCodes() {
    boolean proven = nationalities.stream().anyMatch(Nationality::verified);
    return nationalities.stream()
        .map(Nationality::state)
        .filter(state -> !proven || !state.equals(Countries.UNKNOWN))
        .collect(Collectors.toUnmodifiableSet());
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

  /** Decisions that forbid return to the receiving state. */
  public List<Protection> bars() {
    return protection.stream()
        .filter(fact -> fact.state().equals(agreement.receiving().state()))
        .toList();
  }

  /** Whether a decision forbids return to a state. */
  public boolean isBarred(String state) {
    return protection.stream().anyMatch(fact -> fact.state().equals(state));
  }

  /** Whether the receiving state takes the sentence over; a route unknown is held to be a lease. */
  public Agreement.Kind kind() {
    return routeTerms().map(Agreement.RouteTerms::kind).orElse(Agreement.Kind.LEASE);
  }

  /** The sentence of all judgments that stand; of those that fell, where none stands. */
  public Optional<Sentence> sentence() {
    List<Judgment> standing = judgments.stream().filter(one -> one.reversedOn().isEmpty()).toList();
    List<Judgment> served = standing.isEmpty() ? judgments : standing;
    return served.stream()
        .map(Judgment::sentenceFrom)
        .min(Comparator.naturalOrder())
        .map(from -> new Sentence(from, last(served, Judgment::sentenceUntil)));
  }

  /** Whether there is a sentence, and it has no end. */
  public boolean isWithoutEnd() {
    return sentence().filter(one -> one.until().isEmpty()).isPresent();
  }

  /** The day on which the last of the judgments became final; empty if one is not known to be. */
  public Optional<LocalDate> finalOn() {
    return last(judgments, Judgment::finalOn);
  }

  /** Each judgment with the day on which it became final, as a review of finality finds them. */
  public String finalDays() {
    return judgments.stream()
        .map(one -> one.docket() + " " + one.finalOn().map(LocalDate::toString).orElse("open"))
        .sorted()
        .collect(Collectors.joining("; "));
  }

  /**
   * The day from which nothing is served any more: every judgment fell, or every sentence ended.
   */
  public Optional<LocalDate> freeOn() {
    return last(judgments, Judgment::reversedOn).or(() -> sentence().flatMap(Sentence::until));
  }

  /** The last of these days; none if one of them is not there. */
  private static Optional<LocalDate> last(
      List<Judgment> judgments, Function<Judgment, Optional<LocalDate>> day) {
    return judgments.stream().map(day).anyMatch(Optional::isEmpty)
        ? Optional.empty()
        : judgments.stream().map(day).flatMap(Optional::stream).max(Comparator.naturalOrder());
  }

  /** The days left to serve, where they are fewer than the agreement asks for. */
  public Optional<Long> tooFewDaysLeft() {
    return sentence()
        .flatMap(Sentence::until)
        .map(until -> ChronoUnit.DAYS.between(agreement.laterDay(knownAt), until))
        .filter(days -> days < agreement.exclusions().minimumRemainingDays());
  }

  /** All groups of offences of the judgments. */
  public Set<OffenceGroup> offenceGroups() {
    return judgments.stream()
        .flatMap(one -> one.offenceGroups().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The day by which the placement ends. In a lease the person is back: the lead time before the
   * sentence ends, or at the term's end if that is first. In an enforcement it is the sentence's
   * end. A sentence without end is served in a lease alone, and until the end of its term.
   */
  public Optional<LocalDate> plannedEnd() {
    Optional<LocalDate> end = sentence().flatMap(Sentence::until);
    if (judgments.isEmpty() || kind() == Agreement.Kind.ENFORCEMENT) {
      return end;
    }
    return Stream.of(
            end.map(day -> day.minusDays(agreement.periods().returnLeadDays())),
            agreement.term().end())
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }

  /** Whether it goes on, and the person has not left. */
  public boolean isBeforeTheDeparture() {
    return place.inCustody() && !status.isEnd();
  }

  /** The same facts, asked about at another moment. */
  public CaseFile judgedAt(Instant moment) {
    return new CaseFile(
        caseNumber,
        knownAt,
        moment,
        agreement,
        person,
        personIds,
        birthDates,
        nationalities,
        judgments,
        expulsionOrder,
        protection,
        consentIndicated,
        circumstances,
        decisions,
        notice,
        place,
        status,
        securityClass,
        filedAt,
        filedBy);
  }
}
