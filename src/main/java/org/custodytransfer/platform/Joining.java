package org.custodytransfer.platform;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The Arabic script as it is joined: each letter in the form that its neighbours ask for, for every
 * language whose letters Unicode has such forms of (Arabic, Persian, Dari, Urdu, Uyghur and
 * others). A word with a letter that has none is said to have none, and is not printed torn apart.
 *
 * <p>Source: The Unicode Standard, 9.2 (joining types) and the compatibility forms of U+FB50 to
 * U+FEFC.
 */
final class Joining {

  private enum Form {
    ISOLATED(UCharacter.DecompositionType.ISOLATED),
    FINAL(UCharacter.DecompositionType.FINAL),
    INITIAL(UCharacter.DecompositionType.INITIAL),
    MEDIAL(UCharacter.DecompositionType.MEDIAL);

    private final int type;

    Form(int type) {
      this.type = type;
    }
  }

  private static final int FIRST_FORM = 0xFB50;
  private static final int LAST_FORM = 0xFEFC;
  private static final int FIRST_OF_LAM_WITH_ALEF = 0xFEF5;
  private static final int LAM = 0x0644;

  /** What a letter, or lam with an alef, looks like. */
  private final Map<String, Map<Form, Integer>> forms = new HashMap<>();

  Joining() {
    Normalizer2 nfkd = Normalizer2.getNFKDInstance();
    for (int point = FIRST_FORM; point <= LAST_FORM; point++) {
      int type = UCharacter.getIntPropertyValue(point, UProperty.DECOMPOSITION_TYPE);
      String base = nfkd.getRawDecomposition(point);
      if (base != null
          && (base.length() == 1 || base.length() == 2 && point >= FIRST_OF_LAM_WITH_ALEF)) {
        for (Form form : Form.values()) {
          if (form.type == type) {
            forms.computeIfAbsent(base, none -> new EnumMap<>(Form.class)).putIfAbsent(form, point);
          }
        }
      }
    }
  }

  /**
   * A word of the Arabic script in its forms; nothing if one of its letters has not the one it
   * needs.
   */
  Optional<String> joined(String word) {
    int[] points = word.codePoints().toArray();
    StringBuilder joined = new StringBuilder();
    for (int n = 0; n < points.length; n++) {
      int point = points[n];
      if (!isLetter(point)) {
        joined.appendCodePoint(point);
        continue;
      }
      boolean before = joinsOn(beside(points, n, -1)) && joinsBack(point);
      int next = index(points, n, 1);
      String ligature = next < 0 ? "" : new String(new int[] {point, points[next]}, 0, 2);
      boolean isLigature = point == LAM && forms.containsKey(ligature);
      int last = isLigature ? next : n;
      boolean after = joinsOn(points[last]) && joinsBack(beside(points, last, 1));
      Form form = before ? after ? Form.MEDIAL : Form.FINAL : after ? Form.INITIAL : Form.ISOLATED;
      String letter = isLigature ? ligature : Character.toString(point);
      Integer seen = forms.getOrDefault(letter, Map.of()).get(form);
      if (seen == null && (before || after)) {
        return Optional.empty();
      }
      joined.appendCodePoint(seen == null ? point : seen);
      for (int mark = n + 1; mark < last; mark++) {
        joined.appendCodePoint(points[mark]);
      }
      n = last;
    }
    return Optional.of(joined.toString());
  }

  private static boolean isLetter(int point) {
    return UScript.getScript(point) == UScript.ARABIC
        && joiningType(point) != UCharacter.JoiningType.TRANSPARENT;
  }

  private static int joiningType(int point) {
    return UCharacter.getIntPropertyValue(point, UProperty.JOINING_TYPE);
  }

  /** The letter beside one, over marks that do not count; -1 at an end. */
  private static int index(int[] points, int at, int step) {
    int beside = at + step;
    while (beside >= 0
        && beside < points.length
        && joiningType(points[beside]) == UCharacter.JoiningType.TRANSPARENT) {
      beside += step;
    }
    return beside < points.length ? beside : -1;
  }

  private static int beside(int[] points, int at, int step) {
    int beside = index(points, at, step);
    return beside < 0 ? ' ' : points[beside];
  }

  private static boolean joinsOn(int point) {
    return switch (joiningType(point)) {
      case UCharacter.JoiningType.DUAL_JOINING,
          UCharacter.JoiningType.LEFT_JOINING,
          UCharacter.JoiningType.JOIN_CAUSING ->
          true;
      default -> false;
    };
  }

  private static boolean joinsBack(int point) {
    return switch (joiningType(point)) {
      case UCharacter.JoiningType.DUAL_JOINING,
          UCharacter.JoiningType.RIGHT_JOINING,
          UCharacter.JoiningType.JOIN_CAUSING ->
          true;
      default -> false;
    };
  }
}
