package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lists in pages, narrowed by status, agreement and text; nobody counts what they may not see. */
class ListsTest extends Journey {

  @Test
  void casesComeInPagesWithTheirTotalAndLinks() {
    String reader = QR_QS.user("auditors");
    long before =
        get(reader, "/api/transfers").headers().firstValueAsLong("X-Total-Count").orElseThrow();
    List<String> filed = new ArrayList<>();
    for (int n = 0; n < 5; n++) {
      filed.add(0, file(QR_QS, request(QR_QS)));
    }
    file(QM_QZ, request(QM_QZ));

    Answer first = get(reader, "/api/transfers?size=2").expect(200);
    assertThat(first.body().findValuesAsText("caseNumber")).isEqualTo(filed.subList(0, 2));
    assertThat(first.headers().firstValue("X-Total-Count")).contains(before + 5 + "");
    assertThat(first.headers().firstValue("Link").orElseThrow())
        .contains("page=1")
        .contains("rel=\"next\"")
        .doesNotContain("prev");
    Answer last = get(reader, "/api/transfers?size=1&page=" + (before + 4)).expect(200);
    assertThat(last.body()).hasSize(1);
    assertThat(last.headers().firstValue("Link").orElseThrow())
        .contains("rel=\"prev\"")
        .doesNotContain("next");
    assertThat(get(reader, "/api/transfers?page=9").expect(200).body()).isEmpty();

    String one = filed.get(3);
    assertThat(found(reader, "/api/transfers?q=" + one.toLowerCase())).containsExactly(one);
    assertThat(found(reader, "/api/transfers?q=s-17&status=IN_REVIEW")).hasSize(5);
    assertThat(found(reader, "/api/transfers?q=%25")).as("no pattern of the caller's").isEmpty();
    assertThat(found(reader, "/api/transfers?agreement=QM-QZ")).isEmpty();
    assertThat(found(reader, "/api/transfers?status=IN_REVIEW&agreement=QR-QS")).hasSize(5);
    assertThat(found(reader, "/api/transfers?status=DIED")).isEmpty();
  }

  @Test
  void flightsPlacementsInvoicesAndOrdersAreNarrowedLikewise() {
    String caseNumber = placed(QR_QS);
    String reader = QR_QS.user("auditors");
    assertThat(get(reader, "/api/flights?status=HANDED_OVER&q=qr-qs").expect(200).body())
        .hasSize(1);
    assertThat(get(reader, "/api/flights?status=PLANNED").expect(200).body()).isEmpty();
    assertThat(found(reader, "/api/placements?q=" + caseNumber)).containsExactly(caseNumber);
    assertThat(found(reader, "/api/placements?status=ENDED")).isEmpty();
    assertThat(get(reader, "/api/invoices?status=OPEN&agreement=QR-QS").expect(200).body())
        .isEmpty();
    post(
            QR_QS.user("systems"),
            "/api/stay-orders",
            map(
                "scope", "CASE",
                "caseNumber", caseNumber,
                "court", "Court 01",
                "docket", "K-9/2026",
                "text", "Stopped.",
                "orderedAt", clock.instant().minusSeconds(60).toString(),
                "receivedAt", clock.instant().minusSeconds(60).toString()))
        .expect(201);
    assertThat(found(reader, "/api/stay-orders?status=IN_FORCE&q=k-9")).containsExactly(caseNumber);
    assertThat(found(reader, "/api/stay-orders?status=LIFTED")).isEmpty();
    Answer others = get(QM_QZ.user("auditors"), "/api/stay-orders").expect(200);
    assertThat(others.body()).isEmpty();
    assertThat(others.headers().firstValue("X-Total-Count")).contains("0");
    assertThat(get(reader, "/api/agreements?status=OFFER").expect(200).body()).hasSize(1);
    assertThat(get(reader, "/api/agreements?agreement=QR-QS").expect(200).body()).hasSize(1);
    assertThat(get(reader, "/api/audit?case=" + caseNumber + "&size=3").expect(200).body())
        .hasSize(3);
  }

  @Test
  void aWrongPageOrFilterIsNamed() {
    String reader = QR_QS.user("auditors");
    for (String list :
        List.of("transfers", "flights", "placements", "invoices", "stay-orders", "agreements")) {
      String path = "/api/" + list;
      assertThat(get(reader, path + "?page=-1").expect(400).pointers()).containsExactly("/page");
      assertThat(get(reader, path + "?page=x").expect(400).pointers()).containsExactly("/page");
      assertThat(get(reader, path + "?page=x&size=y").expect(400).pointers())
          .containsExactlyInAnyOrder("/page", "/size");
      assertThat(get(reader, path + "?page=99999999999").expect(400).pointers())
          .containsExactly("/page");
      assertThat(get(reader, path + "?size=0").expect(400).pointers()).containsExactly("/size");
      assertThat(get(reader, path + "?size=201").expect(400).pointers()).containsExactly("/size");
      assertThat(get(reader, path + "?status=NONSENSE").expect(400).pointers())
          .containsExactly("/status");
    }
  }

  private List<String> found(String user, String path) {
    return get(user, path).expect(200).body().findValuesAsText("caseNumber");
  }
}
