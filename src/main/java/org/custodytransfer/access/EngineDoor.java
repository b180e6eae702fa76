package org.custodytransfer.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.custodytransfer.platform.Refusal;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Stands in front of the engine's REST, the systems' and the webapps': closed unless listed. */
@Component
class EngineDoor extends OncePerRequestFilter {

  private final RefusedAtTheDoor refused;

  EngineDoor(RefusedAtTheDoor refused) {
    this.refused = refused;
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
      user(request).ifPresent(user -> refused.trace(user, request, refusal));
      refused.answer(response, refusal);
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
}
