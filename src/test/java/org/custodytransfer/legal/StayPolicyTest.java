package org.custodytransfer.legal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.custodytransfer.casefile.SoundFile.NOW;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.custodytransfer.agreement.Agreement.Route;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.Nationality;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.casefile.SoundFile;
import org.custodytransfer.condition.Condition;
import org.junit.jupiter.api.Test;

/** Whom an order covers, and what the gate says of it. */
class StayPolicyTest {

  private static final Optional<Route> ANY_ROUTE = Optional.empty();
  private static final Optional<String> ANY = Optional.empty();

  private final StayOrders orders = mock(StayOrders.class);
  private final StayPolicy policy = new StayPolicy(orders);
  private final SoundFile file = new SoundFile();

  @Test
  void anOrderThatCoversThePersonStopsAndSaysWhose() {
    CaseFile one = file.file();
    when(orders.covering(List.of(one), NOW))
        .thenReturn(Map.of(SoundFile.CASE, List.of(order(3, "ST-3"), order(5, "ST-5"))));
    Verdict verdict = policy.judge(List.of(one), Optional.empty()).get(SoundFile.CASE);
    assertThat(verdict.condition()).isEqualTo(Condition.NO_STAY);
    assertThat(verdict.state()).isEqualTo(Verdict.State.AGAINST);
    assertThat(verdict.sentence())
        .isEqualTo("The order ST-3 of Court 02 of 8 March 2026 stops this transfer.");
    assertThat(verdict.evidence()).containsExactly("stay order 3");
    assertThat(verdict.signedBy()).containsExactly("court");
    assertThat(verdict.since()).contains(Instant.parse("2026-03-09T10:00:00Z"));
  }

  @Test
  void withoutAnOrderTheConditionIsMet() {
    CaseFile one = file.file();
    when(orders.covering(List.of(one), NOW)).thenReturn(Map.of(SoundFile.CASE, List.of()));
    Verdict verdict = policy.judge(List.of(one), Optional.empty()).get(SoundFile.CASE);
    assertThat(verdict.isMet()).isTrue();
    assertThat(verdict.sentence()).isEqualTo("No stay order in force covers the person.");
    assertThat(policy.judge(List.of(), Optional.empty())).isEmpty();
    assertThat(policy.condition()).isEqualTo(Condition.NO_STAY);
  }

  @Test
  void anOrderForACaseCoversThePersonsOtherCasesToo() {
    assertThat(covers(new StayTarget.OneCase(SoundFile.CASE, Optional.empty()))).isTrue();
    assertThat(covers(new StayTarget.OneCase("QM-QZ-2025-000009", Optional.of("person-1"))))
        .isTrue();
    assertThat(covers(new StayTarget.OneCase("QM-QZ-2025-000009", Optional.of("person-2"))))
        .isFalse();
    assertThat(covers(new StayTarget.OneCase("QM-QZ-2025-000009", Optional.empty()))).isFalse();
  }

  @Test
  void anOrderForAPersonGoesByStateAndNumber() {
    assertThat(covers(new StayTarget.OnePerson("QM", "R-1"))).isTrue();
    assertThat(covers(new StayTarget.OnePerson("QN", "R-1"))).isFalse();
    assertThat(covers(new StayTarget.OnePerson("QM", "R-2"))).isFalse();
  }

  @Test
  void anOrderForAClassCoversWhoeverAllOfItsRuleAppliesTo() {
    Optional<Route> third = Optional.of(Route.THIRD_COUNTRY);
    assertThat(covers(new StayTarget.AClass(third, ANY, ANY, Optional.empty()))).isTrue();
    assertThat(covers(new StayTarget.AClass(ANY_ROUTE, Optional.of("AF"), ANY, Optional.empty())))
        .isTrue();
    assertThat(
            covers(
                new StayTarget.AClass(
                    third, Optional.of("AF"), Optional.of("QM-QZ"), Optional.of(1L))))
        .isTrue();
    assertThat(
            covers(
                new StayTarget.AClass(
                    Optional.of(Route.RECEIVING_NATIONAL),
                    Optional.of("AF"),
                    Optional.of("QM-QZ"),
                    Optional.empty())))
        .isFalse();
    assertThat(
            covers(
                new StayTarget.AClass(
                    third, Optional.of("IQ"), Optional.of("QM-QZ"), Optional.empty())))
        .isFalse();
    assertThat(
            covers(
                new StayTarget.AClass(
                    third, Optional.of("AF"), Optional.of("QN-QY"), Optional.empty())))
        .isFalse();
    file.nationalities =
        List.of(
            new Nationality("IQ", false, SoundFile.CASE),
            new Nationality("AF", true, SoundFile.CASE));
    assertThat(covers(new StayTarget.AClass(ANY_ROUTE, Optional.of("IQ"), ANY, Optional.empty())))
        .as("a nationality that is only claimed counts")
        .isTrue();
  }

  @Test
  void anOrderForAFlightAnAgreementOrAll() {
    assertThat(covers(new StayTarget.OneFlight("FL-1"))).isTrue();
    assertThat(covers(new StayTarget.OneFlight("FL-2"))).isFalse();
    assertThat(covers(new StayTarget.OneAgreement("QM-QZ"))).isTrue();
    assertThat(covers(new StayTarget.OneAgreement("QN-QY"))).isFalse();
    assertThat(covers(new StayTarget.Everything())).isTrue();
  }

  private boolean covers(StayTarget target) {
    return target.covers(
        new StayTarget.Person(
            file.file(), new CaseFiles.Selves(Set.of("person-1"), Set.of("R-1")), Set.of("FL-1")));
  }

  private static StayOrders.Order order(long id, String docket) {
    return new StayOrders.Order(
        id,
        "QM",
        StayOrders.Scope.ALL,
        Optional.empty(),
        Map.of(),
        "Court 02",
        docket,
        "Stayed.",
        Instant.parse("2026-03-08T23:30:00Z"),
        Instant.parse("2026-03-09T09:00:00Z"),
        Optional.empty(),
        Optional.empty(),
        Instant.parse("2026-03-09T10:00:00Z"),
        "court",
        Optional.empty());
  }
}
