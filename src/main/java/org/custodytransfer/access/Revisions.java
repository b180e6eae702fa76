package org.custodytransfer.access;

/** How often a case, a flight or an agreement was changed; the ETag of each is this number. */
public interface Revisions {

  long of(String about);

  default String tag(String about) {
    return "\"" + of(about) + "\"";
  }
}
