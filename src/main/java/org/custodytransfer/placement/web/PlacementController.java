package org.custodytransfer.placement.web;

import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.Map;
import org.custodytransfer.access.Actors;
import org.custodytransfer.access.AllowedTo;
import org.custodytransfer.access.Role;
import org.custodytransfer.placement.Gone;
import org.custodytransfer.placement.Placements;
import org.custodytransfer.placement.Returns;
import org.custodytransfer.platform.Listing;
import org.custodytransfer.platform.Page;
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

/** Who is where tonight. */
@RestController
@RequestMapping("/api")
class PlacementController {

  private final Placements placements;
  private final Returns returns;
  private final Gone gone;
  private final Schemas schemas;
  private final Actors actors;

  PlacementController(
      Placements placements, Returns returns, Gone gone, Schemas schemas, Actors actors) {
    this.placements = placements;
    this.returns = returns;
    this.gone = gone;
    this.schemas = schemas;
    this.actors = actors;
  }

  @Operation(summary = "Who is where tonight; with status=ENDED, who was")
  @AllowedTo({
    Role.RECEIVING,
    Role.CASEWORKERS,
    Role.MANAGERS,
    Role.AUDITORS,
    Role.DUTY_LAWYERS,
    Role.LEGAL_REVIEWERS,
    Role.FINANCE,
    Role.FLIGHT_OPERATIONS
  })
  @GetMapping("/placements")
  ResponseEntity<List<Placements.Placement>> list(Listing asked) {
    return placements.list(actors.current(), asked).answer();
  }

  @Operation(summary = "Record that a person is gone whom nobody cleared; the way back opens")
  @AllowedTo({Role.DUTY_LAWYERS, Role.LEGAL_REVIEWERS, Role.COUNSEL, Role.SYSTEMS, Role.RECEIVING})
  @PostMapping("/transfers/{caseNumber}/gone-without-clearance")
  @ResponseStatus(HttpStatus.CREATED)
  Map<String, Long> gone(@PathVariable String caseNumber, @RequestBody String body) {
    return Map.of(
        "id",
        gone.report(
            actors.current(),
            caseNumber,
            schemas.read(body, "gone-without-clearance", Gone.NewReport.class)));
  }

  @Operation(summary = "Record that the receiving state has sent a person on to a third state")
  @AllowedTo({Role.DUTY_LAWYERS, Role.COUNSEL, Role.CASEWORKERS})
  @PostMapping("/transfers/{caseNumber}/onward")
  @ResponseStatus(HttpStatus.CREATED)
  Map<String, String> sentOn(@PathVariable String caseNumber, @RequestBody String body) {
    placements.sentOn(
        actors.current(), caseNumber, schemas.read(body, "onward", Placements.NewOnward.class));
    return Map.of("caseNumber", caseNumber);
  }

  @Operation(summary = "Who demanded that the person is brought back, and by when")
  @AllowedTo({
    Role.DUTY_LAWYERS,
    Role.LEGAL_REVIEWERS,
    Role.COUNSEL,
    Role.AUDITORS,
    Role.CASEWORKERS,
    Role.SENIOR_APPROVERS,
    Role.RECEIVING,
    Role.FLIGHT_OPERATIONS,
    Role.MANAGERS,
    Role.SYSTEMS
  })
  @GetMapping("/transfers/{caseNumber}/returns")
  ResponseEntity<List<Returns.Shown>> demands(
      @PathVariable String caseNumber,
      @RequestParam(defaultValue = "0") int page,
      @RequestParam(defaultValue = "50") int size) {
    Paging paging = new Paging(page, size);
    return Page.of(returns.shown(actors.current(), caseNumber), paging).answer();
  }

  @Operation(summary = "Demand that a placed person is brought back by a deadline")
  @AllowedTo({
    Role.SYSTEMS,
    Role.DUTY_LAWYERS,
    Role.LEGAL_REVIEWERS,
    Role.MEDICAL,
    Role.CASEWORKERS,
    Role.SENIOR_APPROVERS,
    Role.RECEIVING
  })
  @PostMapping("/transfers/{caseNumber}/returns")
  @ResponseStatus(HttpStatus.CREATED)
  Map<String, Object> demand(@PathVariable String caseNumber, @RequestBody String body) {
    Returns.Demand demand =
        returns.demand(
            actors.current(), caseNumber, schemas.read(body, "return", Returns.NewReturn.class));
    return Map.of("id", demand.id(), "deadline", demand.deadline());
  }
}
