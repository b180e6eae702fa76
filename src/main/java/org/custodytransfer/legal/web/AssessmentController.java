package org.custodytransfer.legal.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.custodytransfer.access.Actors;
import org.custodytransfer.access.AllowedTo;
import org.custodytransfer.access.Role;
import org.custodytransfer.condition.Condition;
import org.custodytransfer.legal.Assessments;
import org.custodytransfer.legal.Assessments.Assessment;
import org.custodytransfer.legal.Assessments.Cohort;
import org.custodytransfer.legal.CohortTable;
import org.custodytransfer.platform.Papers;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Schemas;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * An agreement tried on a cohort: JSON or CSV in; JSON, a page or a PDF out, as {@code Accept}
 * asks.
 */
@RestController
@RequestMapping("/api/agreements/{code}/assessment")
class AssessmentController {

  private static final String CSV = "text/csv";

  /** Agreements beside the one that is assessed: each is all the work once more. */
  private static final int MOST_COMPARED = 5;

  /** Persons of a PDF, which takes as long for each hundred as the assessment for a thousand. */
  private static final int MOST_ON_PAPER = 1_000;

  /** A line of the table of totals. */
  public record Total(Condition condition, int persons, String source) {}

  private final Assessments assessments;
  private final CohortTable table;
  private final Papers papers;
  private final Actors actors;
  private final Schemas schemas;

  AssessmentController(
      Assessments assessments, CohortTable table, Papers papers, Actors actors, Schemas schemas) {
    this.assessments = assessments;
    this.table = table;
    this.papers = papers;
    this.actors = actors;
    this.schemas = schemas;
  }

  @Operation(
      summary = "Try an agreement of any status on a cohort of codes; nothing is filed or kept")
  @RequestBody(content = @Content(schema = @Schema(implementation = Cohort.class)))
  @AllowedTo({Role.LEGAL_REVIEWERS, Role.COUNSEL, Role.MANAGERS, Role.AUDITORS})
  @PostMapping(
      consumes = {MediaType.APPLICATION_JSON_VALUE, CSV},
      produces = {
        MediaType.APPLICATION_JSON_VALUE,
        MediaType.TEXT_HTML_VALUE,
        MediaType.APPLICATION_PDF_VALUE
      })
  ResponseEntity<?> assess(
      @PathVariable String code,
      @RequestParam Optional<List<String>> compareWith,
      @RequestHeader(HttpHeaders.CONTENT_TYPE) MediaType type,
      @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = MediaType.APPLICATION_JSON_VALUE)
          List<MediaType> accept,
      @org.springframework.web.bind.annotation.RequestBody String body) {
    Cohort cohort =
        type.isCompatibleWith(MediaType.valueOf(CSV))
            ? schemas.read((JsonNode) table.read(body), "cohort", Cohort.class)
            : schemas.read(body, "cohort", Cohort.class);
    List<String> compared = compareWith.orElse(List.of()).stream().distinct().toList();
    if (compared.size() > MOST_COMPARED) {
      throw Refusal.badInput("/compareWith", "must be at most " + MOST_COMPARED + " agreements");
    }
    MediaType wanted =
        accept.stream()
            .filter(one -> one.getQualityValue() > 0)
            .sorted(Comparator.comparing(MediaType::getQualityValue).reversed())
            .filter(
                one ->
                    one.equalsTypeAndSubtype(MediaType.TEXT_HTML)
                        || one.equalsTypeAndSubtype(MediaType.APPLICATION_PDF)
                        || one.includes(MediaType.APPLICATION_JSON))
            .findFirst()
            .orElse(MediaType.APPLICATION_JSON);
    boolean onPaper = wanted.equalsTypeAndSubtype(MediaType.APPLICATION_PDF);
    if (onPaper && cohort.persons().size() > MOST_ON_PAPER) {
      throw Refusal.badInput(
          "/persons", "must be at most " + MOST_ON_PAPER + " for a PDF; ask for JSON, or in parts");
    }
    Assessment assessment = assessments.assess(actors.current(), code, cohort, compared);
    if (onPaper) {
      return ResponseEntity.ok()
          .contentType(MediaType.APPLICATION_PDF)
          .header(
              HttpHeaders.CONTENT_DISPOSITION,
              String.format(Locale.ROOT, "inline; filename=\"assessment-%s.pdf\"", code))
          .body(papers.pdf(page(assessment)));
    }
    if (wanted.equalsTypeAndSubtype(MediaType.TEXT_HTML)) {
      return ResponseEntity.ok()
          .contentType(new MediaType(MediaType.TEXT_HTML, java.nio.charset.StandardCharsets.UTF_8))
          .body(page(assessment));
    }
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(assessment);
  }

  private String page(Assessment assessment) {
    Map<Condition, Assessments.Open> open = new TreeMap<>();
    assessment.findings().stream()
        .flatMap(person -> person.open().stream())
        .forEach(one -> open.putIfAbsent(one.condition(), one));
    return papers.page(
        "assessment",
        Map.of(
            "title",
            "Assessment of " + assessment.agreement(),
            "subtitle",
            String.format(
                Locale.ROOT,
                "Status %s since %s. Assessed at %s (UTC).",
                assessment.status(),
                assessment.since(),
                assessment.assessedAt().truncatedTo(java.time.temporal.ChronoUnit.SECONDS)),
            "assessment",
            assessment,
            "totals",
            assessment.totals().entrySet().stream()
                .map(
                    one ->
                        new Total(one.getKey(), one.getValue(), source(assessment, one.getKey())))
                .toList(),
            "open",
            open.values()));
  }

  private static String source(Assessment assessment, Condition condition) {
    return assessment.findings().stream()
        .flatMap(person -> person.against().stream())
        .filter(against -> against.condition() == condition)
        .map(Assessments.Against::source)
        .findFirst()
        .orElse("");
  }
}
