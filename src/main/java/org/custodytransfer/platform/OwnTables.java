package org.custodytransfer.platform;

import java.sql.DatabaseMetaData;
import java.util.Arrays;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/**
 * Whose the tables are. Whoever may make them makes them; a role that may not only looks whether
 * they are those that it needs.
 */
@Configuration(proxyBeanMethods = false)
public class OwnTables {

  /** Of its own: Spring's waits until the tables are there. */
  private final JdbcClient jdbc;

  private final boolean postgresql;
  private final boolean production;

  OwnTables(DataSource database, Environment environment) throws MetaDataAccessException {
    this.jdbc = JdbcClient.create(database);
    this.postgresql =
        "PostgreSQL"
            .equals(
                JdbcUtils.extractDatabaseMetaData(
                    database, DatabaseMetaData::getDatabaseProductName));
    this.production = Arrays.asList(environment.getActiveProfiles()).contains("production");
  }

  public boolean isPostgresql() {
    return postgresql;
  }

  /** Whether this role may make and change tables; on H2 there is one role for all. */
  public boolean mayChange() {
    return !postgresql
        || asked("select has_schema_privilege(current_user, current_schema(), 'create')");
  }

  private boolean asked(String sql) {
    return jdbc.sql(sql).query(Boolean.class).single();
  }

  @Bean
  FlywayMigrationStrategy migratesOrLooks() {
    return flyway -> {
      if (mayChange()) {
        flyway.migrate();
      } else if (!flyway.validateWithResult().validationSuccessful) {
        throw new IllegalStateException(
            "The tables are not those of this version: run \"migrate\" as the owner of the database first.");
      }
      if (production
          && asked("select has_table_privilege(current_user, 'audit_entry', 'update')")) {
        throw new IllegalStateException(
            "The role of the application may rewrite its own trail: run \"migrate\" as the owner of the"
                + " database, and the application as another role (CUSTODY_DB_USER), see docs/operations.md.");
      }
    };
  }
}
