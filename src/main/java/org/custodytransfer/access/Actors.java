package org.custodytransfer.access;

import org.camunda.bpm.engine.IdentityService;
import org.custodytransfer.platform.Refusal;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Finds out who is at the door. */
@Component
public class Actors {

  private final IdentityService identity;
  private final Accounts accounts;

  Actors(@Lazy IdentityService identity, Accounts accounts) {
    this.identity = identity;
    this.accounts = accounts;
  }

  /**
   * @throws Refusal 403 if nobody is logged in
   */
  public Actor current() {
    var authentication = identity.getCurrentAuthentication();
    if (authentication == null || authentication.getUserId() == null) {
      throw Refusal.forbidden("Nobody is logged in.");
    }
    return named(authentication.getUserId());
  }

  /**
   * Groups are read anew at every door: a membership that ended this morning opens nothing at noon.
   */
  public Actor named(String userId) {
    return new Actor(userId, accounts.stateOf(userId), accounts.rolesOf(userId));
  }
}
