package org.custodytransfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationEvent;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.camunda.community.process_test_coverage.core.model.Event;
import org.camunda.community.process_test_coverage.engine.platform7.ProcessCoverageConfigurator;
import org.camunda.community.process_test_coverage.engine.platform7.ProcessEngineAdapter;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Writes down which elements of the models the stories walk, in a file for each process of tests;
 * what is missing in the end is asked by {@code ModelCoverageTest}.
 */
@TestConfiguration(proxyBeanMethods = false)
class WalkedElements {

  private static final Path FILE = Path.of("target/walked", ProcessHandle.current().pid() + ".txt");
  private static final Set<String> WALKED = ConcurrentHashMap.newKeySet();

  @Bean
  ProcessEnginePlugin coverage() {
    return new AbstractProcessEnginePlugin() {
      @Override
      public void preInit(ProcessEngineConfigurationImpl configuration) {
        ProcessCoverageConfigurator.initializeProcessCoverageExtensions(configuration);
        var tables =
            (DefaultDmnEngineConfiguration)
                DmnEngineConfiguration.createDefaultDmnEngineConfiguration();
        tables.getCustomPostDecisionTableEvaluationListeners().add(WalkedElements::walked);
        configuration.setDmnEngineConfiguration(tables);
      }

      @Override
      public void postProcessEngineBuild(ProcessEngine engine) {
        new ProcessEngineAdapter(engine, WalkedElements::walked).initializeListeners();
      }
    };
  }

  private static void walked(DmnDecisionTableEvaluationEvent event) {
    event
        .getMatchingRules()
        .forEach(rule -> walked(event.getDecision().getKey() + "#" + rule.getId()));
  }

  private static void walked(Event event) {
    walked(event.getModelKey() + "#" + event.getDefinitionKey());
  }

  private static void walked(String element) {
    if (WALKED.add(element)) {
      try {
        Files.createDirectories(FILE.getParent());
        Files.writeString(
            FILE, element + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
