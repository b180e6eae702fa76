package org.custodytransfer.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.custodytransfer.platform.Hashes;
import org.custodytransfer.platform.Refusal;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Slows whoever guesses passwords, by where they are and by whom they guess at. What is slowed is
 * the check, not its answer: too early a guess is told when to come again and is not looked at, so
 * that it costs nothing to hang up and gains nothing either. Who gave the right password from the
 * same address before is let in at once, whatever strangers do elsewhere; nobody is shut out for
 * good.
 *
 * <p>Source: OWASP ASVS 4.0.3, 2.2.1 (no more than a hundred failed attempts an hour).
 */
@Component
class Guesses extends OncePerRequestFilter {

  private static final String CHECKED = Guesses.class.getName() + ".checked";

  /** Who mistypes is not a guesser yet. */
  private static final int FREE = 5;

  /** Where many guess at one user, each new address has one try before it is slowed. */
  private static final int MANY = 20;

  /** So many wrong ones beside a known right one, at one address, and that one has to wait too. */
  private static final int BESIDE_THE_OWNER = 20;

  /** A quarter of a second, doubled so often, is a minute. */
  private static final int DOUBLINGS = 8;

  private static final Duration REMEMBERED = Duration.ofHours(1);
  private static final Duration KNOWN = Duration.ofHours(12);
  private static final int PLACES = 20_000;

  private final Cache<String, Integer> wrong = remembered(REMEMBERED);
  private final Cache<String, Long> notBefore = remembered(REMEMBERED);

  /** Passwords that were wrong, each as a hash of this run: the same once more is no new guess. */
  private final Cache<String, Boolean> tried = remembered(REMEMBERED);

  private final Cache<String, String> right = remembered(KNOWN);
  private final String salt = String.valueOf(new SecureRandom().nextLong());
  private final RefusedAtTheDoor refused;
  private final ObjectProvider<Trail> trail;
  private final Duration step;

  Guesses(
      RefusedAtTheDoor refused,
      ObjectProvider<Trail> trail,
      @Value("${custody.login-delay:250ms}") Duration step) {
    this.refused = refused;
    this.trail = trail;
    this.step = step;
  }

  private static <T> Cache<String, T> remembered(Duration time) {
    return Caffeine.newBuilder().maximumSize(PLACES).expireAfterWrite(time).build();
  }

  /**
   * Asks whether a password is right, or does not ask yet. Every door's check of a password comes
   * through here.
   *
   * @return whether it was asked, and is right
   */
  boolean isRight(String user, String password, BooleanSupplier check) {
    if (!(RequestContextHolder.getRequestAttributes()
        instanceof ServletRequestAttributes current)) {
      // The application itself, at its start.
      return check.getAsBoolean();
    }
    HttpServletRequest request = current.getRequest();
    if (user == null || password == null) {
      // A form without its fields.
      request.setAttribute(CHECKED, 0L);
      return false;
    }
    var guess =
        new Guess(place(request.getRemoteAddr()), user, Hashes.ofParts(salt, user, password));
    long wait = begin(guess);
    request.setAttribute(CHECKED, Math.max(0, wait));
    if (wait > 0) {
      return false;
    }
    boolean isRight = check.getAsBoolean();
    if (isRight) {
      right(guess);
    } else {
      wrong(guess, request.getRemoteAddr());
    }
    return isRight;
  }

  /** Whether a password was sent with this request, and was not right. */
  static boolean refused(HttpServletRequest request) {
    return request.getAttribute(CHECKED) != null;
  }

