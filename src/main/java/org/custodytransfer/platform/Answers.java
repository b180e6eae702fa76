package org.custodytransfer.platform;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A submission that fits its form. */
public final class Answers {

  private final Forms.Form form;
  private final Map<String, Object> values;

  Answers(Forms.Form form, Map<String, Object> values) {
    this.form = form;
    this.values = Map.copyOf(values);
  }

  public String text(String key) {
    return maybe(key, String.class).orElse("");
  }

  public Optional<LocalDate> date(String key) {
    return maybe(key, LocalDate.class);
  }

  public Optional<Instant> moment(String key) {
    return maybe(key, Instant.class);
  }

  public Optional<BigDecimal> number(String key) {
    return maybe(key, BigDecimal.class);
  }

  public boolean ticked(String key) {
    return maybe(key, Boolean.class).orElse(false);
  }

  /** Every answer as text, in the form's order. */
  public Map<String, String> all() {
    Map<String, String> texts = new LinkedHashMap<>();
    form.fields()
        .keySet()
        .forEach(
            key -> Optional.ofNullable(values.get(key)).ifPresent(v -> texts.put(key, v + "")));
    return texts;
  }

  /** A refusal that names a field by its label. */
  public Refusal refusal(String key, String detail) {
    return Refusal.badInput(List.of(new Fault("/" + key, label(key), detail)));
  }

  public String label(String key) {
    return form.fields().containsKey(key) ? form.fields().get(key).label() : key;
  }

  /**
   * @throws Refusal 400 with the label unless the field is filled in
   */
  public void require(String key) {
    if (!values.containsKey(key)) {
      throw refusal(key, "is required here");
    }
  }

  private <T> Optional<T> maybe(String key, Class<T> type) {
    if (!form.fields().containsKey(key)) {
      throw new IllegalArgumentException("Form " + form.key() + " has no field " + key);
    }
    return Optional.ofNullable(values.get(key)).map(type::cast);
  }
}
