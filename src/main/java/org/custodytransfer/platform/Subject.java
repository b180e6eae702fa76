package org.custodytransfer.platform;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a task, an obstacle, a bill or an entry of the trail is about. Its key is written and read
 * here and nowhere else: it names the process, the chain of the trail and the ETag. Within a key
 * the number of a case or the code of an agreement is a name, whatever it seems to say.
 */
public sealed interface Subject {

  /** What begins a key of another kind than a case; no agreement's code may. */
  Pattern NUMBERED = Pattern.compile("([A-Z][A-Z_]{3,})-(\\d{1,18})");

  String FLIGHT = "FL-";
  String BILL = "BILL-";
  String ERASURE = "ERASURE";
  String OBSTACLE = "OBSTACLE";

  String key();

  record OfCase(String number) implements Subject {
    @Override
    public String key() {
      return number;
    }
  }

  record OfAgreement(String code) implements Subject {
    @Override
    public String key() {
      return code;
    }
  }

  record OfFlight(String id) implements Subject {
    @Override
    public String key() {
      return id;
    }

    /** The flight of this number under an agreement. */
    public static OfFlight numbered(String agreement, long number) {
      return new OfFlight(String.format(Locale.ROOT, "%s%s-%06d", FLIGHT, agreement, number));
    }
  }

  /**
   * @param month as in 2026-01
   */
  record OfBill(String agreement, String month) implements Subject {
    @Override
    public String key() {
      return BILL + agreement + "-" + month;
    }

    private static OfBill read(String key) {
      int month = Math.max(key.length() - "2026-01".length(), BILL.length() + 1);
      return new OfBill(
          key.substring(BILL.length(), month - 1), key.substring(Math.min(month, key.length())));
    }
  }

  record OfErasure(long id) implements Subject {
    @Override
    public String key() {
      return ERASURE + "-" + id;
    }
  }

  record OfObstacle(long id) implements Subject {
    @Override
    public String key() {
      return OBSTACLE + "-" + id;
    }

    /** The number of the obstacle that a process is about, by its key. */
    public static long in(String key) {
      return ((OfObstacle) Subject.of(key)).id();
    }
  }

  /**
   * @param kind as the agreement's room calls it
   */
  record OfAgreementFact(String kind, long id) implements Subject {
    @Override
    public String key() {
      return kind + "-" + id;
    }
  }

  /** What a key of a process is about. */
  static Subject of(String key) {
    if (key.startsWith(FLIGHT)) {
      return new OfFlight(key);
    }
    if (key.startsWith(BILL)) {
      return OfBill.read(key);
    }
    Matcher numbered = NUMBERED.matcher(key);
    if (!numbered.matches()) {
      return new OfCase(key);
    }
    long id = Long.parseLong(numbered.group(2));
    return switch (numbered.group(1)) {
      case ERASURE -> new OfErasure(id);
      case OBSTACLE -> new OfObstacle(id);
      default -> new OfAgreementFact(numbered.group(1), id);
    };
  }
}
