package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.custodytransfer.obstacle.ObstacleKind;

/** What stories about obstacles share: who raises one, and the two who settle it. */
abstract class ObstacleStory extends Journey {

  static final Duration SERVED = Duration.ofHours(72);

  /** What is signed anew once a kind was settled, by its form. */
  static final Map<ObstacleKind, String> ANEW =
      Map.of(
          ObstacleKind.PROTECTION_CLAIM, "assess-protection",
          ObstacleKind.PROTECTION_DECISION, "assess-protection",
          ObstacleKind.NATIONALITY_CLAIM, "verify-nationality",
          ObstacleKind.NATIONALITY_FOUND, "verify-nationality",
          ObstacleKind.APPEAL, "review-finality",
          ObstacleKind.RISK_EVIDENCE, "assess-protection",
          ObstacleKind.EXPULSION_ANNULLED, "review-expulsion-order",
          ObstacleKind.HOME_STATE_TAKES, "consider-home-return",
          ObstacleKind.CONSENT_WITHDRAWN, "record-consent",
          ObstacleKind.ILLNESS, "examine-health");

  /** What counsel raises on its paper alone. */
  private static final Set<ObstacleKind> ON_PAPER =
      EnumSet.of(
          ObstacleKind.COURT_ORDER,
          ObstacleKind.INTERIM_MEASURE,
          ObstacleKind.RELEASE_ORDER,
          ObstacleKind.PROTECTION_DECISION,
          ObstacleKind.CONVICTION_REVERSED);

  Pair pair = QM_QZ;

  void under(ObstacleKind kind) {
    pair = kind == ObstacleKind.EXPULSION_ANNULLED ? QR_QS : QM_QZ;
  }

  String counsel() {
    return pair.user("counsel");
  }

  String raiser() {
    return pair.user("legal-reviewers") + "-2";
  }

  String first() {
    return pair.user("duty-lawyers");
  }

  String second() {
    return pair.user("duty-lawyers") + "-2";
  }

  /** Who enters what settles a kind. */
  String first(ObstacleKind kind) {
    return kind == ObstacleKind.FUNDS_FROZEN ? pair.user("senior-approvers") : first();
  }

  /** Who confirms it. */
  String second(ObstacleKind kind) {
    return kind == ObstacleKind.FUNDS_FROZEN ? pair.user("finance") + "-2" : second();
  }

  String assessor() {
    return pair.user("legal-reviewers");
  }

  @Override
  List<Pair> pairs() {
    return List.of(QM_QZ, QN_QY, QR_QS);
  }

  void assertRefused(
      String caseNumber, ObstacleKind kind, String field, Object value, String pointer) {
    Map<String, Object> raised = obstacle(kind);
    raised.put(field, value);
    assertThat(post(counsel(), path(caseNumber), raised).expect(400).pointers()).contains(pointer);
  }

  String soon() {
    return clock.instant().plus(Duration.ofDays(2)).toString();
  }

  static String path(String caseNumber) {
    return "/api/transfers/" + caseNumber + "/obstacles";
  }

  Map<String, Object> obstacle(ObstacleKind kind) {
    return new LinkedHashMap<>(
        map(
            "kind", kind.name(),
            "authority", "Court 07",
            "reference", "O-1",
            "text", "As the paper says (invented).",
            "occurredAt", moment()));
  }

  /** Of a case, or of the agreement under which it is. */
  String listOf(String caseNumber, ObstacleKind kind) {
    return kind.isOfTheAgreement()
        ? "/api/agreements/" + pair.agreement() + "/obstacles"
        : path(caseNumber);
  }

  long raise(String user, String caseNumber, ObstacleKind kind) {
    if (kind.isOfTheAgreement()) {
      String address = kind == ObstacleKind.SUSPENSION ? "/suspension" : "/funding-hold";
      long id =
          post(user, "/api/agreements/" + pair.agreement() + address, map("reason", "As said."))
              .expect(201)
              .body()
              .get("id")
              .asLong();
      // Whomever it covers is looked at by a job: there may be thousands.
      advance(Duration.ofSeconds(1));
      return id;
    }
    Map<String, Object> raised = obstacle(kind);
    if (kind == ObstacleKind.NATIONALITY_CLAIM || kind == ObstacleKind.NATIONALITY_FOUND) {
      raised.put("state", pair.agreement().substring(0, 2));
    }
    if (kind == ObstacleKind.SENTENCE_CHANGED) {
      raised.put("until", LocalDate.parse(sentenceUntil(caseNumber)).plusDays(1).toString());
    }
    if (ON_PAPER.contains(kind) || kind == ObstacleKind.SENTENCE_CHANGED) {
      raised.put("documents", List.of(Long.parseLong(evidence(pair, caseNumber))));
    }
    return post(user, path(caseNumber), raised).expect(201).body().get("id").asLong();
  }

