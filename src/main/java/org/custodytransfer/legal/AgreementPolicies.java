package org.custodytransfer.legal;

import static org.custodytransfer.legal.Verdict.against;
import static org.custodytransfer.legal.Verdict.met;
import static org.custodytransfer.legal.Verdict.open;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.custodytransfer.agreement.Agreement;
import org.custodytransfer.agreement.AgreementFacts;
import org.custodytransfer.agreement.AgreementFacts.Inspection;
import org.custodytransfer.agreement.AgreementFacts.LegalBasis;
import org.custodytransfer.agreement.AgreementFacts.Signed;
import org.custodytransfer.agreement.Agreements;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.condition.Condition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The two conditions that the facts of an agreement decide, the same for everybody on a route. */
@Configuration(proxyBeanMethods = false)
class AgreementPolicies {

  @Bean
  ConditionPolicy legalBasisPolicy(Agreements agreements, AgreementFacts facts) {
    return new PerRoute(
        Condition.LEGAL_BASIS,
        file -> legalBasis(file, agreements.current(file.agreement().code()), facts));
  }

  @Bean
  ConditionPolicy facilityStandardsPolicy(AgreementFacts facts) {
    return new PerRoute(Condition.FACILITY_STANDARDS, file -> facilityStandards(file, facts));
  }

  private static Verdict legalBasis(CaseFile file, Agreement current, AgreementFacts facts) {
    Condition is = Condition.LEGAL_BASIS;
    Agreement agreement = file.agreement();
    if (!agreement.inForceAt(file.judgedAt()) || !current.inForceAt(file.judgedAt())) {
      Agreement.StatusSince status =
          (current.inForceAt(file.judgedAt()) ? agreement : current)
              .status()
              .on(agreement.laterDay(file.judgedAt()));
      return against(
          is,
          String.format(
              Locale.ROOT,
              "The agreement is not in force: its status is %s since %s.",
              status.code(),
              FilePolicies.day(status.since())));
    }
    LocalDate today = agreement.laterDay(file.judgedAt());
    boolean inTerm =
        !agreement.earlierDay(file.judgedAt()).isBefore(agreement.term().from())
            && agreement.term().end().map(until -> !today.isAfter(until)).orElse(true);
    if (!inTerm) {
      return against(
          is,
          String.format(
              Locale.ROOT, "The agreement's term does not cover %s.", FilePolicies.day(today)));
    }
    if (file.routeTerms().isEmpty()) {
      return against(
          is, String.format(Locale.ROOT, "The agreement has no route %s.", file.route()));
    }
    List<Signed<LegalBasis>> bases =
        facts.legalBases(agreement.code(), file.knownAt()).stream()
            .filter(basis -> basis.fact().route() == file.route())
            .toList();
    return bases.stream()
        .filter(basis -> carries(basis, today))
        .findFirst()
        .map(
            basis ->
                met(
                        is,
                        String.format(
                            Locale.ROOT,
                            "%s permits the sentence to be served there; ratified by both states.",
                            basis.fact().title()))
                    .on(
                        String.format(
                            Locale.ROOT,
                            "legal basis %d (document %d)",
                            basis.id(),
                            basis.fact().document()),
                        List.of(basis.enteredBy(), basis.confirmedBy().orElseThrow()),
                        basis.recordedAt()))
        .map(
            verdict ->
                agreement
                    .term()
                    .end()
                    .map(end -> verdict.until(agreement.lastMomentOf(end)))
                    .orElse(verdict))
        .orElseGet(
            () ->
                open(
                    is,
                    bases.isEmpty()
                        ? "No treaty or statute on file permits this person's sentence to be served there."
                        : "A treaty or statute is entered, and no second lawyer has confirmed it."));
  }

  private static boolean carries(Signed<LegalBasis> basis, LocalDate today) {
    LegalBasis fact = basis.fact();
    return basis.confirmedBy().filter(by -> !by.equals(basis.enteredBy())).isPresent()
        && (fact.instrument() == Agreement.InstrumentKind.TREATY
            || fact.instrument() == Agreement.InstrumentKind.STATUTE)
        && !fact.inForceFrom().isAfter(today)
        && !fact.sendingRatifiedOn().isAfter(fact.inForceFrom())
        && !fact.receivingRatifiedOn().isAfter(fact.inForceFrom());
  }

