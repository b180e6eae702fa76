package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What is on file for a person cannot be washed away by filing them again as somebody else. */
class WhoIsWhoStoryTest extends Journey {

  private static final String LAWYER = QM_QZ.user("legal-reviewers");

  @Override
  List<Pair> pairs() {
    return List.of(QM_QZ);
  }

  @Test
  void whoIsTheSameIsBoundForGood() {
    String barred = file(QM_QZ, barred(named("W-1", "Lindgren", "1952-06-06")));
    assertThat(status(QM_QZ, barred)).isEqualTo("REFUSED");
    ObjectNode again = named("W-2", "Lindgren", "1952-06-06");
    String second = file(QM_QZ, again);
    assertThat(openTasks(second)).containsExactly("decide-identity");
    JsonNode mayBe = get(QM_QZ.user("caseworkers"), "/api/transfers/" + second).body().get("mayBe");
    assertThat(mayBe.get(0).get("registerNumber").asText()).isEqualTo("W1");
    assertThat(mayBe.get(0).get("cases").get(0).asText()).isEqualTo(barred + " REFUSED");
    assertThat(get(QM_QZ.user("counsel"), "/api/transfers/" + second).body().has("mayBe"))
        .isFalse();
    answer("caseworkers", "decide-identity", second, "same-person");
    assertThat(status(QM_QZ, second)).isEqualTo("REFUSED");

    // Neither under another date nor under another name is the second number a new person.
    for (ObjectNode other :
        List.of(named("W-2", "Lindgren", "1952-06-16"), named("W-2", "Svensson", "1952-06-06"))) {
      other.putObject("newFacts").put("knownSince", today()).put("text", "A correction.");
      Answer refused = post(QM_QZ.user("requesters"), "/api/transfers", other).expect(409);
      assertThat(refused.text()).contains("W1");
    }
  }

  @Test
  void whatBecomesKnownOfOneOfTwoWhoAreOneHoldsForBoth() {
    String known = file(QM_QZ, named("W-3", "Osmanovic", "1961-02-03"));
    ObjectNode same = barred(named("W-4", "Osmanović", "1961-02-03"));
    String second = file(QM_QZ, same);
    // Until it is answered who they are, nobody of them boards.
    assertThat(sentence(known, "IDENTITY_CHECKED")).contains("not decided yet", second);
    answer("caseworkers", "decide-identity", second, "same-person");
    assertThat(sentence(known, "NO_PROTECTION_BAR")).contains("QZ");
    order("W-4", 201);
    assertThat(state(known, "NO_STAY")).isEqualTo("AGAINST");
  }

  @Test
  void thatTheyAreTwoTakesTwo() {
    String known = file(QM_QZ, named("W-5", "Lindqvist", "1975-02-03"));
    String other = file(QM_QZ, named("W-6", "Lindkvist", "1975-02-03"));
    answer("caseworkers", "decide-identity", other, "another-person");
    assertThat(status(QM_QZ, other)).isEqualTo("IDENTITY");
    assertThat(sentence(known, "IDENTITY_CHECKED")).contains("not decided yet");
    answer("legal-reviewers", "confirm-identity", other, "another-person");
    assertThat(status(QM_QZ, other)).isEqualTo("IN_REVIEW");
    assertThat(sentence(known, "IDENTITY_CHECKED")).doesNotContain("not decided yet");
    assertThat(sentence(other, "IDENTITY_CHECKED")).doesNotContain("not decided yet");
  }

  @Test
  void aMinorDoesNotBecomeAnAdultByTheNextRequest() {
    String minor = file(QM_QZ, named("W-7", "Farah", "2012-12-01"));
    assertThat(status(QM_QZ, minor)).isEqualTo("REFUSED");
    ObjectNode adult = named("W-7", "Farah", "2000-12-01");
    adult.putObject("newFacts").put("knownSince", today()).put("text", "Another age.");
    String second = file(QM_QZ, adult);
    assertThat(openTasks(second)).containsExactly("decide-identity");
    assertThat(sentence(second, "ADULT")).contains("2012-12-01");
    answer("caseworkers", "decide-identity", second, "another-person");
    assertThat(state(second, "ADULT")).isEqualTo("AGAINST");
    answer("legal-reviewers", "confirm-identity", second, "another-person");
    assertThat(state(second, "ADULT")).isEqualTo("MET");
    assertThat(status(QM_QZ, second)).isEqualTo("IN_REVIEW");
  }

  @Test
  void whoIsFiledAtTheSameMomentIsAskedAboutToo() throws Exception {
    ExecutorService many = Executors.newFixedThreadPool(3);
    try {
      for (int round = 0; round < 3; round++) {
        List<Callable<String>> filings = new ArrayList<>();
        for (String name : List.of("Sundqvist", "Sundkvist", "Sundquist")) {
          ObjectNode request = named("W-" + name + round, name, "198" + round + "-09-10");
          filings.add(() -> file(QM_QZ, request));
        }
        List<String> asked = new ArrayList<>();
        for (Future<String> filed : many.invokeAll(filings)) {
          asked.add(status(QM_QZ, filed.get()));
        }
        assertThat(asked).containsExactlyInAnyOrder("IN_REVIEW", "IDENTITY", "IDENTITY");
      }
    } finally {
      many.shutdownNow();
    }
  }

  private ObjectNode named(String number, String family, String born) {
    ObjectNode request = request(QM_QZ);
    person(request)
        .put("registerNumber", number)
        .put("familyName", family)
        .put("givenNames", "Emir")
        .put("birthDate", born)
        .putArray("aliases");
    return request;
  }

  private static ObjectNode barred(ObjectNode request) {
    request
        .putArray("protectionDecisions")
        .addObject()
        .put("state", "QZ")
        .put("authority", "Authority 01")
        .put("reference", "P-9")
        .put("decidedOn", "2024-12-26");
    return request;
  }

  private void answer(String group, String form, String caseNumber, String outcome) {
    sign(
            QM_QZ.user(group),
            form,
            caseNumber,
            "outcome",
            outcome,
            "documents",
            evidence(caseNumber),
            "reason",
            "As the papers say.")
        .expect(204);
  }

  private void order(String number, int expected) {
    var order = order("PERSON", "");
    order.remove("caseNumber");
    order.put("person", map("state", "QM", "number", number));
    post(QM_QZ.user("systems"), "/api/stay-orders", order).expect(expected);
  }

  private String sentence(String caseNumber, String condition) {
    return condition(caseNumber, condition).get("sentence").asText();
  }

  private String state(String caseNumber, String condition) {
    return condition(caseNumber, condition).get("state").asText();
  }

  private JsonNode condition(String caseNumber, String condition) {
    for (JsonNode one :
        get(LAWYER, "/api/transfers/" + caseNumber + "/conditions").expect(200).body()) {
      if (one.get("condition").asText().equals(condition)) {
        return one;
      }
    }
    throw new AssertionError(condition);
  }
}
