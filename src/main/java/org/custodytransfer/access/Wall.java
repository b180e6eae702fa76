package org.custodytransfer.access;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.impl.AbstractQuery;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.cmd.AbstractExecuteFilterCmd;
import org.camunda.bpm.engine.impl.cmd.AssignTaskCmd;
import org.camunda.bpm.engine.impl.cmd.CheckPassword;
import org.camunda.bpm.engine.impl.cmd.ClaimTaskCmd;
import org.camunda.bpm.engine.impl.cmd.CompleteTaskCmd;
import org.camunda.bpm.engine.impl.cmd.ExecuteFilterCountCmd;
import org.camunda.bpm.engine.impl.cmd.ExecuteFilterListPageCmd;
import org.camunda.bpm.engine.impl.cmd.ExecuteFilterSingleResultCmd;
import org.camunda.bpm.engine.impl.cmd.GetTaskFormVariablesCmd;
import org.camunda.bpm.engine.impl.cmd.SetJobRetriesCmd;
import org.camunda.bpm.engine.impl.cmd.StartProcessInstanceCmd;
import org.camunda.bpm.engine.impl.cmd.SubmitStartFormCmd;
import org.camunda.bpm.engine.impl.cmd.SubmitTaskFormCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.persistence.entity.FilterEntity;
import org.camunda.bpm.engine.query.Query;
import org.camunda.bpm.engine.task.TaskQuery;
import org.camunda.bpm.engine.variable.Variables;
import org.custodytransfer.platform.Problems;
import org.custodytransfer.platform.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Stands in front of the engine, on every door to it. Whoever is logged in may read what the
 * engine's authorizations show them, file a case, sign the form that starts a process, claim a task
 * for themselves and sign it; a manager may retry a failed job. Every other command is refused, for
 * everybody: this is a list of what is allowed, so that a new door of the engine is closed until
 * somebody opens it here.
 */
final class Wall extends CommandInterceptor {

  private static final Logger LOG = LoggerFactory.getLogger(Wall.class);

  private static final Set<String> READING =
      Set.of(
          "AuthorizationCheckCmd",
          "CreateGroupQueryCmd",
          "CreateTenantQueryCmd",
          "CreateUserQueryCmd",
          "FindActiveActivityIdsCmd",
          "IsIdentityServiceReadOnlyCmd",
          "QueryServiceCountCmd",
          "QueryServiceListCmd");

  private final Guesses guesses;
  private final Supplier<Optional<TaskDoor>> whenOpen;

