package org.custodytransfer.access;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.form.CamundaFormRef;
import org.camunda.bpm.engine.impl.ProcessInstantiationBuilderImpl;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.SerializableValue;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.custodytransfer.platform.Answers;
import org.custodytransfer.platform.Fault;
import org.custodytransfer.platform.Forms;
import org.custodytransfer.platform.Locks;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Subject;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What a caller may do at the wall: file, claim, sign. Each in one transaction of engine and
 * record.
 */
@Component
class TaskDoor {

  private final IdentityService identity;
  private final TaskService tasks;
  private final RuntimeService runtime;
  private final HistoryService history;
  private final RepositoryService repository;
  private final FormService formService;
  private final Forms forms;
  private final Actors actors;
  private final AsSystem asSystem;
  private final Grants grants;
  private final ObjectProvider<StartDoor> startDoor;
  private final ObjectProvider<StartForm> startForms;
  private final ObjectProvider<Binding> binding;
  private final ObjectProvider<Trail> trail;
  private final ObjectProvider<Accounts> accounts;
  private final Supplier<Map<String, FormSigner>> signers;
  private final Locks locks;
  private final Clock clock;
  private final TransactionTemplate transaction;

  TaskDoor(
      IdentityService identity,
      TaskService tasks,
      RuntimeService runtime,
      HistoryService history,
      RepositoryService repository,
      FormService formService,
      Forms forms,
      Actors actors,
      AsSystem asSystem,
      Grants grants,
      ObjectProvider<StartDoor> startDoor,
      ObjectProvider<StartForm> startForms,
      ObjectProvider<Binding> binding,
      ObjectProvider<Trail> trail,
      ObjectProvider<Accounts> accounts,
      ObjectProvider<FormSigner> signers,
      Locks locks,
      Clock clock,
      TransactionTemplate transaction) {
    this.identity = identity;
    this.tasks = tasks;
    this.runtime = runtime;
    this.history = history;
    this.repository = repository;
    this.formService = formService;
    this.forms = forms;
    this.actors = actors;
    this.asSystem = asSystem;
    this.grants = grants;
    this.startDoor = startDoor;
    this.startForms = startForms;
    this.binding = binding;
    this.trail = trail;
    this.accounts = accounts;
    this.signers =
        () -> signers.stream().collect(Collectors.toMap(FormSigner::form, Function.identity()));
    this.locks = locks;
    this.clock = clock;
    this.transaction = transaction;
  }

  Optional<Authentication> caller() {
    return Optional.ofNullable(identity.getCurrentAuthentication())
        .filter(authentication -> authentication.getUserId() != null);
  }

  <T> T asSystem(Supplier<T> work) {
    return asSystem.call(work);
  }

  void refused(String userId, String command, Refusal refusal) {
    asSystem.run(
        () ->
            trail.getObject().refused("general", userId, command, RefusedAtTheDoor.said(refusal)));
  }

  /**
   * Files a case through the engine's own start: the request is taken out before the engine sees
   * it.
   */
  Object start(Object instantiation) {
    var builder = (ProcessInstantiationBuilderImpl) instantiation;
    String definition =
        Optional.ofNullable(builder.getProcessDefinitionKey())
            .orElseGet(
                () -> repository.getProcessDefinition(builder.getProcessDefinitionId()).getKey());
    if (!definition.equals("transfer")) {
      throw Refusal.forbidden(
          "Only a transfer is started without a form; all else follows from it.");
    }
    if (builder.getBusinessKey() != null || builder.getCaseInstanceId() != null) {
      throw Refusal.badInput("/businessKey", "is given by the application");
    }
    VariableMap variables =
        builder.getVariables() == null
            ? Variables.createVariables()
            : (VariableMap) builder.getVariables();
    List<Fault> unknown =
        variables.keySet().stream()
            .filter(name -> !name.equals("request"))
            .sorted()
            .map(
                name ->
                    Fault.at("/variables/" + name, "is not taken; there is one variable, request"))
            .toList();
    if (!unknown.isEmpty()) {
      throw Refusal.badInput(unknown);
    }
    TypedValue request = variables.getValueTyped("request");
    if (request == null) {
      throw Refusal.badInput("/variables/request", "is required and is missing");
    }
    Actor actor = actors.current();
    actor.mustBe(startDoor.getObject().roles().toArray(Role[]::new));
    // As it was sent: the engine's own reader of JSON is less strict than ours.
    String text =
        request instanceof SerializableValue sent && !sent.isDeserialized()
            ? sent.getValueSerialized()
            : String.valueOf(request.getValue());
    return started(
        "transfer", transaction.execute(status -> startDoor.getObject().file(actor, text)));
  }

