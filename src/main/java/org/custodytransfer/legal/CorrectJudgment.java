package org.custodytransfer.legal;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.Judgment;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.casefile.CaseRecord;
import org.custodytransfer.obstacle.ObstacleKind;
import org.custodytransfer.obstacle.SettleObstacle.ObstacleSettled;
import org.custodytransfer.obstacle.Settlement.Outcome;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What a settled obstacle turns a judgment into, in each file that has the judgment. */
@Service
@Transactional
class CorrectJudgment {

  private final CaseFiles cases;
  private final CaseRecord caseRecord;
  private final Clock clock;

  CorrectJudgment(CaseFiles cases, CaseRecord caseRecord, Clock clock) {
    this.cases = cases;
    this.caseRecord = caseRecord;
    this.clock = clock;
  }

  @EventListener
  void on(ObstacleSettled settled) {
    if (settled.obstacle().judgment().isEmpty()) {
      return;
    }
    CaseFile file = cases.one(settled.caseNumber(), clock.instant());
    for (Judgment judgment : file.judgments()) {
      if (settled.obstacle().judgment().filter(judgment.name()::equals).isPresent()) {
        corrected(settled, judgment, file)
            .ifPresent(one -> caseRecord.correct(file, one, settled.settlement().recordedBy()));
      }
    }
  }

  private static Optional<Judgment> corrected(
      ObstacleSettled settled, Judgment judgment, CaseFile file) {
    Outcome outcome = settled.settlement().outcome();
    if (settled.obstacle().kind() == ObstacleKind.APPEAL
        && (outcome == Outcome.REJECTED || outcome == Outcome.WITHDRAWN)) {
      LocalDate decided =
          LocalDate.ofInstant(settled.settlement().decidedAt(), file.agreement().sending().zone());
      return Optional.of(judgment.finalSince(decided));
    }
    return outcome == Outcome.CONFIRMED
        ? settled.obstacle().until().map(judgment::until)
        : Optional.empty();
  }
}
