package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.custodytransfer.Database;
import org.custodytransfer.access.Message;
import org.custodytransfer.access.Road;
import org.custodytransfer.condition.Condition;
import org.custodytransfer.flight.Departures;
import org.custodytransfer.platform.Refusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** A departure with one fact wrong, and nothing else: refused, with that condition's sentence. */
class GateTest extends Journey {

  /**
   * One fact turned wrong in the record.
   *
   * @param turn SQL with the case's number for {@code :case}, its person for {@code :person}
   */
  private record Wrong(Condition condition, String turn, String sentence) {}

  @Autowired private Departures departures;
  @Autowired private Road road;
  @Autowired private TransactionTemplate transaction;

  private static Wrong answer(
      Condition condition, String kind, String field, String wrong, String says) {
    String update =
        "update decision_answer set answer = '%s' where field = '%s' and decision_id in (select id from decision where case_number = :case and kind = '%s')";
    return new Wrong(condition, update.formatted(wrong, field, kind), says);
  }

  private static Wrong outcome(Condition condition, String kind, String wrong, String says) {
    return decision(condition, kind, "outcome = '%s'", wrong, says);
  }

  private static Wrong signer(Condition condition, String kind, String wrong, String says) {
    return decision(condition, kind, "signed_by = '%s'", wrong, says);
  }

  private static Wrong decision(
      Condition condition, String kind, String set, String wrong, String says) {
    String update =
        "update decision set " + set + " where case_number = :case and kind = '" + kind + "'";
    return new Wrong(condition, update.formatted(wrong), says);
  }

  private static Wrong evidence(Condition condition, String kind, String says) {
    // The link to the document is moved to another decision.
    String of = "(select id from decision where case_number = :case and kind = '%s')";
    return new Wrong(
        condition,
        "update decision_evidence set decision_id = -decision_id where decision_id in "
            + of.formatted(kind),
        says);
  }

  private static final String JUDGMENT = "update judgment set %s where case_number = :case";
  private static final String PERSON = "update person_identity set %s where person_id = :person";

  private static Wrong judgment(Condition condition, String wrong, String says) {
    return new Wrong(condition, JUDGMENT.formatted(wrong), says);
  }

  private static final String MINE = "where agreement_code = 'QM-QZ' and route = 'THIRD_COUNTRY'";

  private static final String DECISION_OF_OLD =
      "insert into protection (person_id, case_number, state, authority, reference, decided_on,"
          + " recorded_at, recorded_by) select person_id, case_number, 'QZ', 'Board 01', 'PB-9',"
          + " date '2019-10-10', filed_at, 'test' from transfer_case where case_number = :case";

  private static final String CLAIM_OF_OLD =
      "insert into obstacle (owner, kind, case_number, person_id, authority, reference, text,"
          + " occurred_at, state, recorded_at, recorded_by) select 'QM', 'PROTECTION_CLAIM', case_number,"
          + " person_id, 'Board 01', 'PB-9', 'Invented.', timestamp '2019-10-10 12:00:00', 'QZ', filed_at,"
          + " 'test' from transfer_case where case_number = :case";

