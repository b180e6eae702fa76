package org.custodytransfer.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;

/**
 * How many calls of a kind are answered at a time, and how many of one caller among them: who asks
 * often waits for themselves, not others for them. A caller is told by address and by what they say
 * of themselves, which nobody has looked at yet.
 */
final class Places {

  private final int all;
  private final int each;
  private final Map<String, Integer> taken = new HashMap<>();
  private int sum;

  Places(int all, int each) {
    this.all = all;
    this.each = each;
  }

  /** A place, which its holder gives back; none if all are taken, or all of this caller. */
  synchronized Optional<Taken> take(HttpServletRequest request) {
    String caller = callerOf(request);
    int own = taken.getOrDefault(caller, 0);
    if (sum == all || own == each) {
      return Optional.empty();
    }
    sum++;
    taken.put(caller, own + 1);
    return Optional.of(() -> giveBack(caller));
  }

  private synchronized void giveBack(String caller) {
    sum--;
    taken.computeIfPresent(caller, (key, own) -> own == 1 ? null : own - 1);
  }

  private static String callerOf(HttpServletRequest request) {
    return Stream.of(
            request.getRemoteAddr(),
            request.getHeader(HttpHeaders.AUTHORIZATION),
            request.getHeader(HttpHeaders.COOKIE))
        .map(said -> said == null ? "" : Integer.toHexString(said.hashCode()))
        .collect(Collectors.joining(" "));
  }

  /** A place that is held until it is closed. */
  interface Taken extends AutoCloseable {
    @Override
    void close();
  }
}
