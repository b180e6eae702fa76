package org.custodytransfer.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.function.Function;
import org.custodytransfer.agreement.Agreement.OffenceGroup;
import org.custodytransfer.agreement.Agreement.Route;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each figure and source of the published agreements, as the files that are shipped say it. */
class ShippedAgreementsTest {

  static Arguments[] published() {
    return new Arguments[] {
      says("US-SV", "an offer of 3 February 2025", a -> a.status().since(), day("2025-02-03")),
      says("US-SV", "an offer and nothing more", a -> a.status().code() + "", "OFFER"),
      says("US-SV", "CECOT holds 40,000", a -> a.facility().capacity(), 40_000),
      says("US-SV", "300 persons", Agreement::quota, 300),
      says("US-SV", "USD 20,000 per person and year", a -> rate(a), new BigDecimal("20000")),
      says("US-SV", "238 × 20,000", a -> in(a.assumptions() + "", "238 × 20,000"), true),
      says(
          "US-SV",
          "a treaty, the own country, consent",
          a -> in(a.concerns() + "", "18 U.S.C. 4100"),
          true),
      says(
          "US-SV", "a removal order is no sentence", a -> in(a.concerns() + "", "Wong Wing"), true),
      says("US-SV", "A-57", a -> in(a.lawfulInstead() + "", "A-57, Managua 1993"), true),
      says("US-SV", "deposits", a -> in(a.lawfulInstead() + "", "18 December 2007"), true),
      says(
          "US-SV",
          "its own nationals without a fee, and with consent",
          a ->
              a.routes().get(Route.RECEIVING_NATIONAL).feeFree()
                  && in(a.routes().get(Route.RECEIVING_NATIONAL).consent() + "", "REQUIRED"),
          true),
      says("DK-XK", "in force about 15 days later", a -> a.status().since(), day("2024-06-07")),
      says("DK-XK", "300 places", Agreement::quota, 300),
      says("DK-XK", "EUR 15,000,000 a year", a -> rate(a), new BigDecimal("15000000")),
      says("DK-XK", "five years to ten", a -> a.term().until(), "Optional[2034-06-06]"),
      says("DK-XK", "not open", a -> in(a.assumptions() + "", "April 2027"), true),
      says(
          "DK-XK",
          "no terrorism, no war crimes",
          a ->
              a.exclusions().offenceGroups().contains(OffenceGroup.TERRORISM)
                  && a.exclusions().offenceGroups().contains(OffenceGroup.WAR_CRIMES),
          true),
      says("DK-XK", "to be expelled", a -> third(a).expulsionOrderRequired(), true),
      says("NO-NL", "242 places", Agreement::quota, 242),
      says("NO-NL", "EUR 25,500,000 in 2015", a -> rate(a), new BigDecimal("25500000")),
      says("NO-NL", "1 September 2015", a -> a.term().from(), day("2015-09-01")),
      says("NO-NL", "31 August 2018", a -> a.term().until(), "Optional[2018-08-31]"),
      says("NO-NL", "back 60 days before", a -> a.periods().returnLeadDays(), 60),
      says("NO-NL", "consent is asked for", a -> third(a).consent() + "", "ASKED"),
      says("SE-EE", "signed on 18 June 2025", a -> a.status().since(), day("2025-06-18")),
      says("SE-EE", "signed and no more", a -> a.status().code() + "", "SIGNED"),
      says("SE-EE", "up to 600 persons", Agreement::quota, 600),
      says("SE-EE", "EUR 30,600,000 a year", a -> rate(a), new BigDecimal("30600000")),
      says("SE-EE", "8,500 a month", a -> in(a.fees().rates() + "", "8500"), true),
      says("SE-EE", "22,950,000", a -> in(a.assumptions() + "", "22,950,000"), true),
      says("SE-EE", "class 2", a -> a.exclusions().maximumSecurityClass() + "", "Optional[2]"),
      says("SE-EE", "682 SE", a -> in(a.instruments() + "", "682 SE"), true),
      says("SE-EE", "back a month before", a -> a.periods().returnLeadDays(), 31),
    };
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("published")
  void theFileSaysWhatIsPublished(
      String code, String line, Function<Agreement, Object> said, Object published) {
    assertThat(String.valueOf(said.apply(AgreementFixture.shipped(code))))
        .as("agreements/%s.yaml, %s", code, line)
        .isEqualTo(String.valueOf(published));
  }

  private static Arguments says(
      String code, String line, Function<Agreement, Object> said, Object published) {
    return Arguments.of(code, line, said, published);
  }

  private static boolean in(String text, String part) {
    return text.contains(part);
  }

  private static BigDecimal rate(Agreement agreement) {
    return agreement.fees().rates().get(0).amount();
  }

  private static Agreement.RouteTerms third(Agreement agreement) {
    return agreement.routes().get(Route.THIRD_COUNTRY);
  }

  private static LocalDate day(String text) {
    return LocalDate.parse(text);
  }
}
