package org.custodytransfer.legal;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.custodytransfer.casefile.CaseEvents;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.Judgment;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.casefile.CaseRecord;
import org.custodytransfer.obstacle.Obstacle;
import org.custodytransfer.obstacle.ObstacleKind;
import org.custodytransfer.obstacle.SettleObstacle.ObstacleSettled;
import org.custodytransfer.obstacle.Settlement;
import org.custodytransfer.obstacle.Settlement.Outcome;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What a settled obstacle turns into, before anybody is looked at again. */
@Service
@Transactional
class SettledFacts {

  private final CaseFiles cases;
  private final CaseRecord caseRecord;
  private final CaseEvents ends;
  private final Clock clock;

  SettledFacts(CaseFiles cases, CaseRecord caseRecord, CaseEvents ends, Clock clock) {
    this.cases = cases;
    this.caseRecord = caseRecord;
    this.ends = ends;
    this.clock = clock;
  }

  @EventListener
  @Order(Ordered.HIGHEST_PRECEDENCE)
  void on(ObstacleSettled settled) {
    CaseFile file = cases.one(settled.caseNumber(), clock.instant());
    String by = settled.settlement().recordedBy();
    for (Judgment judgment : file.judgments()) {
      if (settled.obstacle().isAbout(judgment.name())) {
        corrected(settled, judgment, file).ifPresent(one -> caseRecord.correct(file, one, by));
      }
    }
    // What is of the person is written once, and known to each of their cases.
    if (settled.settlement().outcome() == Outcome.UPHELD
        && settled.obstacle().caseNumber().filter(settled.caseNumber()::equals).isPresent()) {
      found(settled, file);
    }
  }

  private void found(ObstacleSettled settled, CaseFile file) {
    Settlement decision = settled.settlement();
    Obstacle obstacle = settled.obstacle();
    Optional<String> state = obstacle.state();
    switch (obstacle.kind()) {
      case PROTECTION_CLAIM ->
          caseRecord.protection(
              file,
              state.orElseThrow(),
              decision.authority(),
              decision.reference(),
              day(decision.decidedAt(), file),
              decision.recordedBy());
      case PROTECTION_DECISION ->
          caseRecord.protection(
              file,
              state.orElseThrow(),
              obstacle.authority(),
              obstacle.reference(),
              day(obstacle.occurredAt(), file),
              decision.recordedBy());
      case DEATH -> ends.died(decision.recordedBy(), file, obstacle.occurredAt(), obstacle.text());
      case NATIONALITY_CLAIM, NATIONALITY_FOUND ->
          caseRecord.nationality(
              file, state.orElseThrow(), true, decision.decidedAt(), decision.recordedBy());
      default -> {
        // The settlement itself is all there is to know.
      }
    }
  }

  private static Optional<Judgment> corrected(
      ObstacleSettled settled, Judgment judgment, CaseFile file) {
    Outcome outcome = settled.settlement().outcome();
    // Where the person is placed, nobody certifies another day of finality.
    if (settled.obstacle().kind() == ObstacleKind.APPEAL
        && file.place() != CaseFile.Place.PLACED
        && (outcome == Outcome.REJECTED || outcome == Outcome.WITHDRAWN)) {
      return Optional.of(judgment.finalSince(day(settled.settlement().decidedAt(), file)));
    }
    if (outcome == Outcome.UPHELD) {
      LocalDate on = day(settled.obstacle().occurredAt(), file);
      return switch (settled.obstacle().kind()) {
        case CONVICTION_REVERSED -> Optional.of(judgment.reversed(on));
        case RELEASE_ORDER -> Optional.of(judgment.until(on));
        default -> Optional.empty();
      };
    }
    return outcome == Outcome.CONFIRMED
        ? settled.obstacle().until().map(judgment::until)
        : Optional.empty();
  }

  private static LocalDate day(Instant moment, CaseFile file) {
    return LocalDate.ofInstant(moment, file.agreement().sending().zone());
  }
}
