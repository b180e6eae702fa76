package org.custodytransfer.access;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.custodytransfer.platform.Refusal;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * No caller needs an account to send a byte each second, and each one who does has a thread in
 * hand. So few may wait for their own bytes at a time: one more, and who has waited longest is sent
 * away. What arrives whole never waits for those who dawdle.
 */
@Component
class Arrivals implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  /** Of the three hundred threads of the container. */
  private static final int DAWDLERS = 60;

  private static final int OF_UNKNOWN_LENGTH = 40;

  /** Of the same, for pages: who does not take what was asked for has a thread in hand as well. */
  private static final int PAGES = 60;

  /** Of the same, for all other calls: the rest are for orders of courts, which wait for nobody. */
  private static final int CALLS = 100;

  private final Set<Arriving> waiting = new LinkedHashSet<>();
  private final Semaphore ofUnknownLength = new Semaphore(OF_UNKNOWN_LENGTH);
  private final Semaphore pages = new Semaphore(PAGES);
  private final Semaphore calls = new Semaphore(CALLS);

  @Override
  public void customize(TomcatServletWebServerFactory container) {
    container.addEngineValves(new Listening());
  }

  /** Runs a wait; it ends when the bytes are there, in any case when many others wait too. */
  void await(Arriving one, Waiting untilThere) throws IOException {
    longestOfMany(one).ifPresent(Arriving::giveUp);
    try {
      untilThere.end();
    } finally {
      synchronized (waiting) {
        waiting.remove(one);
      }
    }
  }

  private Optional<Arriving> longestOfMany(Arriving one) {
    synchronized (waiting) {
      waiting.add(one);
      if (waiting.size() <= DAWDLERS) {
        return Optional.empty();
      }
      Arriving longest = waiting.iterator().next();
      waiting.remove(longest);
      return Optional.of(longest);
    }
  }

  /** Reads what may take its time and cannot be given up. */
  int oneOfFew(Reading reading) throws IOException {
    if (!ofUnknownLength.tryAcquire()) {
      throw Refusal.busy("Too many others are still sending. Send it again, with its length.");
    }
    try {
      return reading.read();
    } finally {
      ofUnknownLength.release();
    }
  }

  interface Reading {
    int read() throws IOException;
  }

  interface Waiting {
    void end() throws IOException;
  }

  /** Outermost, so that nobody's bytes are waited for in any other way. */
  private final class Listening extends ValveBase {

    private static final String BUSY =
        "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,\"detail\":\"Too many"
            + " others are being answered. Nothing was done; try again in a second.\"}";

    Listening() {
      super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
      // What could not be read as a request leads nowhere.
      String path = request.getServletPath();
      if (path == null || CourtOrders.isOne(request)) {
        listened(request, response);
        return;
      }
      Semaphore few = path.startsWith("/camunda") ? pages : calls;
      if (!few.tryAcquire()) {
        sendAway(request, response);
        return;
      }
      try {
        listened(request, response);
      } finally {
        few.release();
      }
    }

    /** At once, and without listening to the rest of what it says. */
    private void sendAway(Request request, Response response) throws IOException {
      request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
      response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
      response.setHeader(HttpHeaders.RETRY_AFTER, "1");
      response.setHeader(HttpHeaders.CONNECTION, "close");
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      response.getWriter().write(BUSY);
    }

    private void listened(Request request, Response response) throws IOException, ServletException {
      boolean sends =
          request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
      if (!sends) {
        getNext().invoke(request, response);
        return;
      }
      Arriving arriving = Arriving.begin(request, Arrivals.this);
      getNext().invoke(request, response);
      if (!arriving.toItsEnd()) {
        request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
      }
    }
  }
}
