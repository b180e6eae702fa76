package org.custodytransfer.access;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.custodytransfer.platform.Refusal;

/**
 * Who does something: a user with their groups and the one state they act for, or the system
 * itself.
 *
 * @param state ISO 3166-1 alpha-2; empty for administrators and for the system
 */
public record Actor(String id, Optional<String> state, Set<Role> roles) {

  /** A step that the model does by itself. */
  public static final Actor SYSTEM = new Actor("system", Optional.empty(), Set.of());

  public Actor {
    roles = Set.copyOf(roles);
  }

  public boolean is(Role... anyOf) {
    return Stream.of(anyOf).anyMatch(roles::contains);
  }

  /** Whether this actor belongs to an engine group, the one of the own state where it names one. */
  public boolean isIn(String groupId) {
    return roles.stream()
        .anyMatch(
            role ->
                role == Role.RECEIVING
                    ? state.map(own -> role.groupIn(own).equals(groupId)).orElse(false)
                    : role.group().equals(groupId));
  }

  /**
   * @throws Refusal 403 naming the groups that may
   */
  public void mustBe(Role... anyOf) {
    if (!is(anyOf)) {
      throw Refusal.forbidden(
          "This is for "
              + Stream.of(anyOf).map(Role::group).sorted().collect(Collectors.joining(", "))
              + ".");
    }
  }

  /**
   * This actor on a case between two states, with what its groups open there: on the side of the
   * receiving state the receiving group, as which its auditors read; on that of the sending state
   * all others. For a third state there is nobody.
   */
  public Optional<Actor> on(String sendingState, String receivingState) {
    if (state.filter(receivingState::equals).isPresent() && is(Role.RECEIVING, Role.AUDITORS)) {
      return Optional.of(new Actor(id, state, Set.of(Role.RECEIVING)));
    }
    return state.filter(sendingState::equals).isPresent() && !is(Role.RECEIVING)
        ? Optional.of(this)
        : Optional.empty();
  }
}
