package org.custodytransfer.legal;

import static org.custodytransfer.platform.Rows.columns;

import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Road;
import org.custodytransfer.agreement.AdverseFact;
import org.custodytransfer.agreement.Countries;
import org.custodytransfer.agreement.Relief;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.Claim;
import org.custodytransfer.casefile.CaseFile.ClaimKind;
import org.custodytransfer.casefile.CaseFile.DecisionKind;
import org.custodytransfer.casefile.CaseFile.Protection;
import org.custodytransfer.casefile.CaseFile.ProtectionKind;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.casefile.CaseRecord;
import org.custodytransfer.platform.Locks;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Rows;
import org.custodytransfer.platform.Subject;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Claims against a transfer: to another nationality, to protection, against the notice. From the
 * moment one is filed its condition is open, until a lawyer decides it with reasons.
 */
@Service
@Transactional
public class Claims {

  /** For whom a claim is filed. */
  public enum Standing {
    PERSON,
    COUNSEL,
    OTHER
  }

  /**
   * @param state the nationality that is claimed; for protection the receiving state if left out
   * @param filedAt moment at which it was made, with its offset
   */
  public record NewClaim(
      ClaimKind kind,
      Optional<String> state,
      Standing filedFor,
      String reference,
      String text,
      Instant filedAt) {}

  private final CaseFiles cases;
  private final CaseRecord caseRecord;
  private final CaseStanding standing;
  private final ApplicationEventPublisher events;
  private final Road road;
  private final Rows rows;
  private final Locks locks;
  private final AuditTrail audit;
  private final Clock clock;

