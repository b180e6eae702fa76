package org.custodytransfer.platform;

import jakarta.annotation.PreDestroy;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Ends the process where only a restart opens the record again: H2 closes a database in a file that
 * it cannot write, as on a full disk, and stays closed when room was made. Whoever keeps the
 * service running starts it anew.
 */
@Component
class ClosedForGood implements SmartInitializingSingleton {

  private static final Logger LOG = LoggerFactory.getLogger(ClosedForGood.class);
  private static final int SECONDS = 5;

  /** Source: DATABASE_IS_CLOSED of H2's error codes. */
  private static final int H2_DATABASE_IS_CLOSED = 90098;

  private final JdbcClient jdbc;
  private final boolean inFile;
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "closed-for-good");
            thread.setDaemon(true);
            return thread;
          });

  ClosedForGood(JdbcClient jdbc, @Value("${spring.datasource.url}") String url) {
    this.jdbc = jdbc;
    this.inFile = url.startsWith("jdbc:h2:file:");
  }

  @Override
  public void afterSingletonsInstantiated() {
    if (inFile) {
      looking.scheduleWithFixedDelay(this::look, SECONDS, SECONDS, TimeUnit.SECONDS);
    }
  }

  private void look() {
    try {
      jdbc.sql("select 1").query(Integer.class).single();
    } catch (RuntimeException failed) {
      if (isClosed(failed)) {
        LOG.error(
            "The database closed itself, as it does when the disk is full. Only a restart opens it: make room;"
                + " this process ends.");
        // Whoever ends the process waits for this thread.
        new Thread(() -> System.exit(1), "ends").start();
        looking.shutdown();
      }
    }
  }

  private static boolean isClosed(Throwable failed) {
    return Problems.causes(failed).stream()
        .anyMatch(
            cause ->
                cause instanceof SQLException sql && sql.getErrorCode() == H2_DATABASE_IS_CLOSED);
  }

  @PreDestroy
  void stop() {
    looking.shutdownNow();
  }
}
