package org.custodytransfer.obstacle;

import java.util.Set;
import java.util.stream.Collectors;
import org.custodytransfer.access.Actor;
import org.custodytransfer.audit.OwnedChains;
import org.custodytransfer.platform.Rows;
import org.custodytransfer.platform.Subject;
import org.springframework.stereotype.Component;

/** What stands against a transfer is its owner's. */
@Component
class ObstacleChains implements OwnedChains {

  private final Rows rows;

  ObstacleChains(Rows rows) {
    this.rows = rows;
  }

  @Override
  public Set<String> hiddenFrom(Actor actor) {
    return rows
        .query()
        .sql("select id from obstacle where owner <> ?")
        .param(actor.state().orElse(""))
        .query(Long.class)
        .list()
        .stream()
        .map(id -> new Subject.OfObstacle(id).key())
        .collect(Collectors.toSet());
  }
}
