package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.custodytransfer.access.ApiTable;
import org.custodytransfer.access.Role;
import org.junit.jupiter.api.Test;
import org.springframework.util.function.SingletonSupplier;

/**
 * Every address of {@code /api}, asked with a valid call about a fact of one pair of states, by
 * everybody there is: each group of its own side, the other side, each group of a third state's,
 * the person's counsel and another's, and nobody. What comes is what {@code docs/rights.md} says.
 */
class RightsMatrixTest extends Journey {

  private static final String HEAD =
      """
      # Who may call what

      Printed by `mvn test -Dtest=RightsMatrixTest -Dcustody.print=true`, from what `AllowedTo` says on each method and from what came
      when each was called with a valid call about a fact of one pair of states. Every other group is told 403, and who does not log in
      401. *Own side* is the sending state's groups and, for `receiving`, the receiving state's; what the other side, a third state and
      another person's counsel are told is in the columns: a list says *nothing*, and what is another's is not there (404).

      | method | address | own side | other side | third state | counsel of another |
      |---|---|---|---|---|---|
      """;

  private static final Path PUBLISHED = Path.of("docs/rights.md");

  /** What is everybody's: terms of agreements, sums over nobody, one's own facts and accounts. */
  private static final Set<String> EVERYBODYS =
      Set.of(
          "GET /api/agreements",
          "GET /api/agreements/{}",
          "GET /api/agreements/{}/cost",
          "POST /api/agreements/{}/assessment",
          "GET /api/schemas/agreement",
          "POST /api/stay-orders",
          "GET /api/audit",
          "GET /api/audit/verification",
          "POST /api/audit/divergence-notes",
          "GET /api/audit/divergence-notes/{}",
          "POST /api/audit/divergence-notes/{}/confirmation",
          "POST /api/accounts",
          "POST /api/accounts/{}/memberships",
          "POST /api/accounts/{}/membership-ends",
          "POST /api/accounts/{}/closure",
          "POST /api/accounts/{}/password-reset",
          "POST /api/account-changes/{}/confirmation",
          "POST /api/own-password");

  /** The story's own bill is paid: one more payment is refused for that, and not for a right. */
  private static final String PAID = "POST /api/payments";

  /** Who of their own side asks where the first group of an address may not, about this fact. */
  private static final Map<String, Role> OWN =
      Map.of(
          "POST /api/transfers/{}/returns", Role.SYSTEMS,
          "GET /api/tasks/{}", Role.LEGAL_REVIEWERS);

  /** A call of an address by somebody. */
  private interface Call extends Function<String, Answer> {}

  private final Map<String, Call> calls = new LinkedHashMap<>();

  /** Columns of the table, each with who asks. */
  private final Map<String, Function<Role, String>> askers = new LinkedHashMap<>();

  @Test
  void everybodyAtEveryAddressWithAValidCall() throws IOException {
    accounts();
    factsOfOnePair();
    List<ApiTable.Line> lines = ApiTable.lines(application);
    assertThat(calls.keySet())
        .as("a valid call for each address, and for nothing else")
        .containsExactlyInAnyOrderElementsOf(lines.stream().map(RightsMatrixTest::name).toList());
    SoftAssertions all = new SoftAssertions();
    Map<String, String> rows = new TreeMap<>();
    for (var one : calls.entrySet()) {
      ApiTable.Line line =
          lines.stream().filter(each -> name(each).equals(one.getKey())).findFirst().orElseThrow();
      rows.put(line.pattern() + " " + line.method(), row(line, one.getValue(), all));
    }
    all.assertAll();
    published(String.join("", rows.values()));
  }

  private static void published(String rows) throws IOException {
    if (Boolean.getBoolean("custody.print")) {
      Files.writeString(PUBLISHED, HEAD + rows);
    }
    assertThat(Files.readString(PUBLISHED)).isEqualTo(HEAD + rows);
  }

