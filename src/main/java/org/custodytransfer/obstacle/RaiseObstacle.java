package org.custodytransfer.obstacle;

import static java.util.stream.Collectors.joining;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.custodytransfer.access.Actor;
import org.custodytransfer.access.Message;
import org.custodytransfer.access.Road;
import org.custodytransfer.access.Role;
import org.custodytransfer.agreement.AdverseFact;
import org.custodytransfer.agreement.Countries;
import org.custodytransfer.audit.AuditTrail;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.casefile.CaseFile.Place;
import org.custodytransfer.casefile.CaseFiles;
import org.custodytransfer.casefile.RequestFiled;
import org.custodytransfer.casefile.TransferRequest;
import org.custodytransfer.evidence.Documents;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Subject;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Raises what stands against the transfer of a person: by one, and in force from commit. It is of
 * the sending state's record, whichever side noticed it.
 */
@Service
@Transactional
public class RaiseObstacle {

  /**
   * @param occurredAt when it happened, with its offset
   * @param returnBy moment by which a placed person has to be back, where the decision says so
   * @param state the state that is feared, the receiving one if left out; or whose nationality is
   *     claimed
   * @param docket of the judgment that it is about, where the case has several
   * @param until day on which the changed sentence ends
   * @param documents on file of a case of the person
   */
  public record New(
      ObstacleKind kind,
      String authority,
      String reference,
      String text,
      Instant occurredAt,
      Optional<Instant> returnBy,
      Optional<String> state,
      Optional<String> docket,
      Optional<LocalDate> until,
      List<Long> documents) {

    public New {
      documents = documents == null ? List.of() : List.copyOf(documents);
    }

    /**
     * What is known by its day alone: it happened at the day's last moment in the sending state, so
     * that nothing of the same day settles it.
     */
    public static New on(
        LocalDate day,
        CaseFile file,
        ObstacleKind kind,
        String authority,
        String reference,
        String text) {
      Instant over = file.agreement().sending().beginningOf(day.plusDays(1)).minusMillis(1);
      return at(
          over.isAfter(file.knownAt()) ? file.knownAt() : over, kind, authority, reference, text);
    }

    /** What happened at a moment. */
    public static New at(
        Instant moment, ObstacleKind kind, String authority, String reference, String text) {
      return new New(
          kind,
          authority,
          reference,
          text,
          moment,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of());
    }

    /** The same about one judgment. */
    public New about(Optional<String> judgment, Optional<LocalDate> end, List<Long> rests) {
      return new New(
          kind, authority, reference, text, occurredAt, returnBy, state, judgment, end, rests);
    }

    /** The same about a state. */
    public New naming(String code) {
      return new New(
          kind,
          authority,
          reference,
          text,
          occurredAt,
          returnBy,
          Optional.of(code),
          docket,
          until,
          documents);
    }
  }

  /** The receipt: what it is called, since when it stands, and against which case. */
  public record Receipt(long id, Instant recordedAt, String covers) {}

  private final CaseFiles cases;
  private final ObstacleRecord obstacles;
  private final Documents documents;
  private final Road road;
  private final ApplicationEventPublisher events;
  private final AuditTrail audit;
  private final Clock clock;

