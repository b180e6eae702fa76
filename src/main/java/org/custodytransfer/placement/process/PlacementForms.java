package org.custodytransfer.placement.process;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.custodytransfer.access.Actors;
import org.custodytransfer.access.FormSigner;
import org.custodytransfer.access.Role;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.Agreements;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.DecisionKind;
import org.custodytransfer.casefile.CaseFile.Place;
import org.custodytransfer.casefile.process.CaseForm;
import org.custodytransfer.placement.Placements;
import org.custodytransfer.placement.Returns;
import org.custodytransfer.platform.Answers;
import org.custodytransfer.platform.Refusal;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The forms and the one automated step of a placement. */
@Configuration(proxyBeanMethods = false)
class PlacementForms {

  /** How long before the planned end the way back is arranged. */
  @Bean
  JavaDelegate openPlacement(Placements placements, Agreements agreements) {
    return execution -> {
      var placement = placements.open(execution.getProcessBusinessKey());
      Agreement agreement = agreements.current(placement.agreement());
      execution.setVariable(
          "returnArrangedBy", Date.from(placements.endIsNear(placement.caseNumber())));
      execution.setVariable("placementKind", placement.kind().name());
      execution.setVariable(
          "welfareVisitCycle",
          String.format(Locale.ROOT, "R/P%dD", agreement.periods().welfareVisitDays()));
      execution.setVariable(
          "counselVisitCycle",
          String.format(Locale.ROOT, "R/P%dD", agreement.periods().counselVisitDays()));
    };
  }

  @Bean
  JavaDelegate setPlacementEnd(Placements placements) {
    return execution ->
        execution.setVariable(
            "returnArrangedBy", Date.from(placements.endIsNear(execution.getProcessBusinessKey())));
  }

  @Bean
  JavaDelegate setReleaseDay(Placements placements) {
    return execution ->
        execution.setVariable(
            "sentenceEndsAt",
            Date.from(placements.sentenceEnds(execution.getProcessBusinessKey())));
  }

  @Bean
  JavaDelegate openReturn(Returns returns) {
    return execution ->
        execution.setVariable(
            "returnDeadline", Date.from(returns.openAtEnd(execution.getProcessBusinessKey())));
  }

  @Bean
  JavaDelegate lookAgainAtPlaced(Returns returns) {
    return execution -> returns.lookAtAll();
  }

  @Bean
  JavaDelegate openReturnsOfOne(Returns returns) {
    return execution -> returns.openReturns(execution.getProcessBusinessKey());
  }

  @Bean
  JavaDelegate endPlacementOnDeath(Placements placements) {
    return execution -> placements.endOnDeath(execution.getProcessBusinessKey());
  }

  @Bean
  CaseForm checkArrival(CaseForm.Desk desk, Placements placements) {
    return afterHandover(
        desk.form("check-arrival", DecisionKind.ARRIVAL_CHECK, Role.RECEIVING),
        "checkedAt",
        placements);
  }

  @Bean
  CaseForm recordWelfareVisit(CaseForm.Desk desk, Placements placements) {
    return afterHandover(
        desk.form("record-welfare-visit", DecisionKind.WELFARE_VISIT, Role.RECEIVING),
        "visitedAt",
        placements);
  }

  @Bean
  CaseForm recordCounselVisit(CaseForm.Desk desk, Placements placements) {
    return afterHandover(
        desk.form("record-counsel-visit", DecisionKind.COUNSEL_VISIT, Role.COUNSEL),
        "visitedAt",
        placements);
  }

  @Bean
  CaseForm arrangeReturn(CaseForm.Desk desk, Returns returns, Actors actors) {
    return desk.form("arrange-return", DecisionKind.RETURN_ARRANGED, Role.FLIGHT_OPERATIONS)
        .checking((file, signature) -> responsible(file, signature.answers(), actors))
        .checking(
            (file, signature) -> {
              LocalDate on = signature.answers().date("returnOn").orElseThrow();
              // A deadline that was missed sets no bound: the person comes home all the same.
              returns.of(file.caseNumber()).stream()
                  .map(Returns.Demand::deadline)
                  .filter(deadline -> deadline.isAfter(file.knownAt()))
                  .min(Instant::compareTo)
                  .map(
                      deadline ->
                          LocalDate.ofInstant(
                              deadline.minusMillis(1), file.agreement().sending().zone()))
                  .filter(on::isAfter)
                  .ifPresent(
                      last -> {
                        throw signature
                            .answers()
                            .refusal(
                                "returnOn",
                                "must not be after " + last + ", the earliest deadline to come");
                      });
            });
  }

  @Bean
  CaseForm confirmReturn(CaseForm.Desk desk, Placements placements, Returns returns) {
    return afterHandover(
            desk.form("confirm-return", DecisionKind.RETURN_CONFIRMED, Role.CASEWORKERS),
            "returnedAt",
            placements)
        .checking(
            (file, signature) -> {
              // Who is asked for is not back before: a form has minutes, and the record
              // microseconds.
              Instant asked =
                  returns.of(file.caseNumber()).get(0).recordedAt().truncatedTo(ChronoUnit.MINUTES);
              if (signature.answers().moment("returnedAt").filter(asked::isAfter).isPresent()) {
                throw signature
                    .answers()
                    .refusal("returnedAt", "must not be before the return was asked for");
              }
            })
        .adding((file, signature) -> Map.of("costBearer", costBearer(file)))
        .then(
            (file, signature, id) -> {
              placements.returned(
                  signature.actor(),
                  file.caseNumber(),
                  signature.answers().moment("returnedAt").orElseThrow(),
                  returns.of(file.caseNumber()).get(0).trigger().name());
              return Map.of();
            });
  }

