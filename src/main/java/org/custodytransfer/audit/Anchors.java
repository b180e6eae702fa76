package org.custodytransfer.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.custodytransfer.audit.AuditTrail.Fault;
import org.custodytransfer.platform.Rows;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The ends of all chains, written each day to a file outside the database: who rewrites a whole
 * chain is found out by what was written before.
 */
@Service
public class Anchors {

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'heads-'yyyyMMdd'T'HHmmss.SSS'Z.txt'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final AuditTrail trail;
  private final Rows rows;
  private final Path folder;
  private final Clock clock;

  Anchors(
      AuditTrail trail,
      Rows rows,
      @Value("${custody.anchors:./data/anchors}") Path folder,
      Clock clock) {
    this.trail = trail;
    this.rows = rows;
    this.folder = folder;
    this.clock = clock;
  }

  /** Writes the heads of all chains to a new file, and returns it. */
  public Path write() {
    try {
      Files.createDirectories(folder);
      return Files.write(
          folder.resolve(NAME.format(clock.instant())),
          trail.heads(),
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Heads of the newest file that the trail no longer leads through. */
  @Transactional(readOnly = true)
  public List<Fault> faults() {
    List<Fault> faults = new ArrayList<>();
    for (String line : newest()) {
      String[] words = line.split(" ");
      long position = Long.parseLong(words[1]);
      boolean there =
          position == 0
              || rows.query()
                      .sql(
                          "select count(*) from audit_entry where chain = ? and position = ? and hash = ?")
                      .params(words[0], position, words[2])
                      .query(Long.class)
                      .single()
                  == 1;
      if (!there) {
        faults.add(
            new Fault(words[0], position, "The trail no longer leads through what was anchored."));
      }
    }
    return faults;
  }

  private List<String> newest() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      Optional<Path> last =
          files
              .filter(file -> file.getFileName().toString().startsWith("heads-"))
              .max(java.util.Comparator.naturalOrder());
      return last.isPresent() ? Files.readAllLines(last.get()) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
