package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.Normalizer;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text comes in by one door, whichever that is: form, JSON, CSV, query or the name of a file. */
class TextStoryTest extends Journey {

  private static final String LAWYER = QM_QZ.user("legal-reviewers");

  @Override
  List<Pair> pairs() {
    return List.of(QM_QZ);
  }

  @Test
  void whatNoPaperHoldsEntersNowhereAndWhatIsLongInHalvesFits() {
    String caseNumber = file(QM_QZ, request(QM_QZ));
    assertThat(upload(caseNumber, "Judgment\u000B").expect(400).pointers()).contains("/title");
    assertThat(upload(caseNumber, "\u3164").expect(400).pointers()).contains("/title");
    assertThat(upload(caseNumber, "😀".repeat(201)).expect(400).pointers()).contains("/title");
    upload(caseNumber, "😀".repeat(200)).expect(201);

    String task = claim(LAWYER, "review-finality", caseNumber);
    for (String reason : List.of("\u000B", "As\u0000", "\u2003", "a\uFFFE")) {
      assertThat(submit(LAWYER, task, map("outcome", "clear", "reason", reason)).expect(400).text())
          .contains("reason");
    }
    postWith(
            QM_QZ.user("requesters"),
            "/api/transfers/" + caseNumber + "/withdrawal",
            map("reason", "😀".repeat(2_000)))
        .expect(200);
    var order = order("ALL", "");
    order.put("text", "😀".repeat(4_000));
    post(QM_QZ.user("systems"), "/api/stay-orders", order).expect(201);
    send(
            QM_QZ.user("auditors"),
            "GET",
            "/api/transfers/" + caseNumber + "/bundle",
            BodyPublishers.noBody(),
            "application/json")
        .expect(200);
  }

  @Test
  void aTextIsOneWhicheverWayItsLettersAreWritten() {
    ObjectNode request = request(QM_QZ);
    ((ObjectNode) request.get("judgment")).put("docket", "S-1 Mu\u0308nchen");
    file(QM_QZ, request);
    for (String spelling : List.of("M\u00FCnchen", "Mu\u0308nchen")) {
      String query = URLEncoder.encode(spelling, StandardCharsets.UTF_8);
      assertThat(get(QM_QZ.user("auditors"), "/api/transfers?q=" + query).expect(200).body())
          .as(spelling)
          .hasSize(1);
    }
    get(QM_QZ.user("auditors"), "/api/transfers?q=a%0Bb").expect(400);
  }

  private Answer upload(String caseNumber, String title) {
    return uploaded(QM_QZ.user("caseworkers"), "/api/transfers/" + caseNumber, title);
  }

  @Test
  void theBundleOfACasePrintsEveryScriptAsItWasFiled(@TempDir Path folder) throws Exception {
    List<String> filed =
        List.of(
            "Đorđević Ştefan",
            "Васильева",
            "Παπαδόπουλος",
            "محمد الفارسي",
            "יוסף",
            "ኃይለ ሥላሴ",
            "Հովհաննես",
            "გიორგი",
            "王小明");
    ObjectNode request = request(QM_QZ);
    ((ObjectNode) request.get("person"))
        .put("familyName", filed.get(0))
        .put("givenNames", String.join(" ", filed.subList(1, 9)));
    String caseNumber = file(QM_QZ, request);
    for (String title : filed) {
      upload(caseNumber, title).expect(201);
    }
    unzip(QM_QZ.user("auditors"), caseNumber, folder);
    try (var summary = Loader.loadPDF(folder.resolve("summary.pdf").toFile())) {
      String read = compared(new PDFTextStripper().getText(summary));
      for (String each : filed) {
        assertThat(read.split(compared(each), -1).length - 1).as(each).isGreaterThanOrEqualTo(2);
      }
      assertThat(read).doesNotContain("#");
    }
    Files.copy(
        folder.resolve("summary.pdf"),
        Path.of("target", "nine-scripts.pdf"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Joined forms are the same letters; where a line ends is the paper's. */
  private static String compared(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC).replaceAll("\\s+", "");
  }
}
