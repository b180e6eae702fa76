package org.custodytransfer.casefile;

import org.custodytransfer.access.Actor;

/** A request was entered, and its case is about to begin. */
public record RequestFiled(Actor by, String caseNumber, TransferRequest request) {}
