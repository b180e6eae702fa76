package org.custodytransfer.access;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.util.Date;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** What an operator is woken by: steps that failed, timers that nobody runs, work that is late. */
@Component
class EngineMetrics implements MeterBinder {

  private final RuntimeService runtime;
  private final ManagementService management;
  private final TaskService tasks;
  private final AsSystem asSystem;
  private final Clock clock;

  EngineMetrics(
      @Lazy RuntimeService runtime,
      @Lazy ManagementService management,
      @Lazy TaskService tasks,
      AsSystem asSystem,
      Clock clock) {
    this.runtime = runtime;
    this.management = management;
    this.tasks = tasks;
    this.asSystem = asSystem;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(
        registry,
        "custody.incidents",
        "Steps that failed and wait for an operator",
        () -> runtime.createIncidentQuery().count());
    gauge(
        registry,
        "custody.jobs.due",
        "Timers and steps that are due and have not run",
        () -> management.createJobQuery().executable().active().count());
    gauge(
        registry,
        "custody.tasks.overdue",
        "Open tasks whose due date is over",
        () -> tasks.createTaskQuery().dueBefore(Date.from(clock.instant())).count());
  }

  private void gauge(MeterRegistry registry, String name, String text, Supplier<Long> count) {
    Gauge.builder(name, () -> asSystem.call(count)).description(text).register(registry);
  }
}
