package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A whole case is walked, and then every table of the engine and the log are searched for the
 * person.
 */
class NothingPersonalInTheEngineTest extends Journey {

  /** A new variable is looked at by somebody before it is listed here. */
  private static final Set<String> CODES =
      Set.of(
          "acceptance",
          "agreement",
          "approval",
          "approvalGroup",
          "caseNumber",
          "charter",
          "counsel",
          "counselVisitCycle",
          "eligibility",
          "fact",
          "fitnessCycle",
          "fitnessOpensAt",
          "flight",
          "lapsed",
          "loopCounter",
          "manifest",
          "mayBeKnown",
          "noticeEndsAt",
          "nrOfActiveInstances",
          "nrOfCompletedInstances",
          "nrOfInstances",
          "outcome",
          "owner",
          "passenger",
          "placementKind",
          "receivingGroup",
          "returnArrangedBy",
          "reviewOutcome",
          "strands",
          "welfareVisitCycle");

  @Override
  boolean overHttp() {
    return true;
  }

  @Test
  void nothingOfThePersonIsInTheEngineOrTheLog() throws IOException {
    ObjectNode request = request(QR_QS);
    ObjectNode person = (ObjectNode) request.get("person");
    person
        .put("familyName", "Quxfamily")
        .put("givenNames", "Quxgiven")
        .put("registerNumber", "QUX-77");
    person.put("birthDate", "1981-07-23");
    post(QR_QS.user("requesters"), "/api/transfers", request.deepCopy().put("securityClass", 99))
        .expect(400);
    String caseNumber = file(QR_QS, request);
    review(QR_QS, caseNumber, "AF");
    clear(QR_QS, caseNumber);
    approve(QR_QS, caseNumber, "approved");
    accept(QR_QS, caseNumber, "accepted");
    serve(QR_QS, caseNumber);
    waitOut(QR_QS);
    String flight = flight(QR_QS, caseNumber);
    depart(QR_QS, flight).expect(200);
    arriveAndHandOver(QR_QS, flight, caseNumber);

    List<String> personal =
        List.of(
            "quxfamily",
            "quxgiven",
            "qux-77",
            "qux77",
            "1981-07-23",
            "as the document shows",
            "s-17/2025",
            "examined.");
    List<String> found = new ArrayList<>();
    for (String table :
        jdbc.sql(
                """
                select table_name from information_schema.tables
                where lower(table_name) like 'act|_%' escape '|' and lower(table_schema) = 'public'""")
            .query(String.class)
            .list()) {
      jdbc.sql("select * from " + table)
          .query(
              row -> {
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                  String value =
                      row.getObject(i) instanceof java.sql.Blob
                              || row.getObject(i) instanceof byte[]
                          ? new String(row.getBytes(i), StandardCharsets.UTF_8)
                          : String.valueOf(row.getString(i));
                  // Models and forms are no data of a case.
                  boolean model =
                      table.equalsIgnoreCase("ACT_GE_BYTEARRAY")
                          && row.getString("DEPLOYMENT_ID_") != null;
                  String text = value.toLowerCase(Locale.ROOT);
                  if (!model && personal.stream().anyMatch(text::contains)) {
                    found.add(table + "." + row.getMetaData().getColumnName(i) + ": " + value);
                  }
                }
              });
    }
    assertThat(found).isEmpty();
    assertThat(jdbc.sql("select distinct NAME_ from ACT_HI_VARINST").query(String.class).list())
        .as("variables whose values are codes without a person")
        .isSubsetOf(CODES);
    assertThat(jdbc.sql("select count(*) from ACT_HI_DEC_IN").query(Long.class).single())
        .as("what the tables were asked about the person")
        .isZero();
    String log = Files.readString(log()).toLowerCase(Locale.ROOT);
    assertThat(personal.stream().filter(log::contains)).isEmpty();
    assertThat(log).contains("started");
  }
}
