package org.custodytransfer.obstacle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.custodytransfer.agreement.Agreement.Route;
import org.custodytransfer.casefile.CaseFile.Nationality;
import org.custodytransfer.casefile.SoundFile;
import org.junit.jupiter.api.Test;

/** Whom an order covers. */
class TargetTest {

  private static final Optional<Route> ANY_ROUTE = Optional.empty();
  private static final Optional<String> ANY = Optional.empty();

  private final SoundFile file = new SoundFile();

  @Test
  void anOrderForACaseCoversThePersonsOtherCasesToo() {
    assertThat(covers(new Target.OneCase(SoundFile.CASE, Optional.empty()))).isTrue();
    assertThat(covers(new Target.OneCase("QM-QZ-2025-000009", Optional.of("person-1")))).isTrue();
    assertThat(covers(new Target.OneCase("QM-QZ-2025-000009", Optional.of("person-2")))).isFalse();
    assertThat(covers(new Target.OneCase("QM-QZ-2025-000009", Optional.empty()))).isFalse();
  }

  @Test
  void anOrderForAPersonGoesByStateAndNumber() {
    assertThat(covers(new Target.OnePerson("QM", "R-1"))).isTrue();
    assertThat(covers(new Target.OnePerson("QN", "R-1"))).isFalse();
    assertThat(covers(new Target.OnePerson("QM", "R-2"))).isFalse();
  }

  @Test
  void anOrderForAClassCoversWhoeverAllOfItsRuleAppliesTo() {
    Optional<Route> third = Optional.of(Route.THIRD_COUNTRY);
    assertThat(covers(new Target.AClass(third, ANY, ANY, Optional.empty()))).isTrue();
    assertThat(covers(new Target.AClass(ANY_ROUTE, Optional.of("AF"), ANY, Optional.empty())))
        .isTrue();
    assertThat(
            covers(
                new Target.AClass(third, Optional.of("AF"), Optional.of("QM-QZ"), Optional.of(1L))))
        .isTrue();
    assertThat(
            covers(
                new Target.AClass(
                    Optional.of(Route.RECEIVING_NATIONAL),
                    Optional.of("AF"),
                    Optional.of("QM-QZ"),
                    Optional.empty())))
        .isFalse();
    assertThat(
            covers(
                new Target.AClass(
                    third, Optional.of("IQ"), Optional.of("QM-QZ"), Optional.empty())))
        .isFalse();
    assertThat(
            covers(
                new Target.AClass(
                    third, Optional.of("AF"), Optional.of("QN-QY"), Optional.empty())))
        .isFalse();
    file.nationalities =
        List.of(
            new Nationality("IQ", false, SoundFile.CASE),
            new Nationality("AF", true, SoundFile.CASE));
    assertThat(covers(new Target.AClass(ANY_ROUTE, Optional.of("IQ"), ANY, Optional.empty())))
        .as("a nationality that is only claimed counts")
        .isTrue();
  }

  @Test
  void anOrderForAFlightAnAgreementOrAll() {
    assertThat(covers(new Target.OneFlight("FL-1"))).isTrue();
    assertThat(covers(new Target.OneFlight("FL-2"))).isFalse();
    assertThat(covers(new Target.OneAgreement("QM-QZ"))).isTrue();
    assertThat(covers(new Target.OneAgreement("QN-QY"))).isFalse();
    assertThat(covers(new Target.Everything())).isTrue();
  }

  @Test
  void eachSaysItsScopeAndWhetherItIsAboutOnePerson() {
    Target rule = new Target.AClass(ANY_ROUTE, ANY, ANY, Optional.empty());
    Target flight = new Target.OneFlight("FL-1");
    Target agreement = new Target.OneAgreement("QM-QZ");
    Target all = new Target.Everything();
    Target person = new Target.OnePerson("QM", "R-1");
    Target known = new Target.OneCase(SoundFile.CASE, Optional.of("person-1"));
    assertThat(List.of(known, person, rule, flight, agreement, all))
        .extracting(Target::scope)
        .containsExactly(StayOrders.Scope.values());
    assertThat(List.of(known, person)).allMatch(Target::isOfOne);
    assertThat(List.of(rule, flight, agreement, all)).noneMatch(Target::isOfOne);
    assertThat(known.aboutCase()).contains(SoundFile.CASE);
    assertThat(new Target.OneCase(SoundFile.CASE, Optional.empty()).aboutCase()).isEmpty();
    assertThat(person.aboutCase()).isEmpty();
  }

  private boolean covers(Target target) {
    return target.covers(new Target.Person(file.file(), Set.of("R-1"), Set.of("FL-1")));
  }
}
