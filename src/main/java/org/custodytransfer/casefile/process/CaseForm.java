package org.custodytransfer.casefile.process;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.custodytransfer.access.FormSigner;
import org.custodytransfer.access.Role;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.DecisionKind;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.casefile.CaseRecord;
import org.custodytransfer.casefile.CaseRecord.NewDecision;
import org.custodytransfer.evidence.Documents;
import org.springframework.stereotype.Component;

/**
 * A form of a case whose signature is a decision in the record. What is particular to a form is
 * said where the form is listed: who signs, what is checked first, what else is recorded.
 */
public final class CaseForm implements FormSigner {

  /** What all forms of cases share. */
  @Component
  public static final class Desk {
    private final CaseFiles cases;
    private final CaseRecord caseRecord;
    private final Documents documents;

    Desk(CaseFiles cases, CaseRecord caseRecord, Documents documents) {
      this.cases = cases;
      this.caseRecord = caseRecord;
      this.documents = documents;
    }

    /** A form whose outcome no gateway asks for, and which the engine is therefore not told. */
    public CaseForm form(String key, DecisionKind kind, Role... roles) {
      return form(key, kind, "", roles);
    }

    /** A form whose outcome a gateway asks for, by the name of this code. */
    public CaseForm form(String key, DecisionKind kind, String code, Role... roles) {
      return new CaseForm(
          this,
          key,
          kind,
          code,
          Set.of(roles),
          false,
          (file, s) -> {},
          (f, s) -> s.at(),
          (f, s) -> Map.of(),
          (f, s, id) -> Map.of());
    }

    public CaseRecord caseRecord() {
      return caseRecord;
    }
  }

  /** What follows a decision: facts, and more codes for the gateways. */
  public interface After {
    Map<String, Object> record(CaseFile file, Signature signature, long decisionId);
  }

  private final Desk desk;
  private final String key;
  private final DecisionKind kind;
  private final String code;
  private final Set<Role> roles;
  private final boolean raises;
  private final BiConsumer<CaseFile, Signature> check;
  private final BiFunction<CaseFile, Signature, Instant> occurredAt;
  private final BiFunction<CaseFile, Signature, Map<String, String>> added;
  private final After after;

  private CaseForm(
      Desk desk,
      String key,
      DecisionKind kind,
      String code,
      Set<Role> roles,
      boolean raises,
      BiConsumer<CaseFile, Signature> check,
      BiFunction<CaseFile, Signature, Instant> occurredAt,
      BiFunction<CaseFile, Signature, Map<String, String>> added,
      After after) {
    this.desk = desk;
    this.key = key;
    this.kind = kind;
    this.code = code;
    this.roles = roles;
    this.raises = raises;
    this.check = check;
    this.occurredAt = occurredAt;
    this.added = added;
    this.after = after;
  }

  /** Refuses, before anything is recorded, what the record does not bear. */
  public CaseForm checking(BiConsumer<CaseFile, Signature> rule) {
    return new CaseForm(
        desk, key, kind, code, roles, raises, check.andThen(rule), occurredAt, added, after);
  }

  /** Takes the moment at which it happened from the form; without, it happens as it is signed. */
  public CaseForm happenedAt(String field) {
    return new CaseForm(
        desk,
        key,
        kind,
        code,
        roles,
        raises,
        check,
        (file, signature) -> signature.answers().moment(field).orElse(signature.at()),
        added,
        after);
  }

  /** Adds to the answers what the record knows and nobody types. */
  public CaseForm adding(BiFunction<CaseFile, Signature, Map<String, String>> facts) {
    return new CaseForm(desk, key, kind, code, roles, raises, check, occurredAt, facts, after);
  }

  public CaseForm then(After next) {
    return new CaseForm(desk, key, kind, code, roles, raises, check, occurredAt, added, next);
  }

  /** Its signature may raise an obstacle. */
  public CaseForm raising() {
    return new CaseForm(desk, key, kind, code, roles, true, check, occurredAt, added, after);
  }

  @Override
  public boolean raises() {
    return raises;
  }

  @Override
  public String form() {
    return key;
  }

  @Override
  public Set<Role> roles() {
    return roles;
  }

  @Override
  public Map<String, Object> sign(Signature signature) {
    CaseFile file = desk.cases.one(signature.key(), signature.at());
    check.accept(file, signature);
    Map<String, String> answers = new TreeMap<>(signature.answers().all());
    String outcome = answers.getOrDefault("outcome", "recorded");
    String reason = answers.getOrDefault("reason", "");
    Set<Long> evidence =
        desk.documents.named(
            file.caseNumber(),
            signature.answers().label("documents"),
            answers.getOrDefault("documents", ""));
    List.of("outcome", "reason", "documents").forEach(answers::remove);
    answers.putAll(added.apply(file, signature));
    long id =
        desk.caseRecord.decide(
            file.caseNumber(),
            signature.actor().id(),
            new NewDecision(
                kind,
                outcome,
                reason,
                answers,
                List.of(),
                evidence,
                occurredAt.apply(file, signature)));
    Map<String, Object> codes = new TreeMap<>(after.record(file, signature, id));
    if (!code.isEmpty()) {
      codes.put(code, outcome);
    }
    return codes;
  }
}
