package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
