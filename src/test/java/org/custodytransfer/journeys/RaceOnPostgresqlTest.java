package org.custodytransfer.journeys;

import org.custodytransfer.CustodyTransferApplication;
import org.custodytransfer.platform.AdjustableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/** The same on PostgreSQL, the departure at one node and the order at another. */
@OnPostgresql
class RaceOnPostgresqlTest extends RaceTest {

  @Autowired Environment environment;
  private ConfigurableApplicationContext secondNode;

  @BeforeEach
  void startTheSecondNode() {
    secondNode =
        new SpringApplicationBuilder(CustodyTransferApplication.class)
            .run(
                "--spring.profiles.active=test,postgresql",
                "--server.port=0",
                "--camunda.bpm.process-engine-name=second",
                "--spring.jmx.enabled=false",
                "--spring.datasource.url=" + environment.getProperty("spring.datasource.url"),
                "--spring.datasource.username=postgres",
                "--spring.datasource.password=postgres");
  }

  @AfterEach
  void endTheSecondNode() {
    secondNode.close();
  }

  @Override
  int portOfTheCourt() {
    AdjustableClock its = secondNode.getBean(AdjustableClock.class);
    its.setTo(clock.instant());
    return secondNode.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }
}
