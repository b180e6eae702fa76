package org.custodytransfer.legal;

import static org.custodytransfer.legal.Verdict.against;
import static org.custodytransfer.legal.Verdict.met;
import static org.custodytransfer.legal.Verdict.open;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.Countries;
import org.custodytransfer.agreement.Languages;
import org.custodytransfer.casefile.BirthDate;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.Decision;
import org.custodytransfer.casefile.CaseFile.DecisionKind;
import org.custodytransfer.condition.Condition;

/** The conditions that a case's own file decides. Open the list, know the law. */
final class FilePolicies {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

  /** The outcome of a strand that waits for the requester's answer. */
  static final String ASK = "ask";

  /** The strands of the legal review; who signed one cannot countersign or approve. */
  static final Set<DecisionKind> STRANDS =
      EnumSet.of(
          DecisionKind.FINALITY,
          DecisionKind.NATIONALITY,
          DecisionKind.EXPULSION_ORDER,
          DecisionKind.HOME_RETURN,
          DecisionKind.PROTECTION,
          DecisionKind.PROCEEDINGS);

  private FilePolicies() {}

  static List<ConditionPolicy> all() {
    return List.of(
        always(Condition.FINAL_CONVICTION, FilePolicies::finalConviction),
        always(Condition.NATIONALITY_VERIFIED, FilePolicies::nationalityVerified),
        always(Condition.NOT_OWN_NATIONAL, FilePolicies::notOwnNational),
        always(Condition.ADULT, FilePolicies::adult),
        always(Condition.SENTENCE_LEFT, FilePolicies::sentenceLeft),
        always(Condition.PERSON_ADMISSIBLE, FilePolicies::personAdmissible),
        where(
            Agreement.RouteTerms::expulsionOrderRequired,
            Condition.EXPULSION_ORDER,
            FilePolicies::expulsionOrder),
        where(
            Agreement.RouteTerms::homeReturnFirst,
            Condition.HOME_RETURN_CONSIDERED,
            FilePolicies::homeReturnConsidered),
        always(Condition.NON_REFOULEMENT, FilePolicies::nonRefoulement),
        always(Condition.NO_PROTECTION_BAR, FilePolicies::noProtectionBar),
        always(Condition.NO_PENDING_PROCEEDINGS, FilePolicies::noPendingProceedings),
        // What its other half is, the orders in force, stands among the obstacles.
        always(
            Condition.NO_STAY,
            file -> Verdict.met(Condition.NO_STAY, "No stay order in force covers the person.")),
        always(Condition.LEGAL_REVIEW, FilePolicies::legalReview),
        always(Condition.APPROVAL, FilePolicies::approval),
        always(Condition.RECEIVING_ACCEPTANCE, FilePolicies::receivingAcceptance),
        always(Condition.NOTICE_SERVED, FilePolicies::noticeServed),
        ConditionPolicy.onFile(
            Condition.CONSENT,
            file -> consentApplies(file) ? Optional.of(consent(file)) : Optional.empty()),
        always(Condition.NOTIFICATIONS, FilePolicies::notifications),
        always(Condition.FIT_TO_FLY, FilePolicies::fitToFly));
  }

  private static ConditionPolicy always(
      Condition condition, Function<CaseFile, Verdict> judgement) {
    return ConditionPolicy.onFile(condition, file -> Optional.of(judgement.apply(file)));
  }

  /**
   * A condition that the route's terms ask for; a route that the agreement does not have asks for
   * everything.
   */
  private static ConditionPolicy where(
      java.util.function.Predicate<Agreement.RouteTerms> asked,
      Condition condition,
      Function<CaseFile, Verdict> judgement) {
    return ConditionPolicy.onFile(
        condition,
        file ->
            file.routeTerms().map(asked::test).orElse(true)
                ? Optional.of(judgement.apply(file))
                : Optional.empty());
  }

