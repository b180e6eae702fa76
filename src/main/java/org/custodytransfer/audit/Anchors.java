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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

  private static final Pattern HEAD = Pattern.compile("(\\S+) (\\d{1,18}) ([0-9a-f]{64})");

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

  /** The end of a chain as it was written to a file. */
  public record Head(String chain, long position, String hash) {}

  /**
   * What the trail no longer leads through, and what of the files cannot be read; without that
   * which two auditors have explained.
   */
  @Transactional(readOnly = true)
  public List<Fault> faults() {
    Stream<Fault> unread =
        lines().stream()
            .filter(line -> !HEAD.matcher(line).matches())
            .map(
                line ->
                    new Fault(
                        AuditTrail.GENERAL, 0, "A line of what was anchored cannot be read."));
    Stream<Fault> diverging =
        diverging().stream()
            .map(
                head ->
                    new Fault(
                        head.chain(),
                        head.position(),
                        "The trail no longer leads through what was anchored."))
            .distinct();
    return Stream.concat(unread, diverging).toList();
  }

  /**
   * Heads of any file that the trail no longer leads through. All files are asked: what was written
   * after a chain was rewritten agrees with it, and what was written before does not.
   */
  @Transactional(readOnly = true)
  public List<Head> diverging() {
    Set<Head> explained = Divergences.explained(rows);
    Map<String, List<Head>> anchored =
        lines().stream()
            .map(HEAD::matcher)
            .filter(Matcher::matches)
            .map(head -> new Head(head.group(1), Long.parseLong(head.group(2)), head.group(3)))
            .filter(head -> head.position() > 0 && !explained.contains(head))
            .collect(Collectors.groupingBy(Head::chain, TreeMap::new, Collectors.toList()));
    List<Head> diverging = new ArrayList<>();
    anchored.forEach(
        (chain, heads) -> {
          Map<Long, String> now = now(chain, heads);
          heads.stream()
              .filter(head -> !head.hash().equals(now.get(head.position())))
              .forEach(diverging::add);
        });
    return diverging;
  }

  private Map<Long, String> now(String chain, List<Head> heads) {
    Map<Long, String> now = new HashMap<>();
    rows.query()
        .sql("select position, hash from audit_entry where chain = :chain and position in (:heads)")
        .param("chain", chain)
        .param("heads", heads.stream().map(Head::position).distinct().toList())
        .query((row, n) -> now.put(row.getLong("position"), row.getString("hash")))
        .list();
    return now;
  }

  /** Each line once, however many files have it: most chains do not move from day to day. */
  private Set<String> lines() {
    if (!Files.isDirectory(folder)) {
      return Set.of();
    }
    Set<String> lines = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files.filter(one -> one.getFileName().toString().startsWith("heads-")).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }
}
