package org.custodytransfer.access;

/** Keeps a trace of what was refused, after its transaction was undone. */
public interface RefusedAttempts {

  void refused(String about, String actor, String action, String reason);
}
