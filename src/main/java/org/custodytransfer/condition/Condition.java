package org.custodytransfer.condition;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.Countries;

/**
 * What has to hold before anybody boards. The list is closed: an agreement can ask for more in its
 * terms, and leaves out only what is marked {@link Bound#AGREEMENT}.
 */
public enum Condition {
  LEGAL_BASIS(
      Bound.LAW,
      Station.HELD,
      Asked.THROUGHOUT,
      "two lawyers, on a ratified treaty or statute",
      inEurope("European Convention on Human Rights, Article 5"),
      everywhere("International Covenant on Civil and Political Rights, Article 9"),
      everywhere("a treaty or statute ratified by both states")),
  FINAL_CONVICTION(
      Bound.LAW,
      Station.REVIEW,
      Asked.THROUGHOUT,
      "the convicting court",
      inEurope("European Convention on Human Rights, Article 5(1)(a)"),
      everywhere(
          "Convention on the Transfer of Sentenced Persons, Article 3(1)(b), where it binds both states"),
      everywhere("a sentence alone permits imprisonment")),
  NATIONALITY_VERIFIED(
      Bound.LAW,
      Station.REVIEW,
      Asked.THROUGHOUT,
      "a lawyer, on documents",
      ofProtocol4("Protocol No. 4 to the European Convention on Human Rights, Article 3"),
      everywhere("International Covenant on Civil and Political Rights, Article 12(4)")),
  NOT_OWN_NATIONAL(
      Bound.LAW,
      Station.OVER,
      Asked.THROUGHOUT,
      "nobody: an offer changes nothing",
      ofProtocol4("Protocol No. 4 to the European Convention on Human Rights, Article 3"),
      everywhere("International Covenant on Civil and Political Rights, Article 12(4)")),
  IDENTITY_CHECKED(
      Bound.LAW,
      Station.NOTHING,
      Asked.TO_BOARD,
      "whoever hands over and whoever takes over, against the register",
      inEurope("European Convention on Human Rights, Article 5(1)(a)"),
      everywhere("International Covenant on Civil and Political Rights, Article 9(1)"),
      everywhere("Standard Minimum Rules for the Treatment of Prisoners, Rule 7(a)")),
  ADULT(
      Bound.LAW,
      Station.OVER,
      Asked.UNTIL_HANDED_OVER,
      "the register of births",
      everywhere(
          "This application's own rule, resting on the Convention on the Rights of the Child, Articles 3 and 37(c)")),
  SENTENCE_LEFT(
      Bound.LAW,
      Station.OVER,
      Asked.UNTIL_HANDED_OVER,
      "the convicting court",
      inEurope("European Convention on Human Rights, Article 5(1)"),
      everywhere("International Covenant on Civil and Political Rights, Article 9(1)"),
      everywhere("the agreement's own minimum")),
  PERSON_ADMISSIBLE(
      Bound.AGREEMENT,
      Station.REVIEW,
      Asked.TO_BOARD,
      "a lawyer and a physician",
      everywhere("The agreement, exclusions")),
  EXPULSION_ORDER(
      Bound.AGREEMENT,
      Station.REVIEW,
      Asked.UNTIL_HANDED_OVER,
      "the court that ordered expulsion",
      everywhere("The agreement, persons to be expelled")),
  HOME_RETURN_CONSIDERED(
      Bound.AGREEMENT,
      Station.REVIEW,
      Asked.TO_BOARD,
      "the home state",
      everywhere(
          "The agreement; Article 2 of the Convention on the Transfer of Sentenced Persons gives the possibility")),
  NON_REFOULEMENT(
      Bound.LAW,
      Station.REVIEW,
      Asked.TO_BOARD,
      "a lawyer, on named evidence",
      everywhere("Convention against Torture, Article 3"),
      inEurope("European Convention on Human Rights, Article 3"),
      everywhere("International Covenant on Civil and Political Rights, Article 7")),
  FACILITY_STANDARDS(
      Bound.LAW,
      Station.HELD,
      Asked.THROUGHOUT,
      "two lawyers, on reports of bodies independent of both prison services",
      everywhere("Convention against Torture, Articles 3 and 16, and its Optional Protocol"),
      inEurope("European Convention on Human Rights, Article 3")),
  NO_PROTECTION_BAR(
      Bound.LAW,
      Station.REVIEW,
      Asked.THROUGHOUT,
      "the authority or court that decides on protection",
      everywhere("Refugee Convention, Article 33"),
      everywhere("Convention against Torture, Article 3")),
  NO_PENDING_PROCEEDINGS(
      Bound.ALWAYS,
      Station.REVIEW,
      Asked.UNTIL_HANDED_OVER,
      "the court of those proceedings",
      inEurope("European Convention on Human Rights, Article 6"),
      everywhere("International Covenant on Civil and Political Rights, Article 14")),
  LEGAL_REVIEW(
      Bound.LAW,
      Station.REVIEW,
      Asked.TO_BOARD,
      "two lawyers",
      everywhere("The duty to review every ground before a transfer")),
  APPROVAL(
      Bound.LAW,
      Station.APPROVAL,
      Asked.TO_BOARD,
      "an approver who did not review",
      everywhere("The sending state's decision to transfer")),
  RECEIVING_ACCEPTANCE(
      Bound.ALWAYS,
      Station.ACCEPTANCE,
      Asked.UNTIL_HANDED_OVER,
      "the receiving state",
      everywhere(
          "The agreement; Convention on the Transfer of Sentenced Persons, Article 3(1)(f), where it binds both states")),
  NOTICE_SERVED(
      Bound.LAW,
      Station.NOTICE,
      Asked.THROUGHOUT,
      "service on the person and on counsel",
      inEurope("European Convention on Human Rights, Article 13"),
      everywhere("International Covenant on Civil and Political Rights, Article 2(3)"),
      everywhere("the agreement")),
  CONSENT(
      Bound.AGREEMENT,
      Station.NOTICE,
      Asked.TO_BOARD,
      "the person, after counsel's advice",
      everywhere(
          "The agreement; Convention on the Transfer of Sentenced Persons, Articles 3(1)(d) and 7, where it binds both states")),
  NOTIFICATIONS(
      Bound.ALWAYS,
      Station.NOTICE,
      Asked.TO_BOARD,
      "a caseworker",
      everywhere(
          "Vienna Convention on Consular Relations, Article 36(1)(b), on the person's request")),
  PLACE_AVAILABLE(
      Bound.ALWAYS,
      Station.HELD,
      Asked.TO_BOARD,
      "the count of places",
      everywhere("The agreement, quota and capacity")),
  FUNDS(
      Bound.ALWAYS,
      Station.HELD,
      Asked.TO_BOARD,
      "finance",
      everywhere("The agreement, fees"),
      everywhere("the budget of the sending state")),
  FIT_TO_FLY(
      Bound.LAW,
      Station.NOTHING,
      Asked.TO_BOARD,
      "a physician",
      inEurope("European Convention on Human Rights, Article 3"),
      everywhere("International Covenant on Civil and Political Rights, Article 10")),
  NO_STAY(
      Bound.LAW,
      Station.HELD,
      Asked.UNTIL_HANDED_OVER,
      "a court",
      everywhere("The order of a court")),
  MANIFEST(
      Bound.ALWAYS,
      Station.NOTHING,
      Asked.TO_BOARD,
      "flight operations",
      everywhere("The signed manifest of the flight"));

