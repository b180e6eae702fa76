package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.custodytransfer.Snapshots;
import org.custodytransfer.casefile.CaseDocuments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever changes the tables underneath is found out, whatever they change. */
class TrailTest extends Journey {

  private static final String AUDITOR = QM_QZ.user("auditors");

  @Override
  List<Pair> pairs() {
    return List.of(QM_QZ);
  }

  @Test
  void theRecordIsIntactAndEachChangeUnderneathIsFound() {
    String caseNumber = placed(QM_QZ);
    long order = stay("CASE", caseNumber);
    lift(order);
    assertThat(faults()).as("nothing was changed").isEmpty();

    for (String change :
        List.of(
            "update decision set outcome = 'refused' where kind = 'APPROVAL'",
            "update decision set reason = 'Another.' where kind = 'NOTICE'",
            "update decision set signed_by = 'somebody' where kind = 'COUNTERSIGNATURE'",
            "update decision_answer set answer = 'no' where field = 'accountHeard'",
            "delete from decision_evidence",
            "update judgment set sentence_until = date '2099-01-01'",
            "update judgment_offence set offence_group = 'FRAUD'",
            "update expulsion_order set final_on = date '2020-01-01'",
            "update person set register_number = register_number || 'X'",
            "update person_identity set family_name = 'Somebody'",
            "update person_nationality set state = 'VN'",
            "update person_place set place = 'CUSTODY'",
            "update notice set language = 'en', destination_state = 'XX'",
            "update obstacle set authority = 'Court 99'",
            "update obstacle set ends_at = recorded_at",
            "delete from obstacle_confirmation",
            "update obstacle_settlement set reason = 'Otherwise.'",
            "update departure_verdict set met = false where condition_code = 'NO_STAY'",
            "delete from departure_verdict where condition_code = 'CONSENT'",
            "update handover set received_by = 'Nobody'",
            "update placement set planned_end = date '2099-01-01'",
            "update inspection set ill_treatment_found = true",
            "update agreement_fact_decision set recorded_by = 'somebody'",
            "update legal_basis set title = 'Nothing'",
            "update funding set amount = 1",
            "update transfer_case set security_class = 1",
            "update flight set arrives_at = 'Elsewhere'",
            "update document set title = 'Another'",
            "update audit_entry set action = 'nothing' where position = 3",
            "update audit_entry set actor = 'somebody' where position = 3",
            "update audit_entry set detail = 'Otherwise.' where position = 3",
            "update audit_entry set chain = 'QM-QZ-2020-000001' where position = 3 and chain like 'QM-QZ-2%'",
            "update audit_entry set at = at + interval '1' day where position = 2",
            "update audit_row set row_hash = '0' where table_name = 'decision'",
            "delete from audit_row where table_name = 'protection' or table_name = 'notice'",
            "delete from audit_entry where position = 4",
            "update audit_entry set position = 1000 + position where position > 5")) {
      long before = faults().size();
      undone(change, () -> assertThat(faults().size()).as(change).isGreaterThan((int) before));
    }
    assertThat(faults()).as("everything is as it was").isEmpty();
  }

  @Test
  void theFaultsOfAnothersTrailAreForThoseWhoMaySeeIt() {
    String caseNumber = file(QM_QZ, request(QM_QZ));
    acting.openAccount("qr-auditor", "test", "QR", "auditors");
    jdbc.sql("update audit_entry set actor = 'somebody' where chain = ? and position = 2")
        .param(caseNumber)
        .update();
    get(QM_QZ.user("managers"), "/api/audit?case=" + caseNumber).expect(403);
    assertThat(get(AUDITOR, "/api/audit?case=general&size=200").expect(200).text())
        .contains(QM_QZ.user("managers"));
    assertThat(get("qr-auditor", "/api/audit?case=general&size=200").expect(200).text())
        .doesNotContain(QM_QZ.user("managers"), caseNumber);
    assertThat(faults().toString()).contains(caseNumber);
    assertThat(get("qr-auditor", "/api/audit/verification").expect(200).text())
        .doesNotContain(caseNumber);
    jdbc.sql("update audit_entry set actor = 'system' where chain = ? and position = 2")
        .param(caseNumber)
        .update();
    assertThat(faults()).isEmpty();
  }

