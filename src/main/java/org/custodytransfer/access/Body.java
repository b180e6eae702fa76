package org.custodytransfer.access;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.custodytransfer.platform.Refusal;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** What an address takes: its kind of text, and how many bytes of it. */
enum Body {
  JSON(256_000, MediaType.APPLICATION_JSON),
  /** Up to 5,000 persons of an assessment. */
  COHORT(2_000_000, MediaType.APPLICATION_JSON, new MediaType("text", "csv")),
  FILE(21_000_000, MediaType.MULTIPART_FORM_DATA),
  /** What the pages of the webapps send: JSON of two names. */
  PAGES(256_000, MediaType.APPLICATION_JSON, new MediaType("application", "hal+json")),
  LOGIN(256_000, MediaType.APPLICATION_FORM_URLENCODED);

  private final int bytes;
  private final List<MediaType> types;

  Body(int bytes, MediaType... types) {
    this.bytes = bytes;
    this.types = List.of(types);
  }

  /**
   * Reads the body of a call whole.
   *
   * @throws Refusal 408 if it takes too long, 413 if there is too much of it, 415 if it is of
   *     another kind, 400 if it cannot be read
   */
  Whole whole(HttpServletRequest request) throws IOException {
    if (none(request) || isEmpty(request)) {
      return Whole.nothing(request);
    }
    MediaType type =
        sent(request)
            .flatMap(one -> types.stream().filter(taken -> taken.includes(one)).findFirst())
            .orElseThrow(
                () ->
                    Refusal.unsupported(
                        String.format(
                            Locale.ROOT,
                            "The Content-Type has to be %s.",
                            MediaType.toString(types))));
    return this == FILE ? Whole.form(request, bytes) : Whole.text(request, type, bytes);
  }

  /** Whether it is a call that sends nothing and changes nothing. */
  static boolean none(HttpServletRequest request) {
    return List.of("GET", "HEAD", "OPTIONS").contains(request.getMethod());
  }

  /** A call that only has an address: nobody has to say of what kind nothing is. */
  private static boolean isEmpty(HttpServletRequest request) {
    return request.getContentType() == null
        && request.getContentLengthLong() <= 0
        && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null;
  }

  private static Optional<MediaType> sent(HttpServletRequest request) {
    try {
      return Optional.ofNullable(request.getContentType()).map(MediaType::parseMediaType);
    } catch (InvalidMediaTypeException none) {
      return Optional.empty();
    }
  }
}