  private String row(ApiTable.Line line, Call call, SoftAssertions all) {
    String name = name(line);
    List<String> cells = new ArrayList<>();
    askers.forEach(
        (who, user) -> {
          Set<String> came = new TreeSet<>();
          for (Role role : Role.values()) {
            String asker = user.apply(role);
            if (asker.isEmpty() || role == Role.ADMINISTRATORS) {
              continue;
            }
            Answer answer = call.apply(asker);
            boolean allowed = line.roles().isEmpty() || line.roles().contains(role);
            String what =
                "%s as %s -> %d %s".formatted(name, asker, answer.status(), answer.text());
            if (!allowed) {
              all.assertThat(answer.status()).as(what).isEqualTo(403);
              continue;
            }
            came.add(said(name, answer));
            all.assertThat(
                    EVERYBODYS.contains(name)
                        || Set.of(403, 404).contains(answer.status())
                        || isNothing(answer)
                        || who.equals(OTHER_SIDE))
                .as(what)
                .isTrue();
          }
          cells.add(came.isEmpty() ? "–" : String.join(", ", came));
        });
    Answer nobody = call.apply("");
    all.assertThat(nobody.status()).as(name + " by nobody").isEqualTo(401);
    // Last, since it may change what the others asked about.
    Role own = OWN.getOrDefault(name, line.roles().isEmpty() ? Role.AUDITORS : first(line.roles()));
    Answer answer = call.apply(own(own));
    boolean doneByTheOtherSide = cells.get(0).contains("20");
    all.assertThat(
            answer.status() >= 200 && answer.status() < 300
                || answer.status() == 409 && (doneByTheOtherSide || PAID.equals(name)))
        .as("%s as %s -> %d %s", name, own(own), answer.status(), answer.text())
        .isTrue();
    return "| %s | `%s` | %s | %s |\n"
        .formatted(
            line.method(),
            line.pattern(),
            line.roles().isEmpty()
                ? "every account"
                : line.roles().stream().map(Role::group).sorted().collect(Collectors.joining(", ")),
            String.join(" | ", cells));
  }

  private static boolean isNothing(Answer answer) {
    return answer.status() == 200 && answer.body().isArray() && answer.body().isEmpty();
  }

  private static String said(String name, Answer answer) {
    return isNothing(answer) ? "nothing" : String.valueOf(answer.status());
  }

  private static Role first(Set<Role> roles) {
    return Stream.of(Role.values()).filter(roles::contains).findFirst().orElseThrow();
  }

  private static String name(ApiTable.Line line) {
    return line.method() + " " + line.pattern().replaceAll("\\{[^}]*}", "{}");
  }

  private static final String OTHER_SIDE = "other side";

  private static String own(Role role) {
    return switch (role) {
      case RECEIVING -> QM_QZ.receivingUser();
      case ADMINISTRATORS -> "administrator";
      default -> QM_QZ.user(role.group());
    };
  }

  private void accounts() {
    acting.openAccount("qz-auditors", "test", "QZ", "auditors");
    acting.openAccount("qz-duty-lawyers", "test", "QZ", "duty-lawyers");
    acting.openAccount("qm-counsel-3", "test", "QM", "counsel");
    acting.openAccount("qm-counsel-5", "test", "QM", "counsel");
    askers.put(
        OTHER_SIDE,
        role ->
            switch (role) {
              case RECEIVING -> QM_QZ.receivingUser();
              case AUDITORS, DUTY_LAWYERS -> "qz-" + role.group();
              default -> "";
            });
    askers.put(
        "third state",
        role -> role == Role.RECEIVING ? QR_QS.receivingUser() : QR_QS.user(role.group()));
    askers.put("counsel of another", role -> role == Role.COUNSEL ? "qm-counsel-3" : "");
  }