  /** Signs the form that starts a process: what was filled in goes to the record alone. */
  Object startWithForm(String definitionId, String businessKey, Map<String, Object> submitted) {
    if (businessKey != null && !businessKey.isBlank()) {
      throw Refusal.badInput("/businessKey", "is given by the application");
    }
    Actor actor = actors.current();
    StartForm form = startFormOf(definitionId);
    actor.mustBe(form.roles().toArray(Role[]::new));
    String key =
        transaction.execute(status -> form.start(actor, forms.check(form.form(), submitted)));
    return started(repository.getProcessDefinition(definitionId).getKey(), key);
  }

  private StartForm startFormOf(String definitionId) {
    CamundaFormRef form =
        asSystem.call(() -> formService.getStartFormData(definitionId).getCamundaFormRef());
    return startForms.stream()
        .filter(one -> form != null && one.form().equals(form.getKey()))
        .findFirst()
        .orElseThrow(() -> Refusal.forbidden("This process is not started with a form."));
  }

  private Started started(String process, String businessKey) {
    return asSystem.call(
        () -> {
          var instance =
              history
                  .createHistoricProcessInstanceQuery()
                  .processInstanceBusinessKey(businessKey)
                  .processDefinitionKey(process)
                  .singleResult();
          return new Started(
              instance.getId(),
              businessKey,
              process,
              instance.getProcessDefinitionId(),
              instance.getTenantId(),
              instance.getEndTime() != null);
        });
  }

  /** Signs a task. */
  Object sign(String taskId, Map<String, Object> submitted) {
    Actor actor = actors.current();
    transaction.executeWithoutResult(
        status -> {
          Task task = visible(taskId);
          FormSigner signer = signerOf(task, actor);
          if (!actor.id().equals(task.getAssignee())) {
            throw Refusal.conflict(
                task.getAssignee() == null
                    ? "Claim this task first."
                    : "Somebody else has claimed this task.");
          }
          Subject about = about(task);
          if (signer.raises()) {
            locks.gate();
          }
          binding.getObject().lock(about);
          // Read again behind the lock: somebody may have been faster.
          visible(taskId);
          Answers answers = forms.check(signer.form(), submitted);
          Map<String, Object> codes =
              signer.sign(new FormSigner.Signature(actor, about, answers, clock.instant()));
          asSystem.run(() -> tasks.complete(taskId, codes));
        });
    return Variables.createVariables();
  }

  /** Claims a task, and not while the account of whoever claims it is being changed. */
  <T> T claim(String taskId, String userId, Supplier<T> claim) {
    return transaction.execute(
        status -> {
          String own = actors.current().id();
          accounts.getObject().lock(own);
          // As they are behind the lock: whoever came in as another may be that no more.
          mayClaim(actors.named(own), taskId, userId);
          return claim.get();
        });
  }

  private void mayClaim(Actor actor, String taskId, String userId) {
    Task task = visible(taskId);
    if (!actor.id().equals(userId)) {
      throw Refusal.forbidden("A task is claimed for oneself, never for somebody else.");
    }
    if (task.getAssignee() != null && !task.getAssignee().equals(userId)) {
      throw Refusal.conflict("Somebody else has claimed this task.");
    }
    signerOf(task, actor);
  }

  /** Gives a claimed task back; assigning it to anybody is no door. */
  void mayPutBack(String taskId, Optional<Object> userId) {
    Actor actor = actors.current();
    Task task = visible(taskId);
    if (userId.isPresent()) {
      throw Refusal.forbidden("A task is claimed by who signs it, and assigned by nobody.");
    }
    if (!actor.id().equals(task.getAssignee())) {
      throw Refusal.forbidden("Only who claimed a task puts it back.");
    }
  }

  /** A manager takes a claimed task back from whoever is gone; it is on the trail. */
  void release(String taskId) {
    Actor actor = actors.current();
    String[] tenants = identity.getCurrentAuthentication().getTenantIds().toArray(String[]::new);
    Task task =
        Optional.ofNullable(
                asSystem.call(
                    () ->
                        tasks.createTaskQuery().taskId(taskId).tenantIdIn(tenants).singleResult()))
            .orElseThrow(() -> Refusal.notFound("task"));
    if (task.getAssignee() == null) {
      throw Refusal.conflict("Nobody has claimed this task.");
    }
    putBack(actor.id(), task);
  }

