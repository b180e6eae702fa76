package org.custodytransfer.access;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Groups;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.task.TaskQuery;
import org.custodytransfer.platform.Rows;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Groups, their rights in the engine and the first administrators, in place before the doors open.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccessConfiguration.FirstAdministrators.class)
class AccessConfiguration {

  /**
   * The first administrators of an empty installation; two, because a membership takes two.
   *
   * @param administrators user names with their passwords
   * @param minimumPasswordLength characters; the demo alone has less
   */
  @ConfigurationProperties("custody")
  record FirstAdministrators(
      Map<String, String> administrators, @DefaultValue("12") int minimumPasswordLength) {
    FirstAdministrators {
      administrators = administrators == null ? Map.of() : Map.copyOf(administrators);
    }
  }

  @Component
  static class Foundation implements SmartLifecycle {

    private static final List<Role> TASKLIST_USERS =
        List.of(
            Role.REQUESTERS,
            Role.CASEWORKERS,
            Role.LEGAL_REVIEWERS,
            Role.DUTY_LAWYERS,
            Role.APPROVERS,
            Role.SENIOR_APPROVERS,
            Role.FLIGHT_OPERATIONS,
            Role.MEDICAL,
            Role.FINANCE,
            Role.COUNSEL);

    private static final int MINIMUM_IN_PRODUCTION = 12;

    private final Accounts accounts;
    private final Grants grants;
    private final org.camunda.bpm.engine.IdentityService identity;
    private final FirstAdministrators first;
    private final Rows rows;
    private final Environment environment;
    private final Clock clock;
    private final FilterService filters;
    private final TaskService tasks;
    private final TransactionTemplate transaction;
    private volatile boolean running;

    Foundation(
        Accounts accounts,
        Grants grants,
        org.camunda.bpm.engine.IdentityService identity,
        FirstAdministrators first,
        Rows rows,
        Environment environment,
        Clock clock,
        FilterService filters,
        TaskService tasks,
        TransactionTemplate transaction) {
      this.accounts = accounts;
      this.grants = grants;
      this.identity = identity;
      this.first = first;
      this.rows = rows;
      this.environment = environment;
      this.clock = clock;
      this.filters = filters;
      this.tasks = tasks;
      this.transaction = transaction;
    }

    @Override
    public void start() {
      transaction.executeWithoutResult(
          status -> {
            refuseForeignDemo();
            groups();
            closeSetUpPage();
            filters();
            firstAdministrators();
          });
      running = true;
    }

    @Override
    public void stop() {
      running = false;
    }

    @Override
    public boolean isRunning() {
      return running;
    }

    @Override
    public int getPhase() {
      return Integer.MIN_VALUE;
    }

    /** The demo's users have a known password: no other installation starts on its database. */
    private void refuseForeignDemo() {
      boolean marked =
          rows.query().sql("select count(*) from demo_mark").query(Long.class).single() > 0;
      boolean demo = environment.acceptsProfiles(Profiles.of("demo"));
      boolean production = environment.acceptsProfiles(Profiles.of("production"));
      if (production && marked) {
        throw new IllegalStateException(
            "The profile production never has the demo, its users or a clock that can be set: start it"
                + " without the profiles demo and test, on a database of its own.");
      }
      if (production && first.minimumPasswordLength() < MINIMUM_IN_PRODUCTION) {
        throw new IllegalStateException(
            "In production custody.minimum-password-length is at least "
                + MINIMUM_IN_PRODUCTION
                + ".");
      }
      if (marked && !demo) {
        throw new IllegalStateException(
            "This database belongs to the demo, whose passwords are known. Start on a database of its own:"
                + " set spring.datasource.url.");
      }
      if (demo && !marked) {
        rows.addKeyed("demo_mark", Rows.columns("marked_at", clock.instant()));
      }
    }

    private void groups() {
      for (Role role : Role.values()) {
        if (role != Role.RECEIVING) {
          accounts.ensureGroup(role.group());
        }
      }
      TASKLIST_USERS.forEach(role -> grants.worksInTasklist(role.group()));
      for (Role filing : List.of(Role.SYSTEMS, Role.REQUESTERS)) {
        grants.starts(filing.group(), "transfer");
      }
      // Whoever notices what stands against a transfer says so; an approver asks a lawyer to.
      TASKLIST_USERS.stream()
          .filter(role -> role != Role.APPROVERS)
          .forEach(role -> grants.starts(role.group(), "obstacle"));
      for (Role watching : List.of(Role.MANAGERS, Role.AUDITORS)) {
        grants.give(watching.group(), Resources.APPLICATION, "cockpit", Permissions.ACCESS);
        grants.give(watching.group(), Resources.PROCESS_DEFINITION, "*", WATCH);
        grants.give(watching.group(), Resources.DECISION_DEFINITION, "*", WATCH_DECISIONS);
        grants.give(watching.group(), Resources.DEPLOYMENT, "*", Permissions.READ);
      }
      grants.give(
          Role.MANAGERS.group(),
          Resources.PROCESS_DEFINITION,
          "*",
          ProcessDefinitionPermissions.RETRY_JOB);
      grants.give(Role.ADMINISTRATORS.group(), Resources.APPLICATION, "admin", Permissions.ACCESS);
      grants.give(Role.ADMINISTRATORS.group(), Resources.USER, "*", Permissions.READ);
      grants.give(Role.ADMINISTRATORS.group(), Resources.GROUP, "*", Permissions.READ);
    }

