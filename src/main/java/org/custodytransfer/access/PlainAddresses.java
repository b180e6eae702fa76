package org.custodytransfer.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.MappingMatch;
import java.io.IOException;
import org.custodytransfer.platform.Refusal;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses an address that names a servlet of the engine in another spelling: the container would
 * find it, and what compares addresses would not.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class PlainAddresses extends OncePerRequestFilter {

  private final RefusedAtTheDoor refused;

  PlainAddresses(RefusedAtTheDoor refused) {
    this.refused = refused;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getHttpServletMapping().getMappingMatch() != MappingMatch.PATH
        || request.getRequestURI().startsWith(request.getContextPath() + request.getServletPath());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    refused.answer(response, Refusal.badInput("", "is an address that is to be written plainly"));
  }
}
