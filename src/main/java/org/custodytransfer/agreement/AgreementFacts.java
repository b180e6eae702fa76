package org.custodytransfer.agreement;

import static org.custodytransfer.platform.Rows.at;
import static org.custodytransfer.platform.Rows.columns;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Road;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.evidence.Documents;
import org.custodytransfer.platform.Locks;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Rows;
import org.custodytransfer.platform.Subject;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What no file can say of an agreement: the legal basis of a route, an inspection of the facility,
 * the funds. Bases and inspections are entered by one lawyer and confirmed by another; what speaks
 * against a transfer counts at once.
 */
@Service
@Transactional
public class AgreementFacts {

  /** The two facts that take a second lawyer. */
  public enum Fact {
    LEGAL_BASIS,
    INSPECTION
  }

  /** A body independent of both prison services. */
  public enum Independence {
    SPT,
    CPT,
    NATIONAL_PREVENTIVE_MECHANISM,
    COURT_EXPERT
  }

  /**
   * A treaty or statute that permits a sentence to be served there by this route. Days are legal
   * days.
   */
  public record LegalBasis(
      Agreement.Route route,
      Agreement.InstrumentKind instrument,
      String title,
      String source,
      LocalDate sendingRatifiedOn,
      LocalDate receivingRatifiedOn,
      LocalDate inForceFrom,
      long document) {}

  /**
   * What a body found in a facility.
   *
   * @param settles the earlier, adverse inspection that this one answers
   */
  public record Inspection(
      String body,
      Independence independence,
      LocalDate inspectedOn,
      boolean illTreatmentFound,
      boolean counselReaches,
      boolean familyReaches,
      boolean consulateReaches,
      boolean courtsReach,
      Optional<Long> settles,
      long document) {

    public boolean sound() {
      return !illTreatmentFound
          && counselReaches
          && familyReaches
          && consulateReaches
          && courtsReach;
    }
  }

  /** A fact of an agreement with its two signatures. */
  public record Signed<T>(
      long id, T fact, String enteredBy, Optional<String> confirmedBy, Instant recordedAt) {}

  /**
   * Funds that were certified.
   *
   * @param amount in the agreement's currency
   */
  public record Funding(
      long id, BigDecimal amount, LocalDate validUntil, String recordedBy, Instant recordedAt) {}

  private final Agreements agreements;
  private final Documents documents;
  private final Road road;
  private final ApplicationEventPublisher events;
  private final Rows rows;
  private final Locks locks;
  private final AuditTrail audit;
  private final Clock clock;

  AgreementFacts(
      Agreements agreements,
      Documents documents,
      Road road,
      ApplicationEventPublisher events,
      Rows rows,
      Locks locks,
      AuditTrail audit,
      Clock clock) {
    this.agreements = agreements;
    this.documents = documents;
    this.road = road;
    this.events = events;
    this.rows = rows;
    this.locks = locks;
    this.audit = audit;
    this.clock = clock;
  }

  public Documents.Document addDocument(
      Actor by, String code, String title, String mediaType, byte[] bytes) {
    Agreement agreement = agreements.current(code);
    mustActFor(by, agreement);
    return documents.keep(by, code, title, mediaType, bytes);
  }

  /** Enters a legal basis; a task for another lawyer opens. */
  public long enter(Actor by, String code, LegalBasis basis) {
    Agreement agreement = agreements.current(code);
    mustActFor(by, agreement);
    if (!agreement.routes().containsKey(basis.route())) {
      throw Refusal.badInput("/route", "is not a route of this agreement");
    }
    LocalDate today = agreement.laterDay(clock.instant());
    if (basis.inForceFrom().isAfter(today)) {
      throw Refusal.badInput("/inForceFrom", "must not be in the future");
    }
    if (basis.sendingRatifiedOn().isAfter(basis.inForceFrom())) {
      throw Refusal.badInput("/sendingRatifiedOn", "must not be after /inForceFrom");
    }
    if (basis.receivingRatifiedOn().isAfter(basis.inForceFrom())) {
      throw Refusal.badInput("/receivingRatifiedOn", "must not be after /inForceFrom");
    }
    mustBeThatOfTheFile("/sendingRatifiedOn", basis.sendingRatifiedOn(), agreement.sending());
    mustBeThatOfTheFile("/receivingRatifiedOn", basis.receivingRatifiedOn(), agreement.receiving());
    mustBeOnFile(code, basis.document());
    locks.gate();
    long id =
        rows.add(
            "legal_basis",
            columns(
                "agreement_code", code,
                "route", basis.route(),
                "instrument", basis.instrument(),
                "title", basis.title(),
                "source", basis.source(),
                "sending_ratified_on", basis.sendingRatifiedOn(),
                "receiving_ratified_on", basis.receivingRatifiedOn(),
                "in_force_from", basis.inForceFrom(),
                "document_id", basis.document(),
                "recorded_at", clock.instant(),
                "recorded_by", by.id()));
    openConfirmation(by, agreement, Fact.LEGAL_BASIS, id);
    return id;
  }

