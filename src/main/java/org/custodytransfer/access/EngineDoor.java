package org.custodytransfer.access;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.custodytransfer.platform.Problems;
import org.custodytransfer.platform.Refusal;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Stands in front of the engine's REST, the systems' and the webapps': closed unless listed. */
@Component
class EngineDoor extends OncePerRequestFilter {

  private final ObjectProvider<RefusedAttempts> attempts;
  private final ObjectMapper mapper;

  EngineDoor(ObjectProvider<RefusedAttempts> attempts, ObjectMapper mapper) {
    this.attempts = attempts;
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
    HttpServletRequest bounded;
    try {
      if (!EnginePaths.open(request)) {
        throw Refusal.forbidden("This part of the engine is closed to everybody.");
      }
      bounded = Bounded.of(request);
    } catch (Refusal refusal) {
      user(request)
          .ifPresent(
              user ->
                  attempts
                      .getObject()
                      .refused(
                          "general",
                          user,
                          request.getMethod() + " " + shortened(request.getRequestURI()),
                          refusal.status() + " " + refusal.getMessage()));
      response.setStatus(refusal.status());
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      response.getOutputStream().write(mapper.writeValueAsBytes(Problems.of(refusal)));
      return;
    }
    chain.doFilter(bounded, response);
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
    HttpSession session = request.getSession(false);
    return Optional.ofNullable(session)
        .map(AuthenticationUtil::getAuthsFromSession)
        .flatMap(found -> found.getAuthentications().stream().findFirst())
        .map(org.camunda.bpm.webapp.impl.security.auth.Authentication::getName);
  }

  private static String shortened(String text) {
    return text.length() > 200 ? text.substring(0, 200) : text;
  }
}
