package org.custodytransfer.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The groups that may call an address of {@code /api}, said once: the door asks it before anything
 * is read, and {@code docs/rights.md} is printed from it. Which cases a caller may see, and what
 * the state of a case allows, is decided behind it.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface AllowedTo {
  Role[] value();
}
