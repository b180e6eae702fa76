package org.custodytransfer.agreement;

import java.util.Locale;
import java.util.Set;

/** ISO 3166-1 alpha-2, with Kosovo and the codes for nobody's and invented states. */
public final class Countries {

  /** A person of no nationality. */
  public static final String STATELESS = "XX";

  private static final Set<String> ISO = Set.of(Locale.getISOCountries());

  private Countries() {}

  public static boolean known(String code) {
    return ISO.contains(code)
        || code.equals("XK")
        || code.equals(STATELESS)
        // ISO reserves QM to QZ for users; an invented state is one of them.
        || code.matches("Q[M-Z]");
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
