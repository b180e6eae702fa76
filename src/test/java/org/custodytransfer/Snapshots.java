package org.custodytransfer;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Puts the whole database, the record's tables and the engine's, back to how it once stood. A
 * snapshot lies in a schema of its own beside them; numbers that were given are not given again.
 */
@Lazy
public class Snapshots {

  private final DataSource database;
  private final Map<String, String> taken = new HashMap<>();

  Snapshots(DataSource database) {
    this.database = database;
  }

  /** Restores what is known by this name; what is not known yet is made once, from the start. */
  public void restore(String name, Runnable first) {
    if (taken.containsKey(name)) {
      run(taken.get(name));
      return;
    }
    taken.computeIfAbsent("nothing", this::take);
    run(taken.get("nothing"));
    first.run();
    taken.put(name, take(name));
  }

  /** Does something underneath the application, looks, and puts everything back. */
  public void undone(String change, Runnable look) {
    String back = take("now");
    try {
      run(unchecked(change + ";"));
      look.run();
    } finally {
      run(back);
    }
  }

  /** Keeps how everything stands, and returns what puts it back. */
  private String take(String name) {
    String snapshot = "snapshot_" + name.toLowerCase(Locale.ROOT).replaceAll("\\W+", "_");
    List<String> tables = tables();
    List<String> filled = tables.stream().filter(this::hasRows).toList();
    run("drop schema if exists " + snapshot + " cascade; create schema " + snapshot + ";");
    run(each(filled, "create table " + snapshot + ".%1$s as select * from %1$s;"));
    return unchecked(
        each(tables, "delete from %1$s;")
            + each(filled, "insert into %1$s select * from " + snapshot + ".%1$s;"));
  }

  private static String each(List<String> tables, String sql) {
    return tables.stream().map(sql::formatted).collect(Collectors.joining("\n"));
  }

  /** The same with no regard to what refers to what. */
  private static String unchecked(String sql) {
    return Database.unchecked() + ";" + sql + Database.checked() + ";";
  }

  private List<String> tables() {
    return JdbcClient.create(database)
        .sql(
            """
            select lower(table_name) from information_schema.tables
            where lower(table_schema) = 'public' and table_type = 'BASE TABLE'
              and lower(table_name) <> 'flyway_schema_history'""")
        .query(String.class)
        .list();
  }

  private boolean hasRows(String table) {
    return JdbcClient.create(database)
        .sql("select exists(select 1 from " + table + ")")
        .query(Boolean.class)
        .single();
  }

  private void run(String sql) {
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