  private static final List<Wrong> FACTS =
      List.of(
          new Wrong(
              Condition.LEGAL_BASIS,
              "update agreement_fact_decision set confirmed = false where fact = 'LEGAL_BASIS'",
              "no second lawyer has confirmed it"),
          new Wrong(
              Condition.LEGAL_BASIS,
              "update legal_basis set instrument = 'NOTES' " + MINE,
              "no second lawyer has confirmed it"),
          new Wrong(
              Condition.LEGAL_BASIS,
              "update legal_basis set sending_ratified_on = '2021-01-01' " + MINE,
              "no second lawyer has confirmed it"),
          new Wrong(
              Condition.LEGAL_BASIS,
              "update legal_basis set route = 'SENDING_NATIONAL' " + MINE,
              "No treaty or statute on file permits"),
          judgment(Condition.FINAL_CONVICTION, "appeal_open = true", "is open"),
          judgment(Condition.FINAL_CONVICTION, "custodial = false", "not a custodial sentence"),
          judgment(Condition.FINAL_CONVICTION, "final_on = null", "became final is not on file"),
          judgment(
              Condition.FINAL_CONVICTION, "final_on = '2025-03-18'", "different days of finality"),
          outcome(Condition.FINAL_CONVICTION, "FINALITY", "not-clear", "judgment is not final"),
          evidence(
              Condition.FINAL_CONVICTION, "FINALITY", "certificate of finality is not on file"),
          outcome(
              Condition.NATIONALITY_VERIFIED,
              "NATIONALITY",
              "not-clear",
              "nationality is not proven"),
          evidence(
              Condition.NATIONALITY_VERIFIED, "NATIONALITY", "No document proves the nationality"),
          new Wrong(
              Condition.NATIONALITY_VERIFIED,
              "update person_nationality set verified = false where person_id = :person",
              "no document proves or disproves"),
          new Wrong(
              Condition.NOT_OWN_NATIONAL,
              "update person_nationality set state = 'QM' where person_id = :person",
              "The person is a national of QM"),
          new Wrong(
              Condition.ADULT,
              PERSON.formatted("birth_date = '2015-01-01'"),
              "not yet 18 years old"),
          judgment(Condition.SENTENCE_LEFT, "sentence_from = '2031-01-01'", "begins only on"),
          new Wrong(
              Condition.PERSON_ADMISSIBLE,
              "update judgment_offence set offence_group = 'TERRORISM' where judgment_id in (select id from judgment where case_number = :case)",
              "excludes these offences: TERRORISM"),
          new Wrong(
              Condition.PERSON_ADMISSIBLE,
              "update transfer_case set security_class = 4 where case_number = :case",
              "security class is above 3"),
          outcome(
              Condition.PERSON_ADMISSIBLE,
              "HEALTH",
              "serious-mental-illness",
              "illness that the agreement excludes"),
          outcome(
              Condition.HOME_RETURN_CONSIDERED,
              "HOME_RETURN",
              "possible",
              "can be served in the person's home country"),
          evidence(
              Condition.HOME_RETURN_CONSIDERED,
              "HOME_RETURN",
              "home state's answer is not on file"),
          outcome(Condition.NON_REFOULEMENT, "PROTECTION", "real-risk", "found a real risk in QZ"),
          answer(
              Condition.NON_REFOULEMENT, "PROTECTION", "state", "QS", "another state or facility"),
          answer(
              Condition.NON_REFOULEMENT,
              "PROTECTION",
              "facility",
              "OTHER",
              "another state or facility"),
          answer(
              Condition.NON_REFOULEMENT,
              "PROTECTION",
              "accountHeard",
              "no",
              "without hearing the person"),
          answer(Condition.NON_REFOULEMENT, "PROTECTION", "reportPublisher", "", "names no report"),
          answer(Condition.NON_REFOULEMENT, "PROTECTION", "reportDate", "", "names no report"),
          evidence(Condition.NON_REFOULEMENT, "PROTECTION", "names no report"),
          decision(
              Condition.NON_REFOULEMENT,
              "PROTECTION",
              "occurred_at = occurred_at %s",
              "- interval '81' day",
              "older than 80 days"),
          new Wrong(
              Condition.FACILITY_STANDARDS,
              "update agreement_fact_decision set confirmed = false where fact = 'INSPECTION'",
              "no second lawyer has confirmed it"),
          inspection("ill_treatment_found = true", "did not find QZ-ONE sound"),
          inspection("counsel_reaches = false", "did not find QZ-ONE sound"),
          inspection("family_reaches = false", "did not find QZ-ONE sound"),
          inspection("consulate_reaches = false", "did not find QZ-ONE sound"),
          inspection("courts_reach = false", "did not find QZ-ONE sound"),
          inspection("inspected_on = inspected_on - interval '1000' day", "older than 300 days"),
          new Wrong(Condition.NO_PROTECTION_BAR, DECISION_OF_OLD, "forbids a transfer to QZ"),
          outcome(
              Condition.NO_PENDING_PROCEEDINGS,
              "PROCEEDINGS",
              "ask",
              "A question to the requester is open"),
          outcome(Condition.LEGAL_REVIEW, "COUNTERSIGNATURE", "refused", "legal review refused"),
          signer(
              Condition.LEGAL_REVIEW,
              "COUNTERSIGNATURE",
              "qm-legal-reviewers",
              "also signed a strand"),
          outcome(Condition.APPROVAL, "APPROVAL", "refused", "Approval was refused"),
          signer(
              Condition.APPROVAL,
              "APPROVAL",
              "qm-legal-reviewers",
              "somebody who reviewed the case"),
          answer(Condition.APPROVAL, "APPROVAL", "signedAs", "none", "not at the level"),
          outcome(
              Condition.RECEIVING_ACCEPTANCE, "ACCEPTANCE", "declined", "QZ declined the person"),
          decision(
              Condition.RECEIVING_ACCEPTANCE,
              "ACCEPTANCE",
              "recorded_at = recorded_at %s",
              "- interval '61' day",
              "expired on"),
          notice("destination_state = 'QS'", "names another destination"),
          notice("facility_code = 'OTHER'", "names another destination"),
          notice("language = 'pl'", "language that the person does not understand"),
          notice(
              "recorded_at = recorded_at + interval '4' day",
              "No notice was served|waiting period runs until"),
          notice(
              "person_served_at = person_served_at + interval '4' day",
              "waiting period runs until"),
          notice(
              "counsel_served_at = counsel_served_at + interval '4' day",
              "waiting period runs until"),
          evidence(Condition.NOTICE_SERVED, "NOTICE", "served notice itself is not on file"),
          outcome(Condition.CONSENT, "CONSENT", "refused", "does not consent"),
          answer(Condition.CONSENT, "CONSENT", "afterCounsel", "no", "without counsel's advice"),
          answer(
              Condition.CONSENT,
              "CONSENT",
              "language",
              "pl",
              "language that the person does not understand"),
          evidence(Condition.CONSENT, "CONSENT", "signed consent is not on file"),
          answer(
              Condition.NOTIFICATIONS,
              "NOTIFICATIONS",
              "consulate",
              "stateless",
              "its consulate was not notified"),
          new Wrong(
              Condition.FUNDS,
              "update funding set valid_until = '2027-01-01' where agreement_code = 'QM-QZ'",
              "No funds are certified"),
          outcome(Condition.FIT_TO_FLY, "FITNESS", "unfit", "not fit to fly"),
          decision(
              Condition.FIT_TO_FLY,
              "FITNESS",
              "occurred_at = occurred_at %s",
              "- interval '49' hour",
              "older than 48 hours"));

