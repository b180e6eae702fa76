package org.custodytransfer.platform;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.custodytransfer.platform.AddedFacts.Added;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.ArgumentPreparedStatementSetter;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** Adds rows to the record. There is no update here: facts are added, never changed. */
@Component
public class Rows {

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;
  private final ObjectProvider<AddedFacts> hearers;

  Rows(JdbcClient jdbc, JdbcTemplate batches, ObjectProvider<AddedFacts> hearers) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.hearers = hearers;
  }

  /** Adds a fact to a table whose key the database gives, and returns that key. */
  public long add(String table, Map<String, ?> columns) {
    KeyHolder key = new GeneratedKeyHolder();
    insert(table, columns).update(key, "id");
    long id = Objects.requireNonNull(key.getKey()).longValue();
    Map<String, Object> added = new LinkedHashMap<>(columns);
    added.put("id", id);
    remember(new Added(table, added));
    return id;
  }

  /** Adds a row whose key is among its columns. */
  public void addKeyed(String table, Map<String, ?> columns) {
    insert(table, columns).update();
    remember(new Added(table, new LinkedHashMap<>(columns)));
  }

  /** Adds rows of one table, with the same columns and keys among them, in one statement. */
  public void addKeyed(String table, List<? extends Map<String, ?>> all) {
    if (all.isEmpty()) {
      return;
    }
    batch(
        sql(table, all.get(0)),
        all.stream().map(columns -> forDatabase(columns).values().toArray()).toList());
    all.forEach(columns -> remember(new Added(table, new LinkedHashMap<>(columns))));
  }

  /** Runs one statement with each of these parameters. */
  public void batch(String sql, List<Object[]> each) {
    batches.batchUpdate(sql, each);
  }

  /** Adds facts to a table whose key the database gives, in one statement. */
  public void add(String table, List<? extends Map<String, ?>> all) {
    if (all.isEmpty()) {
      return;
    }
    List<Object[]> values =
        all.stream().map(columns -> forDatabase(columns).values().toArray()).toList();
    KeyHolder keys = new GeneratedKeyHolder();
    batches.batchUpdate(
        connection -> connection.prepareStatement(sql(table, all.get(0)), new String[] {"id"}),
        new BatchPreparedStatementSetter() {
          @Override
          public void setValues(PreparedStatement statement, int one) throws SQLException {
            new ArgumentPreparedStatementSetter(values.get(one)).setValues(statement);
          }

          @Override
          public int getBatchSize() {
            return values.size();
          }
        },
        keys);
    for (int one = 0; one < all.size(); one++) {
      Map<String, Object> added = new LinkedHashMap<>(all.get(one));
      added.put("id", ((Number) keys.getKeyList().get(one).values().iterator().next()).longValue());
      remember(new Added(table, added));
    }
  }

  private void remember(Added fact) {
    if (TransactionSynchronizationManager.isSynchronizationActive()) {
      inThisTransaction()
          .orElseGet(
              () -> {
                var facts = new InThisTransaction();
                TransactionSynchronizationManager.registerSynchronization(facts);
                return facts;
              })
          .facts
          .add(fact);
    }
  }

  /** The facts added in this transaction since they were last taken. */
  public List<Added> takeAdded() {
    return TransactionSynchronizationManager.isSynchronizationActive()
        ? inThisTransaction().map(InThisTransaction::take).orElse(List.of())
        : List.of();
  }

  private static Optional<InThisTransaction> inThisTransaction() {
    return TransactionSynchronizationManager.getSynchronizations().stream()
        .filter(InThisTransaction.class::isInstance)
        .map(InThisTransaction.class::cast)
        .findFirst();
  }

  private final class InThisTransaction implements TransactionSynchronization {

    private final List<Added> facts = new ArrayList<>();

    List<Added> take() {
      List<Added> taken = List.copyOf(facts);
      facts.clear();
      return taken;
    }

    @Override
    public void beforeCommit(boolean readOnly) {
      List<Added> unspoken = take();
      if (!unspoken.isEmpty()) {
        hearers.forEach(hearer -> hearer.unspoken(unspoken));
        facts.clear();
      }
    }
  }

  private JdbcClient.StatementSpec insert(String table, Map<String, ?> columns) {
    return jdbc.sql(sql(table, columns)).params(new ArrayList<>(forDatabase(columns).values()));
  }

  private static String sql(String table, Map<String, ?> columns) {
    // Names are the code's own; only values are parameters.
    return String.format(
        Locale.ROOT,
        "insert into %s (%s) values (%s)",
        table,
        String.join(", ", columns.keySet()),
        String.join(", ", Collections.nCopies(columns.size(), "?")));
  }

  public JdbcClient query() {
    return jdbc;
  }

  /** One page of what a statement finds, in this order, with the number of all it finds. */
  public <T> Page<T> page(
      String select, Map<String, ?> parameters, String order, Paging paging, RowMapper<T> mapper) {
    long total =
        jdbc.sql("select count(*) from (" + select + ") counted")
            .params(parameters)
            .query(Long.class)
            .single();
    return new Page<>(
        jdbc.sql(select + " order by " + order + " limit :size offset :offset")
            .params(parameters)
            .param("size", paging.size())
            .param("offset", paging.offset())
            .query(mapper)
            .list(),
        paging,
        total);
  }

  /** What a text filter looks for in a column in small letters; empty finds everything. */
  public static String containing(Optional<String> text) {
    return "%"
        + text.orElse("")
            .toLowerCase(Locale.ROOT)
            .replace("!", "!!")
            .replace("%", "!%")
            .replace("_", "!_")
        + "%";
  }

  /**
   * Columns in order, null allowed: a fact may leave a column open. Arguments are name, value,
   * name, value.
   */
  public static Map<String, Object> columns(Object... namesAndValues) {
    Map<String, Object> columns = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      columns.put(
          (String) namesAndValues[i],
          value instanceof Optional<?> some ? some.orElse(null) : value);
    }
    return columns;
  }

  /** A text that fits its column; what does not fit is marked. */
  public static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    // Never in the middle of a character.
    int end = length - 2 - (Character.isHighSurrogate(text.charAt(length - 3)) ? 1 : 0);
    return text.substring(0, end) + " …";
  }

  /** A key's value as text. */
  public static String text(Object value) {
    return value instanceof Enum<?> constant ? constant.name() : String.valueOf(value);
  }

  /**
   * Reads a row as a record: each component from the column of its name, as the type that it has. A
   * mapper that tries types until one fits leaves a stack trace in the database's log each time.
   */
  public static <R extends Record> RowMapper<R> as(Class<R> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class[]::new);
    Constructor<R> constructor;
    try {
      constructor = ReflectionUtils.accessibleConstructor(type, types);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("No row becomes a " + type, e);
    }
    return (row, n) -> {
      Object[] values = new Object[components.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = value(row, components[i].getName(), types[i], components[i].getGenericType());
      }
      return BeanUtils.instantiateClass(constructor, values);
    };
  }

  private static Object value(ResultSet row, String component, Class<?> type, Type generic)
      throws SQLException {
    if (type == Optional.class) {
      Class<?> inner = (Class<?>) ((ParameterizedType) generic).getActualTypeArguments()[0];
      return Optional.ofNullable(value(row, component, inner, inner));
    }
    String column = component.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    if (type.isEnum()) {
      String name = row.getString(column);
      return name == null
          ? null
          : Stream.of(type.getEnumConstants())
              .filter(one -> ((Enum<?>) one).name().equals(name))
              .findFirst()
              .orElseThrow();
    }
    if (type == Instant.class) {
      return maybeInstant(row, column).orElse(null);
    }
    return row.getObject(column, ClassUtils.resolvePrimitiveIfNecessary(type));
  }

  public static OffsetDateTime at(Instant moment) {
    return moment.atOffset(ZoneOffset.UTC);
  }

  public static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  public static Optional<Instant> maybeInstant(ResultSet row, String column) throws SQLException {
    return maybe(row, column, OffsetDateTime.class).map(OffsetDateTime::toInstant);
  }

  public static <T> Optional<T> maybe(ResultSet row, String column, Class<T> type)
      throws SQLException {
    return Optional.ofNullable(row.getObject(column, type));
  }

  private static Map<String, Object> forDatabase(Map<String, ?> columns) {
    Map<String, Object> values = new LinkedHashMap<>();
    columns.forEach(
        (name, value) ->
            values.put(
                name,
                value instanceof Instant moment
                    ? at(moment)
                    : value instanceof Enum<?> constant ? constant.name() : value));
    return values;
  }
}
