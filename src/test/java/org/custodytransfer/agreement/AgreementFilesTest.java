package org.custodytransfer.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.custodytransfer.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;

/** A file that does not say an agreement stops the start, and says where. */
@Running
class AgreementFilesTest {

  @Autowired AgreementFiles files;

  @ParameterizedTest
  @CsvSource({"DK-XK, IN_FORCE", "SE-EE, SIGNED", "NO-NL, ENDED", "US-SV, OFFER"})
  void theFourAgreementsShipWithTheirTrueStatus(String code, Agreement.Status status)
      throws IOException {
    assertThat(files.load(code + ".yaml", text(code)).agreement().status().code())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "noticeDays: 30|noticeDays: 29|/periods/noticeDays|minimum",
        "inspectionDays: 365|inspectionDays: 366|/periods/inspectionDays|maximum",
        "protectionAssessmentDays: 90|protectionAssessmentDays: 91|/periods/protectionAssessmentDays|maximum",
        "fitnessHours: 72|fitnessHours: 73|/periods/fitnessHours|maximum",
        "acceptanceDays: 60|acceptanceDays: 61|/periods/acceptanceDays|maximum",
        "returnLeadDays: 30|returnLeadDays: 29|/periods/returnLeadDays|minimum",
        "counselVisitDays: 14|counselVisitDays: 15|/periods/counselVisitDays|maximum",
        "welfareVisitDays: 30|welfareVisitDays: 31|/periods/welfareVisitDays|maximum",
        "quota: 300|quota: 301|/quota|capacity",
        "quota: 300|quota: many|/quota|integer",
        "quota: 300|conditions: {FIT_TO_FLY: false}|/conditions|not a known field",
        "kind: LEASE|kind: REMOVAL|/routes/THIRD_COUNTRY/kind|enumeration",
        "kind: LEASE|kind: ENFORCEMENT|/routes/THIRD_COUNTRY/kind|nationals",
        "currency: EUR|currency: EUX|/fees/currency|ISO 4217",
        "zone: Europe/Belgrade|zone: Europe/Nowhere|/receiving/zone|IANA time zone",
        "code: DK-XK|code: DK-XX|/code|file's name",
        "since: 2024-06-07|since: 2024-05-22|/receiving/ratification|entry into force",
        "calendars: [DK, XK]|calendars: [DK, QQ]|/calendars|no holiday calendar",
        "nationalities: [EU, EEA]|nationalities: [EU, ZZ]|/exclusions/nationalities|neither",
        "until: 2034-06-06, how|until: 2029-06-06, how|/term/extension/until|after",
        "how: AUTOMATIC|how: SOMEHOW|/term/extension/how|enumeration",
        "languages: [da, sq, en]|languages: [da, xx]|/languages|BCP 47",
        "inFacility: DK|inFacility: ZZ|/law|ISO 3166",
        "day: 2027-04-01|day: 2027-04-31|/facility/opening/day|date",
        "lifeSentences: EXCLUDED|lifeSentences: never|/exclusions/lifeSentences|enumeration",
        "kind: TREATY|kind: NOTES|/instruments|treaty or a statute"
      })
  void aFaultNamesFileLineAndField(String right, String wrong, String field, String says)
      throws IOException {
    String text = text("DK-XK");
    assertThat(text).contains(right);
    String changed = text.replaceFirst(java.util.regex.Pattern.quote(right), wrong);
    assertThatThrownBy(() -> files.load("DK-XK.yaml", changed))
        .hasMessageContaining("DK-XK.yaml, line ")
        .hasMessageContaining("field " + field)
        .hasMessageContaining(says);
  }

  @Test
  void eachFieldOfTheSchemaHasItsSentence() throws IOException {
    JsonNode schema =
        new ObjectMapper()
            .readTree(new ClassPathResource("schemas/agreement.json").getInputStream());
    List<String> silent = new ArrayList<>();
    silent("", schema, silent);
    assertThat(silent).isEmpty();
  }

  private static void silent(String at, JsonNode node, List<String> silent) {
    node.path("properties")
        .properties()
        .forEach(
            field -> {
              if (!field.getValue().path("description").asText().endsWith(".")) {
                silent.add(at + "/" + field.getKey());
              }
            });
    node.properties().forEach(one -> silent(at + "/" + one.getKey(), one.getValue(), silent));
  }

  @Test
  void theLineIsTheFieldsOwn() throws IOException {
    String text = text("DK-XK").replace("noticeDays: 30", "noticeDays: 3");
    int line = text.lines().toList().indexOf("  noticeDays: 3") + 1;
    assertThatThrownBy(() -> files.load("DK-XK.yaml", text))
        .hasMessageContaining("DK-XK.yaml, line " + line + ", field /periods/noticeDays");
  }

  @Test
  void inForceNeedsARatificationByEachParty() throws IOException {
    String text =
        text("DK-XK").replace("  ratification: {on: 2024-05-23, by: Assembly of Kosovo}\n", "");
    assertThatThrownBy(() -> files.load("DK-XK.yaml", text))
        .hasMessageContaining("/receiving/ratification")
        .hasMessageContaining("is required for the status IN_FORCE");
    String offer = text("US-SV").replace("code: OFFER", "code: IN_FORCE");
    assertThatThrownBy(() -> files.load("US-SV.yaml", offer))
        .hasMessageContaining("/sending/ratification")
        .hasMessageContaining("/receiving/ratification")
        .hasMessageContaining("treaty or a statute");
  }

  @Test
  void overlappingRatesAreAFault() throws IOException {
    String text =
        text("DK-XK")
            .replace(
                "  rates:\n", "  rates:\n    - {from: 2025-01-01, amount: 1, until: 2025-12-31}\n");
    assertThatThrownBy(() -> files.load("DK-XK.yaml", text)).hasMessageContaining("overlaps");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a: [", "code: DK-XK\ncode: DK-XK\n", "just text"})
  void whatIsNoFileAtAllIsSaidPlainly(String text) {
    assertThatThrownBy(() -> files.load("DK-XK.yaml", text))
        .isInstanceOf(AgreementFiles.InvalidAgreement.class)
        .hasMessageContaining("DK-XK.yaml");
  }

  private static String text(String code) throws IOException {
    return Files.readString(Path.of("agreements", code + ".yaml"));
  }
}
