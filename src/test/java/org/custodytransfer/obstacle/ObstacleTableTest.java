package org.custodytransfer.obstacle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.custodytransfer.access.Role;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.AgreementFixture;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.DecisionKind;
import org.custodytransfer.casefile.CaseFile.Nationality;
import org.custodytransfer.casefile.CaseFile.Place;
import org.custodytransfer.casefile.SoundFile;
import org.custodytransfer.condition.Condition;
import org.custodytransfer.obstacle.Settlement.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each kind, walked through every phase under a lease and an enforcement, is what {@code
 * docs/obstacles.md} says to lawyers; and no cell of the table can be another without being seen.
 */
class ObstacleTableTest {

  private static final String HEAD =
      """
      # What stands against a transfer

      Printed by `mvn test -Dtest=ObstacleTableTest -Dcustody.print=true` from `ObstacleKind`, each kind walked through every phase. Before
      the departure each holds the case where it is. *Ends in* says what alone ends it, how, and what follows then; that it was entered in error can be
      said of each, by two; who is not named are lawyers. *Next case* is a later case of the same person after it was upheld. Why: [decision 0018](decisions/0018-obstacles.md).

      | kind, and what it is called | bears on | raised by | ends in | on the way | placed | where it stands | next case |
      |---|---|---|---|---|---|---|---|
      """;

  private static final Path PUBLISHED = Path.of("docs/obstacles.md");

  private static final Instant HAPPENED = SoundFile.ago(Duration.ofDays(2));

  private final Map<String, CaseFile> files = new HashMap<>();

  @Test
  void eachKindIsWhatLawyersRead() throws IOException {
    String table =
        HEAD + Stream.of(ObstacleKind.values()).map(this::row).collect(Collectors.joining());
    if (Boolean.getBoolean("custody.print")) {
      Files.writeString(PUBLISHED, table);
    }
    assertThat(Files.readString(PUBLISHED)).isEqualTo(table);
  }

  @ParameterizedTest
  @EnumSource
  void noCellCanBeAnother(ObstacleKind kind) throws Exception {
    String published = Files.readString(PUBLISHED);
    Object row = field(ObstacleKind.class, "row").get(kind);
    for (Cell cell : cells(kind)) {
      Field field = field(row.getClass(), cell.name());
      Object law = field.get(row);
      for (Object other : cell.others()) {
        if (other.equals(law)) {
          continue;
        }
        field.set(row, other);
        try {
          assertThat(published)
              .as("%s with another %s: %s", kind, cell.name(), other)
              .doesNotContain(row(kind));
        } finally {
          field.set(row, law);
        }
      }
    }
    assertThat(published).contains(row(kind));
  }

  /** A cell with all that it could say instead. */
  private record Cell(String name, List<?> others) {}

  private List<Cell> cells(ObstacleKind kind) {
    List<Cell> cells = new ArrayList<>();
    cells.add(new Cell("bearsOn", List.of(Condition.values())));
    cells.add(new Cell("words", List.of("Something")));
    cells.add(new Cell("settledOn", List.of("anything")));
    cells.add(new Cell("raisedBy", oneMoreOrLess(kind.raisedBy(), Role.class)));
    cells.add(new Cell("names", List.of(ObstacleKind.Names.values())));
    cells.add(new Cell("outcomes", oneMoreOrLess(outcomes(kind), Outcome.class)));
    for (String flag : List.of("sameAuthority", "onItsPaper", "alsoOfWhoIsBack")) {
      cells.add(new Cell(flag, List.of(true, false)));
    }
    cells.add(new Cell("of", List.of(constants("Of"))));
    cells.add(new Cell("settledBy", oneMoreOrLess(kind.settledBy(), Role.class)));
    cells.add(
        new Cell(
            "signed",
            Stream.concat(
                    Stream.of(Optional.empty()), Stream.of(DecisionKind.values()).map(Optional::of))
                .toList()));
    // Of many without a day, RETURN is DECIDE.
    cells.add(
        new Cell(
            "placed",
            Stream.of(ObstacleKind.Placed.values())
                .filter(one -> !kind.isOfTheAgreement() || one != ObstacleKind.Placed.RETURN)
                .toList()));
    if (kind.placed() != ObstacleKind.Placed.NOTED) {
      cells.add(new Cell("backWithin", List.of(Duration.ofHours(1), Duration.ofDays(30))));
    }
    if (kind.signed().isPresent()) {
      // Where it cannot be upheld, WHERE_UPHELD is NEVER.
      cells.add(
          new Cell(
              "anew",
              Stream.of(constants("Anew"))
                  .filter(
                      one -> kind.canEndIn(Outcome.UPHELD) || !one.toString().contains("UPHELD"))
                  .toList()));
    }
    if (kind.canEndIn(Outcome.UPHELD)) {
      cells.add(new Cell("upheldEnds", List.of(true, false)));
      cells.add(new Cell("decidedAlready", List.of(true, false)));
    }
    Predicate<Agreement.RouteTerms> nowhere = terms -> false;
    cells.add(new Cell("asked", List.of(nowhere)));
    if (!kind.isAskedOf(file(Contract.ASKS_FOR_LITTLE, Place.CUSTODY))) {
      Predicate<Agreement.RouteTerms> everywhere = terms -> true;
      cells.add(new Cell("asked", List.of(everywhere)));
    }
    return cells;
  }

