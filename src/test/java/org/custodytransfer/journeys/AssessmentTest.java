package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The offer, tried on 43 invented persons: who could never be admissible and why, and what is
 * missing in law for all.
 */
class AssessmentTest extends Journey {

  private static final String PATH = "/api/agreements/US-SV/assessment";

  @Test
  void theOfferSaysForEachWhatStandsAgainstItAndWhatIsMissingForAll() throws IOException {
    Answer answer = post(DK_XK.user("legal-reviewers"), PATH, cohort()).expect(200);
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
    against(assessment, "P-009", "NO_PROTECTION_BAR", "is pending");
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
    post(DK_XK.user("managers"), PATH, cohort()).expect(200);
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void theCostIsAskedApart() {
    JsonNode cost =
        get(
                DK_XK.user("managers"),
                "/api/agreements/US-SV/cost?persons=100&days=31&from=2025-03-20")
            .expect(200)
            .body();
    assertThat(cost.get("amount").decimalValue()).isEqualByComparingTo("169863.01");
    assertThat(cost.get("currency").asText()).isEqualTo("USD");
    get(DK_XK.user("managers"), "/api/agreements/US-SV/cost?persons=100&days=31&from=2024-03-20")
        .expect(409);
  }

  @Test
  void anUnknownFieldANameAndATwiceUsedCodeAreRefused() throws IOException {
    ObjectNode cohort = cohort();
    ((ObjectNode) cohort.get("persons").get(0)).put("familyName", "Somebody");
    ((ObjectNode) cohort.get("persons").get(1)).put("allegation", "gang");
    assertThat(post(DK_XK.user("counsel"), PATH, cohort).expect(400).pointers())
        .contains("/persons/0/familyName", "/persons/1/allegation");
    ObjectNode twice = cohort();
    ((ObjectNode) twice.get("persons").get(1)).put("code", "P-001");
    assertThat(post(DK_XK.user("auditors"), PATH, twice).expect(400).pointers())
        .contains("/persons/1/code");
    post(DK_XK.user("finance"), PATH, cohort()).expect(403);
    post(DK_XK.user("requesters"), PATH, cohort()).expect(403);
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
