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
}
