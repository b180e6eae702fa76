package org.custodytransfer.access;

import java.util.Set;

/** Files a case: the one thing that anybody outside can start without a form. */
public interface StartDoor {

  /** The groups that may start it at the engine. */
  Set<Role> roles();

  /**
   * @param request JSON
   * @return the case number, which is also the business key
   */
  String file(Actor by, String request);
}
