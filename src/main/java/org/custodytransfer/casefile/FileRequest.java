package org.custodytransfer.casefile;

import static org.custodytransfer.platform.Rows.columns;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Actors;
import org.custodytransfer.access.Road;
import org.custodytransfer.access.Role;
import org.custodytransfer.access.StartDoor;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.Agreements;
import org.custodytransfer.agreement.Countries;
import org.custodytransfer.agreement.Languages;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.platform.Fault;
import org.custodytransfer.platform.Locks;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Rows;
import org.custodytransfer.platform.Schemas;
import org.custodytransfer.platform.Text;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Files a request: one code behind both doors. */
@Service
@Transactional
public class FileRequest implements StartDoor {

  private final Schemas schemas;
  private final Agreements agreements;
  private final Actors actors;
  private final Persons persons;
  private final Identities identities;
  private final CaseFiles cases;
  private final CaseRecord caseRecord;
  private final Mandates mandates;
  private final Rows rows;
  private final Locks locks;
  private final Road road;
  private final ApplicationEventPublisher events;
  private final AuditTrail audit;
  private final Clock clock;

  FileRequest(
      Schemas schemas,
      Agreements agreements,
      Actors actors,
      Persons persons,
      Identities identities,
      CaseFiles cases,
      CaseRecord caseRecord,
      Mandates mandates,
      Rows rows,
      Locks locks,
      Road road,
      ApplicationEventPublisher events,
      AuditTrail audit,
      Clock clock) {
    this.schemas = schemas;
    this.agreements = agreements;
    this.actors = actors;
    this.persons = persons;
    this.identities = identities;
    this.cases = cases;
    this.mandates = mandates;
    this.caseRecord = caseRecord;
    this.rows = rows;
    this.locks = locks;
    this.road = road;
    this.events = events;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  public Set<Role> roles() {
    return Set.of(Role.REQUESTERS, Role.SYSTEMS);
  }

  /**
   * @return the case number
   * @throws Refusal 400 with every fault, and for a person refused before whose request names no
   *     new facts, 404 for an unknown agreement, 409 for one that is not in force and for a person
   *     whose case is open
   */
  @Override
  public String file(Actor by, String text) {
    TransferRequest request = schemas.read(text, "transfer-request", TransferRequest.class);
    Agreement agreement = agreements.current(request.agreement());
    if (by.state().filter(agreement.sending().state()::equals).isEmpty()) {
      throw Refusal.notFound("agreement of your state");
    }
    if (!agreement.inForceAt(clock.instant())) {
      Agreement.StatusSince status = agreement.status().on(agreement.laterDay(clock.instant()));
      throw Refusal.conflict(
          String.format(
              Locale.ROOT,
              "Nothing can be filed under %s: its status is %s since %s. It can be assessed with POST /api/agreements/%s/assessment.",
              agreement.code(),
              status.code(),
              status.since(),
              agreement.code()),
          Map.of(
              "agreementStatus", status.code(),
              "since", status.since().toString()));
    }
    check(request, agreement);
    if (!request.openProceedings().isEmpty() || !request.protectionClaims().isEmpty()) {
      // What a request names may stand against a case of the person that is about to leave.
      locks.gate();
    }

    Instant now = clock.instant();
    Persons.Known known = persons.enter(agreement.sending().state(), request.person(), now);
    String person = known.id();
    List<String> same = identities.knownAs(person, now);
    if (!same.isEmpty()) {
      throw Refusal.conflict(
          "This number was signed to be that of a person with another: file under "
              + String.join(", ", same)
              + ".",
          Map.of("registerNumbers", same));
    }
    openCaseOf(person, agreement)
        .ifPresent(
            open -> {
              throw Refusal.conflict(
                  String.format(
                      Locale.ROOT,
                      "This person has an open case under %s: %s.",
                      agreement.code(),
                      open),
                  Map.of("caseNumber", open));
            });
    Optional<CaseFiles.Refused> before = cases.lastRefused(person, agreement.code());
    checkNewFacts(request.newFacts(), before, agreement, now);
    String caseNumber = number(agreement, now);
    record(request, agreement, person, caseNumber, by, now);
    request
        .newFacts()
        .ifPresent(facts -> newFacts(caseNumber, before.orElseThrow(), facts, by, now));
    known
        .alike()
        .forEach(
            other ->
                rows.addKeyed(
                    "identity_match",
                    columns(
                        "case_number", caseNumber, "other_person_id", other, "recorded_at", now)));
    events.publishEvent(new RequestFiled(by, caseNumber, request));
    start(caseNumber, !known.alike().isEmpty());
    return caseNumber;
  }

  private void check(TransferRequest request, Agreement agreement) {
    List<Fault> faults = new ArrayList<>();
    LocalDate today = agreement.laterDay(clock.instant());
    var person = request.person();
    notFuture("/person/birthDate", person.birthDate().earliest(), today, faults);
    if (person.birthDate().earliest().isBefore(today.minusYears(120))) {
      faults.add(Fault.at("/person/birthDate", "must not be more than 120 years ago"));
    }
    int n = 0;
    for (String state : person.nationalities()) {
      if (!Countries.knownAsNationality(state)) {
        faults.add(Fault.at("/person/nationalities/" + n, Countries.NATIONALITIES));
      }
      n++;
    }
    if (person.nationalities().contains(Countries.STATELESS) && n > 1) {
      faults.add(
          Fault.at("/person/nationalities", "has a nationality, and says that there is none"));
    }
    n = 0;
    for (String language : person.languages()) {
      if (!Languages.known(language)) {
        faults.add(Fault.at("/person/languages/" + n, "is not a language of BCP 47"));
      }
      n++;
    }
    if (!mandates.isCounsel(person.counsel(), agreement)) {
      faults.add(Fault.at("/person/counsel", Mandates.NO_COUNSEL));
    }
    judgment("/judgment", request.judgment(), today, faults);
    Set<String> dockets = new HashSet<>(Set.of(docket(request.judgment())));
    for (int i = 0; i < request.furtherJudgments().size(); i++) {
      String at = "/furtherJudgments/" + i;
      judgment(at, request.furtherJudgments().get(i), today, faults);
      if (!dockets.add(docket(request.furtherJudgments().get(i)))) {
        faults.add(
            Fault.at(at + "/docket", "is this court's docket of another judgment of this request"));
      }
    }
    request
        .expulsionOrder()
        .ifPresent(
            order -> {
              notFuture("/expulsionOrder/decidedOn", order.decidedOn(), today, faults);
              order
                  .finalOn()
                  .ifPresent(
                      finalOn -> {
                        notFuture("/expulsionOrder/finalOn", finalOn, today, faults);
                        if (finalOn.isBefore(order.decidedOn())) {
                          faults.add(
                              Fault.at(
                                  "/expulsionOrder/finalOn",
                                  "must not be before /expulsionOrder/decidedOn"));
                        }
                      });
            });
    protection("/protectionDecisions/", request.protectionDecisions(), today, faults);
    protection("/protectionClaims/", request.protectionClaims(), today, faults);
    for (int i = 0; i < request.openProceedings().size(); i++) {
      notFuture(
          "/openProceedings/" + i + "/openedOn",
          request.openProceedings().get(i).openedOn(),
          today,
          faults);
    }
    request
        .consent()
        .ifPresent(c -> notFuture("/consent/answeredOn", c.answeredOn(), today, faults));
    if (!faults.isEmpty()) {
      throw Refusal.badInput(faults);
    }
  }

  /** A docket is one of its court; what nobody sees in it makes it no other. */
  private static String docket(TransferRequest.JudgmentData judgment) {
    return Text.seen(judgment.court()) + " " + Text.seen(judgment.docket());
  }

  private static void judgment(
      String at, TransferRequest.JudgmentData judgment, LocalDate today, List<Fault> faults) {
    notFuture(at + "/judgedOn", judgment.judgedOn(), today, faults);
    faults.addAll(
        CaseFile.Sentence.faults(
            at, judgment.sentenceFrom(), judgment.sentenceUntil(), judgment.withoutEnd()));
    judgment
        .finalOn()
        .ifPresent(
            finalOn -> {
              notFuture(at + "/finalOn", finalOn, today, faults);
              if (finalOn.isBefore(judgment.judgedOn())) {
                faults.add(Fault.at(at + "/finalOn", "must not be before " + at + "/judgedOn"));
              }
              if (judgment.appealOpen()) {
                faults.add(Fault.at(at + "/finalOn", "cannot be given while an appeal is open"));
              }
            });
  }

  private static void protection(
      String at, List<TransferRequest.ProtectionData> facts, LocalDate today, List<Fault> faults) {
    for (int i = 0; i < facts.size(); i++) {
      notFuture(at + i + "/decidedOn", facts.get(i).decidedOn(), today, faults);
      if (!Countries.known(facts.get(i).state())) {
        faults.add(Fault.at(at + i + "/state", "is not an ISO 3166-1 alpha-2 code"));
      }
    }
  }

  private static void notFuture(
      String pointer, LocalDate day, LocalDate today, List<Fault> faults) {
    if (day.isAfter(today)) {
      faults.add(Fault.at(pointer, "must not be in the future"));
    }
  }

  private Optional<String> openCaseOf(String person, Agreement agreement) {
    return rows.query()
        .sql("select case_number from open_case where person_id = ? and agreement_code = ?")
        .params(person, agreement.code())
        .query(String.class)
        .optional();
  }

  /** Whoever was refused is not asked about again on the same facts. */
  private static void checkNewFacts(
      Optional<TransferRequest.NewFacts> facts,
      Optional<CaseFiles.Refused> refused,
      Agreement agreement,
      Instant now) {
    if (refused.isEmpty() && facts.isPresent()) {
      throw Refusal.badInput("/newFacts", "no request for this person was refused before");
    }
    refused.ifPresent(
        before -> {
          LocalDate since =
              facts
                  .map(TransferRequest.NewFacts::knownSince)
                  .orElseThrow(
                      () ->
                          Refusal.badInput(
                              "/newFacts",
                              String.format(
                                  Locale.ROOT,
                                  "must say what has become known since case %s was refused",
                                  before.caseNumber())));
          LocalDate refusedOn = LocalDate.ofInstant(before.at(), agreement.sending().zone());
          if (since.isBefore(refusedOn) || since.isAfter(agreement.laterDay(now))) {
            throw Refusal.badInput(
                "/newFacts/knownSince",
                String.format(
                    Locale.ROOT,
                    "must be between %s, when case %s was refused, and today",
                    refusedOn,
                    before.caseNumber()));
          }
        });
  }

  private void newFacts(
      String caseNumber,
      CaseFiles.Refused before,
      TransferRequest.NewFacts facts,
      Actor by,
      Instant now) {
    caseRecord.decide(
        caseNumber,
        by.id(),
        new CaseRecord.NewDecision(
            CaseFile.DecisionKind.NEW_FACTS,
            "after-refusal",
            facts.text(),
            Map.of("refusedCase", before.caseNumber(), "knownSince", facts.knownSince().toString()),
            List.of(),
            Set.of(),
            now));
  }

  private String number(Agreement agreement, Instant now) {
    int year = now.atZone(agreement.sending().zone()).getYear();
    String series = agreement.code() + "-" + year;
    return String.format(Locale.ROOT, "%s-%06d", series, locks.next("case " + series));
  }

  private void record(
      TransferRequest request,
      Agreement agreement,
      String person,
      String caseNumber,
      Actor by,
      Instant now) {
    rows.addKeyed(
        "transfer_case",
        columns(
            "case_number", caseNumber,
            "agreement_code", agreement.code(),
            "agreement_version", agreement.version(),
            "sending_state", agreement.sending().state(),
            "receiving_state", agreement.receiving().state(),
            "person_id", person,
            "security_class", request.securityClass(),
            "filed_at", now,
            "filed_by", by.id()));
    rows.addKeyed(
        "open_case",
        columns(
            "person_id", person, "agreement_code", agreement.code(), "case_number", caseNumber));
    var data = request.person();
    rows.add(
        "person_identity",
        columns(
            "person_id", person,
            "case_number", caseNumber,
            "family_name", data.familyName().strip(),
            "given_names", data.givenNames().map(String::strip).orElse(""),
            "birth_date", data.birthDate().text(),
            "sex", data.sex(),
            "recorded_at", now,
            "recorded_by", by.id()));
    mandates.begin(person, caseNumber, data.counsel(), by, now);
    data.languages()
        .forEach(
            language ->
                rows.add(
                    "person_language",
                    columns("person_id", person, "language", language, "recorded_at", now)));
    CaseFile bare = cases.one(caseNumber, now);
    data.nationalities().forEach(state -> caseRecord.nationality(bare, state, false, now, by.id()));
    request
        .judgments()
        .forEach(
            judged ->
                caseRecord.correct(
                    bare,
                    new CaseFile.Judgment(
                        0,
                        judged.court(),
                        judged.docket(),
                        judged.judgedOn(),
                        judged.sentenceFrom(),
                        judged.sentenceUntil(),
                        judged.custodial(),
                        judged.appealOpen(),
                        judged.finalOn(),
                        judged.offenceGroups(),
                        Optional.empty(),
                        by.id()),
                    by.id()));
    request
        .expulsionOrder()
        .ifPresent(
            order ->
                caseRecord.correct(
                    bare,
                    new CaseFile.ExpulsionOrder(
                        0,
                        order.authority(),
                        order.docket(),
                        order.decidedOn(),
                        order.finalOn(),
                        by.id()),
                    by.id()));
    request
        .protectionDecisions()
        .forEach(
            bar ->
                caseRecord.protection(
                    bare, bar.state(), bar.authority(), bar.reference(), bar.decidedOn(), by.id()));
    request
        .consent()
        .ifPresent(
            consent ->
                rows.add(
                    "consent_indication",
                    columns(
                        "case_number",
                        caseNumber,
                        "given",
                        consent.given(),
                        "answered_on",
                        consent.answeredOn(),
                        "recorded_at",
                        now)));
    request
        .circumstances()
        .forEach(
            (circumstance, applies) ->
                rows.add(
                    "circumstance",
                    columns(
                        "case_number",
                        caseNumber,
                        "circumstance",
                        circumstance,
                        "applies",
                        applies,
                        "recorded_at",
                        now,
                        "recorded_by",
                        by.id())));
    audit.add(
        caseNumber,
        by.id(),
        "filed",
        String.format(
            Locale.ROOT, "agreement %s version %d", agreement.code(), agreement.version()));
    long takenOver =
        cases.one(caseNumber, now).protection().stream()
            .filter(fact -> !fact.caseNumber().equals(caseNumber))
            .count();
    if (takenOver > 0) {
      audit.add(
          caseNumber,
          "system",
          "taken over",
          takenOver + " protection decisions from the person's earlier cases");
    }
  }

  private void start(String caseNumber, boolean mayBeKnown) {
    CaseFile file = cases.one(caseNumber, clock.instant());
    Agreement agreement = file.agreement();
    Map<String, Object> codes =
        Map.of(
            "caseNumber",
            caseNumber,
            "receivingGroup",
            Role.RECEIVING.groupIn(agreement.receiving().state()),
            "counsel",
            file.person().counsel(),
            "mayBeKnown",
            mayBeKnown);
    road.start("transfer", caseNumber, agreement.code(), codes);
  }
}
