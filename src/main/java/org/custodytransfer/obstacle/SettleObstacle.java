package org.custodytransfer.obstacle;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.custodytransfer.access.Actor;
import org.custodytransfer.agreement.AdverseFact;
import org.custodytransfer.agreement.Relief;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.DecisionKind;
import org.custodytransfer.casefile.CaseFile.Place;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.casefile.CaseRecord;
import org.custodytransfer.evidence.Documents;
import org.custodytransfer.obstacle.Settlement.Outcome;
import org.custodytransfer.platform.Answers;
import org.custodytransfer.platform.Locks;
import org.custodytransfer.platform.Refusal;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Settles one obstacle by its number: one enters the decision, another confirms it against the
 * document. Until then nothing has changed.
 */
@Service
@Transactional
public class SettleObstacle {

  /** Two have settled an obstacle, which concerned this case. */
  public record ObstacleSettled(String caseNumber, Obstacle obstacle, Settlement settlement) {}

  private final CaseFiles cases;
  private final CaseRecord caseRecord;
  private final ObstacleRecord obstacles;
  private final Documents documents;
  private final Locks locks;
  private final ApplicationEventPublisher events;
  private final AuditTrail audit;
  private final Clock clock;

  SettleObstacle(
      CaseFiles cases,
      CaseRecord caseRecord,
      ObstacleRecord obstacles,
      Documents documents,
      Locks locks,
      ApplicationEventPublisher events,
      AuditTrail audit,
      Clock clock) {
    this.cases = cases;
    this.caseRecord = caseRecord;
    this.obstacles = obstacles;
    this.documents = documents;
    this.locks = locks;
    this.events = events;
    this.audit = audit;
    this.clock = clock;
  }

  /** An obstacle with its case, behind the locks that a departure takes. */
  private record Held(Obstacle obstacle, CaseFile file) {}

  private Held held(long id) {
    locks.gate();
    Obstacle known = obstacles.one(id);
    cases.lock(known.caseNumber());
    Obstacle obstacle = obstacles.one(id);
    if (obstacle.settled().isPresent()) {
      throw Refusal.conflict("This obstacle is settled already.");
    }
    return new Held(obstacle, cases.one(obstacle.caseNumber(), clock.instant()));
  }

  /**
   * Enters what settles it. It changes nothing before it is confirmed.
   *
   * @param answers of the form, which says where a fault is
   * @throws Refusal 403 for who raised it or signed what it bears on; 400 where a fault is
   */
  public void enter(Actor by, long id, Answers answers) {
    Held held = held(id);
    Obstacle obstacle = held.obstacle();
    mustBeAnother(by, obstacle, held.file());
    if (obstacles.entered(id).isPresent()) {
      throw Refusal.conflict("A settlement of this obstacle waits for its confirmation already.");
    }
    Outcome outcome = Outcome.of(answers.text("outcome"));
    if (!obstacle.kind().canEndIn(outcome)) {
      throw answers.refusal(
          "outcome", "does not settle this; it is settled on " + obstacle.kind().settledOn());
    }
    Instant now = clock.instant();
    Instant decidedAt = answers.moment("decidedAt").orElseThrow();
    if (!decidedAt.isAfter(obstacle.occurredAt())) {
      throw answers.refusal(
          "decidedAt",
          "must be later than what it settles, of " + moment(obstacle.occurredAt(), held.file()));
    }
    Set<Long> decision =
        documents.named(
            cases.ofPerson(held.file().personIds()),
            answers.label("documents"),
            answers.text("documents"));
    if (outcome != Outcome.ENTERED_IN_ERROR) {
      List.of("authority", "reference", "documents").forEach(answers::require);
    }
    if (outcome.isAgainstThePerson()) {
      mustBeServed(decidedAt, answers);
    }
    obstacles.add(
        id,
        new Settlement(
            0,
            outcome,
            answers.text("authority"),
            answers.text("reference"),
            decidedAt,
            answers.moment("personServedAt"),
            answers.moment("counselServedAt"),
            answers.text("reason"),
            decision,
            now,
            by.id()));
    audit.add(obstacle.caseNumber(), by.id(), "settlement entered: " + outcome, "obstacle " + id);
  }

  /** A decision against the person counts when no court can suspend it and both were served. */
  private static void mustBeServed(Instant decidedAt, Answers answers) {
    List.of("remedy", "personServedAt", "counselServedAt").forEach(answers::require);
    if (!answers.text("remedy").equals("final")) {
      throw answers.refusal(
          "remedy", "a decision that a court can still suspend settles nothing yet");
    }
    for (String field : List.of("personServedAt", "counselServedAt")) {
      if (answers.moment(field).orElseThrow().isBefore(decidedAt)) {
        throw answers.refusal(field, "must not be before the decision");
      }
    }
  }

