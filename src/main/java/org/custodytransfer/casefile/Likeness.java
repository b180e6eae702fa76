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
import java.util.function.Function;
import java.util.regex.Pattern;
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
    {"tsch", "k"},
    {"sch", "s"},
    {"tch", "k"},
    {"sh", "s"},
    {"zh", "s"},
    {"ch", "k"},
    {"kh", "k"},
    {"gh", "k"},
    {"ph", "f"},
    {"th", "t"},
    {"dh", "d"},
    {"dj", "d"},
    {"g", "k"},
    {"q", "k"},
    {"c", "k"},
    {"z", "s"},
    {"x", "ks"}
  };

  /** Vowels, and what is one in some alphabet: waw is w, v, o and u, and yod is i and j. */
  private static final String VOWELS = "[aeiouyjwv]";

  /** The article of Arabic names, written apart, with a hyphen, joined or not at all. */
  private static final Set<String> ARTICLES = Set.of("al", "el", "ul");

  private static final Pattern SERVANT = Pattern.compile("abd(?:[aeiu]l)?");
  private static final Pattern SERVANT_OF =
      Pattern.compile("abd[aeiu](?:l|([rsdnt])(?=\\1))(.{3,})");

  private static final int LONG_PART = 4;
  private static final int VERY_LONG_PART = 8;
  private static final int MOST_PARTS = 40;

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
        withoutArticles(
            Stream.of(inLatin.split("[^a-z0-9]+"))
                .filter(part -> !part.isEmpty())
                .map(part -> replaced(part, DIGRAPHS))
                .limit(MOST_PARTS)
                .toList()));
  }

  /**
   * The parts of a name, where <i>Abd al-Karim</i>, <i>Abdul Karim</i> and <i>Abdulkarim</i> are
   * one.
   */
  private static List<String> withoutArticles(List<String> parts) {
    List<String> left = new ArrayList<>();
    boolean servant = false;
    for (String part : parts) {
      if (ARTICLES.contains(part) && parts.size() > 1) {
        continue;
      }
      if (servant) {
        left.set(left.size() - 1, "abd" + part);
        servant = false;
      } else {
        left.add(SERVANT_OF.matcher(part).replaceFirst("abd$2"));
        servant = SERVANT.matcher(part).matches();
      }
    }
    return left;
  }

  /** What an entry is found by: each part of its name, with its birth date and what that is in. */
  Set<String> keys(Name name, BirthDate born) {
    Stream<String> times =
        Stream.concat(Stream.of(born.text()), around(born).stream().map(Likeness::in));
    return keys(name, Stream.concat(times, yearAlone(born).stream()));
  }

  /** The first of January is what a register writes where it knows the year alone. */
  private static List<String> yearAlone(BirthDate born) {
    return isFirstOfYear(born) ? List.of(born.text().substring(0, 4)) : List.of();
  }

  private static boolean isFirstOfYear(BirthDate born) {
    return born.isDay() && born.earliest().getDayOfYear() == 1;
  }

  /** What whoever may be the same is found by: also a day beside it, also day for month. */
  Set<String> keysOfAlike(Name name, BirthDate born) {
    LocalDate day = born.earliest();
    Stream<String> days =
        born.isDay()
            ? Stream.concat(
                    Stream.of(day, day.minusDays(1), day.plusDays(1)), swapped(day).stream())
                .map(LocalDate::toString)
            : Stream.of(born.text(), in(born.text()));
    return keys(
        name,
        Stream.of(
                days,
                around(born).stream(),
                yearAlone(born).stream().map(Likeness::in),
                yearAlone(born).stream())
            .flatMap(Function.identity()));
  }

  /** The month and the year of a day, the year of a month. */
  private static List<String> around(BirthDate born) {
    List<String> around = new ArrayList<>();
    for (int end = born.text().lastIndexOf('-');
        end > 0;
        end = born.text().lastIndexOf('-', end - 1)) {
      around.add(born.text().substring(0, end));
    }
    return around;
  }

  private static String in(String time) {
    return "in " + time;
  }

  private static Set<String> keys(Name name, Stream<String> days) {
    Set<String> words = new TreeSet<>();
    name.parts().forEach(part -> words.add(sound(part)));
    words.add(sound(name.joined()));
    return days.flatMap(day -> words.stream().map(word -> day + " " + word))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  Answer compare(Name one, BirthDate oneBorn, Name other, BirthDate otherBorn) {
    if (!oneBorn.meets(otherBorn) && !isNear(oneBorn, otherBorn)) {
      return Answer.OTHER;
    }
    if (oneBorn.equals(otherBorn) && one.sorted().equals(other.sorted())) {
      return Answer.SAME;
    }
    return isNear(one, other) ? Answer.ASK : Answer.OTHER;
  }

  /** Whether two days are one mistake apart. */
  private static boolean isNear(BirthDate one, BirthDate other) {
    if (isFirstOfYear(one) || isFirstOfYear(other)) {
      int years = one.earliest().getYear() - other.earliest().getYear();
      if (years == 0) {
        return true;
      }
    }
    return one.isDay()
        && other.isDay()
        && (Math.abs(ChronoUnit.DAYS.between(one.earliest(), other.earliest())) == 1
            || swapped(one.earliest()).contains(other.earliest()));
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
    return found == few.size()
        || found >= 2 && found == few.size() - 1 && left.size() <= 1
        // Of two, one as it is and one nearly: asking is cheap.
        || found == 1 && few.size() == 2 && left.size() == 1 && soundsNear(few, one, other);
  }

  /** Whether what two names of two parts do not share has nearly the same consonants. */
  private static boolean soundsNear(List<String> few, Name one, Name other) {
    List<String> rest = new ArrayList<>((few == one.parts() ? other : one).parts());
    List<String> alone = new ArrayList<>();
    for (String part : few) {
      var partner = rest.stream().filter(candidate -> isClose(part, candidate)).findFirst();
      partner.ifPresentOrElse(rest::remove, () -> alone.add(sound(part)));
    }
    String last = sound(rest.get(0));
    return Math.min(alone.get(0).length(), last.length()) >= 2
        && new LevenshteinDistance(1).apply(alone.get(0), last) >= 0;
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
    String sound = replaced(word, SOUNDS).replaceAll(VOWELS, "").replaceAll("(.)\\1+", "$1");
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
