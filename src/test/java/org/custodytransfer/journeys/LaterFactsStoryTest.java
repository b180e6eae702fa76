package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is decided after a request was filed, in each phase of the transfer. */
class LaterFactsStoryTest extends ObstacleStory {

  private static final String REGISTRY = QM_QZ.user("systems");

  @Override
  List<Pair> pairs() {
    return List.of(QM_QZ);
  }

  @Test
  void aConvictionReversedDuringPlacementBringsThePersonBack() {
    String caseNumber = placed(QM_QZ);
    fact(caseNumber, "CONVICTION_REVERSED").expect(201);
    assertThat(openTasks(caseNumber)).contains("arrange-return");
    assertThat(
            jdbc.sql("select reason from return_demand where case_number = ?")
                .param(caseNumber)
                .query(String.class)
                .single())
        .contains("that reversed the conviction");
  }

  /** As it cannot be undone, two compare it with the document; until then nobody leaves. */
  @Test
  void aConvictionReversedBeforeDepartureClosesTheCaseWhereverItStands() {
    String inReview = file(QM_QZ, request(QM_QZ));
    fact(inReview, "CONVICTION_REVERSED").expect(201);
    assertThat(status(QM_QZ, inReview)).isEqualTo("IN_REVIEW");
    upheld(inReview);
    assertThat(status(QM_QZ, inReview)).isEqualTo("REFUSED");
    assertThat(openTasks(inReview)).containsExactly("tell-refusal");
    fact(inReview, "CONVICTION_REVERSED").expect(409);

    String seated = ready(QM_QZ);
    String flight = flight(QM_QZ, seated);
    fact(seated, "CONVICTION_REVERSED").expect(201);
    assertThat(status(QM_QZ, seated)).isEqualTo("HELD");
    assertThat(depart(QM_QZ, flight).expect(409).detail()).contains("Nobody has a seat");
    upheld(seated);
    assertThat(status(QM_QZ, seated)).isEqualTo("REFUSED");
  }

  private void upheld(String caseNumber) {
    settled(caseNumber, "upheld");
  }

  private void settled(String caseNumber, String outcome) {
    advance(Duration.ofMinutes(1));
    settle(caseNumber, ids(caseNumber).get(0), outcome);
    advance(Duration.ofSeconds(1));
  }

