package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.custodytransfer.obstacle.ObstacleKind;
import org.junit.jupiter.api.Test;

/** What becomes of a judgment after the request: appeals, and sentences that became longer. */
class JudgmentStoryTest extends ObstacleStory {

  @Test
  void anAppealIsEndedByItsOwnDecisionAndThenFinalityIsReviewedAnew() {
    String caseNumber = ready(pair);
    long one = fact(caseNumber, "APPEAL_OPENED");
    long other = fact(caseNumber, "APPEAL_OPENED");
    assertThat(status(pair, caseNumber)).isEqualTo("HELD");
    settle(caseNumber, one, "rejected");
    assertThat(conditions(pair, caseNumber))
        .as("the other is open")
        .containsEntry("FINAL_CONVICTION", "AGAINST");
    settle(caseNumber, other, "rejected");
    assertThat(LocalDate.parse(finalOn(caseNumber))).isAfter(LocalDate.parse(today()).minusDays(5));
    assertThat(conditions(pair, caseNumber))
        .as("not reviewed since")
        .containsEntry("FINAL_CONVICTION", "AGAINST");
    strand(pair, caseNumber, "review-finality", "outcome", "clear", "finalOn", finalOn(caseNumber));
    assertThat(conditions(pair, caseNumber)).containsEntry("FINAL_CONVICTION", "MET");
  }

  /** No day before it, and no settlement of the same day, and no new file. */
  @Test
  void anAppealIsNotDecidedBeforeItWasOpened() {
    var request = request(pair);
    String caseNumber = ready(pair, request, "AF");
    long id = fact(caseNumber, "APPEAL_OPENED");
    Map<String, Object> answers = settlement(caseNumber, "rejected");
    answers.put("decidedAt", clock.instant().minus(Duration.ofDays(2)).toString());
    String task = claim(first(), "settle-obstacle", "OBSTACLE-" + id);
    assertThat(submit(first(), task, answers).expect(400).detail()).contains("must be later");
    withdraw(caseNumber);
    String again = file(pair, request);
    assertThat(conditions(pair, again)).containsEntry("FINAL_CONVICTION", "AGAINST");
  }

  @Test
  void whatIsSaidOfAJudgmentNamesOneThatIsOnFile() {
    String caseNumber = file(pair, request(pair));
    assertRefused(caseNumber, ObstacleKind.APPEAL, "docket", "NONE-1", "/docket");
    assertRefused(caseNumber, ObstacleKind.APPEAL, "until", "2099-12-31", "/until");
    assertRefused(
        caseNumber, ObstacleKind.APPEAL, "occurredAt", "2001-01-01T10:00:00Z", "/occurredAt");
    assertRefused(caseNumber, ObstacleKind.SENTENCE_CHANGED, "reference", "S-2", "/until");
    assertRefused(caseNumber, ObstacleKind.AGE_CLAIM, "docket", "NONE-1", "/docket");
  }

  /** A longer sentence changes nothing before two have confirmed it. */
  @Test
  void aLongerSentenceCountsOnceTwoHaveConfirmedIt() {
    String caseNumber = ready(pair);
    String before = plannedEnd(caseNumber);
    String until = LocalDate.parse(sentenceUntil(caseNumber)).plusYears(1).toString();
    long id = fact(caseNumber, "SENTENCE_CHANGED", "until", until);
    assertThat(plannedEnd(caseNumber)).isEqualTo(before);
    assertThat(status(pair, caseNumber)).isEqualTo("HELD");
    settle(caseNumber, id, "confirmed");
    assertThat(sentenceUntil(caseNumber)).isEqualTo(until);
    assertThat(plannedEnd(caseNumber)).isNotEqualTo(before);
  }

  /** An older decision does not overtake what a later one made of the sentence. */
  @Test
  void aLongerSentenceIsNotConfirmedOverALaterShorterOne() {
    String caseNumber = placed(pair);
    String until = LocalDate.parse(sentenceUntil(caseNumber)).plusYears(1).toString();
    long id = fact(caseNumber, "SENTENCE_CHANGED", "until", until);
    String shorter = LocalDate.parse(sentenceUntil(caseNumber)).minusYears(1).toString();
    advance(Duration.ofHours(1));
    enter(first(), caseNumber, id, "confirmed").expect(204);
    advance(SERVED);
    fact(caseNumber, "SENTENCE_CHANGED", "until", shorter);
    assertThat(confirm(second(), id, "confirmed").expect(409).detail())
        .contains("changed since this was raised");
    assertThat(sentenceUntil(caseNumber)).isEqualTo(shorter);
    var raised = obstacle(ObstacleKind.SENTENCE_CHANGED);
    raised.put("until", LocalDate.parse(shorter).minusDays(1).toString());
    raised.put("documents", List.of(Long.parseLong(evidence(pair, caseNumber))));
    assertThat(post(counsel(), path(caseNumber), raised).expect(400).detail()).contains("/facts");
  }

