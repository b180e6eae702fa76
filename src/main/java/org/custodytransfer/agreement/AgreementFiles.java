package org.custodytransfer.agreement;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.custodytransfer.platform.Fault;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Schemas;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads agreement files; an error names file, line and field, and what was expected. */
@Component
class AgreementFiles {

  private final Schemas schemas;
  private final ObjectMapper yaml;

  AgreementFiles(Schemas schemas) {
    this.schemas = schemas;
    this.yaml =
        new ObjectMapper(new YAMLFactory())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
  }

  record Loaded(Agreement agreement, String text) {}

  Loaded load(Resource file) {
    try {
      return load(file.getFilename(), file.getContentAsString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Loaded load(String name, String text) {
    Map<String, Integer> lines = new HashMap<>();
    JsonNode tree;
    try {
      var options = new LoaderOptions();
      options.setAllowDuplicateKeys(false);
      Node root = new Yaml(options).compose(new StringReader(text));
      if (root == null) {
        throw new InvalidAgreement(name + ", line 1: is empty, an agreement was expected");
      }
      number(root, "", lines);
      tree = yaml.readTree(text);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new InvalidAgreement(
          String.format(Locale.ROOT, "%s, line %d: %s", name, line, e.getProblem()));
    } catch (IOException e) {
      throw new InvalidAgreement(name + ": " + e.getMessage());
    }
    Agreement agreement;
    List<Fault> faults = new ArrayList<>();
    try {
      agreement = schemas.read(tree, "agreement", Agreement.class);
      check(agreement, name, faults);
    } catch (Refusal refusal) {
      faults.addAll(refusal.faults());
      agreement = null;
    }
    if (!faults.isEmpty()) {
      throw new InvalidAgreement(
          faults.stream()
              .map(
                  fault ->
                      String.format(
                          Locale.ROOT,
                          "%s, line %d, field %s: %s",
                          name,
                          line(lines, fault.pointer()),
                          fault.pointer().isEmpty() ? "(file)" : fault.pointer(),
                          fault.detail()))
              .reduce((a, b) -> a + System.lineSeparator() + b)
              .orElseThrow());
    }
    return new Loaded(agreement, text);
  }

  private static void check(Agreement agreement, String name, List<Fault> faults) {
    if (!name.equals(agreement.code() + ".yaml")) {
      faults.add(Fault.at("/code", "must be the file's name"));
    }
    if (!agreement
        .code()
        .equals(agreement.sending().state() + "-" + agreement.receiving().state())) {
      faults.add(Fault.at("/code", "must be the sending and the receiving state"));
    }
    party("/sending", agreement.sending(), agreement, faults);
    party("/receiving", agreement.receiving(), agreement, faults);
    if (agreement.inForceSince().isPresent()
        && agreement.instruments().stream()
            .noneMatch(
                instrument ->
                    instrument.kind() == Agreement.InstrumentKind.TREATY
                        || instrument.kind() == Agreement.InstrumentKind.STATUTE)) {
      faults.add(Fault.at("/instruments", "needs a treaty or a statute for the status IN_FORCE"));
    }
    List<Agreement.StatusSince> statuses =
        java.util.stream.Stream.concat(
                agreement.status().before().stream().flatMap(List::stream),
                java.util.stream.Stream.of(agreement.status()))
            .toList();
    for (int i = 1; i < statuses.size(); i++) {
      if (!statuses.get(i).since().isAfter(statuses.get(i - 1).since())) {
        faults.add(Fault.at("/status/before", "must be in order, each before the next"));
      }
    }
    if (agreement.quota() > agreement.facility().capacity()) {
      faults.add(Fault.at("/quota", "must not be more than the facility's capacity"));
    }
    agreement
        .law()
        .filter(
            law ->
                !Stream.of(Optional.of(law.inFacility()), law.onSentence(), law.onCrimes())
                    .flatMap(Optional::stream)
                    .allMatch(Countries::known))
        .ifPresent(law -> faults.add(Fault.at("/law", "names no ISO 3166-1 alpha-2 code")));
    states("/exclusions/nationalities", agreement.exclusions().nationalities(), faults);
    states(
        "/exclusions/nationalitiesOtherThan",
        agreement.exclusions().nationalitiesOtherThan(),
        faults);
    agreement
        .term()
        .extension()
        .filter(
            longer ->
                agreement.term().until().map(until -> !longer.until().isAfter(until)).orElse(true))
        .ifPresent(
            longer -> faults.add(Fault.at("/term/extension/until", "must be after /term/until")));
    agreement.languages().stream()
        .filter(language -> !Languages.known(language))
        .forEach(
            language ->
                faults.add(Fault.at("/languages", language + " is not a language of BCP 47")));
    agreement
        .term()
        .until()
        .filter(until -> until.isBefore(agreement.term().from()))
        .ifPresent(until -> faults.add(Fault.at("/term/until", "must not be before /term/from")));
    agreement
        .routes()
        .forEach(
            (route, terms) -> {
              boolean enforcement = terms.kind() == Agreement.Kind.ENFORCEMENT;
              String at = "/routes/" + route;
              if (enforcement && route != Agreement.Route.RECEIVING_NATIONAL) {
                faults.add(
                    Fault.at(at + "/kind", "ENFORCEMENT is for the receiving state's nationals"));
              }
              if (enforcement
                  && terms.consent() != Agreement.Consent.REQUIRED
                  && !terms.expulsionOrderRequired()) {
                faults.add(
                    Fault.at(
                        at + "/consent",
                        "must be REQUIRED for ENFORCEMENT without expulsion order"));
              }
            });
    agreement
        .calendars()
        .forEach(
            country -> {
              try {
                HolidayManager.getInstance(ManagerParameters.create(country))
                    .getHolidays(java.time.Year.of(2026));
              } catch (RuntimeException unknown) {
                faults.add(Fault.at("/calendars", "has no holiday calendar for " + country));
              }
            });
    fees(agreement.fees(), faults);
  }

  private static void states(String at, Set<String> named, List<Fault> faults) {
    named.stream()
        .filter(one -> !Countries.known(one) && !Countries.isGroup(one))
        .forEach(
            one ->
                faults.add(
                    Fault.at(at, one + " is neither an ISO 3166-1 alpha-2 code nor EU or EEA")));
  }

  private static void party(
      String at, Agreement.Party party, Agreement agreement, List<Fault> faults) {
    if (!Countries.known(party.state())) {
      faults.add(Fault.at(at + "/state", "is not an ISO 3166-1 alpha-2 code"));
    }
    if (agreement.inForceSince().isEmpty()) {
      return;
    }
    party
        .ratification()
        .ifPresentOrElse(
            ratification -> {
              LocalDate latest = ratification.on().or(ratification::onOrBefore).orElseThrow();
              if (latest.isAfter(agreement.inForceSince().orElseThrow())) {
                faults.add(
                    Fault.at(at + "/ratification", "must not be after the entry into force"));
              }
            },
            () ->
                faults.add(Fault.at(at + "/ratification", "is required for the status IN_FORCE")));
  }

  private static void fees(Agreement.Fees fees, List<Fault> faults) {
    if (Currency.getAvailableCurrencies().stream()
        .noneMatch(known -> known.getCurrencyCode().equals(fees.currency()))) {
      faults.add(Fault.at("/fees/currency", "is not an ISO 4217 code"));
    }
    boolean guaranteed = fees.schedule() == Agreement.Schedule.GUARANTEED_PLUS;
    for (int i = 0; i < fees.rates().size(); i++) {
      var rate = fees.rates().get(i);
      String at = "/fees/rates/" + i;
      if (rate.until().map(until -> until.isBefore(rate.from())).orElse(false)) {
        faults.add(Fault.at(at + "/until", "must not be before its from"));
      }
      if (guaranteed && (rate.guaranteedPlaces().isEmpty() || rate.beyondMonthly().isEmpty())) {
        faults.add(Fault.at(at, "needs guaranteedPlaces and beyondMonthly for GUARANTEED_PLUS"));
      }
    }
    List<Agreement.Rate> inOrder =
        fees.rates().stream().sorted(Comparator.comparing(Agreement.Rate::from)).toList();
    for (int i = 1; i < inOrder.size(); i++) {
      var earlier = inOrder.get(i - 1);
      LocalDate next = inOrder.get(i).from();
      if (earlier.until().map(until -> !until.isBefore(next)).orElse(true)) {
        faults.add(
            Fault.at(
                "/fees/rates/" + fees.rates().indexOf(inOrder.get(i)),
                "overlaps the rate before it"));
      }
    }
  }

  private static void number(Node node, String pointer, Map<String, Integer> lines) {
    lines.putIfAbsent(pointer, node.getStartMark().getLine() + 1);
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        String child = pointer + "/" + ((ScalarNode) tuple.getKeyNode()).getValue();
        lines.put(child, tuple.getKeyNode().getStartMark().getLine() + 1);
        number(tuple.getValueNode(), child, lines);
      }
    } else if (node instanceof SequenceNode sequence) {
      for (int i = 0; i < sequence.getValue().size(); i++) {
        number(sequence.getValue().get(i), pointer + "/" + i, lines);
      }
    }
  }

  /** The line of a field, or of the nearest one above it that the file has. */
  private static int line(Map<String, Integer> lines, String pointer) {
    for (String at = pointer; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
      if (lines.containsKey(at)) {
        return lines.get(at);
      }
    }
    return lines.getOrDefault("", 1);
  }

  /** A file that does not say an agreement; the application does not start with it. */
  static final class InvalidAgreement extends RuntimeException {
    InvalidAgreement(String message) {
      super(message);
    }
  }
}
