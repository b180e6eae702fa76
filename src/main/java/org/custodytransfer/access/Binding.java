package org.custodytransfer.access;

/** Locks what a task is bound to before it is signed, so that two signatures never cross. */
public interface Binding {

  void lock(String about);
}
