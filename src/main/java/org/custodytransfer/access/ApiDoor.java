package org.custodytransfer.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.custodytransfer.platform.Hashes;
import org.custodytransfer.platform.Locks;
import org.custodytransfer.platform.Problems;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Subject;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * What every call of {@code /api} goes through behind the login: the table of rights; a bound on
 * its size; for a POST with an {@code Idempotency-Key} one answer, kept in the transaction of what
 * it did; with an {@code If-Match} the refusal of a change that rests on an older state; and the
 * trace of a refused attempt, after its transaction was undone.
 */
@Component
class ApiDoor extends OncePerRequestFilter {

  /** Set on a request that was refused: what the audit says of it. */
  static final String REFUSED = ApiDoor.class.getName() + ".refused";

  private static final String RACED = ApiDoor.class.getName() + ".raced";

  /** Two changes that met are tried again so often before the caller hears of it. */
  static final int TRIES = 3;

  private static final int LARGE_ONES = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

  private final Actors actors;
  private final ApiRights rights;
  private final UsedKeys keys;
  private final Locks locks;
  private final ObjectProvider<Binding> binding;
  private final ObjectProvider<Revisions> revisions;
  private final RefusedAtTheDoor refused;
  private final TransactionTemplate transaction;
  private final Semaphore few = new Semaphore(LARGE_ONES, true);
  // Twins on this node wait here, and not with a connection in hand.
  private final Map<String, Lock> twins = new ConcurrentHashMap<>();

  ApiDoor(
      Actors actors,
      ApiRights rights,
      UsedKeys keys,
      Locks locks,
      ObjectProvider<Binding> binding,
      ObjectProvider<Revisions> revisions,
      RefusedAtTheDoor refused,
      TransactionTemplate transaction) {
    this.actors = actors;
    this.rights = rights;
    this.keys = keys;
    this.locks = locks;
    this.binding = binding;
    this.revisions = revisions;
    this.refused = refused;
    this.transaction = transaction;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    // Answers are held back until the trace of a refusal is written: no caller is faster than it.
    var buffered = new ContentCachingResponseWrapper(response);
    try {
      pass(request, buffered, chain);
    } catch (RuntimeException thrown) {
      Refusal refusal = Problems.refusalIn(thrown).orElseThrow(() -> thrown);
      if (response.isCommitted()) {
        // Who called is gone.
        return;
      }
      refused(request, refusal);
      buffered.reset();
      refused.answer(buffered, refusal);
    }
    if (request.getAttribute(REFUSED) instanceof Refusal refusal) {
      refused.trace(user(), request, refusal);
    }
    buffered.copyBodyToResponse();
    LargeAnswer.to(request, response);
  }

  static void raced(HttpServletRequest request) {
    request.setAttribute(RACED, true);
  }

  static void refused(HttpServletRequest request, Refusal refusal) {
    request.setAttribute(REFUSED, refusal);
  }

  private void pass(
      HttpServletRequest request, ContentCachingResponseWrapper response, FilterChain chain)
      throws ServletException, IOException {
    ApiRights.Call call = rights.call(request);
    if (!call.row().isForEverybody()) {
      actors.current().mustBe(call.row().roles().toArray(Role[]::new));
    }
    // Whole before a transaction or a connection is held.
    try (Whole whole = call.row().body().whole(request)) {
      if (call.row().body() == Body.COHORT || call.row().answersArchive()) {
        oneOfFew(() -> chain.doFilter(whole, response));
      } else {
        pass(call, whole, response, chain);
      }
    }
  }

