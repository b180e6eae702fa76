package org.custodytransfer.legal;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.Decision;
import org.custodytransfer.condition.Condition;
import org.custodytransfer.obstacle.Obstacle;

/**
 * What the record says of one condition for one person.
 *
 * @param sentence one sentence a lawyer accepts
 * @param evidence the facts it rests on
 * @param signedBy who signed them
 * @param since when the newest of them was recorded, UTC
 * @param holdsUntil where it lapses by itself: the last moment at which it holds
 * @param proof what the proof alone would say, were no obstacle there
 * @param obstacles what stands against the transfer and bears on this condition
 */
public record Verdict(
    Condition condition,
    State state,
    String sentence,
    List<String> evidence,
    List<String> signedBy,
    Optional<Instant> since,
    Optional<Instant> holdsUntil,
    State proof,
    List<Obstacle> obstacles) {

  /** A departure takes {@code MET} alone. */
  public enum State {
    MET,
    /** Nothing on file yet decides it. */
    OPEN,
    /** A fact on file stands against it. */
    AGAINST
  }

  public static Verdict met(Condition condition, String sentence) {
    return of(condition, State.MET, sentence);
  }

  public static Verdict open(Condition condition, String sentence) {
    return of(condition, State.OPEN, sentence);
  }

  public static Verdict against(Condition condition, String sentence) {
    return of(condition, State.AGAINST, sentence);
  }

  /** For the modules that own the facts. */
  public static Verdict of(Condition condition, State state, String sentence, String... evidence) {
    return new Verdict(
        condition,
        state,
        sentence,
        List.of(evidence),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        state,
        List.of());
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
        Arrays.stream(decisions).map(Decision::recordedAt).max(Instant::compareTo),
        holdsUntil,
        proof,
        obstacles);
  }

  public Verdict on(String fact, List<String> signers, Instant recordedAt) {
    return new Verdict(
        condition,
        state,
        sentence,
        List.of(fact),
        signers,
        Optional.of(recordedAt),
        holdsUntil,
        proof,
        obstacles);
  }

  /** The same, which lapses by itself. */
  public Verdict until(Instant last) {
    return new Verdict(
        condition, state, sentence, evidence, signedBy, since, Optional.of(last), proof, obstacles);
  }

  /** The same, with what stands against the transfer: no proof outweighs it. */
  Verdict with(List<Obstacle> standing, CaseFile file) {
    if (standing.isEmpty()) {
      return this;
    }
    Stream<String> said =
        Stream.concat(
            standing.stream().map(one -> one.sentence(file)).distinct(),
            Stream.of(sentence).filter(own -> !isMet()));
    List<Obstacle> told = standing.stream().filter(one -> one.isToldTo(file)).toList();
    return new Verdict(
        condition,
        State.AGAINST,
        said.collect(Collectors.joining(" ")),
        told.stream().map(one -> "obstacle " + one.id()).toList(),
        told.stream().map(Obstacle::recordedBy).distinct().toList(),
        standing.stream().map(Obstacle::recordedAt).max(Instant::compareTo),
        Optional.empty(),
        proof,
        standing);
  }

  public boolean isMet() {
    return state == State.MET;
  }
}
