package org.custodytransfer.audit;

import static org.custodytransfer.platform.Rows.columns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Road;
import org.custodytransfer.platform.Locks;
import org.custodytransfer.platform.OwnTables;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Rows;
import org.custodytransfer.platform.Subject;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes what is a person's out of the record, some time after their last case ended and once two
 * people signed it: names, numbers, texts and documents. What was done, when and by whom stays, and
 * so does the trail: it hashed each row with a salt, which is forgotten, and speaks of what the row
 * says now.
 *
 * <p>Of orders only those that are over go, and only those of the person's own state: what a court
 * still orders, and what another state's court ordered, stays whoever is erased.
 *
 * <p>Source: GDPR, article 17; Directive (EU) 2016/680, articles 5 and 16.
 */
@Service
@Transactional
public class Erasures implements OwnedChains {

  private static final String BEGIN = "--<<";
  private static final String END = "-->>";
  private static final int A_NIGHT = 100;

  /** What was kept is asked about again. */
  private static final Duration AGAIN = Duration.ofDays(365);

  /** What somebody signed. */
  public enum Outcome {
    ERASE,
    KEEP
  }

  private final AuditTrail audit;
  private final Road road;
  private final Rows rows;
  private final Locks locks;
  private final OwnTables tables;
  private final Clock clock;
  private final Duration after;
  private final String binary;

  Erasures(
      AuditTrail audit,
      Road road,
      Rows rows,
      Locks locks,
      OwnTables tables,
      Clock clock,
      @Value("${custody.erase-after:P3650D}") Duration after,
      @Value("${spring.flyway.placeholders.binary}") String binary) {
    this.audit = audit;
    this.road = road;
    this.rows = rows;
    this.locks = locks;
    this.tables = tables;
    this.clock = clock;
    this.after = after;
    this.binary = binary;
  }

  private record Due(String personId, String sendingState, String caseNumber) {}

  private record Asked(String personId, String caseNumber) {}

  /** Asks about everybody whose last case ended long enough ago and who is nowhere abroad. */
  public void propose() {
    Instant now = clock.instant();
    rows.query()
        .sql(
            """
            select p.id as person_id, p.sending_state,
              (select max(c.case_number) from transfer_case c where c.person_id = p.id) as case_number
            from person p
            where (select max(s.recorded_at) from case_status s
                join transfer_case c on c.case_number = s.case_number where c.person_id = p.id) < :before
              and not exists (select 1 from open_case o where o.person_id = p.id)
              and coalesce((select l.place from person_place l where l.id =
                (select max(id) from person_place where person_id = p.id)), 'CUSTODY')
                not in ('ABOARD', 'ABROAD_NOT_HANDED_OVER', 'PLACED')
              and not exists (select 1 from obstacle b where (b.person_id = p.id
                  or b.person_state = p.sending_state
                  and b.person_number in (select a.alias from person_alias a where a.person_id = p.id))
                and not exists (select 1 from obstacle_settlement t join obstacle_confirmation f
                  on f.settlement_id = t.id where t.obstacle_id = b.id and f.outcome = 'CONFIRMED')
                and (b.ends_at is null or b.ends_at > :now or not exists (
                  select 1 from obstacle_end e where e.obstacle_id = b.id and e.outcome = 'stated')))
              and not exists (select 1 from erasure e where e.person_id = p.id and (e.recorded_at > :again
                or exists (select 1 from erased d where d.erasure_id = e.id)))
            order by p.id limit :some""")
        .param("before", Rows.at(now.minus(after)))
        .param("now", Rows.at(now))
        .param("again", Rows.at(now.minus(AGAIN)))
        .param("some", A_NIGHT)
        .query(Rows.as(Due.class))
        .list()
        .forEach(this::ask);
  }

  private void ask(Due due) {
    long id =
        rows.add(
            "erasure",
            columns(
                "person_id", due.personId(),
                "recorded_at", clock.instant(),
                "recorded_by", "system"));
    String key = new Subject.OfErasure(id).key();
    audit.add(key, "system", "erasure proposed", due.caseNumber());
    road.startOwned("erasure", key, due.sendingState(), Map.of("caseNumber", due.caseNumber()));
  }

