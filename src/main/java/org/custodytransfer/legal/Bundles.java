package org.custodytransfer.legal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.custodytransfer.access.Actor;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.casefile.CaseFile.Decision;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.condition.Condition;
import org.custodytransfer.evidence.Documents;
import org.custodytransfer.legal.CaseViews.CaseView;
import org.custodytransfer.legal.CaseViews.ConditionView;
import org.custodytransfer.obstacle.Obstacles;
import org.custodytransfer.platform.Hashes;
import org.custodytransfer.platform.Papers;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** A whole case for a court, as one archive that an outsider verifies with standard tools. */
@Service
public class Bundles {

  private static final String README =
      """
      Case %1$s, as its file stood at %2$s (UTC).

      summary.pdf       the case to read
      case.json         the same as data, with every condition, decision and its grounds
      obstacles.json    what stands or stood against the transfer, and what settled it
      documents/        the documents on file; the number before the name is the one that decisions name
      audit/            the trail: one file for each entry, exactly the bytes that were hashed
      audit/HASHES      the hash that the application keeps for each entry
      audit/ROWS        which rows of the record each entry speaks of, with their hashes
      SHA256SUMS        the hash of every file in this archive

      To verify:

        sha256sum -c SHA256SUMS                   nothing in this archive was changed since it was made
        cd audit && sha256sum -c HASHES           every entry has the hash that the application keeps

      Each entry begins with "64:" and the hash of the entry before it (the first: 64 zeros), so none can be changed, taken
      out, put in or moved without every later hash being another. The parts of an entry stand one after the other, each
      with the number of its bytes and a colon before it: the hash before, the case, the position, the moment, who did it,
      what, the detail, and the hash over the rows it speaks of where it speaks of any.

      To know that the whole trail was not written anew, compare the last line of audit/HASHES with the heads that the
      authority keeps outside its database (operations, "Checking the trail").
      """;

  public record Fact(String name, String value) {}

  public record Line(
      Condition condition, Verdict.State state, String sentence, String source, String says) {}

  public record Signed(Instant at, String what, String why, String by) {}

  private final CaseFiles cases;
  private final CaseViews views;
  private final Obstacles obstacles;
  private final Documents documents;
  private final AuditTrail audit;
  private final Papers papers;
  private final ObjectMapper mapper;
  private final TransactionTemplate transaction;
  private final Clock clock;

  Bundles(
      CaseFiles cases,
      CaseViews views,
      Obstacles obstacles,
      Documents documents,
      AuditTrail audit,
      Papers papers,
      ObjectMapper mapper,
      TransactionTemplate transaction,
      Clock clock) {
    this.cases = cases;
    this.views = views;
    this.obstacles = obstacles;
    this.documents = documents;
    this.audit = audit;
    this.papers = papers;
    this.mapper = mapper;
    this.transaction = transaction;
    this.clock = clock;
  }

