package org.custodytransfer.platform;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Transliterator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * Which letters a paper can print, and in which of the fonts in {@code papers/fonts}. What it
 * cannot print it names: a script whose letters join in ways that no font alone can show, or a
 * letter that no font has, stands there in brackets, written in Latin letters.
 */
final class Letters {

  /** A font as a template asks for it, and its file. */
  record Font(String family, String file, int weight) {
    Font(String family, String file) {
      this(family, file, 400);
    }
  }

  private static final Font BOLD = new Font("Noto Sans", "NotoSans-Bold.ttf", 700);

  private static final List<Font> FONTS =
      List.of(
          new Font("Noto Sans", "NotoSans-Regular.ttf"),
          new Font("Noto Sans Arabic", "NotoSansArabic-Regular.ttf"),
          new Font("Noto Sans Hebrew", "NotoSansHebrew-Regular.ttf"),
          new Font("Noto Sans Ethiopic", "NotoSansEthiopic-Regular.ttf"),
          new Font("Noto Sans Armenian", "NotoSansArmenian-Regular.ttf"),
          new Font("Noto Sans Georgian", "NotoSansGeorgian-Regular.ttf"),
          new Font("Droid Sans Fallback", "DroidSansFallbackFull.ttf"));

  /** Letters of these stand beside each other as they are, or are joined by the printer. */
  private static final Set<Integer> PRINTED =
      Set.of(
          UScript.LATIN,
          UScript.CYRILLIC,
          UScript.GREEK,
          UScript.ARABIC,
          UScript.HEBREW,
          UScript.ETHIOPIC,
          UScript.ARMENIAN,
          UScript.GEORGIAN,
          UScript.HAN,
          UScript.HIRAGANA,
          UScript.KATAKANA,
          UScript.COMMON,
          UScript.INHERITED);

  /** Planes of private use and tags: no font here has anything of them. */
  private static final int BEYOND = 0x30000;

  private static final int SOFT_HYPHEN = 0xAD;

  /** Letters with their marks, and what keeps two of them from joining. */
  private static final Pattern ARABIC_WORD =
      Pattern.compile("\\p{IsArabic}[\\p{IsArabic}\\p{M}\\u200C\\u200D\\u0640]*");

  private final Joining joining = new Joining();
  private final Map<Font, BitSet> glyphs = new LinkedHashMap<>();

  Letters() {
    FONTS.forEach(font -> glyphs.put(font, glyphsOf(font)));
  }

  static InputStream open(Font font) {
    return Letters.class.getResourceAsStream("/papers/fonts/" + font.file());
  }

  private static BitSet glyphsOf(Font font) {
    BitSet points = new BitSet();
    try (InputStream file = open(font);
        TrueTypeFont read = new TTFParser().parse(new RandomAccessReadBuffer(file))) {
      CmapLookup lookup = read.getUnicodeCmapLookup();
      for (int point = 0; point < BEYOND; point++) {
        if (lookup.getGlyphId(point) > 0) {
          points.set(point);
        }
      }
      return points;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The fonts that a page needs, in the order in which they are asked. */
  Set<Font> fontsFor(String page) {
    Set<Font> needed = new LinkedHashSet<>();
    needed.add(FONTS.get(0));
    needed.add(BOLD);
    page.codePoints()
        .forEach(
            point ->
                glyphs.entrySet().stream()
                    .filter(one -> one.getValue().get(point))
                    .findFirst()
                    .ifPresent(one -> needed.add(one.getKey())));
    return needed;
  }

  /** A text in which each letter can be printed; what cannot is named in its place. */
  String printable(String filed) {
    String text =
        unseen(
            ARABIC_WORD
                .matcher(filed)
                .replaceAll(
                    word ->
                        Matcher.quoteReplacement(
                            joining.joined(word.group()).orElseGet(() -> named(word.group())))));
    if (text.codePoints().allMatch(this::isPrinted)) {
      return text;
    }
    StringBuilder printable = new StringBuilder();
    int[] points = text.codePoints().toArray();
    for (int from = 0; from < points.length; ) {
      int to = from;
      while (to < points.length && isPrinted(points[to]) == isPrinted(points[from])) {
        to++;
      }
      String run = new String(points, from, to - from);
      printable.append(isPrinted(points[from]) ? run : named(run));
      from = to;
    }
    return printable.toString();
  }

  /** Without what shows nothing of its own: marks of direction have done their part by then. */
  private static String unseen(String text) {
    StringBuilder seen = new StringBuilder();
    text.codePoints()
        .filter(
            point ->
                !UCharacter.hasBinaryProperty(point, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
                    || point == SOFT_HYPHEN)
        .forEach(seen::appendCodePoint);
    return seen.toString();
  }

  private boolean isPrinted(int point) {
    return point < ' '
        || UCharacter.hasBinaryProperty(point, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
        || PRINTED.contains(UScript.getScript(point))
            && glyphs.values().stream().anyMatch(has -> has.get(point));
  }

  private String named(String run) {
    int first = run.codePointAt(0);
    int script = UScript.getScript(first);
    if (script == UScript.COMMON || script == UScript.INHERITED || script == UScript.UNKNOWN) {
      return "[" + UCharacter.getName(run, " ") + "]";
    }
    String latin = Transliterator.getInstance("Any-Latin").transliterate(run);
    boolean isLatin = latin.codePoints().allMatch(this::isPrinted);
    return "["
        + UScript.getName(script).replace('_', ' ')
        + (isLatin ? ": " + latin : " " + codes(run))
        + "]";
  }

  /** So that two whose letters cannot be shown are told apart all the same. */
  private static String codes(String run) {
    return run.codePoints()
        .mapToObj(point -> String.format(Locale.ROOT, "U+%04X", point))
        .collect(Collectors.joining(" "));
  }
}
