package org.custodytransfer.agreement;

/**
 * Something was recorded that stands against transfers. Whoever looks after persons who have
 * already left listens, in the same transaction.
 *
 * @param about a case number, an agreement's code or {@code all}
 */
public record AdverseFact(String about) {}
