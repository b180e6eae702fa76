package org.custodytransfer.legal;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.condition.Condition;

/**
 * Judges one condition, for any number of cases at once, from what was known when their files were
 * read. Every condition has exactly one policy, in the module that owns the facts.
 */
public interface ConditionPolicy {

  Condition condition();

  /**
   * @param flight the flight that is about to depart, if one is
   * @return a verdict by case number, for those cases to which the condition applies
   */
  Map<String, Verdict> judge(Collection<CaseFile> files, Optional<String> flight);

  /** A policy that reads the case's own file and nothing else. */
  static ConditionPolicy onFile(
      Condition condition, Function<CaseFile, Optional<Verdict>> judgement) {
    return new ConditionPolicy() {
      @Override
      public Condition condition() {
        return condition;
      }

      @Override
      public Map<String, Verdict> judge(Collection<CaseFile> files, Optional<String> flight) {
        return files.stream()
            .flatMap(
                file ->
                    judgement.apply(file).stream()
                        .map(verdict -> Map.entry(file.caseNumber(), verdict)))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
      }
    };
  }
}
