package org.custodytransfer.obstacle.web;

import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.Map;
import org.custodytransfer.access.Actors;
import org.custodytransfer.access.AllowedTo;
import org.custodytransfer.access.AllowedToEveryGroup;
import org.custodytransfer.access.Role;
import org.custodytransfer.obstacle.AgreementObstacles;
import org.custodytransfer.obstacle.ObstacleKind;
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

/** What stands against everybody under an agreement: a suspension, frozen funds. */
@RestController
@RequestMapping("/api/agreements/{code}")
class AgreementObstacleController {

  record Raised(String reason) {}

  record Release(long hold, long document, String reason) {}

  record Resumption(long suspension, long document, String reason) {}

  private final AgreementObstacles obstacles;
  private final Actors actors;
  private final Schemas schemas;

  AgreementObstacleController(AgreementObstacles obstacles, Actors actors, Schemas schemas) {
    this.obstacles = obstacles;
    this.actors = actors;
    this.schemas = schemas;
  }

  @Operation(
      summary =
          "What stands or stood against an agreement, newest first, and what alone settles it")
  @AllowedToEveryGroup
  @GetMapping("/obstacles")
  List<AgreementObstacles.Shown> of(@PathVariable String code) {
    return obstacles.of(actors.current(), code);
  }

  @Operation(summary = "Freeze the funds; nobody departs while they are frozen")
  @AllowedTo({Role.FINANCE, Role.DUTY_LAWYERS, Role.LEGAL_REVIEWERS, Role.SYSTEMS})
  @PostMapping("/funding-hold")
  @ResponseStatus(HttpStatus.CREATED)
  RaiseObstacle.Receipt freeze(@PathVariable String code, @RequestBody String body) {
    return raise(code, ObstacleKind.FUNDS_FROZEN, "funding-hold", body);
  }

  @Operation(
      summary =
          "Enter the treasury's release of frozen funds; they stay frozen until another person has confirmed it in"
              + " Tasklist")
  @AllowedTo({Role.FINANCE, Role.SENIOR_APPROVERS})
  @PostMapping("/funding-hold/release")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Map<String, Object> release(@PathVariable String code, @RequestBody String body) {
    Release release = schemas.read(body, "funding-release", Release.class);
    obstacles.settle(
        actors.current(),
        code,
        ObstacleKind.FUNDS_FROZEN,
        "hold",
        release.hold(),
        release.document(),
        release.reason());
    return entered(release.hold());
  }

  @Operation(summary = "Suspend an agreement: nobody departs under it from this moment")
  @AllowedTo({Role.DUTY_LAWYERS, Role.LEGAL_REVIEWERS, Role.SYSTEMS, Role.SENIOR_APPROVERS})
  @PostMapping("/suspension")
  @ResponseStatus(HttpStatus.CREATED)
  RaiseObstacle.Receipt suspend(@PathVariable String code, @RequestBody String body) {
    return raise(code, ObstacleKind.SUSPENSION, "suspension", body);
  }

  @Operation(
      summary =
          "Enter the instrument that resumes a suspended agreement; it stays suspended until another lawyer has"
              + " confirmed it in Tasklist")
  @AllowedTo({Role.DUTY_LAWYERS, Role.LEGAL_REVIEWERS})
  @PostMapping("/suspension/resumption")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Map<String, Object> resume(@PathVariable String code, @RequestBody String body) {
    Resumption resumption = schemas.read(body, "resumption", Resumption.class);
    obstacles.settle(
        actors.current(),
        code,
        ObstacleKind.SUSPENSION,
        "suspension",
        resumption.suspension(),
        resumption.document(),
        resumption.reason());
    return entered(resumption.suspension());
  }

  private RaiseObstacle.Receipt raise(String code, ObstacleKind kind, String schema, String body) {
    return obstacles.raise(
        actors.current(), code, kind, schemas.read(body, schema, Raised.class).reason());
  }

  private static Map<String, Object> entered(long id) {
    return Map.of(
        "id",
        id,
        "note",
        "Entered; it stands until another person has confirmed this in Tasklist.");
  }
}
