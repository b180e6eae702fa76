package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/**
 * The offer, tried on 43 invented persons: who could never be admissible and why, and what is
 * missing in law for all.
 */
class AssessmentTest extends Journey {

  private static final String PATH = "/api/agreements/US-SV/assessment";

  @Test
  void theOfferSaysForEachWhatStandsAgainstItAndWhatIsMissingForAll() throws IOException {
    Answer answer = post(QR_QS.user("legal-reviewers"), PATH, cohort()).expect(200);
    JsonNode assessment = answer.body();

    assertThat(assessment.get("status").asText()).isEqualTo("OFFER");
    assertThat(assessment.get("persons").asInt()).isEqualTo(43);
    assertThat(assessment.get("findings")).hasSize(43);
    assertThat(assessment.get("missingForAll").findValuesAsText("text"))
        .anyMatch(text -> text.contains("its status is OFFER since 3 February 2025"))
        .anyMatch(text -> text.contains("No independent inspection of SV-CECOT is on file"))
        .anyMatch(text -> text.contains("A removal order is not a sentence"))
        .anyMatch(text -> text.contains("A gang allegation is not a conviction"));
    assertThat(assessment.get("missingForAll").findValuesAsText("source"))
        .contains("18 U.S.C. 4100 and following", "8 U.S.C. 1231(a)(4)");

    against(assessment, "P-001", "NOT_OWN_NATIONAL", "national of US");
    against(assessment, "P-002", "NOT_OWN_NATIONAL", "national of US");
    against(assessment, "P-003", "FINAL_CONVICTION", "an allegation is not a conviction");
    against(assessment, "P-004", "FINAL_CONVICTION", "is open");
    against(
        assessment,
        "P-005",
        "NO_PROTECTION_BAR",
        "Protection decision of 10 October 2019 forbids a transfer to SV.");
    against(assessment, "P-006", "CONSENT", "does not consent");
    against(assessment, "P-008", "SENTENCE_LEFT", "ended on 4 February 2025");
    against(assessment, "P-009", "NO_PROTECTION_BAR", "is not settled");
    against(assessment, "P-010", "FINAL_CONVICTION", "not a custodial sentence");
    JsonNode salvadoran = finding(assessment, "P-007");
    assertThat(salvadoran.get("route").asText()).isEqualTo("RECEIVING_NATIONAL");
    assertThat(salvadoran.get("open").findValuesAsText("condition")).contains("CONSENT");
    for (JsonNode person : assessment.get("findings")) {
      assertThat(person.get("open").findValuesAsText("decidedBy"))
          .as("nobody is cleared by an assessment")
          .isNotEmpty();
    }
    assertThat(answer.text()).doesNotContain("PLACE_AVAILABLE").doesNotContain("MANIFEST");
  }