  private static Verdict finalConviction(CaseFile file) {
    Condition is = Condition.FINAL_CONVICTION;
    if (file.judgments().isEmpty()) {
      return against(is, "No conviction is on file; an allegation is not a conviction.");
    }
    Optional<Verdict> notFinal =
        file.judgments().stream().flatMap(one -> notFinal(one).stream()).findFirst();
    if (notFinal.isPresent()) {
      return notFinal.get();
    }
    LocalDate finalOn = file.finalOn().orElseThrow();
    if (finalOn.isAfter(file.agreement().earlierDay(file.judgedAt()))) {
      return against(
          is, String.format(Locale.ROOT, "The judgment becomes final only on %s.", day(finalOn)));
    }
    return decided(
        file,
        is,
        DecisionKind.FINALITY,
        "Nobody has yet reviewed that the judgment is final.",
        decision -> {
          if (!decision.outcome().equals("clear")) {
            return against(is, "The review found that the judgment is not final.");
          }
          if (decision.evidence().isEmpty()) {
            return open(is, "The court's certificate of finality is not on file.");
          }
          if (!decision.answer("finalOn").equals(finalOn.toString())) {
            return against(is, "The certificate and the request name different days of finality.");
          }
          // The certificate names the last day alone; another judgment may have become final anew.
          if (file.judgments().size() > 1
              && !decision.answer("judgments").equals(file.finalDays())) {
            return against(
                is, "One of the judgments became final on another day than was reviewed.");
          }
          return met(
              is,
              String.format(
                  Locale.ROOT,
                  "The custodial sentence of %s is final since %s.",
                  file.judgments().stream()
                      .map(judgment -> day(judgment.judgedOn()))
                      .collect(Collectors.joining(" and of ")),
                  day(finalOn)));
        });
  }

  /** What stands against the finality of one judgment, before anybody reviewed it. */
  private static Optional<Verdict> notFinal(CaseFile.Judgment judgment) {
    Condition is = Condition.FINAL_CONVICTION;
    String judgedOn = day(judgment.judgedOn());
    if (judgment.reversedOn().isPresent()) {
      return Optional.of(
          against(
              is,
              String.format(
                  Locale.ROOT,
                  "The conviction of %s was reversed on %s.",
                  judgedOn,
                  day(judgment.reversedOn().get()))));
    }
    if (!judgment.custodial()) {
      return Optional.of(
          against(
              is,
              String.format(
                  Locale.ROOT, "The judgment of %s is not a custodial sentence.", judgedOn)));
    }
    if (judgment.appealOpen()) {
      return Optional.of(
          against(
              is,
              String.format(
                  Locale.ROOT, "An appeal against the judgment of %s is open.", judgedOn)));
    }
    return judgment.finalOn().isEmpty()
        ? Optional.of(open(is, "The day on which the judgment became final is not on file."))
        : Optional.empty();
  }

  private static Verdict nationalityVerified(CaseFile file) {
    Condition is = Condition.NATIONALITY_VERIFIED;
    return decided(
        file,
        is,
        DecisionKind.NATIONALITY,
        "Nationality is not yet proven by document.",
        decision -> {
          if (!decision.outcome().equals("clear")) {
            return against(is, "The review found that nationality is not proven.");
          }
          if (decision.evidence().isEmpty()) {
            return open(is, "No document proves the nationality.");
          }
          Set<String> verified =
              file.nationalities().stream()
                  .filter(CaseFile.Nationality::verified)
                  .map(CaseFile.Nationality::state)
                  .collect(Collectors.toSet());
          Set<String> unproven =
              file.nationalityCodes().stream()
                  .filter(state -> !verified.contains(state))
                  .collect(Collectors.toCollection(java.util.TreeSet::new));
          return unproven.isEmpty()
              ? met(
                  is,
                  String.format(
                      Locale.ROOT, "Nationality is proven by document: %s.", sorted(verified)))
              : against(
                  is,
                  String.format(
                      Locale.ROOT,
                      "A nationality is on file that no document proves or disproves: %s.",
                      sorted(unproven)));
        });
  }

