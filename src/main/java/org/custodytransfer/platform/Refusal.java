package org.custodytransfer.platform;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A "no" with its reason, on its way to whoever asked. Its status is the HTTP status it leaves
 * with: 400 what was sent is wrong, 401 who is this, 403 not for this group, 404 unknown or
 * invisible, 405 and 415 not in this way, 408 not in time, 409 not in this state, 412 changed since
 * it was read, 413 too large, 429 too much at once. It never carries personal data.
 */
public final class Refusal extends RuntimeException {

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

  /** Too much of the same at once; later there is room again. */
  public static Refusal busy(String message) {
    return new Refusal(429, message, List.of(), Map.of());
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
