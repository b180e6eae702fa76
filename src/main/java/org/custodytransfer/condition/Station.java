package org.custodytransfer.condition;

import java.util.Locale;

/** The station of its road at which a case puts right what lapsed, in the order of the road. */
public enum Station {
  /** The law no longer allows it, whoever signs what. */
  OVER,
  REVIEW,
  APPROVAL,
  ACCEPTANCE,
  NOTICE,
  /** Something outside the case stands against it. */
  HELD,
  /** Nothing lapsed, or what is asked for when there is a flight. */
  NOTHING;

  /** As the gateways of transfer.bpmn read it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
