package org.custodytransfer.legal.web;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Actors;
import org.custodytransfer.access.AllowedTo;
import org.custodytransfer.access.Role;
import org.custodytransfer.audit.Anchors;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.audit.Divergences;
import org.custodytransfer.audit.OwnedChains;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.platform.Paging;
import org.custodytransfer.platform.Schemas;
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

/** The trail of what was done, and whether it still fits. */
@RestController
@RequestMapping("/api/audit")
class AuditController {

  private final List<OwnedChains> owned;
  private final CaseFiles cases;
  private final AuditTrail audit;
  private final Anchors anchors;
  private final Divergences divergences;
  private final Schemas schemas;
  private final Actors actors;
  private final Clock clock;

  AuditController(
      List<OwnedChains> owned,
      CaseFiles cases,
      AuditTrail audit,
      Anchors anchors,
      Divergences divergences,
      Schemas schemas,
      Actors actors,
      Clock clock) {
    this.owned = owned;
    this.cases = cases;
    this.audit = audit;
    this.anchors = anchors;
    this.divergences = divergences;
    this.schemas = schemas;
    this.actors = actors;
    this.clock = clock;
  }

  @Operation(summary = "What happened to a case, in order")
  @AllowedTo(Role.AUDITORS)
  @GetMapping
  ResponseEntity<List<AuditTrail.Entry>> audit(
      @RequestParam("case") String chain,
      @RequestParam(defaultValue = "0") int page,
      @RequestParam(defaultValue = "200") int size) {
    var actor = actors.current();
    Paging paging = new Paging(page, size);
    if (chain.equals(AuditTrail.GENERAL)) {
      return audit.generalOf(actor.state().orElse(""), paging).answer();
    }
    cases.ofSender(actor, chain, clock.instant());
    return audit.page(chain, paging).answer();
  }

  @Operation(
      summary =
          "What does not fit in a case's trail, or in all trails and the record; empty if nothing was changed")
  @AllowedTo(Role.AUDITORS)
  @GetMapping("/verification")
  List<AuditTrail.Fault> verify(@RequestParam("case") Optional<String> chain) {
    var actor = actors.current();
    if (chain.isPresent()) {
      cases.ofSender(actor, chain.get(), clock.instant());
      return audit.faultsIn(chain.get());
    }
    Predicate<String> visible = visible(actor);
    List<AuditTrail.Fault> faults = new ArrayList<>();
    audit.chains().stream().filter(visible).forEach(one -> faults.addAll(audit.faultsIn(one)));
    faults.addAll(audit.unspokenRows());
    anchors.faults().stream().filter(one -> visible.test(one.chain())).forEach(faults::add);
    return faults;
  }

  private record NewNote(String reason) {}

  @Operation(
      summary =
          "Note why the trail no longer leads through what was anchored, as after a restore; another auditor"
              + " confirms it, and until then verification names it")
  @AllowedTo(Role.AUDITORS)
  @PostMapping("/divergence-notes")
  @ResponseStatus(HttpStatus.CREATED)
  Divergences.Note note(@RequestBody String body) {
    var actor = actors.current();
    String reason = schemas.read(body, "divergence-note", NewNote.class).reason();
    return divergences.note(actor, reason, visible(actor));
  }

  @Operation(summary = "A note on a divergence, and the ends of chains that it is about")
  @AllowedTo(Role.AUDITORS)
  @GetMapping("/divergence-notes/{id}")
  Divergences.Note note(@PathVariable long id) {
    return divergences.read(id, visible(actors.current()));
  }

  @Operation(summary = "Confirm another auditor's note on a divergence")
  @AllowedTo(Role.AUDITORS)
  @PostMapping("/divergence-notes/{id}/confirmation")
  Divergences.Note confirm(@PathVariable long id) {
    var actor = actors.current();
    return divergences.confirm(actor, id, visible(actor));
  }

  /** Whose chain it is is for who may see it; what is nobody's is for all. */
  private Predicate<String> visible(Actor actor) {
    Set<String> hidden = new HashSet<>();
    owned.forEach(one -> hidden.addAll(one.hiddenFrom(actor)));
    return chain -> !hidden.contains(chain);
  }
}
