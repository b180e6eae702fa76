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

  private final Duration beginning;
  private volatile Duration offset;

  /** Begins at the machine's time. */
  public AdjustableClock() {
    this(Duration.ZERO);
  }

  /** Begins at this moment. */
  public AdjustableClock(Instant moment) {
    this(Duration.between(Instant.now(), moment));
  }

  private AdjustableClock(Duration beginning) {
    this.beginning = beginning;
    // The engine's clock is one for the whole process: a new application begins at its own time.
    release();
  }

  /** Lets time go on from the given moment. */
  public void setTo(Instant moment) {
    move(Duration.between(Instant.now(), moment));
  }

  public void advance(Duration by) {
    move(offset.plus(by));
  }

  /** Back to the time that it began with. */
  public final void release() {
    move(beginning);
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