  @Bean
  CaseForm confirmRelease(CaseForm.Desk desk, Placements placements) {
    return afterHandover(
            desk.form("confirm-release", DecisionKind.RELEASE, Role.RECEIVING),
            "releasedAt",
            placements)
        .checking(PlacementForms::mustBeOver)
        .then(
            (file, signature, id) -> {
              placements.end(
                  signature.actor(),
                  file.caseNumber(),
                  signature.answers().moment("releasedAt").orElseThrow(),
                  Placements.End.RELEASED,
                  "SENTENCE_SERVED");
              return Map.of();
            });
  }

  /**
   * Nobody is free before the day on which their sentence ends, nor by the word of one alone: who
   * entered that day does not confirm it.
   */
  private static void mustBeOver(CaseFile file, FormSigner.Signature signature) {
    boolean entered =
        file.judgments().stream().anyMatch(one -> one.recordedBy().equals(signature.actor().id()));
    if (entered) {
      throw Refusal.forbidden("You entered the sentence that ends; somebody else confirms it.");
    }
    Optional<Instant> ends =
        file.judgments().stream().anyMatch(one -> one.reversedOn().isPresent())
            ? Optional.empty()
            : file.sentence()
                .flatMap(CaseFile.Sentence::until)
                .map(day -> file.agreement().sending().beginningOf(day));
    ends.filter(end -> signature.answers().moment("releasedAt").filter(end::isAfter).isPresent())
        .ifPresent(
            end -> {
              throw signature
                  .answers()
                  .refusal("releasedAt", "must not be before the day on which the sentence ends");
            });
  }

  /** The state that pays for the way back: the sending one, unless the other has taken it over. */
  private static String costBearer(CaseFile file) {
    boolean takenOver =
        file.latest(DecisionKind.RETURN_ANSWERED)
            .filter(answer -> answer.answer("costBearer").equals("receiving"))
            .isPresent();
    return (takenOver ? file.agreement().receiving() : file.agreement().sending()).state();
  }

  @Bean
  CaseForm answerReturn(CaseForm.Desk desk) {
    return desk.form("answer-return", DecisionKind.RETURN_ANSWERED, Role.RECEIVING);
  }

  @Bean
  CaseForm confirmFree(CaseForm.Desk desk, Placements placements) {
    return desk.form("confirm-free", DecisionKind.RELEASE, Role.CASEWORKERS)
        .happenedAt("releasedAt")
        .checking(
            (file, signature) -> {
              // An earlier case of the same person may have asked first.
              if (!Set.of(Place.RETURNED, Place.RELEASED).contains(file.place())) {
                throw Refusal.conflict(
                    String.format(
                        Locale.ROOT,
                        "This person is not in custody here: they are %s.",
                        file.place()));
              }
              Instant back =
                  file.latest(DecisionKind.RETURN_CONFIRMED)
                      .map(CaseFile.Decision::occurredAt)
                      .orElseThrow();
              if (signature.answers().moment("releasedAt").filter(back::isAfter).isPresent()) {
                throw signature.answers().refusal("releasedAt", "must not be before the return");
              }
              mustBeOver(file, signature);
            })
        .then(
            (file, signature, id) -> {
              if (signature.answers().text("outcome").equals("free")
                  && file.place() == Place.RETURNED) {
                placements.free(
                    signature.actor(),
                    file.caseNumber(),
                    signature.answers().moment("releasedAt").orElseThrow());
              }
              return Map.of();
            });
  }

  @Bean
  CaseForm answerForGone(CaseForm.Desk desk) {
    return desk.form("answer-for-gone", DecisionKind.GONE_ANSWERED, Role.SENIOR_APPROVERS);
  }

  @Bean
  CaseForm reportReturn(CaseForm.Desk desk, Actors actors) {
    return desk.form("report-return", DecisionKind.RETURN_REPORTED, Role.CASEWORKERS)
        .checking((file, signature) -> responsible(file, signature.answers(), actors));
  }

  /** Who answers for a return is somebody, and somebody of the state that sent the person. */
  private static void responsible(CaseFile file, Answers answers, Actors actors) {
    if (actors
        .named(answers.text("official"))
        .state()
        .filter(file.agreement().sending().state()::equals)
        .isEmpty()) {
      throw answers.refusal("official", "must be a user of the sending state");
    }
  }

  @Bean
  CaseForm noteGone(CaseForm.Desk desk) {
    return desk.form("note-gone", DecisionKind.GONE_NOTED, Role.COUNSEL);
  }

  @Bean
  CaseForm answerForDelay(CaseForm.Desk desk, Actors actors) {
    return desk.form("answer-for-delay", DecisionKind.DELAY_ANSWERED, Role.SENIOR_APPROVERS)
        .checking((file, signature) -> responsible(file, signature.answers(), actors));
  }

  private static CaseForm afterHandover(CaseForm form, String field, Placements placements) {
    return form.happenedAt(field)
        .checking(
            (file, signature) -> {
              // A form has minutes, and the record microseconds.
              Instant began =
                  placements.abroadSince(file.caseNumber()).truncatedTo(ChronoUnit.MINUTES);
              if (signature.answers().moment(field).orElseThrow().isBefore(began)) {
                throw signature.answers().refusal(field, "must not be before the handover");
              }
            });
  }
}