  /**
   * Assessments and archives keep nothing, and so not their answers either; they are large, so they
   * queue.
   */
  private void oneOfFew(Large work) throws ServletException, IOException {
    try {
      if (!few.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw Refusal.busy("Other assessments or archives are being made. Try again in a minute.");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw Refusal.busy("The application is being stopped.");
    }
    try {
      work.run();
    } finally {
      few.release();
    }
  }

  private interface Large {
    void run() throws ServletException, IOException;
  }

  private void pass(
      ApiRights.Call call, Whole request, ContentCachingResponseWrapper response, FilterChain chain)
      throws ServletException, IOException {
    Optional<String> key = Optional.ofNullable(request.getHeader("Idempotency-Key"));
    boolean post = request.getMethod().equals("POST");
    if (!post) {
      chain.doFilter(request, response);
      return;
    }
    if (key.filter(text -> !KEY.matcher(text).matches()).isPresent()) {
      throw Refusal.badInput("/headers/Idempotency-Key", "must have 1 to 200 printable characters");
    }
    if (key.isPresent()) {
      once(key.get(), call, request, response, chain);
    } else {
      change(call, request, response, chain, () -> {});
    }
  }

  /** The first answer for the first request with a key; the same answer for each of its twins. */
  private void once(
      String key,
      ApiRights.Call call,
      Whole request,
      ContentCachingResponseWrapper response,
      FilterChain chain)
      throws IOException, ServletException {
    String user = user();
    String hash = hash(call, request);
    String usersKey = user + " " + key;
    // One for each key: whoever shares a lock with another's key waits for that as well.
    Lock lock = twins.computeIfAbsent(usersKey, none -> new ReentrantLock());
    lock.lock();
    try {
      Optional<UsedKeys.Answer> kept = keys.answer(user, key);
      if (kept.isEmpty()) {
        try {
          first(user, key, hash, call, request, response, chain);
          return;
        } catch (DuplicateKeyException twin) {
          // Another node was faster: its answer is the answer.
          request.removeAttribute(REFUSED);
          response.reset();
          kept = keys.answer(user, key);
        }
      }
      again(kept.orElseThrow(), hash, response);
    } finally {
      lock.unlock();
      twins.remove(usersKey, lock);
    }
  }

  private void first(
      String user,
      String key,
      String hash,
      ApiRights.Call call,
      Whole request,
      ContentCachingResponseWrapper response,
      FilterChain chain)
      throws ServletException, IOException {
    boolean done =
        change(call, request, response, chain, () -> keys.keep(user, key, hash, response));
    boolean refused = response.getStatus() >= 400 && response.getStatus() < 500;
    if (!done && refused && response.getStatus() != 401) {
      transaction.executeWithoutResult(status -> keys.keep(user, key, hash, response));
    }
  }

  /**
   * Runs a change in one transaction with the answer that is kept of it; a refusal undoes both.
   *
   * @return whether it was done
   */
  private boolean change(
      ApiRights.Call call,
      Whole request,
      ContentCachingResponseWrapper response,
      FilterChain chain,
      Runnable atTheEnd)
      throws ServletException, IOException {
    boolean done = tried(call, request, response, chain, atTheEnd);
    // A file was read away by the first try.
    boolean again = call.row().body() != Body.FILE;
    for (int n = 1; again && n < TRIES && request.getAttribute(RACED) != null; n++) {
      request.removeAttribute(RACED);
      request.removeAttribute(REFUSED);
      response.reset();
      done = tried(call, request, response, chain, atTheEnd);
    }
    return done;
  }

  private boolean tried(
      ApiRights.Call call,
      Whole request,
      ContentCachingResponseWrapper response,
      FilterChain chain,
      Runnable atTheEnd)
      throws ServletException, IOException {
    Optional<Subject> about = call.about();
    Optional<String> ifMatch = Optional.ofNullable(request.getHeader(HttpHeaders.IF_MATCH));
    try {
      Boolean done =
          transaction.execute(
              status -> {
                Optional<String> before =
                    ifMatch.isPresent() ? about.flatMap(this::tagUnderLock) : Optional.empty();
                run(chain, request, response);
                boolean ok = response.getStatus() < 400;
                if (ok && ifMatch.isPresent() && !matches(ifMatch.get(), before)) {
                  response.reset();
                  Refusal stale =
                      Refusal.stale(
                          "It was changed since you read it. Read it again, then repeat what still holds.");
                  refused(request, stale);
                  refused.answer(response, stale);
                  ok = false;
                }
                if (!ok) {
                  status.setRollbackOnly();
                  return false;
                }
                about.ifPresent(
                    one -> response.setHeader(HttpHeaders.ETAG, revisions.getObject().tag(one)));
                atTheEnd.run();
                return true;
              });
      return Boolean.TRUE.equals(done);
    } catch (UncheckedServletException wrapped) {
      throw wrapped.original();
    }
  }

  private Optional<String> tagUnderLock(Subject about) {
    // What the change will lock anyway, in the order of the locks.
    locks.gate();
    try {
      binding.getObject().lock(about);
    } catch (Refusal unknown) {
      return Optional.empty();
    }
    return Optional.of(revisions.getObject().tag(about));
  }

  private static boolean matches(String ifMatch, Optional<String> tag) {
    return tag.isPresent()
        && (ifMatch.strip().equals("*")
            || Stream.of(ifMatch.split(",")).map(String::strip).anyMatch(tag.get()::equals));
  }

  private void run(FilterChain chain, HttpServletRequest request, HttpServletResponse response) {
    try {
      chain.doFilter(request, response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ServletException e) {
      throw new UncheckedServletException(e);
    }
  }

  private void again(UsedKeys.Answer kept, String hash, ContentCachingResponseWrapper response)
      throws IOException {
    if (!kept.hash().equals(hash)) {
      throw Refusal.conflict(
          "This Idempotency-Key was used for another request. Use a new key for each request.");
    }
    response.setStatus(kept.status());
    kept.location().ifPresent(location -> response.setHeader(HttpHeaders.LOCATION, location));
    if (kept.body().isPresent()) {
      response.setContentType(
          kept.status() >= 400
              ? MediaType.APPLICATION_PROBLEM_JSON_VALUE
              : MediaType.APPLICATION_JSON_VALUE);
      response.getOutputStream().write(kept.body().get().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String hash(ApiRights.Call call, Whole request) throws IOException {
    List<Object> parts = new ArrayList<>();
    parts.add(call.row().method() + " " + call.path());
    parts.add(Optional.ofNullable(request.getQueryString()).orElse(""));
    parts.add(Optional.ofNullable(request.getHeader(HttpHeaders.IF_MATCH)).orElse(""));
    parts.addAll(request.content());
    return Hashes.ofParts(parts.toArray());
  }

  private static String user() {
    return SecurityContextHolder.getContext().getAuthentication().getName();
  }

  private static final class UncheckedServletException extends RuntimeException {
    UncheckedServletException(ServletException cause) {
      super(cause);
    }

    ServletException original() {
      return (ServletException) getCause();
    }
  }
}
