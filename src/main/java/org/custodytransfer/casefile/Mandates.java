package org.custodytransfer.casefile;

import static org.custodytransfer.platform.Rows.columns;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Actors;
import org.custodytransfer.access.Road;
import org.custodytransfer.access.Role;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.evidence.Documents;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Rows;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who a person's counsel is, and since when. There is always one, since notices, claims and visits
 * wait for nobody: a mandate ends when the next begins, and whoever had it sees nothing of the
 * person any more.
 */
@Service
@Transactional
public class Mandates {

  static final String NO_COUNSEL = "is not a user of the group counsel of the sending state";

  private final CaseFiles cases;
  private final Documents documents;
  private final Actors actors;
  private final Road road;
  private final Rows rows;
  private final AuditTrail audit;
  private final Clock clock;

  Mandates(
      CaseFiles cases,
      Documents documents,
      Actors actors,
      Road road,
      Rows rows,
      AuditTrail audit,
      Clock clock) {
    this.cases = cases;
    this.documents = documents;
    this.actors = actors;
    this.road = road;
    this.rows = rows;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * @param document the power of attorney or the court's appointment, on file with the case
   */
  public record NewMandate(String counsel, long document, String reason) {}

  boolean isCounsel(String user, Agreement agreement) {
    Actor counsel = actors.named(user);
    return counsel.is(Role.COUNSEL)
        && counsel.state().filter(agreement.sending().state()::equals).isPresent();
  }

  /**
   * The mandate that a request names: the first, or the one that there is.
   *
   * @throws Refusal 400 if the person has another counsel
   */
  void begin(String person, String caseNumber, String counsel, Actor by, Instant at) {
    Optional<String> known =
        rows.query()
            .sql(
                "select counsel_user from counsel_mandate where id = (select max(id) from counsel_mandate"
                    + " where person_id = ?)")
            .param(person)
            .query(String.class)
            .optional();
    if (known.filter(one -> !one.isEmpty() && !one.equals(counsel)).isPresent()) {
      throw Refusal.badInput(
          "/person/counsel",
          "is not the counsel this person has: a mandate is changed on a power of attorney, by the"
              + " caseworkers of the earlier case");
    }
    add(person, caseNumber, counsel, Optional.empty(), "", by, at);
  }

  /**
   * Another counsel, from now on, for all cases of the person; the tasks of the one before are
   * theirs.
   *
   * @throws Refusal 400 for who is no counsel and for a paper that is not on file, 409 for who has
   *     the mandate already
   */
  public void change(Actor by, String caseNumber, NewMandate wanted) {
    CaseFile file = cases.forChange(by, caseNumber);
    String before = file.person().counsel();
    if (!isCounsel(wanted.counsel(), file.agreement())) {
      throw Refusal.badInput("/counsel", NO_COUNSEL);
    }
    if (documents.of(caseNumber).stream().noneMatch(one -> one.id() == wanted.document())) {
      throw Refusal.badInput("/document", "is not a document on file with this case");
    }
    if (before.equals(wanted.counsel())) {
      throw Refusal.conflict("This is the person's counsel already.");
    }
    add(
        file.person().id(),
        caseNumber,
        wanted.counsel(),
        Optional.of(wanted.document()),
        wanted.reason(),
        by,
        clock.instant());
    audit.add(caseNumber, by.id(), "counsel changed", before + " to " + wanted.counsel());
    for (String one : cases.ofPerson(Set.of(file.person().id()))) {
      road.changeUser(one, "counsel", before, wanted.counsel());
    }
  }

  private void add(
      String person,
      String caseNumber,
      String counsel,
      Optional<Long> document,
      String reason,
      Actor by,
      Instant at) {
    rows.add(
        "counsel_mandate",
        columns(
            "person_id", person,
            "case_number", caseNumber,
            "counsel_user", counsel,
            "document_id", document,
            "reason", reason,
            "recorded_at", at,
            "recorded_by", by.id()));
  }
}
