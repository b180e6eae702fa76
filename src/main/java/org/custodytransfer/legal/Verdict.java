package org.custodytransfer.legal;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.custodytransfer.casefile.CaseFile.Decision;

/**
 * What the record says of one condition for one person.
 *
 * @param sentence one sentence a lawyer accepts
 * @param evidence the facts it rests on
 * @param signedBy who signed them
 * @param since when the newest of them was recorded, UTC
 */
public record Verdict(
    Condition condition,
    State state,
    String sentence,
    List<String> evidence,
    List<String> signedBy,
    Optional<Instant> since) {

  /** A departure takes {@code MET} alone. */
  public enum State {
    MET,
    /** Nothing on file yet decides it. */
    OPEN,
    /** A fact on file stands against it. */
    AGAINST
  }

  public static Verdict met(Condition condition, String sentence) {
    return new Verdict(condition, State.MET, sentence, List.of(), List.of(), Optional.empty());
  }

  public static Verdict open(Condition condition, String sentence) {
    return new Verdict(condition, State.OPEN, sentence, List.of(), List.of(), Optional.empty());
  }

  public static Verdict against(Condition condition, String sentence) {
    return new Verdict(condition, State.AGAINST, sentence, List.of(), List.of(), Optional.empty());
  }

  /** For the modules that own the facts. */
  public static Verdict of(Condition condition, State state, String sentence, String... evidence) {
    return new Verdict(condition, state, sentence, List.of(evidence), List.of(), Optional.empty());
  }

  Verdict on(Decision... decisions) {
    return new Verdict(
        condition,
        state,
        sentence,
        Arrays.stream(decisions)
            .map(
                decision ->
                    decision.evidence().isEmpty()
                        ? "decision " + decision.id()
                        : String.format(
                            Locale.ROOT,
                            "decision %d (documents %s)",
                            decision.id(),
                            decision.evidence().stream()
                                .sorted()
                                .map(Object::toString)
                                .collect(Collectors.joining(", "))))
            .toList(),
        Arrays.stream(decisions).map(Decision::signedBy).distinct().toList(),
        Arrays.stream(decisions).map(Decision::recordedAt).max(Instant::compareTo));
  }

  public Verdict on(String fact, List<String> signers, Instant recordedAt) {
    return new Verdict(condition, state, sentence, List.of(fact), signers, Optional.of(recordedAt));
  }

  public boolean isMet() {
    return state == State.MET;
  }
}
