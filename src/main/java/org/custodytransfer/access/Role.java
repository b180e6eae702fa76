package org.custodytransfer.access;

import java.util.Arrays;
import java.util.Optional;

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

  private final String group;

  Role(String group) {
    this.group = group;
  }

  /** The engine's group id; for the receiving side, the part before the state. */
  public String group() {
    return group;
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
