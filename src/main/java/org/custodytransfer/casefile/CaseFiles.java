package org.custodytransfer.casefile;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.custodytransfer.platform.Rows.at;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Role;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.Agreements;
import org.custodytransfer.casefile.CaseFile.CaseStatus;
import org.custodytransfer.casefile.CaseFile.Decision;
import org.custodytransfer.casefile.CaseFile.DecisionKind;
import org.custodytransfer.casefile.CaseFile.ExpulsionOrder;
import org.custodytransfer.casefile.CaseFile.Ground;
import org.custodytransfer.casefile.CaseFile.Judgment;
import org.custodytransfer.casefile.CaseFile.Nationality;
import org.custodytransfer.casefile.CaseFile.Notice;
import org.custodytransfer.casefile.CaseFile.Place;
import org.custodytransfer.casefile.CaseFile.Protection;
import org.custodytransfer.platform.Listing;
import org.custodytransfer.platform.Locks;
import org.custodytransfer.platform.Page;
import org.custodytransfer.platform.Paging;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Rows;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Reads case files as of a moment, any number of them in a constant number of statements. */
@Repository
@Transactional
public class CaseFiles {

  private static final String ERASED =
      "select 1 from erasure e join erased d on d.erasure_id = e.id where e.person_id = c.person_id";

  private final Rows rows;
  private final Identities identities;
  private final Locks locks;
  private final Agreements agreements;
  private final Clock clock;

  CaseFiles(Rows rows, Identities identities, Locks locks, Agreements agreements, Clock clock) {
    this.rows = rows;
    this.identities = identities;
    this.locks = locks;
    this.agreements = agreements;
    this.clock = clock;
  }

  /**
   * One line of a list.
   *
   * @param place where the person is, whatever the case waits for
   */
  public record Summary(
      String caseNumber, String agreement, CaseStatus status, Place place, Instant filedAt) {}

  /**
   * @throws Refusal 404 if there is no such case
   */
  public CaseFile one(String caseNumber, Instant knownAt) {
    return all(Set.of(caseNumber), knownAt).stream()
        .findFirst()
        .orElseThrow(() -> Refusal.notFound("case"));
  }

  /** The case, if this actor may see it; unknown and invisible give the same 404. */
  public CaseFile visible(Actor actor, String caseNumber, Instant knownAt) {
    CaseFile file = ofParty(actor, caseNumber, knownAt);
    boolean receiving =
        file.agreement().as(actor).filter(one -> one.is(Role.RECEIVING)).isPresent();
    if (receiving && !isOffered(caseNumber)) {
      throw Refusal.notFound("case");
    }
    return file;
  }

  private CaseFile ofParty(Actor actor, String caseNumber, Instant knownAt) {
    CaseFile file = one(caseNumber, knownAt);
    if (!sees(actor, file.agreement(), file.person().counsel(), file.filedBy())) {
      throw Refusal.notFound("case");
    }
    return file;
  }

  /**
   * A case that the receiving state knows of: it was asked to accept the person, or the person was
   * there. Whom the sending state refused for its sake is not told there.
   */
  private static final String OFFERED =
      """
      (exists (select 1 from case_status w where w.case_number = c.case_number
          and w.status = 'WITH_RECEIVING_STATE')
        or exists (select 1 from person_place w where w.person_id = c.person_id
          and w.case_number = c.case_number))""";

  private boolean isOffered(String caseNumber) {
    return rows.query()
            .sql("select count(*) from transfer_case c where c.case_number = ? and " + OFFERED)
            .param(caseNumber)
            .query(Long.class)
            .single()
        > 0;
  }

  /**
   * What the sending state and a person's counsel know of a case, and the receiving state does not:
   * the state that is feared sits there.
   *
   * @throws Refusal 404 if invisible, 403 for the receiving state's auditors, who see what its side
   *     sees
   */
  public CaseFile ofSender(Actor actor, String caseNumber, Instant knownAt) {
    CaseFile file = visible(actor, caseNumber, knownAt);
    if (file.agreement().as(actor).filter(one -> one.is(Role.RECEIVING)).isPresent()) {
      throw Refusal.forbidden("This is the sending state's alone.");
    }
    return file;
  }

