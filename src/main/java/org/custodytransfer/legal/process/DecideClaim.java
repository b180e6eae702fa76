package org.custodytransfer.legal.process;

import java.util.Map;
import java.util.Set;
import org.custodytransfer.access.FormSigner;
import org.custodytransfer.access.Role;
import org.custodytransfer.legal.Claims;
import org.custodytransfer.platform.Subject;
import org.springframework.stereotype.Component;

/** A lawyer's decision on a claim. */
@Component
class DecideClaim implements FormSigner {

  private final Claims claims;

  DecideClaim(Claims claims) {
    this.claims = claims;
  }

  @Override
  public String form() {
    return "decide-claim";
  }

  @Override
  public Set<Role> roles() {
    return Set.of(Role.DUTY_LAWYERS, Role.LEGAL_REVIEWERS);
  }

  @Override
  public Map<String, Object> sign(Signature signature) {
    boolean upheld = signature.answers().text("outcome").equals("upheld");
    claims.decide(
        signature.actor(),
        ((Subject.OfClaim) signature.about()).id(),
        upheld,
        signature.answers().text("reason"));
    return Map.of();
  }
}
