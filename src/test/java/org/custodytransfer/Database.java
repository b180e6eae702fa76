package org.custodytransfer;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ActiveProfilesResolver;

/** The database of this run: H2 in memory, or a PostgreSQL server of the test process's own. */
public final class Database {

  private Database() {}

  public static boolean isPostgresql() {
    return "postgresql".equals(System.getProperty("custody.database"));
  }

  /**
   * Lets a transaction change a row that another refers to; on H2, all until it is checked again.
   */
  public static String unchecked() {
    return isPostgresql()
        ? "set local session_replication_role = replica"
        : "set referential_integrity false";
  }

  public static String checked() {
    return isPostgresql()
        ? "set session_replication_role = origin"
        : "set referential_integrity true";
  }

  /** What a statement selects from for the numbers from one to this, as {@code x}. */
  public static String numbersTo(int last) {
    return isPostgresql()
        ? "generate_series(1, " + last + ") as numbers(x)"
        : "system_range(1, " + last + ")";
  }

  /** What is active beside the test itself. */
  public static final class Profiles implements ActiveProfilesResolver {
    @Override
    public String[] resolve(Class<?> test) {
      return isPostgresql() ? new String[] {"test", "postgresql"} : new String[] {"test"};
    }
  }

  /** Gives an application on PostgreSQL a database of its own; H2's address is in its profile. */
  static final class Address
      implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
      if (isPostgresql()) {
        TestPropertyValues.of(
                Map.of(
                    "spring.datasource.url", Server.newDatabase(),
                    "spring.datasource.username", "postgres",
                    "spring.datasource.password", "postgres"))
            .applyTo(context);
      }
    }
  }

  /** One server for all, started when it is first needed and ended with the process. */
  private static final class Server {
    private static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static String newDatabase() {
      String name = "story_" + UUID.randomUUID().toString().replace("-", "");
      try (var connection = RUNNING.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        statement.execute("create database " + name);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      return RUNNING.getJdbcUrl("postgres", name);
    }
  }
}
