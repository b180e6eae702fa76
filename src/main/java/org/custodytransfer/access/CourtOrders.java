package org.custodytransfer.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The calls by which an order of a court comes in: they have threads and connections of their own.
 * Told as the container routed them, whatever was written.
 */
final class CourtOrders {

  private static final Pattern AT_THE_API = Pattern.compile("/api/stay-orders(/.*)?");

  /** A system starts it, a duty lawyer sends its form. */
  private static final Pattern AT_THE_ENGINE =
      Pattern.compile(
          "(/engine-rest|/camunda/api/engine/engine/default)/process-definition/(key/)?obstacle(:[^/]*)?/(start|submit-form)");

  private CourtOrders() {}

  static boolean isOne(HttpServletRequest request) {
    String path = request.getServletPath() + Optional.ofNullable(request.getPathInfo()).orElse("");
    return request.getMethod().equals("POST")
        && (AT_THE_API.matcher(path).matches() || AT_THE_ENGINE.matcher(path).matches());
  }
}
