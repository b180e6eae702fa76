package org.custodytransfer.journeys;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.UUID;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ContextConfiguration;

/** Runs a story on PostgreSQL, with the same migrations, in a database of its own. */
@Retention(RetentionPolicy.RUNTIME)
@ActiveProfiles({"test", "postgresql"})
@ContextConfiguration(initializers = OnPostgresql.Database.class)
@interface OnPostgresql {

  /** One server for all, ended with the tests. */
  final class Server {
    private static final EmbeddedPostgres RUNNING = start();

    private Server() {}

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The address of a new and empty database. */
    static String database() {
      String name = "story_" + UUID.randomUUID().toString().replace("-", "");
      try (var connection = RUNNING.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        statement.execute("create database " + name);
      } catch (java.sql.SQLException e) {
        throw new IllegalStateException(e);
      }
      return RUNNING.getJdbcUrl("postgres", name);
    }
  }

  /** Gives an application a database of its own. */
  final class Database implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
      TestPropertyValues.of(
              "spring.datasource.url=" + Server.database(),
              "spring.datasource.username=postgres",
              "spring.datasource.password=postgres")
          .applyTo(context);
    }
  }
}
