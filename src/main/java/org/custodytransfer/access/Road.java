package org.custodytransfer.access;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The application's own way to move a process; nobody outside has one. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Road {

  /** Names the agreement under which a process runs. */
  public static final String AGREEMENT = "agreement";

  /** Names the state to which a process belongs that runs under none. */
  public static final String OWNER = "owner";

  private final RuntimeService runtime;
  private final TaskService tasks;
  private final Grants grants;
  private final AsSystem asSystem;

  Road(@Lazy RuntimeService runtime, @Lazy TaskService tasks, Grants grants, AsSystem asSystem) {
    this.runtime = runtime;
    this.tasks = tasks;
    this.grants = grants;
    this.asSystem = asSystem;
  }

  /** Starts a process of a case or of what else belongs to the two states of an agreement. */
  public String start(
      String process, String businessKey, String agreement, Map<String, Object> codes) {
    return started(process, businessKey, AGREEMENT, agreement, codes);
  }

  /** Starts a process of a fact that belongs to one state: the other party does not see it. */
  public String startOwned(
      String process, String businessKey, String owner, Map<String, Object> codes) {
    return started(process, businessKey, OWNER, owner, codes);
  }

  /** Its variables are codes alone. */
  private String started(
      String process, String businessKey, String whose, String name, Map<String, Object> codes) {
    return asSystem.call(
        () ->
            runtime
                .createProcessInstanceByKey(process)
                .businessKey(businessKey)
                .setVariables(codes)
                .setVariable(whose, name)
                .execute()
                .getId());
  }

  /**
   * What was for one user in whatever runs with this key is for another: tasks to come, and those
   * that are open.
   */
  public void changeUser(String businessKey, String variable, String from, String to) {
    asSystem.run(
        () ->
            runtime
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(businessKey)
                .list()
                .forEach(instance -> changeUser(instance, variable, from, to)));
  }

  private void changeUser(ProcessInstance instance, String variable, String from, String to) {
    if (from.equals(runtime.getVariable(instance.getId(), variable))) {
      runtime.setVariable(instance.getId(), variable, to);
    }
    List<Task> before =
        tasks
            .createTaskQuery()
            .processInstanceId(instance.getId())
            .taskCandidateUser(from)
            .includeAssignedTasks()
            .list();
    for (Task task : before) {
      tasks.deleteCandidateUser(task.getId(), from);
      tasks.addCandidateUser(task.getId(), to);
      if (from.equals(task.getAssignee())) {
        tasks.setAssignee(task.getId(), null);
      }
      grants.forgetTask(from, task.getId());
    }
  }

  /**
   * Tells the instance with this key; false if nobody waits for it, which the caller must not
   * ignore.
   */
  public boolean tell(Message message, String businessKey) {
    return tell(message, businessKey, Map.of());
  }

  public boolean tell(Message message, String businessKey, Map<String, Object> codes) {
    return asSystem.call(
        () -> {
          var waiting =
              runtime
                  .createExecutionQuery()
                  .messageEventSubscriptionName(message.inModels())
                  .processInstanceBusinessKey(businessKey)
                  .list();
          if (waiting.size() != 1) {
            return false;
          }
          runtime.messageEventReceived(message.inModels(), waiting.get(0).getId(), codes);
          return true;
        });
  }
}
