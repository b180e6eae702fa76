package org.custodytransfer.casefile;

/** Somebody was found gone whom nobody cleared, in this transaction: their seat is no seat. */
public record GoneWithoutClearance(String caseNumber) {}
