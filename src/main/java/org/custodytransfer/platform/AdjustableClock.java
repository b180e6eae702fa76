package org.custodytransfer.platform;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.camunda.bpm.engine.impl.util.ClockUtil;

/**
 * A clock that the demo and the tests set back or forward; the engine's clock follows it.
 * Production runs on the system clock, and no bean of this type exists there.
 */
public final class AdjustableClock extends Clock {

  private volatile Duration offset = Duration.ZERO;

  /** The engine's clock is one for the whole process: a new application begins at its own time. */
  public AdjustableClock() {
    release();
  }

  /** Lets time go on from the given moment. */
  public void setTo(Instant moment) {
    move(Duration.between(Instant.now(), moment));
  }

  public void advance(Duration by) {
    move(offset.plus(by));
  }

  /** Back to the time of the machine. */
  public final void release() {
    offset = Duration.ZERO;
    ClockUtil.reset();
  }

  private void move(Duration newOffset) {
    offset = newOffset;
    ClockUtil.offset(newOffset.toMillis());
  }

  @Override
  public Instant instant() {
    // The record keeps microseconds: a finer moment would lie before its own fact.
    return Instant.now().plus(offset).truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return Clock.offset(Clock.system(zone), offset);
  }
}
