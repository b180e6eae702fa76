package org.custodytransfer.access;

/**
 * What the application tells a process that waits for it; the models wait for these and no others.
 */
public enum Message {
  ALL_HANDED_OVER("allHandedOver"),
  ARRIVED("arrived"),
  BROUGHT_FORWARD("broughtForward"),
  DECIDED_FOR_PERSON("decidedForPerson"),
  DEPARTED("departed"),
  DIED("died"),
  FLIGHT_CANCELLED("flightCancelled"),
  HANDED_OVER("handedOver"),
  PAID("paid"),
  RECONSIDER("reconsider"),
  RELEASE_DAY_CHANGED("releaseDayChanged"),
  RETURN_OPENED("returnOpened"),
  SENT_ON("sentOn"),
  STAYS_MEANWHILE("staysMeanwhile"),
  SENTENCE_CHANGED("sentenceChanged"),
  SETTLEMENT_ENTERED("settlementEntered"),
  TURN_BACK("turnBack"),
  WITHDRAWN("withdrawn");

  private final String inModels;

  Message(String inModels) {
    this.inModels = inModels;
  }

  /** Its name in the models. */
  public String inModels() {
    return inModels;
  }
}
