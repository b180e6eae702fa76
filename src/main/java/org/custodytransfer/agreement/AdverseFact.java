package org.custodytransfer.agreement;

import java.util.Optional;

/**
 * Something that stands against a transfer was recorded in this transaction: an order, a finding,
 * frozen funds, a withdrawn acceptance. Whoever is on the way is looked at again at once.
 *
 * @param caseNumber the one case it concerns; empty if it may concern many
 * @param owner the state whose fact it is
 */
public record AdverseFact(Optional<String> caseNumber, String owner) {

  public static AdverseFact about(String caseNumber, String owner) {
    return new AdverseFact(Optional.of(caseNumber), owner);
  }

  public static AdverseFact aboutMany(String owner) {
    return new AdverseFact(Optional.empty(), owner);
  }
}
