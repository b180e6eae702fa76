package org.custodytransfer.access;

import java.util.Set;
import org.custodytransfer.platform.Answers;

/** Takes the signature of a form that starts a process: nothing of it reaches the engine. */
public interface StartForm {

  /** The form's key; exactly one has it. */
  String form();

  /** The groups that may sign it, whatever the model says. */
  Set<Role> roles();

  /**
   * @return the business key of the instance that was started
   * @throws org.custodytransfer.platform.Refusal if it cannot be signed; nothing is started
   */
  String start(Actor by, Answers answers);
}