  private static boolean sees(Actor actor, Agreement agreement, String counsel, String filedBy) {
    if (agreement.as(actor).isEmpty()) {
      return false;
    }
    // Who has one of these groups alone sees their own cases.
    boolean onlyCounsel = actor.roles().equals(Set.of(Role.COUNSEL));
    boolean onlyRequester = actor.roles().equals(Set.of(Role.REQUESTERS));
    return !actor.roles().isEmpty()
        && (!onlyCounsel || actor.id().equals(counsel))
        && (!onlyRequester || actor.id().equals(filedBy));
  }

  /**
   * A case that goes on, as {@link #forChange} reads it.
   *
   * @throws Refusal 404 if invisible, 409 once the case has ended
   */
  public CaseFile openForChange(Actor by, String caseNumber) {
    CaseFile file = forChange(by, caseNumber);
    mustGoOn(file);
    return file;
  }

  /**
   * @throws Refusal 409 once the case has ended
   */
  public static void mustGoOn(CaseFile file) {
    if (file.status().isEnd()) {
      throw Refusal.conflict(
          String.format(Locale.ROOT, "This case has ended: %s.", file.status()),
          Map.of("current", file.status().name()));
    }
  }

  /**
   * A case, ended or not, behind the gate and its person's lock, for those who see it.
   *
   * @throws Refusal 404 if invisible
   */
  public CaseFile forChange(Actor by, String caseNumber) {
    visible(by, caseNumber, clock.instant());
    return locked(caseNumber);
  }

  /**
   * The same for a report of where the person is: the receiving state makes it of whoever came,
   * though it was never asked to accept them.
   *
   * @throws Refusal 404 if invisible
   */
  public CaseFile forReport(Actor by, String caseNumber) {
    ofParty(by, caseNumber, clock.instant());
    return locked(caseNumber);
  }

  private CaseFile locked(String caseNumber) {
    // A flight may carry the person: the gate first, then the person.
    locks.gate();
    lock(caseNumber);
    // Read behind the locks: somebody may have been faster.
    return one(caseNumber, clock.instant());
  }

  /**
   * The judgment that something is about: by its docket where the case has several.
   *
   * @param authority where two courts gave the docket, that of the judgment
   * @throws Refusal 409 without a judgment, 400 where none or more than one is meant
   */
  public static Judgment judgment(CaseFile file, Optional<String> named, String authority) {
    if (file.judgments().isEmpty()) {
      throw Refusal.conflict("There is no judgment on file to speak of.");
    }
    String docket =
        file.judgments().size() == 1 && named.isEmpty()
            ? file.judgments().get(0).docket()
            : named.orElseThrow(
                () -> Refusal.badInput("/docket", "is needed: the case has several judgments"));
    List<Judgment> meant =
        file.judgments().stream().filter(one -> one.docket().equals(docket)).toList();
    if (meant.isEmpty()) {
      throw Refusal.badInput("/docket", "is not that of a judgment of this case");
    }
    // Two courts may give one docket: then it is of the court that is named.
    Judgment judgment =
        meant.stream()
            .filter(one -> meant.size() == 1 || one.court().equals(authority))
            .findFirst()
            .orElseThrow(
                () ->
                    Refusal.badInput(
                        "/authority",
                        "must be the court of the judgment: several courts gave this docket"));
    return judgment;
  }

  /** When somebody last moved the person, or else when the case was filed: they lived then. */
  public Instant lastMoved(CaseFile file) {
    return rows
        .query()
        .sql("select occurred_at from person_place where person_id in (:persons) order by id desc")
        .param("persons", file.personIds())
        .query((row, n) -> Rows.instant(row, "occurred_at"))
        .list()
        .stream()
        .findFirst()
        .filter(file.filedAt()::isBefore)
        .orElse(file.filedAt());
  }

  /** Locks the person of a case, so that whatever a departure reads of them stands still. */
  public void lock(String caseNumber) {
    locks.person(personOf(caseNumber));
  }

