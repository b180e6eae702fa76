package org.custodytransfer.access;

import jakarta.annotation.Priority;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.util.EnsureUtil;
import org.camunda.bpm.engine.rest.exception.ProcessEngineExceptionHandler;
import org.camunda.bpm.spring.boot.starter.rest.CamundaJerseyResourceConfig;
import org.custodytransfer.platform.Problems;
import org.custodytransfer.platform.Refusal;
import org.glassfish.jersey.message.internal.HeaderValueException;
import org.glassfish.jersey.server.ParamException;
import org.springframework.stereotype.Component;

/** The engine's REST with our refusals: the same problem details as {@code /api}. */
@Component
@ApplicationPath("/engine-rest")
class EngineRestConfiguration extends CamundaJerseyResourceConfig {

  @Override
  protected void registerAdditionalResources() {
    register(new RefusalMapper());
    register(new UnreadableMapper());
    register(new ArgumentMapper());
    register(new HeaderMapper());
    register(new ParameterMapper());
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

  /** What a query asks for and the engine's own check of arguments does not take. */
  @Priority(1)
  static final class ArgumentMapper implements ExceptionMapper<ProcessEngineException> {

    @Override
    public Response toResponse(ProcessEngineException thrown) {
      boolean checked =
          thrown.getCause() == null
              && Stream.of(thrown.getStackTrace())
                  .anyMatch(frame -> frame.getClassName().equals(EnsureUtil.class.getName()));
      return checked
          ? problem(Refusal.badInput("", "asks for something that is empty, missing or unknown"))
          : new ProcessEngineExceptionHandler().toResponse(thrown);
    }
  }

  static final class HeaderMapper implements ExceptionMapper<HeaderValueException> {

    @Override
    public Response toResponse(HeaderValueException unreadable) {
      return problem(Refusal.badInput("/headers", "has a header that cannot be read"));
    }
  }

  /** Of a parameter in the address; one in the path is of something that is not there. */
  static final class ParameterMapper
      implements ExceptionMapper<ParamException.QueryParamException> {

    @Override
    public Response toResponse(ParamException.QueryParamException unreadable) {
      return problem(Refusal.badInput("/" + unreadable.getParameterName(), "cannot be read"));
    }
  }

  private static Response problem(Refusal refusal) {
    return Response.status(refusal.status())
        .type("application/problem+json")
        .entity(Problems.of(refusal))
        .build();
  }
}