  private static Verdict notOwnNational(CaseFile file) {
    Condition is = Condition.NOT_OWN_NATIONAL;
    String sending = file.agreement().sending().state();
    if (file.nationalityCodes().equals(Set.of(Countries.UNKNOWN))) {
      return open(
          is,
          String.format(
              Locale.ROOT,
              "No nationality of the person is known; they may be a national of %s.",
              sending));
    }
    if (!file.nationalityCodes().contains(sending)) {
      return met(
          is,
          String.format(Locale.ROOT, "The person is not known to be a national of %s.", sending));
    }
    return file.agreement().inForceAt(file.judgedAt())
            && file.agreement().routes().containsKey(Agreement.Route.SENDING_NATIONAL)
        ? met(
            is,
            String.format(
                Locale.ROOT, "The instrument in force admits nationals of %s expressly.", sending))
        : against(
            is,
            String.format(
                Locale.ROOT,
                "The person is a national of %s, and no instrument in force admits its nationals.",
                sending));
  }

  private static Verdict adult(CaseFile file) {
    Condition is = Condition.ADULT;
    LocalDate today = file.agreement().earlierDay(file.judgedAt());
    Optional<BirthDate> another =
        file.birthDates().stream()
            .filter(born -> !born.equals(file.person().birthDate()) && born.ageOn(today) < 18)
            .findFirst();
    if (another.isPresent()) {
      return against(
          is,
          String.format(
              Locale.ROOT,
              "With the birth date %s, which is on file for the same person, they may not yet be 18 years old on %s.",
              another.get(),
              day(today)));
    }
    int age = file.person().birthDate().ageOn(today);
    return age >= 18
        ? met(is, String.format(Locale.ROOT, "The person is an adult on %s.", day(today)))
        : against(
            is,
            file.person().birthDate().isDay()
                ? String.format(
                    Locale.ROOT, "The person is not yet 18 years old on %s.", day(today))
                : String.format(
                    Locale.ROOT,
                    "Of the birth date only %s is known; the person may not yet be 18 years old on %s.",
                    file.person().birthDate(),
                    day(today)));
  }

  private static Verdict sentenceLeft(CaseFile file) {
    Condition is = Condition.SENTENCE_LEFT;
    if (file.sentence().isEmpty()) {
      return against(is, "There is no sentence to be served.");
    }
    CaseFile.Sentence sentence = file.sentence().get();
    LocalDate today = file.agreement().laterDay(file.judgedAt());
    if (sentence.from().isAfter(file.agreement().earlierDay(file.judgedAt()))) {
      return against(
          is, String.format(Locale.ROOT, "The sentence begins only on %s.", day(sentence.from())));
    }
    Optional<LocalDate> over = sentence.until().filter(until -> !until.isAfter(today));
    if (over.isPresent()) {
      return against(is, String.format(Locale.ROOT, "The sentence ended on %s.", day(over.get())));
    }
    if (file.plannedEnd().isEmpty()) {
      return against(
          is, "The sentence has no end, and nothing names a day by which the placement ends.");
    }
    LocalDate end = file.plannedEnd().get();
    String runs =
        sentence
            .until()
            .map(until -> "The sentence runs until " + day(until))
            .orElse("The sentence has no end");
    return end.isAfter(today)
        ? met(is, String.format(Locale.ROOT, "%s, and the person is back by %s.", runs, day(end)))
            .until(file.agreement().lastMomentOf(end.minusDays(1)))
        : against(
            is,
            String.format(
                Locale.ROOT,
                "%s, and the person would have to be back by %s already.",
                runs,
                day(end)));
  }

