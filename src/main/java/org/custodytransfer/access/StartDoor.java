package org.custodytransfer.access;

/** Files a case: the one thing that anybody outside can start without a form. */
public interface StartDoor {

  /**
   * @param request JSON
   * @return the case number, which is also the business key
   */
  String file(Actor by, String request);
}