  /** A fact of {@code QM-QZ} for each address, and a call about it that its own side may make. */
  private void factsOfOnePair() {
    String placed = placed(QM_QZ);
    String onward = placed(QM_QZ);
    money();
    String filed = file(QM_QZ, request(QM_QZ));
    trail(filed);
    String withdrawn = file(QM_QZ, request(QM_QZ));
    String deceased = file(QM_QZ, request(QM_QZ));
    String accepted = waiting(QM_QZ);
    String gone = file(QM_QZ, request(QM_QZ));
    String aboard = waiting(QM_QZ);
    String seated = waiting(QM_QZ);
    String free = waiting(QM_QZ);
    waitOut(QM_QZ);
    String flight = flight(QM_QZ, aboard);
    String other = flight(QM_QZ, seated);
    long order = stay("CASE", filed);
    long document = document(QM_QZ.user("caseworkers"), "/api/transfers/" + filed, "Paper");

    cases(filed, document);
    change("withdrawal", withdrawn, map("reason", "Over."));
    change("acceptance-withdrawal", accepted, map("reason", "No place."));
    change("death", deceased, map("diedAt", moment(), "reason", "Natural causes."));
    change(
        "gone-without-clearance",
        gone,
        map("place", "ABOARD", "foundAt", moment(), "text", "Seen."));
    change("onward", onward, map("state", "VN", "sentOnAt", moment(), "text", "Sent on."));
    calls.put(
        "POST /api/transfers/{}/returns",
        user -> bringBack(user, placed, "COURT_ORDER", Duration.ofDays(10)));
    read("/api/transfers/{}/returns", "/api/transfers/" + placed + "/returns");
    orders(filed, order);
    flights(flight, aboard, other, free);
    agreement();
    String task = task(QM_QZ.user("legal-reviewers"), "review-finality", filed);
    read("/api/tasks/{}", "/api/tasks/" + task);
    calls.put(
        "POST /api/tasks/{}/release",
        user -> {
          if (user.equals(QM_QZ.user("managers"))) {
            claim(QM_QZ.user("legal-reviewers"), "review-finality", filed);
          }
          return post(user, "/api/tasks/" + task + "/release", "");
        });
    people();
  }

  private void cases(String filed, long document) {
    calls.put("POST /api/transfers", user -> post(user, "/api/transfers", request(QM_QZ)));
    read("/api/transfers", "/api/transfers");
    String one = "/api/transfers/" + filed;
    read("/api/transfers/{}", one);
    read("/api/transfers/{}/conditions", one + "/conditions");
    read("/api/transfers/{}/conditions/history", one + "/conditions/history");
    read("/api/transfers/{}/bundle", one + "/bundle");
    read("/api/transfers/{}/documents", one + "/documents");
    read("/api/transfers/{}/documents/{}", one + "/documents/" + document);
    change(
        "counsel",
        filed,
        map("counsel", "qm-counsel-5", "document", document, "reason", "A wish."));
    calls.put("POST /api/transfers/{}/documents", user -> uploaded(user, one, "Paper"));
    change(
        "claims",
        filed,
        map(
            "kind", "PROTECTION",
            "filedFor", "PERSON",
            "reference", "C-1",
            "text", "As the letter of counsel says (invented).",
            "filedAt", moment()));
    read("/api/transfers/{}/obstacles", one + "/obstacles");
    change(
        "obstacles",
        filed,
        map(
            "kind", "AGE_CLAIM",
            "authority", "Counsel",
            "reference", "A-2",
            "text", "As the person says (invented).",
            "occurredAt", moment()));
    change(
        "facts",
        filed,
        map(
            "kind", "PROCEEDINGS_OPENED",
            "on", today(),
            "authority", "Court 03",
            "reference", "A-1",
            "personIs", "DEFENDANT",
            "text", "As decided (invented)."));
  }

  private void orders(String filed, long order) {
    read("/api/stay-orders", "/api/stay-orders");
    read("/api/stay-orders/{}", "/api/stay-orders/" + order);
    read("/api/stay-orders/{}/cases", "/api/stay-orders/" + order + "/cases");
    calls.put(
        "POST /api/stay-orders",
        user -> {
          Answer entered = post(user, "/api/stay-orders", order("CASE", filed));
          boolean own = user.startsWith("qm-");
          if (entered.status() == 201) {
            assertThat(entered.body().get("covers").asInt())
                .as("whom an order of %s covers", user)
                .isEqualTo(own ? 1 : 0);
          }
          return entered;
        });
    calls.put("POST /api/stay-orders/{}/lift", user -> enterLift(user, order, lifting(order)));
  }

