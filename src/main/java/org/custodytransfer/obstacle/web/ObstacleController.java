package org.custodytransfer.obstacle.web;

import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import org.custodytransfer.access.Actors;
import org.custodytransfer.access.AllowedTo;
import org.custodytransfer.access.Role;
import org.custodytransfer.obstacle.Obstacles;
import org.custodytransfer.obstacle.RaiseObstacle;
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
@RequestMapping("/api/transfers/{caseNumber}/obstacles")
class ObstacleController {

  private final Obstacles obstacles;
  private final RaiseObstacle raise;
  private final Actors actors;
  private final Schemas schemas;

  ObstacleController(Obstacles obstacles, RaiseObstacle raise, Actors actors, Schemas schemas) {
    this.obstacles = obstacles;
    this.raise = raise;
    this.actors = actors;
    this.schemas = schemas;
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
  @GetMapping
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
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  RaiseObstacle.Receipt raise(@PathVariable String caseNumber, @RequestBody String body) {
    return raise.raise(
        actors.current(), caseNumber, schemas.read(body, "obstacle", RaiseObstacle.New.class));
  }
}
