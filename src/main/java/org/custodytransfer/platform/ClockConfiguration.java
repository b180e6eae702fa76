package org.custodytransfer.platform;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** One clock for the application and its engine. */
@Configuration(proxyBeanMethods = false)
class ClockConfiguration {

  @Bean
  @Profile("!demo & !test")
  Clock systemClock() {
    // The record keeps microseconds: a finer moment would lie before its own fact.
    return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1000));
  }

  @Bean
  @Profile("demo | test")
  AdjustableClock adjustableClock(
      @Value("${custody.clock-begins-at:#{null}}") Optional<Instant> begin) {
    return begin.map(AdjustableClock::new).orElseGet(AdjustableClock::new);
  }
}
