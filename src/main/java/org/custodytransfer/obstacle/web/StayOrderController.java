package org.custodytransfer.obstacle.web;

import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.custodytransfer.access.Actors;
import org.custodytransfer.access.AllowedTo;
import org.custodytransfer.access.Revisions;
import org.custodytransfer.access.Role;
import org.custodytransfer.obstacle.StayOrders;
import org.custodytransfer.platform.Listing;
import org.custodytransfer.platform.Paging;
import org.custodytransfer.platform.Schemas;
import org.custodytransfer.platform.Subject;
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

/** Courts' orders that stop transfers. */
@RestController
@RequestMapping("/api/stay-orders")
class StayOrderController {

  /**
   * @param covers how many open cases the order covers now, of those you may see
   * @param note what whoever enters an order that covers nobody has to know
   * @param cases where their list is
   */
  record Entered(long id, long covers, String cases, Optional<String> note) {}

  private final StayOrders stayOrders;
  private final Revisions revisions;
  private final Actors actors;
  private final Schemas schemas;

  StayOrderController(StayOrders stayOrders, Revisions revisions, Actors actors, Schemas schemas) {
    this.stayOrders = stayOrders;
    this.revisions = revisions;
    this.actors = actors;
    this.schemas = schemas;
  }

  @Operation(summary = "Enter a stay order; it is in force from commit, whomever it covers")
  @AllowedTo({Role.SYSTEMS, Role.DUTY_LAWYERS, Role.LEGAL_REVIEWERS})
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Entered enter(@RequestBody String body) {
    StayOrders.Entered entered =
        stayOrders.enter(
            actors.current(), schemas.read(body, "stay-order", StayOrders.NewOrder.class));
    long id = entered.id();
    return new Entered(
        id,
        entered.covers(),
        String.format(Locale.ROOT, "/api/stay-orders/%d/cases", id),
        entered.note());
  }

  @AllowedTo({
    Role.DUTY_LAWYERS,
    Role.LEGAL_REVIEWERS,
    Role.SYSTEMS,
    Role.MANAGERS,
    Role.AUDITORS,
    Role.CASEWORKERS
  })
  @GetMapping("/{order}")
  ResponseEntity<StayOrders.Order> one(@PathVariable long order) {
    String tag = revisions.tag(new Subject.OfObstacle(order));
    return ResponseEntity.ok().eTag(tag).body(stayOrders.visible(actors.current(), order));
  }

  @Operation(summary = "The open cases that an order covers now")
  @AllowedTo({
    Role.DUTY_LAWYERS,
    Role.LEGAL_REVIEWERS,
    Role.SYSTEMS,
    Role.MANAGERS,
    Role.AUDITORS,
    Role.CASEWORKERS
  })
  @GetMapping("/{order}/cases")
  ResponseEntity<List<String>> covered(
      @PathVariable long order,
      @RequestParam(defaultValue = "0") int page,
      @RequestParam(defaultValue = "50") int size) {
    return stayOrders.coveredBy(actors.current(), order, new Paging(page, size)).answer();
  }

  @Operation(summary = "The stay orders, newest first")
  @AllowedTo({
    Role.DUTY_LAWYERS,
    Role.LEGAL_REVIEWERS,
    Role.SYSTEMS,
    Role.MANAGERS,
    Role.AUDITORS,
    Role.CASEWORKERS
  })
  @GetMapping
  ResponseEntity<List<StayOrders.Order>> list(Listing asked) {
    return stayOrders.list(actors.current(), asked).answer();
  }

  @Operation(
      summary =
          "Enter the court's decision that lifts a stay order; another lawyer confirms it in Tasklist, 72 hours after"
              + " it was served at the earliest")
  @AllowedTo({Role.DUTY_LAWYERS, Role.LEGAL_REVIEWERS})
  @PostMapping("/{order}/lift")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Map<String, Object> lift(@PathVariable long order, @RequestBody String body) {
    stayOrders.lift(
        actors.current(), order, schemas.read(body, "stay-lift", StayOrders.NewLift.class));
    return Map.of(
        "id",
        order,
        "note",
        "Entered; the order stands until another lawyer has confirmed this in Tasklist.");
  }
}
