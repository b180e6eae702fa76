package org.custodytransfer.platform;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** One clock for the application and its engine. */
@Configuration(proxyBeanMethods = false)
class ClockConfiguration {

  @Bean
  @Profile("!demo & !test")
  Clock systemClock() {
    return Clock.systemUTC();
  }

  @Bean
  @Profile("demo | test")
  AdjustableClock adjustableClock() {
    return new AdjustableClock();
  }
}
