package org.custodytransfer.agreement;

import static org.custodytransfer.platform.Rows.columns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.custodytransfer.access.Accounts;
import org.custodytransfer.access.Actor;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.platform.Hashes;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Rows;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** The agreements of this installation. Every version that was ever in use can be read again. */
@Service
public class Agreements implements SmartLifecycle {

  private final AgreementFiles files;
  private final Accounts accounts;
  private final Rows rows;
  private final AuditTrail audit;
  private final Clock clock;
  private final TransactionTemplate transaction;
  private final Map<String, AgreementFiles.Loaded> current;
  private final Map<String, Agreement> earlier = new ConcurrentHashMap<>();
  private volatile boolean running;

  Agreements(
      AgreementFiles files,
      ResourcePatternResolver resources,
      Accounts accounts,
      Rows rows,
      AuditTrail audit,
      Clock clock,
      TransactionTemplate transaction,
      @Value("${custody.agreements}") List<String> where) {
    this.files = files;
    this.accounts = accounts;
    this.rows = rows;
    this.audit = audit;
    this.clock = clock;
    this.transaction = transaction;
    this.current = load(files, resources, where);
  }

  private static Map<String, AgreementFiles.Loaded> load(
      AgreementFiles files, ResourcePatternResolver resources, List<String> where) {
    Map<String, AgreementFiles.Loaded> loaded = new TreeMap<>();
    try {
      for (String folder : where) {
        for (var file : resources.getResources(folder + "/*.yaml")) {
          var one = files.load(file);
          loaded.put(one.agreement().code(), one);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return loaded;
  }

  /** All agreements in their newest version, by code. */
  public List<Agreement> all() {
    return current.values().stream().map(AgreementFiles.Loaded::agreement).toList();
  }

  /** The codes an actor may see, or the one of them that is asked for. */
  public Set<String> codesFor(Actor actor, Optional<String> only) {
    return all().stream()
        .filter(one -> one.as(actor).isPresent())
        .map(Agreement::code)
        .filter(code -> only.map(code::equals).orElse(true))
        .collect(Collectors.toSet());
  }

  /** One of the agreements under which a state sends. */
  public Optional<Agreement> sentUnderBy(String state) {
    return all().stream().filter(one -> one.sending().state().equals(state)).findFirst();
  }

  /** The codes of which an actor learns nothing but the terms. */
  public Set<String> codesHiddenFrom(Actor actor) {
    Set<String> own = codesFor(actor, Optional.empty());
    return current.keySet().stream()
        .filter(code -> !own.contains(code))
        .collect(Collectors.toSet());
  }

  /**
   * @throws Refusal 404 if there is none of this code
   */
  public Agreement current(String code) {
    AgreementFiles.Loaded loaded = current.get(code);
    if (loaded == null) {
      throw Refusal.notFound("agreement");
    }
    return loaded.agreement();
  }

  /** The version that a case began under. */
  public Agreement version(String code, int version) {
    Agreement newest = current(code);
    if (newest.version() == version) {
      return newest;
    }
    return earlier.computeIfAbsent(
        code + " " + version,
        key ->
            rows.query()
                .sql("select content from agreement_version where code = ? and version = ?")
                .params(code, version)
                .query((row, n) -> files.load(code + ".yaml", row.getString("content")).agreement())
                .optional()
                .orElseThrow(() -> Refusal.notFound("agreement version")));
  }

  @Override
  public void start() {
    transaction.executeWithoutResult(
        status ->
            current.values().stream()
                .sorted(Comparator.comparing(loaded -> loaded.agreement().code()))
                .forEach(this::keep));
    running = true;
  }

  /**
   * Each version is stored with its hash: a file that changed without a new version number stops
   * the start.
   */
  private void keep(AgreementFiles.Loaded loaded) {
    Agreement agreement = loaded.agreement();
    String sha256 = Hashes.of(loaded.text());
    var stored =
        rows.query()
            .sql("select sha256 from agreement_version where code = ? and version = ?")
            .params(agreement.code(), agreement.version())
            .query(String.class)
            .optional();
    if (stored.isEmpty()) {
      rows.addKeyed(
          "agreement_version",
          columns(
              "code", agreement.code(),
              "version", agreement.version(),
              "status", agreement.status().code(),
              "sha256", sha256,
              "content", loaded.text(),
              "recorded_at", clock.instant()));
      audit.add(
          agreement.code(),
          "system",
          "agreement file stored",
          String.format(
              Locale.ROOT,
              "version %d, status %s, SHA-256 %s",
              agreement.version(),
              agreement.status().code(),
              sha256));
    } else if (!stored.get().equals(sha256)) {
      throw new AgreementFiles.InvalidAgreement(
          String.format(
              Locale.ROOT,
              "%s.yaml, field /version: is %d as before, but the file has changed; a change needs the next version number",
              agreement.code(),
              agreement.version()));
    }
    accounts.registerParties(
        agreement.code(), agreement.sending().state(), agreement.receiving().state());
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return Integer.MIN_VALUE + 1;
  }
}
