package org.custodytransfer.legal.process;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.custodytransfer.access.FormSigner.Signature;
import org.custodytransfer.access.Road;
import org.custodytransfer.access.Role;
import org.custodytransfer.agreement.Countries;
import org.custodytransfer.agreement.Languages;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.DecisionKind;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.casefile.CaseRecord;
import org.custodytransfer.casefile.process.CaseForm;
import org.custodytransfer.legal.CaseStanding;
import org.custodytransfer.legal.ReviewRules;
import org.custodytransfer.obstacle.ObstacleKind;
import org.custodytransfer.obstacle.Obstacles;
import org.custodytransfer.obstacle.RaiseObstacle;
import org.custodytransfer.platform.Answers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The forms from the request to the notice, one line of particulars each. */
@Configuration(proxyBeanMethods = false)
class LegalForms {

  private static final int EARLIEST_EXAMINATION_DAYS = 90;

  @Bean
  CaseForm completeRequest(CaseForm.Desk desk) {
    return desk.form("complete-request", DecisionKind.COMPLETION, "completion", Role.REQUESTERS)
        .checking(LegalForms::completion)
        .then(
            (file, signature, id) -> {
              if (signature.answers().text("outcome").equals("completed")) {
                complete(file, signature, desk.caseRecord());
              }
              return Map.of();
            });
  }

  @Bean
  CaseForm reviewFinality(CaseForm.Desk desk) {
    return strand(desk, "review-finality", DecisionKind.FINALITY)
        .adding((file, signature) -> Map.of("judgments", file.finalDays()))
        .checking(
            (file, signature) -> {
              Answers answers = signature.answers();
              if (!answers.text("outcome").equals("clear")) {
                return;
              }
              answers.require("finalOn");
              LocalDate finalOn = answers.date("finalOn").orElseThrow();
              if (file.judgments().stream().anyMatch(one -> finalOn.isBefore(one.judgedOn()))) {
                throw answers.refusal("finalOn", "must not be before the day of the judgment");
              }
              if (file.finalOn().filter(finalOn::equals).isEmpty()) {
                throw answers.refusal(
                    "finalOn",
                    file.judgments().size() == 1
                        ? "must be the day that the request names; if it is wrong, refuse"
                        : "must be the last of the days that the request names; if one is wrong, refuse");
              }
            });
  }

  @Bean
  CaseForm verifyNationality(CaseForm.Desk desk, RaiseObstacle raise) {
    return strand(desk, "verify-nationality", DecisionKind.NATIONALITY)
        .raising()
        .checking(
            (file, signature) -> {
              Answers answers = signature.answers();
              if (answers.text("outcome").equals("clear")) {
                answers.require("nationalities");
              }
              for (String code : codes(answers.text("nationalities"))) {
                if (!Countries.known(code) && !code.equals(Countries.STATELESS)) {
                  throw answers.refusal(
                      "nationalities", code + " is neither a country code nor XXA (stateless)");
                }
              }
            })
        .checking(claimed("claimedState"))
        .then(
            (file, signature, id) -> {
              Answers answers = signature.answers();
              if (answers.text("outcome").equals("clear")) {
                for (String code : codes(answers.text("nationalities"))) {
                  desk.caseRecord()
                      .nationality(file, code, true, signature.at(), signature.actor().id());
                }
              }
              if (answers.text("claimFound").equals("yes")) {
                raise.raise(
                    signature.actor(),
                    file.caseNumber(),
                    foundClaim(ObstacleKind.NATIONALITY_CLAIM, file, signature)
                        .naming(answers.text("claimedState")));
              }
              return Map.of();
            });
  }

  @Bean
  CaseForm reviewExpulsionOrder(CaseForm.Desk desk) {
    return strand(desk, "review-expulsion-order", DecisionKind.EXPULSION_ORDER);
  }

