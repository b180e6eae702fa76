package org.custodytransfer.agreement;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.custodytransfer.access.Actor;
import org.custodytransfer.platform.Refusal;

/**
 * One version of a bilateral instrument, as its file says it.
 *
 * @param code sending and receiving state, {@code DK-XK}
 * @param quota persons at a time
 * @param concerns what is missing in law before anything could run, with its source
 * @param lawfulInstead what the law permits for some of those whom it is about, with its source
 */
public record Agreement(
    String code,
    int version,
    String title,
    StatusSince status,
    Party sending,
    Party receiving,
    List<Instrument> instruments,
    Facility facility,
    int quota,
    Term term,
    Optional<Law> law,
    Map<Route, RouteTerms> routes,
    Exclusions exclusions,
    Periods periods,
    Set<String> languages,
    Set<String> calendars,
    Fees fees,
    List<String> assumptions,
    List<Concern> concerns,
    List<Concern> lawfulInstead) {

  public Agreement {
    lawfulInstead = lawfulInstead == null ? List.of() : lawfulInstead;
  }

  /** Cases are filed under {@code IN_FORCE} alone. */
  public enum Status {
    OFFER,
    SIGNED,
    IN_FORCE,
    ENDED
  }

  /**
   * In a lease the sending state's sentence is served in rented places; in an enforcement the
   * receiving state takes over the sentence of its own national. There is no third kind: nobody is
   * held without a sentence.
   */
  public enum Kind {
    LEASE,
    ENFORCEMENT
  }

  /** Whose national the person is. */
  public enum Route {
    THIRD_COUNTRY,
    RECEIVING_NATIONAL,
    SENDING_NATIONAL
  }

  public enum Consent {
    REQUIRED,
    ASKED,
    NOT_ASKED
  }

  public enum InstrumentKind {
    TREATY,
    STATUTE,
    NOTES,
    STATEMENT
  }

  public enum Schedule {
    PER_DIEM,
    PER_PERSON_YEAR,
    FLAT_PERIOD,
    GUARANTEED_PLUS
  }

  /** Which of the two travel days is a night: that of the handover, or that of the return. */
  public enum DayCount {
    HANDOVER_COUNTS,
    RETURN_COUNTS
  }

  public enum OffenceGroup {
    HOMICIDE,
    VIOLENCE,
    SEXUAL,
    ROBBERY,
    PROPERTY,
    FRAUD,
    DRUGS,
    WEAPONS,
    TRAFFICKING,
    ORGANISED_CRIME,
    TERRORISM,
    WAR_CRIMES,
    OTHER
  }

  /**
   * @param since first legal day of this status
   * @param before the statuses before this one, oldest first; empty where the file names none
   */
  public record StatusSince(Status code, LocalDate since, Optional<List<StatusSince>> before) {

    /** The status on a day; before the first that the file names, nothing is in force. */
    public StatusSince on(LocalDate day) {
      return Stream.concat(before.stream().flatMap(List::stream), Stream.of(this))
          .filter(status -> !status.since().isAfter(day))
          .reduce((earlier, later) -> later)
          .orElse(new StatusSince(Status.OFFER, day, Optional.empty()));
    }
  }

  /** A state with the zone in which its legal days begin and end. */
  public record Party(
      String state,
      ZoneId zone,
      Optional<Ratification> ratification,
      Optional<Authority> protectionAuthority) {

    /** The first moment of a day in this state. */
    public Instant beginningOf(LocalDate day) {
      return day.atStartOfDay(zone).toInstant();
    }
  }

  /** Who decides in a state on protection from return. */
  public record Authority(String name, boolean toBeConfirmed) {}

  /** Whose law applies, by state; empty where it is not known. */
  public record Law(
      String inFacility,
      Optional<String> onSentence,
      Optional<String> onCrimes,
      boolean toBeConfirmed) {}

  /** The day of ratification, or a day by which it had happened. */
  public record Ratification(
      Optional<LocalDate> on, Optional<LocalDate> onOrBefore, String by, boolean toBeConfirmed) {}

  public record Instrument(String title, InstrumentKind kind, String source) {}

  /**
   * @param capacity persons
   * @param opening where it has not been open all along
   */
  public record Facility(
      String code, String name, String place, int capacity, Optional<Opening> opening) {

    /** Why nobody can be placed there yet, on a day. */
    public Optional<String> closedOn(LocalDate day) {
      return opening
          .filter(one -> one.toBeConfirmed() || day.isBefore(one.day()))
          .map(
              one ->
                  String.format(
                      Locale.ROOT,
                      "%s is not open: it opens on %s%s.",
                      code,
                      one.day(),
                      one.toBeConfirmed() ? ", which is not confirmed" : ""));
    }
  }

  /** The first day on which persons can be placed. */
  public record Opening(LocalDate day, boolean toBeConfirmed) {}

  public record Term(LocalDate from, Optional<LocalDate> until, Optional<Extension> extension) {

    /** Its last day: of the extension, where that comes by itself. */
    public Optional<LocalDate> end() {
      return extension
          .filter(one -> one.how() == Extending.AUTOMATIC)
          .map(Extension::until)
          .or(this::until);
    }
  }

  /** How a term becomes longer. Only what comes by itself is counted on. */
  public enum Extending {
    AUTOMATIC,
    UNLESS_ENDED,
    AGREED
  }

  /**
   * @param noticeDays before the end of the term, where it can be ended
   */
  public record Extension(LocalDate until, Extending how, Optional<Integer> noticeDays) {}

  /** What makes a person's own consent needed, whatever the route asks. */
  public enum Circumstance {
    VISITED_BY_CHILD,
    OPIOID_SUBSTITUTION
  }

  public enum LifeSentences {
    EXCLUDED,
    TAKEN
  }

  /**
   * What one route asks for.
   *
   * @param feeFree whether no fee is due for persons on this route
   * @param consentWhere circumstances in which the person's own consent is required
   */
  public record RouteTerms(
      Kind kind,
      Consent consent,
      boolean expulsionOrderRequired,
      boolean homeReturnFirst,
      boolean feeFree,
      Set<Circumstance> consentWhere) {

    public RouteTerms {
      consentWhere = consentWhere == null ? Set.of() : consentWhere;
    }
  }

  /**
   * Whom the agreement does not take.
   *
   * @param nationalities of states, or groups of states ({@code EU}, {@code EEA}), that exclude
   * @param nationalitiesOtherThan if there are any, one of them is needed
   * @param lifeSentences a file that is silent excludes them
   */
  public record Exclusions(
      Set<OffenceGroup> offenceGroups,
      Set<String> sexes,
      boolean seriousMentalIllness,
      Optional<Integer> maximumSecurityClass,
      int minimumRemainingDays,
      Set<String> nationalities,
      Set<String> nationalitiesOtherThan,
      Optional<LifeSentences> lifeSentences) {

    public Exclusions {
      nationalities = nationalities == null ? Set.of() : nationalities;
      nationalitiesOtherThan = nationalitiesOtherThan == null ? Set.of() : nationalitiesOtherThan;
    }

    public boolean takesLifeSentences() {
      return lifeSentences.filter(LifeSentences.TAKEN::equals).isPresent();
    }

    /** Why a person of these nationalities is excluded. */
    public Optional<String> nationalityAgainst(Set<String> codes) {
      Optional<String> excluded =
          codes.stream()
              .filter(code -> nationalities.stream().anyMatch(one -> Countries.has(one, code)))
              .sorted()
              .findFirst();
      if (excluded.isPresent()) {
        return excluded.map(
            code ->
                String.format(Locale.ROOT, "The agreement does not take nationals of %s.", code));
      }
      return nationalitiesOtherThan.isEmpty()
              || codes.stream()
                  .anyMatch(
                      code ->
                          nationalitiesOtherThan.stream().anyMatch(one -> Countries.has(one, code)))
          ? Optional.empty()
          : Optional.of(
              String.format(
                  Locale.ROOT,
                  "The agreement takes nationals of %s alone.",
                  String.join(", ", new TreeSet<>(nationalitiesOtherThan))));
    }
  }

  /**
   * Days, and hours where the name says so. Each is bounded in the schema; a file can only be
   * stricter.
   */
  public record Periods(
      int noticeDays,
      int protectionAssessmentDays,
      int inspectionDays,
      int acceptanceDays,
      int fitnessHours,
      int returnLeadDays,
      int counselVisitDays,
      int welfareVisitDays) {}

  /**
   * @param currency ISO 4217
   */
  public record Fees(String currency, Schedule schedule, DayCount dayCount, List<Rate> rates) {

    /** The rate of a day; empty is an open question for a person, never zero. */
    public Optional<Rate> on(LocalDate day) {
      return rates.stream()
          .filter(rate -> !day.isBefore(rate.from()))
          .filter(rate -> rate.until().map(until -> !day.isAfter(until)).orElse(true))
          .max(Comparator.comparing(Rate::from));
    }
  }

  /**
   * @param amount per day, per person and year, or per year, as the schedule says
   * @param guaranteedPlaces places that the amount pays for, used or not
   * @param beyondMonthly per month for each person beyond them
   */
  public record Rate(
      LocalDate from,
      Optional<LocalDate> until,
      BigDecimal amount,
      Optional<Integer> guaranteedPlaces,
      Optional<BigDecimal> beyondMonthly) {}

  public record Concern(String text, String source, boolean toBeConfirmed) {}

  /** Whether it is in force in both states at a moment. */
  public boolean inForceAt(Instant moment) {
    return days(moment).allMatch(day -> status.on(day).code() == Status.IN_FORCE);
  }

  /** The day from which it is or was in force; empty for an offer and for what was only signed. */
  public Optional<LocalDate> inForceSince() {
    return Stream.concat(status.before().stream().flatMap(List::stream), Stream.of(status))
        .filter(one -> one.code() == Status.IN_FORCE)
        .map(StatusSince::since)
        .findFirst();
  }

  /**
   * The route of a person with these nationalities; a national of the sending state is one whatever
   * else they are.
   */
  public Route routeOf(Set<String> nationalities) {
    if (nationalities.contains(sending.state())) {
      return Route.SENDING_NATIONAL;
    }
    return nationalities.contains(receiving.state())
        ? Route.RECEIVING_NATIONAL
        : Route.THIRD_COUNTRY;
  }

  /** The earlier of the two legal days of a moment. */
  public LocalDate earlierDay(Instant moment) {
    return days(moment).min(Comparator.naturalOrder()).orElseThrow();
  }

  /** The later of the two legal days of a moment. */
  public LocalDate laterDay(Instant moment) {
    return days(moment).max(Comparator.naturalOrder()).orElseThrow();
  }

  /** The last moment at which a day is not over in either state. */
  public Instant lastMomentOf(LocalDate day) {
    return Stream.of(sending, receiving)
        .map(party -> party.beginningOf(day.plusDays(1)))
        .min(Comparator.naturalOrder())
        .orElseThrow()
        .minusMillis(1);
  }

  private Stream<LocalDate> days(Instant moment) {
    return Stream.of(sending, receiving).map(party -> LocalDate.ofInstant(moment, party.zone()));
  }

  /** An actor as they stand on the cases of this agreement; nobody of a third state. */
  public Optional<Actor> as(Actor actor) {
    return actor.on(sending.state(), receiving.state());
  }

  /**
   * @throws Refusal 404 for who acts for neither state
   */
  public Actor mustBeParty(Actor actor, String what) {
    return as(actor).orElseThrow(() -> Refusal.notFound(what));
  }
}
