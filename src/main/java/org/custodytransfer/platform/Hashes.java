package org.custodytransfer.platform;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4) in hexadecimal. */
public final class Hashes {

  private Hashes() {}

  public static String of(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  public static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The hash of several parts; their lengths go in too, so that text cannot wander from one part to
   * the next.
   */
  public static String ofParts(Object... parts) {
    return of(joined(parts));
  }

  /** What {@link #ofParts} hashes: each part with the number of its bytes before it. */
  public static String joined(Object... parts) {
    StringBuilder text = new StringBuilder();
    for (Object part : parts) {
      text.append(part.toString().getBytes(StandardCharsets.UTF_8).length).append(':').append(part);
    }
    return text.toString();
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