  private static Object[] constants(String name) {
    return Stream.of(ObstacleKind.class.getDeclaredClasses())
        .filter(one -> one.getSimpleName().equals(name))
        .findFirst()
        .orElseThrow()
        .getEnumConstants();
  }

  private static <E extends Enum<E>> List<Set<E>> oneMoreOrLess(Set<E> law, Class<E> of) {
    return EnumSet.allOf(of).stream()
        .map(
            one -> {
              Set<E> other = law.isEmpty() ? EnumSet.noneOf(of) : EnumSet.copyOf(law);
              if (!other.remove(one)) {
                other.add(one);
              }
              return other;
            })
        // Each can be said to have been entered in error, whatever its row says.
        .filter(other -> other.stream().noneMatch(one -> one == Outcome.ENTERED_IN_ERROR))
        .toList();
  }

  private static Field field(Class<?> of, String name) throws NoSuchFieldException {
    Field field = of.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  /** What is asked of a route. */
  private enum Contract {
    LEASE,
    ENFORCEMENT,
    ASKS_FOR_LITTLE
  }

  private CaseFile file(Contract contract, Place place) {
    return files.computeIfAbsent(contract + " " + place, key -> read(contract, place));
  }

  private static CaseFile read(Contract contract, Place place) {
    SoundFile sound = new SoundFile();
    sound.place = place;
    if (contract == Contract.ENFORCEMENT) {
      sound.nationalities = List.of(new Nationality("QZ", true, SoundFile.CASE));
    }
    if (contract == Contract.ASKS_FOR_LITTLE) {
      sound.agreement =
          AgreementFixture.read(
              "QM-QZ",
              "consent: REQUIRED, expulsionOrderRequired: false, homeReturnFirst: true",
              "consent: NOT_ASKED, expulsionOrderRequired: false, homeReturnFirst: false");
    }
    return sound.file();
  }

  private String row(ObstacleKind kind) {
    return String.format(
        Locale.ROOT,
        "| `%s`: %s%s%s | %s | %s%s%s | %s | %s | %s | %s | %s |%n",
        kind,
        kind.words(raised(kind, SoundFile.CASE, "QZ")),
        named(kind) + (kind.isOfTheAgreement() ? "; of everybody under it" : ""),
        kind.signed().map(one -> "; about " + code(one)).orElse(""),
        kind.bearsOn(),
        roles(kind.raisedBy()),
        kind.isOnItsPaper() ? "; counsel on its paper" : "",
        kind.isAlsoOfWhoIsBack() ? "; also of who is back" : "",
        ends(kind),
        kind.forbidsHandover() ? "turned back" : "goes on",
        placed(kind),
        where(kind),
        kind.canEndIn(Outcome.UPHELD)
            ? code(after(kind, Outcome.UPHELD, Place.CUSTODY, SoundFile.ago(Duration.ofDays(80))))
            : "–");
  }

  private static String roles(Set<Role> roles) {
    return roles.stream().map(ObstacleTableTest::code).sorted().collect(Collectors.joining(", "));
  }

  private static String named(ObstacleKind kind) {
    ObstacleKind.Names names = kind.names();
    List<String> named = new ArrayList<>();
    if (names.state()) {
      named.add(names == ObstacleKind.Names.NATIONALITY ? "a nationality" : "a state");
    }
    if (names.judgment()) {
      named.add("a judgment");
    }
    if (names.day()) {
      named.add("a day");
    }
    return named.isEmpty() ? "" : "; names " + String.join(" and ", named);
  }

  private static Set<Outcome> outcomes(ObstacleKind kind) {
    Set<Outcome> outcomes = EnumSet.allOf(Outcome.class);
    outcomes.removeIf(one -> one == Outcome.ENTERED_IN_ERROR || !kind.canEndIn(one));
    return outcomes;
  }

  /**
   * Who decides, what they can say, and what follows for who is held here and for who is placed.
   */
  private String ends(ObstacleKind kind) {
    Instant lately = SoundFile.ago(Duration.ofHours(1));
    return kind.settledOn()
        + (kind.isEndedByItsAuthority() ? " (whoever gave it)" : "")
        + (kind.settledBy().equals(Set.of(Role.DUTY_LAWYERS, Role.LEGAL_REVIEWERS))
            ? ""
            : ", by " + roles(kind.settledBy()))
        + outcomes(kind).stream()
            .map(
                one ->
                    "; "
                        + code(one)
                        + ": "
                        + code(after(kind, one, Place.CUSTODY, lately))
                        + ", placed "
                        + code(after(kind, one, Place.PLACED, lately))
                        + (kind.isCompared(one) ? ", compared with its paper" : "")
                        + kind.anewAfter(one).map(anew -> " (" + code(anew) + ")").orElse(""))
            .collect(Collectors.joining());
  }

  private static String placed(ObstacleKind kind) {
    String within = kind.backWithin().toHours() + " h";
    return switch (raised(kind, SoundFile.CASE, "QZ").placed()) {
      case RETURN ->
          "back within "
              + within
              + (kind.setsReturn() ? ", or by its day if that is earlier" : "")
              + (kind == ObstacleKind.COURT_ORDER
                  ? "; of many without a day two lawyers decide"
                  : "");
      case DECIDE -> "two lawyers decide; else back within " + within;
      case NOTED -> "noted";
    };
  }

  /** Under which contracts, in which other case, and of which other state or judgment. */
  private String where(ObstacleKind kind) {
    List<String> where = new ArrayList<>();
    for (Contract contract : Contract.values()) {
      if (raised(kind, SoundFile.CASE, "QZ").standsAgainst(file(contract, Place.CUSTODY))) {
        where.add(code(contract));
      }
    }
    CaseFile lease = file(Contract.LEASE, Place.CUSTODY);
    if (raised(kind, "QM-QZ-2025-000009", "QZ").standsAgainst(lease)) {
      where.add("their other cases");
    }
    if (raised(kind, SoundFile.CASE, "QY").standsAgainst(lease)) {
      where.add("whatever it names");
    }
    return String.join(", ", where);
  }

  private Obstacle.State after(ObstacleKind kind, Outcome outcome, Place place, Instant confirmed) {
    Obstacle open = raised(kind, SoundFile.CASE, "QZ");
    var settlement =
        new Settlement(
            1,
            outcome,
            "Court 01",
            "S-1",
            confirmed,
            Optional.empty(),
            Optional.empty(),
            "Decided.",
            Set.of(),
            confirmed,
            "lawyer-8",
            Optional.of("lawyer-7"));
    return with(open, Optional.of(settlement)).in(file(Contract.LEASE, place));
  }

  /** As somebody raised it who named all that its kind names. */
  private static Obstacle raised(ObstacleKind kind, String caseNumber, String state) {
    return new Obstacle(
        1,
        kind,
        "QM",
        kind.isOfTheAgreement()
            ? new Target.OneAgreement("QM-QZ")
            : new Target.OneCase(caseNumber, Optional.of("person-1")),
        "Court 01",
        "O-1",
        "Said.",
        HAPPENED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.of(state).filter(named -> kind.names().state()),
        Optional.of(state.equals("QZ") ? "D-1, Court 01" : "D-9, Court 09")
            .filter(named -> kind.names().judgment()),
        Optional.of(LocalDate.of(2029, 1, 1)).filter(named -> kind.names().day()),
        HAPPENED,
        "lawyer-9",
        false,
        Optional.empty());
  }

  static Obstacle with(Obstacle one, Optional<Settlement> settled) {
    return new Obstacle(
        one.id(),
        one.kind(),
        one.owner(),
        one.target(),
        one.authority(),
        one.reference(),
        one.text(),
        one.occurredAt(),
        one.receivedAt(),
        one.returnBy(),
        one.endsAt(),
        one.endConfirmed(),
        one.state(),
        one.judgment(),
        one.until(),
        one.recordedAt(),
        one.recordedBy(),
        one.bringsBack(),
        settled);
  }

  private static String code(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
