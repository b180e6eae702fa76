package org.custodytransfer.placement.web;

import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import org.custodytransfer.access.Actors;
import org.custodytransfer.placement.Placements;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who is where tonight. */
@RestController
@RequestMapping("/api/placements")
class PlacementController {

  private final Placements placements;
  private final Actors actors;

  PlacementController(Placements placements, Actors actors) {
    this.placements = placements;
    this.actors = actors;
  }

  @Operation(summary = "Open placements")
  @GetMapping
  List<Placements.Placement> open(
      @RequestParam(defaultValue = "0") int page, @RequestParam(defaultValue = "50") int size) {
    return placements.openOnes(
        actors.current(), Math.max(page, 0), Math.min(Math.max(size, 1), 200));
  }
}