  Wall(Guesses guesses, Supplier<Optional<TaskDoor>> whenOpen) {
    this.guesses = guesses;
    this.whenOpen = whenOpen;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> T execute(Command<T> sent) {
    // While the engine is being built no door is open, and nobody can call.
    Optional<Authentication> caller = whenOpen.get().flatMap(TaskDoor::caller);
    Command<T> command = caller.map(one -> ofTheCaller(one, sent)).orElse(sent);
    if (command.getClass() == CheckPassword.class) {
      Fields asked = new Fields(command);
      return (T)
          (Boolean)
              guesses.isRight(
                  asked.text("userId"),
                  asked.text("password"),
                  () -> (Boolean) next.execute(command));
    }
    // Without a caller it is the application itself; inside a command it is the engine's own work.
    if (caller.isEmpty() || Context.getCommandContext() != null) {
      return next.execute(command);
    }
    try {
      return triedAgain(command, caller.get());
    } catch (RuntimeException thrown) {
      Optional<Refusal> refusal = refusalIn(thrown, command);
      if (refusal.isEmpty()) {
        throw thrown;
      }
      if (!refusal.get().isUnavailable()) {
        door().refused(caller.get().getUserId(), command.getClass().getSimpleName(), refusal.get());
      }
      throw new EngineRefusal(refusal.get());
    }
  }

  /**
   * Finds tasks among those of the caller: the ones they hold, and the ones they or a group of
   * theirs may take. That is what the engine's authorizations say as well, of which there is one
   * for each task and group; asked of each task, they grow with the square of the record.
   */
  @SuppressWarnings("unchecked")
  private static <T> Command<T> ofTheCaller(Authentication caller, Command<T> command) {
    if (command instanceof TaskQueryImpl query) {
      narrow(query, caller);
      return new OwnTasks<>(command);
    }
    if (command instanceof AbstractExecuteFilterCmd) {
      return (Command<T>) new OwnTasksOfFilter(caller, command);
    }
    return command;
  }

  private static void narrow(TaskQueryImpl query, Authentication caller) {
    // By name only counsel has tasks, as long as they are counsel.
    boolean counsel = caller.getGroupIds().contains(Role.COUNSEL.group());
    TaskQuery own = query.or().taskAssignee(caller.getUserId());
    if (counsel) {
      own.taskCandidateUser(caller.getUserId());
    }
    if (!caller.getGroupIds().isEmpty()) {
      own.taskCandidateGroupIn(caller.getGroupIds()).includeAssignedTasks();
    }
    own.endOr();
  }

  /** A query that finds nothing but the caller's: the engine need not ask of each task again. */
  private record OwnTasks<T>(Command<T> query) implements Command<T> {
    @Override
    public T execute(CommandContext context) {
      boolean checked = context.isAuthorizationCheckEnabled();
      context.disableAuthorizationCheck();
      try {
        return query.execute(context);
      } finally {
        if (checked) {
          context.enableAuthorizationCheck();
        }
      }
    }
  }

  /** A filter asks its query inside the engine, where no wall stands: it is narrowed here. */
  private record OwnTasksOfFilter(Authentication caller, Command<?> filtered)
      implements Command<Object> {

    @Override
    public Object execute(CommandContext context) {
      Fields asked = new Fields(filtered);
      FilterEntity filter = context.getFilterManager().findFilterById(asked.text("filterId"));
      if (filter == null) {
        throw new NullValueException("There is no such filter.");
      }
      if (asked.get("extendingQuery") instanceof AbstractQuery<?, ?> extending) {
        extending.validate();
        filter = (FilterEntity) filter.extend((Query<?, ?>) extending);
      }
      TaskQueryImpl query = filter.getQuery();
      narrow(query, caller);
      return new OwnTasks<>(ignored -> answer(query, asked)).execute(context);
    }

    private Object answer(TaskQueryImpl query, Fields asked) {
      if (filtered.getClass() == ExecuteFilterCountCmd.class) {
        return query.count();
      }
      query.initializeFormKeys();
      if (filtered.getClass() == ExecuteFilterListPageCmd.class) {
        return query.listPage((int) asked.get("firstResult"), (int) asked.get("maxResults"));
      }
      return filtered.getClass() == ExecuteFilterSingleResultCmd.class
          ? query.singleResult()
          : query.list();
    }
  }

  /** Two changes that met: the same once more, unless it is part of something larger. */
  private <T> T triedAgain(Command<T> command, Authentication caller) {
    boolean whole = !TransactionSynchronizationManager.isActualTransactionActive();
    for (int n = 1; whole && n < ApiDoor.TRIES; n++) {
      try {
        return outside(command, caller);
      } catch (RuntimeException thrown) {
        if (!Problems.raced(thrown)) {
          throw thrown;
        }
      }
    }
    return outside(command, caller);
  }

  @SuppressWarnings("unchecked")
  private <T> T outside(Command<T> command, Authentication caller) {
    String name = command.getClass().getSimpleName();
    Fields fields = new Fields(command);
    // Subclasses of a command do something else than it says: exact classes only.
    if (command.getClass() == CompleteTaskCmd.class) {
      return (T) door().sign(fields.text("taskId"), fields.map("variables"));
    }
    if (command.getClass() == SubmitTaskFormCmd.class) {
      return (T) door().sign(fields.text("taskId"), fields.map("properties"));
    }
    if (command.getClass() == StartProcessInstanceCmd.class) {
      return (T) door().start(fields.get("instantiationBuilder"));
    }
    if (command.getClass() == SubmitStartFormCmd.class) {
      return (T)
          door()
              .startWithForm(
                  fields.text("processDefinitionId"),
                  fields.text("businessKey"),
                  fields.map("variables"));
    }
    if (command.getClass() == ClaimTaskCmd.class) {
      return door()
          .claim(fields.text("taskId"), fields.text("userId"), () -> next.execute(command));
    }
    if (command.getClass() == AssignTaskCmd.class) {
      door().mayPutBack(fields.text("taskId"), Optional.ofNullable(fields.get("userId")));
      return door().asSystem(() -> next.execute(command));
    }
    if (command.getClass() == SetJobRetriesCmd.class) {
      door().mayRetry((int) fields.get("retries"), (boolean) fields.get("isDueDateSet"));
      return next.execute(command);
    }
    if (command.getClass() == GetTaskFormVariablesCmd.class) {
      // Forms are filled in anew; what a process knows is for gateways, and not for who signs.
      door().mustSee(fields.text("resourceId"));
      return (T) Variables.createVariables();
    }
    if (command instanceof AbstractQuery
        || command instanceof OwnTasks
        || command instanceof OwnTasksOfFilter
        || name.startsWith("Get")
        || READING.contains(name)) {
      return next.execute(command);
    }
    LOG.debug("Closed door: {}", command.getClass().getName());
    throw Refusal.forbidden(
        "This is not done here. Cases are filed with POST /api/transfers, and tasks are claimed and"
            + " completed with their forms.");
  }

  private TaskDoor door() {
    return whenOpen.get().orElseThrow();
  }

  private static Optional<Refusal> refusalIn(Throwable thrown, Command<?> command) {
    if (!(thrown instanceof AuthorizationException)) {
      return Problems.refusalIn(thrown);
    }
    return Optional.of(
        command.getClass().getSimpleName().startsWith("Get")
            // What is another's is not there.
            ? Refusal.notFound("task, case or file")
            : Refusal.forbidden("Your groups do not have the right to do this."));
  }

  /** Reads a command's own fields: the engine's commands have no getters. */
  private record Fields(Object command) {

    Object get(String name) {
      for (Class<?> type = command.getClass(); type != null; type = type.getSuperclass()) {
        try {
          var field = type.getDeclaredField(name);
          field.setAccessible(true);
          return field.get(command);
        } catch (NoSuchFieldException e) {
          // Looked for in the superclass.
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(e);
        }
      }
      throw new IllegalStateException(command.getClass() + " has no field " + name);
    }

    String text(String name) {
      return (String) get(name);
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> map(String name) {
      Object map = get(name);
      return map == null ? Map.of() : (Map<String, Object>) map;
    }
  }
}
