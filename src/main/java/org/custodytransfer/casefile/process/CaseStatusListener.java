package org.custodytransfer.casefile.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.custodytransfer.casefile.CaseFile.CaseStatus;
import org.custodytransfer.casefile.CaseRecord;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Records the case's status where a model says one: the property {@code status} of an element. */
@Component
class CaseStatusListener extends AbstractProcessEnginePlugin {

  private final ObjectProvider<CaseRecord> caseRecord;

  CaseStatusListener(ObjectProvider<CaseRecord> caseRecord) {
    this.caseRecord = caseRecord;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl configuration) {
    List<BpmnParseListener> listeners = new ArrayList<>();
    Optional.ofNullable(configuration.getCustomPostBPMNParseListeners())
        .ifPresent(listeners::addAll);
    listeners.add(new Parser());
    configuration.setCustomPostBPMNParseListeners(listeners);
  }

  private final class Parser extends AbstractBpmnParseListener {

    @Override
    public void parseStartEvent(Element element, ScopeImpl scope, ActivityImpl activity) {
      listen(element, activity);
    }

    @Override
    public void parseEndEvent(Element element, ScopeImpl scope, ActivityImpl activity) {
      listen(element, activity);
    }

    @Override
    public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
      listen(element, activity);
    }

    @Override
    public void parseBusinessRuleTask(Element element, ScopeImpl scope, ActivityImpl activity) {
      listen(element, activity);
    }

    @Override
    public void parseCallActivity(Element element, ScopeImpl scope, ActivityImpl activity) {
      listen(element, activity);
    }

    @Override
    public void parseReceiveTask(Element element, ScopeImpl scope, ActivityImpl activity) {
      listen(element, activity);
    }

    @Override
    public void parseIntermediateCatchEvent(
        Element element, ScopeImpl scope, ActivityImpl activity) {
      listen(element, activity);
    }

    private void listen(Element element, ActivityImpl activity) {
      status(element)
          .ifPresent(
              status ->
                  activity.addBuiltInListener(
                      ExecutionListener.EVENTNAME_START,
                      (ExecutionListener)
                          execution ->
                              caseRecord
                                  .getObject()
                                  .enter(execution.getProcessBusinessKey(), status)));
    }

    private Optional<CaseStatus> status(Element element) {
      return Optional.ofNullable(element.element("extensionElements"))
          .map(e -> e.elementNS(BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, "properties"))
          .flatMap(
              properties ->
                  properties.elementsNS(BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, "property").stream()
                      .filter(property -> "status".equals(property.attribute("name")))
                      .map(property -> CaseStatus.valueOf(property.attribute("value")))
                      .findFirst());
    }
  }
}
