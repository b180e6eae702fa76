package org.custodytransfer.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * The forms as they are shown, read again on the server: what a form says of a field (its label,
 * whether it is required, its choices, its length) is what a submission is held to, whichever door
 * it comes through. A form cannot be passed by leaving the browser out.
 */
@Component
public class Forms {

  private static final int DIGITS = 9;

  private final Map<String, Form> forms = new LinkedHashMap<>();
  private final Clock clock;

  Forms(ResourcePatternResolver resources, ObjectMapper mapper, Clock clock) {
    this.clock = clock;
    try {
      for (var file : resources.getResources("classpath*:processes/**/*.form")) {
        Form form = form(mapper.readTree(file.getInputStream()));
        forms.put(form.key(), form);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a date or moment on a form may be. */
  public enum Time {
    PAST,
    FUTURE,
    ANY
  }

  /**
   * @param requiredUnless the outcome with which the field may stay empty
   */
  public record Field(
      String key,
      String label,
      String type,
      boolean required,
      Set<String> options,
      int maxLength,
      Optional<String> pattern,
      String hint,
      Time time,
      Optional<String> requiredUnless,
      Optional<BigDecimal> min,
      Optional<BigDecimal> max) {}

  public record Form(String key, Map<String, Field> fields) {}

  public Set<String> keys() {
    return Set.copyOf(forms.keySet());
  }

  /**
   * Holds a submission to its form.
   *
   * @throws Refusal 400 with every fault, each with the field's label
   */
  public Answers check(String formKey, Map<String, Object> submitted) {
    Form form = forms.get(formKey);
    if (form == null) {
      throw new IllegalStateException("There is no form " + formKey);
    }
    List<Fault> faults = new ArrayList<>();
    for (String key : new TreeSet<>(submitted.keySet())) {
      if (!form.fields().containsKey(key)) {
        faults.add(new Fault("/" + key, key, "is not a field of this form"));
      }
    }
    Map<String, Object> values = new LinkedHashMap<>();
    form.fields()
        .forEach(
            (key, field) ->
                value(field, submitted.get(key), faults)
                    .ifPresentOrElse(
                        v -> values.put(key, v), () -> missing(field, submitted, faults)));
    if (!faults.isEmpty()) {
      throw Refusal.badInput(faults);
    }
    return new Answers(form, values);
  }

  private static void missing(Field field, Map<String, Object> submitted, List<Fault> faults) {
    boolean needed =
        field.requiredUnless().filter(no -> !no.equals(submitted.get("outcome"))).isPresent();
    boolean said = faults.stream().anyMatch(fault -> fault.pointer().equals("/" + field.key()));
    if (needed && !said) {
      faults.add(fault(field, "is required"));
    }
  }

  private Optional<Object> value(Field field, Object submitted, List<Fault> faults) {
    if (submitted == null || submitted instanceof String text && Text.isBlank(text)) {
      if (field.required()) {
        faults.add(fault(field, "is required"));
      }
      return Optional.empty();
    }
    return switch (field.type()) {
      case "checkbox" -> {
        if (submitted instanceof Boolean) {
          yield Optional.of(submitted);
        }
        yield wrong(field, "must be ticked or not", faults);
      }
      case "number" -> number(field, submitted, faults);
      case "datetime" -> moment(field, submitted, faults);
      case "date" -> date(field, submitted, faults);
      default -> text(field, submitted, faults);
    };
  }

  private Optional<Object> text(Field field, Object submitted, List<Fault> faults) {
    if (!(submitted instanceof String sent)) {
      return wrong(field, "must be text", faults);
    }
    String text = Text.kept(sent);
    Optional<String> fault = Text.fault(text);
    if (fault.isPresent()) {
      return wrong(field, fault.get(), faults);
    }
    if (!field.options().isEmpty() && !field.options().contains(text)) {
      return wrong(
          field, "must be one of " + String.join(", ", new TreeSet<>(field.options())), faults);
    }
    if (Text.length(text) > field.maxLength()) {
      return wrong(
          field,
          String.format(Locale.ROOT, "must have at most %d characters", field.maxLength()),
          faults);
    }
    if (field.pattern().isPresent() && !text.matches(field.pattern().get())) {
      return wrong(field, field.hint(), faults);
    }
    return Optional.of(text.strip());
  }

  private Optional<Object> number(Field field, Object submitted, List<Fault> faults) {
    BigDecimal number;
    try {
      number = new BigDecimal(submitted.toString());
    } catch (NumberFormatException e) {
      return wrong(field, "must be a number", faults);
    }
    // What a form asks for is counted, nights or persons.
    if (number.stripTrailingZeros().scale() > 0) {
      return wrong(field, "must be a whole number", faults);
    }
    if ((long) number.precision() - number.scale() > DIGITS) {
      return wrong(
          field, String.format(Locale.ROOT, "must have at most %d digits", DIGITS), faults);
    }
    if (field.min().filter(min -> number.compareTo(min) < 0).isPresent()
        || field.max().filter(max -> number.compareTo(max) > 0).isPresent()) {
      return wrong(
          field,
          String.format(
              Locale.ROOT,
              "must be from %s to %s",
              field.min().map(Object::toString).orElse("any"),
              field.max().map(Object::toString).orElse("any")),
          faults);
    }
    return Optional.of(number);
  }

  private Optional<Object> date(Field field, Object submitted, List<Fault> faults) {
    LocalDate day;
    try {
      day = LocalDate.parse(submitted.toString());
    } catch (DateTimeException e) {
      return wrong(field, "must be a date like 2026-01-31", faults);
    }
    // A day that has begun somewhere on earth is not in the future.
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.ofHours(14));
    if (field.time() == Time.PAST && day.isAfter(today)) {
      return wrong(field, "must not be in the future", faults);
    }
    if (day.getYear() < 1900 || day.getYear() > 2200) {
      return wrong(field, "must be in the years 1900 to 2200", faults);
    }
    return Optional.of(day);
  }

  private Optional<Object> moment(Field field, Object submitted, List<Fault> faults) {
    Instant moment;
    try {
      moment = OffsetDateTime.parse(submitted.toString()).toInstant();
    } catch (DateTimeException e) {
      return wrong(
          field, "must be a date and time with its offset, like 2026-01-31T14:30+01:00", faults);
    }
    if (field.time() == Time.PAST && moment.isAfter(clock.instant())) {
      return wrong(field, "must not be in the future", faults);
    }
    return Optional.of(moment);
  }

  private static Optional<Object> wrong(Field field, String detail, List<Fault> faults) {
    faults.add(fault(field, detail));
    return Optional.empty();
  }

  private static Fault fault(Field field, String detail) {
    return new Fault("/" + field.key(), field.label(), detail);
  }

  private static Form form(JsonNode file) {
    Map<String, Field> fields = new LinkedHashMap<>();
    for (JsonNode component : file.path("components")) {
      if (component.hasNonNull("key")) {
        Field field = field(component);
        fields.put(field.key(), field);
      }
    }
    return new Form(file.path("id").asText(), fields);
  }

  private static Field field(JsonNode component) {
    JsonNode validate = component.path("validate");
    String type = component.path("type").asText();
    boolean dateTime = type.equals("datetime");
    Set<String> options = new TreeSet<>();
    component.path("values").forEach(option -> options.add(option.path("value").asText()));
    return new Field(
        component.path("key").asText(),
        component
            .path("label")
            .asText(component.path("dateLabel").asText(component.path("dateTimeLabel").asText())),
        dateTime && component.path("subtype").asText().equals("date") ? "date" : type,
        // A field that is shown only sometimes is held to its own rule by who takes the signature.
        validate.path("required").asBoolean() && !component.has("conditional"),
        options,
        validate.path("maxLength").asInt(type.equals("textarea") ? 4000 : 200),
        Optional.ofNullable(validate.path("pattern").textValue()),
        component.path("description").asText("has the wrong form"),
        Time.valueOf(component.path("properties").path("time").asText("ANY")),
        Optional.ofNullable(component.path("properties").path("requiredUnless").textValue()),
        decimal(validate.path("min")),
        decimal(validate.path("max")));
  }

  private static Optional<BigDecimal> decimal(JsonNode node) {
    return node.isMissingNode() || node.isNull()
        ? Optional.empty()
        : Optional.of(new BigDecimal(node.asText()));
  }
}
