package org.custodytransfer.access;

import static org.custodytransfer.platform.Rows.columns;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.custodytransfer.access.AccessConfiguration.FirstAdministrators;
import org.custodytransfer.platform.Locks;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Rows;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Users, the state each acts for, and their groups. A membership takes two administrators, neither
 * of whom is the user. An agreement is a tenant of the engine, and a user sees the tenants in which
 * their state is a party.
 */
@Service
@Transactional
public class Accounts {

  private final IdentityService identity;
  private final Grants grants;
  private final AsSystem asSystem;
  private final Rows rows;
  private final Sessions sessions;
  private final Locks locks;
  private final ObjectProvider<TaskDoor> tasks;
  private final Clock clock;
  private final int minimumLength;

  /** By agreement. */
  private final Map<String, String> tenants = new ConcurrentHashMap<>();

  Accounts(
      @Lazy IdentityService identity,
      Grants grants,
      AsSystem asSystem,
      Rows rows,
      Sessions sessions,
      Locks locks,
      ObjectProvider<TaskDoor> tasks,
      Clock clock,
      FirstAdministrators first) {
    this.identity = identity;
    this.grants = grants;
    this.asSystem = asSystem;
    this.rows = rows;
    this.sessions = sessions;
    this.locks = locks;
    this.tasks = tasks;
    this.clock = clock;
    this.minimumLength = first.minimumPasswordLength();
  }

  Optional<String> stateOf(String userId) {
    return rows.query()
        .sql("select state from account where user_id = ? and state is not null")
        .param(userId)
        .query(String.class)
        .optional();
  }

  /** A new user without any group. */
  public void open(Actor by, String userId, String password, Optional<String> state) {
    asSystem.run(() -> create(by.id(), userId, password, state));
  }

  /** What two administrators do to an account: one asks, another confirms. */
  enum Change {
    JOIN,
    LEAVE,
    CLOSE,
    RESET
  }

  /** Asks for a membership; it begins when another administrator confirms it. */
  public long ask(Actor by, String userId, String groupId) {
    refuseUnlessOthers(by, userId);
    Role role =
        Role.ofGroup(groupId)
            .orElseThrow(() -> Refusal.badInput("/group", "is not a group of this application"));
    Optional<String> state = stateOf(userId);
    boolean administrator = role == Role.ADMINISTRATORS;
    if (administrator == state.isPresent()) {
      throw Refusal.badInput(
          "/group", "administrators act for no state, and every other group acts for one");
    }
    if (role == Role.RECEIVING && !groupId.equals(role.groupIn(state.orElseThrow()))) {
      throw Refusal.badInput("/group", "is the group of another state than the user's");
    }
    refuseTwoSides(userId, role);
    return asked(by, userId, Change.JOIN, Optional.of(groupId));
  }

  /** Whoever sits on two sides of a case could sign for the one what the other must not know. */
  private void refuseTwoSides(String userId, Role role) {
    Set<Role> others = new HashSet<>(rolesOf(userId));
    others.remove(role);
    if (!others.isEmpty() && (role.standsAlone() || others.stream().anyMatch(Role::standsAlone))) {
      throw Refusal.conflict(
          String.format(
              Locale.ROOT,
              "One account cannot be in %s and in %s: give this person a second account.",
              role.group(),
              others.stream().map(Role::group).sorted().collect(Collectors.joining(", "))));
    }
  }

  /** Asks for the end of a membership. */
  long askToLeave(Actor by, String userId, String groupId) {
    refuseUnlessOthers(by, userId);
    if (identity.createUserQuery().userId(userId).memberOfGroup(groupId).count() == 0) {
      throw Refusal.conflict("The user is not in this group.");
    }
    return asked(by, userId, Change.LEAVE, Optional.of(groupId));
  }

  /** Asks to close an account, which stays as a name on what was signed, or for a new password. */
  long ask(Actor by, String userId, Change change) {
    refuseUnlessOthers(by, userId);
    return asked(by, userId, change, Optional.empty());
  }

  private void refuseUnlessOthers(Actor by, String userId) {
    refuseOwn(by, userId);
    if (!exists(userId)) {
      throw Refusal.notFound("user");
    }
    refuseClosed(userId);
  }

  /** Until this transaction ends the account stays as it is, and its owner claims nothing. */
  void lock(String userId) {
    locks.next("account " + userId);
  }

