package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * Bad requests, each through both doors: 400 that points at the fault, no instance, no row, and
 * nothing of the person in the log.
 */
class MalformedInputTest extends Journey {

  /** Stands in every request of this test; the log must never show it. */
  private static final String MARK = "Qwertzuiopa";

  /** What is wrong, and where the answer points. */
  private record Bad(String text, String pointer) {}

  private Map<String, Bad> table() {
    Map<String, Bad> table = new LinkedHashMap<>();
    // not a request at all
    raw(table, "nothing", "", "");
    raw(table, "not JSON", "agreement=" + MARK, "");
    raw(table, "cut off", good().toString().substring(0, 200), "");
    raw(table, "a second document behind it", good() + " {}", "");
    raw(
        table,
        "a field given twice",
        good().toString().replaceFirst("\\{", "{\"agreement\":1,"),
        "");
    raw(table, "a list", "[" + good() + "]", "");
    raw(table, "a text", "\"" + MARK + "\"", "");
    raw(table, "null", "null", "");
    raw(table, "nested 5,000 deep", "{\"person\":".repeat(5_000) + "1" + "}".repeat(5_000), "");
    raw(
        table,
        "a number of 5,000 digits",
        good().toString().replace("\"securityClass\":2", "\"securityClass\":" + "9".repeat(5_000)),
        "");
    raw(
        table,
        "19,000 letters as a name",
        with("/person/familyName", MARK + "x".repeat(19_000)),
        "/person/familyName");
    // what is missing or unknown
    for (String field : List.of("agreement", "person", "judgment", "securityClass")) {
      row(table, "without " + field, r -> r.remove(field), "/" + field);
    }
    row(
        table,
        "without a register number",
        r -> person(r).remove("registerNumber"),
        "/person/registerNumber");
    row(table, "without a court", r -> judgment(r).remove("court"), "/judgment/court");
    row(table, "an unknown field", r -> r.put("urgent", true), "/urgent");
    row(table, "an allegation", r -> r.put("allegation", "gang"), "/allegation");
    row(table, "an unknown field with a slash", r -> person(r).put("a/b~c", 1), "/person/a~1b~0c");
    // types
    row(table, "a number as agreement", r -> r.put("agreement", 7), "/agreement");
    row(table, "null as a person", r -> r.putNull("person"), "/person");
    row(table, "a text as a person", r -> r.put("person", MARK), "/person");
    row(table, "a text as truth", r -> judgment(r).put("custodial", "true"), "/judgment/custodial");
    row(table, "a fraction as a class", r -> r.put("securityClass", 2.5), "/securityClass");
    row(
        table,
        "a text as nationalities",
        r -> person(r).put("nationalities", "AF"),
        "/person/nationalities");
    row(
        table,
        "a list as a name",
        r -> person(r).putArray("familyName").add(MARK),
        "/person/familyName");
    // dates
    row(table, "30 February", r -> judgment(r).put("judgedOn", "2025-02-30"), "/judgment/judgedOn");
    row(
        table,
        "day, month, year",
        r -> judgment(r).put("judgedOn", "03/03/2025"),
        "/judgment/judgedOn");
    row(
        table,
        "a moment as a day",
        r -> judgment(r).put("judgedOn", "2025-03-03T00:00:00Z"),
        "/judgment/judgedOn");
    row(table, "a number as a day", r -> person(r).put("birthDate", 19900412), "/person/birthDate");
    row(
        table,
        "born tomorrow",
        r -> person(r).put("birthDate", LocalDate.parse(today()).plusDays(2).toString()),
        "/person/birthDate");
    row(
        table,
        "judged in the future",
        r -> judgment(r).put("judgedOn", LocalDate.parse(today()).plusDays(2).toString()),
        "/judgment/judgedOn");
    row(
        table,
        "a sentence that ends before it begins",
        r -> judgment(r).put("sentenceUntil", "2024-03-03"),
        "/judgment/sentenceUntil");
    row(
        table,
        "final before it was judged",
        r -> judgment(r).put("finalOn", "2025-03-01"),
        "/judgment/finalOn");
    row(
        table,
        "a year of five digits",
        r -> judgment(r).put("sentenceUntil", "20333-03-02"),
        "/judgment/sentenceUntil");
    // codes and sizes
    row(table, "a country in small letters", r -> nationality(r, "af"), "/person/nationalities/0");
    row(table, "a country of three letters", r -> nationality(r, "AFG"), "/person/nationalities/0");
    row(table, "a country that is none", r -> nationality(r, "ZZ"), "/person/nationalities/0");
    row(
        table,
        "the same country twice",
        r -> person(r).withArray("nationalities").add("AF"),
        "/person/nationalities");
    row(table, "no nationality", r -> person(r).putArray("nationalities"), "/person/nationalities");
    row(table, "an unknown sex", r -> person(r).put("sex", "m"), "/person/sex");
    row(
        table,
        "an unknown offence group",
        r -> judgment(r).putArray("offenceGroups").add("GANG"),
        "/judgment/offenceGroups/0");
    row(
        table,
        "a language that is none",
        r -> person(r).putArray("languages").add("English"),
        "/person/languages/0");
    row(table, "security class 0", r -> r.put("securityClass", 0), "/securityClass");
    row(table, "security class 6", r -> r.put("securityClass", 6), "/securityClass");
    row(table, "an agreement in words", r -> r.put("agreement", "Denmark-Kosovo"), "/agreement");
    row(
        table,
        "a name of 201 letters",
        r -> person(r).put("familyName", MARK + "x".repeat(200)),
        "/person/familyName");
    row(table, "an empty name", r -> person(r).put("familyName", ""), "/person/familyName");
    row(table, "a name of spaces", r -> person(r).put("familyName", "   "), "/person/familyName");
    row(
        table,
        "51 protection decisions",
        r -> {
          for (int n = 0; n < 51; n++) {
            protection(r, "AF");
          }
        },
        "/protectionDecisions");
    // markup, controls, expressions
    row(
        table,
        "markup in a name",
        r -> person(r).put("familyName", "<b>" + MARK),
        "/person/familyName");
    row(
        table,
        "an expression in a name",
        r -> person(r).put("familyName", "${1+1}" + MARK),
        "/person/familyName");
    row(
        table,
        "a line break in a name",
        r -> person(r).put("familyName", MARK + "\n2026 INFO forged"),
        "/person/familyName");
    row(
        table,
        "a NUL in a name",
        r -> person(r).put("familyName", MARK + "\u0000"),
        "/person/familyName");
    for (int point : new int[] {0x0B, 0x7F, 0x85, 0xFFFE, 0x1FFFF, 0xFDD0, 0x202E, 0x2067}) {
      String name = "U+%X in a name".formatted(point);
      row(
          table,
          name,
          r -> person(r).put("familyName", MARK + Character.toString(point)),
          "/person/familyName");
    }
    for (int point : new int[] {0x2003, 0x200B, 0x3164, 0x2800}) {
      String name = "nothing but U+%X as a court".formatted(point);
      row(table, name, r -> judgment(r).put("court", Character.toString(point)), "/judgment/court");
    }
    table.put(
        "half a character in a name",
        new Bad(
            with("/person/familyName", MARK + "HALF").replace("HALF", "\\ud83d"),
            "/person/familyName"));
    row(
        table,
        "markup in a court",
        r -> judgment(r).put("court", "<script>1</script>"),
        "/judgment/court");
    row(
        table,
        "a path as a register number",
        r -> person(r).put("registerNumber", "../../etc"),
        "/person/registerNumber");
    row(
        table,
        "a space as counsel's user",
        r -> person(r).put("counsel", "a b"),
        "/person/counsel");
    row(
        table,
        "a protection decision for no state",
        r -> protection(r, "Kosovo"),
        "/protectionDecisions/0/state");
    return table;
  }

