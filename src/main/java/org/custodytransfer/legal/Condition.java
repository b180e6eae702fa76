package org.custodytransfer.legal;

import java.util.Locale;

/**
 * What has to hold before anybody boards. The list is closed: an agreement can ask for more in its
 * terms, and leaves out only what is marked {@link Bound#AGREEMENT}.
 */
public enum Condition {
  LEGAL_BASIS(
      Bound.LAW,
      "European Convention on Human Rights, Article 5; a treaty or statute ratified by both states",
      "two lawyers, on a ratified treaty or statute"),
  FINAL_CONVICTION(
      Bound.LAW,
      "European Convention on Human Rights, Article 5(1)(a); Convention on the Transfer of Sentenced Persons, Article 3(1)(b)",
      "the convicting court"),
  NATIONALITY_VERIFIED(
      Bound.LAW,
      "Protocol No. 4 to the European Convention on Human Rights, Article 3",
      "a lawyer, on documents"),
  NOT_OWN_NATIONAL(
      Bound.LAW,
      "Protocol No. 4 to the European Convention on Human Rights, Article 3",
      "nobody: an offer changes nothing"),
  ADULT(Bound.LAW, "Convention on the Rights of the Child, Article 37", "the register of births"),
  SENTENCE_LEFT(
      Bound.LAW,
      "European Convention on Human Rights, Articles 5 and 7; Convention on the Transfer of Sentenced Persons, Article 3(1)(c)",
      "the convicting court"),
  PERSON_ADMISSIBLE(Bound.AGREEMENT, "The agreement, exclusions", "a lawyer and a physician"),
  EXPULSION_ORDER(
      Bound.AGREEMENT, "The agreement, persons to be expelled", "the court that ordered expulsion"),
  HOME_RETURN_CONSIDERED(
      Bound.AGREEMENT,
      "Convention on the Transfer of Sentenced Persons, Article 2; the agreement",
      "the home state"),
  NON_REFOULEMENT(
      Bound.LAW,
      "Convention against Torture, Article 3; European Convention on Human Rights, Article 3",
      "a lawyer, on named evidence"),
  FACILITY_STANDARDS(
      Bound.LAW,
      "Convention against Torture, Articles 3 and 16; its Optional Protocol",
      "a body independent of both prison services"),
  NO_PROTECTION_BAR(
      Bound.LAW,
      "Refugee Convention, Article 33; Convention against Torture, Article 3",
      "the authority or court that decides on protection"),
  NO_PENDING_PROCEEDINGS(
      Bound.ALWAYS,
      "European Convention on Human Rights, Article 6",
      "the court of those proceedings"),
  LEGAL_REVIEW(Bound.LAW, "The duty to review every ground before a transfer", "two lawyers"),
  APPROVAL(Bound.LAW, "The sending state's decision to transfer", "an approver who did not review"),
  RECEIVING_ACCEPTANCE(
      Bound.ALWAYS,
      "Convention on the Transfer of Sentenced Persons, Article 3(1)(f); the agreement",
      "the receiving state"),
  NOTICE_SERVED(
      Bound.LAW,
      "European Convention on Human Rights, Article 13; Protocol No. 7, Article 1",
      "service on the person and on counsel"),
  CONSENT(
      Bound.AGREEMENT,
      "Convention on the Transfer of Sentenced Persons, Articles 3(1)(d) and 7",
      "the person, after counsel's advice"),
  NOTIFICATIONS(
      Bound.ALWAYS, "Vienna Convention on Consular Relations, Article 36", "a caseworker"),
  PLACE_AVAILABLE(Bound.ALWAYS, "The agreement, quota and capacity", "the count of places"),
  FUNDS(Bound.ALWAYS, "The agreement, fees; the budget of the sending state", "finance"),
  FIT_TO_FLY(Bound.LAW, "European Convention on Human Rights, Article 3", "a physician"),
  NO_STAY(Bound.LAW, "The order of a court", "a court"),
  MANIFEST(Bound.ALWAYS, "The signed manifest of the flight", "flight operations");

  /** Who can leave a condition out. */
  public enum Bound {
    /** Nobody; its limits are in code. */
    LAW,
    /** Nobody. */
    ALWAYS,
    /** An agreement, by its terms. */
    AGREEMENT
  }

  private final Bound bound;
  private final String source;
  private final String decidedBy;

  Condition(Bound bound, String source, String decidedBy) {
    this.bound = bound;
    this.source = source;
    this.decidedBy = decidedBy;
  }

  public Bound bound() {
    return bound;
  }

  /** Its name in words. */
  public String title() {
    String words = name().replace('_', ' ').toLowerCase(Locale.ROOT);
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** The legal or contractual source. */
  public String source() {
    return source;
  }

  /** Who alone could decide it. */
  public String decidedBy() {
    return decidedBy;
  }
}
