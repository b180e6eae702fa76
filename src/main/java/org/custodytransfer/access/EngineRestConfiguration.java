package org.custodytransfer.access;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.camunda.bpm.spring.boot.starter.rest.CamundaJerseyResourceConfig;
import org.custodytransfer.platform.Problems;
import org.springframework.stereotype.Component;

/** The engine's REST with our refusals: the same problem details as {@code /api}. */
@Component
@ApplicationPath("/engine-rest")
class EngineRestConfiguration extends CamundaJerseyResourceConfig {

  @Override
  protected void registerAdditionalResources() {
    register(new RefusalMapper());
  }

  static final class RefusalMapper implements ExceptionMapper<EngineRefusal> {

    @Override
    public Response toResponse(EngineRefusal refused) {
      return Response.status(refused.refusal().status())
          .type("application/problem+json")
          .entity(Problems.of(refused.refusal()))
          .build();
    }
  }
}