  @Test
  void everyBadRequestIsRefusedAtBothDoorsAndLeavesNothing() throws IOException {
    Map<String, Bad> table = table();
    assertThat(table).hasSizeGreaterThanOrEqualTo(40);
    long before = rows();
    long logged = Files.size(log());
    String requester = QR_QS.user("requesters");
    SoftAssertions all = new SoftAssertions();
    table.forEach(
        (name, bad) -> {
          Answer ours = post(requester, "/api/transfers", bad.text());
          all.assertThat(ours.status()).as(name + ", /api: " + cut(ours)).isEqualTo(400);
          all.assertThat(ours.pointers()).as(name + ", /api").contains(bad.pointer());
          Answer engines = start(requester, bad.text());
          all.assertThat(engines.status())
              .as(name + ", /engine-rest: " + cut(engines))
              .isEqualTo(400);
          all.assertThat(engines.pointers()).as(name + ", /engine-rest").contains(bad.pointer());
        });
    all.assertAll();
    assertThat(rows()).as("no instance, no row").isEqualTo(before);
    String log = Files.readString(log()).substring((int) logged);
    assertThat(log).as("nothing of the person in the log").doesNotContain(MARK);
  }

  @Test
  void everyFaultIsListedAtOnce() {
    ObjectNode request = good();
    request.remove("judgment");
    person(request).put("sex", "m").put("birthDate", "yesterday").put("nickname", MARK);
    assertThat(post(QR_QS.user("requesters"), "/api/transfers", request).expect(400).pointers())
        .contains("/judgment", "/person/sex", "/person/birthDate", "/person/nickname");
  }