  private void agreement() {
    String path = "/api/agreements/QM-QZ";
    String lawyer = QM_QZ.user("legal-reviewers");
    long treaty = document(lawyer, path, "Treaty");
    read("/api/agreements", "/api/agreements");
    read("/api/agreements/{}", path);
    read("/api/agreements/{}/obstacles", path + "/obstacles");
    read("/api/agreements/{}/cost", path + "/cost?persons=2&days=10");
    read("/api/schemas/agreement", "/api/schemas/agreement");
    calls.put("POST /api/agreements/{}/documents", user -> uploaded(user, path, "Treaty"));
    calls.put(
        "POST /api/agreements/{}/assessment",
        user ->
            post(
                user,
                path + "/assessment",
                "{\"persons\":[{\"code\":\"P-1\",\"birthDate\":\"1980-01-01\",\"sex\":\"M\",\"nationalities\":[\"AF\"]}]}"));
    calls.put(
        "POST /api/agreements/{}/legal-bases",
        user ->
            post(
                user,
                path + "/legal-bases",
                map(
                    "route", "THIRD_COUNTRY",
                    "instrument", "TREATY",
                    "title", "Treaty of the test",
                    "source", "Invented",
                    "sendingRatifiedOn", "2019-11-01",
                    "receivingRatifiedOn", "2019-12-01",
                    "inForceFrom", "2020-01-01",
                    "document", treaty)));
    Map<String, Object> inspection =
        map(
            "body",
            "Inspection body 01",
            "independence",
            "CPT",
            "inspectedOn",
            today(),
            "illTreatmentFound",
            false,
            "counselReaches",
            true,
            "familyReaches",
            true);
    inspection.putAll(map("consulateReaches", true, "courtsReach", true, "document", treaty));
    calls.put(
        "POST /api/agreements/{}/inspections",
        user -> post(user, path + "/inspections", inspection));
    calls.put(
        "POST /api/agreements/{}/funding-certificates",
        user ->
            post(
                user,
                path + "/funding-certificates",
                map("amount", 1000, "validUntil", "2035-12-31", "reason", "Certified.")));
    Map<String, Object> frozen = map("reason", "Frozen.");
    // Only once it is asked about: the flight is to leave before.
    Supplier<Long> hold =
        SingletonSupplier.of(() -> id(post(QM_QZ.user("systems"), path + "/funding-hold", frozen)));
    Supplier<Long> release = since(hold, path);
    calls.put(
        "POST /api/agreements/{}/funding-hold", user -> post(user, path + "/funding-hold", frozen));
    calls.put(
        "POST /api/agreements/{}/funding-hold/release",
        user ->
            post(
                user,
                path + "/funding-hold/release",
                map("hold", hold.get(), "document", release.get(), "reason", "Released.")));
    Supplier<Long> suspension =
        SingletonSupplier.of(
            () -> id(post(lawyer + "-2", path + "/suspension", map("reason", "Suspended."))));
    Supplier<Long> instrument = since(suspension, path);
    calls.put(
        "POST /api/agreements/{}/suspension",
        user -> post(user, path + "/suspension", map("reason", "Suspended.")));
    calls.put(
        "POST /api/agreements/{}/suspension/resumption",
        user ->
            post(
                user,
                path + "/suspension/resumption",
                map(
                    "suspension",
                    suspension.get(),
                    "document",
                    instrument.get(),
                    "reason",
                    "It goes on.")));
  }

  /** A document that came after what it settles. */
  private Supplier<Long> since(Supplier<Long> raised, String path) {
    return SingletonSupplier.of(
        () -> {
          raised.get();
          return document(QM_QZ.user("legal-reviewers"), path, "Instrument");
        });
  }

  private void flights(String flight, String aboard, String other, String free) {
    String one = "/api/flights/" + flight;
    String two = "/api/flights/" + other;
    read("/api/flights", "/api/flights");
    read("/api/flights/{}", one);
    read("/api/placements", "/api/placements");
    String departure = clock.instant().plus(Duration.ofHours(40)).toString();
    String earlier = clock.instant().plus(Duration.ofHours(30)).toString();
    calls.put(
        "POST /api/flights",
        user ->
            post(
                user,
                "/api/flights",
                map(
                    "agreement", "QM-QZ",
                    "departsFrom", "Airport 01",
                    "arrivesAt", "Airport 02",
                    "plannedDeparture", departure,
                    "cases", List.of(free))));
    calls.put(
        "POST /api/flights/{}/delay",
        user ->
            post(user, two + "/delay", map("plannedDeparture", departure, "reason", "A storm.")));
    calls.put(
        "POST /api/flights/{}/earlier",
        user ->
            post(user, two + "/earlier", map("plannedDeparture", earlier, "reason", "A storm.")));
    calls.put(
        "POST /api/flights/{}/cancellation",
        user -> post(user, two + "/cancellation", map("reason", "A storm.")));
    calls.put("POST /api/flights/{}/identity-checks", user -> compare(flight, aboard, user, true));
    calls.put("POST /api/flights/{}/departure", user -> post(user, one + "/departure", ""));
    calls.put("POST /api/flights/{}/arrival", user -> post(user, one + "/arrival", ""));
    calls.put(
        "POST /api/flights/{}/handovers",
        user -> {
          if (user.equals(own(Role.RECEIVING))) {
            compare(flight, aboard, own(Role.FLIGHT_OPERATIONS), true);
            compare(flight, aboard, user, true);
          }
          return post(
              user, one + "/handovers", map("caseNumber", aboard, "receivedBy", "Officer 01"));
        });
  }

