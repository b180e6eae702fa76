package org.custodytransfer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the application: engine, record and doors in one process. */
@SpringBootApplication
public class CustodyTransferApplication {

  public static void main(String[] args) {
    SpringApplication.run(CustodyTransferApplication.class, args);
  }
}