  private static Verdict personAdmissible(CaseFile file) {
    Condition is = Condition.PERSON_ADMISSIBLE;
    Agreement agreement = file.agreement();
    var exclusions = agreement.exclusions();
    if (file.routeTerms().isEmpty()) {
      return against(
          is,
          String.format(
              Locale.ROOT, "The agreement does not take persons on the route %s.", file.route()));
    }
    if (exclusions.sexes().contains(file.person().sex())) {
      return against(is, "The agreement does not take persons of this sex.");
    }
    Optional<Integer> tooHigh =
        exclusions
            .maximumSecurityClass()
            .filter(max -> file.securityClass().map(given -> given > max).orElse(false));
    if (tooHigh.isPresent()) {
      return against(
          is,
          String.format(
              Locale.ROOT,
              "The security class is above %d, the highest that the agreement takes.",
              tooHigh.get()));
    }
    if (file.securityClass().isEmpty() && exclusions.maximumSecurityClass().isPresent()) {
      return open(is, "The security class is not known.");
    }
    List<String> excluded =
        file.offenceGroups().stream()
            .filter(exclusions.offenceGroups()::contains)
            .map(Enum::name)
            .sorted()
            .toList();
    if (!excluded.isEmpty()) {
      return against(
          is,
          String.format(
              Locale.ROOT,
              "The agreement excludes these offences: %s.",
              String.join(", ", excluded)));
    }
    if (file.isWithoutEnd() && !exclusions.takesLifeSentences()) {
      return against(is, "The agreement does not take sentences without end.");
    }
    Optional<String> nationality = exclusions.nationalityAgainst(file.nationalityCodes());
    if (nationality.isPresent()) {
      return against(is, nationality.get());
    }
    Optional<Long> left = file.tooFewDaysLeft();
    if (left.isPresent()) {
      return against(
          is,
          String.format(
              Locale.ROOT,
              "%d days are left to serve; the agreement asks for %d.",
              Math.max(left.get(), 0),
              exclusions.minimumRemainingDays()));
    }
    if (!exclusions.seriousMentalIllness()) {
      return met(is, "None of the agreement's exclusions applies.");
    }
    return decided(
        file,
        is,
        DecisionKind.HEALTH,
        "No physician has yet said whether an illness excludes the person.",
        decision ->
            decision.outcome().equals("none")
                ? met(
                    is,
                    "None of the agreement's exclusions applies; a physician found no excluding illness.")
                : against(is, "A physician found an illness that the agreement excludes."));
  }

  private static Verdict expulsionOrder(CaseFile file) {
    Condition is = Condition.EXPULSION_ORDER;
    if (file.expulsionOrder().isEmpty()) {
      return open(
          is,
          "No expulsion order is on file, and the agreement takes only persons to be expelled.");
    }
    var order = file.expulsionOrder().get();
    Optional<LocalDate> finalOn =
        order.finalOn().filter(day -> !day.isAfter(file.agreement().earlierDay(file.judgedAt())));
    if (finalOn.isEmpty()) {
      return against(
          is,
          String.format(
              Locale.ROOT, "The expulsion order of %s is not final.", day(order.decidedOn())));
    }
    return decided(
        file,
        is,
        DecisionKind.EXPULSION_ORDER,
        "Nobody has yet reviewed the expulsion order.",
        decision -> {
          if (!decision.outcome().equals("clear")) {
            return against(is, "The review found the expulsion order not final or not executable.");
          }
          if (decision.answer("lawfulResident").equals("no-decision")) {
            return against(
                is, "The person was a lawful resident and has had no decision of their own.");
          }
          if (decision.evidence().isEmpty()) {
            return open(is, "The expulsion order itself is not on file.");
          }
          return met(
              is,
              String.format(
                  Locale.ROOT,
                  "The expulsion order of %s is final since %s and executable.",
                  day(order.decidedOn()),
                  day(finalOn.get())));
        });
  }

  private static Verdict homeReturnConsidered(CaseFile file) {
    Condition is = Condition.HOME_RETURN_CONSIDERED;
    return decided(
        file,
        is,
        DecisionKind.HOME_RETURN,
        "Serving the sentence in the home country was not yet considered.",
        decision -> {
          if (decision.outcome().equals("possible")) {
            return against(is, "The sentence can be served in the person's home country.");
          }
          if (decision.evidence().isEmpty() || decision.answer("answeredOn").isEmpty()) {
            return open(is, "The home state's answer is not on file.");
          }
          return met(
              is,
              decision.outcome().equals("refused")
                  ? String.format(
                      Locale.ROOT,
                      "The home state refused on %s.",
                      day(decision.answer("answeredOn")))
                  : String.format(
                      Locale.ROOT,
                      "Serving the sentence at home was found impossible on %s.",
                      day(decision.answer("answeredOn"))));
        });
  }

