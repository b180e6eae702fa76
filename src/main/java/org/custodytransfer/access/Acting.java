package org.custodytransfer.access;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Lets the demo and the tests act as its users, through the same wall as anybody; production has
 * none of this.
 */
@Component
@Profile("demo | test")
public class Acting {

  private final Accounts accounts;
  private final Actors actors;
  private final Principals principals;
  private final IdentityService identity;
  private final TaskService tasks;
  private final FormService forms;
  private final RuntimeService runtime;
  private final RepositoryService repository;
  private final ManagementService management;
  private final Clock clock;

  Acting(
      Accounts accounts,
      Actors actors,
      Principals principals,
      IdentityService identity,
      TaskService tasks,
      FormService forms,
      RuntimeService runtime,
      RepositoryService repository,
      ManagementService management,
      Clock clock) {
    this.accounts = accounts;
    this.actors = actors;
    this.principals = principals;
    this.identity = identity;
    this.tasks = tasks;
    this.forms = forms;
    this.runtime = runtime;
    this.repository = repository;
    this.management = management;
    this.clock = clock;
  }

  public Actor actor(String user) {
    return actors.named(user);
  }

  /** A user with one group, by the two administrators that a membership takes. */
  public void openAccount(String user, String password, String state, String group) {
    accounts.open(actor("administrator"), user, password, Optional.of(state));
    long asked = accounts.ask(actor("administrator"), user, group);
    accounts.confirm(actor("administrator-2"), asked);
  }

  public boolean exists(String user) {
    return accounts.exists(user);
  }

  /** Claims and signs the one open task of a case, flight or bill with this key. */
  public void sign(String user, String task, String about, Map<String, Object> answers) {
    String id = openTask(task, about).getId();
    as(
        user,
        () -> {
          tasks.claim(id, user);
          forms.submitTaskForm(id, answers);
          return id;
        });
  }

  /** Starts a process with its form, and returns the business key. */
  public String start(String user, String process, Map<String, Object> answers) {
    String definition =
        repository
            .createProcessDefinitionQuery()
            .processDefinitionKey(process)
            .latestVersion()
            .singleResult()
            .getId();
    return as(user, () -> forms.submitStartForm(definition, answers).getBusinessKey());
  }

  private <T> T as(String user, Supplier<T> work) {
    identity.setAuthentication(principals.of(user));
    try {
      return work.get();
    } finally {
      identity.clearAuthentication();
    }
  }

  public boolean hasTask(String task, String about) {
    return tasks(task, about).size() == 1;
  }

  /** Runs every job that is due, as the job executor would. */
  public void runDueJobs() {
    List<Job> due;
    do {
      due = new ArrayList<>(management.createJobQuery().executable().listPage(0, 50));
      // Engine and record count in different units: what is due now may lie a part of one ahead.
      due.addAll(
          management
              .createJobQuery()
              .duedateLowerThan(Date.from(clock.instant().plusMillis(1)))
              .listPage(0, 50));
      for (Job job : due) {
        // An earlier one may have ended what this one belonged to.
        if (management.createJobQuery().jobId(job.getId()).count() == 1) {
          management.executeJob(job.getId());
        }
      }
    } while (!due.isEmpty());
  }

  private Task openTask(String task, String about) {
    List<Task> open = tasks(task, about);
    if (open.size() != 1) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "%d open tasks %s for %s", open.size(), task, about));
    }
    return open.get(0);
  }

  private List<Task> tasks(String task, String about) {
    List<Task> keyed =
        tasks.createTaskQuery().taskDefinitionKey(task).processInstanceBusinessKey(about).list();
    // A passenger's task belongs to the instance of the flight.
    return (keyed.isEmpty() ? tasks.createTaskQuery().taskDefinitionKey(task).list() : keyed)
        .stream().filter(one -> about.equals(aboutOf(one))).toList();
  }

  private Object aboutOf(Task task) {
    Object passenger = runtime.getVariable(task.getExecutionId(), "passenger");
    return passenger != null
        ? passenger
        : runtime
            .createProcessInstanceQuery()
            .processInstanceId(task.getProcessInstanceId())
            .singleResult()
            .getBusinessKey();
  }
}