  @Test
  void aRowThatNobodySpokeOfIsFound() {
    String caseNumber = file(QM_QZ, request(QM_QZ));
    jdbc.sql(
            "insert into decision (case_number, kind, outcome, reason, occurred_at, recorded_at, signed_by)"
                + " select case_number, 'APPROVAL', 'approved', 'Forged.', filed_at, filed_at, 'somebody' from transfer_case where case_number = ?")
        .param(caseNumber)
        .update();
    assertThat(faults().toString()).contains("and no entry speaks of it");
    jdbc.sql("delete from decision where reason = 'Forged.'").update();
    get(QM_QZ.user("managers"), "/api/audit/verification").expect(403);
  }

  @Test
  void theBundleIsVerifiedWithStandardTools(@TempDir Path folder) throws Exception {
    String caseNumber = placed(QM_QZ);
    for (String entry : unzip(QM_QZ.user("counsel"), caseNumber, folder)) {
      assertThat(entry).doesNotContain("..");
    }
    assertThat(run(folder, "sha256sum", "-c", "SHA256SUMS")).doesNotContain("FAILED");
    assertThat(run(folder.resolve("audit"), "sha256sum", "-c", "HASHES")).doesNotContain("FAILED");
    String previous = "0".repeat(64);
    List<String> hashes = Files.readAllLines(folder.resolve("audit/HASHES"));
    assertThat(hashes).hasSizeGreaterThan(20);
    for (String line : hashes) {
      assertThat(Files.readString(folder.resolve("audit").resolve(line.substring(66))))
          .startsWith("64:" + previous);
      previous = line.substring(0, 64);
    }
    assertThat(Files.readString(folder.resolve("README.txt"))).contains("sha256sum -c SHA256SUMS");
    assertThat(JSON.readTree(folder.resolve("obstacles.json").toFile())).isEmpty();
    assertThat(JSON.readTree(folder.resolve("case.json").toFile()).get("status").asText())
        .isEqualTo("PLACED");
    try (var summary = Loader.loadPDF(folder.resolve("summary.pdf").toFile())) {
      assertThat(new PDFTextStripper().getText(summary)).contains("Case " + caseNumber, "PLACED");
    }
    // One entry changed, and both its hash and the next entry say so.
    Path entry = folder.resolve("audit/000003");
    Files.writeString(entry, Files.readString(entry).replace("system", "nobody"));
    assertThat(run(folder.resolve("audit"), "sha256sum", "-c", "HASHES"))
        .contains("000003: FAILED");
    get(QM_QZ.user("finance"), "/api/transfers/" + caseNumber + "/bundle").expect(403);
  }

  @Test
  void anOrderDoesNotWaitForABundleThatIsMade(@TempDir Path folder) throws Exception {
    String caseNumber = file(QM_QZ, request(QM_QZ));
    Random random = new Random(1);
    var counsel = acting.actor(QM_QZ.user("counsel"));
    for (int n = 0; n < 8; n++) {
      byte[] scan = new byte[12_000_000];
      random.nextBytes(scan);
      application
          .getBean(CaseDocuments.class)
          .add(counsel, caseNumber, "Scan " + n, "application/pdf", scan);
    }
    ExecutorService maker = Executors.newSingleThreadExecutor();
    Future<List<String>> bundle =
        maker.submit(() -> unzip(QM_QZ.user("counsel"), caseNumber, folder));
    await().until(() -> trail(caseNumber, "case file read") > 0 || bundle.isDone());
    post(QM_QZ.user("systems"), "/api/stay-orders", order("CASE", caseNumber)).expect(201);
    assertThat(bundle.isDone()).as("the bundle is still being made").isFalse();
    assertThat(bundle.get()).filteredOn(name -> name.startsWith("documents/")).hasSize(8);
    assertThat(run(folder, "sha256sum", "-c", "SHA256SUMS")).doesNotContain("FAILED");
    assertThat(run(folder.resolve("audit"), "sha256sum", "-c", "HASHES")).doesNotContain("FAILED");
    maker.shutdown();
    assertThat(trail(caseNumber, "document read")).isEqualTo(8);
    assertThat(faults()).isEmpty();
  }