  private static Verdict nonRefoulement(CaseFile file) {
    Condition is = Condition.NON_REFOULEMENT;
    Agreement agreement = file.agreement();
    return decided(
        file,
        is,
        DecisionKind.PROTECTION,
        String.format(
            Locale.ROOT,
            "No assessment of the risk in %s is signed.",
            agreement.receiving().state()),
        decision -> {
          if (!decision.outcome().equals("no-real-risk")) {
            return against(
                is,
                String.format(
                    Locale.ROOT,
                    "The assessment found a real risk in %s.",
                    agreement.receiving().state()));
          }
          if (!decision.answer("state").equals(agreement.receiving().state())
              || !decision.answer("facility").equals(agreement.facility().code())) {
            return against(is, "The assessment is for another state or facility.");
          }
          if (!decision.answer("accountHeard").equals("yes")) {
            return against(is, "The assessment was made without hearing the person.");
          }
          if (decision.evidence().isEmpty()
              || decision.answer("reportPublisher").isBlank()
              || decision.answer("reportDate").isBlank()) {
            return open(is, "The assessment names no report it rests on.");
          }
          Instant expires =
              decision
                  .occurredAt()
                  .plus(Duration.ofDays(agreement.periods().protectionAssessmentDays()));
          return file.judgedAt().isAfter(expires)
              ? against(
                  is,
                  String.format(
                      Locale.ROOT,
                      "The assessment of %s is older than %d days.",
                      day(decision.occurredAt(), agreement),
                      agreement.periods().protectionAssessmentDays()))
              : met(
                      is,
                      String.format(
                          Locale.ROOT,
                          "The assessment of %s for %s found no real risk; it holds until %s.",
                          day(decision.occurredAt(), agreement),
                          agreement.facility().code(),
                          day(expires, agreement)))
                  .until(expires);
        });
  }

  private static Verdict noProtectionBar(CaseFile file) {
    Condition is = Condition.NO_PROTECTION_BAR;
    String state = file.agreement().receiving().state();
    if (!file.bars().isEmpty()) {
      return against(
          is,
          String.format(
              Locale.ROOT,
              "Protection decision of %s forbids a transfer to %s.",
              day(file.bars().get(0).decidedOn()),
              state));
    }
    return met(is, String.format(Locale.ROOT, "No protection decision names %s.", state));
  }

  private static Verdict noPendingProceedings(CaseFile file) {
    Condition is = Condition.NO_PENDING_PROCEEDINGS;
    return decided(
        file,
        is,
        DecisionKind.PROCEEDINGS,
        "Nobody has yet checked whether the person is needed in an open criminal case.",
        decision ->
            met(
                is,
                String.format(
                    Locale.ROOT,
                    "It was checked on %s which criminal cases need the person.",
                    day(decision.answer("checkedOn")))));
  }

  private static Verdict legalReview(CaseFile file) {
    Condition is = Condition.LEGAL_REVIEW;
    return decided(
        file,
        is,
        DecisionKind.COUNTERSIGNATURE,
        "The legal review is not countersigned.",
        decision -> {
          if (!decision.outcome().equals("cleared")) {
            return against(is, "The legal review refused the transfer.");
          }
          if (reviewers(file).contains(decision.signedBy())) {
            return against(is, "The countersignature is by a lawyer who also signed a strand.");
          }
          if (file.latest(DecisionKind.SUBMISSIONS).isEmpty()) {
            return open(is, "Counsel was not heard.");
          }
          return file.signedAfter(decision, STRANDS)
              ? against(is, "A strand was signed again after the countersignature.")
              : met(is, "Cleared and countersigned by two different lawyers.");
        });
  }

  private static Verdict approval(CaseFile file) {
    Condition is = Condition.APPROVAL;
    return decided(
        file,
        is,
        DecisionKind.APPROVAL,
        "The transfer is not approved.",
        decision -> {
          if (!decision.outcome().equals("approved")) {
            return against(is, "Approval was refused.");
          }
          boolean reviewed =
              reviewers(file).contains(decision.signedBy())
                  || file.latest(DecisionKind.COUNTERSIGNATURE)
                      .map(Decision::signedBy)
                      .filter(decision.signedBy()::equals)
                      .isPresent();
          if (reviewed) {
            return against(is, "The approval is by somebody who reviewed the case.");
          }
          if (file.signedAfter(decision, EnumSet.of(DecisionKind.COUNTERSIGNATURE))) {
            return against(is, "The case was reviewed again after the approval.");
          }
          boolean levelMet =
              file.latest(DecisionKind.APPROVAL_LEVEL)
                  .map(level -> level.outcome().equals(decision.answer("signedAs")))
                  .orElse(false);
          return levelMet
              ? met(
                  is,
                  String.format(
                      Locale.ROOT, "Approved at the level %s.", decision.answer("signedAs")))
              : against(is, "The approval is not at the level that the decision table asks.");
        });
  }

