package org.custodytransfer.agreement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.custodytransfer.platform.SchemasFixture;

/** Agreements as their files say them, without an application around. */
public final class AgreementFixture {

  private static final AgreementFiles FILES = new AgreementFiles(SchemasFixture.schemas());

  private AgreementFixture() {}

  /** The real agreement of this code, as it is shipped. */
  public static Agreement shipped(String code) {
    try {
      return FILES
          .load(code + ".yaml", Files.readString(Path.of("agreements", code + ".yaml")))
          .agreement();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The invented agreement of this code.
   *
   * @param changes what the file says, and what it says instead, in pairs
   */
  public static Agreement read(String code, String... changes) {
    try {
      String text = Files.readString(Path.of("src/test/resources/agreements", code + ".yaml"));
      for (int i = 0; i < changes.length; i += 2) {
        if (!text.contains(changes[i])) {
          throw new IllegalArgumentException(code + " does not say " + changes[i]);
        }
        text = text.replace(changes[i], changes[i + 1]);
      }
      return FILES.load(code + ".yaml", text).agreement();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
