package org.custodytransfer.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An answer too large to be held back in memory: its file is sent when everything else is done. */
public final class LargeAnswer {

  private static final String FILE = LargeAnswer.class.getName();

  private LargeAnswer() {}

  /** Answers a call with this file, which is deleted then. */
  public static void send(HttpServletRequest request, Path file) {
    request.setAttribute(FILE, file);
  }

  /** Sends what was given, if anything was, to who may have gone meanwhile. */
  static void to(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (request.getAttribute(FILE) instanceof Path file) {
      try {
        response.setContentLengthLong(Files.size(file));
        Files.copy(file, response.getOutputStream());
      } finally {
        Files.deleteIfExists(file);
      }
    }
  }
}