  /**
   * The cases an actor may see, newest first.
   *
   * @param asked its text is part of a case number or of the judgment's docket
   */
  public Page<Summary> list(Actor actor, Listing asked) {
    Optional<CaseStatus> status = asked.status(CaseStatus.class);
    Paging paging = asked.paging();
    Set<String> codes = agreements.codesFor(actor, asked.agreement());
    if (codes.isEmpty() || actor.roles().isEmpty()) {
      return Page.empty(paging);
    }
    return rows.page(
        """
        select c.case_number, c.agreement_code, c.filed_at, s.status, coalesce((select p.place
          from person_place p where p.id = (select max(id) from person_place
            where person_id = c.person_id)), 'CUSTODY') as place
        from transfer_case c
        join case_status s on s.id =
          (select max(id) from case_status where case_number = c.case_number)
        where c.agreement_code in (:codes)
          and (:status = '' or s.status = :status)
          and (lower(c.case_number) like :text escape '!' or exists
            (select 1 from judgment j where j.case_number = c.case_number
              and lower(j.docket) like :text escape '!'))
          and (:counsel = false or :actor = (select m.counsel_user from counsel_mandate m where m.id =
            (select max(id) from counsel_mandate where person_id = c.person_id)))
          and (:requester = false or c.filed_by = :actor)
          and (c.receiving_state <> :state or c.sending_state = :state or """
            + OFFERED
            + """
            )
          and not exists ("""
            + ERASED
            + ")",
        Map.of(
            "codes", codes,
            "status", status.map(Enum::name).orElse(""),
            "text", Rows.containing(asked.q()),
            "counsel", actor.roles().equals(Set.of(Role.COUNSEL)),
            "requester", actor.roles().equals(Set.of(Role.REQUESTERS)),
            "actor", actor.id(),
            "state", actor.state().orElse("")),
        "filed_at desc, case_number desc",
        paging,
        (row, n) ->
            new Summary(
                row.getString("case_number"),
                row.getString("agreement_code"),
                CaseStatus.valueOf(row.getString("status")),
                Place.valueOf(row.getString("place")),
                Rows.instant(row, "filed_at")));
  }

  /** Cases with this status whose person the sending state holds. */
  public List<String> inCustodyWith(CaseStatus status) {
    return rows.query()
        .sql(
            """
            select c.case_number from transfer_case c
            join open_case o on o.case_number = c.case_number
            join case_status s on s.id =
              (select max(id) from case_status where case_number = c.case_number)
            where s.status = :status and coalesce((select p.place from person_place p where p.id =
              (select max(id) from person_place where person_id = c.person_id)), 'CUSTODY')
              in ('CUSTODY', 'RETURNED')
            order by c.case_number""")
        .param("status", status.name())
        .query(String.class)
        .list();
  }

  public record Refused(String caseNumber, Instant at) {}

  /** The newest case of a person under an agreement that was refused. */
  public Optional<Refused> lastRefused(String personId, String agreement) {
    return rows
        .query()
        .sql(
            """
            select c.case_number, s.recorded_at from transfer_case c
            join case_status s on s.case_number = c.case_number and s.status = 'REFUSED'
            where c.person_id = ? and c.agreement_code = ? order by s.id desc""")
        .params(personId, agreement)
        .query((row, n) -> new Refused(row.getString(1), Rows.instant(row, "recorded_at")))
        .list()
        .stream()
        .findFirst();
  }

  /** The open cases of a person, under whatever number they were known. */
  public List<String> openOf(Collection<String> personIds) {
    return rows.query()
        .sql("select case_number from open_case where person_id in (:persons) order by case_number")
        .param("persons", personIds)
        .query(String.class)
        .list();
  }

  /** The numbers of all cases of a person, under whatever number they were known. */
  public List<String> ofPerson(Collection<String> personIds) {
    return rows.query()
        .sql(
            "select case_number from transfer_case where person_id in (:persons) order by case_number")
        .param("persons", personIds)
        .query(String.class)
        .list();
  }

  /** The same by a number of theirs, in its normal form, in a sending state's register. */
  public List<String> ofNumber(String sendingState, String number) {
    return rows.query()
        .sql(
            "select distinct c.case_number from transfer_case c join person_alias a on a.person_id = c.person_id"
                + " where c.sending_state = ? and a.alias = ? order by c.case_number")
        .params(sendingState, number)
        .query(String.class)
        .list();
  }

  public String personOf(String caseNumber) {
    return rows.query()
        .sql("select person_id from transfer_case where case_number = ?")
        .param(caseNumber)
        .query(String.class)
        .optional()
        .orElseThrow(() -> Refusal.notFound("case"));
  }

  /** The person of a case that was not erased, if a state is a party to its agreement. */
  public Optional<String> personIfParty(String caseNumber, String state) {
    return rows.query()
        .sql(
            "select c.person_id from transfer_case c where c.case_number = :case and :state in"
                + " (c.sending_state, c.receiving_state) and not exists ("
                + ERASED
                + ")")
        .param("case", caseNumber)
        .param("state", state)
        .query(String.class)
        .optional();
  }

