package org.custodytransfer.access;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.annotation.Priority;
import jakarta.servlet.ServletRegistration;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.cockpit.plugin.resource.AbstractCockpitPluginResource;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.cfg.auth.AuthorizationCommandChecker;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantCommandChecker;
import org.camunda.bpm.engine.impl.cmd.ClaimTaskCmd;
import org.camunda.bpm.engine.impl.util.EnsureUtil;
import org.camunda.bpm.engine.rest.exception.ExceptionHandlerHelper;
import org.camunda.bpm.engine.rest.exception.ProcessEngineExceptionHandler;
import org.camunda.bpm.engine.rest.exception.RestException;
import org.camunda.bpm.engine.rest.sub.task.impl.TaskResourceImpl;
import org.camunda.bpm.spring.boot.starter.rest.CamundaJerseyResourceConfig;
import org.camunda.bpm.webapp.plugin.resource.AbstractAppPluginRootResource;
import org.custodytransfer.platform.Problems;
import org.custodytransfer.platform.Refusal;
import org.glassfish.jersey.message.internal.HeaderValueException;
import org.glassfish.jersey.server.ParamException;
import org.glassfish.jersey.server.ServerProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * The engine's REST with our refusals, the systems' door and the webapps': the same problem details
 * as {@code /api}, and never the name of a class.
 */
@Component
@ApplicationPath("/engine-rest")
class EngineRestConfiguration extends CamundaJerseyResourceConfig {

  private static final Logger LOG = LoggerFactory.getLogger(EngineRestConfiguration.class);

  private static final String COMMANDS = ClaimTaskCmd.class.getPackageName();

  private static final List<Class<? extends ExceptionMapper<?>>> MAPPERS =
      List.of(
          RefusalMapper.class,
          UnreadableMapper.class,
          ArgumentMapper.class,
          HeaderMapper.class,
          ParameterMapper.class,
          JsonMapper.class,
          MismatchMapper.class,
          NoJsonMapper.class,
          InvalidMapper.class,
          TransactionMapper.class,
          UnexpectedMapper.class);

  private static final Refusal NOT_THERE = Refusal.notFound("task, case or file");

  /** They take for granted that what they are asked about is there. */
  private static final Set<String> TRUSTING =
      Set.of(
          AbstractAppPluginRootResource.class.getName(),
          AbstractCockpitPluginResource.class.getName(),
          AuthorizationCommandChecker.class.getName(),
          TenantCommandChecker.class.getName(),
          TaskResourceImpl.class.getName());

  /**
   * Whether something is asked about that is not there, or is there for others: one answer, so that
   * it tells nobody which.
   */
  private static boolean isNotThere(Throwable thrown) {
    return Problems.causes(thrown).stream().anyMatch(EngineRestConfiguration::isOfNobody);
  }

  private static boolean isOfNobody(Throwable cause) {
    Stream<StackTraceElement> frames = Stream.of(cause.getStackTrace());
    if (cause instanceof NullPointerException) {
      return frames.anyMatch(frame -> TRUSTING.contains(frame.getClassName()));
    }
    if (cause instanceof ProcessEngineException) {
      List<StackTraceElement> all = frames.toList();
      return all.stream().anyMatch(EngineRestConfiguration::missesSomething)
              && all.stream().anyMatch(frame -> frame.getClassName().startsWith(COMMANDS))
          || all.stream().anyMatch(EngineRestConfiguration::isOfOthers);
    }
    return false;
  }

  private static boolean missesSomething(StackTraceElement frame) {
    return frame.getClassName().equals(EnsureUtil.class.getName())
        && frame.getMethodName().startsWith("ensureNotNull");
  }

  private static boolean isOfOthers(StackTraceElement frame) {
    return frame.getMethodName().equals("exceptionCommandWithUnauthorizedTenant");
  }

  @Override
  protected void registerAdditionalResources() {
    MAPPERS.forEach(this::register);
  }

  /** The webapps have a Jersey each, made by Camunda; they are told of the same mappers. */
  @Component
  static class OfTheWebapps implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    @Override
    public void customize(TomcatServletWebServerFactory container) {
      // Behind all that Spring registers, and before anything of it is started.
      container.addContextCustomizers(
          context ->
              context.addServletContainerInitializer(
                  (none, servlets) -> tell(servlets.getServletRegistrations()), Set.of()));
    }

    private static void tell(Map<String, ? extends ServletRegistration> servlets) {
      String mappers = MAPPERS.stream().map(Class::getName).collect(Collectors.joining(","));
      servlets.values().stream()
          .filter(one -> one.getMappings().stream().anyMatch(at -> at.startsWith("/camunda/api/")))
          .forEach(one -> one.setInitParameter(ServerProperties.PROVIDER_CLASSNAMES, mappers));
    }
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

  /** What a query asks for and the engine's own checks of arguments and of queries do not take. */
  @Priority(1)
  static final class ArgumentMapper implements ExceptionMapper<ProcessEngineException> {

    private static final Pattern CHECKS =
        Pattern.compile("org\\.camunda\\.bpm\\.engine\\.impl\\.[A-Za-z]*Query[A-Za-z]*");