  private static Verdict facilityStandards(CaseFile file, AgreementFacts facts) {
    Condition is = Condition.FACILITY_STANDARDS;
    Agreement agreement = file.agreement();
    String facility = agreement.facility().code();
    List<Signed<Inspection>> inspections = facts.inspections(facility, file.knownAt());
    List<Signed<Inspection>> confirmedSound =
        inspections.stream()
            .filter(one -> one.fact().sound())
            .filter(one -> one.confirmedBy().filter(by -> !by.equals(one.enteredBy())).isPresent())
            .toList();
    // A worse finding counts at once, and is settled only by a later sound one that names it.
    Optional<Signed<Inspection>> unsettled =
        inspections.stream()
            .filter(one -> !one.fact().sound())
            .filter(
                bad ->
                    confirmedSound.stream()
                        .noneMatch(
                            good ->
                                good.fact().settles().filter(id -> id == bad.id()).isPresent()
                                    && good.fact().inspectedOn().isAfter(bad.fact().inspectedOn())))
            .findFirst();
    if (unsettled.isPresent()) {
      Signed<Inspection> bad = unsettled.get();
      return against(
              is,
              String.format(
                  Locale.ROOT,
                  "The inspection of %s on %s did not find %s sound.",
                  bad.fact().body(),
                  FilePolicies.day(bad.fact().inspectedOn()),
                  facility))
          .on(evidence(bad), List.of(bad.enteredBy()), bad.recordedAt());
    }
    LocalDate oldest =
        agreement.laterDay(file.judgedAt()).minusDays(agreement.periods().inspectionDays());
    Optional<Signed<Inspection>> newest =
        confirmedSound.stream()
            .max(java.util.Comparator.comparing(one -> one.fact().inspectedOn()));
    if (newest.isEmpty()) {
      return open(
          is,
          inspections.isEmpty()
              ? String.format(Locale.ROOT, "No independent inspection of %s is on file.", facility)
              : String.format(
                  Locale.ROOT,
                  "An inspection of %s is entered, and no second lawyer has confirmed it.",
                  facility));
    }
    Signed<Inspection> good = newest.get();
    Verdict verdict =
        good.fact().inspectedOn().isBefore(oldest)
            ? against(
                is,
                String.format(
                    Locale.ROOT,
                    "The last inspection of %s, on %s, is older than %d days.",
                    facility,
                    FilePolicies.day(good.fact().inspectedOn()),
                    agreement.periods().inspectionDays()))
            : met(
                    is,
                    String.format(
                        Locale.ROOT,
                        "%s inspected %s on %s: no ill-treatment, and counsel, family, consulate and courts reach the persons.",
                        good.fact().body(),
                        facility,
                        FilePolicies.day(good.fact().inspectedOn())))
                .until(
                    agreement.lastMomentOf(
                        good.fact().inspectedOn().plusDays(agreement.periods().inspectionDays())));
    return verdict.on(
        evidence(good),
        List.of(good.enteredBy(), good.confirmedBy().orElseThrow()),
        good.recordedAt());
  }

  private static String evidence(Signed<Inspection> inspection) {
    return String.format(
        Locale.ROOT, "inspection %d (document %d)", inspection.id(), inspection.fact().document());
  }

  /** Judges once for each agreement version and route, however many persons there are. */
  private record PerRoute(
      Condition condition, java.util.function.Function<CaseFile, Verdict> judgement)
      implements ConditionPolicy {

    @Override
    public Map<String, Verdict> judge(Collection<CaseFile> files, Optional<String> flight) {
      Map<List<Object>, Verdict> byRoute = new HashMap<>();
      Map<String, Verdict> verdicts = new HashMap<>();
      for (CaseFile file : files) {
        verdicts.put(
            file.caseNumber(),
            byRoute.computeIfAbsent(
                List.of(
                    file.agreement().code(),
                    file.agreement().version(),
                    file.route(),
                    file.judgedAt()),
                key -> judgement.apply(file)));
      }
      return verdicts;
    }
  }
}
