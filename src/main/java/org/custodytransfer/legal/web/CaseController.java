package org.custodytransfer.legal.web;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.custodytransfer.access.Actors;
import org.custodytransfer.access.AllowedTo;
import org.custodytransfer.access.AllowedToEveryGroup;
import org.custodytransfer.access.LargeAnswer;
import org.custodytransfer.access.Revisions;
import org.custodytransfer.access.Role;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.legal.Bundles;
import org.custodytransfer.legal.CaseViews;
import org.custodytransfer.legal.LaterFacts;
import org.custodytransfer.platform.Listing;
import org.custodytransfer.platform.Page;
import org.custodytransfer.platform.Paging;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Schemas;
import org.custodytransfer.platform.Subject;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Case files, their conditions, and what is claimed and decided of them. */
@RestController
@RequestMapping("/api")
class CaseController {

  private final CaseFiles cases;
  private final CaseViews views;
  private final Bundles bundles;
  private final LaterFacts laterFacts;
  private final Revisions revisions;
  private final Actors actors;
  private final Schemas schemas;
  private final Clock clock;

  CaseController(
      CaseFiles cases,
      CaseViews views,
      Bundles bundles,
      LaterFacts laterFacts,
      Revisions revisions,
      Actors actors,
      Schemas schemas,
      Clock clock) {
    this.cases = cases;
    this.views = views;
    this.bundles = bundles;
    this.laterFacts = laterFacts;
    this.revisions = revisions;
    this.actors = actors;
    this.schemas = schemas;
    this.clock = clock;
  }

  @Operation(summary = "The cases you may see, newest first")
  @AllowedToEveryGroup
  @GetMapping("/transfers")
  ResponseEntity<List<CaseFiles.Summary>> list(Listing asked) {
    return cases.list(actors.current(), asked).answer();
  }

  @Operation(
      summary = "The case file, with its departure conditions and timeline; reading it is audited")
  @AllowedToEveryGroup
  @GetMapping("/transfers/{caseNumber}")
  ResponseEntity<CaseViews.CaseView> one(@PathVariable String caseNumber) {
    // Taken first: a change in between makes the tag older than what is shown, never newer.
    String tag = revisions.tag(new Subject.OfCase(caseNumber));
    CaseViews.CaseView view = views.of(actors.current(), caseNumber);
    // The receiving state is not told how often something was filed that it may not read.
    return (view.conditions().isPresent() ? ResponseEntity.ok().eTag(tag) : ResponseEntity.ok())
        .body(view);
  }

  @Operation(summary = "The departure conditions as they were known at a moment")
  @AllowedTo({
    Role.LEGAL_REVIEWERS,
    Role.DUTY_LAWYERS,
    Role.COUNSEL,
    Role.AUDITORS,
    Role.MANAGERS,
    Role.CASEWORKERS
  })
  @GetMapping("/transfers/{caseNumber}/conditions")
  List<CaseViews.ConditionView> conditions(
      @PathVariable String caseNumber,
      @RequestParam Optional<OffsetDateTime> knownAt,
      @RequestParam Optional<OffsetDateTime> judgedAt) {
    Instant now = clock.instant();
    Instant moment = knownAt.map(OffsetDateTime::toInstant).orElse(now);
    if (moment.isAfter(now)) {
      throw Refusal.badInput("/knownAt", "must not be in the future: nobody knows that yet");
    }
    if (judgedAt.filter(on -> on.toInstant().isBefore(moment)).isPresent()) {
      throw Refusal.badInput("/judgedAt", "must not be before what was known");
    }
    return views.conditions(
        actors.current(),
        caseNumber,
        moment,
        judgedAt.map(OffsetDateTime::toInstant).orElse(moment));
  }

  @Operation(summary = "The whole file for a court, as one archive that an outsider can verify")
  @AllowedTo({Role.AUDITORS, Role.COUNSEL, Role.LEGAL_REVIEWERS, Role.DUTY_LAWYERS})
  @GetMapping(path = "/transfers/{caseNumber}/bundle", produces = "application/zip")
  ResponseEntity<Void> bundle(@PathVariable String caseNumber, HttpServletRequest request) {
    LargeAnswer.send(request, bundles.of(actors.current(), caseNumber));
    return ResponseEntity.ok()
        .contentType(new MediaType("application", "zip"))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            String.format(Locale.ROOT, "attachment; filename=\"%s.zip\"", caseNumber))
        .build();
  }

  @Operation(summary = "Record what a court or an authority decided after the request was filed")
  @AllowedTo({Role.CASEWORKERS, Role.LEGAL_REVIEWERS, Role.DUTY_LAWYERS, Role.SYSTEMS})
  @PostMapping("/transfers/{caseNumber}/facts")
  @ResponseStatus(HttpStatus.CREATED)
  Map<String, String> fact(@PathVariable String caseNumber, @RequestBody String body) {
    laterFacts.record(
        actors.current(), caseNumber, schemas.read(body, "later-fact", LaterFacts.NewFact.class));
    return Map.of("caseNumber", caseNumber);
  }

  @Operation(summary = "When each condition became met, and when it ceased to be")
  @AllowedTo({
    Role.LEGAL_REVIEWERS,
    Role.DUTY_LAWYERS,
    Role.COUNSEL,
    Role.AUDITORS,
    Role.MANAGERS,
    Role.CASEWORKERS
  })
  @GetMapping("/transfers/{caseNumber}/conditions/history")
  ResponseEntity<List<CaseViews.Change>> history(
      @PathVariable String caseNumber,
      @RequestParam(defaultValue = "0") int page,
      @RequestParam(defaultValue = "200") int size) {
    Paging paging = new Paging(page, size);
    return Page.of(views.history(actors.current(), caseNumber), paging).answer();
  }
}
