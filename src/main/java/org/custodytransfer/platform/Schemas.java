package org.custodytransfer.platform;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Checks JSON against the schemas in {@code schemas/}, every fault at once, each with its pointer.
 */
@Component
public class Schemas {

  private final ObjectMapper mapper;
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
    this.mapper =
        mapper
            .copy()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /**
   * Reads a JSON text as the given type.
   *
   * @throws Refusal 400 with every fault
   */
  public <T> T read(String text, String schema, Class<T> type) {
    JsonNode tree;
    try {
      tree = mapper.readTree(text);
    } catch (JacksonException e) {
      // The parser's own message may quote what was sent, so it stays here.
      var where = e.getLocation();
      throw Refusal.badInput(
          "",
          where == null
              ? "is not JSON"
              : "is not JSON (line %d, column %d)"
                  .formatted(where.getLineNr(), where.getColumnNr()));
    }
    return read(tree, schema, type);
  }

  public <T> T read(JsonNode tree, String schema, Class<T> type) {
    List<Fault> faults = faults(tree, schema);
    if (!faults.isEmpty()) {
      throw Refusal.badInput(faults);
    }
    return mapper.convertValue(tree, type);
  }

  public List<Fault> faults(JsonNode tree, String schema) {
    return Stream.concat(
            schema(schema).validate(tree).stream().map(Schemas::fault),
            halfCharacters("", tree).map(at -> Fault.at(at, "holds half a character")))
        .distinct()
        .sorted(Comparator.comparing(Fault::pointer).thenComparing(Fault::detail))
        .toList();
  }

  /** Texts that no other encoding can hold: a surrogate without its other half. */
  private static Stream<String> halfCharacters(String at, JsonNode node) {
    if (node.isTextual()) {
      return StandardCharsets.UTF_8.newEncoder().canEncode(node.textValue())
          ? Stream.empty()
          : Stream.of(at);
    }
    return node.isArray()
        ? IntStream.range(0, node.size())
            .boxed()
            .flatMap(n -> halfCharacters(at + "/" + n, node.get(n)))
        : node.properties().stream()
            .flatMap(one -> halfCharacters(at + "/" + escaped(one.getKey()), one.getValue()));
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
