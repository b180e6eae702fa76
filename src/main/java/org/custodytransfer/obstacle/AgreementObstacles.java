package org.custodytransfer.obstacle;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Role;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.Agreements;
import org.custodytransfer.evidence.Documents;
import org.custodytransfer.platform.Locks;
import org.custodytransfer.platform.Refusal;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What stands against everybody under an agreement: raised by one of the sending state and in force
 * from commit, settled by two others there on a document of the agreement's file.
 */
@Service
@Transactional
public class AgreementObstacles {

  /**
   * As both states read it; why, and who, is for the state whose it is.
   *
   * @param owner the state that raised it, and whose it is to settle
   * @param isSettled whether it stands against nobody any more
   * @param entered a settlement that waits for another person's confirmation
   */
  public record Shown(
      long id,
      ObstacleKind kind,
      String owner,
      boolean isSettled,
      Instant recordedAt,
      String settledOn,
      Optional<String> text,
      Optional<String> recordedBy,
      Optional<Settlement> entered,
      Optional<Settlement> settled) {}

  private final Agreements agreements;
  private final Documents documents;
  private final RaiseObstacle raise;
  private final SettleObstacle settle;
  private final ObstacleRecord obstacles;
  private final Locks locks;
  private final Clock clock;

  AgreementObstacles(
      Agreements agreements,
      Documents documents,
      RaiseObstacle raise,
      SettleObstacle settle,
      ObstacleRecord obstacles,
      Locks locks,
      Clock clock) {
    this.agreements = agreements;
    this.documents = documents;
    this.raise = raise;
    this.settle = settle;
    this.obstacles = obstacles;
    this.locks = locks;
    this.clock = clock;
  }

  /**
   * @throws Refusal 403 naming who may raise this kind; 404 for who acts for neither state
   */
  public RaiseObstacle.Receipt raise(Actor by, String code, ObstacleKind kind, String reason) {
    Agreement agreement = agreements.current(code);
    Actor side = mustBeParty(by, agreement);
    side.mustBe(kind.raisedBy().toArray(Role[]::new));
    locks.gate();
    Instant now = clock.instant();
    String owner = by.state().orElseThrow();
    long id =
        raise.stand(
            new Obstacle(
                0,
                kind,
                owner,
                new Target.OneAgreement(code),
                owner,
                code,
                reason,
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                now,
                by.id(),
                false,
                Optional.empty()),
            List.of(),
            Set.of(),
            true);
    return new RaiseObstacle.Receipt(id, now, code);
  }

  /**
   * Enters the document on which an obstacle ends; it stands until another person has confirmed it.
   *
   * @param field of the body that names the obstacle
   * @param document on file of the agreement since the obstacle was raised
   * @throws Refusal 403 for who raised it; 400 where a fault is
   */
  public void settle(
      Actor by,
      String code,
      ObstacleKind kind,
      String field,
      long id,
      long document,
      String reason) {
    mustBeParty(by, agreements.current(code));
    Obstacle obstacle =
        obstacles.ofAgreement(code).stream()
            .filter(one -> one.id() == id && one.kind() == kind)
            .filter(one -> by.state().filter(one.owner()::equals).isPresent())
            .findFirst()
            .orElseThrow(
                () ->
                    Refusal.badInput(
                        "/" + field, "must name what your state raised against this agreement"));
    Instant since =
        documents.of(code).stream()
            .filter(known -> known.id() == document)
            .map(Documents.Document::recordedAt)
            .filter(obstacle.occurredAt()::isBefore)
            .findFirst()
            .orElseThrow(
                () ->
                    Refusal.badInput(
                        "/document",
                        "is nothing that was put on file with this agreement since it was raised"));
    settle.enterElsewhere(
        by,
        id,
        Map.of(
            "outcome",
            "lifted",
            "authority",
            obstacle.authority(),
            "reference",
            String.format(Locale.ROOT, "document %d", document),
            "decidedAt",
            since.toString(),
            "documents",
            String.valueOf(document),
            "reason",
            reason));
  }

  /** What stands or stood against an agreement, newest first. */
  public List<Shown> of(Actor by, String code) {
    mustBeParty(by, agreements.current(code));
    return obstacles.ofAgreement(code).stream()
        .map(one -> shown(one, by.state().filter(one.owner()::equals).isPresent()))
        .toList();
  }

  private Shown shown(Obstacle one, boolean own) {
    return new Shown(
        one.id(),
        one.kind(),
        one.owner(),
        one.settled().isPresent(),
        one.recordedAt(),
        one.kind().settledOn(),
        Optional.of(one.text()).filter(text -> own),
        Optional.of(one.recordedBy()).filter(who -> own),
        own ? obstacles.entered(one.id()).map(obstacles::withDocuments) : Optional.empty(),
        own ? one.settled().map(obstacles::withDocuments) : Optional.empty());
  }

  private static Actor mustBeParty(Actor by, Agreement agreement) {
    return agreement.mustBeParty(by, "agreement of your state");
  }
}
