package org.custodytransfer.agreement;

/**
 * What stood against a case was lifted in this transaction: the case is looked at again, and goes
 * on if nothing else holds it.
 */
public record Relief(String caseNumber) {}
