package org.custodytransfer.casefile.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.custodytransfer.access.Actors;
import org.custodytransfer.access.AllowedTo;
import org.custodytransfer.access.Role;
import org.custodytransfer.casefile.CaseDocuments;
import org.custodytransfer.casefile.CaseEvents;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.FileRequest;
import org.custodytransfer.casefile.Mandates;
import org.custodytransfer.casefile.TransferRequest;
import org.custodytransfer.evidence.Documents;
import org.custodytransfer.platform.Schemas;
import org.springframework.http.ContentDisposition;
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
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Filing a request and its evidence. */
@RestController
@RequestMapping("/api/transfers")
class RequestController {

  private final FileRequest fileRequest;
  private final CaseEvents events;
  private final CaseDocuments documents;
  private final Mandates mandates;
  private final Schemas schemas;
  private final Actors actors;

  RequestController(
      FileRequest fileRequest,
      CaseEvents events,
      CaseDocuments documents,
      Mandates mandates,
      Schemas schemas,
      Actors actors) {
    this.fileRequest = fileRequest;
    this.events = events;
    this.documents = documents;
    this.mandates = mandates;
    this.schemas = schemas;
    this.actors = actors;
  }

  @Operation(summary = "File a request; answers with the case number")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      content = @Content(schema = @Schema(implementation = TransferRequest.class)))
  @AllowedTo({Role.REQUESTERS, Role.SYSTEMS})
  @PostMapping
  ResponseEntity<Map<String, String>> file(@RequestBody String body) {
    String caseNumber = fileRequest.file(actors.current(), body);
    return ResponseEntity.created(URI.create("/api/transfers/" + caseNumber))
        .body(Map.of("caseNumber", caseNumber));
  }

  record Withdrawal(String reason) {}

  @Operation(
      summary =
          "Name another counsel, with the power of attorney or the court's appointment on file; the one before sees"
              + " nothing of the person any more")
  @AllowedTo({Role.CASEWORKERS, Role.DUTY_LAWYERS})
  @PostMapping("/{caseNumber}/counsel")
  Map<String, String> counsel(@PathVariable String caseNumber, @RequestBody String body) {
    Mandates.NewMandate wanted = schemas.read(body, "counsel", Mandates.NewMandate.class);
    mandates.change(actors.current(), caseNumber, wanted);
    return Map.of("caseNumber", caseNumber, "counsel", wanted.counsel());
  }

  @Operation(summary = "Take a request back, as long as the person has not boarded")
  @AllowedTo({Role.REQUESTERS, Role.SYSTEMS})
  @PostMapping("/{caseNumber}/withdrawal")
  Map<String, String> withdraw(@PathVariable String caseNumber, @RequestBody String body) {
    Withdrawal withdrawal = schemas.read(body, "withdrawal", Withdrawal.class);
    return status(events.withdraw(actors.current(), caseNumber, withdrawal.reason()));
  }

  @Operation(summary = "The receiving state withdraws its acceptance, until the handover")
  @AllowedTo(Role.RECEIVING)
  @PostMapping("/{caseNumber}/acceptance-withdrawal")
  Map<String, String> withdrawAcceptance(
      @PathVariable String caseNumber, @RequestBody String body) {
    Withdrawal withdrawal = schemas.read(body, "withdrawal", Withdrawal.class);
    return status(events.withdrawAcceptance(actors.current(), caseNumber, withdrawal.reason()));
  }

  private static Map<String, String> status(CaseFile file) {
    return Map.of("caseNumber", file.caseNumber(), "status", file.status().name());
  }

  @Operation(summary = "Put a document on file; its SHA-256 is kept")
  @AllowedTo({
    Role.REQUESTERS,
    Role.CASEWORKERS,
    Role.LEGAL_REVIEWERS,
    Role.DUTY_LAWYERS,
    Role.COUNSEL,
    Role.SYSTEMS
  })
  @PostMapping(path = "/{caseNumber}/documents", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  Documents.Receipt add(
      @PathVariable String caseNumber, @RequestParam String title, @RequestPart MultipartFile file)
      throws IOException {
    return documents
        .add(actors.current(), caseNumber, title, file.getContentType(), file.getBytes())
        .receipt();
  }

  @Operation(summary = "The documents of a case")
  @AllowedTo({
    Role.CASEWORKERS,
    Role.LEGAL_REVIEWERS,
    Role.DUTY_LAWYERS,
    Role.APPROVERS,
    Role.SENIOR_APPROVERS,
    Role.COUNSEL,
    Role.AUDITORS
  })
  @GetMapping("/{caseNumber}/documents")
  List<Documents.Document> list(@PathVariable String caseNumber) {
    return documents.list(actors.current(), caseNumber);
  }

  @Operation(summary = "One document; reading it is audited")
  @AllowedTo({
    Role.CASEWORKERS,
    Role.LEGAL_REVIEWERS,
    Role.DUTY_LAWYERS,
    Role.APPROVERS,
    Role.SENIOR_APPROVERS,
    Role.COUNSEL,
    Role.AUDITORS
  })
  @GetMapping("/{caseNumber}/documents/{id}")
  ResponseEntity<byte[]> read(@PathVariable String caseNumber, @PathVariable long id) {
    Documents.Content content = documents.read(actors.current(), caseNumber, id);
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(content.document().mediaType()))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename("document-" + id).build().toString())
        .body(content.bytes());
  }
}
