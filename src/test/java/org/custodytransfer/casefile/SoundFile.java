package org.custodytransfer.casefile;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.Agreement.Circumstance;
import org.custodytransfer.agreement.Agreement.OffenceGroup;
import org.custodytransfer.agreement.AgreementFixture;
import org.custodytransfer.casefile.CaseFile.CaseStatus;
import org.custodytransfer.casefile.CaseFile.Decision;
import org.custodytransfer.casefile.CaseFile.DecisionKind;
import org.custodytransfer.casefile.CaseFile.Judgment;
import org.custodytransfer.casefile.CaseFile.Nationality;
import org.custodytransfer.casefile.CaseFile.Notice;
import org.custodytransfer.casefile.CaseFile.Person;
import org.custodytransfer.casefile.CaseFile.Place;

/**
 * A case file in memory of which every condition that reads a file is met; a test turns one thing
 * of it wrong. Everybody in it is invented.
 */
public final class SoundFile {

  /** 10 March in the sending state, still 9 March in the receiving one. */
  public static final Instant NOW = Instant.parse("2026-03-10T02:00:00Z");

  public static final String CASE = "QM-QZ-2026-000001";

  public String caseNumber = CASE;
  public Instant knownAt = NOW;

  /** Every condition that an agreement can leave out is asked for. */
  public Agreement agreement = agreement();

  public Person person =
      new Person(
          "person-1",
          "R-1",
          "Person",
          Optional.of("001"),
          BirthDate.of("1990-04-12"),
          "M",
          Set.of("en"),
          "qm-counsel");

  public List<Nationality> nationalities = List.of(new Nationality("AF", true, CASE));
  public List<Judgment> judgments =
      List.of(
          new Judgment(
              1,
              "Court 01",
              "D-1",
              LocalDate.of(2025, 2, 1),
              LocalDate.of(2025, 2, 1),
              Optional.of(LocalDate.of(2028, 2, 1)),
              true,
              false,
              Optional.of(LocalDate.of(2025, 3, 1)),
              Set.of(OffenceGroup.DRUGS),
              Optional.empty(),
              "qm-requesters"));
  public Optional<CaseFile.ExpulsionOrder> expulsionOrder =
      Optional.of(
          new CaseFile.ExpulsionOrder(
              1,
              "Court 01",
              "E-1",
              LocalDate.of(2025, 2, 1),
              Optional.of(LocalDate.of(2025, 3, 1)),
              "qm-requesters"));
  public Set<BirthDate> birthDates = Set.of();
  public List<CaseFile.Protection> protection = List.of();
  public Optional<Boolean> consentIndicated = Optional.empty();
  public Map<Circumstance, Boolean> circumstances = Map.of();
  public Optional<Notice> notice =
      Optional.of(
          new Notice(
              "QZ",
              "QZ-ONE",
              "en",
              ago(Duration.ofDays(43)),
              ago(Duration.ofDays(42)),
              ago(Duration.ofDays(41)),
              "qm-caseworkers"));
  public Place place = Place.CUSTODY;
  public CaseStatus status = CaseStatus.READY;
  public Optional<Integer> securityClass = Optional.of(3);

  private final List<Decision> decisions = new ArrayList<>();
  private long nextId = 100;

  public SoundFile() {
    Duration reviewed = Duration.ofDays(60);
    sign(DecisionKind.FINALITY, "clear", "lawyer-1", reviewed, "finalOn", "2025-03-01");
    sign(DecisionKind.NATIONALITY, "clear", "lawyer-1", reviewed, "claimFound", "no");
    sign(DecisionKind.EXPULSION_ORDER, "clear", "lawyer-1", reviewed, "lawfulResident", "no");
    sign(DecisionKind.HOME_RETURN, "refused", "lawyer-1", reviewed, "answeredOn", "2026-01-05");
    sign(
        DecisionKind.PROTECTION,
        "no-real-risk",
        "lawyer-2",
        reviewed,
        "state",
        "QZ",
        "facility",
        "QZ-ONE",
        "accountHeard",
        "yes",
        "reportPublisher",
        "Publisher 01",
        "reportDate",
        "2025-12-01",
        "claimFound",
        "none");
    sign(DecisionKind.PROCEEDINGS, "none-open", "lawyer-1", reviewed, "checkedOn", "2026-01-05");
    sign(DecisionKind.HEALTH, "none", "physician", reviewed);
    sign(DecisionKind.SUBMISSIONS, "none", "qm-counsel", reviewed);
    sign(DecisionKind.COUNTERSIGNATURE, "cleared", "lawyer-3", Duration.ofDays(50));
    sign(DecisionKind.APPROVAL_LEVEL, "approvers", "rules", Duration.ofDays(50));
    sign(
        DecisionKind.APPROVAL,
        "approved",
        "approver",
        Duration.ofDays(48),
        "signedAs",
        "approvers");
    sign(DecisionKind.ACCEPTANCE, "accepted", "receiving-qz", Duration.ofDays(45));
    sign(DecisionKind.NOTICE, "served", "qm-caseworkers", Duration.ofDays(41));
    sign(
        DecisionKind.CONSENT,
        "given",
        "qm-caseworkers",
        Duration.ofDays(41),
        "afterCounsel",
        "yes",
        "language",
        "en",
        "givenOn",
        "2026-01-28");
    sign(
        DecisionKind.NOTIFICATIONS,
        "done",
        "qm-caseworkers",
        Duration.ofDays(41),
        "consulate",
        "notified",
        "nextOfKin",
        "objected",
        "notifiedOn",
        "2026-01-28");
    sign(DecisionKind.FITNESS, "fit", "physician", Duration.ofHours(20));
  }