  /** A closed account stays closed, whatever was asked for before. */
  private void refuseClosed(String userId) {
    boolean closed =
        rows.query()
                .sql(
                    "select count(*) from account_change a join account_change_confirmation c"
                        + " on c.change_id = a.id where a.user_id = ? and a.kind = ?")
                .params(userId, Change.CLOSE.name())
                .query(Long.class)
                .single()
            > 0;
    if (closed) {
      throw Refusal.conflict("This account is closed. Open another.");
    }
  }

  private long asked(Actor by, String userId, Change change, Optional<String> group) {
    return rows.add(
        "account_change",
        columns(
            "user_id",
            userId,
            "kind",
            change,
            "group_id",
            group,
            "asked_by",
            by.id(),
            "asked_at",
            clock.instant()));
  }

  /**
   * Does what another administrator asked for.
   *
   * @return the new password of an account that was reset, told once and to nobody else
   */
  public Optional<String> confirm(Actor by, long changeId) {
    record Asked(String userId, Change kind, Optional<String> groupId, String askedBy) {}
    Asked asked =
        rows.query()
            .sql(
                "select user_id, kind, group_id, asked_by from account_change where id = ? and not exists"
                    + " (select 1 from account_change_confirmation c where c.change_id = account_change.id)")
            .param(changeId)
            .query(Rows.as(Asked.class))
            .optional()
            .orElseThrow(() -> Refusal.notFound("open change of an account"));
    refuseOwn(by, asked.userId());
    // Two confirmations at once: a closed account would have a group again.
    lock(asked.userId());
    refuseClosed(asked.userId());
    if (by.id().equals(asked.askedBy())) {
      throw Refusal.forbidden("Another administrator than the one who asked has to confirm this.");
    }
    rows.addKeyed(
        "account_change_confirmation",
        columns(
            "change_id", changeId,
            "confirmed_by", by.id(),
            "confirmed_at", clock.instant()));
    return asSystem.call(
        () ->
            switch (asked.kind()) {
              case JOIN -> {
                refuseTwoSides(
                    asked.userId(), Role.ofGroup(asked.groupId().orElseThrow()).orElseThrow());
                join(asked.userId(), asked.groupId().orElseThrow());
                yield Optional.empty();
              }
              case LEAVE -> {
                leave(by.id(), asked.userId(), asked.groupId().orElseThrow());
                yield Optional.empty();
              }
              case CLOSE -> {
                groupsOf(asked.userId()).forEach(group -> leave(by.id(), asked.userId(), group));
                newPassword(asked.userId(), invented());
                yield Optional.empty();
              }
              case RESET -> {
                String invented = invented();
                newPassword(asked.userId(), invented);
                yield Optional.of(invented);
              }
            });
  }

  /** A user's own new password. */
  void changeOwnPassword(Actor by, String current, String wanted) {
    asSystem.run(
        () -> {
          if (!identity.checkPassword(by.id(), current)) {
            throw Refusal.badInput(
                "/current", "is not your password, or too many wrong ones came before it");
          }
          if (current.equals(wanted)) {
            throw Refusal.badInput("/wanted", "is the password you have");
          }
          newPassword(by.id(), wanted);
        });
  }

  private void newPassword(String userId, String password) {
    refuseShort("/wanted", password);
    User user = identity.createUserQuery().userId(userId).singleResult();
    user.setPassword(password);
    identity.saveUser(user);
    sessions.endOf(userId);
  }

  private void refuseShort(String field, String password) {
    if (password.codePointCount(0, password.length()) < minimumLength) {
      throw Refusal.badInput(
          field, String.format(Locale.ROOT, "must have at least %d characters", minimumLength));
    }
  }

  /** 130 bits, in letters that can be read out. */
  private static String invented() {
    return new BigInteger(130, new SecureRandom()).toString(32);
  }

  private void leave(String by, String userId, String groupId) {
    identity.deleteMembership(userId, groupId);
    sessions.endOf(userId);
    seeOwnAgreements(userId);
    tasks.getObject().putBackOf(by, userId, groupsOf(userId));
  }

  private List<String> groupsOf(String userId) {
    return identity.createGroupQuery().groupMember(userId).list().stream()
        .map(Group::getId)
        .toList();
  }

