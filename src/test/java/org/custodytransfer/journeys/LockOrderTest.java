package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import org.custodytransfer.LockOrder;
import org.custodytransfer.platform.Locks;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

/** What watches the order of locks in every story sees each way to break it. */
class LockOrderTest extends Journey {

  @Override
  List<Pair> pairs() {
    return List.of(QM_QZ);
  }

  @Test
  void whatIsTakenOutOfOrderIsSeen() {
    file(QM_QZ, request(QM_QZ));
    file(QM_QZ, request(QM_QZ));
    var persons = new TreeSet<>(jdbc.sql("select id from person").query(String.class).list());
    Locks locks = application.getBean(Locks.class);
    assertThat(violations(() -> locks.persons(persons))).isEmpty();
    assertThat(
            violations(
                () -> {
                  locks.gate();
                  locks.next("case");
                  locks.persons(persons);
                  locks.gate();
                }))
        .isEmpty();
    assertThat(
            violations(
                () -> {
                  locks.person(persons.first());
                  locks.gate();
                }))
        .as("waits for the gate with a person in hand")
        .hasSize(1);
    assertThat(
            violations(
                () -> {
                  locks.person(persons.last());
                  locks.person(persons.first());
                }))
        .as("two that could wait for each other")
        .hasSize(1);
    assertThat(
            violations(
                () -> {
                  locks.next("case");
                  locks.person(persons.first());
                }))
        .hasSize(1);
  }

  private List<String> violations(Runnable work) {
    application
        .getBean(TransactionTemplate.class)
        .executeWithoutResult(
            status -> {
              work.run();
              status.setRollbackOnly();
            });
    return LockOrder.violations();
  }
}
