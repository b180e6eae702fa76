package org.custodytransfer.flight;

import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.custodytransfer.access.Message;
import org.custodytransfer.access.Road;
import org.custodytransfer.agreement.AdverseFact;
import org.custodytransfer.agreement.Relief;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.CaseStatus;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.casefile.GoneWithoutClearance;
import org.custodytransfer.condition.Station;
import org.custodytransfer.legal.CaseStanding;
import org.custodytransfer.platform.Locks;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Cases that wait: for a flight, or for what holds them. A case that goes back to an earlier
 * station gives its seat back.
 */
@Service
@Transactional
public class Waiting {

  /** What is told that facts have changed; an approval is asked for anew, at the level of now. */
  private static final Set<CaseStatus> STANDING_STILL =
      EnumSet.of(CaseStatus.FOR_APPROVAL, CaseStatus.READY, CaseStatus.HELD);

  /** How many cases are judged together. */
  private static final int BATCH = 500;

  private final CaseFiles cases;
  private final CaseStanding standing;
  private final Flights flights;
  private final Road road;
  private final Locks locks;
  private final AuditTrail audit;
  private final Clock clock;

  Waiting(
      CaseFiles cases,
      CaseStanding standing,
      Flights flights,
      Road road,
      Locks locks,
      AuditTrail audit,
      Clock clock) {
    this.cases = cases;
    this.standing = standing;
    this.flights = flights;
    this.road = road;
    this.locks = locks;
    this.audit = audit;
    this.clock = clock;
  }

  /** A case that waits for a flight comes off its manifest with the fact, not on the next day. */
  @EventListener
  void on(AdverseFact fact) {
    fact.caseNumber().ifPresent(this::reconsider);
    if (fact.caseNumber().isEmpty()) {
      lookSoon(fact.owner());
    }
  }

  /** The departure was undone; why nobody left stays in the file of each. */
  @TransactionalEventListener(phase = TransactionPhase.AFTER_ROLLBACK)
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  void on(Departures.NobodyLeft nobody) {
    // Another departure may have been faster: who is aboard is no longer looked at here.
    locks.gate();
    new TreeMap<>(nobody.against())
        .forEach(
            (caseNumber, conditions) -> {
              audit.add(
                  caseNumber,
                  nobody.by(),
                  "may not leave",
                  nobody.flight() + ": " + String.join(", ", conditions));
              reconsider(caseNumber);
            });
  }

  private void reconsider(String caseNumber) {
    CaseFile file = cases.one(caseNumber, clock.instant());
    if (STANDING_STILL.contains(file.status()) && file.place().inCustody()) {
      road.tell(Message.RECONSIDER, caseNumber);
    }
  }

  @EventListener
  void on(GoneWithoutClearance gone) {
    flights.giveBack(gone.caseNumber(), "The person was found gone without clearance.");
  }

  @EventListener
  void on(Relief relief) {
    relief.caseNumber().ifPresent(this::reconsider);
    if (relief.caseNumber().isEmpty()) {
      lookSoon(relief.owner());
    }
  }

  /** After this transaction, so that what concerns many is entered in no more time than one. */
  private void lookSoon(String owner) {
    road.startOwned("look-again", "LOOK", owner, Map.of());
  }

  /** Looks at one case, which waits for the answer. */
  public Station look(String caseNumber) {
    cases.lock(caseNumber);
    Station lapsed = standing.look(caseNumber);
    if (lapsed != Station.NOTHING) {
      flights.giveBack(caseNumber, "A condition has lapsed: " + lapsed + ".");
    }
    return lapsed;
  }

  /**
   * Looks at everybody who waits; each whose facts have changed is moved by itself, right after.
   */
  public void lookAgain() {
    // Everybody is looked at before anybody moves: who loses a seat may stand differently then. And
    // nobody has the gate meanwhile, since a court's order would wait for them all.
    List<String> changed = new ArrayList<>();
    for (CaseStatus status : List.of(CaseStatus.READY, CaseStatus.HELD)) {
      List<String> waiting = cases.inCustodyWith(status);
      Station asItStands = status == CaseStatus.READY ? Station.NOTHING : Station.HELD;
      for (int from = 0; from < waiting.size(); from += BATCH) {
        standing
            .of(waiting.subList(from, Math.min(from + BATCH, waiting.size())))
            .forEach(
                (caseNumber, now) -> {
                  if (now != asItStands) {
                    changed.add(caseNumber);
                  }
                });
      }
    }
    changed.stream()
        .sorted()
        .forEach(
            caseNumber ->
                road.start(
                    "look-at-one",
                    caseNumber,
                    cases.one(caseNumber, clock.instant()).agreement().code(),
                    Map.of()));
  }

  /** Moves a case to where it stands now, if it still waits. */
  public void lookAgain(String caseNumber) {
    locks.gate();
    reconsider(caseNumber);
  }
}