  /**
   * Signs for or against an erasure.
   *
   * @throws Refusal 403 for who signed it before
   */
  public void sign(Actor by, long id, Outcome outcome, String reason) {
    boolean before =
        rows.query()
                .sql(
                    "select count(*) from erasure_signature where erasure_id = ? and signed_by = ?")
                .params(id, by.id())
                .query(Long.class)
                .single()
            > 0;
    if (before) {
      throw Refusal.forbidden("Another person than the one who signed first has to sign this.");
    }
    rows.add(
        "erasure_signature",
        columns(
            "erasure_id", id,
            "outcome", outcome.name().toLowerCase(Locale.ROOT),
            "reason", reason,
            "signed_by", by.id(),
            "recorded_at", clock.instant()));
    audit.add(new Subject.OfErasure(id).key(), by.id(), "erasure signed", outcome.name());
  }

  /**
   * Erases what two people signed for.
   *
   * @throws Refusal 409 if the trail does not fit before: what was changed underneath would be
   *     covered up
   */
  public void erase(long id) {
    Asked asked =
        rows.query()
            .sql(
                "select e.person_id, (select max(c.case_number) from transfer_case c where c.person_id ="
                    + " e.person_id) as case_number from erasure e where e.id = ?")
            .param(id)
            .query(Rows.as(Asked.class))
            .single();
    locks.person(asked.personId());
    Set<String> chains = chainsAbout(asked.personId());
    if (chains.stream().anyMatch(chain -> !audit.faultsIn(chain).isEmpty())) {
      throw Refusal.conflict(
          "The trail of this person does not fit. Nothing is erased before it does.");
    }
    if (tables.isPostgresql()) {
      rows.query()
          .sql("select erase_person(?, ?)")
          .params(id, asked.personId())
          .query((row, n) -> n)
          .list();
    } else {
      statements().forEach(sql -> rows.query().sql(sql).param("person", asked.personId()).update());
    }
    List<AuditTrail.Row> changed = audit.changedRows(chains);
    rows.addKeyed("erased", columns("erasure_id", id, "recorded_at", clock.instant()));
    audit.addErased(new Subject.OfErasure(id).key(), changed);
    forgetSalts(id, asked.personId(), changed);
  }

  private void forgetSalts(long id, String person, List<AuditTrail.Row> changed) {
    String[] keys =
        changed.stream().map(AuditTrail.Row::toString).distinct().toArray(String[]::new);
    if (tables.isPostgresql()) {
      rows.query()
          .sql("select forget_salts(?, ?, ?)")
          .params(id, person, keys)
          .query((row, n) -> n)
          .list();
    } else if (keys.length > 0) {
      rows.query()
          .sql(
              "update audit_row set salt = '' where table_name || ' ' || row_key in (:keys)"
                  + " and chain <> :own")
          .param("keys", List.of(keys))
          .param("own", new Subject.OfErasure(id).key())
          .update();
    }
  }

  /** Where the trail speaks of what is a person's. */
  private Set<String> chainsAbout(String person) {
    Set<String> chains = new HashSet<>();
    for (String sql :
        List.of(
            "select case_number from transfer_case where person_id = ?",
            "select flight_id from seat where person_id = ?")) {
      chains.addAll(rows.query().sql(sql).param(person).query(String.class).list());
    }
    List<Long> standing =
        rows.query()
            .sql(
                "select o.id from obstacle o join person p on p.id = :person where o.person_id = p.id"
                    + " or o.person_state = p.sending_state and o.person_number = p.register_number")
            .param("person", person)
            .query(Long.class)
            .list();
    standing.forEach(one -> chains.add(new Subject.OfObstacle(one).key()));
    if (!standing.isEmpty()) {
      // An order about a person by number is spoken of where what belongs to no case is.
      chains.add(AuditTrail.GENERAL);
    }
    return chains;
  }

  /** The statements that the owner's function runs on PostgreSQL. */
  private List<String> statements() {
    try {
      String file =
          new ClassPathResource("db/postgresql/R__erase_person.sql")
              .getContentAsString(StandardCharsets.UTF_8);
      String marked = file.substring(file.indexOf(BEGIN) + BEGIN.length(), file.indexOf(END));
      return Stream.of(marked.split(";"))
          .map(String::strip)
          .filter(sql -> !sql.isEmpty())
          .map(sql -> sql.replace("the_person", ":person").replace("${binary}", binary))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Set<String> hiddenFrom(Actor actor) {
    Set<String> hidden = new HashSet<>();
    rows.query()
        .sql(
            "select e.id from erasure e join person p on p.id = e.person_id where p.sending_state <> ?")
        .param(actor.state().orElse(""))
        .query(Long.class)
        .list()
        .forEach(id -> hidden.add(new Subject.OfErasure(id).key()));
    return hidden;
  }
}
