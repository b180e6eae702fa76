package org.custodytransfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.custodytransfer.platform.AdjustableClock;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;

/** What {@code mvn spring-boot:run} brings up. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "spring.datasource.url=jdbc:h2:mem:${random.uuid};DB_CLOSE_DELAY=-1")
@ActiveProfiles("demo")
@DirtiesContext
class DemoTest {

  @Autowired JdbcClient jdbc;
  @Autowired AdjustableClock clock;

  @Test
  void casesStandAtDifferentStationsAndTheClockIsReleased() {
    assertThat(
            jdbc.sql(
                    "select status from case_status s where id = (select max(id) from case_status where case_number = s.case_number) order by case_number")
                .query(String.class)
                .list())
        .containsExactly(
            "PLACED",
            "READY",
            "WAITING",
            "WITH_RECEIVING_STATE",
            "FOR_APPROVAL",
            "IN_REVIEW",
            "IN_REVIEW",
            "INCOMPLETE",
            "REFUSED");
    assertThat(jdbc.sql("select total from invoice").query(java.math.BigDecimal.class).single())
        .isEqualByComparingTo("1250000.00");
    assertThat(jdbc.sql("select count(*) from demo_mark").query(Long.class).single()).isOne();
    assertThat(Duration.between(clock.instant(), Instant.now()).abs())
        .isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void nothingIsFiledUnderAnOffer() {
    assertThat(
            jdbc.sql("select count(*) from transfer_case where agreement_code <> 'DK-XK'")
                .query(Long.class)
                .single())
        .isZero();
  }
}