  @Bean
  CaseForm considerHomeReturn(CaseForm.Desk desk, Obstacles obstacles) {
    return strand(desk, "consider-home-return", DecisionKind.HOME_RETURN)
        .checking(
            (file, signature) -> {
              // A state that is feared is not asked, and learns nothing.
              boolean feared =
                  file.nationalityCodes().stream()
                      .allMatch(state -> obstacles.isFeared(file, state));
              String outcome = signature.answers().text("outcome");
              if (feared && (outcome.equals("refused") || outcome.equals("possible"))) {
                throw signature
                    .answers()
                    .refusal(
                        "outcome",
                        "a claim or decision of protection names the home state: it is not asked, and serving there is impossible");
              }
            });
  }

  @Bean
  CaseForm assessProtection(CaseForm.Desk desk, RaiseObstacle raise) {
    return strand(desk, "assess-protection", DecisionKind.PROTECTION)
        .raising()
        .adding(
            (file, signature) ->
                Map.of(
                    "state", file.agreement().receiving().state(),
                    "facility", file.agreement().facility().code()))
        .checking(claimed("claimReference"))
        .then(
            (file, signature, id) -> {
              if (signature.answers().text("claimFound").equals("yes")) {
                raise.raise(
                    signature.actor(),
                    file.caseNumber(),
                    foundClaim(ObstacleKind.PROTECTION_CLAIM, file, signature));
              }
              return Map.of();
            });
  }

  /** Who found a claim says which: it stands from then, and is settled by others. */
  private static BiConsumer<CaseFile, Signature> claimed(String field) {
    return (file, signature) -> {
      if (signature.answers().text("claimFound").equals("yes")) {
        signature.answers().require(field);
      }
    };
  }

  private static RaiseObstacle.New foundClaim(
      ObstacleKind kind, CaseFile file, Signature signature) {
    String reference = signature.answers().all().getOrDefault("claimReference", "");
    return RaiseObstacle.New.at(
        signature.at(),
        kind,
        "Found in the review",
        reference.isEmpty() ? file.caseNumber() : reference,
        signature.answers().text("reason"));
  }

  @Bean
  CaseForm reviewProceedings(CaseForm.Desk desk, RaiseObstacle raise) {
    return strand(desk, "review-proceedings", DecisionKind.PROCEEDINGS)
        .raising()
        .checking(
            (file, signature) -> {
              Answers answers = signature.answers();
              List<String> ofACase = List.of("court", "docket", "personIs", "openedOn");
              if (answers.text("outcome").equals("found")) {
                ofACase.forEach(answers::require);
              } else if (ofACase.stream().anyMatch(answers.all()::containsKey)) {
                throw answers.refusal(
                    "outcome", "names no case that is not on file, and one is named below");
              }
            })
        .then(
            (file, signature, id) -> {
              Answers answers = signature.answers();
              if (answers.text("outcome").equals("found")) {
                raise.raise(
                    signature.actor(),
                    file.caseNumber(),
                    RaiseObstacle.New.on(
                        answers.date("openedOn").orElseThrow(),
                        file,
                        ObstacleKind.PROCEEDINGS,
                        answers.text("court"),
                        answers.text("docket"),
                        RaiseObstacle.neededAs(answers.text("personIs"))));
              }
              return Map.of();
            });
  }

  @Bean
  CaseForm examineHealth(CaseForm.Desk desk) {
    return desk.form("examine-health", DecisionKind.HEALTH, Role.MEDICAL)
        .happenedAt("examinedAt")
        .checking(
            (file, signature) -> {
              Instant examined = signature.answers().moment("examinedAt").orElseThrow();
              if (examined.isBefore(
                  signature.at().minus(java.time.Duration.ofDays(EARLIEST_EXAMINATION_DAYS)))) {
                throw signature
                    .answers()
                    .refusal(
                        "examinedAt",
                        String.format(
                            Locale.ROOT,
                            "must not be more than %d days ago",
                            EARLIEST_EXAMINATION_DAYS));
              }
            });
  }

  @Bean
  CaseForm recordSubmissions(CaseForm.Desk desk) {
    return desk.form("record-submissions", DecisionKind.SUBMISSIONS, Role.COUNSEL)
        .checking(
            (file, signature) -> {
              if (signature.answers().text("outcome").equals("submitted")) {
                signature.answers().require("submissions");
              }
            });
  }

