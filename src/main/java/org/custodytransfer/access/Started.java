package org.custodytransfer.access;

import org.camunda.bpm.engine.runtime.ProcessInstanceWithVariables;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;

/** What was just started, as the engine's start answers it; it may have ended at once. */
record Started(
    String id,
    String businessKey,
    String definitionKey,
    String definitionId,
    String tenantId,
    boolean ended)
    implements ProcessInstanceWithVariables {

  @Override
  public VariableMap getVariables() {
    return Variables.createVariables();
  }

  @Override
  public String getId() {
    return id;
  }

  @Override
  public String getProcessDefinitionId() {
    return definitionId;
  }

  @Override
  public String getProcessDefinitionKey() {
    return definitionKey;
  }

  @Override
  public String getBusinessKey() {
    return businessKey;
  }

  @Override
  public String getRootProcessInstanceId() {
    return id;
  }

  @Override
  public String getCaseInstanceId() {
    return null;
  }

  @Override
  public boolean isSuspended() {
    return false;
  }

  @Override
  public boolean isEnded() {
    return ended;
  }

  @Override
  public String getProcessInstanceId() {
    return id;
  }

  @Override
  public String getTenantId() {
    return tenantId;
  }
}
