package org.custodytransfer.platform;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterEnums;
import com.ibm.icu.lang.UProperty;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * What a text is, whichever way it came in: in one normal form (NFC), lines ended by one newline,
 * counted in characters as Unicode counts them, not in halves of them.
 */
public final class Text {

  private static final int BRAILLE_BLANK = 0x2800;
  private static final int LOST = 0xFFFD;
  private static final int FIRST_TAG = 0xE0000;
  private static final int LAST_TAG = 0xE007F;
  private static final String UNKEPT = "holds a character that cannot be kept";

  /** The beginning of a date: from 1900 to 2199, whatever it is the date of. */
  static final String A_YEAR = "(19|20|21)[0-9]{2}";

  private Text() {}

  /** A text as it is kept. */
  public static String kept(String text) {
    return Normalizer.normalize(text.replace("\r\n", "\n"), Normalizer.Form.NFC);
  }

  /** What is wrong with a text that no record, paper or other encoding can hold. */
  public static Optional<String> fault(String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      return Optional.of("holds half a character");
    }
    if (has(text, Text::isControl)) {
      return Optional.of(
          UNKEPT + String.format(Locale.ROOT, " (U+%04X)", first(text, Text::isControl)));
    }
    return has(text, Text::turnsOthers)
        ? Optional.of("holds a character that shows others in another order")
        : Optional.empty();
  }

  /** Whether a reader sees nothing: space of any kind, or letters that have no shape. */
  public static boolean isBlank(String text) {
    return !has(
        text,
        point ->
            !UCharacter.isUWhiteSpace(point)
                && !UCharacter.isISOControl(point)
                && !UCharacter.hasBinaryProperty(point, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
                && point != BRAILLE_BLANK);
  }

  /** A text as two people would call it the same: no case, no width, nothing that is not seen. */
  public static String seen(String text) {
    StringBuilder seen = new StringBuilder();
    Normalizer.normalize(text, Normalizer.Form.NFKC)
        .codePoints()
        .filter(
            point -> !UCharacter.hasBinaryProperty(point, UProperty.DEFAULT_IGNORABLE_CODE_POINT))
        .map(point -> UCharacter.isUWhiteSpace(point) ? ' ' : point)
        .forEach(seen::appendCodePoint);
    return UCharacter.foldCase(seen.toString(), true).strip().replaceAll(" +", " ");
  }

  /** Characters, as a person counts the most of them and as a column does. */
  public static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /**
   * Controls but newline and tab, what Unicode says will never be a character, lines that end
   * unseen, tags, and what means nothing to anybody else: private use, and the sign of a character
   * that was lost before it came.
   */
  private static boolean isControl(int point) {
    return switch (UCharacter.getType(point)) {
      case UCharacterEnums.ECharacterCategory.CONTROL -> point != '\n' && point != '\t';
      case UCharacterEnums.ECharacterCategory.LINE_SEPARATOR,
          UCharacterEnums.ECharacterCategory.PARAGRAPH_SEPARATOR,
          UCharacterEnums.ECharacterCategory.PRIVATE_USE ->
          true;
      default ->
          point == LOST
              || point >= FIRST_TAG && point <= LAST_TAG
              || UCharacter.hasBinaryProperty(point, UProperty.NONCHARACTER_CODE_POINT);
    };
  }

  /** Overrides and embeddings: with them a name can be shown as another than it is. */
  private static boolean turnsOthers(int point) {
    return point >= 0x202A && point <= 0x202E || point >= 0x2066 && point <= 0x2069;
  }

  private static boolean has(String text, IntPredicate what) {
    return text.codePoints().anyMatch(what);
  }

  private static int first(String text, IntPredicate what) {
    return text.codePoints().filter(what).findFirst().orElseThrow();
  }
}
