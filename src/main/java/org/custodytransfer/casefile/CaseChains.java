package org.custodytransfer.casefile;

import java.util.Set;
import java.util.stream.Collectors;
import org.custodytransfer.access.Actor;
import org.custodytransfer.audit.OwnedChains;
import org.custodytransfer.platform.Rows;
import org.springframework.stereotype.Component;

/** The trail of a case is the sending state's: it names what stands against a return. */
@Component
class CaseChains implements OwnedChains {

  private final Rows rows;

  CaseChains(Rows rows) {
    this.rows = rows;
  }

  @Override
  public Set<String> hiddenFrom(Actor actor) {
    return rows
        .query()
        .sql("select case_number from transfer_case where sending_state <> ?")
        .param(actor.state().orElse(""))
        .query(String.class)
        .list()
        .stream()
        .collect(Collectors.toSet());
  }
}