  /** The agreement's file knows the day of ratification, or a day by which it had happened. */
  private static void mustBeThatOfTheFile(
      String pointer, LocalDate ratified, Agreement.Party party) {
    party
        .ratification()
        .flatMap(Agreement.Ratification::on)
        .filter(day -> !day.equals(ratified))
        .ifPresent(
            day -> {
              throw Refusal.badInput(
                  pointer,
                  "must be the day in the agreement's file, " + day + "; one of them is wrong");
            });
    party
        .ratification()
        .flatMap(Agreement.Ratification::onOrBefore)
        .filter(ratified::isAfter)
        .ifPresent(
            day -> {
              throw Refusal.badInput(
                  pointer, "must not be after " + day + ", by which the agreement's file has it");
            });
  }

  /**
   * Enters an inspection; an adverse one counts at once, a sound one when another lawyer confirms
   * it.
   */
  public long enter(Actor by, String code, Inspection inspection) {
    Agreement agreement = agreements.current(code);
    mustActFor(by, agreement);
    if (inspection.inspectedOn().isAfter(agreement.laterDay(clock.instant()))) {
      throw Refusal.badInput("/inspectedOn", "must not be in the future");
    }
    mustBeOnFile(code, inspection.document());
    inspection
        .settles()
        .ifPresent(
            id -> {
              boolean known =
                  inspections(agreement.facility().code(), clock.instant()).stream()
                      .anyMatch(
                          earlier ->
                              earlier.id() == id
                                  && !earlier.fact().sound()
                                  && earlier
                                      .fact()
                                      .inspectedOn()
                                      .isBefore(inspection.inspectedOn()));
              if (!known) {
                throw Refusal.badInput(
                    "/settles",
                    "must name an adverse inspection of this facility that was earlier");
              }
            });
    locks.gate();
    long id =
        rows.add(
            "inspection",
            columns(
                "agreement_code", code,
                "facility_code", agreement.facility().code(),
                "body", inspection.body(),
                "independence", inspection.independence(),
                "inspected_on", inspection.inspectedOn(),
                "ill_treatment_found", inspection.illTreatmentFound(),
                "counsel_reaches", inspection.counselReaches(),
                "family_reaches", inspection.familyReaches(),
                "consulate_reaches", inspection.consulateReaches(),
                "courts_reach", inspection.courtsReach(),
                "settles", inspection.settles(),
                "document_id", inspection.document(),
                "recorded_at", clock.instant(),
                "recorded_by", by.id()));
    openConfirmation(by, agreement, Fact.INSPECTION, id);
    if (!inspection.sound()) {
      events.publishEvent(AdverseFact.aboutMany(by.state().orElseThrow()));
    }
    return id;
  }

  /** The second lawyer's word. */
  public void decide(Actor by, Fact fact, long id, boolean confirmed, String reason) {
    record Entered(String agreementCode, String recordedBy) {}
    Entered entered =
        rows.query()
            .sql("select agreement_code, recorded_by from " + table(fact) + " where id = ?")
            .param(id)
            .query(Rows.as(Entered.class))
            .optional()
            .orElseThrow(() -> Refusal.notFound("fact"));
    mustActFor(by, agreements.current(entered.agreementCode()));
    if (by.id().equals(entered.recordedBy())) {
      throw Refusal.forbidden("Another lawyer than the one who entered this has to confirm it.");
    }
    locks.gate();
    rows.addKeyed(
        "agreement_fact_decision",
        columns(
            "fact", fact,
            "fact_id", id,
            "confirmed", confirmed,
            "reason", reason,
            "recorded_at", clock.instant(),
            "recorded_by", by.id()));
    audit.add(
        entered.agreementCode(),
        by.id(),
        (confirmed ? "confirmed: " : "not confirmed: ") + fact,
        fact + "-" + id);
    if (confirmed) {
      // Relief is looked at at once, like grief.
      events.publishEvent(Relief.forMany(by.state().orElseThrow()));
    }
  }

