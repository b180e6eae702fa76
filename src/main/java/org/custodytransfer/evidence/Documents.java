package org.custodytransfer.evidence;

import static org.custodytransfer.platform.Rows.columns;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.custodytransfer.access.Actor;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.platform.Fault;
import org.custodytransfer.platform.Hashes;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Rows;
import org.custodytransfer.platform.Text;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The documents of cases and agreements. A document is added, never changed. */
@Service
@Transactional
public class Documents {

  private static final Set<String> MEDIA_TYPES =
      Set.of("application/pdf", "image/png", "image/jpeg", "image/tiff", "text/plain");
  private static final int MAX_BYTES = 20_000_000;

  private final Rows rows;
  private final AuditTrail audit;
  private final Clock clock;

  Documents(Rows rows, AuditTrail audit, Clock clock) {
    this.rows = rows;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * @param about case number or agreement code
   * @param title what the document is, as its reader would say it
   * @param sha256 of the content, hexadecimal
   * @param size bytes
   */
  public record Document(
      long id,
      String about,
      String title,
      String mediaType,
      String sha256,
      long size,
      Instant recordedAt,
      String recordedBy) {

    public Receipt receipt() {
      return new Receipt(id, sha256, size);
    }
  }

  /** The answer to whoever put a document on file: what it is called is personal, its hash not. */
  public record Receipt(long id, String sha256, long size) {}

  public record Content(Document document, byte[] bytes) {}

  /**
   * @throws Refusal 400 for another media type, an empty or a huge file
   */
  public Document keep(Actor by, String about, String title, String mediaType, byte[] bytes) {
    if (Text.isBlank(title) || Text.length(title) > 200) {
      throw Refusal.badInput("/title", "is required, with at most 200 characters");
    }
    if (mediaType == null || !MEDIA_TYPES.contains(mediaType)) {
      throw Refusal.badInput(
          "/file",
          "must be one of " + MEDIA_TYPES.stream().sorted().collect(Collectors.joining(", ")));
    }
    if (bytes.length == 0 || bytes.length > MAX_BYTES) {
      throw Refusal.badInput("/file", "must have 1 to " + MAX_BYTES + " bytes");
    }
    String sha256 = Hashes.of(bytes);
    Instant now = clock.instant();
    long id =
        rows.add(
            "document",
            columns(
                "about", about,
                "title", title,
                "media_type", mediaType,
                "sha256", sha256,
                "size_bytes", (long) bytes.length,
                "content", bytes,
                "recorded_at", now,
                "recorded_by", by.id()));
    audit.add(about, by.id(), "document added", "document " + id);
    return new Document(id, about, title, mediaType, sha256, bytes.length, now, by.id());
  }

  public List<Document> of(String about) {
    return rows.query()
        .sql("select * from document where about = ? order by id")
        .param(about)
        .query((row, n) -> document(row))
        .list();
  }

  /**
   * @throws Refusal 404 if the case or agreement has no such document
   */
  public Content read(Actor by, String about, long id) {
    Content content = content(about, id);
    audit.read(about, by.id(), "document read", "document " + id);
    return content;
  }

  /**
   * The same without a trace, for who writes it when everything is read.
   *
   * @throws Refusal 404 if the case or agreement has no such document
   */
  public Content content(String about, long id) {
    return rows.query()
        .sql("select * from document where about = ? and id = ?")
        .params(about, id)
        .query((row, n) -> new Content(document(row), row.getBytes("content")))
        .optional()
        .orElseThrow(() -> Refusal.notFound("document"));
  }

  /**
   * Reads a list of document numbers as a form has it ("12, 14"), all of them documents of the case
   * or agreement.
   *
   * @throws Refusal 400 naming the field
   */
  public Set<Long> named(String about, String field, String numbers) {
    return named(Set.of(about), field, numbers);
  }

  /** The same where they may be on file of any of these cases, as those of one person. */
  public Set<Long> named(Collection<String> abouts, String field, String numbers) {
    if (numbers.isBlank()) {
      return Set.of();
    }
    Set<Long> ids;
    try {
      ids =
          Arrays.stream(numbers.split("[,\\s]+"))
              .map(Long::valueOf)
              .collect(Collectors.toCollection(java.util.TreeSet::new));
    } catch (NumberFormatException e) {
      throw Refusal.badInput(
          List.of(
              new Fault(
                  "/documents",
                  field,
                  "must be document numbers with commas between them, for example 12, 14")));
    }
    mustBeOnFile(abouts, field, ids);
    return ids;
  }

  /**
   * @throws Refusal 400 naming the documents that none of these cases or agreements has
   */
  public void mustBeOnFile(Collection<String> abouts, String field, Collection<Long> ids) {
    if (ids.isEmpty()) {
      return;
    }
    Set<Long> known =
        abouts.stream()
            .flatMap(about -> of(about).stream())
            .map(Document::id)
            .collect(Collectors.toSet());
    List<Long> unknown = ids.stream().filter(id -> !known.contains(id)).toList();
    if (!unknown.isEmpty()) {
      throw Refusal.badInput(
          List.of(new Fault("/documents", field, "names what is not on file here: " + unknown)));
    }
  }

  private static Document document(java.sql.ResultSet row) throws java.sql.SQLException {
    return new Document(
        row.getLong("id"),
        row.getString("about"),
        row.getString("title"),
        row.getString("media_type"),
        row.getString("sha256"),
        row.getLong("size_bytes"),
        Rows.instant(row, "recorded_at"),
        row.getString("recorded_by"));
  }
}
