package org.custodytransfer.billing;

import static org.custodytransfer.platform.Rows.columns;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Message;
import org.custodytransfer.access.Road;
import org.custodytransfer.access.Role;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.Agreements;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.placement.Placements;
import org.custodytransfer.platform.Listing;
import org.custodytransfer.platform.Locks;
import org.custodytransfer.platform.Page;
import org.custodytransfer.platform.Paging;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Rows;
import org.custodytransfer.platform.Subject;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The bill of an agreement and month, from the count of nights to the payment. */
@Service
@Transactional
public class Bills {

  /** Days in which an invoice is to be paid. */
  private static final int PAYMENT_DAYS = 30;

  public record Line(
      String text, BigDecimal quantity, String unit, BigDecimal rate, BigDecimal amount) {}

  public record Invoice(
      String number,
      String agreement,
      YearMonth month,
      String currency,
      List<Line> lines,
      BigDecimal total,
      BigDecimal paid,
      LocalDate issuedOn,
      LocalDate dueOn) {}

  /** A month before it is invoiced: the charges of the newest run and the two counts. */
  public record Draft(
      String bill,
      String currency,
      List<Line> lines,
      Optional<Integer> nights,
      Optional<Integer> statedNights) {}

  public record NewPayment(String invoice, String reference, BigDecimal amount, LocalDate paidOn) {}

  private record Bill(long id, String agreementCode, String billedMonth) {}

  private static final String INVOICES =
      "select i.*, (select coalesce(sum(p.amount), 0) from payment p where p.invoice_number ="
          + " i.number) as paid from invoice i where ";

  private final Agreements agreements;
  private final Placements placements;
  private final Road road;
  private final Rows rows;
  private final Locks locks;
  private final AuditTrail audit;
  private final Clock clock;

