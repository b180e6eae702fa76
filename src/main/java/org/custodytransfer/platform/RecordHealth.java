package org.custodytransfer.platform;

import jakarta.annotation.PreDestroy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whether the record answers, asked the way every call asks: through the pool, and within two
 * seconds. A database that is gone and a pool that is empty are the same to whoever waits.
 */
@Component("record")
class RecordHealth implements HealthIndicator {

  private static final int SECONDS = 2;

  private final JdbcClient jdbc;
  private final ExecutorService asking =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "record-health");
            thread.setDaemon(true);
            return thread;
          });
  private Future<Integer> asked = CompletableFuture.completedFuture(1);

  RecordHealth(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public synchronized Health health() {
    // Who still waits for the answer before knows it already.
    if (asked.isDone()) {
      asked = asking.submit(() -> jdbc.sql("select 1").query(Integer.class).single());
    }
    try {
      asked.get(SECONDS, TimeUnit.SECONDS);
      return Health.up().build();
    } catch (TimeoutException late) {
      return Health.down().withDetail("reason", "no answer in " + SECONDS + " seconds").build();
    } catch (ExecutionException failed) {
      return Health.down().withDetail("reason", failed.getCause().getClass().getName()).build();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Health.down().build();
    }
  }

  @PreDestroy
  void stop() {
    asking.shutdownNow();
  }
}
