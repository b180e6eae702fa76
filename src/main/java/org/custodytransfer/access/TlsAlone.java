package org.custodytransfer.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.custodytransfer.platform.Refusal;
import org.springframework.context.annotation.Profile;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** In production nothing is answered in plain HTTP, but whether the application is well. */
@Component
@Profile("production")
@Order(Ordered.HIGHEST_PRECEDENCE)
class TlsAlone extends OncePerRequestFilter {

  private final RefusedAtTheDoor refused;

  TlsAlone(RefusedAtTheDoor refused) {
    this.refused = refused;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.isSecure() || request.getServletPath().startsWith("/actuator/health");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    refused.answer(
        response,
        Refusal.forbidden(
            "This application answers over TLS alone. An operator names the proxy in front of it as custody.proxy."));
  }
}
