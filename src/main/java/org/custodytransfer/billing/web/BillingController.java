package org.custodytransfer.billing.web;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.custodytransfer.access.Actors;
import org.custodytransfer.access.AllowedTo;
import org.custodytransfer.access.Revisions;
import org.custodytransfer.access.Role;
import org.custodytransfer.billing.Bills;
import org.custodytransfer.billing.Costs;
import org.custodytransfer.platform.Listing;
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

/** Billing runs, invoices, payments, and what an agreement would cost. */
@RestController
@RequestMapping("/api")
class BillingController {

  record Run(String agreement, YearMonth month) {}

  private final Bills bills;
  private final Revisions revisions;
  private final Costs costs;
  private final Actors actors;
  private final Schemas schemas;
  private final Clock clock;

  BillingController(
      Bills bills, Revisions revisions, Costs costs, Actors actors, Schemas schemas, Clock clock) {
    this.bills = bills;
    this.revisions = revisions;
    this.costs = costs;
    this.actors = actors;
    this.schemas = schemas;
    this.clock = clock;
  }

  @Operation(summary = "Begin the billing of a month that is over")
  @AllowedTo({Role.FINANCE, Role.SYSTEMS})
  @PostMapping("/billing-runs")
  @ResponseStatus(HttpStatus.CREATED)
  Map<String, String> run(@RequestBody String body) {
    Run run = schemas.read(body, "billing-run", Run.class);
    return Map.of("bill", bills.run(actors.current(), run.agreement(), run.month()));
  }

  @Operation(summary = "A month before it is invoiced: its charges and both counts of nights")
  @AllowedTo({Role.FINANCE, Role.RECEIVING, Role.AUDITORS})
  @GetMapping("/bills/{key}")
  Bills.Draft draft(@PathVariable String key) {
    return bills.draft(actors.current(), key);
  }

  @AllowedTo({Role.FINANCE, Role.RECEIVING, Role.MANAGERS, Role.AUDITORS, Role.SYSTEMS})
  @GetMapping("/invoices")
  ResponseEntity<List<Bills.Invoice>> invoices(Listing asked) {
    return bills.list(actors.current(), asked).answer();
  }

  @AllowedTo({Role.FINANCE, Role.RECEIVING, Role.MANAGERS, Role.AUDITORS, Role.SYSTEMS})
  @GetMapping("/invoices/{number}")
  ResponseEntity<Bills.Invoice> invoice(@PathVariable String number) {
    Bills.Invoice invoice = bills.one(actors.current(), number);
    return ResponseEntity.ok()
        .eTag(revisions.tag(new Subject.OfBill(invoice.agreement(), invoice.month().toString())))
        .body(invoice);
  }

  @Operation(summary = "Record a payment")
  @AllowedTo({Role.FINANCE, Role.SYSTEMS})
  @PostMapping("/payments")
  @ResponseStatus(HttpStatus.CREATED)
  Bills.Invoice pay(@RequestBody String body) {
    return bills.pay(actors.current(), schemas.read(body, "payment", Bills.NewPayment.class));
  }

  @Operation(summary = "What so many persons for so many days would cost")
  @AllowedTo({Role.LEGAL_REVIEWERS, Role.COUNSEL, Role.MANAGERS, Role.AUDITORS, Role.FINANCE})
  @GetMapping("/agreements/{code}/cost")
  Costs.Cost cost(
      @PathVariable String code,
      @RequestParam int persons,
      @RequestParam int days,
      @RequestParam Optional<LocalDate> from) {
    return costs.of(
        code,
        from.orElseGet(() -> LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)),
        persons,
        days);
  }
}
