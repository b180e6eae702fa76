package org.custodytransfer.platform;

/**
 * One thing wrong with what was submitted.
 *
 * @param pointer JSON pointer (RFC 6901) of the value, for systems
 * @param label the field's name on the form, for people; the pointer again where there is no form
 * @param detail what was expected
 */
public record Fault(String pointer, String label, String detail) {

  public static Fault at(String pointer, String detail) {
    return new Fault(pointer, pointer, detail);
  }
}
