package org.custodytransfer.access;

import java.util.function.Supplier;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Runs an engine call as the application itself, after the caller's right to it was decided here.
 */
@Component
public class AsSystem {

  private final IdentityService identity;

  AsSystem(@Lazy IdentityService identity) {
    this.identity = identity;
  }

  public <T> T call(Supplier<T> work) {
    var caller = identity.getCurrentAuthentication();
    identity.clearAuthentication();
    try {
      return work.get();
    } finally {
      identity.setAuthentication(caller);
    }
  }

  public void run(Runnable work) {
    call(
        () -> {
          work.run();
          return null;
        });
  }
}
