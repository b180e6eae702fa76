package org.custodytransfer.access;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.camunda.bpm.spring.boot.starter.rest.CamundaJerseyResourceConfig;
import org.custodytransfer.platform.Problems;
import org.custodytransfer.platform.Refusal;
import org.springframework.stereotype.Component;

/** The engine's REST with our refusals: the same problem details as {@code /api}. */
@Component
@ApplicationPath("/engine-rest")
class EngineRestConfiguration extends CamundaJerseyResourceConfig {

  @Override
  protected void registerAdditionalResources() {
    register(new RefusalMapper());
    register(new UnreadableMapper());
  }

  static final class RefusalMapper implements ExceptionMapper<EngineRefusal> {

    @Override
    public Response toResponse(EngineRefusal refused) {
      return problem(refused.refusal());
    }
  }

  /** A parameter that the engine's own reader of queries cannot put where it belongs. */
  static final class UnreadableMapper implements ExceptionMapper<IllegalArgumentException> {

    @Override
    public Response toResponse(IllegalArgumentException unreadable) {
      return problem(Refusal.badInput("", "has a parameter that cannot be read"));
    }
  }

  private static Response problem(Refusal refusal) {
    return Response.status(refusal.status())
        .type("application/problem+json")
        .entity(Problems.of(refusal))
        .build();
  }
}
