package org.custodytransfer.access;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Schemas;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Stands in front of the engine's REST, the systems' and the webapps': closed unless listed. */
@Component
class EngineDoor extends OncePerRequestFilter {

  /** Where a start has the request of a case. */
  private static final int CONDITIONS_ON_VARIABLES = 1;

  private static final JsonPointer FILED = JsonPointer.compile("/variables/request/value");

  private final RefusedAtTheDoor refused;
  private final Schemas schemas;
  private final ObjectMapper mapper;

  EngineDoor(RefusedAtTheDoor refused, Schemas schemas, ObjectMapper mapper) {
    this.refused = refused;
    this.schemas = schemas;
    // A number that no double holds is judged as it was written.
    this.mapper = mapper.copy().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !EnginePaths.guards(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Whole whole;
    try {
      if (!EnginePaths.open(request)) {
        throw Refusal.forbidden("This part of the engine is closed to everybody.");
      }
      whole = EnginePaths.body(request).whole(request);
      JsonNode body = body(request, whole);
      refuseMalformed(request, body);
      refuseManyVariables(request, body);
    } catch (Refusal refusal) {
      user(request).ifPresent(user -> refused.trace(user, request, refusal));
      refused.answer(response, refusal);
      return;
    }
    chain.doFilter(whole, response);
  }

  /** What is sent as JSON, read once; a missing node where nothing is, or something else. */
  private JsonNode body(HttpServletRequest request, Whole whole) {
    if (!whole.isJson()) {
      return MissingNode.getInstance();
    }
    if (whole.bytes().length == 0) {
      if (EnginePaths.asks(request)) {
        throw Refusal.badInput("", "needs a body, an empty object at least");
      }
      return MissingNode.getInstance();
    }
    try {
      return mapper.readTree(whole.bytes());
    } catch (IOException notJson) {
      throw Refusal.badInput("", "is not JSON");
    }
  }

  /**
   * The engine's own reader takes for granted what a body has, and a query of a few hundred bytes
   * can join its largest tables so often that it never ends.
   */
  private void refuseMalformed(HttpServletRequest request, JsonNode body) {
    if (body.isMissingNode()) {
      return;
    }
    if (body.at(FILED).isTextual()) {
      // Read where a case is filed, which names each fault in it by its own place.
      ((ObjectNode) body.at(FILED.head())).put("value", "{}");
    }
    schemas.check(body, EnginePaths.schema(request));
    body.path("variables")
        .properties()
        .forEach(one -> refuseUnlessJson(one.getKey(), one.getValue()));
  }

  /**
   * Each condition on a variable joins the engine's largest table once more, wherever it is asked:
   * in the address, in the body, or as what to sort by.
   */
  private static void refuseManyVariables(HttpServletRequest request, JsonNode body) {
    long inTheAddress =
        request.getParameterMap().entrySet().stream()
            .filter(one -> one.getKey().endsWith("ariables"))
            .flatMap(one -> Stream.of(one.getValue()))
            .mapToLong(conditions -> conditions.split(",", -1).length)
            .sum();
    long inTheBody =
        Stream.of("variables", "processVariables", "taskVariables", "caseInstanceVariables")
            .flatMap(name -> body.findValues(name).stream())
            .filter(JsonNode::isArray)
            .mapToLong(JsonNode::size)
            .sum();
    long inTheOrder =
        body.path("sorting").findValues("parameters").stream().filter(JsonNode::isObject).count();
    if (inTheAddress + inTheBody + inTheOrder > CONDITIONS_ON_VARIABLES) {
      throw Refusal.badInput("", "has more than one condition on variables");
    }
  }

  private void refuseUnlessJson(String name, JsonNode variable) {
    JsonNode value = variable.path("value");
    if (variable.path("type").asText().equals("Json") && value.isTextual()) {
      try {
        mapper.readTree(value.textValue());
      } catch (IOException notJson) {
        throw Refusal.badInput("/variables/" + name + "/value", "is not JSON");
      }
    }
  }

  /** Who asks: at the systems' door by name and password, at the webapps' by their session. */
  private static Optional<String> user(HttpServletRequest request) {
    return Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
        .filter(Authentication::isAuthenticated)
        .map(Authentication::getName)
        .filter(name -> !name.equals("anonymousUser"))
        .or(() -> webappsUser(request));
  }

  /** Who is logged in to the webapps. */
  static Optional<String> webappsUser(HttpServletRequest request) {
    return Optional.ofNullable(request.getSession(false)).flatMap(EngineDoor::userOf);
  }

  /** Whose session it is, if anybody's. */
  static Optional<String> userOf(HttpSession session) {
    try {
      return AuthenticationUtil.getAuthsFromSession(session).getAuthentications().stream()
          .findFirst()
          .map(org.camunda.bpm.webapp.impl.security.auth.Authentication::getName);
    } catch (IllegalStateException ended) {
      return Optional.empty();
    }
  }
}