  private static Wrong inspection(String wrong, String says) {
    String update = "update inspection set %s where facility_code = 'QZ-ONE'";
    return new Wrong(Condition.FACILITY_STANDARDS, update.formatted(wrong), says);
  }

  private static Wrong notice(String wrong, String says) {
    String update = "update notice set %s where case_number = :case";
    return new Wrong(Condition.NOTICE_SERVED, update.formatted(wrong), says);
  }

  /** Conditions whose fact is turned wrong through a door, in a test of their own below. */
  private static final List<Condition> THROUGH_A_DOOR =
      List.of(
          Condition.EXPULSION_ORDER,
          Condition.NO_STAY,
          Condition.PLACE_AVAILABLE,
          Condition.MANIFEST,
          Condition.IDENTITY_CHECKED);

  @Test
  void whoWasNotComparedWithTheRegisterByBothSidesDoesNotBoard() {
    String caseNumber = ready(QM_QZ);
    String operations = QM_QZ.user("flight-operations");
    String custody = QM_QZ.user("caseworkers");
    String flight = flight(QM_QZ, caseNumber);
    compare(flight, caseNumber, operations, false).expect(201);
    assertThat(depart(QM_QZ, flight).expect(409).detail())
        .contains("At the boarding of " + flight + " the person was found not to be the person");
    compare(flight, caseNumber, operations, true).expect(201);
    assertThat(depart(QM_QZ, flight).expect(409).detail()).contains("found not to be the person");

    post(operations, "/api/flights/" + flight + "/cancellation", map("reason", "Weather."))
        .expect(200);
    String next = flight(QM_QZ, caseNumber);
    compare(next, caseNumber, custody, false).expect(201);
    compare(next, caseNumber, custody, true).expect(201);
    compare(next, caseNumber, QM_QZ.receivingUser(), true).expect(403);
    assertThat(depart(QM_QZ, next).expect(409).detail()).contains("found not to be the person");
    compare(next, caseNumber, operations, true).expect(201);
    depart(QM_QZ, next).expect(200);
    compare(next, caseNumber, operations, true).expect(409);
  }

  @Test
  void atTheDoorBothSidesCompareAgainAndADoubtBringsThePersonHome() {
    String caseNumber = ready(QM_QZ);
    String operations = QM_QZ.user("flight-operations");
    String flight = flight(QM_QZ, caseNumber);
    depart(QM_QZ, flight).expect(200);
    post(operations, "/api/flights/" + flight + "/arrival", "").expect(200);
    String door = "/api/flights/" + flight + "/handovers";
    Map<String, Object> handover = map("caseNumber", caseNumber, "receivedBy", "Officer 01");
    assertThat(post(QM_QZ.receivingUser(), door, handover).expect(409).detail())
        .contains(
            "At the handover the person was not compared with the register within the last 24 hours by both sides");
    compare(flight, caseNumber, operations, true).expect(201);
    assertThat(post(QM_QZ.receivingUser(), door, handover).expect(409).detail())
        .contains("by whoever takes over");
    assertThat(openTasks(flight))
        .as("nobody turns back for it")
        .containsExactly("account-for-everybody");
    compare(flight, caseNumber, QM_QZ.receivingUser(), false).expect(201);
    post(QM_QZ.receivingUser(), door, handover).expect(409);
    assertThat(openTasks(flight)).containsExactly("account-for-everybody", "bring-back");
  }

