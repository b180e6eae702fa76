package org.custodytransfer.legal.web;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.custodytransfer.access.Actors;
import org.custodytransfer.access.Role;
import org.custodytransfer.agreement.Agreements;
import org.custodytransfer.audit.Anchors;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.platform.Paging;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The trail of what was done, and whether it still fits. */
@RestController
@RequestMapping("/api/audit")
class AuditController {

  private static final Pattern CODE = Pattern.compile("(?:FL-|BILL-|)([A-Z]{2}-[A-Z]{2})(?:-.*)?");

  private final Agreements agreements;
  private final CaseFiles cases;
  private final AuditTrail audit;
  private final Anchors anchors;
  private final Actors actors;
  private final Clock clock;

  AuditController(
      Agreements agreements,
      CaseFiles cases,
      AuditTrail audit,
      Anchors anchors,
      Actors actors,
      Clock clock) {
    this.agreements = agreements;
    this.cases = cases;
    this.audit = audit;
    this.anchors = anchors;
    this.actors = actors;
    this.clock = clock;
  }

  @Operation(summary = "What happened to a case, in order")
  @GetMapping
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
  @GetMapping("/verification")
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