  private static Verdict receivingAcceptance(CaseFile file) {
    Condition is = Condition.RECEIVING_ACCEPTANCE;
    Agreement agreement = file.agreement();
    return decided(
        file,
        is,
        DecisionKind.ACCEPTANCE,
        String.format(
            Locale.ROOT, "%s has not yet accepted the person.", agreement.receiving().state()),
        decision -> {
          if (!decision.outcome().equals("accepted")) {
            return against(
                is,
                decision.outcome().equals("withdrawn")
                    ? String.format(
                        Locale.ROOT,
                        "%s withdrew its acceptance on %s.",
                        agreement.receiving().state(),
                        day(decision.recordedAt(), agreement))
                    : String.format(
                        Locale.ROOT, "%s declined the person.", agreement.receiving().state()));
          }
          Instant expires =
              decision.recordedAt().plus(Duration.ofDays(agreement.periods().acceptanceDays()));
          return file.judgedAt().isAfter(expires)
              ? against(
                  is,
                  String.format(
                      Locale.ROOT,
                      "The acceptance of %s expired on %s.",
                      day(decision.recordedAt(), agreement),
                      day(expires, agreement)))
              : met(
                      is,
                      String.format(
                          Locale.ROOT,
                          "%s accepted the person on %s, until %s.",
                          agreement.receiving().state(),
                          day(decision.recordedAt(), agreement),
                          day(expires, agreement)))
                  .until(expires);
        });
  }

  private static Verdict noticeServed(CaseFile file) {
    Condition is = Condition.NOTICE_SERVED;
    if (file.notice().isEmpty()) {
      return open(is, "No notice was served.");
    }
    var notice = file.notice().get();
    Agreement agreement = file.agreement();
    if (!notice.destinationState().equals(agreement.receiving().state())
        || !notice.facilityCode().equals(agreement.facility().code())) {
      return against(is, "The notice names another destination.");
    }
    if (!Languages.understood(file.person().languages(), notice.language())) {
      return against(is, "The notice is in a language that the person does not understand.");
    }
    boolean onFile =
        file.latest(DecisionKind.NOTICE).map(signed -> !signed.evidence().isEmpty()).orElse(false);
    if (!onFile) {
      return open(is, "The served notice itself is not on file.");
    }
    Instant over = noticeEnds(file);
    Verdict verdict =
        file.judgedAt().isBefore(over)
            ? against(
                is,
                String.format(
                    Locale.ROOT, "The waiting period runs until %s.", day(over, agreement)))
            : met(
                is,
                String.format(
                    Locale.ROOT,
                    "Notice of %s was served on the person and on counsel; the waiting period ended on %s.",
                    notice.facilityCode(),
                    day(over, agreement)));
    return verdict.on("notice", List.of(notice.recordedBy()), notice.recordedAt());
  }

  /** The end of the waiting period, from the later of service and recording. */
  static Instant noticeEnds(CaseFile file) {
    var notice = file.notice().orElseThrow();
    return Stream.of(notice.personServedAt(), notice.counselServedAt(), notice.recordedAt())
        .max(Instant::compareTo)
        .orElseThrow()
        .plus(Duration.ofDays(file.agreement().periods().noticeDays()));
  }

  /** A route that the agreement does not have asks for everything. */
  static boolean consentApplies(CaseFile file) {
    return file.routeTerms().map(terms -> consentRequired(terms, file)).orElse(true);
  }

  /** By the route, or by what is so, or not known not to be so, of the person. */
  private static boolean consentRequired(Agreement.RouteTerms terms, CaseFile file) {
    return terms.consent() == Agreement.Consent.REQUIRED
        || terms.kind() == Agreement.Kind.ENFORCEMENT && !terms.expulsionOrderRequired()
        || terms.consentWhere().stream()
            .anyMatch(circumstance -> file.circumstances().getOrDefault(circumstance, true));
  }

