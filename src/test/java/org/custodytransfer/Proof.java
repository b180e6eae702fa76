package org.custodytransfer;

/**
 * How much a test does: a little of it with every change, the whole in the proofs ({@code mvn
 * verify -Pproof}). Tests of which a size depends on the run have the tag {@code sized}, those that
 * belong to the proofs alone {@code proof}; {@code docs/testing.md} says which and why.
 */
public final class Proof {

  private Proof() {}

  public static int size(int everyday, int proof) {
    return Boolean.getBoolean("custody.proof") ? proof : everyday;
  }
}
