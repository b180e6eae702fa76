package org.custodytransfer.access;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.catalina.connector.Request;
import org.apache.coyote.ActionCode;
import org.custodytransfer.platform.Refusal;

/**
 * What a caller sends, read no longer than a slow line needs: a quarter of a minute, and a second
 * for each 50 kB. Who has not sent the next bytes yet is one of few that may wait, see {@link
 * Arrivals}.
 */
final class Arriving extends InputStream {

  private static final String NAME = Arriving.class.getName();
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final long BYTES_EACH_SECOND = 50_000;
  private static final long LONGEST_LOOK_MILLIS = 50;
  private static final long LISTENED_TO = 20_000_000;
  private static final int LOOKS = 20;

  private final Request request;
  private final Arrivals arrivals;
  private final InputStream sent;
  private final boolean ofKnownLength;
  private final long from = System.nanoTime();
  private long received;
  private boolean givenUp;

  private Arriving(Request request, Arrivals arrivals) throws IOException {
    this.request = request;
    this.arrivals = arrivals;
    this.sent = request.getStream();
    this.ofKnownLength = request.getContentLengthLong() >= 0;
  }

  /** Begins to listen to a request that has something to say. */
  static Arriving begin(Request request, Arrivals arrivals) throws IOException {
    var arriving = new Arriving(request, arrivals);
    request.setAttribute(NAME, arriving);
    return arriving;
  }

  /** What this request sends; nothing where it has no body. */
  static InputStream of(HttpServletRequest request) {
    return request.getAttribute(NAME) instanceof Arriving arriving
        ? arriving
        : InputStream.nullInputStream();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    int read;
    if (ofKnownLength) {
      awaitSome();
      read = sent.read(into, at, length);
    } else {
      // How long a chunk is nobody knows before it was read: such a wait cannot be given up.
      read = arrivals.oneOfFew(() -> sent.read(into, at, length));
    }
    received += Math.max(0, read);
    if (read >= 0) {
      checkTime();
    }
    return read;
  }

  /** Whether all was listened to; who still sends does not hear an answer yet. */
  boolean toItsEnd() {
    byte[] thrownAway = new byte[8192];
    try {
      int read = 0;
      for (long skipped = 0; read >= 0 && skipped < LISTENED_TO; skipped += read) {
        read = read(thrownAway, 0, thrownAway.length);
      }
      return read < 0;
    } catch (IOException | Refusal gone) {
      return false;
    }
  }

  /**
   * Takes what a caller who is sent away has sent by now: to close a connection on it would take
   * the answer away as well.
   *
   * @return whether that was all
   */
  static boolean tookAll(Request request) throws IOException {
    var said = new byte[8192];
    InputStream sent = request.getStream();
    for (int looks = 0; looks < LOOKS && !request.isFinished(); looks++) {
      var connection = request.getCoyoteRequest();
      connection.action(ActionCode.AVAILABLE, true);
      if (sent.available() > 0 || connection.getAvailable() > 0) {
        if (sent.read(said) < 0) {
          return true;
        }
      } else {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
    }
    return request.isFinished();
  }

  private void awaitSome() throws IOException {
    if (!isThere()) {
      arrivals.await(
          this,
          () -> {
            for (long pause = 1; !isThere(); pause = Math.min(2 * pause, LONGEST_LOOK_MILLIS)) {
              checkTime();
              pause(pause);
            }
          });
    }
  }

  private boolean isThere() throws IOException {
    // Only when all was taken: the container would write over what it still has.
    if (request.isFinished() || sent.available() > 0) {
      return true;
    }
    var connection = request.getCoyoteRequest();
    connection.action(ActionCode.AVAILABLE, true);
    return connection.getAvailable() > 0;
  }

  private synchronized void pause(long millis) {
    try {
      if (!givenUp) {
        wait(millis);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw Refusal.busy("The application is being stopped.");
    }
    if (givenUp) {
      throw Refusal.tooLate("Too many others are still sending. Send it again, in one piece.");
    }
  }

  /** Others come, and this one has waited longest. */
  synchronized void giveUp() {
    givenUp = true;
    notifyAll();
  }

  private void checkTime() {
    Duration allowed = PATIENCE.plusSeconds(received / BYTES_EACH_SECOND);
    if (System.nanoTime() - from > allowed.toNanos()) {
      throw Refusal.tooLate("What is sent has to arrive within a quarter of a minute.");
    }
  }
}