  Claims(
      CaseFiles cases,
      CaseRecord caseRecord,
      CaseStanding standing,
      ApplicationEventPublisher events,
      Road road,
      Rows rows,
      Locks locks,
      AuditTrail audit,
      Clock clock) {
    this.cases = cases;
    this.caseRecord = caseRecord;
    this.standing = standing;
    this.events = events;
    this.road = road;
    this.rows = rows;
    this.locks = locks;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Files a claim; a task for a lawyer opens, and whoever is about to leave stays.
   *
   * @throws Refusal 409 once the case has ended
   */
  public long file(Actor by, String caseNumber, NewClaim claim) {
    CaseFile file = cases.openForChange(by, caseNumber);
    Instant now = clock.instant();
    if (claim.filedAt().isAfter(now)) {
      throw Refusal.badInput("/filedAt", "must not be in the future");
    }
    Optional<String> state = state(file, claim);
    Optional<Long> protection =
        claim.kind() == ClaimKind.PROTECTION
            ? Optional.of(
                caseRecord.protection(
                    file,
                    ProtectionKind.CLAIM,
                    state.orElseThrow(),
                    "Claim filed here",
                    claim.reference(),
                    file.agreement().earlierDay(now),
                    by.id()))
            : Optional.empty();
    long id =
        rows.add(
            "claim",
            columns(
                "case_number", caseNumber,
                "person_id", file.person().id(),
                "kind", claim.kind(),
                "state", state,
                "filed_for", claim.filedFor(),
                "reference", claim.reference(),
                "text", claim.text(),
                "protection_id", protection,
                "occurred_at", claim.filedAt(),
                "recorded_at", now,
                "recorded_by", by.id()));
    audit.add(caseNumber, by.id(), "claim filed: " + claim.kind(), "claim " + id);
    road.start(
        "claim",
        new Subject.OfClaim(id).key(),
        file.agreement().code(),
        Map.of("caseNumber", caseNumber));
    events.publishEvent(AdverseFact.about(caseNumber, by.state().orElseThrow()));
    return id;
  }

  private static Optional<String> state(CaseFile file, NewClaim claim) {
    claim
        .state()
        .filter(code -> !Countries.known(code))
        .ifPresent(
            code -> {
              throw Refusal.badInput("/state", "is not an ISO 3166-1 alpha-2 code");
            });
    return switch (claim.kind()) {
      case NATIONALITY ->
          Optional.of(
              claim
                  .state()
                  .orElseThrow(
                      () -> Refusal.badInput("/state", "names the nationality that is claimed")));
      case PROTECTION -> Optional.of(claim.state().orElse(file.agreement().receiving().state()));
      case NOTICE -> Optional.empty();
    };
  }

  private String caseOf(long id) {
    return rows.query()
        .sql("select case_number from claim where id = ?")
        .param(id)
        .query(String.class)
        .optional()
        .orElseThrow(() -> Refusal.notFound("claim"));
  }

  /**
   * Decides a claim: upheld, it closes the case as refused or opens a return.
   *
   * @throws Refusal 403 for who filed it; 409 if it is decided
   */
  public void decide(Actor by, long id, boolean upheld, String reason) {
    locks.gate();
    String caseNumber = caseOf(id);
    cases.lock(caseNumber);
    CaseFile file = cases.one(caseNumber, clock.instant());
    Claim claim = file.claims().stream().filter(one -> one.id() == id).findFirst().orElseThrow();
    if (claim.upheld().isPresent()) {
      throw Refusal.conflict("This claim is decided already.");
    }
    if (claim.filedBy().equals(by.id())) {
      throw Refusal.forbidden("Another person than the one who filed the claim has to decide it.");
    }
    if (file.latest(reviewed(claim.kind()))
        .filter(review -> review.signedBy().equals(by.id()))
        .isPresent()) {
      throw Refusal.forbidden(
          "Who signed what a claim is about does not decide the claim that it was wrong.");
    }
    rows.addKeyed(
        "claim_decision",
        columns(
            "claim_id",
            id,
            "outcome",
            upheld ? "UPHELD" : "REJECTED",
            "reason",
            reason,
            "recorded_at",
            clock.instant(),
            "recorded_by",
            by.id()));
    audit.add(
        caseNumber,
        by.id(),
        "claim decided",
        String.format(Locale.ROOT, "claim %d, %s", id, upheld ? "upheld" : "rejected"));
    if (upheld) {
      uphold(by, file, claim);
    } else {
      reject(by, file, claim);
    }
  }

  private static DecisionKind reviewed(ClaimKind kind) {
    return switch (kind) {
      case PROTECTION -> DecisionKind.PROTECTION;
      case NATIONALITY -> DecisionKind.NATIONALITY;
      case NOTICE -> DecisionKind.NOTICE;
    };
  }

  private void uphold(Actor by, CaseFile file, Claim claim) {
    switch (claim.kind()) {
      case PROTECTION ->
          caseRecord.protection(
              file,
              ProtectionKind.BAR,
              claim.state().orElseThrow(),
              "Decision on the claim",
              new Subject.OfClaim(claim.id()).key(),
              file.agreement().earlierDay(clock.instant()),
              by.id());
      case NATIONALITY ->
          caseRecord.nationality(file, claim.state().orElseThrow(), true, clock.instant(), by.id());
      case NOTICE -> {
        // The notice is served again; the waiting period begins anew.
      }
    }
    events.publishEvent(AdverseFact.about(file.caseNumber(), by.state().orElseThrow()));
    standing.closeIfOver(file.caseNumber());
  }

  private void reject(Actor by, CaseFile file, Claim claim) {
    if (claim.kind() == ClaimKind.PROTECTION) {
      long protection = protectionOf(claim.id());
      Protection filed =
          file.protection().stream()
              .filter(one -> one.id() == protection)
              .findFirst()
              .orElseThrow();
      caseRecord.claimRejected(file, filed, new Subject.OfClaim(claim.id()).key(), by.id());
    }
    events.publishEvent(
        new Relief(Optional.of(file.caseNumber()), file.agreement().sending().state()));
  }

  private long protectionOf(long claim) {
    return rows.query()
        .sql("select protection_id from claim where id = ?")
        .param(claim)
        .query(Long.class)
        .single();
  }
}
