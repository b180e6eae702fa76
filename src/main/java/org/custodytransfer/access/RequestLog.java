package org.custodytransfer.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * An id for each request, in its answer and in each line that is logged of it, and one line when it
 * is over. Queries are not in it: they may name a person.
 */
final class RequestLog extends HttpFilter {

  static final String HEADER = "X-Request-Id";

  private static final Logger LOG = LoggerFactory.getLogger("access");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{8,64}");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String id = idOf(request);
    long began = System.nanoTime();
    var named = new Named(response, id);
    MDC.put("request", id);
    try {
      chain.doFilter(request, named);
    } finally {
      line(request, response.getStatus(), Duration.ofNanos(System.nanoTime() - began));
      MDC.remove("request");
    }
  }

  /** A proxy's id is kept, so that both logs can be read together. */
  private static String idOf(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader(HEADER))
        .filter(given -> ID.matcher(given).matches())
        .orElseGet(() -> UUID.randomUUID().toString());
  }

  private static void line(HttpServletRequest request, int status, Duration took) {
    LOG.info(
        "{} {} {} {} ms",
        request.getMethod(),
        request.getRequestURI().replaceAll("[\\r\\n]", "_"),
        status,
        took.toMillis());
  }

  /** The same for who is sent away before any filter. */
  static void sentAway(HttpServletRequest request, HttpServletResponse response) {
    String id = idOf(request);
    response.setHeader(HEADER, id);
    MDC.put("request", id);
    line(request, response.getStatus(), Duration.ZERO);
    MDC.remove("request");
  }

  /** Keeps the id in an answer that is begun anew. */
  private static final class Named extends HttpServletResponseWrapper {

    private final String id;

    Named(HttpServletResponse response, String id) {
      super(response);
      this.id = id;
      setHeader(HEADER, id);
    }

    @Override
    public void reset() {
      super.reset();
      setHeader(HEADER, id);
    }
  }
}
