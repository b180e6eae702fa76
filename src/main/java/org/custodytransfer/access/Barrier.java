package org.custodytransfer.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Predicate;
import org.custodytransfer.platform.Refusal;

/** Refuses what it bars, before anything behind it looks at a call. */
final class Barrier extends HttpFilter {

  private final transient RefusedAtTheDoor refused;
  private final transient Predicate<HttpServletRequest> bars;
  private final transient Refusal refusal;

  Barrier(RefusedAtTheDoor refused, Predicate<HttpServletRequest> bars, Refusal refusal) {
    this.refused = refused;
    this.bars = bars;
    this.refusal = refusal;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (bars.test(request)) {
      refused.answer(response, refusal);
    } else {
      chain.doFilter(request, response);
    }
  }
}
