package org.custodytransfer.platform;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A "no" with its reason, on its way to whoever asked. Its status is the HTTP status it leaves
 * with: 400 what was sent is wrong, 401 who is this, 403 not for this group, 404 unknown or
 * invisible, 405 and 415 not in this way, 408 not in time, 409 not in this state, 412 changed since
 * it was read, 413 too large, 429 too much at once. It never carries personal data.
 */
public final class Refusal extends RuntimeException {

  private static final String RETRY_AFTER = "retryAfter";
  private static final Duration SOON = Duration.ofSeconds(5);

  private final int status;
  private final transient List<Fault> faults;
  private final transient Map<String, Object> about;

  private Refusal(int status, String message, List<Fault> faults, Map<String, Object> about) {
    super(message);
    this.status = status;
    this.faults = List.copyOf(faults);
    this.about = Map.copyOf(about);
  }

  /** So many faults say enough: who sent more has to look at the first ones anyway. */
  private static final int FAULTS = 100;

  public static Refusal badInput(List<Fault> all) {
    List<Fault> faults = all.stream().limit(FAULTS).toList();
    String text =
        faults.stream()
            .map(fault -> String.format(Locale.ROOT, "%s: %s", fault.label(), fault.detail()))
            .collect(Collectors.joining("; "));
    return new Refusal(400, text, faults, Map.of());
  }

  public static Refusal badInput(String pointer, String detail) {
    return badInput(List.of(Fault.at(pointer, detail)));
  }

  public static Refusal unauthorized(String message) {
    return new Refusal(401, message, List.of(), Map.of());
  }

  public static Refusal forbidden(String message) {
    return new Refusal(403, message, List.of(), Map.of());
  }

  /** Unknown and invisible give the same answer, so that nobody learns what they may not see. */
  public static Refusal notFound(String what) {
    return new Refusal(404, "There is no such " + what + ".", List.of(), Map.of());
  }

  public static Refusal conflict(String message) {
    return new Refusal(409, message, List.of(), Map.of());
  }

  public static Refusal conflict(String message, Map<String, Object> about) {
    return new Refusal(409, message, List.of(), about);
  }

  public static Refusal stale(String message) {
    return new Refusal(412, message, List.of(), Map.of());
  }

  /** The address is there, but not for this method; which there are goes out as {@code Allow}. */
  public static Refusal notAllowed(String method, Collection<String> allowed) {
    return new Refusal(
        405,
        String.format(
            Locale.ROOT, "%s is not possible here; %s is.", method, String.join(", ", allowed)),
        List.of(),
        Map.of("allow", List.copyOf(allowed)));
  }

  public static Refusal tooLate(String message) {
    return new Refusal(408, message, List.of(), Map.of());
  }

  public static Refusal tooLarge(String message) {
    return new Refusal(413, message, List.of(), Map.of());
  }

  /** Too much of the same at once; soon there is room again. */
  public static Refusal busy(String message) {
    return tooEarly(message, SOON);
  }

  /** Not before that time is over. */
  public static Refusal tooEarly(String message, Duration wait) {
    return new Refusal(
        429, message, List.of(), Map.of(RETRY_AFTER, wait.plusMillis(999).toSeconds()));
  }

  /** The database gives no connection or no lock in time; whoever asks again may be luckier. */
  public static Refusal unavailable() {
    return new Refusal(
        503,
        "The record cannot be reached or is held by another at this moment. Nothing was changed; try again in a few seconds.",
        List.of(),
        Map.of(RETRY_AFTER, SOON.toSeconds()));
  }

  /** A fault of this application, not of whoever asked. */
  public static Refusal unexpected() {
    return new Refusal(
        500,
        "Something went wrong here. Nothing was changed; please try again or tell the operator.",
        List.of(),
        Map.of());
  }

  public boolean isUnavailable() {
    return status == 503;
  }

  /** Seconds after which the same may be asked again, where there is anything to wait for. */
  public Optional<Long> retryAfter() {
    return Optional.ofNullable((Long) about.get(RETRY_AFTER));
  }

  public static Refusal unsupported(String message) {
    return new Refusal(415, message, List.of(), Map.of());
  }

  public int status() {
    return status;
  }

  public List<Fault> faults() {
    return faults;
  }

  /** What a system needs besides the text, for example the open case's number. */
  public Map<String, Object> about() {
    return about;
  }
}
