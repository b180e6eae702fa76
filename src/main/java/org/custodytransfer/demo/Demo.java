package org.custodytransfer.demo;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.custodytransfer.access.Acting;
import org.custodytransfer.access.Role;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.AgreementFacts;
import org.custodytransfer.agreement.AgreementFacts.Independence;
import org.custodytransfer.billing.Bills;
import org.custodytransfer.casefile.CaseDocuments;
import org.custodytransfer.casefile.FileRequest;
import org.custodytransfer.flight.Departures;
import org.custodytransfer.flight.Flights;
import org.custodytransfer.flight.OnTheWay;
import org.custodytransfer.legal.Assessments;
import org.custodytransfer.platform.AdjustableClock;
import org.custodytransfer.platform.Schemas;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Profile;
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
  private static final String CODE = "DK-XK";
  private static final String PASSWORD = "demo";

  private final Acting acting;
  private final FileRequest fileRequest;
  private final CaseDocuments documents;
  private final AgreementFacts facts;
  private final Flights flights;
  private final Departures departures;
  private final OnTheWay onTheWay;
  private final Bills bills;
  private final Assessments assessments;
  private final Schemas schemas;
  private final AdjustableClock clock;
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
  private final Map<String, String> nationalities = new HashMap<>();
  private volatile boolean running;

  Demo(
      Acting acting,
      FileRequest fileRequest,
      CaseDocuments documents,
      AgreementFacts facts,
      Flights flights,
      Departures departures,
      OnTheWay onTheWay,
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
    this.bills = bills;
    this.assessments = assessments;
    this.schemas = schemas;
    this.clock = clock;
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
        agreement();
        cases();
      } finally {
        clock.release();
      }
    }
    assess();
    LOG.info(
        "Demo, everybody in it invented. Open http://localhost:8080 and log in as legal-reviewer, caseworker, approver,"
            + " receiving-xk, manager or any other group's user, password \"{}\".",
        PASSWORD);
    running = true;
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
              acting.actor("legal-reviewer"),
              "US-SV",
              schemas.read(Files.readString(cohort), "cohort", Assessments.Cohort.class));
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

  private void users() {
    for (Role role : Role.values()) {
      if (role == Role.RECEIVING || role == Role.ADMINISTRATORS) {
        continue;
      }
      String user = singular(role.group());
      acting.openAccount(user, PASSWORD, "DK", role.group());
      if (role == Role.LEGAL_REVIEWERS
          || role == Role.DUTY_LAWYERS
          || role == Role.FLIGHT_OPERATIONS) {
        acting.openAccount(user + "-2", PASSWORD, "DK", role.group());
      }
    }
    acting.openAccount("receiving-xk", PASSWORD, "XK", Role.RECEIVING.groupIn("XK"));
  }

  private static String singular(String group) {
    return group.endsWith("s") && !group.endsWith("operations")
        ? group.substring(0, group.length() - 1)
        : group;
  }

  private void agreement() {
    var lawyer = acting.actor("legal-reviewer");
    long treaty = agreementDocument("Treaty with its ratifications (invented copy)");
    long basis =
        facts.enter(
            lawyer,
            CODE,
            new AgreementFacts.LegalBasis(
                Agreement.Route.THIRD_COUNTRY,
                Agreement.InstrumentKind.TREATY,
                "Treaty of 2022 between Denmark and Kosovo",
                "Treaty text; ratified by both parties (demo copy)",
                LocalDate.of(2024, 5, 23),
                LocalDate.of(2024, 5, 23),
                LocalDate.of(2024, 5, 23),
                treaty));
    confirm("LEGAL_BASIS-" + basis);
    long report = agreementDocument("Report of Inspection body 01 (invented)");
    long inspection =
        facts.enter(
            lawyer,
            CODE,
            new AgreementFacts.Inspection(
                "Inspection body 01",
                Independence.COURT_EXPERT,
                day(140),
                false,
                true,
                true,
                true,
                true,
                Optional.empty(),
                report));
    confirm("INSPECTION-" + inspection);
    facts.fund(
        acting.actor("finance"),
        CODE,
        AgreementFacts.FundingKind.CERTIFIED,
        Optional.of(new java.math.BigDecimal("150000000")),
        Optional.of(LocalDate.of(2034, 5, 23)),
        Optional.empty(),
        "Certified for the term (invented)");
  }

  private long agreementDocument(String title) {
    return facts
        .addDocument(acting.actor("legal-reviewer"), CODE, title, "text/plain", content(title))
        .id();
  }

  private void confirm(String fact) {
    acting.sign(
        "legal-reviewer-2",
        "confirm-agreement-fact",
        fact,
        Map.of("outcome", "confirmed", "reason", "Read against the document on file."));
  }

  private void cases() {
    String placed = file(1, "AF", "fa", "final");
    daysAgo(128);
    review(placed);
    daysAgo(126);
    countersign(placed);
    daysAgo(124);
    approve(placed);
    daysAgo(122);
    accept(placed);
    daysAgo(121);
    serve(placed);
    daysAgo(90);
    String flight = plan(List.of(placed), 3);
    daysAgo(89);
    later(Duration.ofHours(1));
    certify(placed);
    daysAgo(87);
    departures.depart(acting.actor("flight-operations"), flight);
    later(Duration.ofHours(3));
    onTheWay.arrive(acting.actor("flight-operations"), flight);
    later(Duration.ofHours(1));
    onTheWay.handOver(
        acting.actor("flight-operations"), flight, placed, "Officer 01 of the facility");
    later(Duration.ofHours(2));
    acting.sign(
        "receiving-xk",
        "check-arrival",
        placed,
        answers("outcome", "in-order", "checkedAt", moment(), "reason", "Arrived unharmed."));

    String ready = null;
    for (int ago = 80; ago >= 13; ago--) {
      daysAgo(ago);
      visits(placed);
      switch (ago) {
        case 60 -> ready = file(2, "PK", "ur", "final");
        case 56 -> review(ready);
        case 54 -> countersign(ready);
        case 50 -> approve(ready);
        case 45 -> accept(ready);
        case 44 -> serve(ready);
        default -> {
          // A day without news.
        }
      }
    }
    daysAgo(12);
    String waiting = file(3, "SO", "so", "final");
    review(waiting);
    countersign(waiting);
    approve(waiting);
    accept(waiting);
    daysAgo(10);
    serve(waiting);
    String withReceivingState = file(4, "IQ", "ar", "final");
    review(withReceivingState);
    countersign(withReceivingState);
    approve(withReceivingState);
    daysAgo(8);
    String forApproval = file(5, "VN", "vi", "final");
    review(forApproval);
    countersign(forApproval);
    daysAgo(4);
    caseDocument(file(6, "NG", "ha", "final"), "Judgment with certificate of finality (invented)");
    String secondStrands = file(7, "TR", "tr", "final");
    review(secondStrands);
    daysAgo(3);
    file(8, "ET", "am", "missing");
    file(9, "DK", "da", "final");
    daysAgo(1);
    billLastMonth();
  }

  private void billLastMonth() {
    YearMonth month = YearMonth.from(now.atZone(ZoneOffset.UTC)).minusMonths(1);
    // On the first of a month its eve does not yet see the month before as over.
    clock.setTo(now.minus(Duration.ofMinutes(5)));
    String bill = bills.run(acting.actor("finance"), CODE, month);
    acting.sign(
        "receiving-xk",
        "enter-statement",
        bill,
        answers("nights", month.lengthOfMonth(), "reason", "One person all month."));
    for (String[] side :
        List.of(
            new String[] {"finance", "sign-statement-sending"},
            new String[] {"receiving-xk", "sign-statement-receiving"})) {
      acting.sign(
          side[0], side[1], bill, answers("outcome", "signed", "reason", "Agrees with our count."));
    }
  }

  private String file(int person, String nationality, String language, String order) {
    String caseNumber =
        fileRequest.file(
            acting.actor("requester"),
            """
        {"agreement": "%s",
         "person": {"registerNumber": "DEMO-%03d", "familyName": "Person", "givenNames": "%03d",
           "birthDate": "1988-03-%02d", "sex": "M", "nationalities": ["%s"], "languages": ["%s", "en"],
           "counsel": "counsel"},
         "judgment": {"court": "Court 01", "docket": "D-%03d", "judgedOn": "%s", "custodial": true,
           "offenceGroups": ["DRUGS"], "sentenceFrom": "%s", "sentenceUntil": "%s", "appealOpen": false,
           "finalOn": "%s"}%s,
         "securityClass": 2}"""
                .formatted(
                    CODE,
                    person,
                    person,
                    person,
                    nationality,
                    language,
                    person,
                    day(500),
                    day(500),
                    day(-900),
                    day(480),
                    order.equals("missing")
                        ? ""
                        : """
                      ,"expulsionOrder": {"authority": "Court 01", "docket": "E-%03d", "decidedOn": "%s", "finalOn": "%s"}"""
                            .formatted(person, day(500), day(480))));
    nationalities.put(caseNumber, nationality);
    return caseNumber;
  }

  private void review(String caseNumber) {
    String evidence = caseDocument(caseNumber, "Evidence of the legal review (invented)");
    acting.sign(
        "counsel",
        "record-submissions",
        caseNumber,
        answers("outcome", "none", "reason", "Spoke with the person on the telephone."));
    acting.sign(
        "medical",
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
        "otherClaimed",
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
        "pendingClaims",
        "none");
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
    acting.sign("legal-reviewer", form, caseNumber, answers);
  }

  private void countersign(String caseNumber) {
    acting.sign(
        "legal-reviewer-2",
        "countersign-review",
        caseNumber,
        answers("outcome", "cleared", "reason", "Every strand is clear."));
  }

  private void approve(String caseNumber) {
    acting.sign(
        "approver",
        "approve-transfer",
        caseNumber,
        answers("outcome", "approved", "reason", "Approved on the cleared review."));
  }

  private void accept(String caseNumber) {
    acting.sign(
        "receiving-xk",
        "decide-acceptance",
        caseNumber,
        answers("outcome", "accepted", "reason", "There is a place."));
  }

  private void serve(String caseNumber) {
    String served = caseDocument(caseNumber, "Notice as served (invented)");
    acting.sign(
        "caseworker",
        "serve-notice",
        caseNumber,
        answers(
            "destinationState",
            "XK",
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
        "caseworker",
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

  private String plan(List<String> caseNumbers, int inDays) {
    String flight =
        flights
            .plan(
                acting.actor("flight-operations"),
                new Flights.NewFlight(
                    CODE,
                    "Airport 01",
                    "Airport 02",
                    clock.instant().plus(Duration.ofDays(inDays)),
                    caseNumbers))
            .id();
    acting.sign(
        "flight-operations",
        "confirm-charter",
        flight,
        answers("outcome", "confirmed", "permits", "PERMIT-01", "reason", "Carrier 01."));
    acting.sign(
        "flight-operations",
        "draft-manifest",
        flight,
        answers("passengers", caseNumbers.size(), "reason", "Complete."));
    acting.sign(
        "flight-operations-2",
        "sign-manifest",
        flight,
        answers("outcome", "signed", "reason", "Checked."));
    return flight;
  }

  private void certify(String caseNumber) {
    acting.sign(
        "medical",
        "certify-fitness",
        caseNumber,
        answers("outcome", "fit", "examinedAt", moment(), "reason", "Examined."));
  }

  private void visits(String caseNumber) {
    if (acting.hasTask("record-counsel-visit", caseNumber)) {
      acting.sign(
          "counsel",
          "record-counsel-visit",
          caseNumber,
          answers("outcome", "reached", "visitedAt", moment(), "reason", "Seen and heard."));
    }
    if (acting.hasTask("record-welfare-visit", caseNumber)) {
      acting.sign(
          "receiving-xk",
          "record-welfare-visit",
          caseNumber,
          answers("outcome", "well", "visitedAt", moment(), "reason", "Seen."));
    }
  }

  private String caseDocument(String caseNumber, String title) {
    return documents
            .add(acting.actor("caseworker"), caseNumber, title, "text/plain", content(title))
            .id()
        + "";
  }

  private static byte[] content(String title) {
    return ("Invented for the demo: " + title).getBytes(StandardCharsets.UTF_8);
  }

  private void daysAgo(int days) {
    clock.setTo(now.minus(Duration.ofDays(days)));
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