  /** Who can leave a condition out. */
  public enum Bound {
    /** Nobody; its limits are in code. */
    LAW,
    /** Nobody. */
    ALWAYS,
    /** An agreement, by its terms. */
    AGREEMENT
  }

  /** Until when its proof is asked for; what stands against a person says that by itself. */
  private enum Asked {
    TO_BOARD,
    UNTIL_HANDED_OVER,
    THROUGHOUT
  }

  /** A source of law, and the states that it binds. */
  private record Source(Predicate<String> binds, String text) {}

  private static Source everywhere(String text) {
    return new Source(state -> true, text);
  }

  private static Source inEurope(String text) {
    return new Source(Countries::inCouncilOfEurope, text);
  }

  private static Source ofProtocol4(String text) {
    return new Source(Countries::boundByProtocol4, text);
  }

  private final Bound bound;
  private final Station station;
  private final Asked asked;
  private final String decidedBy;
  private final List<Source> sources;

  Condition(Bound bound, Station station, Asked asked, String decidedBy, Source... sources) {
    this.bound = bound;
    this.station = station;
    this.asked = asked;
    this.decidedBy = decidedBy;
    this.sources = List.of(sources);
  }

  public Bound bound() {
    return bound;
  }

  /** Where it is put right, unless the case is over. */
  public Station station() {
    return station;
  }

  /** Whether the legal review answers for it before it is cleared. */
  public boolean isReviewed() {
    return this != LEGAL_REVIEW && (station == Station.REVIEW || station == Station.OVER);
  }

  /** Whether nobody is handed over without its proof. */
  public boolean isAskedOnTheWay() {
    return asked != Asked.TO_BOARD;
  }

  /** Whether a person who is placed is brought back when its proof is against it. */
  public boolean isAskedWhilePlaced() {
    return asked == Asked.THROUGHOUT;
  }

  /** Its name in words. */
  public String title() {
    String words = name().replace('_', ' ').toLowerCase(Locale.ROOT);
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** The legal or contractual sources that bind a sending state. */
  public String source(Agreement agreement) {
    return sources.stream()
        .filter(source -> source.binds().test(agreement.sending().state()))
        .map(Source::text)
        .collect(Collectors.joining("; "));
  }

  /** Who alone could decide it; on protection, the authority that the agreement's file names. */
  public String decidedBy(Agreement agreement) {
    return this == NO_PROTECTION_BAR
        ? agreement
            .sending()
            .protectionAuthority()
            .map(
                authority ->
                    decidedBy
                        + ": "
                        + authority.name()
                        + (authority.toBeConfirmed() ? " (to be confirmed)" : ""))
            .orElse(decidedBy)
        : decidedBy;
  }
}
