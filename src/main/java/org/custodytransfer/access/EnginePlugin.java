package org.custodytransfer.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProvider;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProviderCaseInstanceContext;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProviderHistoricDecisionInstanceContext;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProviderProcessInstanceContext;
import org.camunda.bpm.engine.impl.history.event.HistoricDecisionEvaluationEvent;
import org.camunda.bpm.engine.impl.history.handler.DbHistoryEventHandler;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.custodytransfer.platform.OwnTables;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Puts the wall in front of the engine, shows it a handful of named beans, and gives each instance
 * its tenant.
 */
@Component
class EnginePlugin extends AbstractProcessEnginePlugin implements SmartInitializingSingleton {

  private final OneStartAtATime starts;
  private final OwnTables tables;
  private final Guesses guesses;
  private final ObjectProvider<TaskDoor> door;
  private final ListableBeanFactory beanFactory;
  private volatile TaskDoor open;
  private final Map<Object, Object> visibleToModels = new HashMap<>();

  EnginePlugin(
      OneStartAtATime starts,
      OwnTables tables,
      Guesses guesses,
      ObjectProvider<TaskDoor> door,
      ListableBeanFactory beanFactory) {
    this.starts = starts;
    this.tables = tables;
    this.guesses = guesses;
    this.door = door;
    this.beanFactory = beanFactory;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl configuration) {
    starts.begin(configuration.getDataSource());
    if (!tables.mayChange()) {
      configuration.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_FALSE);
    }
    configuration.setCustomPreCommandInterceptorsTxRequired(wall());
    configuration.setCustomPreCommandInterceptorsTxRequiresNew(wall());
    configuration.setBeans(visibleToModels);
    configuration.setTenantIdProvider(new OwnersAsTenants());
    configuration.setEnableDefaultDbHistoryEventHandler(false);
    configuration.getCustomHistoryEventHandlers().add(new HistoryWithoutFacts());
  }

  @Override
  public void afterSingletonsInstantiated() {
    open = door.getObject();
    visibleToModels.putAll(beanFactory.getBeansOfType(JavaDelegate.class));
    visibleToModels.putAll(beanFactory.getBeansOfType(TaskListener.class));
    visibleToModels.putAll(beanFactory.getBeansOfType(ModelFunction.class));
  }

  private List<CommandInterceptor> wall() {
    return new ArrayList<>(List.of(new Wall(guesses, () -> Optional.ofNullable(open))));
  }

  /** Keeps what a decision table answered, and not what it was asked: that is of a person. */
  private static final class HistoryWithoutFacts extends DbHistoryEventHandler {

    @Override
    protected void insertHistoricDecisionEvaluationEvent(HistoricDecisionEvaluationEvent event) {
      event.getRootHistoricDecisionInstance().setInputs(List.of());
      event.getRequiredHistoricDecisionInstances().forEach(one -> one.setInputs(List.of()));
      super.insertHistoricDecisionEvaluationEvent(event);
    }
  }

  /** What runs belongs to the two states of its agreement, or to the one state whose fact it is. */
  private final class OwnersAsTenants implements TenantIdProvider {

    @Override
    public String provideTenantIdForProcessInstance(TenantIdProviderProcessInstanceContext ctx) {
      return ctx.getSuperExecution() != null
          ? ctx.getSuperExecution().getTenantId()
          : Optional.ofNullable((String) ctx.getVariables().get(Road.OWNER))
              .or(
                  () ->
                      Optional.ofNullable((String) ctx.getVariables().get(Road.AGREEMENT))
                          .map(code -> beanFactory.getBean(Accounts.class).tenantOf(code)))
              .orElse(null);
    }

    @Override
    public String provideTenantIdForCaseInstance(TenantIdProviderCaseInstanceContext ctx) {
      return null;
    }

    @Override
    public String provideTenantIdForHistoricDecisionInstance(
        TenantIdProviderHistoricDecisionInstanceContext ctx) {
      return ctx.getExecution() == null ? null : ctx.getExecution().getTenantId();
    }
  }
}