  private long trail(String chain, String action) {
    return jdbc.sql("select count(*) from audit_entry where chain = ? and action = ?")
        .params(chain, action)
        .query(Long.class)
        .single();
  }

  @Test
  void whoRewritesAWholeChainIsFoundByWhatWasAnchored() {
    String caseNumber = file(QM_QZ, request(QM_QZ));
    advance(Duration.ofDays(1));
    assertThat(faults()).isEmpty();
    undone(
        "update audit_entry set hash = '" + "1".repeat(64) + "' where chain = '" + caseNumber + "'",
        () -> {
          assertThat(faults().toString()).contains("no longer leads through what was anchored");
          // What is anchored after it agrees with it, and does not speak for what was before.
          advance(Duration.ofDays(1));
          assertThat(faults().toString()).contains("no longer leads through what was anchored");
        });
  }

  @Test
  void aDivergenceStaysNamedUntilTwoAuditorsHaveSaidWhy() {
    String notes = "/api/audit/divergence-notes";
    var reason = JSON.createObjectNode().put("reason", "The backup of yesterday was restored.");
    acting.openAccount("qm-auditors-2", "test", "QM", "auditors");
    acting.openAccount("qr-auditor-2", "test", "QR", "auditors");
    String caseNumber = file(QM_QZ, request(QM_QZ));
    advance(Duration.ofDays(1));
    post(AUDITOR, notes, reason).expect(409);
    undone(
        "update audit_entry set hash = '" + "1".repeat(64) + "' where chain = '" + caseNumber + "'",
        () -> {
          String diverges = "no longer leads through what was anchored";
          post(AUDITOR, notes, JSON.createObjectNode().put("reason", " ")).expect(400);
          post(QM_QZ.user("managers"), notes, reason).expect(403);
          post("qr-auditor-2", notes, reason).expect(409);
          JsonNode note = post(AUDITOR, notes, reason).expect(201).body();
          assertThat(note.get("heads").findValuesAsText("chain")).contains(caseNumber);
          String confirmation = notes + "/" + note.get("id").asText() + "/confirmation";
          post(AUDITOR, confirmation, "").expect(403);
          post("qr-auditor-2", confirmation, "").expect(404);
          get("qr-auditor-2", notes + "/" + note.get("id").asText()).expect(404);
          assertThat(faults().toString()).as("one auditor's word").contains(diverges);
          assertThat(
                  get("qm-auditors-2", notes + "/" + note.get("id").asText())
                      .expect(200)
                      .body()
                      .get("reason")
                      .asText())
              .isEqualTo("The backup of yesterday was restored.");
          post("qm-auditors-2", confirmation, "").expect(200);
          post("qm-auditors-2", confirmation, "").expect(409);
          assertThat(faults().toString()).doesNotContain(diverges);
          post("qm-auditors-2", notes + "/999/confirmation", "").expect(404);
          jdbc.sql("delete from divergence_note_confirmation").update();
          assertThat(faults().toString())
              .contains(diverges)
              .contains("divergence_note_confirmation " + note.get("id").asText());
        });
  }

  private static String run(Path folder, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private void undone(String change, Runnable look) {
    application.getBean(Snapshots.class).undone(change, look);
  }

  private JsonNode faults() {
    return get(AUDITOR, "/api/audit/verification").expect(200).body();
  }
}
