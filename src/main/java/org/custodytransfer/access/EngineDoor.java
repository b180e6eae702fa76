package org.custodytransfer.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.custodytransfer.platform.Fault;
import org.custodytransfer.platform.Refusal;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Stands in front of the engine's REST, the systems' and the webapps': closed unless listed. */
@Component
class EngineDoor extends OncePerRequestFilter {

  /** Types of a variable that hold nothing but themselves. */
  private static final Set<String> PLAIN =
      new TreeSet<>(
          Set.of(
              "String", "Json", "Boolean", "Integer", "Long", "Short", "Double", "Number", "Date",
              "Null"));

  private final RefusedAtTheDoor refused;
  private final ObjectMapper mapper;

  EngineDoor(RefusedAtTheDoor refused, ObjectMapper mapper) {
    this.refused = refused;
    this.mapper = mapper;
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
      whole = (EnginePaths.systems(request) ? Body.JSON : Body.PAGES).whole(request);
      refuseMalformed(whole);
    } catch (Refusal refusal) {
      user(request).ifPresent(user -> refused.trace(user, request, refusal));
      refused.answer(response, refusal);
      return;
    }
    chain.doFilter(whole, response);
  }

  /**
   * The engine's own reader takes for granted that each variable is there and has a plain value.
   */
  private void refuseMalformed(Whole whole) {
    if (whole.bytes().length == 0 || !whole.isJson()) {
      return;
    }
    JsonNode body;
    try {
      body = mapper.readTree(whole.bytes());
    } catch (IOException notJson) {
      throw Refusal.badInput("", "is not JSON");
    }
    JsonNode variables = body.path("variables");
    List<Fault> faults = new ArrayList<>();
    if (!variables.isMissingNode() && !variables.isNull() && !variables.isContainerNode()) {
      faults.add(Fault.at("/variables", "must be an object"));
    }
    variables
        .properties()
        .forEach(
            one -> {
              JsonNode value = one.getValue();
              String pointer = "/variables/" + one.getKey();
              if (!value.isObject()) {
                faults.add(Fault.at(pointer, "must be an object with a value"));
              } else if (!PLAIN.contains(value.path("type").asText("String"))) {
                faults.add(Fault.at(pointer + "/type", "must be one of " + PLAIN));
              }
            });
    if (!faults.isEmpty()) {
      throw Refusal.badInput(faults);
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
