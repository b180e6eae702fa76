package org.custodytransfer.casefile;

import static org.custodytransfer.platform.Rows.at;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.custodytransfer.casefile.CaseFile.CaseStatus;
import org.custodytransfer.platform.Rows;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Of whom it was asked whether they are one person, and what was answered. That two are one is
 * signed once and holds for good: what is on file for either is on file for both. That they are two
 * takes two signatures; until then nobody of them boards.
 */
@Repository
@Transactional(propagation = Propagation.SUPPORTS)
public class Identities {

  /** What was answered of two persons. */
  public enum Answer {
    OPEN,
    ANOTHER,
    SAME
  }

  /**
   * A question, in the case in which it was asked.
   *
   * @param other the same as the person where one number has birth dates that do not go together
   */
  public record Question(String caseNumber, String person, String other, Answer answer) {

    boolean ofOneNumber() {
      return person.equals(other);
    }

    Set<String> pair() {
      return new TreeSet<>(List.of(person, other));
    }
  }

  /** Somebody whom the person of a case may be, as a signer has to know them. */
  public record MayBe(
      String registerNumber,
      String familyName,
      String givenNames,
      String birthDate,
      String sex,
      List<String> cases,
      Answer answer) {}

  private final Rows rows;

  Identities(Rows rows) {
    this.rows = rows;
  }

  /** What was asked of any of these persons, each in the case that asked it, oldest first. */
  List<Question> about(Collection<String> persons, Instant knownAt) {
    record Signed(
        String caseNumber, String person, String other, Optional<String> outcome, String by) {}
    Map<List<String>, List<Signed>> asked =
        rows
            .query()
            .sql(
                """
                select m.case_number, t.person_id, m.other_person_id, d.outcome, d.signed_by
                from identity_match m join transfer_case t on t.case_number = m.case_number
                left join decision d on d.case_number = m.case_number and d.kind = 'IDENTITY'
                  and d.recorded_at <= :knownAt
                where (t.person_id in (:persons) or m.other_person_id in (:persons))
                  and m.recorded_at <= :knownAt
                order by m.recorded_at, m.case_number, d.id""")
            .param("persons", persons)
            .param("knownAt", at(knownAt))
            .query(
                (row, n) ->
                    new Signed(
                        row.getString("case_number"),
                        row.getString("person_id"),
                        row.getString("other_person_id"),
                        Optional.ofNullable(row.getString("outcome")),
                        Optional.ofNullable(row.getString("signed_by")).orElse("")))
            .list()
            .stream()
            .collect(
                Collectors.groupingBy(
                    one -> List.of(one.caseNumber(), one.other()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    return asked.values().stream()
        .map(
            signed -> {
              Signed last = signed.get(signed.size() - 1);
              long signers = signed.stream().map(Signed::by).distinct().count();
              Answer answer =
                  last.outcome().filter("same-person"::equals).isPresent()
                      ? Answer.SAME
                      : last.outcome().isPresent() && signers > 1 ? Answer.ANOTHER : Answer.OPEN;
              return new Question(last.caseNumber(), last.person(), last.other(), answer);
            })
        .toList();
  }

  /** By person: those who were signed to be the same, and the person. */
  static Map<String, Set<String>> same(Collection<String> persons, List<Question> questions) {
    Map<String, Set<String>> same = new HashMap<>();
    persons.forEach(person -> same.put(person, new TreeSet<>(Set.of(person))));
    questions.stream()
        .filter(one -> one.answer() == Answer.SAME)
        .forEach(
            one -> {
              same.computeIfPresent(one.person(), (any, ids) -> with(ids, one.other()));
              same.computeIfPresent(one.other(), (any, ids) -> with(ids, one.person()));
            });
    return same;
  }

  private static Set<String> with(Set<String> ids, String id) {
    ids.add(id);
    return ids;
  }

  /**
   * By person: the cases in which it is open whether this is that of another. One answer for two
   * persons, in whatever case, is the answer.
   */
  public Map<String, Set<String>> openFor(Collection<String> persons, Instant knownAt) {
    List<Question> questions = about(persons, knownAt);
    Set<Set<String>> answered = new HashSet<>();
    questions.stream()
        .filter(one -> one.answer() != Answer.OPEN && !one.ofOneNumber())
        .forEach(one -> answered.add(one.pair()));
    Map<String, Set<String>> open = new HashMap<>();
    questions.stream()
        .filter(one -> one.answer() == Answer.OPEN && !answered.contains(one.pair()))
        .forEach(
            one ->
                one.pair()
                    .forEach(
                        id ->
                            open.computeIfAbsent(id, any -> new TreeSet<>())
                                .add(one.caseNumber())));
    return open;
  }

  /** Whom the person of a case may be, or is: for those who have to tell. */
  public List<MayBe> mayBe(CaseFile file) {
    return about(Set.of(file.person().id()), file.knownAt()).stream()
        .filter(one -> one.caseNumber().equals(file.caseNumber()))
        .flatMap(one -> known(one, file.caseNumber()).stream())
        .toList();
  }

  private List<MayBe> known(Question question, String but) {
    record Entry(
        String caseNumber,
        String registerNumber,
        String familyName,
        String givenNames,
        String birthDate,
        String sex,
        CaseStatus status) {}
    List<Entry> entries =
        rows.query()
            .sql(
                """
                select i.case_number, p.register_number, i.family_name, i.given_names, i.birth_date,
                  i.sex, (select s.status from case_status s where s.id =
                    (select max(id) from case_status where case_number = i.case_number)) as status
                from person p join person_identity i on i.person_id = p.id
                where p.id = ? and i.case_number <> ? order by i.id desc""")
            .params(question.other(), but)
            .query(Rows.as(Entry.class))
            .list();
    return entries.stream()
        .findFirst()
        .map(
            newest ->
                new MayBe(
                    newest.registerNumber(),
                    newest.familyName(),
                    newest.givenNames(),
                    newest.birthDate(),
                    newest.sex(),
                    entries.stream()
                        .map(one -> one.caseNumber() + " " + one.status())
                        .distinct()
                        .toList(),
                    question.answer()))
        .stream()
        .toList();
  }

  /** The numbers under which a person is known, where theirs was signed to be another's. */
  List<String> knownAs(String person, Instant knownAt) {
    return about(Set.of(person), knownAt).stream()
        .filter(one -> one.person().equals(person) && one.answer() == Answer.SAME)
        .filter(one -> !one.ofOneNumber())
        .map(Question::other)
        .distinct()
        .map(
            id ->
                rows.query()
                    .sql("select register_number from person where id = ?")
                    .param(id)
                    .query(String.class)
                    .single())
        .toList();
  }
}
