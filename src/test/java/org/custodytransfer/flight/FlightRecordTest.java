package org.custodytransfer.flight;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.custodytransfer.Running;
import org.custodytransfer.flight.Flights.Event;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/** What a flight's record holds, however many are aboard. */
@Running
@Transactional
class FlightRecordTest {

  @Autowired FlightRecord flights;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  @Test
  void aTurnBackOf189IsRecorded() {
    jdbc.sql(
            """
            insert into flight (id, agreement_code, departs_from, arrives_at, planned_departure, recorded_at, recorded_by)
            values ('FL-QM-QZ-900001', 'QM-QZ', 'Airport 01', 'Airport 02', :now, :now, 'test')""")
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
    String all =
        IntStream.rangeClosed(1, 189)
            .mapToObj("QM-QZ-2026-%06d"::formatted)
            .collect(Collectors.joining(", "));
    flights.add("FL-QM-QZ-900001", Event.TURN_BACK_ORDERED, all, clock.instant(), "system");
    assertThat(
            jdbc.sql("select detail from flight_event where flight_id = 'FL-QM-QZ-900001'")
                .query(String.class)
                .single())
        .hasSizeLessThanOrEqualTo(2000)
        .startsWith("QM-QZ-2026-000001")
        .endsWith(" …");
  }
}
