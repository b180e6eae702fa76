package org.custodytransfer.legal.web;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.custodytransfer.access.Actors;
import org.custodytransfer.access.Revisions;
import org.custodytransfer.access.Role;
import org.custodytransfer.agreement.Agreements;
import org.custodytransfer.audit.Anchors;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.casefile.CaseFile.CaseStatus;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.legal.Bundles;
import org.custodytransfer.legal.CaseViews;
import org.custodytransfer.legal.Claims;
import org.custodytransfer.legal.LaterFacts;
import org.custodytransfer.legal.StayOrders;
import org.custodytransfer.platform.Page;
import org.custodytransfer.platform.Paging;
import org.custodytransfer.platform.Schemas;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Case files, their conditions, stay orders, assessments and the audit. */
@RestController
@RequestMapping("/api")
class CaseController {

  private static final Pattern CODE = Pattern.compile("(?:FL-|BILL-|)([A-Z]{2}-[A-Z]{2})(?:-.*)?");

  /**
   * @param covers how many open cases the order covers now, of those you may see
   * @param cases where their list is
   */
  record Entered(long id, long covers, String cases) {}

  private final Agreements agreements;
  private final CaseFiles cases;
  private final CaseViews views;
  private final Bundles bundles;
  private final Claims claims;
  private final LaterFacts laterFacts;
  private final StayOrders stayOrders;
  private final AuditTrail audit;
  private final Anchors anchors;
  private final Revisions revisions;
  private final Actors actors;
  private final Schemas schemas;
  private final Clock clock;

  CaseController(
      Agreements agreements,
      CaseFiles cases,
      CaseViews views,
      Bundles bundles,
      Claims claims,
      LaterFacts laterFacts,
      StayOrders stayOrders,
      AuditTrail audit,
      Anchors anchors,
      Revisions revisions,
      Actors actors,
      Schemas schemas,
      Clock clock) {
    this.agreements = agreements;
    this.cases = cases;
    this.views = views;
    this.bundles = bundles;
    this.claims = claims;
    this.laterFacts = laterFacts;
    this.stayOrders = stayOrders;
    this.audit = audit;
    this.anchors = anchors;
    this.revisions = revisions;
    this.actors = actors;
    this.schemas = schemas;
    this.clock = clock;
  }

  @Operation(summary = "The cases you may see, newest first")
  @GetMapping("/transfers")
  ResponseEntity<List<CaseFiles.Summary>> list(
      @RequestParam Optional<String> status,
      @RequestParam Optional<String> agreement,
      @RequestParam Optional<String> q,
      @RequestParam(defaultValue = "0") int page,
      @RequestParam(defaultValue = "50") int size) {
    return cases
        .list(
            actors.current(),
            Paging.filter(CaseStatus.class, "status", status),
            agreement,
            q,
            new Paging(page, size))
        .answer();
  }

  @Operation(
      summary = "The case file, with its departure conditions and timeline; reading it is audited")
  @GetMapping("/transfers/{caseNumber}")
  ResponseEntity<CaseViews.CaseView> one(@PathVariable String caseNumber) {
    // Taken first: a change in between makes the tag older than what is shown, never newer.
    String tag = revisions.tag(caseNumber);
    return ResponseEntity.ok().eTag(tag).body(views.of(actors.current(), caseNumber));
  }

  @Operation(summary = "The departure conditions as they were known at a moment")
  @GetMapping("/transfers/{caseNumber}/conditions")
  List<CaseViews.ConditionView> conditions(
      @PathVariable String caseNumber, @RequestParam Optional<OffsetDateTime> knownAt) {
    return views.conditions(
        actors.current(),
        caseNumber,
        knownAt.map(OffsetDateTime::toInstant).orElseGet(clock::instant));
  }

