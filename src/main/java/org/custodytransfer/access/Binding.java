package org.custodytransfer.access;

import org.custodytransfer.platform.Subject;

/** Locks what a task is bound to before it is signed, so that two signatures never cross. */
public interface Binding {

  void lock(Subject about);
}
