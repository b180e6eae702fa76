package org.custodytransfer.access;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.custodytransfer.platform.Refusal;
import org.springframework.beans.factory.annotation.Value;
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

  /**
   * Of the same: who does not take what was asked for has a thread in hand as well. Who comes to a
   * page has no name yet.
   */
  private final Places pages = new Places(60, 60);

  private final Places calls = new Places(100, 30);

  /** Orders of courts: neither pages nor calls take what is theirs, nor does one caller alone. */
  private final Places orders = new Places(96, 12);

  private final Set<Arriving> waiting = new LinkedHashSet<>();
  private final Semaphore ofUnknownLength = new Semaphore(OF_UNKNOWN_LENGTH);
  private final int portOfOrders;

  Arrivals(@Value("${custody.orders.port:0}") int portOfOrders) {
    this.portOfOrders = portOfOrders;
  }

  @Override
  public void customize(TomcatServletWebServerFactory container) {
    container.addEngineValves(new Listening());
    if (portOfOrders > 0) {
      container.addAdditionalTomcatConnectors(ofOrders());
    }
  }

  /**
   * A port for orders alone, which only those who bring them can reach: however many strangers hold
   * connections of the other one, here are connections and threads.
   */
  private Connector ofOrders() {
    var connector = new Connector();
    connector.setPort(portOfOrders);
    connector.setProperty("connectionTimeout", "5000");
    connector.setProperty("maxConnections", "200");
    connector.setProperty("maxThreads", "40");
    return connector;
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
      if (path == null) {
        listened(request, response);
        return;
      }
      boolean order = CourtOrders.isOne(request);
      boolean ofOrders = request.getLocalPort() == portOfOrders;
      if (ofOrders && !order) {
        response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        return;
      }
      Places places = order ? orders : path.startsWith("/camunda") ? pages : calls;
      Optional<Places.Taken> place = places.take(request);
      if (place.isEmpty()) {
        sendAway(request, response);
        return;
      }
      try (Places.Taken taken = place.get()) {
        listened(request, response);
      }
    }

    /** At once, and without listening to what it has not said yet. */
    private void sendAway(Request request, Response response) throws IOException {
      if (sends(request) && !Arriving.tookAll(request)) {
        request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
      }
      response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
      RequestLog.sentAway(request, response);
      response.setCharacterEncoding(StandardCharsets.UTF_8.name());
      response.setHeader(HttpHeaders.RETRY_AFTER, "1");
      response.setHeader(HttpHeaders.CONNECTION, "close");
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      response.getWriter().write(BUSY);
    }

    private static boolean sends(Request request) {
      return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    private void listened(Request request, Response response) throws IOException, ServletException {
      if (!sends(request)) {
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