  /**
   * The archive, as this actor may see the case, in a file of its own that the caller deletes. What
   * is long is read first, each document for itself: the trail of the case is taken at the end, and
   * for a moment.
   */
  public Path of(Actor by, String caseNumber) {
    cases.ofSender(by, caseNumber, clock.instant());
    CaseView view = views.of(by, caseNumber);
    String made = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    List<Documents.Document> enclosed = view.documents().orElse(List.of());
    try {
      Path file = Files.createTempFile("bundle", ".zip");
      try (var archive = new Archive(Files.newOutputStream(file))) {
        archive.add("README.txt", bytes(String.format(Locale.ROOT, README, caseNumber, made)));
        archive.add("summary.pdf", papers.pdf(summary(view, made)));
        archive.add("case.json", json(view));
        archive.add("obstacles.json", json(obstacles.shown(by, caseNumber)));
        for (Documents.Document one : enclosed) {
          archive.add(
              String.format(Locale.ROOT, "documents/%d-%s", one.id(), name(one)),
              documents.content(caseNumber, one.id()).bytes());
        }
        trail(archive, traced(by, caseNumber, enclosed, made));
        archive.add("SHA256SUMS", bytes(archive.sums()));
      } catch (IOException | RuntimeException failed) {
        Files.deleteIfExists(file);
        throw failed;
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The trail with what was read for this archive, and that it was made. */
  private List<AuditTrail.Sealed> traced(
      Actor by, String caseNumber, List<Documents.Document> enclosed, String made) {
    return transaction.execute(
        status -> {
          enclosed.forEach(
              one -> audit.read(caseNumber, by.id(), "document read", "document " + one.id()));
          audit.read(caseNumber, by.id(), "bundle made", made);
          return audit.sealed(caseNumber);
        });
  }

  private static void trail(Archive archive, List<AuditTrail.Sealed> trail) throws IOException {
    StringBuilder hashes = new StringBuilder();
    StringBuilder speaksOf = new StringBuilder();
    for (AuditTrail.Sealed entry : trail) {
      String name = String.format(Locale.ROOT, "%06d", entry.position());
      archive.add("audit/" + name, bytes(entry.text()));
      hashes.append(entry.hash()).append("  ").append(name).append('\n');
      entry.speaksOf().forEach(row -> speaksOf.append(name).append(' ').append(row).append('\n'));
    }
    archive.add("audit/HASHES", bytes(hashes.toString()));
    archive.add("audit/ROWS", bytes(speaksOf.toString()));
  }

  private String summary(CaseView view, String made) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Agreement", view.agreement() + ", version " + view.agreementVersion()));
    facts.add(new Fact("Status", view.status().name()));
    facts.add(new Fact("Route", view.route().map(Enum::name).orElse("")));
    facts.add(new Fact("The person is", view.place().name()));
    facts.add(new Fact("Filed", view.filedAt().toString()));
    view.person()
        .ifPresent(
            person -> {
              facts.add(new Fact("Name", person.name()));
              facts.add(new Fact("Register number", person.registerNumber()));
              facts.add(new Fact("Born", person.birthDate().text()));
              facts.add(new Fact("Counsel", person.counsel()));
            });
    view.nationalities()
        .ifPresent(states -> facts.add(new Fact("Nationalities", String.join(", ", states))));
    view.judgments()
        .orElse(List.of())
        .forEach(
            judgment ->
                facts.add(
                    new Fact(
                        "Judgment",
                        String.format(
                            Locale.ROOT,
                            "%s, %s, of %s; sentence from %s %s",
                            judgment.court(),
                            judgment.docket(),
                            judgment.judgedOn(),
                            judgment.sentenceFrom(),
                            judgment
                                .sentenceUntil()
                                .map(until -> "until " + until)
                                .orElse("without end")))));
    return papers.page(
        "case",
        Map.of(
            "title",
            "Case " + view.caseNumber(),
            "subtitle",
            "As its file stood at " + made + " (UTC).",
            "facts",
            facts,
            "conditions",
            view.conditions().orElse(List.of()).stream().map(Bundles::line).toList(),
            "decisions",
            view.decisions().stream().map(Bundles::signed).toList(),
            "documents",
            view.documents().orElse(List.of()),
            "timeline",
            view.timeline().orElse(List.of())));
  }

  private static Line line(ConditionView one) {
    return new Line(
        one.condition(),
        one.state(),
        one.sentence(),
        one.source(),
        String.join("; ", one.evidence())
            + (one.signedBy().isEmpty() ? "" : ", signed by " + String.join(", ", one.signedBy()))
            + one.since().map(since -> ", since " + since).orElse(""));
  }

  private static Signed signed(Decision decision) {
    List<String> why = new ArrayList<>(List.of(decision.reason()));
    decision.grounds().forEach(ground -> why.add(ground.code() + " (" + ground.source() + ")"));
    return new Signed(
        decision.recordedAt(),
        decision.kind() + ": " + decision.outcome(),
        String.join(" ", why),
        decision.signedBy());
  }

  private byte[] json(Object view) {
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(view);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Documents.Document document) {
    String kind =
        Optional.of(document.mediaType())
            .map(type -> type.substring(type.indexOf('/') + 1))
            .map(type -> type.equals("plain") ? "txt" : type.replaceAll("[^a-z0-9]", ""))
            .orElse("bin");
    return document.title().replaceAll("[^A-Za-z0-9 ()-]", "_").strip() + "." + kind;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** An archive as it is written, with the hash of each of its files. */
  private static final class Archive implements AutoCloseable {

    private final ZipOutputStream zip;
    private final StringBuilder sums = new StringBuilder();

    Archive(OutputStream out) {
      this.zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    }

    void add(String name, byte[] content) throws IOException {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
      zip.closeEntry();
      sums.append(Hashes.of(content)).append("  ").append(name).append('\n');
    }

    String sums() {
      return sums.toString();
    }

    @Override
    public void close() throws IOException {
      zip.close();
    }
  }
}
