package org.custodytransfer.agreement;

import java.util.Locale;
import java.util.Set;

/** ISO 3166-1 alpha-2, with Kosovo and invented states; as nationalities also two of ICAO 9303. */
public final class Countries {

  /** A person of no nationality (ICAO 9303, part 3). */
  public static final String STATELESS = "XXA";

  /** A person whose nationality is not known (ICAO 9303, part 3). */
  public static final String UNKNOWN = "XXX";

  /** What is wrong with a code that is none of these. */
  public static final String NATIONALITIES =
      "is neither an ISO 3166-1 alpha-2 code nor XXA (stateless) or XXX (not known)";

  private static final Set<String> ISO = Set.of(Locale.getISOCountries());

  private Countries() {}

  public static boolean known(String code) {
    return ISO.contains(code)
        || code.equals("XK")
        // ISO reserves QM to QZ for users; an invented state is one of them.
        || code.matches("Q[M-Z]");
  }

  /** Whether a nationality can be said by this code: a state's, none, or one not known. */
  public static boolean knownAsNationality(String code) {
    return known(code) || code.equals(STATELESS) || code.equals(UNKNOWN);
  }

  private static final Set<String> EUROPEAN_UNION =
      Set.of(
          "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
          "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK");

  private static final Set<String> EEA_BESIDE = Set.of("IS", "LI", "NO");

  /** The groups of states that an agreement can name. */
  public static boolean isGroup(String name) {
    return name.equals("EU") || name.equals("EEA");
  }

  /** Whether a state is the one of this name, or one of the group. */
  public static boolean has(String stateOrGroup, String state) {
    return switch (stateOrGroup) {
      case "EU" -> EUROPEAN_UNION.contains(state);
      case "EEA" -> EUROPEAN_UNION.contains(state) || EEA_BESIDE.contains(state);
      default -> stateOrGroup.equals(state);
    };
  }

  private static final Set<String> COUNCIL_OF_EUROPE =
      Set.of(
          "AD", "AL", "AM", "AT", "AZ", "BA", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES",
          "FI", "FR", "GB", "GE", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MC",
          "MD", "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "SM", "TR",
          "UA");

  private static final Set<String> WITHOUT_PROTOCOL_4 = Set.of("CH", "GB", "GR", "TR");

  /** Members, which the European Convention on Human Rights binds. */
  public static boolean inCouncilOfEurope(String state) {
    return COUNCIL_OF_EUROPE.contains(state);
  }

  /** Whom Protocol No. 4 to that convention binds: not every member ratified it. */
  public static boolean boundByProtocol4(String state) {
    return inCouncilOfEurope(state) && !WITHOUT_PROTOCOL_4.contains(state);
  }
}
