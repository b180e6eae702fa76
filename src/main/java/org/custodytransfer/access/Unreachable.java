package org.custodytransfer.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.custodytransfer.platform.OrdersFirst;
import org.custodytransfer.platform.Problems;
import org.custodytransfer.platform.Refusal;

/**
 * Whoever cannot be answered because the database cannot be reached in time is told so as a
 * problem, also where the login itself asked for it.
 */
final class Unreachable extends HttpFilter {

  private final transient RefusedAtTheDoor refused;
  private final transient OrdersFirst orders;

  Unreachable(RefusedAtTheDoor refused, OrdersFirst orders) {
    this.refused = refused;
    this.orders = orders;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      if (CourtOrders.isOne(request)) {
        ordersFirst(request, response, chain);
      } else {
        chain.doFilter(request, response);
      }
    } catch (RuntimeException | ServletException thrown) {
      Optional<Refusal> unavailable = Problems.refusalIn(thrown).filter(Refusal::isUnavailable);
      if (unavailable.isEmpty() || response.isCommitted()) {
        throw thrown;
      }
      response.reset();
      refused.answer(response, unavailable.get());
    }
  }

  /** The login included: that asks the database as well. */
  private void ordersFirst(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      orders.call(
          () -> {
            chain.doFilter(request, response);
            return true;
          });
    } catch (IOException | ServletException | RuntimeException thrown) {
      throw thrown;
    } catch (Exception other) {
      throw new ServletException(other);
    }
  }
}