  @Operation(summary = "The whole file for a court, as one archive that an outsider can verify")
  @GetMapping(path = "/transfers/{caseNumber}/bundle", produces = "application/zip")
  ResponseEntity<byte[]> bundle(@PathVariable String caseNumber) {
    return ResponseEntity.ok()
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"%s.zip\"".formatted(caseNumber))
        .body(bundles.of(actors.current(), caseNumber));
  }

  @Operation(summary = "Record what a court or an authority decided after the request was filed")
  @PostMapping("/transfers/{caseNumber}/facts")
  @ResponseStatus(HttpStatus.CREATED)
  Map<String, String> fact(@PathVariable String caseNumber, @RequestBody String body) {
    laterFacts.record(
        actors.current(), caseNumber, schemas.read(body, "later-fact", LaterFacts.NewFact.class));
    return Map.of("caseNumber", caseNumber);
  }

  @Operation(summary = "File a claim for the person; its condition is open until a lawyer decides")
  @PostMapping("/transfers/{caseNumber}/claims")
  @ResponseStatus(HttpStatus.CREATED)
  Map<String, Long> claim(@PathVariable String caseNumber, @RequestBody String body) {
    return Map.of(
        "id",
        claims.file(
            actors.current(), caseNumber, schemas.read(body, "claim", Claims.NewClaim.class)));
  }

  @Operation(summary = "When each condition became met, and when it ceased to be")
  @GetMapping("/transfers/{caseNumber}/conditions/history")
  ResponseEntity<List<CaseViews.Change>> history(
      @PathVariable String caseNumber,
      @RequestParam(defaultValue = "0") int page,
      @RequestParam(defaultValue = "200") int size) {
    Paging paging = new Paging(page, size);
    return Page.of(views.history(actors.current(), caseNumber), paging).answer();
  }

  @Operation(summary = "Enter a stay order; it is in force from commit, whomever it covers")
  @PostMapping("/stay-orders")
  @ResponseStatus(HttpStatus.CREATED)
  Entered enter(@RequestBody String body) {
    StayOrders.Entered entered =
        stayOrders.enter(
            actors.current(), schemas.read(body, "stay-order", StayOrders.NewOrder.class));
    long id = entered.order().id();
    return new Entered(id, entered.covers(), "/api/stay-orders/%d/cases".formatted(id));
  }

  @GetMapping("/stay-orders/{id}")
  ResponseEntity<StayOrders.Order> stayOrder(@PathVariable long id) {
    String tag = revisions.tag("ORDER-" + id);
    return ResponseEntity.ok().eTag(tag).body(stayOrders.visible(actors.current(), id));
  }

  @Operation(summary = "The open cases that an order covers now")
  @GetMapping("/stay-orders/{id}/cases")
  ResponseEntity<List<String>> covered(
      @PathVariable long id,
      @RequestParam(defaultValue = "0") int page,
      @RequestParam(defaultValue = "50") int size) {
    return stayOrders.coveredBy(actors.current(), id, new Paging(page, size)).answer();
  }

  @Operation(summary = "The stay orders, newest first")
  @GetMapping("/stay-orders")
  ResponseEntity<List<StayOrders.Order>> stayOrders(
      @RequestParam Optional<String> status,
      @RequestParam Optional<String> agreement,
      @RequestParam Optional<String> q,
      @RequestParam(defaultValue = "0") int page,
      @RequestParam(defaultValue = "50") int size) {
    return stayOrders
        .list(
            actors.current(),
            Paging.filter(StayOrders.OrderStatus.class, "status", status),
            agreement,
            q,
            new Paging(page, size))
        .answer();
  }

  @Operation(
      summary = "Lift a stay order on a court's decision; another person than who entered it")
  @PostMapping("/stay-orders/{id}/lift")
  Map<String, Object> lift(@PathVariable long id, @RequestBody String body) {
    StayOrders.Order lifted =
        stayOrders.lift(
            actors.current(), id, schemas.read(body, "stay-lift", StayOrders.NewLift.class));
    return Map.of("id", id, "liftedAt", lifted.lift().orElseThrow().recordedAt());
  }

  @Operation(summary = "What happened to a case, in order")
  @GetMapping("/audit")
  ResponseEntity<List<AuditTrail.Entry>> audit(
      @RequestParam("case") String chain,
      @RequestParam(defaultValue = "0") int page,
      @RequestParam(defaultValue = "200") int size) {
    var actor = actors.current();
    actor.mustBe(Role.AUDITORS);
    if (!chain.equals(AuditTrail.GENERAL)) {
      cases.visible(actor, chain, clock.instant());
    }
    return audit.page(chain, new Paging(page, size)).answer();
  }

  @Operation(
      summary =
          "What does not fit in a case's trail, or in all trails and the record; empty if nothing was changed")
  @GetMapping("/audit/verification")
  List<AuditTrail.Fault> verify(@RequestParam("case") Optional<String> chain) {
    var actor = actors.current();
    actor.mustBe(Role.AUDITORS);
    if (chain.isPresent()) {
      cases.visible(actor, chain.get(), clock.instant());
      return audit.faultsIn(chain.get());
    }
    // Whose trail it is that does not fit is for who may see it; what belongs to nobody is for all.
    Set<String> codes = agreements.codesFor(actor, Optional.empty());
    List<AuditTrail.Fault> faults = new ArrayList<>();
    audit.chains().stream()
        .filter(one -> codeIn(one).map(codes::contains).orElse(true))
        .forEach(one -> faults.addAll(audit.faultsIn(one)));
    faults.addAll(audit.unspokenRows());
    anchors.faults().stream()
        .filter(one -> codeIn(one.chain()).map(codes::contains).orElse(true))
        .forEach(faults::add);
    return faults;
  }

  /** The agreement that a chain belongs to, if it belongs to one. */
  private static Optional<String> codeIn(String chain) {
    return Optional.of(CODE.matcher(chain)).filter(Matcher::matches).map(found -> found.group(1));
  }
}
