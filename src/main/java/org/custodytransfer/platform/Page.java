package org.custodytransfer.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * A part of a list.
 *
 * @param total how many there are in all, for whoever asks
 */
public record Page<T>(List<T> items, Paging paging, long total) {

  public static <T> Page<T> empty(Paging paging) {
    return new Page<>(List.of(), paging, 0);
  }

  /** A part of a list that is short and known as a whole. */
  public static <T> Page<T> of(List<T> all, Paging paging) {
    int from = Math.min(paging.offset(), all.size());
    return new Page<>(
        all.subList(from, Math.min(from + paging.size(), all.size())), paging, all.size());
  }

  /**
   * The items, with {@code X-Total-Count} and the links to the pages before and after (RFC 8288).
   */
  public ResponseEntity<List<T>> answer() {
    List<String> links = new ArrayList<>();
    if (paging.page() > 0) {
      links.add(link(paging.page() - 1, "prev"));
    }
    if (paging.offset() + (long) paging.size() < total) {
      links.add(link(paging.page() + 1, "next"));
    }
    var answer = ResponseEntity.ok().header("X-Total-Count", total + "");
    if (!links.isEmpty()) {
      answer.header(HttpHeaders.LINK, String.join(", ", links));
    }
    return answer.body(items);
  }

  private String link(int page, String relation) {
    // Without the host: what a caller calls this server is nothing to send others to.
    String address =
        ServletUriComponentsBuilder.fromCurrentRequest()
            .scheme(null)
            .host(null)
            .port(null)
            .replaceQueryParam("page", page)
            .replaceQueryParam("size", paging.size())
            .toUriString();
    return String.format(Locale.ROOT, "<%s>; rel=\"%s\"", address, relation);
  }
}