  /** Makes the two states of an agreement see its cases, users to come included. */
  public void registerParties(String agreementCode, String sendingState, String receivingState) {
    String pair = tenantOf(sendingState, receivingState);
    ensureTenant(pair);
    tenants.put(agreementCode, pair);
    rows.query().sql("delete from party where agreement_code = ?").param(agreementCode).update();
    rows.addKeyed(
        "party",
        columns(
            "agreement_code", agreementCode,
            "sending_state", sendingState,
            "receiving_state", receivingState));
    String receivingGroup = Role.RECEIVING.groupIn(receivingState);
    ensureGroup(receivingGroup);
    grants.worksInTasklist(receivingGroup);
    grants.starts(receivingGroup, "obstacle");
    rows.query()
        .sql("select user_id from account where state in (?, ?)")
        .params(sendingState, receivingState)
        .query(String.class)
        .list()
        .forEach(this::seeOwnAgreements);
  }

  void create(String by, String userId, String password, Optional<String> state) {
    if (!userId.matches("[a-z][a-z0-9-]{1,39}")) {
      throw Refusal.badInput("/userId", "must be 2 to 40 small letters, digits and hyphens");
    }
    if (exists(userId)) {
      throw Refusal.conflict("There is a user of this name already.");
    }
    refuseShort("/password", password);
    User user = identity.newUser(userId);
    user.setFirstName(userId);
    user.setLastName(state.map(code -> "(" + code + ")").orElse(""));
    user.setPassword(password);
    identity.saveUser(user);
    rows.addKeyed(
        "account",
        columns(
            "user_id",
            userId,
            "state",
            state.map(code -> code.toUpperCase(Locale.ROOT)),
            "recorded_by",
            by,
            "recorded_at",
            clock.instant()));
    seeOwnAgreements(userId);
  }

  void join(String userId, String groupId) {
    ensureGroup(groupId);
    if (identity.createUserQuery().userId(userId).memberOfGroup(groupId).count() == 0) {
      identity.createMembership(userId, groupId);
    }
    seeOwnAgreements(userId);
  }

  void ensureGroup(String groupId) {
    if (identity.createGroupQuery().groupId(groupId).count() == 0) {
      var group = identity.newGroup(groupId);
      group.setName(groupId);
      group.setType("CUSTODY");
      identity.saveGroup(group);
    }
  }

  boolean exists(String userId) {
    return asSystem.call(() -> identity.createUserQuery().userId(userId).count() > 0);
  }

  Set<Role> rolesOf(String userId) {
    return asSystem.call(() -> identity.createGroupQuery().groupMember(userId).list()).stream()
        .flatMap(group -> Role.ofGroup(group.getId()).stream())
        .collect(Collectors.toSet());
  }

  /** The tenant of the engine to which what runs under an agreement belongs. */
  String tenantOf(String agreementCode) {
    return tenants.get(agreementCode);
  }

  /** One for each pair of states in each direction, however many agreements they have. */
  private static String tenantOf(String sendingState, String receivingState) {
    return sendingState + "-" + receivingState;
  }

  private void ensureTenant(String id) {
    if (identity.createTenantQuery().tenantId(id).count() == 0) {
      var tenant = identity.newTenant(id);
      tenant.setName(id);
      identity.saveTenant(tenant);
    }
  }

  /** A user sees what belongs to their state alone, and what belongs to a pair they act for. */
  private void seeOwnAgreements(String userId) {
    record Party(String sendingState, String receivingState) {}
    Actor user = new Actor(userId, stateOf(userId), rolesOf(userId));
    user.state()
        .ifPresent(
            own -> {
              ensureTenant(own);
              see(userId, own, true);
            });
    for (Party party :
        rows.query()
            .sql("select distinct sending_state, receiving_state from party")
            .query(Rows.as(Party.class))
            .list()) {
      see(
          userId,
          tenantOf(party.sendingState(), party.receivingState()),
          // What the other side's auditors may see of a case they read at /api.
          user.on(party.sendingState(), party.receivingState()).isPresent()
              && !(user.is(Role.AUDITORS)
                  && user.state().filter(party.sendingState()::equals).isEmpty()));
    }
  }

  private void see(String userId, String tenant, boolean maySee) {
    boolean sees = identity.createUserQuery().userId(userId).memberOfTenant(tenant).count() > 0;
    if (maySee && !sees) {
      identity.createTenantUserMembership(tenant, userId);
    } else if (!maySee && sees) {
      identity.deleteTenantUserMembership(tenant, userId);
    }
  }

  private static void refuseOwn(Actor by, String userId) {
    if (by.id().equals(userId)) {
      throw Refusal.forbidden("Nobody changes their own account but for its password.");
    }
  }
}
