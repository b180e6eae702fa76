package org.custodytransfer.access;

import org.custodytransfer.platform.Subject;

/** How often a case, a flight or an agreement was changed; the ETag of each is this number. */
public interface Revisions {

  long of(Subject about);

  default String tag(Subject about) {
    return "\"" + of(about) + "\"";
  }
}