  @Test
  void otherEncodingsOtherTypesAndTooMuchAreRefused() {
    String requester = QR_QS.user("requesters");
    long before = rows();
    byte[] latin =
        good().toString().replace(MARK, MARK + "é").getBytes(StandardCharsets.ISO_8859_1);
    for (String door :
        List.of("/api/transfers", "/engine-rest/process-definition/key/transfer/start")) {
      assertThat(
              Stream.of(
                      send(
                          requester,
                          "POST",
                          door,
                          BodyPublishers.ofByteArray(latin),
                          "application/json"),
                      send(
                          requester,
                          "POST",
                          door,
                          BodyPublishers.ofString(good().toString(), StandardCharsets.UTF_16),
                          "application/json"),
                      send(
                          requester,
                          "POST",
                          door,
                          BodyPublishers.ofString("<request/>"),
                          "application/xml"),
                      send(
                          requester,
                          "POST",
                          door,
                          BodyPublishers.ofByteArray(new byte[9_000_000]),
                          "application/json"))
                  .map(Answer::status))
          .as(door)
          .allMatch(status -> List.of(400, 413, 415).contains(status));
    }
    assertThat(rows()).isEqualTo(before);
  }

  private ObjectNode good() {
    ObjectNode request = request(QR_QS);
    person(request).put("familyName", MARK);
    return request;
  }

  private String with(String pointer, String value) {
    ObjectNode request = good();
    int last = pointer.lastIndexOf('/');
    ((ObjectNode) request.at(pointer.substring(0, last))).put(pointer.substring(last + 1), value);
    return request.toString();
  }

  private void row(
      Map<String, Bad> table, String name, Consumer<ObjectNode> change, String pointer) {
    ObjectNode request = good();
    change.accept(request);
    table.put(name, new Bad(request.toString(), pointer));
  }

  private static void raw(Map<String, Bad> table, String name, String text, String pointer) {
    table.put(name, new Bad(text, pointer));
  }

  private static void nationality(ObjectNode request, String state) {
    person(request).putArray("nationalities").add(state);
  }

  private static void protection(ObjectNode request, String state) {
    request
        .withArray("protectionDecisions")
        .addObject()
        .put("state", state)
        .put("authority", "Authority 01")
        .put("reference", "R-1")
        .put("decidedOn", "2020-01-01");
  }

  private static String cut(Answer answer) {
    return answer.text().substring(0, Math.min(200, answer.text().length()));
  }

  private long rows() {
    return jdbc.sql(
            "select (select count(*) from transfer_case) + (select count(*) from person) + (select"
                + " count(*) from act_ru_execution) + (select count(*) from act_hi_procinst)")
        .query(Long.class)
        .single();
  }
}
