package org.custodytransfer.flight;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.Identities;
import org.custodytransfer.condition.Condition;
import org.custodytransfer.flight.IdentityChecks.Check;
import org.custodytransfer.flight.IdentityChecks.Side;
import org.custodytransfer.flight.IdentityChecks.Stage;
import org.custodytransfer.legal.ConditionPolicy;
import org.custodytransfer.legal.Verdict;
import org.springframework.stereotype.Component;

/**
 * Both sides compared the person with the register at this door of this flight, after whatever
 * doubt there was.
 */
@Component
class IdentityPolicy implements ConditionPolicy {

  private static final Condition IS = Condition.IDENTITY_CHECKED;

  /** A comparison is of this boarding or this handover, not of the day before. */
  private static final Duration GOOD_FOR = Duration.ofHours(24);

  private final IdentityChecks checks;
  private final FlightRecord flights;
  private final Identities identities;

  IdentityPolicy(IdentityChecks checks, FlightRecord flights, Identities identities) {
    this.identities = identities;
    this.checks = checks;
    this.flights = flights;
  }

  @Override
  public Condition condition() {
    return IS;
  }

  @Override
  public Map<String, Verdict> judge(Collection<CaseFile> files, Optional<String> flight) {
    if (files.isEmpty()) {
      return Map.of();
    }
    Instant knownAt = files.iterator().next().knownAt();
    List<String> cases = files.stream().map(CaseFile::caseNumber).toList();
    Map<String, List<Check>> known =
        checks.known(cases, knownAt).stream().collect(Collectors.groupingBy(Check::caseNumber));
    Map<String, String> seats = flight.isPresent() ? Map.of() : flights.signedSeats(cases, knownAt);
    Map<String, Set<String>> open =
        identities.openFor(
            files.stream().map(file -> file.person().id()).collect(Collectors.toSet()), knownAt);
    Map<String, Verdict> verdicts = new HashMap<>();
    for (CaseFile file : files) {
      Set<String> asked = open.getOrDefault(file.person().id(), Set.of());
      verdicts.put(
          file.caseNumber(),
          !asked.isEmpty()
              ? undecided(asked)
              : verdict(
                  file.place().inCustody() ? Stage.BOARDING : Stage.HANDOVER,
                  known.getOrDefault(file.caseNumber(), List.of()),
                  flight.or(() -> Optional.ofNullable(seats.get(file.caseNumber()))),
                  knownAt));
    }
    return verdicts;
  }

  private static Verdict undecided(Set<String> cases) {
    return Verdict.open(
        IS,
        String.format(
            Locale.ROOT,
            "It is not decided yet whether this is also the person of another case, or that of an earlier one: asked in %s.",
            String.join(", ", cases)));
  }

  static Verdict verdict(Stage stage, List<Check> known, Optional<String> flight, Instant knownAt) {
    // A doubt goes with the person to another flight, until both sides compared again.
    long doubt =
        known.stream().filter(one -> !one.samePerson()).mapToLong(Check::id).max().orElse(0);
    Map<Side, Check> sure = new EnumMap<>(Side.class);
    known.stream()
        .filter(one -> one.samePerson() && one.id() > doubt && one.stage() == stage)
        .filter(one -> flight.filter(one.flightId()::equals).isPresent())
        .filter(one -> !one.recordedAt().plus(GOOD_FOR).isBefore(knownAt))
        .forEach(one -> sure.put(one.side(), one));
    if (sure.size() == Side.values().length) {
      return Verdict.met(
              IS,
              String.format(
                  Locale.ROOT,
                  "At the %s both sides compared the person with the register (%s; %s).",
                  door(stage),
                  words(sure.get(Side.HANDING)),
                  words(sure.get(Side.TAKING))))
          .on(
              "identity checks "
                  + sure.values().stream()
                      .map(one -> one.id() + "")
                      .collect(Collectors.joining(" and ")),
              sure.values().stream().map(Check::recordedBy).toList(),
              sure.values().stream()
                  .map(Check::recordedAt)
                  .max(Comparator.naturalOrder())
                  .orElseThrow());
    }
    if (doubt > 0 && !settled(known, doubt)) {
      Check doubted = known.stream().filter(one -> one.id() == doubt).findFirst().orElseThrow();
      return Verdict.against(
              IS,
              String.format(
                  Locale.ROOT,
                  "At the %s of %s the person was found not to be the person of the file.",
                  door(doubted.stage()),
                  doubted.flightId()))
          .on(
              "identity check " + doubted.id(),
              List.of(doubted.recordedBy()),
              doubted.recordedAt());
    }
    return Verdict.open(
        IS,
        String.format(
            Locale.ROOT,
            "At the %s the person was not compared with the register within the last %d hours by %s.",
            door(stage),
            GOOD_FOR.toHours(),
            sure.isEmpty()
                ? "both sides"
                : sure.containsKey(Side.HANDING) ? "whoever takes over" : "whoever hands over"));
  }

  /** Whether both sides of one door compared again after a doubt. */
  private static boolean settled(List<Check> known, long doubt) {
    return known.stream()
        .filter(one -> one.samePerson() && one.id() > doubt)
        .collect(
            Collectors.groupingBy(
                one -> one.flightId() + one.stage(),
                Collectors.mapping(Check::side, Collectors.toSet())))
        .values()
        .stream()
        .anyMatch(sides -> sides.size() == Side.values().length);
  }

  private static String words(Check check) {
    return check.comparedWith().toLowerCase(Locale.ROOT);
  }

  private static String door(Stage stage) {
    return stage.name().toLowerCase(Locale.ROOT);
  }
}
