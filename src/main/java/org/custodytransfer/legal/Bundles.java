package org.custodytransfer.legal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Role;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.casefile.CaseFile.Decision;
import org.custodytransfer.evidence.Documents;
import org.custodytransfer.legal.CaseViews.CaseView;
import org.custodytransfer.legal.CaseViews.ConditionView;
import org.custodytransfer.platform.Hashes;
import org.custodytransfer.platform.Papers;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** A whole case for a court, as one archive that an outsider verifies with standard tools. */
@Service
@Transactional
public class Bundles {

  private static final String README =
      """
      Case %1$s, as its file stood at %2$s (UTC).

      summary.pdf       the case to read
      case.json         the same as data, with every condition, decision and its grounds
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

  private final CaseViews views;
  private final Documents documents;
  private final AuditTrail audit;
  private final Papers papers;
  private final ObjectMapper mapper;
  private final Clock clock;

  Bundles(
      CaseViews views,
      Documents documents,
      AuditTrail audit,
      Papers papers,
      ObjectMapper mapper,
      Clock clock) {
    this.views = views;
    this.documents = documents;
    this.audit = audit;
    this.papers = papers;
    this.mapper = mapper;
    this.clock = clock;
  }

  /** The archive, as this actor may see the case; making it is on the trail. */
  public byte[] of(Actor by, String caseNumber) {
    by.mustBe(Role.AUDITORS, Role.COUNSEL, Role.LEGAL_REVIEWERS, Role.DUTY_LAWYERS);
    CaseView view = views.of(by, caseNumber);
    String made = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("README.txt", bytes(String.format(Locale.ROOT, README, caseNumber, made)));
    files.put("summary.pdf", papers.pdf(summary(view, made)));
    files.put("case.json", json(view));
    for (Documents.Document one : view.documents().orElse(List.of())) {
      files.put(
          String.format(Locale.ROOT, "documents/%d-%s", one.id(), name(one)),
          documents.read(by, caseNumber, one.id()).bytes());
    }
    audit.read(caseNumber, by.id(), "bundle made", made);
    trail(files, caseNumber);
    StringBuilder sums = new StringBuilder();
    files.forEach(
        (name, content) -> sums.append(Hashes.of(content)).append("  ").append(name).append('\n'));
    files.put("SHA256SUMS", bytes(sums.toString()));
    return zip(files);
  }

  private void trail(Map<String, byte[]> files, String caseNumber) {
    StringBuilder hashes = new StringBuilder();
    StringBuilder speaksOf = new StringBuilder();
    for (AuditTrail.Sealed entry : audit.sealed(caseNumber)) {
      String name = String.format(Locale.ROOT, "%06d", entry.position());
      files.put("audit/" + name, bytes(entry.text()));
      hashes.append(entry.hash()).append("  ").append(name).append('\n');
      entry.speaksOf().forEach(row -> speaksOf.append(name).append(' ').append(row).append('\n'));
    }
    files.put("audit/HASHES", bytes(hashes.toString()));
    files.put("audit/ROWS", bytes(speaksOf.toString()));
  }

  private String summary(CaseView view, String made) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Agreement", view.agreement() + ", version " + view.agreementVersion()));
    facts.add(new Fact("Status", view.status().name()));
    facts.add(new Fact("Route", view.route().name()));
    facts.add(new Fact("The person is", view.place().name()));
    facts.add(new Fact("Filed", view.filedAt().toString()));
    view.person()
        .ifPresent(
            person -> {
              facts.add(new Fact("Name", person.familyName() + ", " + person.givenNames()));
              facts.add(new Fact("Register number", person.registerNumber()));
              facts.add(new Fact("Born", person.birthDate().toString()));
              facts.add(new Fact("Counsel", person.counsel()));
            });
    view.nationalities()
        .ifPresent(states -> facts.add(new Fact("Nationalities", String.join(", ", states))));
    view.judgment()
        .ifPresent(
            judgment ->
                facts.add(
                    new Fact(
                        "Judgment",
                        String.format(
                            Locale.ROOT,
                            "%s, %s, of %s; sentence from %s until %s",
                            judgment.court(),
                            judgment.docket(),
                            judgment.judgedOn(),
                            judgment.sentenceFrom(),
                            judgment.sentenceUntil()))));
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

  private byte[] json(CaseView view) {
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

  private static byte[] zip(Map<String, byte[]> files) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
