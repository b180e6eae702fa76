package org.custodytransfer.casefile.process;

import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.custodytransfer.access.Role;
import org.custodytransfer.audit.AuditTrail;
import org.springframework.stereotype.Component;

/**
 * A task whose due date has passed shows itself to the managers. They see it and can ask; signing
 * stays with its group.
 */
@Component("escalateToManagers")
class EscalateToManagers implements TaskListener {

  private final AuditTrail audit;

  EscalateToManagers(AuditTrail audit) {
    this.audit = audit;
  }

  @Override
  public void notify(DelegateTask task) {
    task.addCandidateGroup(Role.MANAGERS.group());
    audit.add(
        task.getExecution().getProcessBusinessKey(),
        "system",
        "overdue, shown to managers",
        task.getTaskDefinitionKey());
  }
}