    @Override
    public Response toResponse(ProcessEngineException thrown) {
      Optional<Refusal> refusal = Problems.refusalIn(thrown);
      if (refusal.isPresent()) {
        return problem(refusal.get());
      }
      if (isNotThere(thrown)) {
        return problem(NOT_THERE);
      }
      if (thrown.getCause() == null
          && (CHECKS.matcher(thrown.getStackTrace()[0].getClassName()).matches()
              || Stream.of(thrown.getStackTrace())
                  .anyMatch(frame -> frame.getClassName().equals(EnsureUtil.class.getName())))) {
        return problem(
            Refusal.badInput("", "asks for something that is empty, missing, unknown or excluded"));
      }
      return switch (new ProcessEngineExceptionHandler().toResponse(thrown).getStatus()) {
        case 400 -> problem(Refusal.badInput("", "is not what the engine takes here"));
        case 403 -> problem(Refusal.forbidden("Your groups do not have the right to do this."));
        case 404 -> problem(NOT_THERE);
        default -> unexpected(thrown);
      };
    }
  }

  /** All else that went wrong: one line for the operator, and none of it for the caller. */
  @Priority(1)
  static final class UnexpectedMapper implements ExceptionMapper<Throwable> {

    @Override
    public Response toResponse(Throwable thrown) {
      if (thrown instanceof WebApplicationException web && web.getResponse().getStatus() < 500) {
        return web.getResponse().getStatus() == 404
            ? problem(NOT_THERE)
            : ExceptionHandlerHelper.getInstance().getResponse(thrown);
      }
      if (isNotThere(thrown)) {
        return problem(NOT_THERE);
      }
      return Problems.refusalIn(thrown)
          .map(EngineRestConfiguration::problem)
          .orElseGet(() -> unexpected(thrown));
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

  /** Jackson's own message tells how the engine is made. */
  @Priority(1)
  static final class JsonMapper implements ExceptionMapper<JsonProcessingException> {

    @Override
    public Response toResponse(JsonProcessingException unreadable) {
      return unreadable(unreadable);
    }
  }

  /** Jackson has a mapper of its own for this kind, which is nearer than one for all. */
  @Priority(1)
  static final class MismatchMapper implements ExceptionMapper<JsonMappingException> {

    @Override
    public Response toResponse(JsonMappingException unreadable) {
      return unreadable(unreadable);
    }
  }

  /** And for this. */
  @Priority(1)
  static final class NoJsonMapper implements ExceptionMapper<JsonParseException> {

    @Override
    public Response toResponse(JsonParseException unreadable) {
      return unreadable(unreadable);
    }
  }

  private static Response unreadable(JsonProcessingException unreadable) {
    String pointer =
        unreadable instanceof JsonMappingException mapping
            ? mapping.getPath().stream()
                .map(
                    step ->
                        "/"
                            + (step.getFieldName() == null
                                ? step.getIndex() + ""
                                : step.getFieldName()))
                .collect(Collectors.joining())
            : "";
    return problem(Refusal.badInput(pointer, "cannot be read"));
  }

  /** The engine's own "no" to a request, in words unless it names what the engine is made of. */
  @Priority(1)
  static final class InvalidMapper implements ExceptionMapper<RestException> {

    private static final Pattern INSIDE = Pattern.compile("java type|\\bjava\\.|\\bcamunda\\b");

    @Override
    public Response toResponse(RestException invalid) {
      if (isNotThere(invalid) || invalid.getStatus().getStatusCode() == 404) {
        return problem(NOT_THERE);
      }
      if (Problems.causes(invalid).stream()
          .anyMatch(cause -> INSIDE.matcher(String.valueOf(cause.getMessage())).find())) {
        return problem(Refusal.badInput("", "has a parameter that cannot be read"));
      }
      return invalid.getStatus().getStatusCode() < 500
          ? problem(Refusal.badInput("", invalid.getMessage()))
          : unexpected(invalid);
    }
  }

  /** What Spring says of a database that gives no connection. */
  static final class TransactionMapper implements ExceptionMapper<TransactionException> {

    @Override
    public Response toResponse(TransactionException thrown) {
      return problem(Problems.refusalIn(thrown).orElseThrow(() -> thrown));
    }
  }

  private static Response unexpected(Throwable thrown) {
    LOG.error(
        "Unexpected {} at the engine's REST: {}",
        thrown.getClass().getName(),
        thrown.getStackTrace().length == 0 ? "" : thrown.getStackTrace()[0]);
    LOG.debug("In full", thrown);
    return problem(Refusal.unexpected());
  }

  /** As Spring writes it, whose mapper is not this door's. */
  private static final ObjectMapper PROBLEMS =
      new ObjectMapper().addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class);

  private static Response problem(Refusal refusal) {
    try {
      return said(refusal, PROBLEMS.writeValueAsString(Problems.of(refusal)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Response said(Refusal refusal, String problem) {
    return Response.status(refusal.status())
        .header(HttpHeaders.RETRY_AFTER, refusal.retryAfter().orElse(null))
        .type("application/problem+json")
        .entity(problem)
        .build();
  }
}
