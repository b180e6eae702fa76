package org.custodytransfer.platform;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Checks JSON against the schemas in {@code schemas/}, every fault at once, each with its pointer.
 */
@Component
public class Schemas {

  /** So many faults say enough: who sent more has to look at the first ones anyway. */
  private static final int FAULTS = 100;

  /** A date in which nobody lived or will. */
  private static final Pattern YEAR_OF_NOBODY =
      Pattern.compile("(?!" + Text.A_YEAR + "-)[0-9]{4}-.*");

  /** So many items of a list are judged at once. */
  private static final int SLICE = 50;

  /** Before a number's point, and behind it. */
  private static final int DIGITS = 18;

  /** Bounds of one document: how deep, how long a text, how many values; a cohort has more. */
  private static final StreamReadConstraints BOUNDS = bounds(5_000);

  private static final StreamReadConstraints OF_A_COHORT = bounds(300_000);

  private final ObjectMapper mapper;
  private final ObjectMapper cohorts;
  private final JsonSchemaFactory factory =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private final SchemaValidatorsConfig config =
      SchemaValidatorsConfig.builder()
          .formatAssertionsEnabled(true)
          .pathType(PathType.JSON_POINTER)
          .locale(Locale.ENGLISH)
          .build();
  private final Map<String, JsonSchema> known = new ConcurrentHashMap<>();

  Schemas(ObjectMapper mapper) {
    this.mapper = bounded(mapper, BOUNDS);
    this.cohorts = bounded(mapper, OF_A_COHORT);
  }

  private static StreamReadConstraints bounds(long values) {
    return StreamReadConstraints.builder()
        .maxNestingDepth(20)
        .maxStringLength(20_000)
        .maxNameLength(200)
        .maxNumberLength(40)
        .maxTokenCount(values)
        .build();
  }

  private static ObjectMapper bounded(ObjectMapper mapper, StreamReadConstraints bounds) {
    JsonFactory factory = JsonFactory.builder().streamReadConstraints(bounds).build();
    return mapper
        .copyWith(factory)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  }

  /**
   * Reads a JSON text as the given type.
   *
   * @throws Refusal 400 with every fault
   */
  public <T> T read(String text, String schema, Class<T> type) {
    JsonNode tree;
    try {
      tree = (schema.equals("cohort") ? cohorts : mapper).readTree(text);
    } catch (StreamConstraintsException e) {
      throw Refusal.badInput("", "has too many values, or one that is too long or too deep");
    } catch (JacksonException e) {
      // The parser's own message may quote what was sent, so it stays here.
      var where = e.getLocation();
      throw Refusal.badInput(
          "",
          where == null
              ? "is not JSON"
              : String.format(
                  Locale.ROOT,
                  "is not JSON (line %d, column %d)",
                  where.getLineNr(),
                  where.getColumnNr()));
    }
    return read(tree, schema, type);
  }

  public <T> T read(JsonNode sent, String schema, Class<T> type) {
    JsonNode tree = kept(sent);
    List<Fault> faults = faults(tree, schema);
    if (!faults.isEmpty()) {
      throw Refusal.badInput(faults);
    }
    try {
      return mapper.convertValue(tree, type);
    } catch (IllegalArgumentException e) {
      // A value that its schema takes and its type does not, like a number beyond any use.
      throw e.getCause() instanceof JsonMappingException wrong
          ? Refusal.badInput(pointer(wrong), wordsFor(wrong))
          : e;
    }
  }

  /**
   * Checks what goes elsewhere to be read.
   *
   * @throws Refusal 400 with every fault
   */
  public void check(JsonNode sent, String schema) {
    List<Fault> faults = faults(sent, schema);
    if (!faults.isEmpty()) {
      throw Refusal.badInput(faults);
    }
  }

  /** Every text of a document as it is kept. */
  private static JsonNode kept(JsonNode node) {
    if (node.isTextual()) {
      return JsonNodeFactory.instance.textNode(Text.kept(node.textValue()));
    }
    if (node.isArray()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode(node.size());
      node.forEach(one -> list.add(kept(one)));
      return list;
    }
    if (node.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      node.properties().forEach(one -> object.set(one.getKey(), kept(one.getValue())));
      return object;
    }
    return node;
  }