  /** A register's or another number, as two spellings of it are compared. */
  public static String normalised(String number) {
    return number.replaceAll("[\\s./:-]", "").toUpperCase(Locale.ROOT);
  }

  /** By person, all their numbers in their normal form. */
  public Map<String, Set<String>> numbersOf(Collection<String> persons) {
    return rows
        .query()
        .sql("select person_id, alias from person_alias where person_id in (:persons)")
        .param("persons", persons)
        .query((row, n) -> Map.entry(row.getString("person_id"), row.getString("alias")))
        .list()
        .stream()
        .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toSet())));
  }

  /** The files of several cases as they were known at a moment; of who was erased there is none. */
  public List<CaseFile> all(Collection<String> caseNumbers, Instant knownAt) {
    if (caseNumbers.isEmpty()) {
      return List.of();
    }
    Query ask = new Query(caseNumbers, knownAt);
    record Head(
        String caseNumber,
        String agreement,
        int version,
        String personId,
        String registerNumber,
        int securityClass,
        Instant filedAt,
        String filedBy) {}
    List<Head> heads =
        ask.list(
            "select c.*, p.register_number from transfer_case c join person p on p.id = c.person_id"
                + " where c.case_number in (:cases) and c.filed_at <= :knownAt"
                + " and not exists ("
                + ERASED
                + ") order by c.case_number",
            row ->
                new Head(
                    row.getString("case_number"),
                    row.getString("agreement_code"),
                    row.getInt("agreement_version"),
                    row.getString("person_id"),
                    row.getString("register_number"),
                    row.getInt("security_class"),
                    Rows.instant(row, "filed_at"),
                    row.getString("filed_by")));
    if (heads.isEmpty()) {
      return List.of();
    }
    Set<String> persons = heads.stream().map(Head::personId).collect(toSet());
    List<Identities.Question> questions = identities.about(persons, knownAt);
    Map<String, Set<String>> same = Identities.same(persons, questions);
    ask = ask.of(same.values().stream().flatMap(Set::stream).collect(toSet()));

    record Identity(
        String caseNumber,
        String personId,
        String family,
        Optional<String> given,
        BirthDate birth,
        String sex,
        String counsel) {}
    List<Identity> entered =
        ask.list(
            "select i.*, (select m.counsel_user from counsel_mandate m where m.id = (select max(x.id) from"
                + " counsel_mandate x where x.person_id = i.person_id and x.recorded_at <= :knownAt)) as"
                + " counsel_user from person_identity i where i.person_id in (:persons)"
                + " and i.recorded_at <= :knownAt order by i.id",
            row ->
                new Identity(
                    row.getString("case_number"),
                    row.getString("person_id"),
                    row.getString("family_name"),
                    Optional.of(row.getString("given_names")).filter(name -> !name.isEmpty()),
                    BirthDate.of(row.getString("birth_date")),
                    row.getString("sex"),
                    row.getString("counsel_user")));
    Map<String, List<String>> languages =
        ask.by(
            "person_id",
            "select * from person_language where person_id in (:persons) and recorded_at <= :knownAt",
            row -> row.getString("language"));
    Map<String, List<Nationality>> nationalities =
        ask.by(
            "person_id",
            "select * from person_nationality where person_id in (:persons) and recorded_at <= :knownAt"
                + " order by id",
            row ->
                new Nationality(
                    row.getString("state"),
                    row.getBoolean("verified"),
                    row.getString("case_number")));
    Map<Long, Set<Agreement.OffenceGroup>> offences =
        ask
            .list(
                "select o.* from judgment_offence o join judgment j on j.id ="
                    + " o.judgment_id where j.case_number in (:cases)",
                row ->
                    Map.entry(
                        row.getLong("judgment_id"),
                        Agreement.OffenceGroup.valueOf(row.getString("offence_group"))))
            .stream()
            .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toSet())));
    Map<String, List<Judged>> judgments =
        ask.by(
            "case_number",
            "select * from judgment where case_number in (:cases) and recorded_at <= :knownAt order by id",
            row ->
                new Judged(
                    Rows.maybe(row, "replaces", Long.class),
                    new Judgment(
                        row.getLong("id"),
                        row.getString("court"),
                        row.getString("docket"),
                        row.getObject("judged_on", LocalDate.class),
                        row.getObject("sentence_from", LocalDate.class),
                        Rows.maybe(row, "sentence_until", LocalDate.class),
                        row.getBoolean("custodial"),
                        row.getBoolean("appeal_open"),
                        Rows.maybe(row, "final_on", LocalDate.class),
                        offences.getOrDefault(row.getLong("id"), Set.of()),
                        Rows.maybe(row, "reversed_on", LocalDate.class),
                        row.getString("recorded_by"))));
    Map<String, List<Map.Entry<Agreement.Circumstance, Boolean>>> circumstances =
        ask.by(
            "case_number",
            "select * from circumstance where case_number in (:cases) and recorded_at <= :knownAt"
                + " order by id",
            row ->
                Map.entry(
                    Agreement.Circumstance.valueOf(row.getString("circumstance")),
                    row.getBoolean("applies")));
    Map<String, List<ExpulsionOrder>> orders =
        ask.by(
            "case_number",
            "select * from expulsion_order where case_number in (:cases) and recorded_at <= :knownAt"
                + " order by id",
            row ->
                new ExpulsionOrder(
                    row.getLong("id"),
                    row.getString("authority"),
                    row.getString("docket"),
                    row.getObject("decided_on", LocalDate.class),
                    Rows.maybe(row, "final_on", LocalDate.class),
                    row.getString("recorded_by")));
    Map<String, List<Protection>> protection =
        ask.by(
            "person_id",
            "select * from protection where person_id in (:persons) and recorded_at <= :knownAt order by"
                + " id",
            row ->
                new Protection(
                    row.getLong("id"),
                    row.getString("state"),
                    row.getString("authority"),
                    row.getString("reference"),
                    row.getObject("decided_on", LocalDate.class),
                    row.getString("case_number"),
                    row.getString("recorded_by")));
    Map<String, List<Boolean>> consent =
        ask.by(
            "case_number",
            "select * from consent_indication where case_number in (:cases) and recorded_at <= :knownAt",
            row -> row.getBoolean("given"));
    Map<String, List<Decision>> decisions = decisions(ask);
    Map<String, List<Notice>> notices =
        ask.by(
            "case_number",
            "select * from notice where case_number in (:cases) and recorded_at <= :knownAt order by id",
            row ->
                new Notice(
                    row.getString("destination_state"),
                    row.getString("facility_code"),
                    row.getString("language"),
                    Rows.instant(row, "person_served_at"),
                    Rows.instant(row, "counsel_served_at"),
                    Rows.instant(row, "recorded_at"),
                    row.getString("recorded_by")));
    Map<String, List<Place>> places =
        ask.by(
            "person_id",
            "select * from person_place where person_id in (:persons) and recorded_at <= :knownAt order by"
                + " id",
            row -> Place.valueOf(row.getString("place")));
    Map<String, List<CaseStatus>> statuses =
        ask.by(
            "case_number",
            "select * from case_status where case_number in (:cases) and recorded_at <= :knownAt order by"
                + " id",
            row -> CaseStatus.valueOf(row.getString("status")));

    return heads.stream()
        .map(
            head -> {
              Set<String> selves = same.get(head.personId());
              Identity identity =
                  entered.stream()
                      .filter(one -> one.caseNumber().equals(head.caseNumber()))
                      .reduce((earlier, later) -> later)
                      .orElseThrow();
              // Two signed that a birth date of an earlier case is another person's.
              Set<String> corrected =
                  questions.stream()
                      .filter(one -> one.ofOneNumber() && one.answer() == Identities.Answer.ANOTHER)
                      .map(Identities.Question::caseNumber)
                      .collect(toSet());
              List<Identity> all =
                  entered.stream().filter(one -> selves.contains(one.personId())).toList();
              Set<BirthDate> birthDates =
                  all.stream()
                      .skip(
                          IntStream.range(0, all.size())
                              .filter(n -> corrected.contains(all.get(n).caseNumber()))
                              .max()
                              .orElse(0))
                      .map(Identity::birth)
                      .collect(toSet());
              return new CaseFile(
                  head.caseNumber(),
                  knownAt,
                  knownAt,
                  agreements.version(head.agreement(), head.version()),
                  new CaseFile.Person(
                      head.personId(),
                      head.registerNumber(),
                      identity.family(),
                      identity.given(),
                      identity.birth(),
                      identity.sex(),
                      Set.copyOf(languages.getOrDefault(head.personId(), List.of())),
                      identity.counsel()),
                  selves,
                  birthDates,
                  ofAll(nationalities, selves),
                  standing(judgments.getOrDefault(head.caseNumber(), List.of())),
                  newest(orders, head.caseNumber()),
                  ofAll(protection, selves),
                  newest(consent, head.caseNumber()),
                  circumstances.getOrDefault(head.caseNumber(), List.of()).stream()
                      .collect(toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> b)),
                  decisions.getOrDefault(head.caseNumber(), List.of()),
                  newest(notices, head.caseNumber()),
                  newest(places, head.personId()).orElse(Place.CUSTODY),
                  newest(statuses, head.caseNumber()).orElse(CaseStatus.RECEIVED),
                  Optional.of(head.securityClass()),
                  head.filedAt(),
                  head.filedBy());
            })
        .toList();
  }

  /** A judgment as it was recorded, with the one that it corrects. */
  private record Judged(Optional<Long> replaces, Judgment judgment) {}

  /** Each judgment as it stands, a correction in the place of what it corrects. */
  private static List<Judgment> standing(List<Judged> recorded) {
    Map<Long, Judgment> standing = new LinkedHashMap<>();
    Map<Long, Long> first = new HashMap<>();
    for (Judged one : recorded) {
      long id = one.judgment().id();
      first.put(id, one.replaces().map(first::get).orElse(id));
      standing.put(first.get(id), one.judgment());
    }
    return List.copyOf(standing.values());
  }

  private static Map<String, List<Decision>> decisions(Query ask) {
    String decided =
        " x join decision d on d.id = x.decision_id where d.case_number in (:cases) and d.recorded_at <="
            + " :knownAt";
    Map<Long, Map<String, String>> answers = new LinkedHashMap<>();
    ask.list(
        "select x.* from decision_answer" + decided,
        row ->
            answers
                .computeIfAbsent(row.getLong("decision_id"), id -> new LinkedHashMap<>())
                .put(row.getString("field"), row.getString("answer")));
    Map<Long, List<Ground>> grounds =
        ask
            .list(
                "select x.* from decision_ground" + decided + " order by x.code",
                row ->
                    Map.entry(
                        row.getLong("decision_id"),
                        new Ground(row.getString("code"), row.getString("source"))))
            .stream()
            .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
    Map<Long, Set<Long>> evidence =
        ask
            .list(
                "select x.* from decision_evidence" + decided,
                row -> Map.entry(row.getLong("decision_id"), row.getLong("document_id")))
            .stream()
            .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toSet())));
    return ask.by(
        "case_number",
        "select * from decision where case_number in (:cases) and recorded_at <= :knownAt order by id",
        row -> {
          long id = row.getLong("id");
          return new Decision(
              id,
              DecisionKind.valueOf(row.getString("kind")),
              row.getString("outcome"),
              row.getString("reason"),
              answers.getOrDefault(id, Map.of()),
              grounds.getOrDefault(id, List.of()),
              evidence.getOrDefault(id, Set.of()),
              Rows.instant(row, "occurred_at"),
              Rows.instant(row, "recorded_at"),
              row.getString("signed_by"));
        });
  }

  private static <T> List<T> ofAll(Map<String, List<T>> byPerson, Set<String> persons) {
    return persons.stream()
        .flatMap(person -> byPerson.getOrDefault(person, List.of()).stream())
        .toList();
  }

  private static <T> Optional<T> newest(Map<String, List<T>> byKey, String key) {
    return byKey.getOrDefault(key, List.of()).stream().reduce((earlier, later) -> later);
  }

  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** The same parameters for each of the statements. */
  private final class Query {

    private final Collection<String> cases;
    private final Instant knownAt;
    private final Collection<String> persons;

    Query(Collection<String> cases, Instant knownAt) {
      this(cases, knownAt, Set.of("nobody"));
    }

    private Query(Collection<String> cases, Instant knownAt, Collection<String> persons) {
      this.cases = cases;
      this.knownAt = knownAt;
      this.persons = persons;
    }

    Query of(Collection<String> newPersons) {
      return new Query(cases, knownAt, newPersons);
    }

    <T> List<T> list(String sql, RowReader<T> reader) {
      return rows
          .query()
          .sql(sql)
          .param("cases", cases)
          .param("persons", persons)
          .param("knownAt", at(knownAt))
          .query((row, n) -> Optional.ofNullable(reader.read(row)))
          .list()
          .stream()
          .flatMap(Optional::stream)
          .toList();
    }

    <T> Map<String, List<T>> by(String key, String sql, RowReader<T> reader) {
      return list(sql, row -> Map.entry(row.getString(key), reader.read(row))).stream()
          .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
    }
  }
}