  /**
   * Confirms what another entered, or refuses it.
   *
   * @throws Refusal 403 for who raised or entered it or signed what it bears on; 409 in the first
   *     72 hours after service of a decision against the person
   */
  public void confirm(Actor by, long id, boolean confirmed, String reason) {
    Held held = held(id);
    Obstacle obstacle = held.obstacle();
    CaseFile file = held.file();
    Settlement settlement =
        obstacles
            .entered(id)
            .orElseThrow(() -> Refusal.conflict("There is no settlement to confirm."));
    mustBeAnother(by, obstacle, file);
    if (settlement.recordedBy().equals(by.id())) {
      throw Refusal.forbidden("You entered this settlement; somebody else confirms it.");
    }
    if (confirmed && clock.instant().isBefore(settlement.confirmableFrom())) {
      throw Refusal.conflict(
          "It can be confirmed from "
              + moment(settlement.confirmableFrom(), file)
              + ": 72 hours after service, in which the person can ask a court.");
    }
    obstacles.confirm(settlement.id(), confirmed, reason, by.id());
    audit.add(
        obstacle.caseNumber(),
        by.id(),
        confirmed ? "settlement confirmed" : "settlement not confirmed",
        String.format(Locale.ROOT, "obstacle %d, %s", id, settlement.outcome()));
    if (!confirmed) {
      return;
    }
    // An ended case hears of its own, for whoever is back and waits for the day of release.
    Set<String> concerned = new TreeSet<>(cases.openOf(file.personIds()));
    concerned.add(obstacle.caseNumber());
    for (String one : concerned) {
      events.publishEvent(new ObstacleSettled(one, obstacle, settlement));
      events.publishEvent(
          settlement.outcome() == Outcome.UPHELD || settlement.outcome() == Outcome.CONFIRMED
              ? AdverseFact.about(one, obstacle.owner())
              : new Relief(Optional.of(one), obstacle.owner()));
    }
  }

  /** Who raised it, and who signed what it says was wrong, settles nothing. */
  private static void mustBeAnother(Actor by, Obstacle obstacle, CaseFile file) {
    if (obstacle.recordedBy().equals(by.id())) {
      throw Refusal.forbidden("You raised this obstacle; somebody else settles it.");
    }
    mustNotHaveSigned(by, obstacle, file);
  }

  private static void mustNotHaveSigned(Actor by, Obstacle obstacle, CaseFile file) {
    boolean signed =
        obstacle.kind().signed().flatMap(file::latest).stream()
            .anyMatch(decision -> decision.signedBy().equals(by.id()));
    if (signed) {
      throw Refusal.forbidden("You signed what this obstacle is about; somebody else decides it.");
    }
  }

  /**
   * One of two lawyers says whether a placed person stays until the obstacle is settled.
   *
   * @param confirms whether this is the second of the two
   * @throws Refusal 403 for who signed what it bears on, and for the same lawyer twice
   */
  public void meanwhile(Actor by, long id, boolean confirms, String outcome, String reason) {
    Held held = held(id);
    CaseFile file = held.file();
    mustNotHaveSigned(by, held.obstacle(), file);
    if (file.place() != Place.PLACED) {
      throw Refusal.conflict("The person is not placed any more.");
    }
    boolean same =
        confirms
            && file.decisions().stream()
                .filter(one -> one.kind() == DecisionKind.STAYS_MEANWHILE)
                .filter(one -> one.answer("obstacle").equals(String.valueOf(id)))
                .reduce((earlier, later) -> later)
                .filter(one -> one.signedBy().equals(by.id()))
                .isPresent();
    if (same) {
      throw Refusal.forbidden("You decided that the person stays; another lawyer confirms it.");
    }
    caseRecord.decide(
        file.caseNumber(),
        by.id(),
        new CaseRecord.NewDecision(
            DecisionKind.STAYS_MEANWHILE,
            outcome,
            reason,
            Map.of("obstacle", String.valueOf(id)),
            List.of(),
            Set.of(),
            clock.instant()));
  }

  private static String moment(Instant at, CaseFile file) {
    ZoneId zone = file.agreement().sending().zone();
    return DateTimeFormatter.ofPattern("d MMMM uuuu HH:mm", Locale.ENGLISH).format(at.atZone(zone))
        + " ("
        + zone
        + ")";
  }
}
