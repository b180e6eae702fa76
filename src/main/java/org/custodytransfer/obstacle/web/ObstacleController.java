package org.custodytransfer.obstacle.web;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.custodytransfer.access.Actors;
import org.custodytransfer.access.AllowedTo;
import org.custodytransfer.access.Role;
import org.custodytransfer.obstacle.ObstacleKind;
import org.custodytransfer.obstacle.Obstacles;
import org.custodytransfer.obstacle.RaiseObstacle;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Schemas;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What stands against a transfer: raised here, and settled by two in Tasklist. */
@RestController
@RequestMapping("/api/transfers/{caseNumber}")
class ObstacleController {

  private final Obstacles obstacles;
  private final RaiseObstacle raise;
  private final Actors actors;
  private final Schemas schemas;
  private final Clock clock;

  ObstacleController(
      Obstacles obstacles, RaiseObstacle raise, Actors actors, Schemas schemas, Clock clock) {
    this.obstacles = obstacles;
    this.raise = raise;
    this.actors = actors;
    this.schemas = schemas;
    this.clock = clock;
  }

  @Operation(summary = "What stands against a case, what alone settles it, and what settled it")
  @AllowedTo({
    Role.LEGAL_REVIEWERS,
    Role.DUTY_LAWYERS,
    Role.COUNSEL,
    Role.AUDITORS,
    Role.MANAGERS,
    Role.CASEWORKERS
  })
  @GetMapping("/obstacles")
  List<Obstacles.Shown> of(@PathVariable String caseNumber) {
    return obstacles.shown(actors.current(), caseNumber);
  }

  @Operation(
      summary =
          "Raise what stands against a transfer, of one of the kinds that the schema names; it holds the case at once")
  @AllowedTo({
    Role.SYSTEMS,
    Role.DUTY_LAWYERS,
    Role.LEGAL_REVIEWERS,
    Role.COUNSEL,
    Role.CASEWORKERS,
    Role.FLIGHT_OPERATIONS,
    Role.MEDICAL,
    Role.RECEIVING
  })
  @PostMapping("/obstacles")
  @ResponseStatus(HttpStatus.CREATED)
  RaiseObstacle.Receipt raise(@PathVariable String caseNumber, @RequestBody String body) {
    return raise.raise(
        actors.current(), caseNumber, schemas.read(body, "obstacle", RaiseObstacle.New.class));
  }

  /** For whom a claim is filed. */
  enum Standing {
    PERSON,
    COUNSEL,
    OTHER
  }

  /** What is claimed against a transfer, by the names of this address. */
  enum ClaimKind {
    NATIONALITY(ObstacleKind.NATIONALITY_CLAIM),
    PROTECTION(ObstacleKind.PROTECTION_CLAIM),
    NOTICE(ObstacleKind.NOTICE_CHALLENGE);

    private final ObstacleKind is;

    ClaimKind(ObstacleKind is) {
      this.is = is;
    }
  }

  /**
   * @param state the nationality that is claimed; for protection the receiving state if left out
   * @param filedAt moment at which it was made, with its offset
   */
  record NewClaim(
      ClaimKind kind,
      Optional<String> state,
      Standing filedFor,
      String reference,
      String text,
      Instant filedAt) {

    private RaiseObstacle.New raised() {
      RaiseObstacle.New raised =
          RaiseObstacle.New.at(
              filedAt,
              kind.is,
              "Filed for: " + filedFor.name().toLowerCase(Locale.ROOT),
              reference,
              text);
      return state.map(raised::naming).orElse(raised);
    }
  }

  @Operation(
      summary = "File a claim for the person; it stands against the transfer until two settle it")
  @AllowedTo({
    Role.COUNSEL,
    Role.CASEWORKERS,
    Role.DUTY_LAWYERS,
    Role.LEGAL_REVIEWERS,
    Role.REQUESTERS,
    Role.SYSTEMS
  })
  @PostMapping("/claims")
  @ResponseStatus(HttpStatus.CREATED)
  RaiseObstacle.Receipt claim(@PathVariable String caseNumber, @RequestBody String body) {
    NewClaim claim = schemas.read(body, "claim", NewClaim.class);
    if (claim.filedAt().isAfter(clock.instant())) {
      throw Refusal.badInput("/filedAt", "must not be in the future");
    }
    return raise.raise(actors.current(), caseNumber, claim.raised());
  }

  record Death(Instant diedAt, String reason) {}

  @Operation(
      summary =
          "Report that the person has died; nobody boards, and two lawyers confirm it with the certificate before"
              + " anything ends")
  @AllowedTo({
    Role.CASEWORKERS,
    Role.MEDICAL,
    Role.RECEIVING,
    Role.DUTY_LAWYERS,
    Role.LEGAL_REVIEWERS
  })
  @PostMapping("/death")
  @ResponseStatus(HttpStatus.CREATED)
  RaiseObstacle.Receipt died(@PathVariable String caseNumber, @RequestBody String body) {
    Death death = schemas.read(body, "death", Death.class);
    if (death.diedAt().isAfter(clock.instant())) {
      throw Refusal.badInput("/diedAt", "must not be in the future");
    }
    // Whoever certifies it, and by which number, is said by who settles it.
    return raise.raise(
        actors.current(),
        caseNumber,
        RaiseObstacle.New.at(death.diedAt(), ObstacleKind.DEATH, "", "", death.reason()));
  }
}
