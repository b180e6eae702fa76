package org.custodytransfer.access;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.custodytransfer.platform.Answers;
import org.custodytransfer.platform.Subject;

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
   * Whether signing it may raise what stands against more than its case: then the gate is locked
   * first.
   */
  default boolean raises() {
    return false;
  }

  /**
   * @return codes for the gateways; nothing else that was submitted reaches the engine
   * @throws org.custodytransfer.platform.Refusal if it cannot be signed; the task stays
   */
  Map<String, Object> sign(Signature signature);

  /**
   * @param about what the task is bound to
   * @param at moment of signing
   */
  record Signature(Actor actor, Subject about, Answers answers, Instant at) {

    /** The key of what it is about: of a case, its number. */
    public String key() {
      return about.key();
    }
  }
}
