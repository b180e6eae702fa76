package org.custodytransfer.obstacle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.custodytransfer.casefile.CaseFile;

/**
 * Something that stands against the transfer of a person.
 *
 * @param owner the state whose record it belongs to
 * @param occurredAt when it happened, with its offset
 * @param returnBy moment by which a placed person has to be back, where the decision says so
 * @param judgment which one it is about, by docket and court
 * @param until day on which the sentence would end
 * @param settled what two persons settled it by
 */
public record Obstacle(
    long id,
    ObstacleKind kind,
    String owner,
    String caseNumber,
    String personId,
    String authority,
    String reference,
    String text,
    Instant occurredAt,
    Optional<Instant> returnBy,
    Optional<String> judgment,
    Optional<LocalDate> until,
    Instant recordedAt,
    String recordedBy,
    Optional<Settlement> settled) {

  /** One that an assessment asks about, and that is on no file. */
  public static Obstacle named(ObstacleKind kind, LocalDate day, CaseFile file) {
    return new Obstacle(
        0,
        kind,
        file.agreement().sending().state(),
        file.caseNumber(),
        "",
        "",
        "",
        "",
        file.agreement().sending().beginningOf(day),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        file.knownAt(),
        "",
        Optional.empty());
  }

  /** How it stands. */
  public enum State {
    OPEN,
    /** Found to be so: the case ends for the person. */
    UPHELD,
    /** Settled, and what it was about has to be signed anew. */
    TO_BE_SIGNED_ANEW,
    SETTLED
  }

  /** A person's covers every case of theirs to which its owner is a party. */
  boolean covers(CaseFile file) {
    return file.personIds().contains(personId)
        && Set.of(file.agreement().sending().state(), file.agreement().receiving().state())
            .contains(owner);
  }

  /** How it stands against one case of the person. */
  public State in(CaseFile file) {
    if (settled.isEmpty()) {
      return State.OPEN;
    }
    return switch (settled.get().outcome()) {
      // What is signed anew in a later case decides that one.
      case UPHELD ->
          kind.anew().isPresent() && file.filedAt().isAfter(settled.get().recordedAt())
              ? State.SETTLED
              : State.UPHELD;
      case REJECTED, LIFTED, WITHDRAWN ->
          kind.anew()
                  .flatMap(file::latest)
                  .filter(signed -> !signed.recordedAt().isAfter(settled.get().recordedAt()))
                  .isPresent()
              ? State.TO_BE_SIGNED_ANEW
              : State.SETTLED;
      case CONFIRMED, ENTERED_IN_ERROR -> State.SETTLED;
    };
  }

  /** One sentence that a lawyer accepts. */
  public String sentence(CaseFile file) {
    String what =
        String.format(
            Locale.ROOT,
            "%s of %s",
            kind.words(),
            day(occurredAt, file.agreement().sending().zone()));
    return switch (in(file)) {
      case OPEN -> what + " is not settled.";
      case UPHELD -> what + " was found to be right.";
      case TO_BE_SIGNED_ANEW -> what + " was settled; what it was about has to be signed anew.";
      case SETTLED -> what + " is settled.";
    };
  }

  private static String day(Instant moment, ZoneId zone) {
    return DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH)
        .format(LocalDate.ofInstant(moment, zone));
  }
}