  @Bean
  CaseForm answerQuestions(CaseForm.Desk desk) {
    return desk.form("answer-questions", DecisionKind.ANSWERS, Role.REQUESTERS);
  }

  @Bean
  CaseForm decideIdentity(CaseForm.Desk desk) {
    return desk.form("decide-identity", DecisionKind.IDENTITY, "identity", Role.CASEWORKERS);
  }

  @Bean
  CaseForm confirmIdentity(CaseForm.Desk desk) {
    return desk.form("confirm-identity", DecisionKind.IDENTITY, "identity", Role.LEGAL_REVIEWERS)
        .checking((file, signature) -> ReviewRules.confirmIdentity(file, signature.actor()));
  }

  @Bean
  CaseForm followUpHold(CaseForm.Desk desk) {
    return desk.form("follow-up-hold", DecisionKind.HOLD_FOLLOWED, Role.CASEWORKERS);
  }

  @Bean
  CaseForm countersignReview(CaseForm.Desk desk, Obstacles obstacles) {
    return desk.form(
            "countersign-review",
            DecisionKind.COUNTERSIGNATURE,
            "reviewOutcome",
            Role.LEGAL_REVIEWERS)
        .checking(
            goingOn(
                "cleared",
                obstacles,
                " What has to be signed anew is sent back, with its strand ticked."))
        .checking(
            (file, signature) ->
                ReviewRules.countersign(
                    file,
                    signature.actor(),
                    signature.answers().text("outcome"),
                    signature.answers()::ticked));
  }

  @Bean
  CaseForm approveTransfer(CaseForm.Desk desk, Obstacles obstacles) {
    return desk.form(
            "approve-transfer",
            DecisionKind.APPROVAL,
            "approval",
            Role.APPROVERS,
            Role.SENIOR_APPROVERS)
        .checking(goingOn("approved", obstacles, ""))
        .checking((file, signature) -> ReviewRules.approve(file, signature.actor()))
        .adding(
            (file, signature) ->
                Map.of("signedAs", ReviewRules.approvalLevel(file, signature.actor())));
  }

  @Bean
  CaseForm decideAcceptance(CaseForm.Desk desk) {
    return desk.form("decide-acceptance", DecisionKind.ACCEPTANCE, "acceptance", Role.RECEIVING);
  }

  @Bean
  CaseForm serveNotice(CaseForm.Desk desk, CaseFiles cases, Clock clock) {
    return desk.form("serve-notice", DecisionKind.NOTICE, Role.CASEWORKERS)
        .checking(LegalForms::notice)
        .then(
            (file, signature, id) -> {
              Answers answers = signature.answers();
              desk.caseRecord()
                  .notice(
                      file,
                      id,
                      answers.text("language"),
                      answers.moment("personServedAt").orElseThrow(),
                      answers.moment("counselServedAt").orElseThrow(),
                      signature.actor().id());
              CaseFile served = cases.one(file.caseNumber(), clock.instant());
              return Map.of("noticeEndsAt", Date.from(ReviewRules.noticeEnds(served)));
            });
  }

  @Bean
  CaseForm tellRefusal(CaseForm.Desk desk, CaseFiles cases) {
    return desk.form("tell-refusal", DecisionKind.REFUSAL_TOLD, Role.CASEWORKERS)
        .checking(
            (file, signature) -> {
              Answers answers = signature.answers();
              if (answers.text("outcome").equals("told")) {
                understood(file, answers);
              }
              Instant refused =
                  cases
                      .lastRefused(file.person().id(), file.agreement().code())
                      .map(CaseFiles.Refused::at)
                      .orElseThrow();
              notBefore(answers, "personToldAt", refused, "the refusal");
              notBefore(answers, "counselToldAt", refused, "the refusal");
            });
  }

