package org.custodytransfer.agreement;

import java.util.Set;
import org.custodytransfer.access.Actor;
import org.custodytransfer.audit.OwnedChains;
import org.springframework.stereotype.Component;

/** What was entered for an agreement is of its two states. */
@Component
class AgreementChains implements OwnedChains {

  private final Agreements agreements;

  AgreementChains(Agreements agreements) {
    this.agreements = agreements;
  }

  @Override
  public Set<String> hiddenFrom(Actor actor) {
    return agreements.codesHiddenFrom(actor);
  }
}
