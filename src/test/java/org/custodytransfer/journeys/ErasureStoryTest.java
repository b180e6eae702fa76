package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is a person's is taken out of the record, and the trail still fits. */
class ErasureStoryTest extends Journey {

  private static final String LAWYER = QM_QZ.user("legal-reviewers");
  private static final String SENIOR = QM_QZ.user("senior-approvers");
  private static final String AUDITOR = QM_QZ.user("auditors");

  /** In every text that somebody enters about the person. */
  private static final String MARK = "Qwyvern";

  private static final Duration TEN_YEARS = Duration.ofDays(3651);

  @Override
  List<Pair> pairs() {
    return List.of(QM_QZ, QR_QS);
  }

  private long orderByNumber(String state, String number) {
    Map<String, Object> order = order("PERSON", "");
    order.put("person", map("state", state, "number", number));
    String system = state.toLowerCase(Locale.ROOT) + "-systems";
    return post(system, "/api/stay-orders", order).expect(201).body().get("id").asLong();
  }

  @Test
  void whomACourtStillOrdersIsNotErased() {
    ObjectNode request = request(QM_QZ);
    person(request).putArray("aliases").add("PASSPORT 8");
    String caseNumber = file(QM_QZ, request);
    long order = orderByNumber("QM", "PASSPORT 8");
    endedTenYearsAgo(caseNumber);
    assertThat(count()).isZero();
    // The paper comes on file of a case that ended long ago.
    Map<String, Object> lift = lifting(order);
    lift.put("documents", List.of(Long.parseLong(evidence(QM_QZ, caseNumber))));
    enterLift(QM_QZ.user("duty-lawyers"), order, lift).expect(202);
    untilHeard(order);
    confirmLift(QM_QZ.user("legal-reviewers"), order).expect(204);
    advance(Duration.ofDays(1));
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void againstWhomSomethingStillStandsIsNotErased() {
    String caseNumber = file(QM_QZ, request(QM_QZ));
    obstacle(caseNumber);
    endedTenYearsAgo(caseNumber);
    assertThat(count()).isZero();
  }

  @Test
  void aPersonIsErasedTenYearsAfterTheLastCaseByTwoSignatures(@TempDir Path folder)
      throws Exception {
    ObjectNode request = request(QM_QZ);
    person(request).put("registerNumber", MARK + "-1").put("familyName", MARK);
    person(request).putArray("aliases").add(MARK + "-2").add("ALIAS 7");
    judgment(request).put("docket", MARK + "-3");
    String caseNumber = file(QM_QZ, request);
    String other = file(QM_QZ, request(QM_QZ));
    long document = document(QM_QZ.user("caseworkers"), "/api/transfers/" + caseNumber, MARK);
    long order = order(caseNumber);
    long others = orderByNumber("QR", "ALIAS 7");
    claim(caseNumber);
    settleObstacles(caseNumber);
    refusedWithTheName(caseNumber);
    List<String> before =
        unzip(LAWYER, caseNumber, Files.createDirectory(folder.resolve("before")));
    assertThat(before).isNotEmpty();
    post(
            QM_QZ.user("requesters"),
            "/api/transfers/" + caseNumber + "/withdrawal",
            map("reason", MARK))
        .expect(200);
    assertThat(whereTheMarkIs()).contains("PERSON", "PERSON_IDENTITY", "DECISION", "DOCUMENT");

    advance(Duration.ofDays(1));
    assertThat(jdbc.sql("select count(*) from erasure").query(Long.class).single()).isZero();
    clock.advance(TEN_YEARS);
    advance(Duration.ofDays(1));
    String erasure = erasure(caseNumber);
    sign(LAWYER, "sign-erasure", erasure, "outcome", "erase", "reason", "Over.").expect(204);
    assertThat(whereTheMarkIs()).as("one signature").isNotEmpty();
    sign(SENIOR, "confirm-erasure", erasure, "outcome", "erase", "reason", "Over.").expect(204);
    acting.runDueJobs();

    assertThat(whereTheMarkIs()).isEmpty();
    assertThat(Files.readString(log())).doesNotContain(MARK);
    get(LAWYER, "/api/transfers/" + caseNumber).expect(404);
    get(LAWYER, "/api/transfers/" + caseNumber + "/documents/" + document).expect(404);
    assertThat(get(LAWYER, "/api/transfers?q=" + MARK).expect(200).body()).isEmpty();
    assertThat(get(LAWYER, "/api/transfers?size=200").text()).doesNotContain(caseNumber);
    get(LAWYER, "/api/transfers/" + other).expect(200);
    assertThat(get(QM_QZ.user("duty-lawyers"), "/api/stay-orders/" + order).text())
        .doesNotContain(MARK);
    // What other courts ordered stays, whatever number somebody typed as an alias.
    assertThat(get(QR_QS.user("duty-lawyers"), "/api/stay-orders/" + others).text())
        .contains("ST-1", "ALIAS7");
    assertThat(
            post(QM_QZ.user("systems"), "/api/stay-orders", order("CASE", caseNumber))
                .expect(201)
                .body()
                .get("covers")
                .asInt())
        .isZero();
    assertThat(faults()).isEmpty();
    bundleVerifies(folder.resolve("before"));

    // What is left may be changed unnoticed as little as before.
    jdbc.sql("update judgment set sentence_until = '2099-01-01' where case_number = ?")
        .param(caseNumber)
        .update();
    assertThat(faults()).contains("judgment").contains("no longer says what it said");
  }

  @Test
  void whatIsKeptIsAskedAboutAgainAfterAYearAndNobodySignsTwice() {
    String caseNumber = file(QM_QZ, request(QM_QZ));
    endedTenYearsAgo(caseNumber);
    sign(LAWYER, "sign-erasure", erasure(caseNumber), "outcome", "keep", "reason", "A claim.")
        .expect(204);
    advance(Duration.ofDays(1));
    assertThat(count()).isEqualTo(1);
    clock.advance(Duration.ofDays(365));
    advance(Duration.ofDays(1));
    assertThat(count()).isEqualTo(2);
    String again = "ERASURE-" + jdbc.sql("select max(id) from erasure").query(Long.class).single();
    sign(LAWYER, "sign-erasure", again, "outcome", "erase", "reason", "Over.").expect(204);
    sign(SENIOR, "confirm-erasure", again, "outcome", "keep", "reason", "A claim.").expect(204);
    acting.runDueJobs();
    get(LAWYER, "/api/transfers/" + caseNumber).expect(200);
  }

  /** What was changed underneath is not covered up by an erasure. */
  @Test
  void aRecordThatDoesNotFitIsNotErased() {
    String caseNumber = file(QM_QZ, request(QM_QZ));
    endedTenYearsAgo(caseNumber);
    sign(LAWYER, "sign-erasure", erasure(caseNumber), "outcome", "erase", "reason", "Over.")
        .expect(204);
    sign(SENIOR, "confirm-erasure", erasure(caseNumber), "outcome", "erase", "reason", "Over.")
        .expect(204);
    jdbc.sql("update judgment set court = 'Forged' where case_number = ?")
        .param(caseNumber)
        .update();
    try {
      acting.runDueJobs();
    } catch (RuntimeException refused) {
      assertThat(refused).hasMessageContaining("does not fit");
    }
    get(LAWYER, "/api/transfers/" + caseNumber).expect(200);
  }

  private void endedTenYearsAgo(String caseNumber) {
    post(
            QM_QZ.user("requesters"),
            "/api/transfers/" + caseNumber + "/withdrawal",
            map("reason", "Over."))
        .expect(200);
    clock.advance(TEN_YEARS);
    advance(Duration.ofDays(1));
  }

  private String erasure(String caseNumber) {
    return "ERASURE-"
        + jdbc.sql(
                "select e.id from erasure e join transfer_case c on c.person_id = e.person_id where c.case_number = ?")
            .param(caseNumber)
            .query(Long.class)
            .single();
  }

  private long count() {
    return jdbc.sql("select count(*) from erasure").query(Long.class).single();
  }

  private String faults() {
    String said = get(AUDITOR, "/api/audit/verification").expect(200).text();
    return said.equals("[]") ? "" : said;
  }

  private long order(String caseNumber) {
    Map<String, Object> order = order("CASE", caseNumber);
    order.put("docket", MARK);
    order.put("text", MARK);
    long id =
        post(QM_QZ.user("systems"), "/api/stay-orders", order)
            .expect(201)
            .body()
            .get("id")
            .asLong();
    Map<String, Object> lift = lifting(id);
    lift.put("docket", MARK);
    lift.put("text", MARK);
    enterLift(QM_QZ.user("duty-lawyers"), id, lift).expect(202);
    untilHeard(id);
    confirmLift(QM_QZ.user("duty-lawyers") + "-2", id).expect(204);
    return id;
  }

  private long obstacle(String caseNumber) {
    return post(
            QM_QZ.user("counsel"),
            "/api/transfers/" + caseNumber + "/obstacles",
            map(
                "kind",
                "AGE_CLAIM",
                "authority",
                MARK,
                "reference",
                MARK,
                "text",
                MARK,
                "occurredAt",
                clock.instant().minus(Duration.ofHours(1)).toString()))
        .expect(201)
        .body()
        .get("id")
        .asLong();
  }

  /** Each that is open, also the criminal case that a fact named. */
  private void settleObstacles(String caseNumber) {
    obstacle(caseNumber);
    advance(Duration.ofHours(1));
    get(LAWYER, "/api/transfers/" + caseNumber + "/obstacles")
        .body()
        .forEach(
            one -> {
              if (one.get("state").asText().equals("OPEN")) {
                settle(caseNumber, "OBSTACLE-" + one.get("id").asText());
              }
            });
  }

  private void settle(String caseNumber, String about) {
    sign(
            QM_QZ.user("duty-lawyers"),
            "settle-obstacle",
            about,
            "outcome",
            "entered-in-error",
            "authority",
            MARK,
            "reference",
            MARK,
            "decidedAt",
            moment(),
            "counselServedAt",
            moment(),
            "documents",
            evidence(caseNumber),
            "reason",
            MARK)
        .expect(204);
    advance(Duration.ofHours(73));
    sign(
            QM_QZ.user("duty-lawyers") + "-2",
            "confirm-settlement",
            about,
            "outcome",
            "confirmed",
            "reason",
            MARK)
        .expect(204);
  }

  private void claim(String caseNumber) {
    post(
            QM_QZ.user("counsel"),
            "/api/transfers/" + caseNumber + "/claims",
            map(
                "kind",
                "PROTECTION",
                "filedFor",
                "PERSON",
                "reference",
                MARK,
                "text",
                MARK,
                "filedAt",
                moment()))
        .expect(201);
    post(
            QM_QZ.user("systems"),
            "/api/transfers/" + caseNumber + "/facts",
            map(
                "kind",
                "PROCEEDINGS_OPENED",
                "on",
                today(),
                "authority",
                MARK,
                "reference",
                MARK,
                "personIs",
                "DEFENDANT",
                "text",
                MARK))
        .expect(201);
  }

  /** What was refused is on the trail without what it said. */
  private void refusedWithTheName(String caseNumber) {
    post(
            QM_QZ.user("systems"),
            "/api/transfers/" + caseNumber + "/facts",
            map("kind", MARK, "on", today(), "authority", MARK, "reference", MARK, "text", MARK))
        .expect(400);
    get(LAWYER, "/api/transfers?q=" + MARK).expect(200);
  }

  /** Every column of every table of ours and of the engine, as text. */
  private Set<String> whereTheMarkIs() {
    List<String> found = new ArrayList<>();
    var columns =
        jdbc.sql(
                "select table_name as t, column_name as c, data_type as d from information_schema.columns"
                    + " where upper(table_schema) = 'PUBLIC'")
            .query((row, n) -> List.of(row.getString("t"), row.getString("c"), row.getString("d")))
            .list();
    for (List<String> column : columns) {
      String type = column.get(2).toUpperCase(Locale.ROOT);
      boolean binary = type.contains("BINARY") || type.contains("BYTEA");
      List<String> values =
          jdbc.sql("select \"" + column.get(1) + "\" from \"" + column.get(0) + "\"")
              .query(
                  (row, n) ->
                      row.getObject(1) == null
                          ? ""
                          : binary
                              ? new String(row.getBytes(1), StandardCharsets.ISO_8859_1)
                              : String.valueOf(row.getString(1)))
              .list();
      if (values.stream()
          .anyMatch(
              value -> value.toLowerCase(Locale.ROOT).contains(MARK.toLowerCase(Locale.ROOT)))) {
        found.add(column.get(0).toUpperCase(Locale.ROOT));
      }
    }
    return Set.copyOf(found);
  }

  private static void bundleVerifies(Path folder) throws Exception {
    for (List<String> check :
        List.of(
            List.of(".", "sha256sum", "-c", "SHA256SUMS"),
            List.of("audit", "sha256sum", "-c", "HASHES"))) {
      Process process =
          new ProcessBuilder(check.subList(1, check.size()))
              .directory(folder.resolve(check.get(0)).toFile())
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile)).isNotEmpty();
    }
  }
}
