package org.custodytransfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.custodytransfer.platform.AdjustableClock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
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
@Tag("proof")
class DemoTest {

  @Autowired JdbcClient jdbc;
  @Autowired AdjustableClock clock;

  @Value("${custody.clock-begins-at}")
  Instant beginning;

  @Test
  void casesStandAtDifferentStationsAndTheClockIsReleased() {
    Map<String, Long> stations =
        jdbc
            .sql(
                "select status from case_status s where id = (select max(id) from case_status where case_number = s.case_number)")
            .query(String.class)
            .list()
            .stream()
            .collect(Collectors.groupingBy(status -> status, TreeMap::new, Collectors.counting()));
    assertThat(stations)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "PLACED", 6L,
                "READY", 9L,
                "HELD", 5L,
                "WAITING", 4L,
                "WITH_RECEIVING_STATE", 4L,
                "FOR_APPROVAL", 3L,
                "IN_REVIEW", 6L,
                "INCOMPLETE", 3L,
                "REFUSED", 5L,
                "WITHDRAWN", 1L));
    assertThat(
            jdbc.sql(
                    "select count(*) from person_place p where place = 'ABOARD' and id = (select max(id) from person_place where person_id = p.person_id)")
                .query(Long.class)
                .single())
        .as("in the air")
        .isEqualTo(4);
    assertThat(
            jdbc.sql(
                    "select count(distinct chain) from audit_entry where action = 'lapsed: HELD' and detail like '%FACILITY_STANDARDS%' and chain like 'QR-QS-%'")
                .query(Long.class)
                .single())
        .as("held at the gate while the inspection had lapsed")
        .isEqualTo(11);
    assertThat(jdbc.sql("select total from invoice").query(java.math.BigDecimal.class).single())
        .isEqualByComparingTo("1250000.00");
    assertThat(jdbc.sql("select count(*) from demo_mark").query(Long.class).single()).isOne();
    assertThat(Duration.between(beginning, clock.instant())).isLessThan(Duration.ofHours(1));
  }

  @Test
  void whoeverIsToGoToGjilanWaitsForItsOpening() {
    assertThat(
            jdbc.sql(
                    "select count(distinct chain) from audit_entry where action = 'lapsed: HELD' and detail like '%PLACE_AVAILABLE%' and chain like 'DK-XK-%'")
                .query(Long.class)
                .single())
        .isEqualTo(3);
  }

  @Test
  void nothingIsFiledUnderAnOffer() {
    assertThat(
            jdbc.sql(
                    "select count(*) from transfer_case where agreement_code not in ('QR-QS', 'DK-XK')")
                .query(Long.class)
                .single())
        .isZero();
  }
}
