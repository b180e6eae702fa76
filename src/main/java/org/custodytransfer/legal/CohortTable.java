package org.custodytransfer.legal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.custodytransfer.platform.Fault;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Text;
import org.springframework.stereotype.Component;

/**
 * A cohort as a table: CSV with a head line (RFC 4180). Several values of one column stand apart by
 * spaces; a state or a role and its day are joined by a colon, {@code SV:2019-10-10}. The table
 * becomes the same JSON that is checked by the schema, so that both kinds mean the same.
 */
@Component
public class CohortTable {

  private enum Kind {
    TEXT,
    TRUTH,
    NUMBER,
    WORDS,
    PAIRS
  }

  /** Where the value of a column goes in the JSON of a person. */
  private record Column(Kind kind, String part, String field) {}

  private static final Map<String, Column> COLUMNS = columns();

  private static Map<String, Column> columns() {
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put("code", new Column(Kind.TEXT, "", "code"));
    columns.put("birthDate", new Column(Kind.TEXT, "", "birthDate"));
    columns.put("sex", new Column(Kind.TEXT, "", "sex"));
    columns.put("nationalities", new Column(Kind.WORDS, "", "nationalities"));
    columns.put("languages", new Column(Kind.WORDS, "", "languages"));
    columns.put("judgedOn", new Column(Kind.TEXT, "judgment", "judgedOn"));
    columns.put("custodial", new Column(Kind.TRUTH, "judgment", "custodial"));
    columns.put("offenceGroups", new Column(Kind.WORDS, "judgment", "offenceGroups"));
    columns.put("sentenceFrom", new Column(Kind.TEXT, "judgment", "sentenceFrom"));
    columns.put("sentenceUntil", new Column(Kind.TEXT, "judgment", "sentenceUntil"));
    columns.put("withoutEnd", new Column(Kind.TRUTH, "judgment", "withoutEnd"));
    columns.put("appealOpen", new Column(Kind.TRUTH, "judgment", "appealOpen"));
    columns.put("finalOn", new Column(Kind.TEXT, "judgment", "finalOn"));
    columns.put("expulsionDecidedOn", new Column(Kind.TEXT, "expulsionOrder", "decidedOn"));
    columns.put("expulsionFinalOn", new Column(Kind.TEXT, "expulsionOrder", "finalOn"));
    columns.put("protectionDecisions", new Column(Kind.PAIRS, "state", "protectionDecisions"));
    columns.put("protectionClaims", new Column(Kind.PAIRS, "state", "protectionClaims"));
    columns.put("openProceedings", new Column(Kind.PAIRS, "personIs", "openProceedings"));
    columns.put("consentGiven", new Column(Kind.TRUTH, "consent", "given"));
    columns.put("consentAnsweredOn", new Column(Kind.TEXT, "consent", "answeredOn"));
    columns.put("visitedByChild", new Column(Kind.TRUTH, "circumstances", "VISITED_BY_CHILD"));
    columns.put(
        "opioidSubstitution", new Column(Kind.TRUTH, "circumstances", "OPIOID_SUBSTITUTION"));
    columns.put("securityClass", new Column(Kind.NUMBER, "", "securityClass"));
    return columns;
  }

  private static final CsvMapper CSV =
      CsvMapper.builder()
          .enable(CsvParser.Feature.TRIM_SPACES)
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .enable(CsvParser.Feature.FAIL_ON_MISSING_COLUMNS)
          .build();

  /**
   * The cohort as JSON.
   *
   * @throws Refusal 400 if the text is no table, or names a column that there is not, or twice
   */
  public ObjectNode read(String sent) {
    // A mark and empty lines before the head are a spreadsheet's, not a column's.
    String whole = Text.kept(sent.startsWith("\ufeff") ? sent.substring(1) : sent);
    // Before the parser trims what it takes for space.
    refuseUnusable(whole.lines().toList());
    String text = whole.stripLeading();
    String heading = text.lines().findFirst().orElse("");
    char separator = heading.indexOf(';') >= 0 ? ';' : ',';
    ObjectNode cohort = JsonNodeFactory.instance.objectNode();
    ArrayNode persons = cohort.putArray("persons");
    refuseUnknown(heading, separator);
    CsvSchema head = CsvSchema.emptySchema().withHeader().withColumnSeparator(separator);
    try (MappingIterator<Map<String, String>> lines =
        CSV.readerForMapOf(String.class).with(head).readValues(text)) {
      while (lines.hasNextValue()) {
        ObjectNode person = person(lines.nextValue());
        // A row of separators alone is the end of a sheet, and nobody.
        if (!person.isEmpty()) {
          persons.add(person);
        }
      }
    } catch (JsonProcessingException e) {
      throw Refusal.badInput(
          "",
          String.format(
              Locale.ROOT,
              "is not a table of these columns (line %d)",
              e.getLocation() == null ? 1 : e.getLocation().getLineNr()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cohort;
  }

  private static void refuseUnusable(List<String> lines) {
    List<Fault> faults =
        IntStream.range(0, lines.size())
            .boxed()
            .flatMap(
                n ->
                    Text.fault(lines.get(n))
                        .map(fault -> Fault.at("", "line " + (n + 1) + " " + fault))
                        .stream())
            .toList();
    if (!faults.isEmpty()) {
      throw Refusal.badInput(faults);
    }
  }

  private static void refuseUnknown(String heading, char separator) {
    List<String> names =
        Stream.of(heading.split(String.valueOf(separator)))
            .map(name -> name.strip().replace("\"", ""))
            .toList();
    List<Fault> faults = new ArrayList<>();
    names.stream()
        .filter(name -> !COLUMNS.containsKey(name))
        .limit(COLUMNS.size())
        .map(name -> Fault.at("/" + name, "is not a column; there are " + COLUMNS.keySet()))
        .forEach(faults::add);
    if (Set.copyOf(names).size() < names.size()) {
      faults.add(Fault.at("", "names a column twice"));
    }
    if (!faults.isEmpty()) {
      throw Refusal.badInput(faults);
    }
  }

  private static ObjectNode person(Map<String, String> line) {
    ObjectNode person = JsonNodeFactory.instance.objectNode();
    line.forEach(
        (name, value) -> {
          if (value != null && !value.isBlank()) {
            put(person, COLUMNS.get(name), value.strip());
          }
        });
    return person;
  }

  private static void put(ObjectNode person, Column column, String value) {
    ObjectNode into =
        column.part().isEmpty() || column.kind() == Kind.PAIRS
            ? person
            : person.withObject("/" + column.part());
    switch (column.kind()) {
      case TEXT -> into.put(column.field(), value);
      case TRUTH -> {
        // What is neither stays a text, and the schema says where.
        if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) {
          into.put(column.field(), value.equalsIgnoreCase("true"));
        } else {
          into.put(column.field(), value);
        }
      }
      case NUMBER -> {
        if (value.matches("\\d{1,9}")) {
          into.put(column.field(), Integer.parseInt(value));
        } else {
          into.put(column.field(), value);
        }
      }
      case WORDS -> Stream.of(value.split("\\s+")).forEach(into.withArray(column.field())::add);
      case PAIRS -> {
        for (String pair : value.split("\\s+")) {
          String[] parts = pair.split(":", 2);
          person
              .withArray(column.field())
              .addObject()
              .put(column.part(), parts[0])
              .put(
                  column.part().equals("state") ? "decidedOn" : "openedOn",
                  parts.length > 1 ? parts[1] : "");
        }
      }
    }
  }
}
