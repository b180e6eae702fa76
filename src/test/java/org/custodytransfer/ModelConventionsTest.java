package org.custodytransfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.ReceiveTask;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.Task;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.custodytransfer.access.FormSigner;
import org.custodytransfer.access.Message;
import org.custodytransfer.access.Role;
import org.custodytransfer.access.StartForm;
import org.custodytransfer.obstacle.ObstacleKind;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What every model and form of this project keeps to. */
@Running
class ModelConventionsTest {

  private static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";

  @Autowired ApplicationContext context;
  @Autowired List<FormSigner> signers;
  @Autowired List<StartForm> startForms;

  private static List<Path> files(String ending) {
    try (Stream<Path> all = Files.walk(Path.of("processes"))) {
      return all.filter(path -> path.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Map<Path, BpmnModelInstance> models() {
    Map<Path, BpmnModelInstance> models = new HashMap<>();
    files(".bpmn").forEach(path -> models.put(path, Bpmn.readModelFromFile(path.toFile())));
    assertThat(models).hasSizeGreaterThanOrEqualTo(6);
    return models;
  }

  @Test
  void everyTaskGatewayAndEndHasAName() {
    models()
        .forEach(
            (path, model) -> {
              for (FlowNode node : model.getModelElementsByType(FlowNode.class)) {
                boolean asks = node instanceof ExclusiveGateway && node.getOutgoing().size() > 1;
                if (node instanceof Task || node instanceof EndEvent || asks) {
                  assertThat(node.getName()).as(path + "#" + node.getId()).isNotBlank();
                }
                if (asks) {
                  assertThat(node.getName()).as(path + "#" + node.getId()).endsWith("?");
                  for (SequenceFlow flow : node.getOutgoing()) {
                    assertThat(flow.getName()).as(path + "#" + flow.getId()).isNotBlank();
                  }
                }
              }
            });
  }

  @Test
  void everyUserTaskSaysItsCaseAndHasFormGroupAndDueDate() {
    Set<String> forms = formFiles();
    Map<String, FormSigner> byForm =
        signers.stream().collect(Collectors.toMap(FormSigner::form, signer -> signer));
    Set<String> used = new TreeSet<>();
    models()
        .forEach(
            (path, model) -> {
              for (UserTask task : model.getModelElementsByType(UserTask.class)) {
                String where = path + "#" + task.getId();
                assertThat(task.getName()).as(where).contains(" · ${");
                String form = task.getAttributeValueNs(CAMUNDA, "formRef");
                assertThat(forms).as(where).contains(form);
                used.add(form);
                assertThat(task.getCamundaDueDate()).as(where).contains("dueDates.workingDays");
                assertThat(byForm).as(where).containsKey(form);
                groupsFit(task, byForm.get(form), where);
              }
            });
    Set<String> signed = new TreeSet<>(byForm.keySet());
    startForms.forEach(form -> signed.add(form.form()));
    models().values().forEach(model -> used.addAll(startForms(model)));
    assertThat(used).as("every form is used, and signed by one signer").isEqualTo(forms);
    assertThat(signed).isEqualTo(forms);
  }

  private static List<String> startForms(BpmnModelInstance model) {
    return model.getModelElementsByType(StartEvent.class).stream()
        .map(start -> start.getAttributeValueNs(CAMUNDA, "formRef"))
        .filter(form -> form != null)
        .toList();
  }

  private static void groupsFit(UserTask task, FormSigner signer, String where) {
    String groups = task.getCamundaCandidateGroups();
    if (groups == null) {
      assertThat(task.getCamundaCandidateUsers()).as(where).isEqualTo("${counsel}");
      assertThat(signer.roles()).as(where).containsExactly(Role.COUNSEL);
      return;
    }
    Set<Role> expected =
        Stream.of(groups.split(","))
            .flatMap(
                group ->
                    switch (group) {
                      case "${receivingGroup}" -> Stream.of(Role.RECEIVING);
                      case "${settlers}" ->
                          Stream.of(ObstacleKind.values())
                              .flatMap(kind -> kind.settledBy().stream());
                      case "${approvalGroup}" -> Stream.of(Role.APPROVERS, Role.SENIOR_APPROVERS);
                      default ->
                          Stream.of(Role.values()).filter(role -> role.group().equals(group));
                    })
            .collect(Collectors.toSet());
    assertThat(signer.roles()).as(where).isEqualTo(expected);
  }

  @Test
  void everyModelKeepsItsHistoryIsLaidOutAndCallsBeansThatExist() {
    models()
        .forEach(
            (path, model) -> {
              for (Process process : model.getModelElementsByType(Process.class)) {
                assertThat(process.getCamundaHistoryTimeToLiveString())
                    .as(path.toString())
                    .isEqualTo("P3650D");
                assertThat(process.isCamundaStartableInTasklist())
                    .as(path + ": in Tasklist, what has a form starts")
                    .isEqualTo(!startForms(model).isEmpty());
              }
              for (FlowNode node : model.getModelElementsByType(FlowNode.class)) {
                assertThat(node.getDiagramElement()).as(path + "#" + node.getId()).isNotNull();
                String bean = node.getAttributeValueNs(CAMUNDA, "delegateExpression");
                if (bean != null) {
                  assertThat(context.containsBean(bean.substring(2, bean.length() - 1)))
                      .as(path + "#" + node.getId())
                      .isTrue();
                }
                if (node instanceof CallActivity call) {
                  assertThat(files(".bpmn").stream().map(file -> file.getFileName().toString()))
                      .contains(call.getCalledElement() + ".bpmn");
                }
              }
            });
  }

  @Test
  void everyFormSaysWhatItAsksAndWhyAndLabelsItsFields() throws IOException {
    for (Path path : files(".form")) {
      JsonNode form = new ObjectMapper().readTree(path.toFile());
      JsonNode intro = form.get("components").get(0);
      assertThat(intro.get("type").asText()).as(path.toString()).isEqualTo("text");
      assertThat(intro.get("text").asText().split("\n", 2)[1]).as(path.toString()).isNotBlank();
      for (JsonNode field : form.get("components")) {
        if (field.has("key")) {
          assertThat(field.path("label").asText()).as(path + " " + field).isNotBlank();
        }
      }
      if (startForms.stream().noneMatch(start -> path.endsWith(start.form() + ".form"))) {
        assertThat(form.get("components").findValuesAsText("key")).as(path + "").contains("reason");
      }
    }
  }

  /** What the application tells, and what the models wait for, are the same. */
  @Test
  void whatAProcessWaitsForIsWhatItIsTold() {
    Set<String> awaited = new TreeSet<>();
    models()
        .values()
        .forEach(
            model -> {
              model.getModelElementsByType(CatchEvent.class).stream()
                  .flatMap(event -> event.getEventDefinitions().stream())
                  .filter(MessageEventDefinition.class::isInstance)
                  .map(MessageEventDefinition.class::cast)
                  .forEach(one -> awaited.add(one.getMessage().getName()));
              model
                  .getModelElementsByType(ReceiveTask.class)
                  .forEach(task -> awaited.add(task.getMessage().getName()));
            });
    assertThat(awaited)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Message.values()).map(Message::inModels).toList());
  }

  /** A gateway asks for an answer that some form offers or the application gives, and no other. */
  @Test
  void whatAGatewayComparesIsAnswered() throws IOException {
    Set<String> offered = new TreeSet<>();
    for (Path path : files(".form")) {
      new ObjectMapper()
          .readTree(path.toFile())
          .findValues("values")
          .forEach(values -> values.forEach(one -> offered.add(one.path("value").asText())));
    }
    StringBuilder code = new StringBuilder(code());
    for (Path path : files(".dmn")) {
      code.append(Files.readString(path).replace("&#34;", "\""));
    }
    Set<String> constants =
        Pattern.compile("\\b[A-Z][A-Z_]+\\b")
            .matcher(code)
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toSet());
    Pattern compared = Pattern.compile("[=!]= ?'([^']*)'");
    models()
        .forEach(
            (path, model) -> {
              for (SequenceFlow flow : model.getModelElementsByType(SequenceFlow.class)) {
                if (flow.getConditionExpression() != null) {
                  compared
                      .matcher(flow.getConditionExpression().getTextContent())
                      .results()
                      .map(found -> found.group(1))
                      .forEach(
                          answer ->
                              assertThat(
                                      offered.contains(answer)
                                          || code.indexOf("\"" + answer + "\"") >= 0
                                          || constants.contains(
                                              answer.toUpperCase(Locale.ROOT).replace('-', '_')))
                                  .as(path + "#" + flow.getId() + " compares with " + answer)
                                  .isTrue());
                }
              }
            });
  }

