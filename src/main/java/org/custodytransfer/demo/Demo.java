package org.custodytransfer.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.custodytransfer.access.Acting;
import org.custodytransfer.access.Role;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.AgreementFacts;
import org.custodytransfer.agreement.AgreementFacts.Independence;
import org.custodytransfer.billing.Bills;
import org.custodytransfer.casefile.CaseDocuments;
import org.custodytransfer.casefile.CaseEvents;
import org.custodytransfer.casefile.FileRequest;
import org.custodytransfer.flight.Departures;
import org.custodytransfer.flight.Flights;
import org.custodytransfer.flight.IdentityChecks;
import org.custodytransfer.flight.OnTheWay;
import org.custodytransfer.flight.Waiting;
import org.custodytransfer.legal.Assessments;
import org.custodytransfer.obstacle.StayOrders;
import org.custodytransfer.platform.AdjustableClock;
import org.custodytransfer.platform.Schemas;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Fills an empty database before the doors open: the clock is set back, the cases walk their road
 * day by day as their users sign, and the clock is released. Everybody and everything in it is
 * invented.
 */
@Component
@Profile("demo")
class Demo implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Demo.class);

  /** Whose cases are walked: the invented states', and two real ones whose facility is not open. */
  private record Side(String prefix, String sending, String receiving) {
    String code() {
      return sending + "-" + receiving;
    }

    String user(String name) {
      return prefix + name;
    }
  }

  private static final Side INVENTED = new Side("", "QR", "QS");
  private static final Side BEFORE_OPENING = new Side("dk-", "DK", "XK");

  private static final String PASSWORD = "demo";
  private static final List<String> NATIONALITIES =
      List.of("AF", "PK", "SO", "IQ", "VN", "NG", "TR", "ET", "IN", "MA");

  private final Acting acting;
  private final FileRequest fileRequest;
  private final CaseDocuments documents;
  private final AgreementFacts facts;
  private final Flights flights;
  private final Departures departures;
  private final OnTheWay onTheWay;
  private final Waiting waiting;
  private final IdentityChecks identityChecks;
  private final CaseEvents events;
  private final StayOrders stayOrders;
  private final Bills bills;
  private final Assessments assessments;
  private final Schemas schemas;
  private final AdjustableClock clock;
  private final Instant now;
  private final Map<String, String> nationalities = new HashMap<>();
  private Side side = INVENTED;
  private volatile boolean running;

  Demo(
      Acting acting,
      FileRequest fileRequest,
      CaseDocuments documents,
      AgreementFacts facts,
      Flights flights,
      Departures departures,
      OnTheWay onTheWay,
      Waiting waiting,
      IdentityChecks identityChecks,
      CaseEvents events,
      StayOrders stayOrders,
      Bills bills,
      Assessments assessments,
      Schemas schemas,
      AdjustableClock clock) {
    this.acting = acting;
    this.fileRequest = fileRequest;
    this.documents = documents;
    this.facts = facts;
    this.flights = flights;
    this.departures = departures;
    this.onTheWay = onTheWay;
    this.waiting = waiting;
    this.identityChecks = identityChecks;
    this.events = events;
    this.stayOrders = stayOrders;
    this.bills = bills;
    this.assessments = assessments;
    this.schemas = schemas;
    this.clock = clock;
    this.now = clock.instant().truncatedTo(ChronoUnit.MINUTES);
  }

  @Override
  public int getPhase() {
    return Integer.MIN_VALUE + 2;
  }

  @Override
  public void start() {
    if (!acting.exists("legal-reviewer")) {
      try {
        daysAgo(130);
        users();
        legalBasis("Invented treaty of 2022 between QR and QS", 2);
        inspect(385);
        funds();
        as(
            BEFORE_OPENING,
            () -> {
              users();
              legalBasis("Treaty of 2022 between Denmark and Kosovo", 23);
              funds();
            });
        cases();
      } finally {
        clock.release();
      }
    }
    assess();
    running = true;
  }

  /** The address is known when the doors are open. */
  @EventListener
  void opened(ServletWebServerInitializedEvent opened) {
    LOG.info(
        "Demo, everybody in it invented. Open http://localhost:{}{} and log in as legal-reviewer, caseworker, approver,"
            + " receiving-qs, manager or any other group's user, password \"{}\".",
        opened.getWebServer().getPort(),
        opened.getApplicationContext().getServletContext().getContextPath(),
        PASSWORD);
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /**
   * Under an offer nothing runs: it is shown by its assessment, which is neither filed nor kept.
   */
  private void assess() {
    Path cohort = Path.of("docs/examples/cohort-US-SV.json");
    if (!Files.exists(cohort)) {
      return;
    }
    try {
      var assessment =
          assessments.assess(
              acting.actor(side.user("legal-reviewer")),
              "US-SV",
              schemas.read(Files.readString(cohort), "cohort", Assessments.Cohort.class),
              List.of());
      LOG.info(
          "US-SV is an {}: nothing runs under it. Assessed on {} invented persons: a fact stands against {} of them, and"
              + " {} things are missing in law for all. The README tells how to read it whole.",
          assessment.status(),
          assessment.persons(),
          assessment.withSomethingAgainst(),
          assessment.missingForAll().size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String receiving() {
    return Role.RECEIVING.groupIn(side.receiving());
  }

  private void users() {
    for (Role role : Role.values()) {
      if (role == Role.RECEIVING || role == Role.ADMINISTRATORS) {
        continue;
      }
      String user = side.user(singular(role.group()));
      acting.openAccount(user, PASSWORD, side.sending(), role.group());
      if (role == Role.LEGAL_REVIEWERS
          || role == Role.DUTY_LAWYERS
          || role == Role.FINANCE
          || role == Role.FLIGHT_OPERATIONS) {
        acting.openAccount(user + "-2", PASSWORD, side.sending(), role.group());
      }
    }
    acting.openAccount(receiving(), PASSWORD, side.receiving(), receiving());
  }

  private static String singular(String group) {
    return group.endsWith("s") && !group.endsWith("operations")
        ? group.substring(0, group.length() - 1)
        : group;
  }

  private void legalBasis(String title, int sendingRatifiedInMay) {
    long treaty = agreementDocument("Treaty with its ratifications (invented copy)");
    long basis =
        facts.enter(
            acting.actor(side.user("legal-reviewer")),
            side.code(),
            new AgreementFacts.LegalBasis(
                Agreement.Route.THIRD_COUNTRY,
                Agreement.InstrumentKind.TREATY,
                title,
                "Treaty text; ratified by both parties (demo copy)",
                LocalDate.of(2024, 5, sendingRatifiedInMay),
                LocalDate.of(2024, 5, 23),
                LocalDate.of(2024, 6, 7),
                treaty));
    confirm("LEGAL_BASIS-" + basis);
  }

  private void funds() {
    facts.certify(
        acting.actor(side.user("finance")),
        side.code(),
        new java.math.BigDecimal("150000000"),
        LocalDate.of(2034, 5, 23),
        "Certified for the term (invented)");
  }

  /** An inspection made so many days ago; nobody real may appear to vouch for a real prison. */
  private void inspect(int daysAgo) {
    long report = agreementDocument("Report of Inspection body 01 (invented)");
    long inspection =
        facts.enter(
            acting.actor(side.user("legal-reviewer")),
            side.code(),
            new AgreementFacts.Inspection(
                "Inspection body 01",
                Independence.COURT_EXPERT,
                day(daysAgo),
                false,
                true,
                true,
                true,
                true,
                Optional.empty(),
                report));
    confirm("INSPECTION-" + inspection);
  }

  private long agreementDocument(String title) {
    return facts
        .addDocument(
            acting.actor(side.user("legal-reviewer")),
            side.code(),
            title,
            "text/plain",
            content(title))
        .id();
  }

  private void confirm(String fact) {
    acting.sign(
        side.user("legal-reviewer-2"),
        "confirm-agreement-fact",
        fact,
        Map.of("outcome", "confirmed", "reason", "Read against the document on file."));
  }

  /** The cohort: 43 invented persons, each somewhere on the road today. */
  private void cases() {
    daysAgo(125);
    List<String> placed = file(1, 6, Variant.COMPLETE);
    daysAgo(120);
    placed.forEach(this::review);
    daysAgo(115);
    placed.forEach(this::countersign);
    daysAgo(112);
    placed.forEach(this::approve);
    daysAgo(110);
    placed.forEach(this::accept);
    daysAgo(109);
    placed.forEach(this::serve);
    daysAgo(66);
    String first = plan(placed, Duration.ofDays(3));
    daysAgo(65);
    later(Duration.ofHours(1));
    placed.forEach(this::certify);
    daysAgo(63);
    placed.forEach(one -> compared(first, one, side.user("caseworker")));
    placed.forEach(one -> compared(first, one, side.user("flight-operations")));
    departures.depart(acting.actor(side.user("flight-operations")), first);
    later(Duration.ofHours(3));
    onTheWay.arrive(acting.actor(side.user("flight-operations")), first);
    later(Duration.ofHours(1));
    placed.forEach(one -> compared(first, one, side.user("flight-operations")));
    placed.forEach(one -> compared(first, one, receiving()));
    placed.forEach(
        one ->
            onTheWay.handOver(
                acting.actor(side.user("flight-operations")),
                first,
                one,
                "Officer 01 of the facility"));
    later(Duration.ofHours(2));
    placed.forEach(
        one ->
            acting.sign(
                receiving(),
                "check-arrival",
                one,
                answers("outcome", "in-order", "checkedAt", moment(), "reason", "Unharmed.")));

    List<String> flying = List.of();
    List<String> ready = List.of();
    List<String> stayed = List.of();
    // Under a real agreement whose facility is not open: they wait, and the file says why.
    List<String> beforeOpening = new ArrayList<>();
    for (int ago = 62; ago >= 13; ago--) {
      daysAgo(ago);
      placed.forEach(this::visits);
      switch (ago) {
        case 61 -> {
          flying = file(7, 10, Variant.COMPLETE);
          flying.forEach(this::review);
        }
        case 59 -> flying.forEach(this::countersign);
        case 58 -> flying.forEach(this::approve);
        case 56 -> flying.forEach(this::accept);
        case 55 -> flying.forEach(this::serve);
        case 52 -> {
          ready = file(11, 15, Variant.COMPLETE);
          stayed = file(16, 17, Variant.COMPLETE);
          both(ready, stayed).forEach(this::review);
        }
        case 50 -> both(ready, stayed).forEach(this::countersign);
        case 48 -> both(ready, stayed).forEach(this::approve);
        case 46 -> both(ready, stayed).forEach(this::accept);
        case 45 -> both(ready, stayed).forEach(this::serve);
        case 44 -> as(BEFORE_OPENING, () -> beforeOpening.addAll(accepted(44, 46)));
        case 42 -> as(BEFORE_OPENING, () -> beforeOpening.forEach(this::serve));
        default -> {
          // A day without news. From day 20 the first inspection is too old: who is ready is held.
        }
      }
    }
    daysAgo(12);
    placed.forEach(this::visits);
    inspect(13);
    List<String> served = accepted(18, 21);
    daysAgo(10);
    placed.forEach(this::visits);
    served.forEach(this::serve);
    List<String> withReceivingState = file(22, 25, Variant.COMPLETE);
    withReceivingState.forEach(this::review);
    withReceivingState.forEach(this::countersign);
    withReceivingState.forEach(this::approve);
    daysAgo(8);
    placed.forEach(this::visits);
    List<String> forApproval = file(26, 28, Variant.COMPLETE);
    forApproval.forEach(this::review);
    forApproval.forEach(this::countersign);
    daysAgo(4);
    placed.forEach(this::visits);
    String second = plan(flying, Duration.ofDays(4).minusHours(1));
    file(29, 31, Variant.COMPLETE)
        .forEach(one -> caseDocument(one, "Judgment with certificate of finality (invented)"));
    file(32, 34, Variant.COMPLETE).forEach(this::review);
    daysAgo(3);
    file(35, 37, Variant.NO_EXPULSION_ORDER);
    file(38, 39, Variant.OWN_NATIONAL);
    file(40, 41, Variant.UNDER_APPEAL);
    file(42, 42, Variant.PROTECTED);
    events.withdraw(
        acting.actor(side.user("requester")),
        file(43, 43, Variant.COMPLETE).get(0),
        "The person is released on parole (invented).");
    daysAgo(2);
    flying.forEach(this::certify);
    daysAgo(1);
    placed.forEach(this::visits);
    billLastMonth(placed.size());
    clock.setTo(now.minus(Duration.ofHours(2)));
    for (String one : stayed) {
      stayOrders.enter(
          acting.actor(side.user("system")),
          StayOrders.NewOrder.forCase(
              one,
              "Court 02",
              "ST-01/" + one,
              "The transfer is stayed until the court has decided (invented).",
              clock.instant()));
    }
    clock.setTo(now.minus(Duration.ofHours(1)));
    flying.forEach(one -> compared(second, one, side.user("caseworker")));
    flying.forEach(one -> compared(second, one, side.user("flight-operations")));
    departures.depart(acting.actor(side.user("flight-operations")), second);
  }

  /** Cases that the receiving state has accepted, all on one day. */
  private List<String> accepted(int from, int to) {
    List<String> cases = file(from, to, Variant.COMPLETE);
    cases.forEach(this::review);
    cases.forEach(this::countersign);
    cases.forEach(this::approve);
    cases.forEach(this::accept);
    return cases;
  }

  /** Lets the users of a side act. */
  private void as(Side whose, Runnable what) {
    Side before = side;
    side = whose;
    try {
      what.run();
    } finally {
      side = before;
    }
  }

  /** What a request of the demo says beside the person. */
  private enum Variant {
    COMPLETE,
    NO_EXPULSION_ORDER,
    OWN_NATIONAL,
    UNDER_APPEAL,
    PROTECTED
  }

  private static List<String> both(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  private List<String> file(int from, int to, Variant variant) {
    return IntStream.rangeClosed(from, to).mapToObj(person -> file(person, variant)).toList();
  }

  private void billLastMonth(int persons) {
    YearMonth month = YearMonth.from(now.atZone(ZoneOffset.UTC)).minusMonths(1);
    // On the first of a month its eve does not yet see the month before as over.
    clock.setTo(now.minus(Duration.ofMinutes(5)));
    String bill = bills.run(acting.actor(side.user("finance")), side.code(), month);
    acting.sign(
        receiving(),
        "enter-statement",
        bill,
        answers(
            "nights",
            persons * month.lengthOfMonth(),
            "reason",
            String.format(Locale.ROOT, "%d persons all month.", persons)));
    for (String[] signer :
        List.of(
            new String[] {side.user("finance"), "sign-statement-sending"},
            new String[] {receiving(), "sign-statement-receiving"})) {
      acting.sign(
          signer[0],
          signer[1],
          bill,
          answers("outcome", "signed", "reason", "Agrees with our count."));
    }
  }

  private String file(int person, Variant variant) {
    String nationality =
        variant == Variant.OWN_NATIONAL
            ? side.sending()
            : NATIONALITIES.get(person % NATIONALITIES.size());
    ObjectNode request = JsonNodeFactory.instance.objectNode().put("agreement", side.code());
    ObjectNode who =
        request
            .putObject("person")
            .put("registerNumber", String.format(Locale.ROOT, "DEMO-%03d", person))
            .put("familyName", "Person")
            .put("givenNames", String.format(Locale.ROOT, "%03d", person))
            .put("birthDate", LocalDate.of(1984, 1, 7).plusDays(31L * person).toString())
            .put("sex", "M")
            .put("counsel", side.user("counsel"));
    who.putArray("nationalities").add(nationality);
    who.putArray("languages").add("en");
    ObjectNode judgment =
        request
            .putObject("judgment")
            .put("court", "Court 01")
            .put("docket", String.format(Locale.ROOT, "D-%03d", person))
            .put("judgedOn", day(500).toString())
            .put("custodial", true)
            .put("sentenceFrom", day(500).toString())
            .put("sentenceUntil", day(-900).toString())
            .put("appealOpen", variant == Variant.UNDER_APPEAL);
    judgment.putArray("offenceGroups").add("DRUGS");
    if (variant != Variant.UNDER_APPEAL) {
      judgment.put("finalOn", day(480).toString());
    }
    if (variant != Variant.NO_EXPULSION_ORDER) {
      request
          .putObject("expulsionOrder")
          .put("authority", "Court 01")
          .put("docket", String.format(Locale.ROOT, "E-%03d", person))
          .put("decidedOn", day(500).toString())
          .put("finalOn", day(480).toString());
    }
    if (variant == Variant.PROTECTED) {
      request
          .putArray("protectionDecisions")
          .addObject()
          .put("state", side.receiving())
          .put("authority", "Authority 01")
          .put("reference", String.format(Locale.ROOT, "P-%03d", person))
          .put("decidedOn", day(700).toString());
    }
    request.put("securityClass", 2);
    String caseNumber = fileRequest.file(acting.actor(side.user("requester")), request.toString());
    nationalities.put(caseNumber, nationality);
    return caseNumber;
  }

  private void review(String caseNumber) {
    String evidence = caseDocument(caseNumber, "Evidence of the legal review (invented)");
    acting.sign(
        side.user("counsel"),
        "record-submissions",
        caseNumber,
        answers("outcome", "none", "reason", "Spoke with the person on the telephone."));
    acting.sign(
        side.user("medical"),
        "examine-health",
        caseNumber,
        answers("outcome", "none", "examinedAt", moment(), "reason", "Examined."));
    strand("review-finality", caseNumber, evidence, "outcome", "clear", "finalOn", day(480) + "");
    strand(
        "verify-nationality",
        caseNumber,
        evidence,
        "outcome",
        "clear",
        "nationalities",
        nationality(caseNumber),
        "claimFound",
        "no");
    strand(
        "review-expulsion-order", caseNumber, evidence, "outcome", "clear", "lawfulResident", "no");
    strand(
        "consider-home-return", caseNumber, evidence, "outcome", "refused", "answeredOn", today());
    strand(
        "assess-protection",
        caseNumber,
        evidence,
        "outcome",
        "no-real-risk",
        "reportPublisher",
        "Publisher 01",
        "reportDate",
        today(),
        "accountHeard",
        "yes",
        "claimFound",
        "no");
    strand(
        "review-proceedings", caseNumber, evidence, "outcome", "none-open", "checkedOn", today());
  }

  private String nationality(String caseNumber) {
    return nationalities.get(caseNumber);
  }

  private void strand(String form, String caseNumber, String evidence, Object... more) {
    Map<String, Object> answers = answers(more);
    answers.put("documents", evidence);
    answers.put("reason", "As the document on file shows (invented).");
    acting.sign(side.user("legal-reviewer"), form, caseNumber, answers);
  }

  private void countersign(String caseNumber) {
    acting.sign(
        side.user("legal-reviewer-2"),
        "countersign-review",
        caseNumber,
        answers("outcome", "cleared", "reason", "Every strand is clear."));
  }

  private void approve(String caseNumber) {
    acting.sign(
        side.user("approver"),
        "approve-transfer",
        caseNumber,
        answers("outcome", "approved", "reason", "Approved on the cleared review."));
  }

  private void accept(String caseNumber) {
    acting.sign(
        receiving(),
        "decide-acceptance",
        caseNumber,
        answers("outcome", "accepted", "reason", "There is a place."));
  }

  private void serve(String caseNumber) {
    String served = caseDocument(caseNumber, "Notice as served (invented)");
    acting.sign(
        side.user("caseworker"),
        "serve-notice",
        caseNumber,
        answers(
            "destinationState",
            side.receiving(),
            "language",
            "en",
            "personServedAt",
            moment(),
            "counselServedAt",
            moment(),
            "documents",
            served,
            "reason",
            "Handed over in person; sent to counsel."));
    acting.sign(
        side.user("caseworker"),
        "record-notifications",
        caseNumber,
        answers(
            "consulate",
            "notified",
            "nextOfKin",
            "notified",
            "notifiedOn",
            today(),
            "reason",
            "In writing."));
  }

  private String plan(List<String> caseNumbers, Duration ahead) {
    String flight =
        flights
            .plan(
                acting.actor(side.user("flight-operations")),
                new Flights.NewFlight(
                    side.code(),
                    "Airport 01",
                    "Airport 02",
                    clock.instant().plus(ahead),
                    caseNumbers))
            .id();
    acting.sign(
        side.user("flight-operations"),
        "confirm-charter",
        flight,
        answers("outcome", "confirmed", "permits", "PERMIT-01", "reason", "Carrier 01."));
    acting.sign(
        side.user("flight-operations"),
        "draft-manifest",
        flight,
        answers("passengers", caseNumbers.size(), "reason", "Complete."));
    acting.sign(
        side.user("flight-operations-2"),
        "sign-manifest",
        flight,
        answers("outcome", "signed", "reason", "Checked."));
    return flight;
  }

  private void certify(String caseNumber) {
    acting.sign(
        side.user("medical"),
        "certify-fitness",
        caseNumber,
        answers("outcome", "fit", "examinedAt", moment(), "reason", "Examined."));
  }

  private void compared(String flight, String caseNumber, String user) {
    identityChecks.check(
        acting.actor(user),
        flight,
        new IdentityChecks.NewCheck(
            caseNumber, true, Set.of(IdentityChecks.Feature.PHOTOGRAPH), Optional.empty()));
  }

  private void visits(String caseNumber) {
    if (acting.hasTask("record-counsel-visit", caseNumber)) {
      acting.sign(
          side.user("counsel"),
          "record-counsel-visit",
          caseNumber,
          answers("outcome", "reached", "visitedAt", moment(), "reason", "Seen and heard."));
    }
    if (acting.hasTask("record-welfare-visit", caseNumber)) {
      acting.sign(
          receiving(),
          "record-welfare-visit",
          caseNumber,
          answers("outcome", "well", "visitedAt", moment(), "reason", "Seen."));
    }
  }

  private String caseDocument(String caseNumber, String title) {
    return documents
            .add(
                acting.actor(side.user("caseworker")),
                caseNumber,
                title,
                "text/plain",
                content(title))
            .id()
        + "";
  }

  private static byte[] content(String title) {
    return ("Invented for the demo: " + title).getBytes(StandardCharsets.UTF_8);
  }

  private void daysAgo(int days) {
    clock.setTo(now.minus(Duration.ofDays(days)));
    acting.runDueJobs();
    // The timer of the daily look begins when the models are deployed: today.
    waiting.lookAgain();
    acting.runDueJobs();
  }

  private void later(Duration by) {
    clock.advance(by);
    acting.runDueJobs();
  }

  private LocalDate day(int daysAgo) {
    return LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(daysAgo);
  }

  private String today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
  }

  private String moment() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static Map<String, Object> answers(Object... namesAndValues) {
    Map<String, Object> answers = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      answers.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return answers;
  }
}