  /**
   * Certifies funds for the term.
   *
   * @param amount in the agreement's currency
   */
  public long certify(
      Actor by, String code, BigDecimal amount, LocalDate validUntil, String reason) {
    mustActFor(by, agreements.current(code));
    locks.gate();
    Instant now = clock.instant();
    long id =
        rows.add(
            "funding",
            columns(
                "agreement_code", code,
                "amount", amount,
                "valid_until", validUntil,
                "reason", reason,
                "occurred_at", now,
                "recorded_at", now,
                "recorded_by", by.id()));
    audit.add(code, by.id(), "funds certified", "funding " + id);
    events.publishEvent(Relief.forMany(by.state().orElseThrow()));
    return id;
  }

  public List<Signed<LegalBasis>> legalBases(String code, Instant knownAt) {
    return rows.query()
        .sql(withDecision("legal_basis", Fact.LEGAL_BASIS) + " and f.agreement_code = :of")
        .params(Map.of("of", code, "knownAt", at(knownAt)))
        .query(
            (row, n) ->
                signed(
                    row,
                    new LegalBasis(
                        Agreement.Route.valueOf(row.getString("route")),
                        Agreement.InstrumentKind.valueOf(row.getString("instrument")),
                        row.getString("title"),
                        row.getString("source"),
                        row.getObject("sending_ratified_on", LocalDate.class),
                        row.getObject("receiving_ratified_on", LocalDate.class),
                        row.getObject("in_force_from", LocalDate.class),
                        row.getLong("document_id"))))
        .list();
  }

  /** All inspections of a facility, whichever agreement they were entered under. */
  public List<Signed<Inspection>> inspections(String facilityCode, Instant knownAt) {
    return rows.query()
        .sql(withDecision("inspection", Fact.INSPECTION) + " and f.facility_code = :of")
        .params(Map.of("of", facilityCode, "knownAt", at(knownAt)))
        .query(
            (row, n) ->
                signed(
                    row,
                    new Inspection(
                        row.getString("body"),
                        Independence.valueOf(row.getString("independence")),
                        row.getObject("inspected_on", LocalDate.class),
                        row.getBoolean("ill_treatment_found"),
                        row.getBoolean("counsel_reaches"),
                        row.getBoolean("family_reaches"),
                        row.getBoolean("consulate_reaches"),
                        row.getBoolean("courts_reach"),
                        Rows.maybe(row, "settles", Long.class),
                        row.getLong("document_id"))))
        .list();
  }

  public List<Funding> funding(String code, Instant knownAt) {
    return rows.query()
        .sql("select * from funding where agreement_code = ? and recorded_at <= ? order by id")
        .params(code, at(knownAt))
        .query(
            (row, n) ->
                new Funding(
                    row.getLong("id"),
                    row.getBigDecimal("amount"),
                    row.getObject("valid_until", LocalDate.class),
                    row.getString("recorded_by"),
                    Rows.instant(row, "recorded_at")))
        .list();
  }

  private void openConfirmation(Actor by, Agreement agreement, Fact fact, long id) {
    String key = new Subject.OfAgreementFact(fact.name(), id).key();
    audit.add(agreement.code(), by.id(), "entered: " + fact, key);
    road.start("agreement-fact", key, agreement.code(), Map.of("fact", fact.name()));
  }

  private void mustBeOnFile(String code, long document) {
    if (documents.of(code).stream().noneMatch(known -> known.id() == document)) {
      throw Refusal.badInput("/document", "is not a document on file with this agreement");
    }
  }

  private static void mustActFor(Actor by, Agreement agreement) {
    agreement.mustBeParty(by, "agreement of your state");
  }

  private static String withDecision(String table, Fact fact) {
    return String.format(
        Locale.ROOT,
        """
        select f.*, d.recorded_by as confirmed_by, d.confirmed as was_confirmed from %s f
        left join agreement_fact_decision d
          on d.fact = '%s' and d.fact_id = f.id and d.recorded_at <= :knownAt
        where f.recorded_at <= :knownAt""",
        table,
        fact);
  }

  private static <T> Signed<T> signed(java.sql.ResultSet row, T fact) throws java.sql.SQLException {
    return new Signed<>(
        row.getLong("id"),
        fact,
        row.getString("recorded_by"),
        row.getBoolean("was_confirmed")
            ? Optional.of(row.getString("confirmed_by"))
            : Optional.empty(),
        Rows.instant(row, "recorded_at"));
  }

  private static String table(Fact fact) {
    return switch (fact) {
      case LEGAL_BASIS -> "legal_basis";
      case INSPECTION -> "inspection";
    };
  }
}
