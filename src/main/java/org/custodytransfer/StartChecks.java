package org.custodytransfer;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * What must not start does not, before anything is opened: each refusal names what to set. An
 * operator who is told nothing takes it that all is well.
 */
final class StartChecks implements EnvironmentPostProcessor {

  private static final Set<String> KNOWN =
      new TreeSet<>(Set.of("demo", "test", "production", "postgresql"));

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    Set<String> active = new TreeSet<>(Arrays.asList(environment.getActiveProfiles()));
    active.stream()
        .filter(profile -> !KNOWN.contains(profile))
        .findFirst()
        .ifPresent(
            profile -> {
              throw refusal("There is no profile \"%s\". There are %s.", profile, KNOWN);
            });
    if (active.contains("production")) {
      production(environment, active);
    }
  }

  private static void production(ConfigurableEnvironment environment, Set<String> active) {
    if (active.contains("demo") || active.contains("test")) {
      throw refusal(
          "The profile production never has the demo, its users or a clock that can be set: start it"
              + " without the profiles demo and test, on a database of its own.");
    }
    String url = environment.getProperty("spring.datasource.url", "");
    if (!url.startsWith("jdbc:postgresql:")) {
      throw refusal(
          "The profile production runs on PostgreSQL: add the profile postgresql and set CUSTODY_DB_URL,"
              + " CUSTODY_DB_USER and CUSTODY_DB_PASSWORD.");
    }
    if (environment
            .getProperty("management.server.port", "")
            .equals(environment.getProperty("server.port", "8080"))
        && !environment.getProperty("server.port", "8080").equals("0")) {
      throw refusal(
          "The metrics are for those who run this, not for its callers: give management.server.port another port than"
              + " server.port.");
    }
    boolean encrypted = url.contains("sslmode=verify-full") || url.contains("sslmode=verify-ca");
    if (!encrypted
        && !environment.getProperty("custody.database-without-tls", Boolean.class, false)) {
      throw refusal(
          "The way to the database is not encrypted: add sslmode=verify-full to CUSTODY_DB_URL, or declare with"
              + " custody.database-without-tls=true that it never leaves a network of its own.");
    }
  }

  private static IllegalStateException refusal(String sentence, Object... about) {
    return new IllegalStateException(String.format(Locale.ROOT, sentence, about));
  }
}
