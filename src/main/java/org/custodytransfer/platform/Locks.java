package org.custodytransfer.platform;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The locks of the record. Whatever a departure condition reads is written under them: the gate for
 * what covers many, a person's row for what concerns one. The gate is taken first or not at all;
 * without it, registers, persons by id, counters and ends of chains are taken in this order. A test
 * watches it in every story.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Locks {

  private final JdbcClient jdbc;

  Locks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public void gate() {
    jdbc.sql("select id from gate where id = 1 for update").query(Integer.class).single();
  }

  public void person(String personId) {
    persons(Set.of(personId));
  }

  /** In the order of their numbers, in one statement. */
  public void persons(Collection<String> personIds) {
    if (!personIds.isEmpty()) {
      jdbc.sql("select id from person where id in (:ids) order by id for update")
          .param("ids", new TreeSet<>(personIds))
          .query(String.class)
          .list();
    }
  }

  /** The next number of a series without gaps: a rollback gives the number back. */
  public long next(String series) {
    int known =
        jdbc.sql("update counter set last_value = last_value + 1 where series = ?")
            .param(series)
            .update();
    if (known == 0) {
      // Two firsts at once meet the primary key; the loser's request fails and may be repeated.
      jdbc.sql("insert into counter (series, last_value) values (?, 1)").param(series).update();
    }
    return jdbc.sql("select last_value from counter where series = ?")
        .param(series)
        .query(Long.class)
        .single();
  }
}
