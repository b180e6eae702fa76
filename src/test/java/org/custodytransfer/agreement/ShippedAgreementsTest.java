package org.custodytransfer.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.custodytransfer.agreement.Agreement.OffenceGroup;
import org.custodytransfer.agreement.Agreement.Route;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
      says("DK-XK", "an initial five years", a -> a.term().until(), "Optional[2029-06-06]"),
      says("DK-XK", "extended automatically to ten", a -> a.term().end(), "Optional[2034-06-06]"),
      says(
          "DK-XK",
          "not open: April 2027, to be confirmed",
          a -> a.facility().closedOn(day("2026-11-26")),
          "Optional[XK-GJILAN is not open: it opens on 2027-04-01, which is not confirmed.]"),
      says(
          "DK-XK",
          "outside the EU and the EEA",
          a ->
              List.of("DE", "IS", "AF", "GB").stream()
                  .filter(state -> a.exclusions().nationalityAgainst(Set.of(state)).isPresent())
                  .toList(),
          "[DE, IS]"),
      says("DK-XK", "no life sentences", a -> a.exclusions().takesLifeSentences(), false),
      says("DK-XK", "Danish law applies", a -> a.law().orElseThrow().inFacility(), "DK"),
      says("DK-XK", "own nationals are not taken", a -> a.routes().keySet(), "[THIRD_COUNTRY]"),
      says(
          "DK-XK",
          "no terrorism, no war crimes",
          a ->
              a.exclusions().offenceGroups().contains(OffenceGroup.TERRORISM)
                  && a.exclusions().offenceGroups().contains(OffenceGroup.WAR_CRIMES),
          true),
      says("DK-XK", "to be expelled", a -> third(a).expulsionOrderRequired(), true),
      says(
          "NO-NL",
          "the Dutch Senate on 30 June 2015, to be confirmed",
          a -> a.receiving().ratification().orElseThrow(),
          "Ratification[on=Optional[2015-06-30], onOrBefore=Optional.empty, by=Senate of the Netherlands, toBeConfirmed=true]"),
      says("NO-NL", "early June 2015", a -> in(a.assumptions() + "", "early June 2015"), true),
      says("NO-NL", "242 places", Agreement::quota, 242),
      says("NO-NL", "EUR 25,500,000 in 2015", a -> rate(a), new BigDecimal("25500000")),
      says("NO-NL", "1 September 2015", a -> a.term().from(), day("2015-09-01")),
      says("NO-NL", "31 August 2018", a -> a.term().until(), "Optional[2018-08-31]"),
      says("NO-NL", "back 60 days before", a -> a.periods().returnLeadDays(), 60),
      says("NO-NL", "consent is asked for", a -> third(a).consent() + "", "ASKED"),
      says(
          "NO-NL",
          "own consent of who is visited by a child or substituted",
          a -> new TreeSet<>(third(a).consentWhere()),
          "[VISITED_BY_CHILD, OPIOID_SUBSTITUTION]"),
      says(
          "NO-NL",
          "at the level of 2015 alone",
          a ->
              a.fees().on(day("2015-12-31")).isPresent()
                  && a.fees().on(day("2016-01-01")).isEmpty(),
          true),
      says(
          "NO-NL",
          "Norwegian law on the sentence, Dutch jurisdiction for crimes",
          a -> a.law().orElseThrow().onSentence() + " " + a.law().orElseThrow().onCrimes(),
          "Optional[NO] Optional[NL]"),
      says(
          "NO-NL",
          "could be extended year by year",
          a -> a.term().extension().orElseThrow().how(),
          "AGREED"),
      says("SE-EE", "signed on 18 June 2025", a -> a.status().since(), day("2025-06-18")),
      says("SE-EE", "signed and no more", a -> a.status().code() + "", "SIGNED"),
      says(
          "SE-EE",
          "five years, and three more unless ended with a year's notice",
          a -> a.term().extension().orElseThrow(),
          "Extension[until=2034-06-30, how=UNLESS_ENDED, noticeDays=Optional[365]]"),
      says("SE-EE", "nothing counts on the extension", a -> a.term().end(), "Optional[2031-06-30]"),
      says(
          "SE-EE",
          "the planned start has passed and is unconfirmed",
          a -> a.facility().closedOn(day("2026-11-26")).isPresent(),
          true),
      says("SE-EE", "Estonian law in Tartu", a -> a.law().orElseThrow().inFacility(), "EE"),
      says("SE-EE", "men", a -> new TreeSet<>(a.exclusions().sexes()), "[F, X]"),
      says(
          "SE-EE",
          "no organised crime, no terrorism",
          a -> new TreeSet<>(a.exclusions().offenceGroups()),
          "[ORGANISED_CRIME, TERRORISM]"),
      says("SE-EE", "up to 600 persons", Agreement::quota, 600),
      says("SE-EE", "EUR 30,600,000 a year", a -> rate(a), new BigDecimal("30600000")),
      says("SE-EE", "8,500 a month", a -> in(a.fees().rates() + "", "8500"), true),
      says("SE-EE", "22,950,000", a -> in(a.assumptions() + "", "22,950,000"), true),
      says("SE-EE", "class 2", a -> a.exclusions().maximumSecurityClass() + "", "Optional[2]"),
      says("SE-EE", "682 SE", a -> in(a.instruments() + "", "682 SE"), true),
      says(
          "US-SV", "500 were asked for", a -> in(a.assumptions() + "", "500 were asked for"), true),
      says(
          "US-SV",
          "first spoken of: 6 million",
          a -> in(a.assumptions() + "", "USD 6 million, 300 × 20,000"),
          true),
      says(
          "US-SV",
          "up to 15 million set aside",
          a -> in(a.assumptions() + "", "USD 15 million"),
          true),
      says(
          "US-SV",
          "43 persons from Panama to Colombia",
          a -> in(a.assumptions() + "", "43 persons from Panama to Colombia"),
          true),
      says(
          "US-SV",
          "removal after imprisonment",
          a -> in(a.concerns() + "", "8 U.S.C. 1231(a)(4)"),
          true),
      says(
          "US-SV", "citizens are never removed", a -> in(a.concerns() + "", "never removed"), true),
      says(
          "US-SV",
          "an allegation is no conviction",
          a -> in(a.concerns() + "", "A gang allegation is not a conviction"),
          true),
      says(
          "US-SV",
          "no inspection of CECOT",
          a -> in(a.concerns() + "", "No independent inspection of CECOT"),
          true),
      says(
          "US-SV",
          "the deposit of the United States",
          a -> in(a.lawfulInstead() + "", "25 May 2001"),
          true),
      says(
          "US-SV",
          "the finally convicted who consent, without a fee",
          a -> in(a.lawfulInstead() + "", "finally convicted and consent"),
          true),
      says("US-SV", "Spanish and English", a -> new TreeSet<>(a.languages()), "[en, es]"),
      says("US-SV", "USD", a -> a.fees().currency(), "USD"),
      says("DK-XK", "86 to 7", a -> in(a.assumptions() + "", "86 to 7"), true),
      says(
          "DK-XK",
          "EUR 210 million in all",
          a -> in(a.assumptions() + "", "EUR 210 million"),
          true),
      says(
          "DK-XK",
          "home directly is a departure of its own",
          a -> in(a.assumptions() + "", "a departure of its own, which has no gate here"),
          true),
      says(
          "DK-XK",
          "Denmark's own by policy, not by treaty",
          a -> in(a.assumptions() + "", "the treaty itself does not exclude them"),
          true),
      says(
          "DK-XK",
          "Kosovo's own nationals",
          a -> in(a.assumptions() + "", "Kosovo's own nationals are not admissible"),
          true),
      says("DK-XK", "serious mental illness", a -> a.exclusions().seriousMentalIllness(), true),
      says("DK-XK", "Danish, Albanian, English", a -> new TreeSet<>(a.languages()), "[da, en, sq]"),
      says(
          "DK-XK",
          "Kosovo ratified on 23 May 2024",
          a -> a.receiving().ratification().orElseThrow().on(),
          "Optional[2024-05-23]"),
      says(
          "NO-NL",
          "indexed, with a variable cost by use",
          a -> in(a.assumptions() + "", "Article 27"),
          true),
      says(
          "NO-NL",
          "transport apart",
          a -> in(a.assumptions() + "", "Transport is paid apart"),
          true),
      says(
          "NO-NL",
          "of 936 persons 568 by their own application",
          a -> in(a.assumptions() + "", "of 936 persons up to 15 February 2018, 568"),
          true),
      says(
          "NO-NL",
          "Norwegians and foreigners",
          a -> new TreeSet<>(a.routes().keySet()),
          "[THIRD_COUNTRY, SENDING_NATIONAL]"),
      says("NO-NL", "ended after 31 August 2018", a -> a.status().since(), day("2018-09-01")),
      says("NO-NL", "Norwegian, English, Dutch", a -> new TreeSet<>(a.languages()), "[en, nl, no]"),
      says(
          "SE-EE",
          "400 cells",
          a -> in(a.assumptions() + "", "400 cells hold up to 600 persons"),
          true),
      says(
          "SE-EE",
          "accepted after a background check",
          a -> in(a.assumptions() + "", "after a background check"),
          true),
      says(
          "SE-EE",
          "nobody is released in Estonia",
          a -> in(a.assumptions() + "", "Nobody is released in Estonia"),
          true),
      says(
          "SE-EE",
          "300 places for the minimum",
          a -> a.fees().rates().get(0).guaranteedPlaces(),
          "Optional[300]"),
      says(
          "SE-EE",
          "Swedish and foreign men",
          a -> new TreeSet<>(a.routes().keySet()),
          "[THIRD_COUNTRY, SENDING_NATIONAL]"),
      says(
          "SE-EE", "Swedish, English, Estonian", a -> new TreeSet<>(a.languages()), "[en, et, sv]"),
      says("SE-EE", "back a month before", a -> a.periods().returnLeadDays(), 31),
    };
  }

  /** Who decides on protection in each state is named, and nothing of it is taken for confirmed. */
  @ParameterizedTest
  @ValueSource(strings = {"US-SV", "DK-XK", "NO-NL", "SE-EE"})
  void eachStateNamesWhoDecidesOnProtection(String code) {
    Agreement agreement = AgreementFixture.shipped(code);
    assertThat(List.of(agreement.sending(), agreement.receiving()))
        .allSatisfy(
            party ->
                assertThat(party.protectionAuthority().orElseThrow().toBeConfirmed()).isTrue());
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