  private void money() {
    // Two persons, a whole month.
    YearMonth month = YearMonth.from(LocalDate.parse(today())).plusMonths(1);
    goTo(month.plusMonths(1).atDay(3) + "T12:00:00Z");
    JsonNode invoice = bill(QM_QZ, month, 2 * month.lengthOfMonth());
    String number = invoice.get("number").asText();
    read("/api/bills/{}", "/api/bills/BILL-QM-QZ-" + month);
    read("/api/invoices", "/api/invoices");
    read("/api/invoices/{}", "/api/invoices/" + number);
    calls.put(
        "POST /api/billing-runs",
        user ->
            post(
                user,
                "/api/billing-runs",
                map("agreement", "QM-QZ", "month", month.minusMonths(1) + "")));
    calls.put("POST /api/payments", user -> post(user, "/api/payments", payment(number)));
  }

  private Map<String, Object> payment(String number) {
    return map("invoice", number, "reference", "R-1", "amount", 1, "paidOn", today());
  }

  private void trail(String filed) {
    read("/api/audit", "/api/audit?case=general");
    read("/api/audit/verification", "/api/audit/verification");
    // There is one to confirm: a chain that is not the one that was anchored.
    acting.openAccount("qm-auditors-2", "test", "QM", "auditors");
    advance(Duration.ofDays(1));
    jdbc.sql("update audit_entry set hash = ? where chain = ?")
        .params("1".repeat(64), filed)
        .update();
    String notes = "/api/audit/divergence-notes";
    Map<String, Object> reason = map("reason", "A restore.");
    long note = id(post("qm-auditors-2", notes, reason));
    calls.put("POST " + notes, user -> post(user, notes, reason));
    read(notes + "/{}", notes + "/" + note);
    calls.put(
        "POST " + notes + "/{}/confirmation",
        user -> post(user, notes + "/" + note + "/confirmation", ""));
  }

  private void people() {
    for (String user : List.of("qm-a", "qm-b", "qm-c", "qm-d")) {
      acting.openAccount(user, "test", "QM", "finance");
    }
    calls.put(
        "POST /api/accounts",
        user ->
            post(
                user,
                "/api/accounts",
                map("userId", "qm-new", "password", "secret-of-a-test", "state", "QM")));
    account("memberships", "qm-a", map("group", "managers"));
    account("membership-ends", "qm-b", map("group", "finance"));
    account("closure", "qm-c", "");
    account("password-reset", "qm-d", "");
    long asked =
        post("administrator-2", "/api/accounts/qm-d/memberships", map("group", "managers"))
            .expect(201)
            .body()
            .get("change")
            .asLong();
    calls.put(
        "POST /api/account-changes/{}/confirmation",
        user -> post(user, "/api/account-changes/" + asked + "/confirmation", ""));
    calls.put(
        "POST /api/own-password",
        user ->
            post(user, "/api/own-password", map("current", "test", "wanted", "another-of-a-test")));
  }

  private void account(String what, String about, Object body) {
    calls.put(
        "POST /api/accounts/{}/" + what,
        user -> post(user, "/api/accounts/" + about + "/" + what, body));
  }

  private void read(String pattern, String path) {
    calls.put("GET " + pattern, user -> get(user, path));
  }

  private void change(String what, String caseNumber, Object body) {
    calls.put(
        "POST /api/transfers/{}/" + what,
        user -> post(user, "/api/transfers/" + caseNumber + "/" + what, body));
  }

  private static long id(Answer entered) {
    return entered.expect(201).body().get("id").asLong();
  }
}