  private static Verdict consent(CaseFile file) {
    Condition is = Condition.CONSENT;
    if (file.consentIndicated().filter(given -> !given).isPresent()
        && file.latest(DecisionKind.CONSENT).isEmpty()) {
      return against(is, "The person does not consent, and consent is required.");
    }
    return decided(
        file,
        is,
        DecisionKind.CONSENT,
        "The person's consent is required and not on file.",
        decision -> {
          if (!decision.outcome().equals("given")) {
            return against(is, "The person does not consent, and consent is required.");
          }
          if (!decision.answer("afterCounsel").equals("yes")) {
            return against(is, "Consent was given without counsel's advice.");
          }
          if (!Languages.understood(file.person().languages(), decision.answer("language"))) {
            return against(
                is, "Consent was given in a language that the person does not understand.");
          }
          return decision.evidence().isEmpty()
              ? open(is, "The signed consent is not on file.")
              : met(
                  is,
                  String.format(
                      Locale.ROOT,
                      "The person consents, after counsel's advice, as of %s.",
                      day(decision.answer("givenOn"))));
        });
  }

  private static Verdict notifications(CaseFile file) {
    Condition is = Condition.NOTIFICATIONS;
    return decided(
        file,
        is,
        DecisionKind.NOTIFICATIONS,
        "Consulate and next of kin are not yet notified.",
        decision -> {
          boolean stateless = file.nationalityCodes().equals(Set.of(Countries.STATELESS));
          if (decision.answer("consulate").equals("stateless") && !stateless) {
            return against(is, "The person has a nationality, and its consulate was not notified.");
          }
          return met(
              is,
              String.format(
                  Locale.ROOT,
                  "Consulate: %s; next of kin: %s; on %s.",
                  decision.answer("consulate"),
                  decision.answer("nextOfKin"),
                  day(decision.answer("notifiedOn"))));
        });
  }

  private static Verdict fitToFly(CaseFile file) {
    Condition is = Condition.FIT_TO_FLY;
    return decided(
        file,
        is,
        DecisionKind.FITNESS,
        "No medical certificate is on file.",
        decision -> {
          if (!decision.outcome().equals("fit")) {
            return against(is, "A physician found the person not fit to fly.");
          }
          Instant expires =
              decision
                  .occurredAt()
                  .plus(Duration.ofHours(file.agreement().periods().fitnessHours()));
          return file.judgedAt().isAfter(expires)
              ? against(
                  is,
                  String.format(
                      Locale.ROOT,
                      "The medical certificate is older than %d hours.",
                      file.agreement().periods().fitnessHours()))
              : met(
                      is,
                      String.format(
                          Locale.ROOT,
                          "Certified fit to fly; the certificate holds for %d hours.",
                          file.agreement().periods().fitnessHours()))
                  .until(expires);
        });
  }

  static Set<String> reviewers(CaseFile file) {
    return file.decisions().stream()
        .filter(decision -> STRANDS.contains(decision.kind()))
        .map(Decision::signedBy)
        .collect(Collectors.toSet());
  }

  private static Verdict decided(
      CaseFile file,
      Condition condition,
      DecisionKind kind,
      String missing,
      Function<Decision, Verdict> judgement) {
    return file.latest(kind)
        .map(
            decision ->
                decision.outcome().equals(ASK)
                    ? open(condition, "A question to the requester is open.").on(decision)
                    : judgement.apply(decision).on(decision))
        .orElseGet(() -> open(condition, missing));
  }

  private static String sorted(Set<String> codes) {
    return codes.stream().sorted().collect(Collectors.joining(", "));
  }

  static String day(LocalDate date) {
    return DAY.format(date);
  }

  private static String day(String date) {
    return date.isBlank() ? "a day not given" : day(LocalDate.parse(date));
  }

  private static String day(Instant moment, Agreement agreement) {
    return day(LocalDate.ofInstant(moment, agreement.sending().zone()));
  }
}
