package org.custodytransfer.access;

import jakarta.ws.rs.WebApplicationException;
import org.custodytransfer.platform.Refusal;

/** A refusal on its way out of the engine's own doors: text and status arrive as they are. */
final class EngineRefusal extends WebApplicationException {

  private final transient Refusal refusal;

  EngineRefusal(Refusal refusal) {
    super(refusal.getMessage(), refusal.status());
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
