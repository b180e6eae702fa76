package org.custodytransfer.legal.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.custodytransfer.access.ModelFunction;
import org.custodytransfer.condition.Condition;
import org.custodytransfer.legal.CaseStanding;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** What gateways ask of the record; each answer is read when it is asked, from no variable. */
@Component("standing")
public class StandingFunctions implements ModelFunction {

  private final CaseStanding standing;

  StandingFunctions(CaseStanding standing) {
    this.standing = standing;
  }

  public boolean holds(DelegateExecution execution, String condition) {
    return standing.holds(execution.getProcessBusinessKey(), Condition.valueOf(condition));
  }

  public boolean reviewHolds(DelegateExecution execution) {
    return standing.reviewHolds(execution.getProcessBusinessKey());
  }

  public boolean noticeHolds(DelegateExecution execution) {
    return standing.noticeHolds(execution.getProcessBusinessKey());
  }

  public boolean consentAsked(DelegateExecution execution) {
    return standing.consentAsked(execution.getProcessBusinessKey());
  }

  public boolean consentMissing(DelegateExecution execution) {
    return standing.consentMissing(execution.getProcessBusinessKey());
  }

  public boolean questionsAsked(DelegateExecution execution) {
    return standing.questionsAsked(execution.getProcessBusinessKey());
  }

  @Configuration(proxyBeanMethods = false)
  static class Delegates {

    @Bean
    JavaDelegate openStrands(CaseStanding standing) {
      return execution ->
          execution.setVariable(
              "strands",
              standing.strands(
                  execution.getProcessBusinessKey(), execution.hasVariable("strands")));
    }
  }
}
