package org.custodytransfer.access;

import static org.custodytransfer.platform.Rows.columns;

import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Rows;
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
  private final Clock clock;

  Accounts(
      @Lazy IdentityService identity, Grants grants, AsSystem asSystem, Rows rows, Clock clock) {
    this.identity = identity;
    this.grants = grants;
    this.asSystem = asSystem;
    this.rows = rows;
    this.clock = clock;
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
    by.mustBe(Role.ADMINISTRATORS);
    asSystem.run(() -> create(by.id(), userId, password, state));
  }

  /** Asks for a membership; it begins when another administrator confirms it. */
  public long ask(Actor by, String userId, String groupId) {
    by.mustBe(Role.ADMINISTRATORS);
    refuseOwn(by, userId);
    Role role =
        Role.ofGroup(groupId)
            .orElseThrow(() -> Refusal.badInput("/group", "is not a group of this application"));
    Optional<String> state = stateOf(userId);
    if (!exists(userId)) {
      throw Refusal.notFound("user");
    }
    boolean administrator = role == Role.ADMINISTRATORS;
    if (administrator == state.isPresent()) {
      throw Refusal.badInput(
          "/group", "administrators act for no state, and every other group acts for one");
    }
    if (role == Role.RECEIVING && !groupId.equals(role.groupIn(state.orElseThrow()))) {
      throw Refusal.badInput("/group", "is the group of another state than the user's");
    }
    return rows.add(
        "membership",
        columns(
            "user_id",
            userId,
            "group_id",
            groupId,
            "asked_by",
            by.id(),
            "asked_at",
            clock.instant()));
  }

  public void confirm(Actor by, long membershipId) {
    by.mustBe(Role.ADMINISTRATORS);
    record Asked(String userId, String groupId, String askedBy) {}
    Asked asked =
        rows.query()
            .sql(
                "select user_id, group_id, asked_by from membership where id = ? and not exists"
                    + " (select 1 from membership_confirmation c where c.membership_id = membership.id)")
            .param(membershipId)
            .query(Asked.class)
            .optional()
            .orElseThrow(() -> Refusal.notFound("open membership"));
    refuseOwn(by, asked.userId());
    if (by.id().equals(asked.askedBy())) {
      throw Refusal.forbidden("Another administrator than the one who asked has to confirm this.");
    }
    rows.addKeyed(
        "membership_confirmation",
        columns(
            "membership_id", membershipId,
            "confirmed_by", by.id(),
            "confirmed_at", clock.instant()));
    asSystem.run(() -> join(asked.userId(), asked.groupId()));
  }

  /** Makes the two states of an agreement see its cases, users to come included. */
  public void registerParties(String agreementCode, String sendingState, String receivingState) {
    if (identity.createTenantQuery().tenantId(agreementCode).count() == 0) {
      var tenant = identity.newTenant(agreementCode);
      tenant.setName(agreementCode);
      identity.saveTenant(tenant);
    }
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

  private void seeOwnAgreements(String userId) {
    record Party(String agreementCode, String sendingState, String receivingState) {}
    Actor user = new Actor(userId, stateOf(userId), rolesOf(userId));
    for (Party party :
        rows.query()
            .sql("select agreement_code, sending_state, receiving_state from party")
            .query(Party.class)
            .list()) {
      boolean sees =
          identity.createUserQuery().userId(userId).memberOfTenant(party.agreementCode()).count()
              > 0;
      boolean maySee = user.actsFor(party.sendingState(), party.receivingState());
      if (maySee && !sees) {
        identity.createTenantUserMembership(party.agreementCode(), userId);
      } else if (!maySee && sees) {
        identity.deleteTenantUserMembership(party.agreementCode(), userId);
      }
    }
  }

  private static void refuseOwn(Actor by, String userId) {
    if (by.id().equals(userId)) {
      throw Refusal.forbidden("Nobody changes their own groups.");
    }
  }
}
