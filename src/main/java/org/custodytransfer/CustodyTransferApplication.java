package org.custodytransfer;

import java.util.Locale;
import org.custodytransfer.platform.Migration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the application: engine, record and doors in one process. */
@SpringBootApplication
public class CustodyTransferApplication {

  public static void main(String[] args) {
    if (args.length > 0 && args[0].equals(Migration.ARGUMENT)) {
      Migration.run(args);
    } else {
      run(args);
    }
  }

  /**
   * Starts it in no language: the engine writes its timers in the digits of the machine's, and
   * cannot read them again.
   */
  public static ConfigurableApplicationContext run(String... args) {
    Locale.setDefault(Locale.ROOT);
    return SpringApplication.run(CustodyTransferApplication.class, args);
  }
}
