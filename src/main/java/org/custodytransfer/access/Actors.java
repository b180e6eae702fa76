package org.custodytransfer.access;

import org.camunda.bpm.engine.IdentityService;
import org.custodytransfer.platform.Refusal;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Finds out who is at the door. */
@Component
public class Actors {

  private final IdentityService identity;
  private final Principals principals;

  Actors(@Lazy IdentityService identity, Principals principals) {
    this.identity = identity;
    this.principals = principals;
  }

  /**
   * @throws Refusal 403 if nobody is logged in
   */
  public Actor current() {
    var authentication = identity.getCurrentAuthentication();
    if (authentication == null || authentication.getUserId() == null) {
      throw Refusal.forbidden("Nobody is logged in.");
    }
    return authentication instanceof Principals.Caller caller
        ? caller.actor()
        : named(authentication.getUserId());
  }

  /** A user as they are now: a membership that ended this morning opens nothing at noon. */
  public Actor named(String userId) {
    return principals.of(userId).actor();
  }
}
