package org.custodytransfer.casefile.process;

import org.custodytransfer.access.Binding;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.platform.Locks;
import org.custodytransfer.platform.Subject;
import org.springframework.stereotype.Component;

/** A task of a case locks its person; a task of anything wider locks the gate. */
@Component
class CaseBinding implements Binding {

  private final CaseFiles cases;
  private final Locks locks;

  CaseBinding(CaseFiles cases, Locks locks) {
    this.cases = cases;
    this.locks = locks;
  }

  @Override
  public void lock(Subject about) {
    if (about instanceof Subject.OfCase one) {
      cases.lock(one.number());
    } else {
      locks.gate();
    }
  }
}