  @Test
  void aHomeStateThatChangesItsMindTakesThePersonOffTheFlight() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    fact(caseNumber, "HOME_STATE_TAKES_THE_PERSON").expect(201);
    assertThat(conditions(QM_QZ, caseNumber)).containsEntry("HOME_RETURN_CONSIDERED", "AGAINST");
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("HELD");
    depart(QM_QZ, flight).expect(409);
  }

  @Test
  void aHomeStateThatTakesThePersonInTheAirTurnsThemBackAndPlacedTwoLawyersDecide() {
    String inTheAir = ready(QM_QZ);
    String flight = flight(QM_QZ, inTheAir);
    depart(QM_QZ, flight).expect(200);
    fact(inTheAir, "HOME_STATE_TAKES_THE_PERSON").expect(201);
    task(QM_QZ.user("flight-operations"), "bring-back", flight);
    String placed = placed(QM_QZ);
    fact(placed, "HOME_STATE_TAKES_THE_PERSON").expect(201);
    assertThat(openTasks(placed)).contains("decide-stay", "settle-obstacle");
  }

  @Test
  void newProceedingsInTheAirTurnTheFlightBack() {
    String caseNumber = ready(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    depart(QM_QZ, flight).expect(200);
    fact(caseNumber, "PROCEEDINGS_OPENED", "personIs", "WITNESS").expect(201);
    task(QM_QZ.user("flight-operations"), "bring-back", flight);
  }

  @Test
  void aProtectionDecisionAndAnOwnNationalityFoundEndTheCase() {
    String protectedPerson = ready(QM_QZ);
    fact(protectedPerson, "PROTECTION_GRANTED", "state", "QZ").expect(201);
    upheld(protectedPerson);
    assertThat(status(QM_QZ, protectedPerson)).isEqualTo("REFUSED");
    String citizen = file(QM_QZ, request(QM_QZ));
    fact(citizen, "NATIONALITY_FOUND", "state", "QM").expect(201);
    upheld(citizen);
    assertThat(status(QM_QZ, citizen)).isEqualTo("REFUSED");
    assertThat(
            get(QM_QZ.user("counsel"), "/api/transfers/" + citizen)
                .body()
                .get("decisions")
                .findValuesAsText("source"))
        .as("the refusal names its ground")
        .anyMatch(
            source -> source.contains("Covenant on Civil and Political Rights, Article 12(4)"));
  }

  @Test
  void aSentenceThatBecameShorterIsRead() {
    String caseNumber = ready(QM_QZ);
    String soon = LocalDate.parse(today()).plusDays(20).toString();
    fact(caseNumber, "SENTENCE_CHANGED", "until", soon).expect(201);
    // What ends a case cannot be undone: one person's entry holds it, two end it.
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("HELD");
    assertThat(conditions(QM_QZ, caseNumber)).containsEntry("SENTENCE_LEFT", "AGAINST");
    settled(caseNumber, "confirmed");
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("REFUSED");
    assertThat(conditions(QM_QZ, caseNumber)).containsEntry("SENTENCE_LEFT", "AGAINST");
  }

  @Test
  void whoseSentenceBecomesShorterAbroadIsBackByItsNewEnd() {
    String caseNumber = placed(QM_QZ);
    // Back forty-five days before the end, and booked two weeks before that.
    fact(caseNumber, "SENTENCE_CHANGED", "until", inDays(100)).expect(201);
    assertThat(
            get(QM_QZ.user("managers"), "/api/placements?q=" + caseNumber)
                .expect(200)
                .body()
                .findValuesAsText("plannedEnd"))
        .containsExactly(inDays(55));
    assertThat(openTasks(caseNumber)).doesNotContain("arrange-return");
    advance(Duration.ofDays(42));
    assertThat(openTasks(caseNumber)).contains("arrange-return");

    // Shorter still, while the way back is open; and over already.
    fact(caseNumber, "SENTENCE_CHANGED", "until", inDays(5)).expect(201);
    fact(caseNumber, "SENTENCE_CHANGED", "until", inDays(-1)).expect(201);
    List<Instant> deadlines =
        jdbc.sql("select deadline from return_demand where case_number = ? order by id")
            .param(caseNumber)
            .query((row, n) -> row.getTimestamp(1).toInstant())
            .list();
    assertThat(deadlines).hasSize(3).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(deadlines.get(2))
        .isBeforeOrEqualTo(clock.instant().plus(Duration.ofDays(1)))
        .isAfter(clock.instant());
  }

  @Test
  void whoServesThereIsReleasedThereWhenTheSentenceBecomesShorter() {
    String caseNumber = placed(QM_QZ, national(QM_QZ, "QZ"), "QZ");
    fact(caseNumber, "SENTENCE_CHANGED", "until", inDays(10)).expect(201);
    advance(Duration.ofSeconds(1));
    assertThat(openTasks(caseNumber)).contains("confirm-release").doesNotContain("arrange-return");
  }

  @Test
  void whoIsBackIsFreeWhenTheSentenceBecomesShorterOrTheConvictionFalls() {
    for (String kind : List.of("SENTENCE_CHANGED", "CONVICTION_REVERSED")) {
      String caseNumber = placed(QM_QZ);
      bringBack(QM_QZ.user("duty-lawyers"), caseNumber, "RECALLED", Duration.ofDays(5)).expect(201);
      comeHome(QM_QZ, caseNumber, today());
      assertThat(status(QM_QZ, caseNumber)).isEqualTo("CLOSED");
      fact(caseNumber, "APPEAL_OPENED").expect(409);
      if (kind.equals("SENTENCE_CHANGED")) {
        fact(caseNumber, kind, "until", inDays(3)).expect(201);
        assertThat(openTasks(caseNumber)).isEmpty();
        advance(Duration.ofDays(3));
      } else {
        fact(caseNumber, kind).expect(201);
        upheld(caseNumber);
      }
      assertThat(openTasks(caseNumber)).containsExactly("confirm-free");
    }
  }

  /**
   * One word releases nobody: who entered the end does not confirm it, and no day is dated back.
   */
  @Test
  void whoEnteredTheEndOfASentenceDoesNotConfirmThatThePersonIsFree() {
    String caseNumber = placed(QM_QZ);
    advance(Duration.ofDays(1));
    String caseworker = QM_QZ.user("caseworkers");
    Map<String, Object> over = later(caseNumber, "SENTENCE_CHANGED", "until", inDays(-1));
    post(caseworker, "/api/transfers/" + caseNumber + "/facts", over).expect(201);
    advance(Duration.ofSeconds(1));
    sign(
            QM_QZ.user("flight-operations"),
            "arrange-return",
            caseNumber,
            "official",
            "qm-approvers",
            "returnOn",
            today(),
            "reason",
            "Booked.")
        .expect(204);
    String before = clock.instant().minus(Duration.ofHours(2)).toString();
    String task = claim(caseworker, "confirm-return", caseNumber);
    assertThat(
            submit(caseworker, task, map("returnedAt", before, "reason", "Back."))
                .expect(400)
                .detail())
        .contains("must not be before the return was asked for");
    submit(caseworker, task, map("returnedAt", moment(), "reason", "Back.")).expect(204);
    advance(Duration.ofSeconds(1));
    String free = claim(caseworker, "confirm-free", caseNumber);
    Map<String, Object> answers = map("outcome", "free", "releasedAt", moment(), "reason", "Free.");
    assertThat(submit(caseworker, free, answers).expect(403).detail())
        .contains("You entered the sentence that ends");
    assertThat(place(caseNumber)).isEqualTo("RETURNED");
  }

  private String inDays(int days) {
    return LocalDate.parse(today()).plusDays(days).toString();
  }

  @Test
  void aFactOfTheWrongShapeIsRefusedWithThePlace() {
    String caseNumber = file(QM_QZ, request(QM_QZ));
    assertThat(fact(caseNumber, "SENTENCE_CHANGED").expect(400).pointers())
        .containsExactly("/until");
    assertThat(
            fact(caseNumber, "SENTENCE_CHANGED", "until", inDays(3), "documents", List.of())
                .expect(400)
                .pointers())
        .containsExactly("/documents");
    fact(caseNumber, "APPEAL_DECIDED").expect(400);
    assertThat(fact(caseNumber, "PROCEEDINGS_OPENED").expect(400).pointers())
        .containsExactly("/personIs");
    assertThat(fact(caseNumber, "NATIONALITY_FOUND", "state", "ZZ").expect(400).pointers())
        .containsExactly("/state");
    assertThat(fact(caseNumber, "APPEAL_OPENED", "on", "2001-01-01").expect(400).pointers())
        .containsExactly("/on");
    assertThat(
            fact(caseNumber, "APPEAL_OPENED", "on", LocalDate.parse(today()).plusDays(3) + "")
                .expect(400)
                .pointers())
        .containsExactly("/on");
    assertThat(fact(caseNumber, "RUMOUR").expect(400).pointers()).containsExactly("/kind");
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("IN_REVIEW");
  }

  private Answer fact(String caseNumber, String kind, Object... more) {
    return post(REGISTRY, "/api/transfers/" + caseNumber + "/facts", later(caseNumber, kind, more));
  }

  private Map<String, Object> later(String caseNumber, String kind, Object... more) {
    Map<String, Object> fact =
        map(
            "kind", kind,
            "on", today(),
            "authority", "Court 03",
            "reference", "A-1",
            "text", "As decided (invented).");
    if (kind.equals("SENTENCE_CHANGED")) {
      fact.put("documents", List.of(Long.valueOf(evidence(QM_QZ, caseNumber))));
    }
    fact.putAll(map(more));
    return fact;
  }
}
