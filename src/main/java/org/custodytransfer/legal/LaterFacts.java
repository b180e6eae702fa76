package org.custodytransfer.legal;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.custodytransfer.access.Actor;
import org.custodytransfer.agreement.AdverseFact;
import org.custodytransfer.agreement.Countries;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.Place;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.casefile.CaseRecord;
import org.custodytransfer.evidence.Documents;
import org.custodytransfer.obstacle.ObstacleKind;
import org.custodytransfer.obstacle.RaiseObstacle;
import org.custodytransfer.platform.Refusal;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What courts and authorities decide after a request was filed. Each is a new fact beside the old
 * one, and whoever it stands against is looked at again at once, wherever they are.
 */
@Service
@Transactional
public class LaterFacts {

  /** What was decided or found. */
  public enum Kind {
    APPEAL_OPENED,
    CONVICTION_REVERSED,
    SENTENCE_CHANGED,
    PROCEEDINGS_OPENED,
    HOME_STATE_TAKES_THE_PERSON,
    PROTECTION_GRANTED,
    NATIONALITY_FOUND
  }

  /**
   * @param on day of the decision
   * @param docket of the judgment that it is about, where the case has several
   * @param until the day on which a changed sentence ends
   * @param state the state that protection or a nationality names
   * @param documents on file of the case; the court's own for a changed sentence
   * @param personIs DEFENDANT or WITNESS in new proceedings
   */
  public record NewFact(
      Kind kind,
      LocalDate on,
      String authority,
      String reference,
      String text,
      Optional<String> docket,
      Optional<LocalDate> until,
      Optional<String> state,
      Optional<String> personIs,
      List<Long> documents) {

    public NewFact {
      documents = documents == null ? List.of() : List.copyOf(documents);
    }
  }

  private final CaseFiles cases;
  private final CaseRecord caseRecord;
  private final CaseStanding standing;
  private final RaiseObstacle raise;
  private final Documents documents;
  private final ApplicationEventPublisher events;
  private final AuditTrail audit;
  private final Clock clock;

  LaterFacts(
      CaseFiles cases,
      CaseRecord caseRecord,
      CaseStanding standing,
      RaiseObstacle raise,
      Documents documents,
      ApplicationEventPublisher events,
      AuditTrail audit,
      Clock clock) {
    this.cases = cases;
    this.caseRecord = caseRecord;
    this.standing = standing;
    this.raise = raise;
    this.documents = documents;
    this.events = events;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * @throws Refusal 409 once the case has ended, unless the fact says when a person is free who was
   *     brought back; and without a judgment to speak of
   */
  public void record(Actor by, String caseNumber, NewFact fact) {
    CaseFile file = cases.forChange(by, caseNumber);
    Instant now = clock.instant();
    if (fact.on().isAfter(file.agreement().laterDay(now))) {
      throw Refusal.badInput("/on", "must not be in the future");
    }
    audit.add(caseNumber, by.id(), "later fact: " + fact.kind(), "");
    add(by, file, fact);
  }

  private void add(Actor by, CaseFile file, NewFact fact) {
    switch (fact.kind()) {
      case APPEAL_OPENED -> ofJudgment(by, file, fact, ObstacleKind.APPEAL);
      case CONVICTION_REVERSED -> ofJudgment(by, file, fact, ObstacleKind.CONVICTION_REVERSED);
      case SENTENCE_CHANGED -> changeSentence(by, file, fact);
      case PROCEEDINGS_OPENED ->
          raise(
              by,
              file,
              fact,
              ObstacleKind.PROCEEDINGS,
              RaiseObstacle.neededAs(needed("/personIs", fact.personIs())) + " " + fact.text());
      case HOME_STATE_TAKES_THE_PERSON ->
          raise(by, file, fact, ObstacleKind.HOME_STATE_TAKES, fact.text());
      case PROTECTION_GRANTED -> found(by, file, fact, ObstacleKind.PROTECTION_DECISION);
      case NATIONALITY_FOUND -> found(by, file, fact, ObstacleKind.NATIONALITY_FOUND);
    }
  }

  /**
   * What ends later counts once two have confirmed it, and what ends earlier of who has not left:
   * it may end the case, and until then nobody boards. Abroad what ends earlier counts at once.
   */
  private void changeSentence(Actor by, CaseFile file, NewFact fact) {
    LocalDate until = needed("/until", fact.until());
    if (fact.documents().isEmpty()) {
      throw Refusal.badInput("/documents", "names the court's document, on file of the case");
    }
    documents.mustBeOnFile(Set.of(file.caseNumber()), "documents", fact.documents());
    CaseFile.Judgment judgment = judged(file, fact);
    if (!until.isAfter(judgment.sentenceFrom())) {
      throw Refusal.badInput(
          "/until", "must be after the sentence began, " + judgment.sentenceFrom());
    }
    boolean earlier = judgment.sentenceUntil().filter(until::isAfter).isEmpty();
    if (earlier && !file.isBeforeTheDeparture()) {
      shorten(by, file, judgment.until(until));
      return;
    }
    raise.raise(
        by,
        file.caseNumber(),
        named(file, fact, ObstacleKind.SENTENCE_CHANGED, fact.text())
            .about(fact.docket(), fact.until(), fact.documents()));
  }

  /** Of whoever is back it says when they are free, though their case has ended. */
  private void shorten(Actor by, CaseFile file, CaseFile.Judgment shorter) {
    if (file.place() != Place.RETURNED) {
      CaseFiles.mustGoOn(file);
    }
    caseRecord.correct(file, shorter, by.id());
    events.publishEvent(AdverseFact.about(file.caseNumber(), by.state().orElseThrow()));
    standing.closeIfOver(file.caseNumber());
  }

  private void ofJudgment(Actor by, CaseFile file, NewFact fact, ObstacleKind kind) {
    judged(file, fact);
    raise.raise(
        by,
        file.caseNumber(),
        named(file, fact, kind, fact.text())
            .about(fact.docket(), Optional.empty(), fact.documents()));
  }

  private static CaseFile.Judgment judged(CaseFile file, NewFact fact) {
    CaseFile.Judgment judgment = CaseFiles.judgment(file, fact.docket(), fact.authority());
    if (fact.on().isBefore(judgment.judgedOn())) {
      throw Refusal.badInput("/on", "must not be before the judgment of " + judgment.judgedOn());
    }
    return judgment;
  }

  private void raise(Actor by, CaseFile file, NewFact fact, ObstacleKind kind, String text) {
    raise.raise(by, file.caseNumber(), named(file, fact, kind, text));
  }

  private void found(Actor by, CaseFile file, NewFact fact, ObstacleKind kind) {
    raise.raise(
        by,
        file.caseNumber(),
        named(file, fact, kind, fact.text())
            .naming(country(fact))
            .about(Optional.empty(), Optional.empty(), fact.documents()));
  }

  private static RaiseObstacle.New named(
      CaseFile file, NewFact fact, ObstacleKind kind, String text) {
    return RaiseObstacle.New.on(fact.on(), file, kind, fact.authority(), fact.reference(), text);
  }

  private static String country(NewFact fact) {
    String state = needed("/state", fact.state());
    if (!Countries.known(state)) {
      throw Refusal.badInput("/state", "is not an ISO 3166-1 alpha-2 code");
    }
    return state;
  }

  private static <T> T needed(String pointer, Optional<T> value) {
    return value.orElseThrow(() -> Refusal.badInput(pointer, "is needed for this kind of fact"));
  }
}