  RaiseObstacle(
      CaseFiles cases,
      ObstacleRecord obstacles,
      Documents documents,
      Road road,
      ApplicationEventPublisher events,
      AuditTrail audit,
      Clock clock) {
    this.cases = cases;
    this.obstacles = obstacles;
    this.documents = documents;
    this.road = road;
    this.events = events;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * @throws Refusal 403 naming who may raise this kind; 409 once the case has ended
   */
  public Receipt raise(Actor by, String caseNumber, New raised) {
    CaseFile file = cases.forChange(by, caseNumber);
    // Who is back and serves on is free on a day that their ended case knows.
    if (!raised.kind().isAlsoOfWhoIsBack() || file.place() != Place.RETURNED) {
      CaseFiles.mustGoOn(file);
    }
    return add(by, file, raised);
  }

  /** What a request names stands against its case from the beginning. */
  @EventListener
  void on(RequestFiled filed) {
    CaseFile file = cases.one(filed.caseNumber(), clock.instant());
    for (TransferRequest.ProceedingData open : filed.request().openProceedings()) {
      onceFor(
          filed.by(),
          file,
          New.on(
              open.openedOn(),
              file,
              ObstacleKind.PROCEEDINGS,
              open.authority(),
              open.docket(),
              neededAs(open.personIs())));
    }
    for (TransferRequest.ProtectionData claim : filed.request().protectionClaims()) {
      onceFor(
          filed.by(),
          file,
          New.on(
                  claim.decidedOn(),
                  file,
                  ObstacleKind.PROTECTION_CLAIM,
                  claim.authority(),
                  claim.reference(),
                  "As the request says.")
              .naming(claim.state()));
    }
  }

  /** What is open already, by its authority and reference, is not raised a second time. */
  private void onceFor(Actor by, CaseFile file, New raised) {
    boolean known =
        obstacles.about(file.personIds(), List.of(file.caseNumber()), file.knownAt()).stream()
            .filter(one -> one.kind() == raised.kind() && one.settled().isEmpty())
            .anyMatch(
                one ->
                    one.authority().equals(raised.authority())
                        && one.reference().equals(raised.reference()));
    if (!known) {
      add(by, file, raised);
    }
  }

  /** What its kind names, and nothing else. */
  private static New complete(CaseFile file, New raised) {
    ObstacleKind.Names names = raised.kind().names();
    if (names.day() != raised.until().isPresent()) {
      throw Refusal.badInput(
          "/until", names.day() ? "is needed for this kind" : "does not belong to this kind");
    }
    if (!names.state()) {
      if (raised.state().isPresent()) {
        throw Refusal.badInput("/state", "does not belong to this kind");
      }
      return raised;
    }
    if (raised.state().filter(code -> !Countries.known(code)).isPresent()) {
      throw Refusal.badInput("/state", "is not an ISO 3166-1 alpha-2 code");
    }
    if (raised.state().isEmpty() && names == ObstacleKind.Names.NATIONALITY) {
      throw Refusal.badInput("/state", "names the nationality that is claimed");
    }
    return raised.naming(raised.state().orElse(file.agreement().receiving().state()));
  }

  private static Optional<String> judgment(CaseFile file, New raised) {
    if (!raised.kind().names().judgment()) {
      if (raised.docket().isPresent()) {
        throw Refusal.badInput("/docket", "does not belong to this kind");
      }
      return Optional.empty();
    }
    CaseFile.Judgment judgment = CaseFiles.judgment(file, raised.docket(), raised.authority());
    if (raised.occurredAt().isBefore(file.agreement().sending().beginningOf(judgment.judgedOn()))) {
      throw Refusal.badInput(
          "/occurredAt", "must not be before the judgment of " + judgment.judgedOn());
    }
    // Abroad what ends earlier counts at once, and has its own address.
    if (raised.until().isPresent()
        && !file.isBeforeTheDeparture()
        && judgment.sentenceUntil().filter(raised.until().get()::isAfter).isEmpty()) {
      throw Refusal.badInput(
          "/until",
          "must be after the end that is known, "
              + judgment.sentenceUntil().map(LocalDate::toString).orElse("none")
              + "; a sentence that ends earlier is recorded with POST /api/transfers/"
              + file.caseNumber()
              + "/facts");
    }
    return Optional.of(judgment.name());
  }

  /** What a criminal case needs the person as, DEFENDANT or WITNESS. */
  public static String neededAs(String code) {
    return "The person is needed as " + code.toLowerCase(Locale.ROOT) + ".";
  }

  private Receipt add(Actor by, CaseFile file, New raised) {
    String caseNumber = file.caseNumber();
    Actor side = file.agreement().as(by).orElseThrow();
    ObstacleKind kind = raised.kind();
    if (kind == ObstacleKind.COURT_ORDER && !side.is(Role.COUNSEL)) {
      throw Refusal.forbidden(
          "Counsel brings a court's order here; courts' systems and lawyers enter it with POST"
              + " /api/stay-orders.");
    }
    if (kind.isOfTheAgreement()) {
      throw Refusal.badInput("/kind", "is raised of an agreement, at its own address");
    }
    side.mustBe(kind.raisedBy().toArray(Role[]::new));
    if (!kind.isAskedOf(file)) {
      throw Refusal.badInput(
          "/kind",
          "stands against nothing here: the agreement does not ask for what it bears on, "
              + kind.bearsOn().title());
    }
    Instant now = clock.instant();
    if (raised.occurredAt().isAfter(now)) {
      throw Refusal.badInput("/occurredAt", "must not be in the future");
    }
    raised
        .returnBy()
        .ifPresent(
            returnBy -> {
              if (!kind.setsReturn()) {
                throw Refusal.badInput("/returnBy", "does not belong to this kind");
              }
              if (!returnBy.isAfter(now)) {
                throw Refusal.badInput("/returnBy", "must be in the future");
              }
            });
    documents.mustBeOnFile(cases.ofPerson(file.personIds()), "documents", raised.documents());
    if (kind.isOnItsPaper() && side.is(Role.COUNSEL) && raised.documents().isEmpty()) {
      throw Refusal.badInput(
          "/documents", "counsel names the decision itself, on file of the case");
    }
    if (kind == ObstacleKind.DEATH && raised.occurredAt().isBefore(cases.lastMoved(file))) {
      throw Refusal.badInput(
          "/occurredAt",
          "must not be before the case was filed, nor before the person was last handed over or back");
    }
    New complete = complete(file, raised);
    if (kind.names().day() && raised.documents().isEmpty()) {
      throw Refusal.badInput("/documents", "names the court's document, on file of the case");
    }
    String owner = file.agreement().sending().state();
    Obstacle one =
        new Obstacle(
            0,
            kind,
            owner,
            new Target.OneCase(caseNumber, Optional.of(file.person().id())),
            complete.authority(),
            complete.reference(),
            complete.text(),
            complete.occurredAt(),
            Optional.empty(),
            complete.returnBy(),
            Optional.empty(),
            false,
            complete.state(),
            judgment(file, raised),
            complete.until(),
            now,
            by.id(),
            false,
            Optional.empty());
    long id = stand(one, complete.documents(), file.personIds(), true);
    return new Receipt(id, now, caseNumber);
  }

  /**
   * Writes it down, starts its process, and has whoever it covers looked at.
   *
   * @param persons whose cases it is about, under whatever number they were known; nobody in
   *     particular where it is about no case on file
   * @param coversAnybody if not, somebody is asked whom it means
   */
  long stand(
      Obstacle one, Collection<Long> rests, Collection<String> persons, boolean coversAnybody) {
    long id = obstacles.add(one, rests);
    audit.add(one.chain(), one.recordedBy(), "obstacle raised: " + one.kind(), "obstacle " + id);
    String key = new Subject.OfObstacle(id).key();
    // Its own chain counts what was changed of it.
    audit.add(key, one.recordedBy(), "raised", one.target().scope().name());
    Map<String, Object> codes = new HashMap<>();
    codes.put("about", one.caseNumber().orElse(key));
    codes.put("coversAnybody", coversAnybody);
    codes.put(
        "settlers",
        one.kind().settledBy().stream().map(Role::group).sorted().collect(joining(",")));
    one.ofAgreement().ifPresent(code -> codes.put("agreement", code));
    one.caseNumber().ifPresent(known -> codes.put("caseNumber", known));
    one.endsAt().ifPresent(at -> codes.put("endsAt", Date.from(at)));
    road.startOwned("obstacle", key, one.owner(), codes);
    if (isDecided(one) && !road.tell(Message.STAYS_MEANWHILE, key)) {
      throw new IllegalStateException("Nobody is asked who stays until " + key + " is settled");
    }
    if (one.caseNumber().isEmpty()) {
      events.publishEvent(AdverseFact.aboutMany(one.owner()));
    } else {
      cases
          .openOf(persons)
          .forEach(open -> events.publishEvent(AdverseFact.about(open, one.owner())));
    }
    return id;
  }

  /** Of a person only who is placed; of many it would take long to find out whether anybody is. */
  private boolean isDecided(Obstacle one) {
    return one.placed() == ObstacleKind.Placed.DECIDE
        && one.caseNumber()
            .map(known -> cases.one(known, clock.instant()))
            .map(file -> file.place() == Place.PLACED && one.standsAgainst(file))
            .orElse(!one.target().isOfOne());
  }
}
