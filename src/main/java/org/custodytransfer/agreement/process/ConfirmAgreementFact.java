package org.custodytransfer.agreement.process;

import java.util.Map;
import java.util.Set;
import org.custodytransfer.access.FormSigner;
import org.custodytransfer.access.Role;
import org.custodytransfer.agreement.AgreementFacts;
import org.custodytransfer.platform.Subject;
import org.springframework.stereotype.Component;

/** The second lawyer's signature on a legal basis or an inspection. */
@Component
class ConfirmAgreementFact implements FormSigner {

  private final AgreementFacts facts;

  ConfirmAgreementFact(AgreementFacts facts) {
    this.facts = facts;
  }

  @Override
  public String form() {
    return "confirm-agreement-fact";
  }

  @Override
  public Set<Role> roles() {
    return Set.of(Role.LEGAL_REVIEWERS, Role.DUTY_LAWYERS);
  }

  @Override
  public Map<String, Object> sign(Signature signature) {
    var fact = (Subject.OfAgreementFact) signature.about();
    String outcome = signature.answers().text("outcome");
    facts.decide(
        signature.actor(),
        AgreementFacts.Fact.valueOf(fact.kind()),
        fact.id(),
        outcome.equals("confirmed"),
        signature.answers().text("reason"));
    return Map.of("outcome", outcome);
  }
}