  @Bean
  JavaDelegate tellOfRefusal(CaseStanding standing, Road road) {
    return execution -> {
      String caseNumber = execution.getProcessBusinessKey();
      standing.refused(caseNumber);
      road.start(
          "refusal",
          caseNumber,
          (String) execution.getVariable(Road.AGREEMENT),
          Map.of("caseNumber", caseNumber));
    };
  }

  @Bean
  CaseForm recordNotifications(CaseForm.Desk desk, Obstacles obstacles) {
    return desk.form("record-notifications", DecisionKind.NOTIFICATIONS, Role.CASEWORKERS)
        .checking(
            (file, signature) -> {
              consulate(file, signature.answers(), obstacles);
              notBefore(file, signature, "notifiedOn", DecisionKind.ACCEPTANCE);
            });
  }

  @Bean
  CaseForm recordConsent(CaseForm.Desk desk) {
    return desk.form("record-consent", DecisionKind.CONSENT, Role.CASEWORKERS)
        .checking(
            (file, signature) -> {
              Answers answers = signature.answers();
              if (answers.text("outcome").equals("given")) {
                understood(file, answers);
              }
              if (answers.text("outcome").equals("given")
                  && !answers.text("afterCounsel").equals("yes")) {
                throw answers.refusal("afterCounsel", "consent counts only after counsel's advice");
              }
            });
  }

  /** Nobody lets a case go on that something holds. */
  private static BiConsumer<CaseFile, Signature> goingOn(
      String outcome, Obstacles obstacles, String advice) {
    return (file, signature) -> {
      if (signature.answers().text("outcome").equals(outcome)) {
        obstacles.mustNotHold(file, advice);
      }
    };
  }

  private static CaseForm strand(CaseForm.Desk desk, String key, DecisionKind kind) {
    return desk.form(key, kind, Role.LEGAL_REVIEWERS);
  }

  private static void completion(CaseFile file, Signature signature) {
    Answers answers = signature.answers();
    if (!answers.text("outcome").equals("completed")) {
      return;
    }
    answers
        .date("judgmentFinalOn")
        .filter(day -> day.isBefore(completed(file, answers).judgedOn()))
        .ifPresent(
            day -> {
              throw answers.refusal(
                  "judgmentFinalOn", "must not be before the day of the judgment");
            });
    boolean newOrder = answers.date("expulsionDecidedOn").isPresent();
    if (newOrder) {
      answers.require("expulsionAuthority");
      answers.require("expulsionDocket");
    }
    Optional<LocalDate> decidedOn =
        answers
            .date("expulsionDecidedOn")
            .or(() -> file.expulsionOrder().map(CaseFile.ExpulsionOrder::decidedOn));
    answers
        .date("expulsionFinalOn")
        .ifPresent(
            finalOn -> {
              if (decidedOn.isEmpty() || finalOn.isBefore(decidedOn.get())) {
                throw answers.refusal(
                    "expulsionFinalOn", "must not be before the day of the order");
              }
            });
  }

  /** The judgment whose day of finality is given: by its docket where the case has several. */
  private static CaseFile.Judgment completed(CaseFile file, Answers answers) {
    String docket = answers.text("judgmentDocket");
    return file.judgments().stream()
        .filter(
            one -> docket.isEmpty() ? file.judgments().size() == 1 : one.docket().equals(docket))
        .findFirst()
        .orElseThrow(
            () ->
                answers.refusal(
                    "judgmentDocket",
                    "must be the docket of one of the judgments on file: "
                        + file.judgments().stream()
                            .map(CaseFile.Judgment::docket)
                            .collect(Collectors.joining(", "))));
  }

