package org.custodytransfer.casefile;

import static org.custodytransfer.platform.Rows.columns;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.casefile.CaseFile.CaseStatus;
import org.custodytransfer.casefile.CaseFile.DecisionKind;
import org.custodytransfer.casefile.CaseFile.ExpulsionOrder;
import org.custodytransfer.casefile.CaseFile.Ground;
import org.custodytransfer.casefile.CaseFile.Judgment;
import org.custodytransfer.casefile.CaseFile.Place;
import org.custodytransfer.platform.Rows;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Adds facts to a case or to its person, each with its trace in the audit. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class CaseRecord {

  private final Rows rows;
  private final AuditTrail audit;
  private final Clock clock;

  CaseRecord(Rows rows, AuditTrail audit, Clock clock) {
    this.rows = rows;
    this.audit = audit;
    this.clock = clock;
  }

  /** What is about to be recorded of a decision. */
  public record NewDecision(
      DecisionKind kind,
      String outcome,
      String reason,
      Map<String, String> answers,
      List<Ground> grounds,
      Set<Long> evidence,
      Instant occurredAt) {}

  public long decide(String caseNumber, String signedBy, NewDecision decision) {
    long id =
        rows.add(
            "decision",
            columns(
                "case_number", caseNumber,
                "kind", decision.kind(),
                "outcome", decision.outcome(),
                "reason", decision.reason(),
                "occurred_at", decision.occurredAt(),
                "recorded_at", clock.instant(),
                "signed_by", signedBy));
    decision
        .answers()
        .forEach(
            (field, answer) ->
                rows.addKeyed(
                    "decision_answer",
                    columns("decision_id", id, "field", field, "answer", answer)));
    decision
        .grounds()
        .forEach(
            ground ->
                rows.addKeyed(
                    "decision_ground",
                    columns("decision_id", id, "code", ground.code(), "source", ground.source())));
    decision
        .evidence()
        .forEach(
            document ->
                rows.addKeyed(
                    "decision_evidence", columns("decision_id", id, "document_id", document)));
    audit.add(
        caseNumber,
        signedBy,
        "decided: " + decision.kind(),
        decision.outcome() + ", decision " + id);
    return id;
  }

  /** A status; an end frees the slot of the open case. */
  public void enter(String caseNumber, CaseStatus status) {
    rows.add(
        "case_status",
        columns("case_number", caseNumber, "status", status, "recorded_at", clock.instant()));
    if (status.isEnd()) {
      rows.query().sql("delete from open_case where case_number = ?").param(caseNumber).update();
    }
    audit.add(caseNumber, "system", "status", status.name());
  }

  public void place(CaseFile file, Place place, Instant occurredAt, String by) {
    place(file.person().id(), file.caseNumber(), place, occurredAt, by);
  }

  /** The same where the two numbers are known and nothing else of the file is needed. */
  public void place(
      String personId, String caseNumber, Place place, Instant occurredAt, String by) {
    place(Map.of(caseNumber, personId), place, occurredAt, by);
  }

  /**
   * The same for all who travel together, in as many statements as for one.
   *
   * @param persons by the number of their case
   */
  public void place(Map<String, String> persons, Place place, Instant occurredAt, String by) {
    rows.add(
        "person_place",
        persons.entrySet().stream()
            .map(
                one ->
                    columns(
                        "person_id",
                        one.getValue(),
                        "case_number",
                        one.getKey(),
                        "place",
                        place,
                        "occurred_at",
                        occurredAt,
                        "recorded_at",
                        clock.instant(),
                        "recorded_by",
                        by))
            .toList());
    audit.addEach(persons.keySet(), by, "place", place.name());
  }

  public void nationality(CaseFile file, String state, boolean verified, Instant at, String by) {
    rows.add(
        "person_nationality",
        columns(
            "person_id", file.person().id(),
            "case_number", file.caseNumber(),
            "state", state,
            "verified", verified,
            "occurred_at", at,
            "recorded_at", clock.instant(),
            "recorded_by", by));
  }

  /** A decision that forbids return to a state, as a fact of the person. */
  public void protection(
      CaseFile file,
      String state,
      String authority,
      String reference,
      LocalDate decidedOn,
      String by) {
    rows.add(
        "protection",
        columns(
            "person_id", file.person().id(),
            "case_number", file.caseNumber(),
            "state", state,
            "authority", authority,
            "reference", reference,
            "decided_on", decidedOn,
            "recorded_at", clock.instant(),
            "recorded_by", by));
  }

  /** A correction is a new fact that names the one it replaces; a new judgment names none. */
  public void correct(CaseFile file, Judgment corrected, String by) {
    long id =
        rows.add(
            "judgment",
            columns(
                "case_number", file.caseNumber(),
                "court", corrected.court(),
                "docket", corrected.docket(),
                "judged_on", corrected.judgedOn(),
                "sentence_from", corrected.sentenceFrom(),
                "sentence_until", corrected.sentenceUntil(),
                "custodial", corrected.custodial(),
                "appeal_open", corrected.appealOpen(),
                "final_on", corrected.finalOn(),
                "reversed_on", corrected.reversedOn(),
                "replaces", Optional.of(corrected.id()).filter(replaced -> replaced > 0),
                "recorded_at", clock.instant(),
                "recorded_by", by));
    corrected
        .offenceGroups()
        .forEach(
            group ->
                rows.addKeyed(
                    "judgment_offence", columns("judgment_id", id, "offence_group", group)));
  }

  public void correct(CaseFile file, ExpulsionOrder corrected, String by) {
    rows.add(
        "expulsion_order",
        columns(
            "case_number", file.caseNumber(),
            "authority", corrected.authority(),
            "docket", corrected.docket(),
            "decided_on", corrected.decidedOn(),
            "final_on", corrected.finalOn(),
            "replaces", file.expulsionOrder().map(ExpulsionOrder::id),
            "recorded_at", clock.instant(),
            "recorded_by", by));
  }

  public void notice(
      CaseFile file,
      long decisionId,
      String language,
      Instant personServedAt,
      Instant counselServedAt,
      String by) {
    rows.add(
        "notice",
        columns(
            "case_number", file.caseNumber(),
            "decision_id", decisionId,
            "destination_state", file.agreement().receiving().state(),
            "facility_code", file.agreement().facility().code(),
            "language", language,
            "person_served_at", personServedAt,
            "counsel_served_at", counselServedAt,
            "recorded_at", clock.instant(),
            "recorded_by", by));
  }
}