  private List<Fault> faults(JsonNode tree, String schema) {
    List<Fault> unusable = unusable("", tree).limit(FAULTS).toList();
    if (!unusable.isEmpty()) {
      return unusable;
    }
    JsonSchema known = schema(schema);
    List<Fault> tooLong = walk(tree, known, Schemas::tooLong);
    if (!tooLong.isEmpty()) {
      return tooLong;
    }
    List<Fault> plain =
        walk(
            tree,
            known,
            (at, node, rules) -> Stream.concat(blank(at, node, rules), outOfTime(at, node, rules)));
    Set<String> said = plain.stream().map(Fault::pointer).collect(Collectors.toSet());
    List<Fault> others =
        longList(tree)
            .map(list -> sliced(known, (ObjectNode) tree, list))
            .orElseGet(() -> all(known, tree));
    return Stream.concat(
            plain.stream(), others.stream().filter(fault -> !said.contains(fault.pointer())))
        .toList();
  }

  private static List<Fault> all(JsonSchema schema, JsonNode tree) {
    return schema.validate(tree).stream()
        .map(Schemas::fault)
        .distinct()
        .sorted(Comparator.comparing(Fault::pointer).thenComparing(Fault::detail))
        .toList();
  }

  /** A list of the document that is too long to be judged at once, if there is one. */
  private static Optional<String> longList(JsonNode tree) {
    return tree.properties().stream()
        .filter(one -> one.getValue().isArray() && one.getValue().size() > SLICE)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Judges a long list piece by piece, and stops when enough is said. */
  private static List<Fault> sliced(JsonSchema schema, ObjectNode tree, String list) {
    Set<Fault> faults = new LinkedHashSet<>();
    JsonNode items = tree.get(list);
    for (int from = 0; from < items.size() && faults.size() < FAULTS; from += SLICE) {
      ArrayNode slice = JsonNodeFactory.instance.arrayNode();
      for (int n = from; n < Math.min(from + SLICE, items.size()); n++) {
        slice.add(items.get(n));
      }
      ObjectNode part = JsonNodeFactory.instance.objectNode().setAll(tree);
      part.set(list, slice);
      int offset = from;
      all(schema, part).forEach(fault -> faults.add(moved(fault, "/" + list + "/", offset)));
    }
    return List.copyOf(faults);
  }

  /** The fault of a piece where it is in the whole. */
  private static Fault moved(Fault fault, String list, int offset) {
    if (!fault.pointer().startsWith(list)) {
      return fault;
    }
    String[] place = fault.pointer().substring(list.length()).split("/", 2);
    return Fault.at(
        list + (Integer.parseInt(place[0]) + offset) + (place.length > 1 ? "/" + place[1] : ""),
        fault.detail());
  }

  /** Lists and texts that are too long, before any pattern looks at them. */
  private static Stream<Fault> tooLong(String at, JsonNode node, JsonNode schema) {
    int most = schema.path(node.isArray() ? "maxItems" : "maxLength").asInt(Integer.MAX_VALUE);
    if (node.isArray() && node.size() > most) {
      return Stream.of(Fault.at(at, "must have at most " + most + " items"));
    }
    return node.isTextual() && Text.length(node.textValue()) > most
        ? Stream.of(Fault.at(at, "must be at most " + most + " characters long"))
        : Stream.empty();
  }

  private static Stream<Fault> blank(String at, JsonNode node, JsonNode schema) {
    return node.isTextual()
            && schema.path("minLength").asInt(0) > 0
            && Text.isBlank(node.textValue())
        ? Stream.of(Fault.at(at, "must not be blank"))
        : Stream.empty();
  }

  private static Stream<Fault> outOfTime(String at, JsonNode node, JsonNode schema) {
    return node.isTextual()
            && schema.path("format").asText().startsWith("date")
            && YEAR_OF_NOBODY.matcher(node.textValue()).matches()
        ? Stream.of(Fault.at(at, "must be in a year from 1900 to 2199"))
        : Stream.empty();
  }

  private static List<Fault> walk(JsonNode tree, JsonSchema schema, Judge judge) {
    return walk("", tree, schema.getSchemaNode(), schema.getSchemaNode(), judge)
        .limit(FAULTS)
        .toList();
  }

  private interface Judge {
    Stream<Fault> of(String at, JsonNode node, JsonNode schema);
  }

  /** Asks of every value of a document beside what its schema says of it; in a bad list no more. */
  private static Stream<Fault> walk(
      String at, JsonNode node, JsonNode schema, JsonNode whole, Judge judge) {
    if (schema.has("$ref") && schema.get("$ref").asText().startsWith("#/")) {
      return walk(at, node, whole.at(schema.get("$ref").asText().substring(1)), whole, judge);
    }
    List<Fault> here = judge.of(at, node, schema).toList();
    if (!here.isEmpty()) {
      return here.stream();
    }
    if (node.isArray()) {
      return IntStream.range(0, node.size())
          .boxed()
          .flatMap(n -> walk(at + "/" + n, node.get(n), schema.path("items"), whole, judge));
    }
    return node.properties().stream()
        .flatMap(
            one ->
                walk(
                    at + "/" + escaped(one.getKey()),
                    one.getValue(),
                    schema.path("properties").path(one.getKey()),
                    whole,
                    judge));
  }

  /**
   * What nothing here can work with: a text that cannot be kept, a number of more digits than
   * anything has.
   */
  private static Stream<Fault> unusable(String at, JsonNode node) {
    if (node.isTextual()) {
      return Text.fault(node.textValue()).map(fault -> Fault.at(at, fault)).stream();
    }
    if (node.isNumber()) {
      BigDecimal number = node.decimalValue();
      return Math.abs((long) number.precision() - number.scale()) <= DIGITS
              && number.scale() <= DIGITS
          ? Stream.empty()
          : Stream.of(Fault.at(at, "is a number of too many digits"));
    }
    return node.isArray()
        ? IntStream.range(0, node.size()).boxed().flatMap(n -> unusable(at + "/" + n, node.get(n)))
        : node.properties().stream()
            .flatMap(one -> unusable(at + "/" + escaped(one.getKey()), one.getValue()));
  }

  private static String wordsFor(JsonMappingException wrong) {
    if (wrong instanceof InvalidFormatException format
        && ZoneId.class.isAssignableFrom(format.getTargetType())) {
      return "is not an IANA time zone";
    }
    return wrong.getCause() instanceof DateTimeException
        ? "is not in the calendar"
        : "cannot be taken";
  }

  private static String pointer(JsonMappingException wrong) {
    return wrong.getPath().stream()
        .map(
            step ->
                "/" + (step.getFieldName() == null ? step.getIndex() + "" : step.getFieldName()))
        .collect(Collectors.joining());
  }

  private JsonSchema schema(String name) {
    return known.computeIfAbsent(
        name,
        key -> factory.getSchema(SchemaLocation.of("classpath:schemas/" + key + ".json"), config));
  }

  private static Fault fault(ValidationMessage message) {
    String pointer = message.getInstanceLocation().toString();
    return switch (message.getType()) {
      case "required" ->
          Fault.at(pointer + "/" + escaped(message.getProperty()), "is required and is missing");
      case "additionalProperties", "unevaluatedProperties" ->
          Fault.at(pointer + "/" + escaped(message.getProperty()), "is not a known field");
      default -> Fault.at(pointer, withoutLocation(message));
    };
  }

  private static String withoutLocation(ValidationMessage message) {
    String text = message.getMessage();
    String prefix = message.getInstanceLocation() + ": ";
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  private static String escaped(String name) {
    return JsonPointer.compile("/" + name.replace("~", "~0").replace("/", "~1"))
        .toString()
        .substring(1);
  }
}