  Bills(
      Agreements agreements,
      Placements placements,
      Road road,
      Rows rows,
      Locks locks,
      AuditTrail audit,
      Clock clock) {
    this.agreements = agreements;
    this.placements = placements;
    this.road = road;
    this.rows = rows;
    this.locks = locks;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Begins the billing of a month that is over.
   *
   * @return the key of its process
   */
  public String run(Actor by, String code, YearMonth month) {
    Agreement agreement = agreements.current(code);
    if (by.state().filter(agreement.sending().state()::equals).isEmpty()) {
      throw Refusal.notFound("agreement of your state");
    }
    if (agreement.inForceSince().isEmpty()) {
      throw Refusal.conflict(
          String.format(
              Locale.ROOT,
              "Nothing is billed under %s: its status is %s.",
              code,
              agreement.status().code()));
    }
    if (!month.isBefore(YearMonth.from(agreement.earlierDay(clock.instant())))) {
      throw Refusal.badInput("/month", "must be over");
    }
    if (month.isBefore(YearMonth.from(agreement.term().from()))) {
      throw Refusal.badInput("/month", "is before the agreement's term");
    }
    FeeCalculator.mustBePriced(agreement.fees(), agreement.term(), month);
    locks.gate();
    boolean known =
        rows.query()
                .sql("select count(*) from bill where agreement_code = ? and billed_month = ?")
                .params(code, month.toString())
                .query(Long.class)
                .single()
            > 0;
    if (known) {
      throw Refusal.conflict(
          String.format(Locale.ROOT, "%s of %s is billed already.", month, code));
    }
    rows.add(
        "bill",
        columns(
            "agreement_code", code,
            "billed_month", month.toString(),
            "recorded_at", clock.instant(),
            "recorded_by", by.id()));
    String key = new Subject.OfBill(code, month.toString()).key();
    audit.add(key, by.id(), "billing begun", month.toString());
    road.start(
        "billing",
        key,
        code,
        Map.of(
            "bill", key, "receivingGroup", Role.RECEIVING.groupIn(agreement.receiving().state())));
    return key;
  }

  /** Computes the charges from the placements; a repeated run stands beside the one before. */
  public void compute(String key) {
    Bill bill = bill(key);
    Agreement agreement = agreements.current(bill.agreementCode());
    YearMonth month = YearMonth.parse(bill.billedMonth());
    int run = lastRun(bill) + 1;
    int line = 0;
    for (var charge : FeeCalculator.month(agreement.fees(), month, paidNights(agreement, month))) {
      line++;
      rows.add(
          "charge",
          columns(
              "bill_id", bill.id(),
              "run", run,
              "line", line,
              "text", charge.text(),
              "quantity", charge.quantity(),
              "unit", charge.unit(),
              "rate", charge.rate(),
              "amount", charge.amount().getNumber().numberValueExact(BigDecimal.class),
              "recorded_at", clock.instant()));
    }
    sign(bill, "COUNT", "computed", Optional.of(nights(agreement, month)), "", "system");
  }

  public void statement(Actor by, String key, int nights, String reason) {
    sign(bill(key), "STATEMENT", "entered", Optional.of(nights), reason, by.id());
  }

  /** Whether the two states counted the same nights. */
  public boolean same(String key) {
    Bill bill = bill(key);
    return count(bill, "COUNT").equals(count(bill, "STATEMENT"));
  }

  public void sign(Actor by, String key, String kind, String outcome, String reason) {
    sign(bill(key), kind, outcome, Optional.empty(), reason, by.id());
  }

  /** What is signed: for finance and the receiving state. */
  public Draft draft(Actor by, String key) {
    Bill bill = bill(key);
    Agreement agreement = agreements.current(bill.agreementCode());
    agreement.mustBeParty(by, "bill");
    return new Draft(
        key,
        agreement.fees().currency(),
        lines(bill.id()),
        count(bill, "COUNT"),
        count(bill, "STATEMENT"));
  }

  /** Issues the invoice, with the next number of the agreement's series. */
  public Invoice issue(String key) {
    Bill bill = bill(key);
    Agreement agreement = agreements.current(bill.agreementCode());
    LocalDate today = LocalDate.ofInstant(clock.instant(), agreement.receiving().zone());
    BigDecimal total =
        lines(bill.id()).stream().map(Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    String number =
        String.format(
            Locale.ROOT,
            "INV-%s-%06d",
            agreement.code(),
            locks.next("invoice " + agreement.code()));
    rows.addKeyed(
        "invoice",
        columns(
            "number", number,
            "bill_id", bill.id(),
            "agreement_code", agreement.code(),
            "billed_month", bill.billedMonth(),
            "currency", agreement.fees().currency(),
            "total", total,
            "issued_on", today,
            "due_on", today.plusDays(PAYMENT_DAYS),
            "recorded_at", clock.instant()));
    audit.add(key, "system", "invoice issued", number + ", " + total);
    return invoices("i.number = :number", Map.of("number", number)).get(0);
  }

  /** The end of the day on which an invoice is due, in the receiving state. */
  public Instant dueAt(Invoice invoice) {
    ZoneId zone = agreements.current(invoice.agreement()).receiving().zone();
    return invoice.dueOn().plusDays(1).atStartOfDay(zone).toInstant();
  }

  /** Whether something of an invoice is still to be paid. */
  public enum InvoiceStatus {
    OPEN,
    PAID
  }

  /**
   * The invoices of one's agreements, by number.
   *
   * @param asked its text is part of the invoice's number or of its month
   */
  public Page<Invoice> list(Actor by, Listing asked) {
    Optional<InvoiceStatus> status = asked.status(InvoiceStatus.class);
    Paging paging = asked.paging();
    Set<String> codes = agreements.codesFor(by, asked.agreement());
    return codes.isEmpty()
        ? Page.empty(paging)
        : rows.page(
            INVOICES
                + """
                 i.agreement_code in (:codes)
                and (lower(i.number) like :text escape '!' or i.billed_month like :text escape '!')
                and (:status = '' or :status = case when i.total <= (select
                  coalesce(sum(q.amount), 0) from payment q where q.invoice_number = i.number)
                  then 'PAID' else 'OPEN' end)""",
            Map.of(
                "codes", codes,
                "text", Rows.containing(asked.q()),
                "status", status.map(Enum::name).orElse("")),
            "number",
            paging,
            this::invoice);
  }

  public Invoice one(Actor by, String number) {
    return invoices("i.number = :number", Map.of("number", number)).stream()
        .filter(invoice -> agreements.codesFor(by, Optional.empty()).contains(invoice.agreement()))
        .findFirst()
        .orElseThrow(() -> Refusal.notFound("invoice"));
  }

  /** Records a payment; the month ends when the invoice is paid in full. */
  public Invoice pay(Actor by, NewPayment payment) {
    locks.gate();
    Invoice invoice = one(by, payment.invoice());
    LocalDate today = LocalDate.ofInstant(clock.instant(), java.time.ZoneOffset.ofHours(14));
    if (payment.paidOn().isAfter(today) || payment.paidOn().isBefore(invoice.issuedOn())) {
      throw Refusal.badInput("/paidOn", "must be between the day of the invoice and today");
    }
    boolean known =
        rows.query()
                .sql("select count(*) from payment where reference = ?")
                .param(payment.reference())
                .query(Long.class)
                .single()
            > 0;
    if (known) {
      throw Refusal.conflict("A payment with this reference is recorded already.");
    }
    BigDecimal open = invoice.total().subtract(invoice.paid());
    if (payment.amount().compareTo(open) > 0) {
      throw Refusal.conflict(
          String.format(
              Locale.ROOT, "Only %s %s of this invoice are open.", open, invoice.currency()),
          Map.of("open", open));
    }
    rows.add(
        "payment",
        columns(
            "invoice_number", invoice.number(),
            "reference", payment.reference(),
            "amount", payment.amount(),
            "paid_on", payment.paidOn(),
            "recorded_at", clock.instant(),
            "recorded_by", by.id()));
    String key = new Subject.OfBill(invoice.agreement(), invoice.month().toString()).key();
    audit.add(key, by.id(), "payment", payment.amount().toPlainString());
    if (payment.amount().compareTo(open) == 0 && !road.tell(Message.PAID, key)) {
      throw Refusal.conflict("The billing of this month does not wait for a payment.");
    }
    return one(by, payment.invoice());
  }

  /** Every place-night of a month, whether a fee is due for it or not. */
  private int nights(Agreement agreement, YearMonth month) {
    return occupied(agreement, month, placements.under(agreement.code())).values().stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  private Map<LocalDate, Integer> paidNights(Agreement agreement, YearMonth month) {
    return occupied(
        agreement,
        month,
        placements.under(agreement.code()).stream()
            .filter(
                one ->
                    Optional.ofNullable(agreement.routes().get(one.route()))
                        .map(terms -> !terms.feeFree())
                        .orElse(true))
            .toList());
  }

  /** Persons by night, in the receiving state's zone; one of the two days of travel counts. */
  private Map<LocalDate, Integer> occupied(
      Agreement agreement, YearMonth month, List<Placements.Placement> counted) {
    ZoneId zone = agreement.receiving().zone();
    int shift = agreement.fees().dayCount() == Agreement.DayCount.HANDOVER_COUNTS ? 0 : 1;
    Map<LocalDate, Integer> nights = new TreeMap<>();
    for (var placement : counted) {
      LocalDate first = LocalDate.ofInstant(placement.beganAt(), zone).plusDays(shift);
      LocalDate afterLast =
          placement
              .endedAt()
              .map(end -> LocalDate.ofInstant(end, zone).plusDays(shift))
              .orElse(LocalDate.MAX);
      for (int day = 1; day <= month.lengthOfMonth(); day++) {
        LocalDate night = month.atDay(day);
        if (!night.isBefore(first) && night.isBefore(afterLast)) {
          nights.merge(night, 1, Integer::sum);
        }
      }
    }
    return nights;
  }

  private void sign(
      Bill bill, String kind, String outcome, Optional<Integer> nights, String reason, String by) {
    rows.add(
        "bill_decision",
        columns(
            "bill_id", bill.id(),
            "kind", kind,
            "outcome", outcome,
            "nights", nights,
            "reason", reason,
            "recorded_at", clock.instant(),
            "signed_by", by));
    audit.add(
        new Subject.OfBill(bill.agreementCode(), bill.billedMonth()).key(),
        by,
        "bill: " + kind,
        outcome);
  }

  private Optional<Integer> count(Bill bill, String kind) {
    return rows.query()
        .sql(
            "select nights from bill_decision where bill_id = ? and kind = ? order by id desc limit 1")
        .params(bill.id(), kind)
        .query(Integer.class)
        .optional();
  }

  private Bill bill(String key) {
    if (!(Subject.of(key) instanceof Subject.OfBill named)) {
      throw Refusal.notFound("bill");
    }
    return rows.query()
        .sql(
            "select id, agreement_code, billed_month from bill where agreement_code = ? and billed_month = ?")
        .params(named.agreement(), named.month())
        .query(Rows.as(Bill.class))
        .optional()
        .orElseThrow(() -> Refusal.notFound("bill"));
  }

  private int lastRun(Bill bill) {
    return rows.query()
        .sql("select coalesce(max(run), 0) from charge where bill_id = ?")
        .param(bill.id())
        .query(Integer.class)
        .single();
  }

  private List<Line> lines(long bill) {
    return rows.query()
        .sql(
            "select text, quantity, unit, rate, amount from charge c where bill_id = ? and run = (select"
                + " max(run) from charge where bill_id = c.bill_id) order by line")
        .param(bill)
        .query(Rows.as(Line.class))
        .list();
  }

  private List<Invoice> invoices(String where, Map<String, ?> parameters) {
    return rows.query().sql(INVOICES + where).params(parameters).query(this::invoice).list();
  }

  private Invoice invoice(ResultSet row, int n) throws SQLException {
    return new Invoice(
        row.getString("number"),
        row.getString("agreement_code"),
        YearMonth.parse(row.getString("billed_month")),
        row.getString("currency"),
        lines(row.getLong("bill_id")),
        row.getBigDecimal("total"),
        row.getBigDecimal("paid"),
        row.getObject("issued_on", LocalDate.class),
        row.getObject("due_on", LocalDate.class));
  }
}
