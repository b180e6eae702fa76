package org.custodytransfer.legal;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.DecisionKind;
import org.custodytransfer.condition.Condition;

/** A strand of the legal review: its form, the decision it ends in, and what that decides. */
public enum Strand {
  FINALITY("review-finality", DecisionKind.FINALITY, Condition.FINAL_CONVICTION),
  NATIONALITY("verify-nationality", DecisionKind.NATIONALITY, Condition.NATIONALITY_VERIFIED),
  EXPULSION_ORDER(
      "review-expulsion-order", DecisionKind.EXPULSION_ORDER, Condition.EXPULSION_ORDER),
  HOME_RETURN("consider-home-return", DecisionKind.HOME_RETURN, Condition.HOME_RETURN_CONSIDERED),
  PROTECTION(
      "assess-protection",
      DecisionKind.PROTECTION,
      Condition.NON_REFOULEMENT,
      Condition.NO_PROTECTION_BAR),
  PROCEEDINGS("review-proceedings", DecisionKind.PROCEEDINGS, Condition.NO_PENDING_PROCEEDINGS),
  HEALTH("examine-health", DecisionKind.HEALTH, Condition.PERSON_ADMISSIBLE),
  /** Heard in every round: counsel speaks to what is new. */
  SUBMISSIONS("record-submissions", DecisionKind.SUBMISSIONS);

  private final String form;
  private final DecisionKind kind;
  private final Set<Condition> decides;

  Strand(String form, DecisionKind kind, Condition... decides) {
    this.form = form;
    this.kind = kind;
    this.decides = decides.length == 0 ? Set.of() : EnumSet.copyOf(Arrays.asList(decides));
  }

  public String form() {
    return form;
  }

  public DecisionKind kind() {
    return kind;
  }

  Set<Condition> decides() {
    return decides;
  }

  /** Strands that a lawyer answered with a question to the requester. */
  static Set<Strand> asked(CaseFile file) {
    return Arrays.stream(values())
        .filter(
            strand ->
                file.latest(strand.kind)
                    .filter(decision -> decision.outcome().equals(FilePolicies.ASK))
                    .isPresent())
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Strand.class)));
  }

  /** Strands that the last countersignature sent back. */
  static Set<Strand> sentBack(CaseFile file) {
    return file.latest(DecisionKind.COUNTERSIGNATURE)
        .filter(decision -> decision.outcome().equals(ReviewRules.SENT_BACK))
        .map(
            decision ->
                Arrays.stream(values())
                    .filter(strand -> decision.answer(strand.form).equals("true"))
                    .collect(Collectors.toCollection(() -> EnumSet.noneOf(Strand.class))))
        .orElse(EnumSet.noneOf(Strand.class));
  }

  /** What a review opens: everything the first time, later what no longer holds. */
  static Set<Strand> toOpen(CaseFile file, List<Verdict> verdicts) {
    Set<Condition> applying = verdicts.stream().map(Verdict::condition).collect(Collectors.toSet());
    Set<Condition> unmet =
        verdicts.stream()
            .filter(verdict -> !verdict.isMet())
            .map(Verdict::condition)
            .collect(Collectors.toSet());
    boolean first = file.latest(DecisionKind.COUNTERSIGNATURE).isEmpty();
    return Arrays.stream(values())
        .filter(
            strand ->
                strand == SUBMISSIONS
                    || strand.decides.stream()
                        .anyMatch(first ? applying::contains : unmet::contains))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Strand.class)));
  }
}
