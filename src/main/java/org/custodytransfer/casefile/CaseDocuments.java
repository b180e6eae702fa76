package org.custodytransfer.casefile;

import java.time.Clock;
import java.util.List;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Role;
import org.custodytransfer.evidence.Documents;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The documents of a case, for those who may see and add them. */
@Service
@Transactional
public class CaseDocuments {

  private static final Role[] MAY_ADD = {
    Role.REQUESTERS,
    Role.CASEWORKERS,
    Role.LEGAL_REVIEWERS,
    Role.DUTY_LAWYERS,
    Role.COUNSEL,
    Role.SYSTEMS
  };

  private static final Role[] MAY_READ = {
    Role.CASEWORKERS,
    Role.LEGAL_REVIEWERS,
    Role.DUTY_LAWYERS,
    Role.APPROVERS,
    Role.SENIOR_APPROVERS,
    Role.COUNSEL,
    Role.AUDITORS
  };

  private final CaseFiles cases;
  private final Documents documents;
  private final Clock clock;

  CaseDocuments(CaseFiles cases, Documents documents, Clock clock) {
    this.cases = cases;
    this.documents = documents;
    this.clock = clock;
  }

  public Documents.Document add(
      Actor by, String caseNumber, String title, String mediaType, byte[] bytes) {
    cases.visible(by, caseNumber, clock.instant());
    by.mustBe(MAY_ADD);
    return documents.keep(by, caseNumber, title, mediaType, bytes);
  }

  public List<Documents.Document> list(Actor by, String caseNumber) {
    cases.visible(by, caseNumber, clock.instant());
    by.mustBe(MAY_READ);
    return documents.of(caseNumber);
  }

  public Documents.Content read(Actor by, String caseNumber, long id) {
    cases.visible(by, caseNumber, clock.instant());
    by.mustBe(MAY_READ);
    return documents.read(by, caseNumber, id);
  }
}