  /** Placed, nobody certifies another day of finality, and nothing is left to be signed. */
  @Test
  void anAppealThatIsRejectedLeavesAPlacedPersonWhereTheyAre() {
    String caseNumber = placed(pair);
    long id = fact(caseNumber, "APPEAL_OPENED");
    stay(first(), "decide-stay", id, "stays").expect(204);
    stay(second(), "confirm-stay", id, "stays").expect(204);
    settle(caseNumber, id, "rejected");
    assertThat(conditions(pair, caseNumber)).containsEntry("FINAL_CONVICTION", "MET");
    advance(Duration.ofDays(2));
    assertThat(openTasks(caseNumber)).doesNotContain("arrange-return", "decide-stay");
  }

  /** A judgment that fell is the same in the next request; another judgment is another. */
  @Test
  void anUpheldAppealFollowsItsJudgment() {
    var request = request(pair);
    String caseNumber = ready(pair, request, "AF");
    settle(caseNumber, fact(caseNumber, "APPEAL_OPENED"), "upheld");
    assertThat(status(pair, caseNumber)).isEqualTo("REFUSED");
    var next = anew(request);
    String again = file(pair, next);
    assertThat(conditions(pair, again)).containsEntry("FINAL_CONVICTION", "AGAINST");
    assertThat(get(first(), path(again)).body().get(0).get("state").asText()).isEqualTo("UPHELD");
  }

  /** On the way nothing follows from it; placed, there is one planned end, wherever it is read. */
  @Test
  void aLongerSentenceAbroadMovesTheOnePlannedEnd() {
    String caseNumber = ready(pair);
    String flight = flight(pair, caseNumber);
    depart(pair, flight).expect(200);
    long id = raise(caseNumber, ObstacleKind.SENTENCE_CHANGED);
    arriveAndHandOver(pair, flight, caseNumber);
    assertThat(openTasks(caseNumber)).doesNotContain("arrange-return", "decide-stay");
    String before = plannedEnd(caseNumber);
    assertThat(placedUntil(caseNumber)).isEqualTo(before);
    settle(caseNumber, id, "confirmed");
    String after = LocalDate.parse(before).plusDays(1).toString();
    assertThat(plannedEnd(caseNumber)).isEqualTo(after);
    assertThat(placedUntil(caseNumber)).isEqualTo(after);
    assertThat(openTasks(caseNumber)).doesNotContain("arrange-return");

    advance(Duration.between(clock.instant(), midnight(before).minus(Duration.ofDays(14))));
    assertThat(openTasks(caseNumber)).as("the day before").doesNotContain("arrange-return");
    advance(Duration.ofDays(2));
    assertThat(openTasks(caseNumber)).contains("arrange-return");
  }

  @Test
  void whoIsBackIsFreeLaterOnceALongerSentenceWasConfirmed() {
    String caseNumber = placed(pair);
    bringBack(pair.user("duty-lawyers"), caseNumber, "RECALLED", Duration.ofDays(5)).expect(201);
    comeHome(pair, caseNumber, today());
    assertThat(status(pair, caseNumber)).isEqualTo("CLOSED");
    String until = LocalDate.parse(sentenceUntil(caseNumber)).plusYears(1).toString();
    long id = fact(caseNumber, "SENTENCE_CHANGED", "until", until);
    settle(caseNumber, id, "confirmed");
    assertThat(sentenceUntil(caseNumber)).isEqualTo(until);
  }

  private java.time.Instant midnight(String day) {
    return LocalDate.parse(day).atStartOfDay(java.time.ZoneOffset.UTC).toInstant();
  }

  private long fact(String caseNumber, String kind, Object... more) {
    Map<String, Object> fact =
        map(
            "kind",
            kind,
            "on",
            today(),
            "authority",
            "Court 03",
            "reference",
            "A-1",
            "text",
            "As decided (invented).",
            "documents",
            List.of(Long.valueOf(evidence(pair, caseNumber))));
    fact.putAll(map(more));
    post(pair.user("systems"), "/api/transfers/" + caseNumber + "/facts", fact).expect(201);
    return ids(caseNumber).get(ids(caseNumber).size() - 1);
  }

  private String finalOn(String caseNumber) {
    return caseFile(pair, caseNumber).at("/judgments/0/finalOn").asText();
  }

  private String plannedEnd(String caseNumber) {
    return caseFile(pair, caseNumber).get("plannedEnd").asText();
  }

  private String placedUntil(String caseNumber) {
    return get(pair.user("managers"), "/api/placements?q=" + caseNumber)
        .expect(200)
        .body()
        .findValuesAsText("plannedEnd")
        .get(0);
  }
}