  @Test
  void whatIsNoComparisonIsRefused() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    String checks = "/api/flights/" + flight + "/identity-checks";
    String operations = QM_QZ.user("flight-operations");
    Map<String, Object> check =
        map("caseNumber", caseNumber, "samePerson", false, "comparedWith", List.of("MARKS"));
    assertThat(post(operations, checks, check).expect(400).pointers()).containsExactly("/text");
    check.put("comparedWith", List.of());
    post(operations, checks, check).expect(400);
    check.put("comparedWith", List.of("MARKS"));
    check.put("samePerson", true);
    check.put("caseNumber", "QM-QZ-2026-999999");
    post(operations, checks, check).expect(404);
    post(QM_QZ.user("legal-reviewers"), checks, check).expect(403);
    check.put("caseNumber", caseNumber);
    post(QR_QS.user("flight-operations"), checks, check).expect(404);
  }

  @Test
  void nobodyComparesForBothSides() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    acting.openAccount("qm-both", "test", "QM", "caseworkers");
    String asked =
        post(
                "administrator",
                "/api/accounts/qm-both/memberships",
                map("group", "flight-operations"))
            .expect(201)
            .body()
            .get("change")
            .asText();
    post("administrator-2", "/api/account-changes/" + asked + "/confirmation", "").expect(200);
    compare(flight, caseNumber, "qm-both", false).expect(201);
    compare(flight, caseNumber, "qm-both", true).expect(201);
    compare(flight, caseNumber, "qm-both", true).expect(201);
    assertThat(depart(QM_QZ, flight).expect(409).detail()).contains("found not to be the person");
    assertThat(
            jdbc.sql(
                    "select count(distinct side) from identity_check where recorded_by = 'qm-both'")
                .query(Long.class)
                .single())
        .isOne();
  }

  @Test
  void everyFactOfEveryConditionStopsTheDepartureAlone() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    String person =
        jdbc.sql("select person_id from transfer_case where case_number = ?")
            .param(caseNumber)
            .query(String.class)
            .single();
    for (Wrong wrong : FACTS) {
      assertThat(refusedWith(wrong, QM_QZ, flight, caseNumber, person))
          .as(wrong.toString())
          .containsPattern(wrong.sentence().replace(".", "\\."));
    }
    List<Condition> turned = FACTS.stream().map(Wrong::condition).distinct().sorted().toList();
    assertThat(turned)
        .as("every condition is turned wrong, here or through a door")
        .containsExactlyElementsOf(
            Arrays.stream(Condition.values())
                .filter(condition -> !THROUGH_A_DOOR.contains(condition))
                .toList());
    depart(QM_QZ, flight).expect(200);
    arriveAndHandOver(QM_QZ, flight, caseNumber);
  }

  @Test
  void theExpulsionOrderHasToBeFinalAndReviewed() {
    String caseNumber = ready(QR_QS);
    String flight = flight(QR_QS, caseNumber);
    for (Wrong wrong :
        List.of(
            new Wrong(
                Condition.EXPULSION_ORDER,
                "update expulsion_order set final_on = null where case_number = :case",
                "is not final"),
            outcome(
                Condition.EXPULSION_ORDER,
                "EXPULSION_ORDER",
                "not-clear",
                "not final or not executable"),
            answer(
                Condition.EXPULSION_ORDER,
                "EXPULSION_ORDER",
                "lawfulResident",
                "no-decision",
                "no decision of their own"))) {
      assertThat(refusedWith(wrong, QR_QS, flight, caseNumber, "")).contains(wrong.sentence());
    }
    depart(QR_QS, flight).expect(200);
    arriveAndHandOver(QR_QS, flight, caseNumber);
  }

  /** Counsel and courts know the hour; who leaves earlier gives a reason, and another signs it. */
  @Test
  void aFlightLeavesAtItsHourOrEarlierWhereASecondPersonSignsWhy() {
    String caseNumber = ready(QM_QZ);
    String first = QM_QZ.user("flight-operations");
    String second = first + "-2";
    String flight = plannedFlight(QM_QZ, Duration.ofHours(60), caseNumber);
    String path = "/api/flights/" + flight;
    assertThat(depart(QM_QZ, flight).expect(409).detail()).contains("It departs at its hour");
    Map<String, Object> early =
        map(
            "plannedDeparture",
            clock.instant().plus(Duration.ofHours(23)) + "",
            "reason",
            "A storm.");
    assertThat(post(second, path + "/earlier", early).expect(400).pointers())
        .contains("/plannedDeparture");
    early.put("plannedDeparture", clock.instant().plus(Duration.ofHours(61)).toString());
    assertThat(post(second, path + "/earlier", early).expect(400).pointers())
        .contains("/plannedDeparture");
    early.put("plannedDeparture", clock.instant().plus(Duration.ofHours(25)).toString());
    post(QM_QZ.user("systems"), path + "/earlier", early).expect(403);
    post(second, path + "/earlier", early).expect(202);
    post(second, path + "/earlier", early).expect(409);
    assertThat(depart(QM_QZ, flight).expect(409).detail()).contains("once its manifest is signed");
    String task = claim(second, "sign-manifest", flight);
    Map<String, Object> signed = map("outcome", "signed", "reason", "Before the storm.");
    assertThat(submit(second, task, signed).expect(403).detail()).contains("brought its departure");
    post(second, "/engine-rest/task/" + task + "/unclaim", "").expect(204);
    // Who does not sign it leaves it at the hour that was signed.
    String hour = get(first, path).body().get("plannedDeparture").asText();
    submit(first, claim(first, "sign-manifest", flight), map("outcome", "wrong", "reason", "No."))
        .expect(204);
    assertThat(get(first, path).body().get("plannedDeparture").asText()).isGreaterThan(hour);
    sign(second, "draft-manifest", flight, "passengers", 1, "reason", "As it was.").expect(204);
    submit(first, claim(first, "sign-manifest", flight), signed).expect(204);
    early.put("plannedDeparture", clock.instant().plus(Duration.ofHours(25)).toString());
    post(second, path + "/earlier", early).expect(202);
    submit(first, claim(first, "sign-manifest", flight), signed).expect(204);
    advance(Duration.ofMinutes(1));
    certified(QM_QZ, caseNumber);
    advance(Duration.ofHours(24).plusMinutes(40));
    comparedAtBoarding(QM_QZ, flight, caseNumber);
    depart(QM_QZ, flight).expect(200);
    arriveAndHandOver(QM_QZ, flight, caseNumber);
  }

  @Test
  void anOrderForAllStopsTheDepartureUntilAnotherPersonLiftsIt() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    long order = stay("ALL", caseNumber);
    assertThat(depart(QM_QZ, flight).expect(409).detail())
        .contains("The order ST-1 of Court 02 of")
        .contains("stops this transfer");
    var lift = lifting(order);
    enterLift(QM_QZ.user("systems"), order, lift).expect(403);
    enterLift(QM_QZ.user("duty-lawyers"), order, lift).expect(202);
    enterLift(QM_QZ.user("duty-lawyers"), order, lift).expect(409);
    depart(QM_QZ, flight).expect(409);
    untilHeard(order);
    confirmLift(QM_QZ.user("duty-lawyers") + "-2", order).expect(204);
    enterLift(QM_QZ.user("duty-lawyers"), order, lift).expect(409);
    advance(Duration.ofSeconds(1));
    String next = anotherFlight(QM_QZ, flight, caseNumber);
    depart(QM_QZ, next).expect(200);
    arriveAndHandOver(QM_QZ, next, caseNumber);
  }

  @Test
  void anOrderForOneCaseTakesItsSeatAndItGoesOnWhenTheOrderIsLifted() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    long order = stay("CASE", caseNumber);
    assertThat(status(QM_QZ, caseNumber)).as("off the manifest at once").isEqualTo("HELD");
    assertThat(depart(QM_QZ, flight).expect(409).detail()).contains("Nobody has a seat");
    assertThat(get(QM_QZ.user("auditors"), "/api/transfers/" + caseNumber).text())
        .contains("stops this transfer");
    lift(order);
    String next = anotherFlight(QM_QZ, flight, caseNumber);
    depart(QM_QZ, next).expect(200);
    arriveAndHandOver(QM_QZ, next, caseNumber);
  }

  /** An end counts once a second person has found it in the order, and is looked at at once. */
  @Test
  void anOrderEndsByItselfOnlyWhereAnotherHasConfirmedThatItSaysSo() {
    String caseNumber = ready(QM_QZ);
    String lawyer = QM_QZ.user("duty-lawyers");
    String confirmed = orderUntil(lawyer, caseNumber, Duration.ofHours(30));
    String unconfirmed = orderUntil(QM_QZ.user("systems"), caseNumber, Duration.ofHours(40));
    Map<String, Object> stated = map("outcome", "stated", "reason", "In its last line.");
    String task = claim(lawyer, "confirm-order-end", confirmed);
    assertThat(submit(lawyer, task, stated).expect(403).detail()).contains("somebody else");
    post(lawyer, "/engine-rest/task/" + task + "/unclaim", "").expect(204);
    sign(
            lawyer + "-2",
            "confirm-order-end",
            confirmed,
            "outcome",
            "stated",
            "reason",
            "As it says.")
        .expect(204);
    advance(Duration.ofHours(31));
    assertThat(statusOf(confirmed)).isEqualTo("EXPIRED");
    assertThat(status(QM_QZ, caseNumber)).as("the other is in force").isEqualTo("HELD");
    sign(
            lawyer + "-2",
            "confirm-order-end",
            unconfirmed,
            "outcome",
            "not-stated",
            "reason",
            "It says nothing.")
        .expect(204);
    advance(Duration.ofHours(30));
    assertThat(status(QM_QZ, caseNumber)).as("no end was stated").isEqualTo("HELD");
    lift(Long.parseLong(unconfirmed.substring("OBSTACLE-".length())));
    String last = orderUntil(lawyer, caseNumber, Duration.ofHours(2));
    sign(lawyer + "-2", "confirm-order-end", last, "outcome", "stated", "reason", "As it says.")
        .expect(204);
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("HELD");
    advance(Duration.ofHours(2));
    assertThat(status(QM_QZ, caseNumber)).as("looked at at once").isEqualTo("READY");
  }

  private String orderUntil(String lawyer, String caseNumber, Duration from) {
    Map<String, Object> order = order("CASE", caseNumber);
    order.put("endsAt", clock.instant().plus(from).toString());
    return "OBSTACLE-"
        + post(lawyer, "/api/stay-orders", order).expect(201).body().get("id").asLong();
  }

  private String statusOf(String order) {
    long id = Long.parseLong(order.substring("OBSTACLE-".length()));
    for (var one :
        get(QM_QZ.user("duty-lawyers"), "/api/stay-orders?status=EXPIRED").expect(200).body()) {
      if (one.get("id").asLong() == id) {
        return "EXPIRED";
      }
    }
    return "IN_FORCE";
  }

  @Test
  void aProtectionDecisionOrAPendingClaimStopsTheDeparture() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    for (Wrong wrong :
        List.of(
            new Wrong(Condition.NO_PROTECTION_BAR, DECISION_OF_OLD, "forbids a transfer to QZ"),
            new Wrong(
                Condition.NO_PROTECTION_BAR,
                CLAIM_OF_OLD,
                "against return to QZ of 10 October 2019 is not settled"))) {
      assertThat(refusedWith(wrong, QM_QZ, flight, caseNumber, "")).contains(wrong.sentence());
    }
    depart(QM_QZ, flight).expect(200);
    arriveAndHandOver(QM_QZ, flight, caseNumber);
  }

  @Test
  void whoWouldLeaveAloneAndMayNotGoesBackToWhatIsMissingWithTheReasonInTheFile() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    // As it stands when the last of its days has passed, and nobody has looked yet.
    jdbc.sql("update decision set occurred_at = ? where case_number = ? and kind = 'PROTECTION'")
        .params(Timestamp.from(clock.instant().minus(Duration.ofDays(91))), caseNumber)
        .update();
    assertThat(depart(QM_QZ, flight).expect(409).detail()).contains("Nobody may leave");

    assertThat(status(QM_QZ, caseNumber)).isEqualTo("IN_REVIEW");
    assertThat(openTasks(caseNumber)).contains("assess-protection");
    assertThat(get(QM_QZ.user("auditors"), "/api/transfers/" + caseNumber).body().get("timeline"))
        .extracting(entry -> entry.get("action").asText() + " " + entry.get("detail").asText())
        .anyMatch(entry -> entry.startsWith("may not leave " + flight + ": "))
        .anyMatch(entry -> entry.equals("seat given back " + flight));
    assertThat(depart(QM_QZ, flight).expect(409).detail()).contains("Nobody has a seat");
  }

  @Test
  void aFlightThatWaitsAsksForANewCertificate() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    advance(Duration.ofHours(25));
    advance(Duration.ofHours(24));
    assertThat(depart(QM_QZ, flight).expect(409).detail()).contains("older than 48 hours");

    String again =
        jdbc.sql(
                "select max(ID_) from ACT_RU_TASK where TASK_DEF_KEY_ = 'certify-fitness' and NAME_ like ?")
            .param("%" + caseNumber)
            .query(String.class)
            .single();
    String physician = QM_QZ.user("medical");
    post(physician, "/engine-rest/task/" + again + "/claim", Map.of("userId", physician))
        .expect(204);
    submit(
            physician,
            again,
            map("outcome", "fit", "examinedAt", moment(), "reason", "Examined again."))
        .expect(204);
    assertThat(depart(QM_QZ, flight).expect(409).detail()).contains("within the last 24 hours");
    compared(flight, caseNumber, QM_QZ.user("caseworkers"), QM_QZ.user("flight-operations"));

    depart(QM_QZ, flight).expect(200);
    arriveAndHandOver(QM_QZ, flight, caseNumber);
    assertThat(
            jdbc.sql("select count(*) from ACT_RU_TASK where TASK_DEF_KEY_ = 'certify-fitness'")
                .query(Long.class)
                .single())
        .as("nothing of the flight is left to do")
        .isZero();
  }

  @Test
  void withAllPlacesTakenNobodyLeaves() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    jdbc.sql(
            "insert into person (id, sending_state, register_number, recorded_at) select 'full-' || x, 'QM', 'FULL' || x, timestamp with time zone '2026-01-01 00:00:00Z' from "
                + Database.numbersTo(40))
        .update();
    jdbc.sql(
            "insert into transfer_case (case_number, agreement_code, agreement_version, person_id, security_class, filed_at, filed_by)"
                + " select 'FULL-' || x, 'QM-QZ', 1, 'full-' || x, 1, timestamp with time zone '2026-01-01 00:00:00Z', 'test' from "
                + Database.numbersTo(40))
        .update();
    jdbc.sql(
            "insert into person_place (person_id, case_number, place, occurred_at, recorded_at, recorded_by)"
                + " select person_id, case_number, 'PLACED', filed_at, filed_at, 'test' from transfer_case where case_number like 'FULL-%'")
        .update();

    assertThat(depart(QM_QZ, flight).expect(409).detail()).contains("All 40 places are taken.");

    jdbc.sql("delete from person_place where case_number like 'FULL-%'").update();
    jdbc.sql("delete from transfer_case where case_number like 'FULL-%'").update();
    jdbc.sql("delete from person where id like 'full-%'").update();
    sign(QM_QZ.user("caseworkers"), "follow-up-hold", caseNumber, "reason", "A place is free.");
    String next = anotherFlight(QM_QZ, flight, caseNumber);
    depart(QM_QZ, next).expect(200);
    arriveAndHandOver(QM_QZ, next, caseNumber);
  }

  @Test
  void anOrderThatArrivesInTheAirStopsTheHandover() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    depart(QM_QZ, flight).expect(200);
    stay("CASE", caseNumber);
    post(QM_QZ.user("flight-operations"), "/api/flights/" + flight + "/arrival", "").expect(200);
    Answer no =
        post(
                QM_QZ.receivingUser(),
                "/api/flights/" + flight + "/handovers",
                map("caseNumber", caseNumber, "receivedBy", "Officer 01"))
            .expect(409);
    // Why is told to the state that holds, and not to the one that somebody may fear.
    assertThat(no.text())
        .contains("Not handed over. This person is held by the sending state.")
        .doesNotContain("stops", "ST-1", "Court");
    assertThat(
            post(
                    QM_QZ.user("flight-operations"),
                    "/api/flights/" + flight + "/handovers",
                    map("caseNumber", caseNumber, "receivedBy", "Officer 01"))
                .expect(409)
                .detail())
        .contains("stops this transfer");
    assertThat(get(QM_QZ.receivingUser(), "/api/flights/" + flight).expect(200).text())
        .doesNotContain("ST-1", "Court 02", "stops");
    assertThat(get(QM_QZ.receivingUser(), "/api/transfers/" + caseNumber).expect(200).text())
        .doesNotContain("ST-1", "Court 02", "stops");
    assertThat(
            get(QM_QZ.user("auditors"), "/api/transfers/" + caseNumber)
                .body()
                .get("place")
                .asText())
        .isEqualTo("ABROAD_NOT_HANDED_OVER");
  }

  @Test
  void aLookThatComesTooLateTakesNobodyOffAFlightInTheAir() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    depart(QM_QZ, flight).expect(200);
    long order = stay("CASE", caseNumber);
    transaction.executeWithoutResult(late -> road.tell(Message.RECONSIDER, caseNumber));

    post(QM_QZ.user("flight-operations"), "/api/flights/" + flight + "/arrival", "").expect(200);
    assertThat(place(caseNumber)).isEqualTo("ABROAD_NOT_HANDED_OVER");
    lift(order);
  }

  @Test
  void aDepartureAndAnOrderAtOnceHaveTwoOutcomesAndNoThird() throws Exception {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    var threads = Executors.newFixedThreadPool(2);
    try {
      Callable<Answer> departing = () -> depart(QM_QZ, flight);
      Callable<Answer> ordering =
          () -> post(QM_QZ.user("systems"), "/api/stay-orders", order("CASE", caseNumber));
      var answers = threads.invokeAll(List.of(departing, ordering));
      assertThat(answers.get(1).get().status()).isEqualTo(201);
      long id = answers.get(1).get().body().get("id").asLong();
      Instant ordered =
          jdbc.sql("select recorded_at from obstacle where id = ?")
              .param(id)
              .query(java.time.OffsetDateTime.class)
              .single()
              .toInstant();
      Answer departure = answers.get(0).get();
      if (departure.status() == 200) {
        assertThat(Instant.parse(departure.body().get("at").asText())).isBefore(ordered);
      } else {
        assertThat(departure.detail()).containsAnyOf("stops this transfer", "Nobody has a seat");
        assertThat(status(QM_QZ, caseNumber)).isEqualTo("HELD");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void twoDeparturesAtOnceAreOne() throws Exception {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    var threads = Executors.newFixedThreadPool(2);
    try {
      Callable<Integer> departing = () -> depart(QM_QZ, flight).status();
      var answers = threads.invokeAll(List.of(departing, departing));
      assertThat(List.of(answers.get(0).get(), answers.get(1).get()))
          .containsExactlyInAnyOrder(200, 409);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whoFailsStaysBehindAndTheOthersLeave() {
    String goes = waiting(QM_QZ);
    String stays = waiting(QM_QZ);
    waitOut(QM_QZ);
    String flight = flight(QM_QZ, goes, stays);
    // A claim on file that took no seat: the gate itself has to see it.
    jdbc.sql(CLAIM_OF_OLD).param("case", stays).update();
    // And as much evidence as the forms take, under every decision for the other.
    jdbc.sql(
            "insert into document (about, title, media_type, sha256, size_bytes, content, recorded_at, recorded_by)"
                + " select about, title, media_type, sha256, size_bytes, content, recorded_at, recorded_by"
                + " from (select * from document where about = ? order by id limit 1) d, "
                + Database.numbersTo(300))
        .param(goes)
        .update();
    jdbc.sql(
            "insert into decision_evidence (decision_id, document_id)"
                + " select c.id, d.id from decision c join document d on d.about = c.case_number"
                + " where c.case_number = ? and not exists (select 1 from decision_evidence e"
                + " where e.decision_id = c.id and e.document_id = d.id)")
        .param(goes)
        .update();

    Answer departure = depart(QM_QZ, flight).expect(200);

    assertThat(departure.body().get("aboard").get(0).asText()).isEqualTo(goes);
    assertThat(
            jdbc.sql("select max(length(evidence)) from departure_verdict where flight_id = ?")
                .param(flight)
                .query(Long.class)
                .single())
        .isGreaterThan(500);
    assertThat(departure.body().get("leftBehind").get(stays).get(0).asText())
        .contains("against return to QZ of 10 October 2019 is not settled");
    assertThat(status(QM_QZ, stays)).isEqualTo("HELD");
    assertThat(
            jdbc.sql(
                    "select count(*) from departure_verdict where flight_id = ? and case_number = ? and met = false")
                .params(flight, stays)
                .query(Long.class)
                .single())
        .isEqualTo(1);
    assertThat(
            jdbc.sql(
                    "select detail from flight_event where flight_id = ? and kind = 'MANIFEST_REISSUED'")
                .param(flight)
                .query(String.class)
                .list())
        .containsExactly("1 remain, without " + stays);
    arriveAndHandOver(QM_QZ, flight, goes);
  }

  @Test
  void aLaterWorseFindingCountsAtOnceAndIsSettledOnlyByOneThatNamesIt() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    long bad = inspect(QM_QZ, today(), true, Map.of());
    assertThat(depart(QM_QZ, flight).expect(409).detail()).contains("did not find QZ-ONE sound");

    // Entered later, but of an earlier day, and naming nothing: it settles nothing.
    confirm(QM_QZ, "INSPECTION-" + inspect(QM_QZ, "2026-01-01", false, Map.of()));
    depart(QM_QZ, flight).expect(409);

    advance(Duration.ofDays(1));
    assertThat(status(QM_QZ, caseNumber))
        .as("the daily look takes the seat back")
        .isEqualTo("HELD");
    long good = inspect(QM_QZ, today(), false, Map.of("settles", bad));
    advance(Duration.ofDays(1));
    assertThat(status(QM_QZ, caseNumber)).as("one lawyer's word opens nothing").isEqualTo("HELD");
    confirm(QM_QZ, "INSPECTION-" + good);
    advance(Duration.ofDays(1));
    String next = anotherFlight(QM_QZ, flight, caseNumber);
    depart(QM_QZ, next).expect(200);
    arriveAndHandOver(QM_QZ, next, caseNumber);
  }

  @Test
  void withoutASignedManifestNobodyLeavesAndNobodyHasTwoSeats() {
    String caseNumber = ready(QM_QZ);
    Object planned =
        map(
            "agreement", "QM-QZ",
            "departsFrom", "Airport 01",
            "arrivesAt", "Airport 02",
            "plannedDeparture", clock.instant().plus(Duration.ofHours(30)) + "",
            "cases", List.of(caseNumber));
    String flight =
        post(QM_QZ.user("flight-operations"), "/api/flights", planned)
            .expect(201)
            .body()
            .get("id")
            .asText();
    assertThat(depart(QM_QZ, flight).expect(409).detail()).contains("once its manifest is signed");
    post(QM_QZ.user("flight-operations"), "/api/flights", planned).expect(409);
    sign(
            QM_QZ.user("flight-operations"),
            "confirm-charter",
            flight,
            "outcome",
            "confirmed",
            "permits",
            "P",
            "reason",
            "R")
        .expect(204);
    sign(QM_QZ.user("flight-operations"), "draft-manifest", flight, "passengers", 1, "reason", "R")
        .expect(204);
    assertThat(
            sign(
                    QM_QZ.user("flight-operations"),
                    "sign-manifest",
                    flight,
                    "outcome",
                    "signed",
                    "reason",
                    "R")
                .expect(403)
                .detail())
        .contains("another person signs it");
  }

  @Test
  void whatWasKnownAtAMomentCanBeAskedLater() {
    String caseNumber = ready(QM_QZ);
    Instant before = clock.instant();
    advance(Duration.ofMinutes(10));
    stay("CASE", caseNumber);
    advance(Duration.ofMinutes(10));

    String path = "/api/transfers/" + caseNumber + "/conditions?knownAt=";
    assertThat(sentence(path + before, "NO_STAY")).contains("No stay order in force");
    assertThat(sentence(path + clock.instant(), "NO_STAY")).contains("stops this transfer");
  }

  private String sentence(String path, String condition) {
    for (var one : get(QM_QZ.user("auditors"), path).expect(200).body()) {
      if (one.get("condition").asText().equals(condition)) {
        return one.get("sentence").asText();
      }
    }
    throw new AssertionError(condition);
  }

  /** Nothing of it stays: the case is looked at again when the fact is right again. */
  private String refusedWith(
      Wrong wrong, Pair pair, String flight, String caseNumber, String person) {
    return transaction.execute(
        undone -> {
          undone.setRollbackOnly();
          jdbc.sql(Database.unchecked()).update();
          int changed =
              jdbc.sql(wrong.turn()).param("case", caseNumber).param("person", person).update();
          assertThat(changed).as("a fact was turned: " + wrong).isPositive();
          var by = acting.actor(pair.user("flight-operations"));
          Refusal no = catchThrowableOfType(Refusal.class, () -> departures.depart(by, flight));
          assertThat(no).as("nobody departs: " + wrong).isNotNull();
          assertThat(no.status()).as(wrong + ": " + no.getMessage()).isEqualTo(409);
          return no.getMessage();
        });
  }

  @AfterEach
  void checkedAgain() {
    jdbc.sql(Database.checked()).update();
  }
}
