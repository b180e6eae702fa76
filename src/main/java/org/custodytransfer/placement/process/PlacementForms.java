package org.custodytransfer.placement.process;

import java.time.Instant;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Map;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.custodytransfer.access.Role;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.Agreements;
import org.custodytransfer.casefile.CaseFile.DecisionKind;
import org.custodytransfer.casefile.process.CaseForm;
import org.custodytransfer.placement.Placements;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The forms and the one automated step of a placement. */
@Configuration(proxyBeanMethods = false)
class PlacementForms {

  /** How long before the planned end the way back is arranged. */
  private static final int ARRANGE_DAYS_BEFORE = 14;

  @Bean
  JavaDelegate openPlacement(Placements placements, Agreements agreements) {
    return execution -> {
      var placement = placements.open(execution.getProcessBusinessKey());
      Agreement agreement = agreements.current(placement.agreement());
      Instant arrangedBy =
          placement
              .plannedEnd()
              .minusDays(ARRANGE_DAYS_BEFORE)
              .atTime(LocalTime.MIDNIGHT)
              .atZone(agreement.sending().zone())
              .toInstant();
      execution.setVariable("returnArrangedBy", Date.from(arrangedBy));
      execution.setVariable(
          "welfareVisitCycle", "R/P%dD".formatted(agreement.periods().welfareVisitDays()));
      execution.setVariable(
          "counselVisitCycle", "R/P%dD".formatted(agreement.periods().counselVisitDays()));
    };
  }

  @Bean
  CaseForm checkArrival(CaseForm.Desk desk, Placements placements) {
    return afterHandover(
        desk.form("check-arrival", DecisionKind.ARRIVAL_CHECK, "arrivalCheck", Role.RECEIVING),
        "checkedAt",
        placements);
  }

  @Bean
  CaseForm recordWelfareVisit(CaseForm.Desk desk, Placements placements) {
    return afterHandover(
        desk.form(
            "record-welfare-visit", DecisionKind.WELFARE_VISIT, "welfareVisit", Role.RECEIVING),
        "visitedAt",
        placements);
  }

  @Bean
  CaseForm recordCounselVisit(CaseForm.Desk desk, Placements placements) {
    return afterHandover(
        desk.form("record-counsel-visit", DecisionKind.COUNSEL_VISIT, "counselVisit", Role.COUNSEL),
        "visitedAt",
        placements);
  }

  @Bean
  CaseForm arrangeReturn(CaseForm.Desk desk, Placements placements) {
    return desk.form(
            "arrange-return",
            DecisionKind.RETURN_ARRANGED,
            "returnArranged",
            Role.FLIGHT_OPERATIONS)
        .checking(
            (file, signature) -> {
              var planned = placements.of(file.caseNumber()).plannedEnd();
              if (signature.answers().date("returnOn").orElseThrow().isAfter(planned)) {
                throw signature
                    .answers()
                    .refusal("returnOn", "must not be after " + planned + ", the planned end");
              }
            });
  }

  @Bean
  CaseForm confirmReturn(CaseForm.Desk desk, Placements placements) {
    return afterHandover(
            desk.form(
                "confirm-return",
                DecisionKind.RETURN_CONFIRMED,
                "returnConfirmed",
                Role.CASEWORKERS),
            "returnedAt",
            placements)
        .then(
            (file, signature, id) -> {
              placements.end(
                  signature.actor(),
                  file.caseNumber(),
                  signature.answers().moment("returnedAt").orElseThrow(),
                  "SENTENCE_END");
              return Map.of();
            });
  }

  private static CaseForm afterHandover(CaseForm form, String field, Placements placements) {
    return form.happenedAt(field)
        .checking(
            (file, signature) -> {
              // A form has minutes, and the record microseconds.
              Instant began =
                  placements.of(file.caseNumber()).beganAt().truncatedTo(ChronoUnit.MINUTES);
              if (signature.answers().moment(field).orElseThrow().isBefore(began)) {
                throw signature.answers().refusal(field, "must not be before the handover");
              }
            });
  }
}