  /** What an expression of a model reads is set by the application, under this name. */
  @Test
  void whatAModelReadsIsSet() throws IOException {
    String code = code();
    Pattern expression = Pattern.compile("[$#]\\{([^}]*)}");
    Pattern name = Pattern.compile("(?<![.'A-Za-z])[a-z][A-Za-z]*(?![A-Za-z]*\\()");
    for (Path path : files(".bpmn")) {
      expression
          .matcher(Files.readString(path).replaceAll("(?s)<bpmndi:.*", ""))
          .results()
          .map(found -> found.group(1).replaceAll("'[^']*'", ""))
          .flatMap(text -> name.matcher(text).results())
          .map(MatchResult::group)
          .filter(one -> !OF_THE_LANGUAGE.contains(one) && !context.containsBean(one))
          .forEach(
              one ->
                  assertThat(code.contains("\"" + one + "\"") || offeredAs(one))
                      .as(path + " reads " + one)
                      .isTrue());
    }
  }

  private static final Set<String> OF_THE_LANGUAGE =
      Set.of("execution", "task", "not", "empty", "and", "or", "true", "false", "null", "outcome");

  /** The application tells a gateway under the name of a form's own field, or of its code. */
  private static boolean offeredAs(String variable) {
    return files(".bpmn").stream()
        .anyMatch(
            path -> {
              try {
                return Files.readString(path)
                    .contains("camunda:resultVariable=\"" + variable + "\"");
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
  }

  private static String code() throws IOException {
    StringBuilder code = new StringBuilder();
    try (Stream<Path> all = Files.walk(Path.of("src/main/java"))) {
      for (Path path : all.filter(one -> one.toString().endsWith(".java")).toList()) {
        code.append(Files.readString(path));
      }
    }
    return code.toString();
  }

  private static Set<String> formFiles() {
    return files(".form").stream()
        .map(path -> path.getFileName().toString().replace(".form", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
