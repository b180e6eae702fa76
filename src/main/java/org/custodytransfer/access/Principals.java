package org.custodytransfer.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.Tenant;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.custodytransfer.platform.Hashes;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who a user is: state, groups, and what of the engine they see. It is kept with the version of the
 * account, which each request asks for in one statement: a membership that ended, a new password or
 * a closed account counts with the next request, on every node.
 */
@Component
class Principals {

  private static final int KEPT = 10_000;

  /**
   * A password is a new revision of the engine's row; everything else was confirmed by somebody; a
   * new agreement is a tenant more.
   */
  private static final String VERSION =
      "select u.REV_ || ' ' || coalesce(cast(a.recorded_at as varchar(40)), '') || ' ' ||"
          + " (select count(*) from account_change c join account_change_confirmation d"
          + " on d.change_id = c.id where c.user_id = u.ID_) || ' ' ||"
          + " (select count(*) from ACT_ID_TENANT_MEMBER t where t.USER_ID_ = u.ID_) || ' ' ||"
          + " (select count(*) from ACT_ID_MEMBERSHIP g where g.USER_ID_ = u.ID_)"
          + " from ACT_ID_USER u left join account a on a.user_id = u.ID_ where u.ID_ = ?";

  private final IdentityService identity;
  private final Accounts accounts;
  private final AsSystem asSystem;
  private final JdbcClient jdbc;
  private final Cache<String, Kept> known = Caffeine.newBuilder().maximumSize(KEPT).build();
  private final String salt = String.valueOf(new SecureRandom().nextLong());

  Principals(
      @Lazy IdentityService identity, @Lazy Accounts accounts, AsSystem asSystem, JdbcClient jdbc) {
    this.identity = identity;
    this.accounts = accounts;
    this.asSystem = asSystem;
    this.jdbc = jdbc;
  }

  /**
   * @param password hashed for this run; empty until it was found right
   */
  private record Kept(String version, Caller caller, Optional<String> password) {}

  /** What the engine knows of who is at the door, with who that is here. */
  static final class Caller extends Authentication {

    private static final long serialVersionUID = 1;

    private final transient Actor actor;

    private Caller(Actor actor, List<String> groups, List<String> tenants) {
      super(actor.id(), groups, tenants);
      this.actor = actor;
    }

    Actor actor() {
      return actor;
    }
  }

  /** The version of an account; the same as long as nothing of it was changed. */
  String version(String user) {
    return jdbc.sql(VERSION).param(user).query(String.class).optional().orElse("");
  }

  /** A user as they are now. */
  Caller of(String user) {
    return kept(user).caller();
  }

  /**
   * A user with this password; one that was found right stays so as long as nothing was changed.
   *
   * @param check asks the engine
   */
  Optional<Caller> of(String user, String password, BooleanSupplier check) {
    String hashed = Hashes.ofParts(salt, user, password);
    Kept kept = kept(user);
    if (kept.password().filter(hashed::equals).isEmpty()) {
      if (!check.getAsBoolean()) {
        return Optional.empty();
      }
      known.put(user, new Kept(kept.version(), kept.caller(), Optional.of(hashed)));
    }
    return Optional.of(kept.caller());
  }

  private Kept kept(String user) {
    String version = version(user);
    Kept before = known.getIfPresent(user);
    if (before != null && before.version().equals(version)) {
      return before;
    }
    Kept now = new Kept(version, read(user), Optional.empty());
    if (!version.isEmpty()) {
      known.put(user, now);
    }
    return now;
  }

  /** Whoever asks: what of another's groups a caller may see is nothing to go by. */
  private Caller read(String user) {
    return asSystem.call(() -> readAll(user));
  }

  private Caller readAll(String user) {
    return new Caller(
        new Actor(user, accounts.stateOf(user), accounts.rolesOf(user)),
        identity.createGroupQuery().groupMember(user).list().stream().map(Group::getId).toList(),
        identity.createTenantQuery().userMember(user).list().stream().map(Tenant::getId).toList());
  }
}
