package org.custodytransfer.agreement;

import com.ibm.icu.impl.ValidIdentifiers;
import com.ibm.icu.impl.ValidIdentifiers.Datasubtype;
import com.ibm.icu.impl.ValidIdentifiers.Datatype;
import com.ibm.icu.util.ULocale;
import java.util.EnumSet;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Set;

/**
 * Languages as BCP 47 names them: a language of the register, and where it matters a script or a
 * region, as in {@code rom}, {@code prs} or {@code zh-Hant}.
 */
public final class Languages {

  /** What a request says where it can name none: {@code und} and its like name no language. */
  private static final Set<Datasubtype> NAMED =
      EnumSet.of(Datasubtype.regular, Datasubtype.deprecated);

  private Languages() {}

  /** Whether the register knows this language, and nothing in the tag is against its grammar. */
  public static boolean known(String tag) {
    try {
      String language = new Locale.Builder().setLanguageTag(tag).build().getLanguage();
      // The whole register lies nowhere else than behind the library's own checks of locales.
      return ValidIdentifiers.isValid(Datatype.language, NAMED, language) != null;
    } catch (IllformedLocaleException wrong) {
      return false;
    }
  }

  /** Whether who understands one of these languages understands a text in that one. */
  public static boolean understood(Set<String> languages, String text) {
    return languages.stream().anyMatch(one -> isPartOf(one, text) || isPartOf(text, one));
  }

  /** {@code zh} is understood by who understands {@code zh-Hant}, and {@code zh-Hans} is not. */
  private static boolean isPartOf(String whole, String part) {
    return whole.equalsIgnoreCase(part)
        || !part.isEmpty()
            && whole.toLowerCase(Locale.ROOT).startsWith(part.toLowerCase(Locale.ROOT) + "-");
  }

  /** Its name in English, with its tag. */
  public static String words(String tag) {
    return new ULocale(tag).getDisplayName(ULocale.ENGLISH) + " (" + tag + ")";
  }
}
