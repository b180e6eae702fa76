package org.custodytransfer.agreement;

import java.util.Optional;

/**
 * What stood against transfers was lifted in this transaction: whoever is held is looked at again,
 * and goes on if nothing else stands against them.
 *
 * @param caseNumber the one case it concerns; empty if it may concern many
 * @param owner the state whose fact it was
 */
public record Relief(Optional<String> caseNumber, String owner) {

  /** Whoever it concerns. */
  public static Relief forMany(String owner) {
    return new Relief(Optional.empty(), owner);
  }
}
