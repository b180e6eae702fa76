package org.custodytransfer.agreement.web;

import io.swagger.v3.oas.annotations.Operation;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.custodytransfer.access.Actors;
import org.custodytransfer.access.AllowedTo;
import org.custodytransfer.access.AllowedToEveryGroup;
import org.custodytransfer.access.Revisions;
import org.custodytransfer.access.Role;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.AgreementFacts;
import org.custodytransfer.agreement.AgreementFacts.Inspection;
import org.custodytransfer.agreement.AgreementFacts.LegalBasis;
import org.custodytransfer.agreement.Agreements;
import org.custodytransfer.evidence.Documents;
import org.custodytransfer.platform.Listing;
import org.custodytransfer.platform.Page;
import org.custodytransfer.platform.Schemas;
import org.custodytransfer.platform.Subject;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Agreements, their terms, and the facts that open or close the road for everybody under one. */
@RestController
@RequestMapping("/api/agreements")
class AgreementController {

  record Summary(
      String code, int version, String title, Agreement.Status status, LocalDate since) {}

  /** An agreement with what two lawyers confirmed of it. */
  record Detail(
      Agreement terms,
      List<AgreementFacts.Signed<LegalBasis>> legalBases,
      List<AgreementFacts.Signed<Inspection>> inspections,
      List<AgreementFacts.Funding> funding) {}

  record Certificate(BigDecimal amount, LocalDate validUntil, String reason) {}

  private final Agreements agreements;
  private final AgreementFacts facts;
  private final Revisions revisions;
  private final Actors actors;
  private final Schemas schemas;
  private final Clock clock;

  AgreementController(
      Agreements agreements,
      AgreementFacts facts,
      Revisions revisions,
      Actors actors,
      Schemas schemas,
      Clock clock) {
    this.agreements = agreements;
    this.facts = facts;
    this.revisions = revisions;
    this.actors = actors;
    this.schemas = schemas;
    this.clock = clock;
  }

  @Operation(summary = "All agreements, with their true status")
  @AllowedToEveryGroup
  @GetMapping
  ResponseEntity<List<Summary>> all(Listing asked) {
    var wanted = asked.status(Agreement.Status.class);
    String text = asked.q().orElse("").toLowerCase(Locale.ROOT);
    List<Summary> found =
        agreements.all().stream()
            .map(
                one ->
                    new Summary(
                        one.code(),
                        one.version(),
                        one.title(),
                        one.status().on(one.laterDay(clock.instant())).code(),
                        one.status().on(one.laterDay(clock.instant())).since()))
            .filter(one -> wanted.map(one.status()::equals).orElse(true))
            .filter(one -> asked.agreement().map(one.code()::equals).orElse(true))
            .filter(one -> (one.code() + " " + one.title()).toLowerCase(Locale.ROOT).contains(text))
            .toList();
    return Page.of(found, asked.paging()).answer();
  }

  @Operation(summary = "One agreement: its terms, legal bases, inspections and funds")
  @AllowedToEveryGroup
  @GetMapping("/{code}")
  ResponseEntity<Detail> one(@PathVariable String code) {
    String tag = revisions.tag(new Subject.OfAgreement(code));
    Agreement agreement = agreements.current(code);
    boolean party = agreement.as(actors.current()).isPresent();
    var now = clock.instant();
    // Who is no party is not told how often something happened that is the parties' to know.
    return (party ? ResponseEntity.ok().eTag(tag) : ResponseEntity.ok())
        .body(
            new Detail(
                agreement,
                facts.legalBases(code, now),
                facts.inspections(agreement.facility().code(), now),
                party ? facts.funding(code, now) : List.of()));
  }

  @Operation(summary = "Put a document on file with an agreement")
  @AllowedTo({
    Role.LEGAL_REVIEWERS,
    Role.DUTY_LAWYERS,
    Role.CASEWORKERS,
    Role.FINANCE,
    Role.SENIOR_APPROVERS,
    Role.SYSTEMS
  })
  @PostMapping(path = "/{code}/documents", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  Documents.Receipt document(
      @PathVariable String code, @RequestParam String title, @RequestPart MultipartFile file)
      throws IOException {
    return facts
        .addDocument(actors.current(), code, title, file.getContentType(), file.getBytes())
        .receipt();
  }

  @Operation(summary = "Enter a legal basis; another lawyer confirms it in Tasklist")
  @AllowedTo({Role.LEGAL_REVIEWERS, Role.DUTY_LAWYERS})
  @PostMapping("/{code}/legal-bases")
  @ResponseStatus(HttpStatus.CREATED)
  Map<String, Long> legalBasis(@PathVariable String code, @RequestBody String body) {
    return Map.of(
        "id",
        facts.enter(actors.current(), code, schemas.read(body, "legal-basis", LegalBasis.class)));
  }

  @Operation(
      summary =
          "Enter an inspection; a sound one takes another lawyer, an adverse one counts at once")
  @AllowedTo({Role.LEGAL_REVIEWERS, Role.DUTY_LAWYERS})
  @PostMapping("/{code}/inspections")
  @ResponseStatus(HttpStatus.CREATED)
  Map<String, Long> inspection(@PathVariable String code, @RequestBody String body) {
    return Map.of(
        "id",
        facts.enter(actors.current(), code, schemas.read(body, "inspection", Inspection.class)));
  }

  @Operation(summary = "Certify funds")
  @AllowedTo(Role.FINANCE)
  @PostMapping("/{code}/funding-certificates")
  @ResponseStatus(HttpStatus.CREATED)
  Map<String, Long> certify(@PathVariable String code, @RequestBody String body) {
    Certificate certificate = schemas.read(body, "funding-certificate", Certificate.class);
    return Map.of(
        "id",
        facts.certify(
            actors.current(),
            code,
            certificate.amount(),
            certificate.validUntil(),
            certificate.reason()));
  }
}
