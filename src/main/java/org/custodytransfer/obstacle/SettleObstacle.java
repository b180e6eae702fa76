package org.custodytransfer.obstacle;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Message;
import org.custodytransfer.access.Road;
import org.custodytransfer.access.Role;
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
import org.custodytransfer.platform.Forms;
import org.custodytransfer.platform.Locks;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Subject;
import org.custodytransfer.platform.Text;
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

  /** The person of this case does not stay until what stands against them is settled. */
  public record BroughtBack(String caseNumber) {}

  private final CaseFiles cases;
  private final CaseRecord caseRecord;
  private final ObstacleRecord obstacles;
  private final Documents documents;
  private final Forms forms;
  private final Road road;
  private final Locks locks;
  private final ApplicationEventPublisher events;
  private final AuditTrail audit;
  private final Clock clock;

  SettleObstacle(
      CaseFiles cases,
      CaseRecord caseRecord,
      ObstacleRecord obstacles,
      Documents documents,
      Forms forms,
      Road road,
      Locks locks,
      ApplicationEventPublisher events,
      AuditTrail audit,
      Clock clock) {
    this.cases = cases;
    this.caseRecord = caseRecord;
    this.obstacles = obstacles;
    this.documents = documents;
    this.forms = forms;
    this.road = road;
    this.locks = locks;
    this.events = events;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * An obstacle behind the locks that a departure takes.
   *
   * @param file of the case in which it was raised
   */
  private record Held(Obstacle obstacle, Optional<CaseFile> file) {

    private Set<String> persons() {
      return file.map(CaseFile::personIds).orElse(Set.of());
    }
  }

  private Held held(long id) {
    locks.gate();
    Obstacle known = obstacles.one(id);
    known.caseNumber().ifPresent(cases::lock);
    Obstacle obstacle = obstacles.one(id);
    if (obstacle.settled().isPresent()) {
      throw Refusal.conflict("This obstacle is settled already.");
    }
    if (obstacle.hasEnded(clock.instant())) {
      throw Refusal.conflict(
          "This order has ended by itself; there is nothing to settle any more.");
    }
    return new Held(obstacle, obstacle.caseNumber().map(one -> cases.one(one, clock.instant())));
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
    mustSettle(by, obstacle, held.file());
    if (obstacles.entered(id).isPresent()) {
      throw Refusal.conflict("A settlement of this obstacle waits for its confirmation already.");
    }
    Outcome outcome = Outcome.of(answers.text("outcome"));
    if (!obstacle.kind().canEndIn(outcome)) {
      throw answers.refusal(
          "outcome",
          "does not settle this; it is settled on "
              + obstacle.kind().settledOn()
              + ", and can be: "
              + obstacle.kind().endings());
    }
    Instant now = clock.instant();
    Instant decidedAt = answers.moment("decidedAt").orElseThrow();
    boolean compared = obstacle.kind().isCompared(outcome);
    if (!compared && !decidedAt.isAfter(obstacle.occurredAt())) {
      throw answers.refusal(
          "decidedAt",
          "must be later than what it settles, of " + moment(obstacle.occurredAt(), held.file()));
    }
    List<String> files = filesOf(held);
    if (files.isEmpty() && !answers.text("documents").isEmpty()) {
      throw answers.refusal(
          "documents",
          "belongs to an order for one person of your own state: this one is on no case's file. Leave it"
              + " empty, and write what the court decided into the reason");
    }
    Set<Long> decision =
        documents.named(files, answers.label("documents"), answers.text("documents"));
    if (outcome != Outcome.ENTERED_IN_ERROR) {
      List.of("authority", "reference").forEach(answers::require);
      if (!files.isEmpty()) {
        answers.require("documents");
        Set<Long> own = obstacles.documents(obstacle);
        if (compared) {
          mustNameItsPaper(own, decision, answers);
        } else {
          mustBeLater(own, files, decidedAt, decision, answers);
        }
      }
      Optional.of(obstacle.authority())
          .filter(gave -> !gave.isEmpty() && (compared || obstacle.decidedBy().isPresent()))
          .filter(authority -> !same(authority, answers.text("authority")))
          .ifPresent(
              authority -> {
                throw answers.refusal(
                    "authority",
                    "must be that of what it settles, " + authority + ": nobody else ends it");
              });
    }
    mustBeTold(obstacle, outcome, decidedAt, held.file(), answers);
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
            by.id(),
            Optional.empty()));
    tell(obstacle, by, "obstacle: settlement entered: " + outcome, "obstacle " + id);
  }

  /**
   * The same over the interface, read as the form is: another is asked at once to confirm it.
   *
   * @param answers of the form, by its fields
   */
  void enterElsewhere(Actor by, long id, Map<String, Object> answers) {
    enter(by, id, forms.check("settle-obstacle", answers));
    if (!road.tell(Message.SETTLEMENT_ENTERED, new Subject.OfObstacle(id).key())) {
      throw new IllegalStateException("Nobody is asked to confirm what settles obstacle " + id);
    }
  }

  /**
   * The cases on whose file a decision can be. An order for many is on none, nor is one of another
   * state's court: what was decided is told as the reason then.
   */
  private List<String> filesOf(Held held) {
    if (held.obstacle().ofAgreement().isPresent()) {
      return held.obstacle().ofAgreement().stream().toList();
    }
    return held.file()
        .map(
            file ->
                held.obstacle().isToldTo(file)
                    ? cases.ofPerson(file.personIds())
                    : List.<String>of())
        .orElseGet(
            () ->
                held.obstacle().target() instanceof Target.OnePerson one
                    ? cases.ofNumber(one.state(), one.number())
                    : List.of());
  }

  private void tell(Obstacle obstacle, Actor by, String what, String detail) {
    audit.add(obstacle.chain(), by.id(), what, detail);
    audit.add(new Subject.OfObstacle(obstacle.id()).key(), by.id(), what, "");
  }

  private static boolean same(String one, String other) {
    return Text.seen(one).equalsIgnoreCase(Text.seen(other));
  }

  /** What is a decision already is compared with the paper it was raised on. */
  private static void mustNameItsPaper(Set<Long> own, Set<Long> named, Answers answers) {
    if (!own.isEmpty() && own.stream().noneMatch(named::contains)) {
      throw answers.refusal("documents", "must name what it was raised on: " + own);
    }
  }

  /** Neither the paper it was raised on, nor one on file before the decision, is the decision. */
  private void mustBeLater(
      Set<Long> own, List<String> files, Instant decidedAt, Set<Long> named, Answers answers) {
    boolean later =
        files.stream()
            .flatMap(one -> documents.of(one).stream())
            .filter(one -> named.contains(one.id()) && !own.contains(one.id()))
            .anyMatch(one -> !one.recordedAt().isBefore(decidedAt.truncatedTo(ChronoUnit.MINUTES)));
    if (!later) {
      throw answers.refusal(
          "documents", "names nothing that was put on file since the decision was given");
    }
  }

  /** Nobody has to answer a shorter sentence, nor is one person told of an agreement's end. */
  private static boolean isForThePerson(
      Obstacle obstacle, Outcome outcome, Optional<CaseFile> file) {
    boolean shorter =
        outcome == Outcome.CONFIRMED
            && file.flatMap(one -> sentence(one, obstacle))
                .filter(until -> obstacle.until().filter(until::isAfter).isPresent())
                .isPresent();
    return shorter || obstacle.kind().isOfTheAgreement();
  }

  /**
   * A decision against the person counts when no court can suspend it and both were served; a claim
   * taken back, and a mistake undone, once both or counsel could say that it is not so.
   */
  private static void mustBeTold(
      Obstacle obstacle,
      Outcome outcome,
      Instant decidedAt,
      Optional<CaseFile> file,
      Answers answers) {
    if (isForThePerson(obstacle, outcome, file)) {
      return;
    }
    if (outcome.asksForARemedy()) {
      answers.require("remedy");
      if (!answers.text("remedy").equals("final")) {
        throw answers.refusal(
            "remedy", "a decision that a court can still suspend settles nothing yet");
      }
    }
    if (outcome.isServedOnThePerson() && obstacle.target().isOfOne()) {
      answers.require("personServedAt");
    }
    if (outcome.isToldToCounsel()) {
      answers.require("counselServedAt");
    }
    // Nobody was told of a mistake before it was made.
    if (outcome == Outcome.ENTERED_IN_ERROR
        && answers
            .moment("counselServedAt")
            .filter(at -> at.isBefore(obstacle.recordedAt().truncatedTo(ChronoUnit.MINUTES)))
            .isPresent()) {
      throw answers.refusal("counselServedAt", "must not be before it was entered");
    }
    for (String field : List.of("personServedAt", "counselServedAt")) {
      if (answers.moment(field).filter(at -> at.isBefore(decidedAt)).isPresent()) {
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
    Settlement settlement =
        obstacles
            .entered(id)
            .orElseThrow(() -> Refusal.conflict("There is no settlement to confirm."));
    mustSettle(by, obstacle, held.file());
    if (settlement.recordedBy().equals(by.id())) {
      throw Refusal.forbidden("You entered this settlement; somebody else confirms it.");
    }
    Instant from =
        isForThePerson(obstacle, settlement.outcome(), held.file())
            ? settlement.recordedAt()
            : settlement.confirmableFrom(obstacle.recordedAt());
    if (confirmed && clock.instant().isBefore(from)) {
      throw Refusal.conflict(
          "It can be confirmed from "
              + moment(from, held.file())
              + ": 72 hours after service, and after it was raised, in which the person and counsel can"
              + " answer and ask a court.");
    }
    if (confirmed && settlement.outcome() == Outcome.CONFIRMED) {
      held.file().ifPresent(file -> mustStandAsItWas(obstacle, file));
    }
    obstacles.confirm(settlement.id(), confirmed, reason, by.id());
    tell(
        obstacle,
        by,
        confirmed ? "obstacle: settlement confirmed" : "obstacle: settlement not confirmed",
        String.format(Locale.ROOT, "obstacle %d, %s", id, settlement.outcome()));
    if (!confirmed) {
      return;
    }
    if (obstacle.caseNumber().isEmpty()) {
      events.publishEvent(Relief.forMany(obstacle.owner()));
      return;
    }
    // An ended case hears of its own, for whoever is back and waits for the day of release.
    Set<String> concerned = new TreeSet<>(cases.openOf(held.persons()));
    concerned.add(obstacle.caseNumber().get());
    for (String one : concerned) {
      events.publishEvent(new ObstacleSettled(one, obstacle, settlement));
      events.publishEvent(
          settlement.outcome() == Outcome.UPHELD || settlement.outcome() == Outcome.CONFIRMED
              ? AdverseFact.about(one, obstacle.owner())
              : new Relief(Optional.of(one), obstacle.owner()));
    }
  }

  /** An older decision does not overtake what a later one made of the sentence. */
  private void mustStandAsItWas(Obstacle obstacle, CaseFile file) {
    CaseFile then = cases.one(file.caseNumber(), obstacle.recordedAt());
    if (!sentence(then, obstacle).equals(sentence(file, obstacle))) {
      throw Refusal.conflict(
          "The sentence was changed since this was raised. If this decision is the later one, it is"
              + " raised anew; this one was entered in error then.");
    }
  }

  private static Optional<LocalDate> sentence(CaseFile file, Obstacle obstacle) {
    return file.judgments().stream()
        .filter(one -> obstacle.isAbout(one.name()))
        .findFirst()
        .flatMap(CaseFile.Judgment::sentenceUntil);
  }

  /** Who raised it, and who signed what it says was wrong, settles nothing. */
  private static void mustSettle(Actor by, Obstacle obstacle, Optional<CaseFile> file) {
    by.mustBe(obstacle.kind().settledBy().toArray(Role[]::new));
    if (obstacle.recordedBy().equals(by.id())) {
      throw Refusal.forbidden("You raised this obstacle; somebody else settles it.");
    }
    file.ifPresent(one -> mustNotHaveSigned(by, obstacle, one));
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
   * One of two lawyers says whether whoever is placed stays until the obstacle is settled.
   *
   * @param confirms whether this is the second of the two
   * @throws Refusal 403 for who signed what it bears on, and for the same lawyer twice
   */
  public void meanwhile(Actor by, long id, boolean confirms, String outcome, String reason) {
    Held held = held(id);
    held.file().ifPresent(file -> mustNotHaveSigned(by, held.obstacle(), file));
    if (held.file().filter(file -> file.place() != Place.PLACED).isPresent()) {
      throw Refusal.conflict("The person is not placed any more.");
    }
    if (confirms && obstacles.lastSaidToStay(id).filter(by.id()::equals).isPresent()) {
      throw Refusal.forbidden("You decided that the person stays; another lawyer confirms it.");
    }
    // Of one person the reason is in the file of their case, and is erased with it.
    obstacles.stay(
        id, outcome.toUpperCase(Locale.ROOT), held.file().map(file -> "").orElse(reason), by.id());
    tell(held.obstacle(), by, "obstacle: meanwhile " + outcome, "obstacle " + id);
    held.file()
        .ifPresent(
            file ->
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
                        clock.instant())));
  }

  /** Nobody stays until it is settled: two lawyers said so, or said nothing in time. */
  public void bringBack(long id) {
    locks.gate();
    Obstacle obstacle = obstacles.one(id);
    obstacles.stay(id, "BROUGHT_BACK", "", "system");
    audit.add(obstacle.chain(), "system", "obstacle: brings back", "obstacle " + id);
    events.publishEvent(
        obstacle
            .caseNumber()
            .<Object>map(BroughtBack::new)
            .orElseGet(() -> AdverseFact.aboutMany(obstacle.owner())));
  }

  private static String moment(Instant at, Optional<CaseFile> file) {
    ZoneId zone = file.map(one -> one.agreement().sending().zone()).orElse(ZoneOffset.UTC);
    return DateTimeFormatter.ofPattern("d MMMM uuuu HH:mm", Locale.ENGLISH).format(at.atZone(zone))
        + " ("
        + zone
        + ")";
  }
}
