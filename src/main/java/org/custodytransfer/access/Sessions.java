package org.custodytransfer.access;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The sessions of the webapps' pages on this node. Every stranger who asks for a page gets one, so
 * those without a login are bounded: one more, and the oldest of them ends. Those of a user end
 * when their password or their groups change.
 */
@Component
class Sessions implements HttpSessionListener {

  private final Set<HttpSession> sessions = new LinkedHashSet<>();
  private final int most;

  /**
   * @param most so many sessions are kept before strangers' begin to end, at about 1 kB each
   */
  Sessions(@Value("${custody.most-sessions:50000}") int most) {
    this.most = most;
  }

  @Override
  public void sessionCreated(HttpSessionEvent event) {
    List<HttpSession> over = new ArrayList<>();
    synchronized (sessions) {
      sessions.add(event.getSession());
      if (sessions.size() > most) {
        sessions.stream()
            .filter(session -> EngineDoor.userOf(session).isEmpty())
            .limit(Math.max(1, most / 100))
            .forEach(over::add);
      }
    }
    over.forEach(Sessions::end);
  }

  @Override
  public void sessionDestroyed(HttpSessionEvent event) {
    synchronized (sessions) {
      sessions.remove(event.getSession());
    }
  }

  /** Ends what a user has open, on this node. */
  void endOf(String userId) {
    List<HttpSession> theirs;
    synchronized (sessions) {
      theirs =
          sessions.stream()
              .filter(session -> EngineDoor.userOf(session).filter(userId::equals).isPresent())
              .toList();
    }
    theirs.forEach(Sessions::end);
  }

  private static void end(HttpSession session) {
    try {
      session.invalidate();
    } catch (IllegalStateException ended) {
      // It did so by itself, meanwhile.
    }
  }
}
