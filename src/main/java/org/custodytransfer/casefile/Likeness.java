package org.custodytransfer.casefile;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Transliterator;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Whether two entries of a register may be one person: by their names, however they are spelled and
 * in whatever order they stand, and by their birth dates. Computed here and kept in a column, so
 * that it is the same on every database and on every machine.
 */
final class Likeness {

  /** What two entries are to each other. Neither of the first two is ever decided by a machine. */
  enum Answer {
    SAME,
    ASK,
    OTHER
  }

  /** Letters of which there are two for one sound, told apart by keyboards and not by people. */
  private static final String[][] TWINS = {
    {"ی", "ي"},
    {"ى", "ي"},
    {"ک", "ك"},
    {"ە", "ه"},
    {"ۀ", "ه"},
    {"ة", "ه"},
    {"أ", "ا"},
    {"إ", "ا"},
    {"آ", "ا"},
    {"ـ", ""}
  };

  /** Two Latin letters that stand for one that a typewriter did not have. */
  private static final String[][] DIGRAPHS = {{"ae", "a"}, {"oe", "o"}, {"ue", "u"}, {"aa", "a"}};

  /** What one language writes as another: of a word only its consonants are left. */
  private static final String[][] SOUNDS = {
    {"tsch", "s"},
    {"sch", "s"},
    {"sh", "s"},
    {"ch", "s"},
    {"kh", "k"},
    {"gh", "g"},
    {"ph", "f"},
    {"th", "t"},
    {"dh", "d"},
    {"dj", "j"},
    {"q", "k"},
    {"c", "k"},
    {"w", "v"},
    {"z", "s"},
    {"x", "ks"}
  };

  private static final int LONG_PART = 4;
  private static final int VERY_LONG_PART = 8;
  private static final int MOST_PARTS = 12;

  private final Transliterator latin =
      Transliterator.getInstance("Any-Latin; NFD; [:M:] Remove; NFC; Latin-ASCII; Any-Lower");

  /** A name in the letters in which it is compared. */
  record Name(List<String> parts) {

    String joined() {
      return String.join("", parts);
    }

    List<String> sorted() {
      return parts.stream().sorted().toList();
    }
  }

  Name name(String familyName, String givenNames) {
    String text = Normalizer.normalize(familyName + " " + givenNames, Normalizer.Form.NFKC);
    StringBuilder seen = new StringBuilder();
    text.codePoints()
        .filter(
            point -> !UCharacter.hasBinaryProperty(point, UProperty.DEFAULT_IGNORABLE_CODE_POINT))
        .forEach(seen::appendCodePoint);
    String folded = UCharacter.foldCase(replaced(seen.toString(), TWINS), true);
    // An apostrophe stands in a name, a hyphen between two.
    String inLatin = latin.transliterate(folded).replaceAll("['’ʼʻ`ʾʿ]", "");
    return new Name(
        Stream.of(inLatin.split("[^a-z0-9]+"))
            .filter(part -> !part.isEmpty())
            .map(part -> replaced(part, DIGRAPHS))
            .limit(MOST_PARTS)
            .toList());
  }

  /** What an entry is found by: each part of its name, with its birth date. */
  Set<String> keys(Name name, LocalDate born) {
    return keys(name, Stream.of(born));
  }

  /** What whoever may be the same is found by: also a day beside it, also day for month. */
  Set<String> keysOfAlike(Name name, LocalDate born) {
    return keys(
        name,
        Stream.concat(
            Stream.of(born, born.minusDays(1), born.plusDays(1)), swapped(born).stream()));
  }

  private static Set<String> keys(Name name, Stream<LocalDate> days) {
    Set<String> words = new TreeSet<>();
    name.parts().forEach(part -> words.add(sound(part)));
    words.add(sound(name.joined()));
    return days.flatMap(day -> words.stream().map(word -> day + " " + word))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  Answer compare(Name one, LocalDate oneBorn, Name other, LocalDate otherBorn) {
    boolean sameDay = oneBorn.equals(otherBorn);
    if (!sameDay
        && Math.abs(ChronoUnit.DAYS.between(oneBorn, otherBorn)) != 1
        && !swapped(oneBorn).contains(otherBorn)) {
      return Answer.OTHER;
    }
    if (sameDay && one.sorted().equals(other.sorted())) {
      return Answer.SAME;
    }
    return isNear(one, other) ? Answer.ASK : Answer.OTHER;
  }

  private static boolean isNear(Name one, Name other) {
    if (letters(one.joined()).equals(letters(other.joined()))
        || sound(one.joined()).equals(sound(other.joined()))) {
      return true;
    }
    List<String> few = one.parts().size() <= other.parts().size() ? one.parts() : other.parts();
    List<String> left = new ArrayList<>(few == one.parts() ? other.parts() : one.parts());
    int found = 0;
    for (String part : few) {
      var partner = left.stream().filter(candidate -> isClose(part, candidate)).findFirst();
      if (partner.isPresent()) {
        left.remove(partner.get());
        found++;
      }
    }
    return found == few.size() || found >= 2 && found == few.size() - 1 && left.size() <= 1;
  }

  private static boolean isClose(String one, String other) {
    int shorter = Math.min(one.length(), other.length());
    if (one.equals(other)) {
      return true;
    }
    if (shorter >= LONG_PART - 1 && sound(one).equals(sound(other))) {
      return true;
    }
    // Two letters in each other's place are as easily typed as a wrong one.
    if (shorter < LONG_PART || letters(one).equals(letters(other))) {
      return shorter >= LONG_PART;
    }
    int most = shorter >= VERY_LONG_PART ? 2 : 1;
    return new LevenshteinDistance(most).apply(one, other) >= 0;
  }

  private static String letters(String text) {
    return text.chars().sorted().mapToObj(Character::toString).collect(Collectors.joining());
  }

  /** The consonants of a word, each once where it is doubled; of a word without any, the word. */
  private static String sound(String word) {
    String sound = replaced(word, SOUNDS).replaceAll("[aeiouyj]", "").replaceAll("(.)\\1+", "$1");
    return sound.isEmpty() ? word : sound;
  }

  private static String replaced(String text, String[][] pairs) {
    String replaced = text;
    for (String[] pair : pairs) {
      replaced = replaced.replace(pair[0], pair[1]);
    }
    return replaced;
  }

  /** Day for month, where that is a day. */
  private static List<LocalDate> swapped(LocalDate born) {
    try {
      return List.of(LocalDate.of(born.getYear(), born.getDayOfMonth(), born.getMonthValue()));
    } catch (DateTimeException none) {
      return List.of();
    }
  }
}
