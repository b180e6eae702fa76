package org.custodytransfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.junit.jupiter.api.Test;

/**
 * Every element and every flow of every model, and every rule of every decision table, was walked
 * by the stories that ran before.
 */
class ModelCoverageTest {

  private static final Path MODELS = Path.of("processes");
  private static final Path WALKED = Path.of("target/walked");

  @Test
  void everyElementFlowAndRuleWasWalked() throws IOException {
    Set<String> missing = new TreeSet<>(all());
    for (Path file : files(WALKED, ".txt")) {
      Files.readAllLines(file).forEach(missing::remove);
    }
    assertThat(missing).as("of %d elements, flows and rules", all().size()).isEmpty();
  }

  private static List<String> all() {
    List<String> all = new ArrayList<>();
    for (Path file : files(MODELS, ".bpmn")) {
      var model = Bpmn.readModelFromFile(file.toFile());
      String key = model.getModelElementsByType(Process.class).iterator().next().getId();
      model.getModelElementsByType(FlowNode.class).forEach(one -> all.add(key + "#" + one.getId()));
      model
          .getModelElementsByType(SequenceFlow.class)
          .forEach(one -> all.add(key + "#" + one.getId()));
    }
    for (Path file : files(MODELS, ".dmn")) {
      Dmn.readModelFromFile(file.toFile())
          .getModelElementsByType(Decision.class)
          .forEach(
              decision ->
                  decision
                      .getChildElementsByType(
                          org.camunda.bpm.model.dmn.instance.DecisionTable.class)
                      .stream()
                      .flatMap(table -> table.getChildElementsByType(Rule.class).stream())
                      .forEach(rule -> all.add(decision.getId() + "#" + rule.getId())));
    }
    return all;
  }

  private static List<Path> files(Path folder, String ending) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> path.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