  /**
   * The invented lease, which asks for all that an agreement can ask for.
   *
   * @param changes further changes to its file, in pairs
   */
  public static Agreement agreement(String... changes) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "THIRD_COUNTRY: {kind: LEASE, consent: REQUIRED, expulsionOrderRequired: false",
                "THIRD_COUNTRY: {kind: LEASE, consent: REQUIRED, expulsionOrderRequired: true"));
    all.addAll(List.of(changes));
    return AgreementFixture.read("QM-QZ", all.toArray(String[]::new));
  }

  public static Instant ago(Duration time) {
    return NOW.minus(time);
  }

  public CaseFile file() {
    return new CaseFile(
        caseNumber,
        knownAt,
        knownAt,
        agreement,
        person,
        Set.of(person.id()),
        birthDates,
        nationalities,
        judgments,
        expulsionOrder,
        protection,
        consentIndicated,
        circumstances,
        List.copyOf(decisions),
        notice,
        place,
        status,
        securityClass,
        NOW.minus(Duration.ofDays(70)),
        "qm-requesters");
  }

  /** Signs a form so long ago, on document 7, and with these answers: name, value, name, value. */
  public SoundFile sign(
      DecisionKind kind, String outcome, String by, Duration ago, String... answers) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < answers.length; i += 2) {
      all.put(answers[i], answers[i + 1]);
    }
    decisions.add(
        new Decision(
            nextId++,
            kind,
            outcome,
            "As the file shows.",
            all,
            List.of(),
            Set.of(7L),
            ago(ago),
            ago(ago),
            by));
    return this;
  }

  public SoundFile without(DecisionKind kind) {
    decisions.removeIf(one -> one.kind() == kind);
    return this;
  }

  public SoundFile outcome(DecisionKind kind, String outcome) {
    return change(kind, one -> with(one, outcome, one.answers(), one.evidence(), one.signedBy()));
  }

  public SoundFile answer(DecisionKind kind, String field, String value) {
    return change(
        kind,
        one -> {
          Map<String, String> answers = new HashMap<>(one.answers());
          answers.put(field, value);
          return with(one, one.outcome(), answers, one.evidence(), one.signedBy());
        });
  }

  public SoundFile noEvidence(DecisionKind kind) {
    return change(kind, one -> with(one, one.outcome(), one.answers(), Set.of(), one.signedBy()));
  }

  public SoundFile signer(DecisionKind kind, String signer) {
    return change(kind, one -> with(one, one.outcome(), one.answers(), one.evidence(), signer));
  }

  /** As if what the form certifies had happened so long ago, recorded when it was. */
  public SoundFile happened(DecisionKind kind, Duration ago) {
    return change(kind, one -> at(one, ago(ago), one.recordedAt()));
  }

  public SoundFile recorded(DecisionKind kind, Duration ago) {
    return change(kind, one -> at(one, one.occurredAt(), ago(ago)));
  }

  public SoundFile judgment(UnaryOperator<Judgment> change) {
    judgments = judgments.stream().map(change).toList();
    return this;
  }

  private SoundFile change(DecisionKind kind, UnaryOperator<Decision> change) {
    decisions.replaceAll(one -> one.kind() == kind ? change.apply(one) : one);
    return this;
  }

  private static Decision with(
      Decision one, String outcome, Map<String, String> answers, Set<Long> evidence, String by) {
    return new Decision(
        one.id(),
        one.kind(),
        outcome,
        one.reason(),
        answers,
        one.grounds(),
        evidence,
        one.occurredAt(),
        one.recordedAt(),
        by);
  }

  private static Decision at(Decision one, Instant occurredAt, Instant recordedAt) {
    return new Decision(
        one.id(),
        one.kind(),
        one.outcome(),
        one.reason(),
        one.answers(),
        one.grounds(),
        one.evidence(),
        occurredAt,
        recordedAt,
        one.signedBy());
  }
}
