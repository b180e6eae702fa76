package org.custodytransfer.legal.process;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.custodytransfer.legal.Eligibility;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Evaluates the decision tables that are deployed with the models. */
@Component
class DecisionTables implements Eligibility.Tables {

  /** The tables of eligibility.dmn: each row that applies is a ground. */
  private static final List<String> GROUNDS =
      List.of(
          "conviction-grounds", "nationality-grounds", "agreement-grounds", "protection-grounds");

  private final DecisionService decisions;

  DecisionTables(@Lazy DecisionService decisions) {
    this.decisions = decisions;
  }

  @Override
  public List<Eligibility.Finding> eligibility(Map<String, Object> facts) {
    return GROUNDS.stream()
        .flatMap(
            table -> decisions.evaluateDecisionTableByKey(table, facts).getResultList().stream())
        .map(
            row ->
                new Eligibility.Finding(
                    row.get("code").toString(),
                    row.get("outcome").toString(),
                    row.get("source").toString()))
        .toList();
  }

  @Override
  public String approvalLevel(Map<String, Object> facts) {
    return decisions.evaluateDecisionTableByKey("approval-level", facts).getSingleEntry();
  }

  @Configuration(proxyBeanMethods = false)
  static class Delegates {

    @Bean
    JavaDelegate decideEligibility(Eligibility eligibility, DecisionTables tables) {
      return new Outcome("eligibility", caseNumber -> eligibility.decide(caseNumber, tables));
    }

    @Bean
    JavaDelegate determineApprovalLevel(Eligibility eligibility, DecisionTables tables) {
      return new Outcome(
          "approvalGroup", caseNumber -> eligibility.approvalLevel(caseNumber, tables));
    }
  }

  /** Calls a module with the case number, and keeps its outcome for the gateway. */
  private record Outcome(String variable, java.util.function.UnaryOperator<String> step)
      implements JavaDelegate {

    @Override
    public void execute(DelegateExecution execution) {
      execution.setVariable(variable, step.apply(execution.getProcessBusinessKey()));
    }
  }
}
