package org.custodytransfer.access;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.custodytransfer.platform.Answers;

/**
 * Takes the signature of one form: checks it against the record, writes it there, and returns the
 * gateways' codes.
 */
public interface FormSigner {

  /** The form's key; exactly one signer has it. */
  String form();

  /** The groups that may sign it, whatever the model says. */
  Set<Role> roles();

  /**
   * @return codes for the gateways; nothing else that was submitted reaches the engine
   * @throws org.custodytransfer.platform.Refusal if it cannot be signed; the task stays
   */
  Map<String, Object> sign(Signature signature);

  /**
   * @param about what the task is bound to: a case number, a flight, a bill or an agreement's fact
   * @param at moment of signing
   */
  record Signature(Actor actor, String about, Answers answers, Instant at) {}
}
