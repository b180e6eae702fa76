package org.custodytransfer.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.custodytransfer.casefile.Likeness.Answer;
import org.custodytransfer.casefile.Likeness.Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever may be the same person is asked about, however the two are spelled; others are not. */
class LikenessTest {

  private static final BirthDate BORN = BirthDate.of("1984-03-07");

  private final Likeness likeness = new Likeness();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          Müller, Jörg             | Mu\u0308ller, Jo\u0308rg        | 1984-03-07 | SAME
          Müller, Jörg             | MÜLLER, JÖRG            | 1984-03-07 | SAME
          Müller, Jörg             | Mueller, Joerg          | 1984-03-07 | SAME
          Moeller, Anne            | Møller, Anne            | 1984-03-07 | SAME
          Aagaard, Per             | Ågård, Per              | 1984-03-07 | SAME
          Weiß, Ernst              | Weiss, Ernst            | 1984-03-07 | SAME
          Rahimi, Ahmad            | Rahimi,\u00A0Ahmad           | 1984-03-07 | SAME
          Rahimi, Ahmad            | Rahimi,  Ahmad          | 1984-03-07 | SAME
          Rahimi, Ahmad            | Ra\u200Bhimi, Ah\u200Dmad        | 1984-03-07 | SAME
          Rahimi, Ahmad            | Ahmad, Rahimi           | 1984-03-07 | SAME
          Rahimi, Ahmad Karim      | Karim Rahimi, Ahmad     | 1984-03-07 | SAME
          O'Neill, Sean            | O’Neill, Seán           | 1984-03-07 | SAME
          علی, رضا                 | علي, رضا                | 1984-03-07 | SAME
          کریمی, زهرا              | كريمي, زهرا             | 1984-03-07 | SAME
          Çelik, İbrahim           | Celik, Ibrahim          | 1984-03-07 | SAME
          IŞIK, FATİH              | Işık, Fatih             | 1984-03-07 | SAME
          Dvořák, Jiří             | Dvorak, Jiri            | 1984-03-07 | SAME
          Nguyễn, Thị Hạnh         | Nguyen, Thi Hanh        | 1984-03-07 | SAME
          Rahimi, Ahmad            | Rahimi, Ahmad           | 1984-03-08 | ASK
          Rahimi, Ahmad            | Rahimi, Ahmad           | 1984-03-06 | ASK
          Rahimi, Ahmad            | Rahimi, Ahmad           | 1984-07-03 | ASK
          Rahimi, Ahmad Karim      | Rahimi, Ahmad           | 1984-03-07 | ASK
          Schmidt, Anna-Maria      | Schmidt, Annamaria      | 1984-03-07 | ASK
          Schmidt-Lund, Anna       | Schmidt, Anna           | 1984-03-07 | ASK
          Mohammed, Ali            | Muhammad, Ali           | 1984-03-07 | ASK
          Rahimi, Mohammad         | Rahimi, Mohamad         | 1984-03-07 | ASK
          محمد, علي                | Mohammad, Ali           | 1984-03-07 | ASK
          Иванов, Дмитрий          | Ivanov, Dmitry          | 1984-03-07 | ASK
          Παπαδόπουλος, Γεώργιος   | Papadopoulos, Georgios  | 1984-03-07 | SAME
          Haile Selassie, Abebe    | Haileselassie, Abebe    | 1984-03-07 | ASK
          Suharto,                 | Suharto, Ahmad          | 1984-03-07 | ASK
          Kowalski, Piotr          | Kowlaski, Piotr         | 1984-03-07 | ASK
          Kowalski, Piotr          | Kowalsky, Piotr         | 1984-03-07 | ASK
          al-Farsi, Yusuf          | Alfarsi, Yousef         | 1984-03-07 | ASK
          Shevchenko, Oleksandr    | Schewtschenko, Olexandr | 1984-03-07 | ASK
          Rahimi, Ahmad            | Rahimi, Ahmad           | 1985-03-07 | OTHER
          Rahimi, Ahmad            | Rahimi, Ahmad           | 1984-03-17 | OTHER
          Rahimi, Ahmad            | Karimi, Jawad           | 1984-03-07 | OTHER
          Rahimi, Ahmad            | Rahimi, Zahra           | 1984-03-07 | OTHER
          Schmidt, Anna            | Jensen, Anna            | 1984-03-07 | OTHER
          Li, Wei                  | Lu, Wen                 | 1984-03-07 | OTHER
          Lund, Per                | Berg, Ole               | 1984-03-07 | OTHER
          Rahimi, Ahmad            | Rahimi, Ahmad           | 1984       | ASK
          Rahimi, Ahmad            | Rahimi, Ahmad           | 1984-03    | ASK
          Rahimi, Ahmad            | Rahimi, Ahmad           | 1983       | OTHER
          Rahimi, Ahmad            | Rahimi, Ahmad           | 1984-04    | OTHER
          Zalmay,                  | Zalmai,                 | 1984       | ASK
          حسن, محمود               | Hassan, Mahmoud         | 1984-03-07 | ASK
          حسين, يوسف               | Hussein, Yusuf          | 1984-03-07 | ASK
          نوري, سعود               | Nouri, Saud             | 1984-03-07 | ASK
          احمدی, فریدون            | Ahmadi, Fereydoon       | 1984-03-07 | ASK
          یوسفی, کریم              | Yousefi, Karim          | 1984-03-07 | ASK
          Abd al-Karim, Yasin      | Abdulkarim, Yasin Omar  | 1984-03-07 | ASK
          Abd al-Rahman, Omar      | Omar, Abdulrahman       | 1984-03-07 | SAME
          Abdurrahman, Omar        | Abd ar-Rahman, Omar     | 1984-03-07 | ASK
          Jackson, Michael         | Jackson, Mikael         | 1984-03-07 | ASK
          Olsen, Chris             | Olsen, Kris             | 1984-03-07 | ASK
          Andersen, Christina      | Andersen, Kristine      | 1984-03-07 | ASK
          Rodriguez, Jorge         | Rodriguez, George       | 1984-03-07 | ASK
          Đorđević, Đuro           | Djordjevic, Djuro       | 1984-03-07 | ASK
          Шевченко, Сергій         | Shevchenko, Serhii      | 1984-03-07 | ASK
          Чайковский, Пётр         | Tchaikovsky, Pyotr      | 1984-03-07 | ASK
          Хаджиев, Юсуф            | Khadzhiev, Yusuf        | 1984-03-07 | ASK
          خمینی, روح‌الله          | Khomeini, Ruhollah      | 1984-03-07 | ASK
          Wagner, Iwan             | Vagner, Ivan            | 1984-03-07 | ASK
          Rahimi, Ahmad            | Rahimi, Ahmad           | 1984-01-01 | ASK
          Rahimi, Ahmad            | Rahimi, Ahmad           | 1985-01-01 | OTHER
          Zalmay,                  | Rahimi, Ahmad           | 1984       | OTHER
          """)
  void twoSpellingsAreTheSameAskedAboutOrOthers(
      String one, String other, String born, Answer expected) {
    Name first = name(one);
    Name second = name(other);
    BirthDate otherBorn = BirthDate.of(born);
    assertThat(likeness.compare(first, BORN, second, otherBorn)).isEqualTo(expected);
    assertThat(likeness.compare(second, otherBorn, first, BORN)).isEqualTo(expected);
    if (expected != Answer.OTHER) {
      assertThat(likeness.keys(second, otherBorn))
          .as("found by a key")
          .containsAnyElementsOf(likeness.keysOfAlike(first, BORN));
      assertThat(likeness.keys(first, BORN))
          .as("found by a key, the other way round")
          .containsAnyElementsOf(likeness.keysOfAlike(second, otherBorn));
    }
  }

  @Test
  void twoOfWhomOnlyTheYearIsKnownMayBeTheSame() {
    BirthDate year = BirthDate.of("1984");
    Name name = name("Zalmay,");
    assertThat(likeness.compare(name, year, name, year)).isEqualTo(Answer.SAME);
    assertThat(likeness.compare(name, year, name, BirthDate.of("1984-05"))).isEqualTo(Answer.ASK);
    for (String other : List.of("1984", "1984-05")) {
      assertThat(likeness.keys(name, BirthDate.of(other)))
          .containsAnyElementsOf(likeness.keysOfAlike(name, year));
      assertThat(likeness.keys(name, year))
          .containsAnyElementsOf(likeness.keysOfAlike(name, BirthDate.of(other)));
    }
  }

  /** A record of ten thousand, and one in a hundred of them filed again in another spelling. */
  @Test
  void ofTenThousandFewAreAskedAboutAndHardlyAnyMissed() {
    Random random = new Random(17);
    Map<String, List<Integer>> found = new HashMap<>();
    List<Person> record = new ArrayList<>();
    int asked = 0;
    int compared = 0;
    for (int n = 0; n < 10_000; n++) {
      Person person = invented(random);
      Set<Integer> alike = new HashSet<>();
      for (String key : likeness.keysOfAlike(person.name(), person.birth())) {
        alike.addAll(found.getOrDefault(key, List.of()));
      }
      compared += alike.size();
      if (alike.stream().map(record::get).anyMatch(known -> isAsked(person, known))) {
        asked++;
      }
      for (String key : likeness.keys(person.name(), person.birth())) {
        found.computeIfAbsent(key, none -> new ArrayList<>()).add(n);
      }
      record.add(person);
    }
    int missed = 0;
    for (int n = 0; n < 100; n++) {
      Person known = record.get(random.nextInt(record.size()));
      Person again = disturbed(known, n, random);
      boolean isFound =
          likeness.keysOfAlike(again.name(), again.birth()).stream()
              .flatMap(key -> found.getOrDefault(key, List.of()).stream())
              .map(record::get)
              .anyMatch(one -> one == known && isAsked(again, one));
      if (!isFound) {
        missed++;
      }
    }
    System.out.printf(
        "Of 10,000 persons %d were asked about, %.1f compared for each; of 100 disturbed %d were missed.%n",
        asked, compared / 10_000.0, missed);
    assertThat(asked).isLessThan(100);
    assertThat(missed).isLessThanOrEqualTo(3);
    assertThat(compared / 10_000).as("compared for each").isLessThan(5);
  }

  private record Person(Likeness likeness, String family, String given, LocalDate born) {
    Name name() {
      return likeness.name(family, given);
    }

    BirthDate birth() {
      return BirthDate.of(born);
    }
  }

  private boolean isAsked(Person one, Person other) {
    return likeness.compare(one.name(), one.birth(), other.name(), other.birth()) != Answer.OTHER;
  }

  private static final String[] SYLLABLES = {
    "ba", "ro", "mi", "ka", "sul", "ta", "ne", "gor", "li", "van", "der", "pet", "as", "jo", "han",
    "eli", "mar", "ko", "ri", "dan", "fa", "tim", "ze", "lu", "ud", "ghi", "sha", "chen", "wa", "qo"
  };

  private Person invented(Random random) {
    return new Person(
        likeness,
        word(random, 2 + random.nextInt(2)),
        word(random, 2) + (random.nextInt(3) == 0 ? " " + word(random, 2) : ""),
        LocalDate.of(1950, 1, 1).plusDays(random.nextInt(55 * 365)));
  }

  private static String word(Random random, int syllables) {
    StringBuilder word = new StringBuilder();
    for (int n = 0; n < syllables; n++) {
      word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
    }
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private Person disturbed(Person known, int how, Random random) {
    LocalDate born = known.born();
    String family = known.family();
    String given = known.given();
    int at = 1 + random.nextInt(family.length() - 2);
    return switch (how % 8) {
      case 0 -> new Person(likeness, given, family, born);
      case 1 -> new Person(likeness, family, given, born.plusDays(1));
      case 2 ->
          born.getDayOfMonth() > 12
              ? new Person(likeness, family, given, born.minusDays(1))
              : new Person(
                  likeness,
                  family,
                  given,
                  LocalDate.of(born.getYear(), born.getDayOfMonth(), born.getMonthValue()));
      case 3 -> new Person(likeness, family, given.split(" ")[0], born);
      case 4 ->
          new Person(
              likeness,
              family.substring(0, at) + family.charAt(at) + family.substring(at),
              given,
              born);
      case 5 ->
          new Person(likeness, family.substring(0, at) + family.substring(at + 1), given, born);
      case 6 -> new Person(likeness, family.replace("a", "á").replace("o", "ö"), given, born);
      default -> new Person(likeness, family + "-" + given.replace(" ", "-"), "", born);
    };
  }

  private Name name(String written) {
    String[] halves = written.split(",", -1);
    return likeness.name(halves[0], halves[1]);
  }
}