  /** Puts back what somebody had claimed and, without a group they had, may not sign any more. */
  void putBackOf(String by, String userId, Collection<String> groups) {
    List<Task> claimed = asSystem.call(() -> tasks.createTaskQuery().taskAssignee(userId).list());
    claimed.stream()
        .filter(task -> !candidate(task, userId, groups::contains))
        .forEach(task -> putBack(by, task));
    // Having had a task by name shows it for as long as it is open.
    asSystem.run(
        () ->
            grants.tasksOf(userId).stream()
                .filter(id -> !mayTake(id, userId, groups))
                .forEach(id -> grants.forgetTask(userId, id)));
  }

  private boolean mayTake(String taskId, String userId, Collection<String> groups) {
    Task task = tasks.createTaskQuery().taskId(taskId).singleResult();
    return task != null && candidate(task, userId, groups::contains);
  }

  private void putBack(String by, Task task) {
    asSystem.run(
        () -> {
          tasks.setAssignee(task.getId(), null);
          grants.forgetTask(task.getAssignee(), task.getId());
        });
    trail
        .getObject()
        .add(
            about(task).key(),
            by,
            "task released",
            task.getName() + ", from " + task.getAssignee());
  }

  /** A retry is now: whoever could move a due date could put off a protective timer. */
  void mayRetry(int retries, boolean dueDateSet) {
    actors.current().mustBe(Role.MANAGERS);
    if (dueDateSet) {
      throw Refusal.forbidden("The moment at which a step is due is not moved.");
    }
    if (retries < 1) {
      throw Refusal.badInput("/retries", "must be 1 or more: a step is retried, never given up");
    }
  }

  /** What a task is about, for those who see the task. */
  Map<String, String> aboutVisible(String taskId) {
    Task task = visible(taskId);
    return Map.of(
        "about",
        about(task).key(),
        Road.AGREEMENT,
        variable(task, Road.AGREEMENT),
        "caseNumber",
        variable(task, "caseNumber"));
  }

  private String variable(Task task, String name) {
    return Optional.ofNullable(
            (String) asSystem.call(() -> runtime.getVariable(task.getExecutionId(), name)))
        .orElse("");
  }

  /**
   * @throws Refusal 404 for a task that is not there, or is another's
   */
  void mustSee(String taskId) {
    visible(taskId);
  }

  private Task visible(String taskId) {
    return Optional.ofNullable(
            tasks.createTaskQuery().taskId(taskId).initializeFormKeys().singleResult())
        .orElseThrow(() -> Refusal.notFound("task"));
  }

  private FormSigner signerOf(Task task, Actor actor) {
    String form = formService.getTaskFormData(task.getId()).getCamundaFormRef().getKey();
    FormSigner signer = signers.get().get(form);
    if (signer == null) {
      throw new IllegalStateException("Nobody signs the form " + form);
    }
    if (!actor.is(signer.roles().toArray(Role[]::new))
        || !candidate(task, actor.id(), actor::isIn)) {
      throw Refusal.forbidden(
          "This task is for "
              + signer.roles().stream().map(Role::group).sorted().collect(Collectors.joining(", "))
              + ".");
    }
    return signer;
  }

  private boolean candidate(Task task, String userId, Predicate<String> isIn) {
    List<IdentityLink> links = asSystem.call(() -> tasks.getIdentityLinksForTask(task.getId()));
    return links.stream()
        .filter(link -> link.getType().equals("candidate"))
        .anyMatch(
            link ->
                userId.equals(link.getUserId()) && isIn.test(Role.COUNSEL.group())
                    || link.getGroupId() != null && isIn.test(link.getGroupId()));
  }

  /**
   * The case, flight or bill of a task: set by the application when its instance started, and by
   * nobody else.
   */
  private Subject about(Task task) {
    return Subject.of(
        asSystem.call(
            () -> {
              Object passenger = runtime.getVariable(task.getExecutionId(), "passenger");
              return passenger != null
                  ? (String) passenger
                  : runtime
                      .createProcessInstanceQuery()
                      .processInstanceId(task.getProcessInstanceId())
                      .singleResult()
                      .getBusinessKey();
            }));
  }
}
