package org.custodytransfer.platform;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a text must not hold, whichever way it came in. */
final class Text {

  private Text() {}

  /** What is wrong with a text that no database or other encoding can keep. */
  static Optional<String> fault(String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      return Optional.of("holds half a character");
    }
    return text.indexOf('\0') >= 0
        ? Optional.of("holds a character that cannot be kept")
        : Optional.empty();
  }
}