  @Test
  void nothingIsFiledOrKept() throws IOException {
    long before = rows();
    post(QR_QS.user("managers"), PATH, cohort()).expect(200);
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void theCostIsAskedApart() {
    JsonNode cost =
        get(
                QR_QS.user("managers"),
                "/api/agreements/US-SV/cost?persons=100&days=31&from=2025-03-20")
            .expect(200)
            .body();
    assertThat(cost.get("amount").decimalValue()).isEqualByComparingTo("169863.01");
    assertThat(cost.get("currency").asText()).isEqualTo("USD");
    get(QR_QS.user("managers"), "/api/agreements/US-SV/cost?persons=100&days=31&from=2024-03-20")
        .expect(409);
  }

  @Test
  void anUnknownFieldANameAndATwiceUsedCodeAreRefused() throws IOException {
    ObjectNode cohort = cohort();
    ((ObjectNode) cohort.get("persons").get(0)).put("familyName", "Somebody");
    ((ObjectNode) cohort.get("persons").get(1)).put("allegation", "gang");
    assertThat(post(QR_QS.user("counsel"), PATH, cohort).expect(400).pointers())
        .contains("/persons/0/familyName", "/persons/1/allegation");
    ObjectNode twice = cohort();
    ((ObjectNode) twice.get("persons").get(1)).put("code", "P-001");
    assertThat(post(QR_QS.user("auditors"), PATH, twice).expect(400).pointers())
        .contains("/persons/1/code");
    post(QR_QS.user("finance"), PATH, cohort()).expect(403);
    post(QR_QS.user("requesters"), PATH, cohort()).expect(403);
  }

  @Test
  void aTableMeansTheSameAsJson() throws IOException {
    JsonNode fromJson = post(QR_QS.user("counsel"), PATH, cohort()).expect(200).body();
    JsonNode fromTable = table(table(cohort())).expect(200).body();
    assertThat(fromTable.get("findings")).isEqualTo(fromJson.get("findings"));
    assertThat(fromTable.get("totals")).isEqualTo(fromJson.get("totals"));
  }

  @Test
  void aWrongTableIsRefusedWithThePlace() throws IOException {
    String good = table(cohort());
    assertThat(table(good.replace("birthDate", "born")).expect(400).pointers()).contains("/born");
    assertThat(table(good.replace("judgedOn", "familyName")).expect(400).pointers())
        .contains("/familyName");
    assertThat(table(good.replace("2024-02-05,true", "5.2.2024,yes")).expect(400).pointers())
        .contains("/persons/0/judgment/judgedOn", "/persons/0/judgment/custodial");
    assertThat(table("code,code\nP-1,P-1\n").expect(400).detail()).contains("twice");
    table("").expect(400);
    table("code\n").expect(400);
    table("code,sex\nP-1\n").expect(400);
    table("code,sex\n\"P-1,M\n").expect(400);
    send(QR_QS.user("counsel"), "POST", PATH, BodyPublishers.ofString(good), "application/xml")
        .expect(415);
  }

  @Test
  void aParliamentReadsItAsAPageAndAsAPdf() throws IOException, InterruptedException {
    String page = new String(answer(cohort().toString(), "text/html"), StandardCharsets.UTF_8);
    assertThat(page)
        .contains("Assessment of US-SV", "Status OFFER since 2025-02-03")
        .contains("Protection decision of 10 October 2019 forbids a transfer to SV.")
        .contains("A removal order is not a sentence")
        .contains("What would be lawful instead", "A-57, Managua 1993")
        .contains("An assessment clears nobody.")
        .doesNotContain("th:text", "th:each");
    byte[] pdf = answer(cohort().toString(), "application/pdf");
    try (var document = Loader.loadPDF(pdf)) {
      String text = new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
      assertThat(text)
          .contains("Assessment of US-SV", "persons assessed", "P-043")
          .contains("Protection decision of 10 October 2019 forbids a transfer to SV.");
      assertThat(document.getDocumentInformation().getTitle()).isEqualTo("Assessment of US-SV");
    }
  }

  @Test
  void agreementsAreComparedInTotalsOnly() throws IOException {
    JsonNode compared =
        post(QR_QS.user("managers"), PATH + "?compareWith=SE-EE,NO-NL", cohort())
            .expect(200)
            .body()
            .get("compared");
    assertThat(compared.findValuesAsText("agreement")).containsExactly("SE-EE", "NO-NL");
    assertThat(compared.get(0).get("totals")).isNotEmpty();
    assertThat(compared.get(0).has("findings")).isFalse();
    post(QR_QS.user("managers"), PATH + "?compareWith=XX-YY", cohort()).expect(404);
  }

  @Test
  void fiveThousandPersonsAreAssessedAndOneMoreIsRefused() throws IOException {
    ObjectNode cohort = cohort();
    ArrayNode persons = (ArrayNode) cohort.get("persons");
    for (int n = 44; n <= 5000; n++) {
      persons.add(((ObjectNode) persons.get(n % 43)).deepCopy().put("code", "P-" + n));
    }
    JsonNode assessment = post(QR_QS.user("auditors"), PATH, cohort).expect(200).body();
    assertThat(assessment.get("findings")).hasSize(5000);
    assertThat(table(table(cohort)).expect(200).body().get("persons").asInt()).isEqualTo(5000);
    persons.add(((ObjectNode) persons.get(0)).deepCopy().put("code", "P-5001"));
    assertThat(post(QR_QS.user("auditors"), PATH, cohort).expect(400).pointers())
        .containsExactly("/persons");
  }

  private Answer table(String csv) {
    return send(QR_QS.user("counsel"), "POST", PATH, BodyPublishers.ofString(csv), "text/csv");
  }

  private byte[] answer(String body, String accept) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + PATH))
                    .POST(BodyPublishers.ofString(body))
                    .header("Content-Type", "application/json")
                    .header("Accept", accept)
                    .header(
                        "Authorization",
                        "Basic "
                            + Base64.getEncoder()
                                .encodeToString(
                                    (QR_QS.user("counsel") + ":test")
                                        .getBytes(StandardCharsets.UTF_8)))
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.statusCode())
        .as(new String(answer.body(), StandardCharsets.UTF_8))
        .isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(accept);
    return answer.body();
  }

  /** The same cohort as a table. */
  private static String table(ObjectNode cohort) {
    StringBuilder csv =
        new StringBuilder(
            "code,birthDate,sex,nationalities,languages,judgedOn,custodial,offenceGroups,sentenceFrom,sentenceUntil,appealOpen,finalOn,expulsionDecidedOn,expulsionFinalOn,protectionDecisions,protectionClaims,openProceedings,consentGiven,consentAnsweredOn,securityClass\r\n");
    for (JsonNode person : cohort.get("persons")) {
      csv.append(
              String.join(
                  ",",
                  person.path("code").asText(),
                  person.path("birthDate").asText(),
                  person.path("sex").asText(),
                  words(person.path("nationalities")),
                  words(person.path("languages")),
                  person.at("/judgment/judgedOn").asText(),
                  person.at("/judgment/custodial").asText(),
                  words(person.at("/judgment/offenceGroups")),
                  person.at("/judgment/sentenceFrom").asText(),
                  person.at("/judgment/sentenceUntil").asText(),
                  person.at("/judgment/appealOpen").asText(),
                  person.at("/judgment/finalOn").asText(),
                  person.at("/expulsionOrder/decidedOn").asText(),
                  person.at("/expulsionOrder/finalOn").asText(),
                  pairs(person.path("protectionDecisions"), "state", "decidedOn"),
                  pairs(person.path("protectionClaims"), "state", "decidedOn"),
                  pairs(person.path("openProceedings"), "personIs", "openedOn"),
                  person.at("/consent/given").asText(),
                  person.at("/consent/answeredOn").asText(),
                  person.path("securityClass").asText()))
          .append("\r\n");
    }
    return csv.toString();
  }

  private static String words(JsonNode list) {
    List<String> words = new ArrayList<>();
    list.forEach(one -> words.add(one.asText()));
    return String.join(" ", words);
  }

  private static String pairs(JsonNode list, String first, String second) {
    List<String> pairs = new ArrayList<>();
    list.forEach(one -> pairs.add(one.get(first).asText() + ":" + one.get(second).asText()));
    return String.join(" ", pairs);
  }

  private static ObjectNode cohort() throws IOException {
    return (ObjectNode) JSON.readTree(Files.readString(Path.of("docs/examples/cohort-US-SV.json")));
  }

  private static void against(JsonNode assessment, String code, String condition, String says) {
    JsonNode standing = finding(assessment, code).get("against");
    assertThat(standing.findValuesAsText("condition")).as(code).contains(condition);
    assertThat(standing.findValuesAsText("sentence"))
        .as(code)
        .anyMatch(sentence -> sentence.contains(says));
    assertThat(standing.findValuesAsText("source")).as(code).allMatch(source -> !source.isBlank());
  }

  private static JsonNode finding(JsonNode assessment, String code) {
    for (JsonNode one : assessment.get("findings")) {
      if (one.get("code").asText().equals(code)) {
        return one;
      }
    }
    throw new AssertionError(code);
  }

  private long rows() {
    return jdbc.sql(
            "select (select count(*) from transfer_case) + (select count(*) from person) + (select count(*) from audit_entry)")
        .query(Long.class)
        .single();
  }
}