  private static void complete(CaseFile file, Signature signature, CaseRecord caseRecord) {
    Answers answers = signature.answers();
    String by = signature.actor().id();
    answers
        .date("judgmentFinalOn")
        .ifPresent(
            finalOn -> caseRecord.correct(file, completed(file, answers).finalSince(finalOn), by));
    Optional<CaseFile.ExpulsionOrder> known = file.expulsionOrder();
    if (answers.date("expulsionDecidedOn").isPresent()
        || answers.date("expulsionFinalOn").isPresent()) {
      caseRecord.correct(
          file,
          new CaseFile.ExpulsionOrder(
              0,
              known
                  .map(CaseFile.ExpulsionOrder::authority)
                  .orElse(answers.text("expulsionAuthority")),
              known.map(CaseFile.ExpulsionOrder::docket).orElse(answers.text("expulsionDocket")),
              answers
                  .date("expulsionDecidedOn")
                  .or(() -> known.map(CaseFile.ExpulsionOrder::decidedOn))
                  .orElseThrow(),
              answers.date("expulsionFinalOn"),
              by),
          by);
    }
  }

  private static void notice(CaseFile file, Signature signature) {
    Answers answers = signature.answers();
    if (!answers.text("destinationState").equals(file.agreement().receiving().state())) {
      throw answers.refusal("destinationState", "must be the receiving state of this case");
    }
    understood(file, answers);
    Instant accepted =
        file.latest(DecisionKind.ACCEPTANCE).map(CaseFile.Decision::recordedAt).orElseThrow();
    notBefore(answers, "personServedAt", accepted, "the receiving state accepted");
    notBefore(answers, "counselServedAt", accepted, "the receiving state accepted");
  }

  /** A consulate is told on the person's request, and never that of a state that is feared. */
  private static void consulate(CaseFile file, Answers answers, Obstacles obstacles) {
    Set<String> states = file.nationalityCodes();
    String answer = answers.text("consulate");
    if (answer.equals("stateless") && !states.equals(Set.of(Countries.STATELESS))) {
      throw answers.refusal("consulate", "the person has a nationality on file");
    }
    if (answer.equals("state-feared")
        && states.stream().noneMatch(state -> obstacles.isFeared(file, state))) {
      throw answers.refusal(
          "consulate", "no claim or decision of protection on file names a state of the person");
    }
    if (answer.equals("notified")) {
      boolean one = states.size() == 1 && states.stream().allMatch(Countries::known);
      if (!one) {
        answers.require("consulateState");
      }
      String told = answers.text("consulateState");
      String state = told.isEmpty() ? states.iterator().next() : told;
      if (!states.contains(state)) {
        throw answers.refusal("consulateState", "must be a nationality of the person on file");
      }
      if (obstacles.isFeared(file, state)) {
        throw answers.refusal(
            "consulate",
            "a claim or decision of protection names " + state + ": its consulate is not told");
      }
    }
  }

  /**
   * What a person was told is in their language, and interpreted where it is not the agreement's.
   */
  private static void understood(CaseFile file, Answers answers) {
    String language = answers.text("language");
    if (!Languages.understood(file.person().languages(), language)) {
      throw answers.refusal(
          "language",
          "must be one that the person understands: "
              + file.person().languages().stream()
                  .sorted()
                  .map(Languages::words)
                  .collect(Collectors.joining(", ")));
    }
    if (!Languages.understood(file.agreement().languages(), language)) {
      answers.require("interpreter");
    }
  }

  private static void notBefore(Answers answers, String field, Instant earlier, String what) {
    // A form has minutes, and the record microseconds.
    if (answers
        .moment(field)
        .filter(at -> at.isBefore(earlier.truncatedTo(ChronoUnit.MINUTES)))
        .isPresent()) {
      throw answers.refusal(field, "must not be before " + what);
    }
  }

  private static void notBefore(
      CaseFile file, Signature signature, String field, DecisionKind earlier) {
    LocalDate from =
        file.latest(earlier)
            .map(decision -> file.agreement().earlierDay(decision.recordedAt()))
            .orElseThrow();
    if (signature.answers().date(field).orElseThrow().isBefore(from)) {
      throw signature
          .answers()
          .refusal(field, "must not be before the step that it depends on, " + from);
    }
  }

  private static Set<String> codes(String list) {
    Set<String> codes = new TreeSet<>(Arrays.asList(list.split("[,\\s]+")));
    codes.remove("");
    return codes;
  }
}
