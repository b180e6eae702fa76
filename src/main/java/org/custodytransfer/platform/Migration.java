package org.custodytransfer.platform;

import java.util.stream.Stream;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;

/**
 * Makes and renews the tables of the engine and of the record, as the role that owns them, and
 * ends. The application itself runs as another, which may add to the record and change nothing in
 * it. No {@code @Configuration}, which the application would find.
 */
@ImportAutoConfiguration({DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
public class Migration {

  /** What the first argument is, if this is what is asked for. */
  public static final String ARGUMENT = "migrate";

  /** Runs to its end. Whatever fails is thrown, and the process says so by its exit status. */
  public static void run(String... arguments) {
    new SpringApplicationBuilder(Migration.class)
        .web(WebApplicationType.NONE)
        .run(
            Stream.concat(
                    Stream.of(
                        // A migration takes as long as it takes.
                        "--spring.datasource.hikari.connection-init-sql=select 1",
                        "--spring.datasource.hikari.data-source-properties.socketTimeout=0"),
                    Stream.of(arguments))
                .toArray(String[]::new))
        .close();
  }

  @Bean
  FlywayMigrationStrategy engineFirst(
      DataSource database, @Value("${custody.runtime-role:}") String runtimeRole) {
    if (runtimeRole.isBlank()) {
      throw new IllegalStateException(
          "Set CUSTODY_RUNTIME_ROLE to the role that the application will run as.");
    }
    return flyway -> {
      ProcessEngineConfiguration.createStandaloneProcessEngineConfiguration()
          .setDataSource(database)
          .setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_TRUE)
          .setHistory(ProcessEngineConfiguration.HISTORY_FULL)
          .setJobExecutorActivate(false)
          .buildProcessEngine()
          .close();
      flyway.migrate();
    };
  }
}