    /** What each group finds in Tasklist: its own tasks, by what is due, and those one claimed. */
    private void filters() {
      String tomorrow = "${dateTime().withTimeAtStartOfDay().plusDays(1).toDate()}";
      filter("Tasks of my groups", 1, "Open, and claimed by nobody", ofMyGroups());
      filter(
          "Mine",
          2,
          "Claimed by me",
          tasks.createTaskQuery().taskAssigneeExpression("${currentUser()}"));
      filter(
          "Due today",
          3,
          "Of my groups, claimed or not, due until midnight",
          ofMyGroups()
              .includeAssignedTasks()
              .dueAfterExpression("${now()}")
              .dueBeforeExpression(tomorrow));
      filter(
          "Overdue",
          4,
          "Of my groups, claimed or not, and late",
          ofMyGroups().includeAssignedTasks().dueBeforeExpression("${now()}"));
      filter(
          "My clients",
          5,
          "Counsel: tasks for the persons I represent",
          tasks.createTaskQuery().taskCandidateUserExpression("${currentUser()}"));
    }

    private TaskQuery ofMyGroups() {
      return tasks.createTaskQuery().taskCandidateGroupInExpression("${currentUserGroups()}");
    }

    private void filter(String name, int priority, String description, TaskQuery query) {
      if (filters.createFilterQuery().filterName(name).count() > 0) {
        return;
      }
      Filter filter = filters.newTaskFilter(name);
      filter.setOwner("set-up-closed");
      filter.setQuery(query);
      filter.setProperties(
          Map.of("priority", priority, "refresh", true, "description", description));
      filters.saveFilter(filter);
      grants.everybodyReads(Resources.FILTER, filter.getId());
    }

    /** The webapps offer the set-up page while Camunda's own administrator group is empty. */
    private void closeSetUpPage() {
      accounts.ensureGroup(Groups.CAMUNDA_ADMIN);
      if (identity.createUserQuery().memberOfGroup(Groups.CAMUNDA_ADMIN).count() == 0) {
        var nobody = identity.newUser("set-up-closed");
        // Nobody ever learns this password, and the wall refuses what this user could do anyway.
        nobody.setPassword(UUID.randomUUID().toString() + UUID.randomUUID());
        identity.saveUser(nobody);
        identity.createMembership(nobody.getId(), Groups.CAMUNDA_ADMIN);
      }
    }

    private void firstAdministrators() {
      if (identity.createUserQuery().memberOfGroup(Role.ADMINISTRATORS.group()).count() > 0) {
        return;
      }
      Collection<String> passwords = first.administrators().values();
      if (passwords.size() < 2) {
        throw new IllegalStateException(
            "There are not two administrators yet, and one alone can confirm nothing. Set custody.administrators.<name>=<password> for two"
                + " people, for example by the environment variables"
                + " CUSTODY_ADMINISTRATORS_<NAME>, and start again.");
      }
      if (environment.acceptsProfiles(Profiles.of("production"))
          && Set.copyOf(passwords).size() < passwords.size()) {
        throw new IllegalStateException(
            "Two administrators have the same password: whoever knows one is both. Set another.");
      }
      first
          .administrators()
          .forEach(
              (name, password) -> {
                if (password.length() < first.minimumPasswordLength()) {
                  throw new IllegalStateException(
                      String.format(
                          Locale.ROOT,
                          "The password of administrator %s has fewer than %d characters.",
                          name,
                          first.minimumPasswordLength()));
                }
                accounts.create("configuration", name, password, Optional.empty());
                accounts.join(name, Role.ADMINISTRATORS.group());
              });
    }

    private static final Permission[] WATCH = {
      Permissions.READ, Permissions.READ_INSTANCE, Permissions.READ_HISTORY
    };
    private static final Permission[] WATCH_DECISIONS = {
      Permissions.READ, Permissions.READ_HISTORY
    };
  }
}
