package org.custodytransfer.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * A session of the webapps lives on the node that opened it, and ends with the next call after the
 * account was changed on any node: a new password, a group more or less, a closed account.
 */
final class SessionsOfOldAccounts extends OncePerRequestFilter {

  private static final String VERSION = SessionsOfOldAccounts.class.getName() + ".version";

  private final transient Principals principals;

  SessionsOfOldAccounts(Principals principals) {
    this.principals = principals;
  }

  /** Pages are the same for everybody; what they call is not. */
  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getServletPath().startsWith("/camunda/app/")
        || request.getSession(false) == null && !request.getMethod().equals("POST");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    HttpSession session = request.getSession(false);
    if (session != null) {
      Optional<String> now = EngineDoor.userOf(session).map(principals::version);
      if (now.isPresent() && !now.get().equals(session.getAttribute(VERSION))) {
        session.invalidate();
      }
    }
    chain.doFilter(request, response);
    // Somebody may just have come in.
    HttpSession opened = request.getSession(false);
    if (opened != null && opened.getAttribute(VERSION) == null) {
      EngineDoor.userOf(opened)
          .ifPresent(user -> opened.setAttribute(VERSION, principals.version(user)));
    }
  }
}