  String sentenceUntil(String caseNumber) {
    return get(counsel(), "/api/transfers/" + caseNumber)
        .expect(200)
        .body()
        .at("/judgments/0/sentenceUntil")
        .asText();
  }

  /** Entered by one, served where it is not for the person, and confirmed by another. */
  void settle(String caseNumber, long id, String outcome) {
    advance(Duration.ofHours(1));
    ObstacleKind kind = kindOf(id);
    enter(first(kind), caseNumber, id, outcome).expect(204);
    if (!outcome.equals("upheld") && !kind.isOfTheAgreement()) {
      advance(SERVED);
    }
    confirm(second(kind), id, "confirmed").expect(204);
  }

  Map<String, Object> settlement(String caseNumber, String outcome) {
    return settlement(pair, caseNumber, outcome);
  }

  Answer enter(String user, String caseNumber, long id, String outcome) {
    String task = claim(user, "settle-obstacle", "OBSTACLE-" + id);
    Map<String, Object> answers = settlement(caseNumber, outcome);
    answers.put(
        "authority",
        jdbc.sql("select authority from obstacle where id = ?")
            .param(id)
            .query(String.class)
            .single());
    List<String> own =
        jdbc.sql(
                """
                select d.document_id from obstacle_document d join obstacle o on o.id = d.obstacle_id
                where o.id = ? and o.kind in ('RELEASE_ORDER', 'PROTECTION_DECISION', 'CONVICTION_REVERSED', 'SENTENCE_CHANGED')""")
            .param(id)
            .query(String.class)
            .list();
    if (List.of("upheld", "confirmed").contains(outcome) && !own.isEmpty()) {
      answers.put("documents", own.get(0));
    }
    if (kindOf(id).isOfTheAgreement()) {
      answers.put(
          "documents",
          document(raiser(), "/api/agreements/" + pair.agreement(), "The end of it") + "");
    }
    Answer answer = submit(user, task, answers);
    return released(user, task, answer);
  }

  private ObstacleKind kindOf(long id) {
    return ObstacleKind.valueOf(
        jdbc.sql("select kind from obstacle where id = ?").param(id).query(String.class).single());
  }

  Answer confirm(String user, long id, String outcome) {
    String task = claim(user, "confirm-settlement", "OBSTACLE-" + id);
    return released(user, task, submit(user, task, map("outcome", outcome, "reason", "Compared.")));
  }

  Answer stay(String user, String form, long id, String outcome) {
    String task = claim(user, form, "OBSTACLE-" + id);
    return released(user, task, submit(user, task, map("outcome", outcome, "reason", "Weighed.")));
  }

  List<String> demands(String caseNumber) {
    return jdbc.sql(
            "select trigger_code || ' ' || reference from return_demand where case_number = ?")
        .param(caseNumber)
        .query(String.class)
        .list();
  }

  String where(String caseNumber) {
    return get(pair.user("auditors"), "/api/transfers/" + caseNumber).body().get("place").asText();
  }

  /** Who raises a kind where nothing depends on who it is. */
  String raiserOf(ObstacleKind kind) {
    return switch (kind) {
      case COURT_ORDER, CONSENT_WITHDRAWN, ILLNESS -> counsel();
      case DEATH -> pair.user("caseworkers");
      default -> raiser();
    };
  }

  static String settling(ObstacleKind kind) {
    return switch (kind) {
      case COURT_ORDER,
          INTERIM_MEASURE,
          RELEASE_ORDER,
          PROTECTION_DECISION,
          NATIONALITY_FOUND,
          PROCEEDINGS,
          EXPULSION_ANNULLED,
          HOME_STATE_TAKES,
          SUSPENSION,
          FUNDS_FROZEN ->
          "lifted";
      case CONVICTION_REVERSED, DEATH -> "entered-in-error";
      case SENTENCE_CHANGED -> "confirmed";
      case CONSENT_WITHDRAWN -> "withdrawn";
      default -> "rejected";
    };
  }

  /** The numbers of what stands or stood against a case, oldest first. */
  List<Long> ids(String caseNumber) {
    List<Long> ids = new ArrayList<>();
    get(first(), path(caseNumber))
        .expect(200)
        .body()
        .forEach(one -> ids.add(one.get("id").asLong()));
    return ids.stream().sorted().toList();
  }

  void withdraw(String caseNumber) {
    post(
            pair.user("requesters"),
            "/api/transfers/" + caseNumber + "/withdrawal",
            Map.of("reason", "Over."))
        .expect(200);
  }

  long raise(String caseNumber, ObstacleKind kind) {
    return raise(raiserOf(kind), caseNumber, kind);
  }
}
