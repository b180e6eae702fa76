package org.custodytransfer.legal;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Role;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.DecisionKind;
import org.custodytransfer.platform.Refusal;

/** Who may sign what after whom, and what a signature has to rest on. */
public final class ReviewRules {

  static final String SENT_BACK = "sent-back";

  private ReviewRules() {}

  /**
   * The second lawyer is another than those of the strands, and clears only what every strand
   * clears.
   */
  public static void confirmIdentity(CaseFile file, Actor by) {
    if (file.latest(CaseFile.DecisionKind.IDENTITY)
        .filter(decided -> decided.signedBy().equals(by.id()))
        .isPresent()) {
      throw Refusal.forbidden("You decided that this is another person; somebody else confirms.");
    }
  }

  public static void countersign(
      CaseFile file, Actor by, String outcome, java.util.function.Predicate<String> ticked) {
    if (FilePolicies.reviewers(file).contains(by.id())) {
      throw Refusal.forbidden("You signed a strand of this review; another lawyer countersigns.");
    }
    boolean again = Arrays.stream(Strand.values()).map(Strand::form).anyMatch(ticked);
    if (outcome.equals(SENT_BACK) != again) {
      throw Refusal.badInput(
          "/outcome", "is \"sent back\" when at least one strand is ticked, and only then");
    }
    if (!outcome.equals("cleared")) {
      return;
    }
    List<String> standing =
        FilePolicies.all().stream()
            .filter(policy -> policy.condition().isReviewed())
            .flatMap(policy -> policy.judge(List.of(file), Optional.empty()).values().stream())
            .filter(verdict -> !verdict.isMet())
            .map(Verdict::sentence)
            .toList();
    if (!standing.isEmpty()) {
      throw Refusal.conflict("It cannot be cleared: " + String.join(" ", standing));
    }
  }

  /** Whoever reviewed cannot approve. */
  public static void approve(CaseFile file, Actor by) {
    boolean reviewed =
        FilePolicies.reviewers(file).contains(by.id())
            || file.latest(DecisionKind.COUNTERSIGNATURE)
                .filter(decision -> decision.signedBy().equals(by.id()))
                .isPresent();
    if (reviewed) {
      throw Refusal.forbidden("You reviewed this case; somebody else approves.");
    }
  }

  /** The level at which this actor signs an approval. */
  public static String approvalLevel(CaseFile file, Actor by) {
    String asked =
        file.latest(DecisionKind.APPROVAL_LEVEL)
            .map(CaseFile.Decision::outcome)
            .orElseThrow(() -> Refusal.conflict("The approval level is not determined yet."));
    return by.is(Role.SENIOR_APPROVERS, Role.APPROVERS) && by.isIn(asked) ? asked : "none";
  }

  /** The end of the waiting period of the notice on file. */
  public static Instant noticeEnds(CaseFile file) {
    return FilePolicies.noticeEnds(file);
  }
}