  /** Counts a guess before it is looked at, so that many at once are as many as one by one. */
  private synchronized long begin(Guess guess) {
    boolean owner =
        guess.hash().equals(right.getIfPresent(guess.pair()))
            && count(guess.pair()) < BESIDE_THE_OWNER;
    if (owner || tried.getIfPresent(guess.once()) != null) {
      return 0;
    }
    long now = System.nanoTime();
    Long next = notBefore.getIfPresent(guess.source());
    // Whoever guesses at others from here: a user's first password is looked at all the same.
    if (next != null && next > now && count(guess.pair()) > 0) {
      return next - now;
    }
    tried.put(guess.once(), true);
    int free = count(guess.name()) < MANY ? FREE : 1;
    int before = count(guess.source());
    add(guess.source());
    add(guess.pair());
    add(guess.name());
    if (before >= free - 1) {
      long factor = 1L << Math.min(before + 1 - free, DOUBLINGS);
      notBefore.put(guess.source(), now + step.multipliedBy(factor).toNanos());
    }
    return 0;
  }

  private synchronized void right(Guess guess) {
    if (tried.getIfPresent(guess.once()) != null) {
      // It was none.
      tried.invalidate(guess.once());
      subtract(guess.source());
      subtract(guess.name());
      if (count(guess.source()) < FREE) {
        // Who guessed at others from here waits on, whoever of them gets in between.
        notBefore.invalidate(guess.source());
      }
    }
    wrong.invalidate(guess.pair());
    right.put(guess.pair(), guess.hash());
  }

  private void wrong(Guess guess, String source) {
    int guessed = count(guess.name());
    if (Integer.bitCount(guessed) == 1) {
      // Each doubling, so that a flood of guesses is no flood of entries.
      trail
          .getObject()
          .refused(
              "general",
              guess.known(),
              "login",
              String.format(Locale.ROOT, "wrong password, %d so far, from %s", guessed, source));
    }
  }

  private int count(String key) {
    Integer count = wrong.getIfPresent(key);
    return count == null ? 0 : count;
  }

  private void add(String key) {
    wrong.asMap().merge(key, 1, Integer::sum);
  }

  private void subtract(String key) {
    wrong.asMap().computeIfPresent(key, (any, count) -> Math.max(0, count - 1));
  }

  /** One's own network, where an address of IPv6 is one of very many that somebody has. */
  private static String place(String address) {
    try {
      return InetAddress.getByName(address) instanceof Inet6Address six
          ? Arrays.toString(Arrays.copyOf(six.getAddress(), 8))
          : address;
    } catch (UnknownHostException none) {
      return address;
    }
  }

  /** A password for a user from a place. */
  private record Guess(String place, String user, String hash) {

    String source() {
      return "source " + place;
    }

    String name() {
      return "user " + known();
    }

    String pair() {
      return "user " + user + " from " + place;
    }

    String once() {
      return place + " " + hash;
    }

    String known() {
      return user.matches("[a-z][a-z0-9-]{1,39}") ? user : "unknown";
    }
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!mayLogIn(request)) {
      chain.doFilter(request, response);
      return;
    }
    var held = new Held(request, response);
    // The check of a password is made before the container's own holder of the request begins.
    RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
    try {
      chain.doFilter(request, held);
    } finally {
      RequestContextHolder.resetRequestAttributes();
    }
    if (!held.held) {
      return;
    }
    long wait = (long) request.getAttribute(CHECKED);
    refused.answer(
        response,
        wait == 0
            ? Refusal.unauthorized("Wrong user or password.")
            : Refusal.tooEarly(
                "Too many wrong passwords came from where you are. This one was not looked at. Wait as long as Retry-After says, then send it again.",
                Duration.ofNanos(wait)));
  }

  /** Keeps back the "no" to a wrong password: the container would say it in its own way. */
  private static final class Held extends HttpServletResponseWrapper {

    private final HttpServletRequest request;
    private boolean held;

    Held(HttpServletRequest request, HttpServletResponse response) {
      super(response);
      this.request = request;
    }

    @Override
    public void sendError(int status) throws IOException {
      sendError(status, "");
    }

    @Override
    public void sendError(int status, String message) throws IOException {
      if (!refused(request) || status != SC_UNAUTHORIZED) {
        super.sendError(status, message);
      } else {
        held = true;
      }
    }
  }

  private static boolean mayLogIn(HttpServletRequest request) {
    return request.getHeader("Authorization") != null
        || request.getServletPath().startsWith("/camunda/api/admin");
  }
}
