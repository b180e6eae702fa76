package org.custodytransfer.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Globals;
import org.custodytransfer.platform.Refusal;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Slows whoever guesses passwords, by where they are and by whom they guess at. Nobody is shut out:
 * the right password is let in at once, however many wrong ones came before it. A "no" is held back
 * without a thread, longer each time, and the trail says so.
 */
@Component
class Guesses extends OncePerRequestFilter {

  private static final String WRONG = Guesses.class.getName() + ".wrong";

  /** Who mistypes is not a guesser yet. */
  private static final int FREE = 3;

  private static final int DOUBLINGS = 5;
  private static final Duration REMEMBERED = Duration.ofMinutes(15);

  private final Cache<String, Integer> wrong =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(REMEMBERED).build();
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

  /** Told by the engine's own check of a password, through whichever door it came. */
  static void wrong(String user) {
    if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes current) {
      current.getRequest().setAttribute(WRONG, user);
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
    Optional<String> user = Optional.ofNullable((String) request.getAttribute(WRONG));
    Optional<Duration> delay = user.flatMap(name -> guessed(name, request.getRemoteAddr()));
    if (!held.refused) {
      return;
    }
    if (delay.isEmpty()) {
      answer(response);
      return;
    }
    // Filters of the webapps do not know of this; they have done their part.
    request.setAttribute(Globals.ASYNC_SUPPORTED_ATTR, true);
    AsyncContext later = request.startAsync();
    later.setTimeout(0);
    Executor then =
        CompletableFuture.delayedExecutor(delay.get().toMillis(), TimeUnit.MILLISECONDS);
    then.execute(
        () -> {
          try {
            answer(response);
          } finally {
            later.complete();
          }
        });
  }

  private void answer(HttpServletResponse response) {
    refused.answer(response, Refusal.unauthorized("Wrong user or password."));
  }

  /** Keeps back the "no" to a wrong password: the container would send it at once. */
  private static final class Held extends HttpServletResponseWrapper {

    private final HttpServletRequest request;
    private boolean refused;

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
      if (request.getAttribute(WRONG) == null) {
        super.sendError(status, message);
      } else {
        refused = true;
      }
    }
  }

  private static boolean mayLogIn(HttpServletRequest request) {
    return request.getHeader("Authorization") != null
        || request.getServletPath().startsWith("/camunda/api/admin");
  }

  /** How long this wrong password has to wait for its answer, if at all. */
  private Optional<Duration> guessed(String user, String source) {
    String name = user.matches("[a-z][a-z0-9-]{1,39}") ? user : "unknown";
    int guessed = counted("user " + name);
    int count = Math.max(guessed, counted("source " + source));
    if (Integer.bitCount(guessed) == 1) {
      // Each doubling, so that a flood of guesses is no flood of entries.
      trail
          .getObject()
          .refused(
              "general",
              name,
              "login",
              String.format(Locale.ROOT, "wrong password, %d so far, from %s", guessed, source));
    }
    return count <= FREE
        ? Optional.empty()
        : Optional.of(step.multipliedBy(1L << Math.min(count - FREE - 1, DOUBLINGS)));
  }

  private int counted(String key) {
    return wrong.asMap().merge(key, 1, Integer::sum);
  }
}
