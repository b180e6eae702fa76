package org.custodytransfer.casefile;

import java.time.Clock;
import java.util.List;
import org.custodytransfer.access.Actor;
import org.custodytransfer.evidence.Documents;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The documents of a case, for those who may see and add them. */
@Service
@Transactional
public class CaseDocuments {

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
    cases.ofSender(by, caseNumber, clock.instant());
    return documents.keep(by, caseNumber, title, mediaType, bytes);
  }

  public List<Documents.Document> list(Actor by, String caseNumber) {
    cases.ofSender(by, caseNumber, clock.instant());
    return documents.of(caseNumber);
  }

  public Documents.Content read(Actor by, String caseNumber, long id) {
    cases.ofSender(by, caseNumber, clock.instant());
    return documents.read(by, caseNumber, id);
  }
}
