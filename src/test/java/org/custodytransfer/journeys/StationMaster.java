package org.custodytransfer.journeys;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.custodytransfer.CustodyTransferApplication;
import org.custodytransfer.access.Acting;
import org.custodytransfer.platform.AdjustableClock;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The application in a process of its own, with a line to its clock and its accounts. */
final class StationMaster {

  private StationMaster() {}

  public static void main(String[] args) throws Exception {
    // Closed when whoever holds the line is gone, and when an order fails.
    try (var context = CustodyTransferApplication.run(args)) {
      Acting acting = context.getBean(Acting.class);
      AdjustableClock clock = context.getBean(AdjustableClock.class);
      System.out.println("ready");
      var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        String[] words = line.split(" ");
        String answer = "";
        switch (words[0]) {
          case "clock" -> clock.setTo(Instant.parse(words[1]));
          case "jobs" -> acting.runDueJobs();
          case "account" -> acting.openAccount(words[1], words[2], words[3], words[4]);
          case "memory" -> answer = String.valueOf(memory());
          case "tasks" ->
              answer =
                  String.join(
                      ",",
                      context
                          .getBean(JdbcClient.class)
                          .sql(
                              "select TASK_DEF_KEY_ from ACT_RU_TASK where NAME_ like ? order by TASK_DEF_KEY_")
                          .param("%" + words[1])
                          .query(String.class)
                          .list());
          default -> throw new IllegalArgumentException(line);
        }
        System.out.println("done " + answer);
      }
    }
  }

  /** Bytes that are in use after what nobody holds has been taken away. */
  private static long memory() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
