package org.custodytransfer.casefile;

import static org.custodytransfer.platform.Rows.columns;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.custodytransfer.platform.Locks;
import org.custodytransfer.platform.Rows;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Who is who in the register of a sending state: by number, and asked about where it may be. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class Persons {

  private final Rows rows;
  private final Locks locks;
  private final Likeness likeness = new Likeness();

  Persons(Rows rows, Locks locks) {
    this.rows = rows;
    this.locks = locks;
  }

  /**
   * A person of the register.
   *
   * @param alike others whose number or name says that they may be the same; also the person where
   *     a birth date on file is a minor's and that of the request is not
   */
  record Known(String id, Set<String> alike) {}

  /** The person of a request, entered if the number is new, and locked. */
  Known enter(String state, TransferRequest.PersonData person, Instant now) {
    // Two who are alike and filed at one moment would not see each other.
    locks.next("register " + state);
    String number = CaseFiles.normalised(person.registerNumber());
    Optional<String> known =
        rows.query()
            .sql("select id from person where sending_state = ? and register_number = ? for update")
            .params(state, number)
            .query(String.class)
            .optional();
    Set<String> numbers = new TreeSet<>(Set.of(number));
    person.aliases().forEach(alias -> numbers.add(CaseFiles.normalised(alias)));
    String id = known.orElseGet(() -> UUID.randomUUID().toString());
    Likeness.Name name = likeness.name(person.familyName(), person.givenNames().orElse(""));
    Set<String> alike = new TreeSet<>(byNumber(id, state, numbers));
    alike.addAll(byName(id, state, name, person.birthDate()));
    if (wasAMinor(id, person.birthDate(), now)) {
      alike.add(id);
    }
    if (known.isEmpty()) {
      rows.addKeyed(
          "person",
          columns(
              "id", id,
              "sending_state", state,
              "register_number", number,
              "recorded_at", now));
    }
    for (String alias : numbers) {
      rows.add("person_alias", columns("person_id", id, "alias", alias, "recorded_at", now));
    }
    remember(id, likeness.keys(name, person.birthDate()));
    locks.person(id);
    return new Known(id, alike);
  }

  /** Whether this number is known with a birth date of a minor, and now has one of an adult. */
  private boolean wasAMinor(String id, BirthDate born, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    return !born.isOfAMinor(today)
        && rows
            .query()
            .sql("select birth_date from person_identity where person_id = ?")
            .param(id)
            .query(String.class)
            .list()
            .stream()
            .anyMatch(known -> BirthDate.of(known).isOfAMinor(today));
  }

  private List<String> byNumber(String id, String state, Collection<String> numbers) {
    return rows.query()
        .sql(
            """
            select p.id from person p where p.id <> :id and p.sending_state = :state
              and p.register_number in (:numbers)
            union select a.person_id from person_alias a join person p on p.id = a.person_id
              where a.alias in (:numbers) and p.id <> :id and p.sending_state = :state""")
        .param("id", id)
        .param("state", state)
        .param("numbers", numbers)
        .query(String.class)
        .list();
  }

  private List<String> byName(String id, String state, Likeness.Name name, BirthDate born) {
    record Entry(String personId, String familyName, String givenNames, String birthDate) {}
    return rows
        .query()
        .sql(
            """
            select distinct i.person_id, i.family_name, i.given_names, i.birth_date
            from person_key k
            join person p on p.id = k.person_id
            join person_identity i on i.person_id = k.person_id
            where k.key_text in (:keys) and p.sending_state = :state and p.id <> :id""")
        .param("id", id)
        .param("state", state)
        .param("keys", likeness.keysOfAlike(name, born))
        .query(Rows.as(Entry.class))
        .list()
        .stream()
        .filter(
            other ->
                likeness.compare(
                        name,
                        born,
                        likeness.name(other.familyName(), other.givenNames()),
                        BirthDate.of(other.birthDate()))
                    != Likeness.Answer.OTHER)
        .map(Entry::personId)
        .toList();
  }

  /** What a person is found by is not a fact, but computed from one. */
  private void remember(String id, Set<String> keys) {
    Set<String> missing = new TreeSet<>(keys);
    rows.query()
        .sql("select key_text from person_key where person_id = ?")
        .param(id)
        .query(String.class)
        .list()
        .forEach(missing::remove);
    if (!missing.isEmpty()) {
      rows.query()
          .sql(
              "insert into person_key (person_id, key_text) values "
                  + String.join(", ", missing.stream().map(key -> "(?, ?)").toList()))
          .params(missing.stream().flatMap(key -> List.of(id, key).stream()).toList())
          .update();
    }
  }
}
