package org.custodytransfer.casefile;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Message;
import org.custodytransfer.access.Road;
import org.custodytransfer.agreement.AdverseFact;
import org.custodytransfer.casefile.CaseFile.DecisionKind;
import org.custodytransfer.casefile.CaseFile.Place;
import org.custodytransfer.casefile.CaseRecord.NewDecision;
import org.custodytransfer.platform.Refusal;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What ends a case from outside, wherever it stands. */
@Service
@Transactional
public class CaseEvents {

  private final CaseFiles cases;
  private final CaseRecord caseRecord;
  private final Road road;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  CaseEvents(
      CaseFiles cases,
      CaseRecord caseRecord,
      Road road,
      ApplicationEventPublisher events,
      Clock clock) {
    this.cases = cases;
    this.caseRecord = caseRecord;
    this.road = road;
    this.events = events;
    this.clock = clock;
  }

  /**
   * The requester takes the request back; possible as long as the sending state holds the person.
   *
   * @throws Refusal 409 once the person has boarded: then the way back is a return
   */
  public CaseFile withdraw(Actor by, String caseNumber, String reason) {
    CaseFile file = cases.openForChange(by, caseNumber);
    if (!file.place().inCustody()) {
      throw Refusal.conflict(
          String.format(
              Locale.ROOT,
              "This case cannot be withdrawn any more: the person is %s. Ask for a return with POST /api/transfers/%s/returns.",
              file.place(),
              caseNumber),
          Map.of("place", file.place().name()));
    }
    decide(by.id(), caseNumber, DecisionKind.WITHDRAWAL, "withdrawn", reason, clock.instant());
    tell(Message.WITHDRAWN, caseNumber);
    return cases.one(caseNumber, clock.instant());
  }

  /**
   * The receiving state no longer accepts the person; on the way, the person is not handed over.
   *
   * @throws Refusal 409 if it has not accepted, or once the person is placed: then it asks for a
   *     return
   */
  public CaseFile withdrawAcceptance(Actor by, String caseNumber, String reason) {
    CaseFile file = cases.openForChange(by, caseNumber);
    boolean accepted =
        file.latest(DecisionKind.ACCEPTANCE)
            .filter(decision -> decision.outcome().equals("accepted"))
            .isPresent();
    if (!accepted || file.place() == Place.PLACED) {
      throw Refusal.conflict(
          accepted
              ? String.format(
                  Locale.ROOT,
                  "The person is placed: ask for a return with POST /api/transfers/%s/returns.",
                  caseNumber)
              : "There is no acceptance to withdraw.");
    }
    decide(by.id(), caseNumber, DecisionKind.ACCEPTANCE, "withdrawn", reason, clock.instant());
    // Who has left is looked after by the flight.
    if (file.place().inCustody()) {
      road.tell(Message.RECONSIDER, caseNumber);
    }
    events.publishEvent(AdverseFact.about(caseNumber, by.state().orElseThrow()));
    return cases.one(caseNumber, clock.instant());
  }

  /** The person has died, as two have confirmed: every case, seat, placement and fee ends. */
  public void died(String by, CaseFile file, Instant at, String reason) {
    for (String one : cases.openOf(file.personIds())) {
      decide(by, one, DecisionKind.DEATH, "died", reason, at);
      tell(Message.DIED, one);
    }
    caseRecord.place(file, Place.DECEASED, at, by);
  }

  private void decide(
      String by, String caseNumber, DecisionKind kind, String outcome, String reason, Instant at) {
    caseRecord.decide(
        caseNumber, by, new NewDecision(kind, outcome, reason, Map.of(), List.of(), Set.of(), at));
  }

  private void tell(Message message, String caseNumber) {
    if (!road.tell(message, caseNumber)) {
      throw Refusal.conflict("The process of this case does not wait for this; tell a manager.");
    }
  }
}
