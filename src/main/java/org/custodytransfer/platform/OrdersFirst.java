package org.custodytransfer.platform;

import java.util.concurrent.Callable;
import org.springframework.stereotype.Component;

/**
 * Marks what this thread does as the entry of a court's order: it has connections of its own, so
 * that however many others wait for the database, an order does not wait behind them.
 */
@Component
public class OrdersFirst {

  private final ThreadLocal<Boolean> order = ThreadLocal.withInitial(() -> false);

  /** Runs the whole of it, the check of the password included. */
  public <T> T call(Callable<T> work) throws Exception {
    order.set(true);
    try {
      return work.call();
    } finally {
      order.remove();
    }
  }

  boolean isOrder() {
    return order.get();
  }
}
