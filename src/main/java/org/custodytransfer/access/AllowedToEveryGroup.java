package org.custodytransfer.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Every group but the administrators, who see no case. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@AllowedTo({
  Role.REQUESTERS,
  Role.CASEWORKERS,
  Role.LEGAL_REVIEWERS,
  Role.DUTY_LAWYERS,
  Role.APPROVERS,
  Role.SENIOR_APPROVERS,
  Role.RECEIVING,
  Role.FLIGHT_OPERATIONS,
  Role.MEDICAL,
  Role.FINANCE,
  Role.MANAGERS,
  Role.COUNSEL,
  Role.AUDITORS,
  Role.SYSTEMS
})
public @interface AllowedToEveryGroup {}
