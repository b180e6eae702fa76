package org.custodytransfer.access;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The groups of people and systems. A receiving group is named after its state: {@code
 * receiving-xk}.
 */
public enum Role {
  REQUESTERS("requesters"),
  CASEWORKERS("caseworkers"),
  LEGAL_REVIEWERS("legal-reviewers"),
  DUTY_LAWYERS("duty-lawyers"),
  APPROVERS("approvers"),
  SENIOR_APPROVERS("senior-approvers"),
  RECEIVING("receiving"),
  FLIGHT_OPERATIONS("flight-operations"),
  MEDICAL("medical"),
  FINANCE("finance"),
  MANAGERS("managers"),
  COUNSEL("counsel"),
  AUDITORS("auditors"),
  SYSTEMS("systems"),
  ADMINISTRATORS("administrators");

  private static final Set<Role> ALONE =
      Set.of(RECEIVING, COUNSEL, AUDITORS, SYSTEMS, ADMINISTRATORS);

  private final String group;

  Role(String group) {
    this.group = group;
  }

  /** The engine's group id; for the receiving side, the part before the state. */
  public String group() {
    return group;
  }

  /**
   * Whether an account of this group is in no other: the sending state's offices may share one, but
   * not with the other side, with counsel, with who audits them, or with a system.
   */
  boolean standsAlone() {
    return ALONE.contains(this);
  }

  public String groupIn(String state) {
    return this == RECEIVING ? group + "-" + state.toLowerCase(java.util.Locale.ROOT) : group;
  }

  static Optional<Role> ofGroup(String groupId) {
    return Arrays.stream(values())
        .filter(
            role ->
                role == RECEIVING
                    ? groupId.matches("receiving-[a-z]{2}")
                    : role.group.equals(groupId))
        .findFirst();
  }
}
