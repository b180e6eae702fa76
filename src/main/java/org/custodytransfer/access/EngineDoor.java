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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
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

  /** Outcomes of a review are nothing to ask for by whoever has a task. */
  private static final Set<String> KNOWN_TO_WHO_ASKS =
      Set.of("caseNumber", "flight", "bill", "passenger", "agreement");

  private static final JsonPointer FILED = JsonPointer.compile("/variables/request/value");

  private final RefusedAtTheDoor refused;
  private final Actors actors;
  private final Schemas schemas;
  private final ObjectMapper mapper;

  EngineDoor(RefusedAtTheDoor refused, Actors actors, Schemas schemas, ObjectMapper mapper) {
    this.refused = refused;
    this.actors = actors;
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
      refuseUnlessWatching(request);
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

  /**
   * What Cockpit shows is for who watches: a number that rises when a claim is filed tells whoever
   * counts it of the claim.
   */
  private void refuseUnlessWatching(HttpServletRequest request) {
    String path = request.getRequestURI();
    boolean counts = path.contains("/cockpit/plugin/") || path.endsWith("/statistics");
    if (counts && !path.contains("/static/")) {
      user(request)
          .map(actors::named)
          .filter(actor -> !watches(actor))
          .ifPresent(
              actor -> {
                throw Refusal.forbidden("This is for auditors, managers.");
              });
    }
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
  private void refuseManyVariables(HttpServletRequest request, JsonNode body) {
    List<String> named =
        Stream.of(
                request.getParameterMap().entrySet().stream()
                    .filter(one -> one.getKey().endsWith("ariables"))
                    .flatMap(one -> Stream.of(one.getValue()))
                    .flatMap(conditions -> Stream.of(conditions.split(",", -1)))
                    .map(condition -> condition.split("_", 2)[0]),
                Stream.of("variables", "processVariables", "taskVariables", "caseInstanceVariables")
                    .flatMap(name -> body.findValues(name).stream())
                    .filter(JsonNode::isArray)
                    .flatMap(conditions -> StreamSupport.stream(conditions.spliterator(), false))
                    .map(condition -> condition.path("name").asText()),
                body.path("sorting").findValues("parameters").stream()
                    .filter(JsonNode::isObject)
                    .map(parameters -> parameters.path("variable").asText()))
            .flatMap(names -> names)
            .toList();
    if (named.size() > CONDITIONS_ON_VARIABLES) {
      throw Refusal.badInput("", "has more than one condition on variables");
    }
    boolean telling = named.stream().anyMatch(name -> !KNOWN_TO_WHO_ASKS.contains(name));
    if (telling && user(request).map(actors::named).filter(EngineDoor::watches).isEmpty()) {
      throw Refusal.badInput(
          "", "asks for what a process knows beside the numbers of its case, flight and bill");
    }
  }

  private static boolean watches(Actor actor) {
    return actor.is(Role.MANAGERS, Role.AUDITORS);
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
