package org.custodytransfer.audit.process;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.custodytransfer.access.FormSigner;
import org.custodytransfer.access.Role;
import org.custodytransfer.audit.Erasures;
import org.custodytransfer.platform.Subject;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The signatures and the steps of an erasure. */
@Configuration(proxyBeanMethods = false)
class ErasureSteps {

  @Bean
  FormSigner signErasure(Erasures erasures) {
    return new ErasureForm("sign-erasure", Role.LEGAL_REVIEWERS, erasures);
  }

  @Bean
  FormSigner confirmErasure(Erasures erasures) {
    return new ErasureForm("confirm-erasure", Role.SENIOR_APPROVERS, erasures);
  }

  @Bean
  JavaDelegate proposeErasures(Erasures erasures) {
    return execution -> erasures.propose();
  }

  @Bean
  JavaDelegate erasePerson(Erasures erasures) {
    return execution ->
        erasures.erase(((Subject.OfErasure) Subject.of(execution.getProcessBusinessKey())).id());
  }

  private record ErasureForm(String form, Role role, Erasures erasures) implements FormSigner {

    @Override
    public Set<Role> roles() {
      return Set.of(role);
    }

    @Override
    public Map<String, Object> sign(Signature signature) {
      String outcome = signature.answers().text("outcome");
      erasures.sign(
          signature.actor(),
          ((Subject.OfErasure) signature.about()).id(),
          Erasures.Outcome.valueOf(outcome.toUpperCase(Locale.ROOT)),
          signature.answers().text("reason"));
      return Map.of("outcome", outcome);
    }
  }
}
