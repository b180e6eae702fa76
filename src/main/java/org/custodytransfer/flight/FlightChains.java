package org.custodytransfer.flight;

import java.util.Set;
import java.util.stream.Collectors;
import org.custodytransfer.access.Actor;
import org.custodytransfer.agreement.Agreements;
import org.custodytransfer.audit.OwnedChains;
import org.custodytransfer.platform.Rows;
import org.springframework.stereotype.Component;

/** Flights are of the two states of their agreement. */
@Component
class FlightChains implements OwnedChains {

  private final Agreements agreements;
  private final Rows rows;

  FlightChains(Agreements agreements, Rows rows) {
    this.agreements = agreements;
    this.rows = rows;
  }

  @Override
  public Set<String> hiddenFrom(Actor actor) {
    Set<String> others = agreements.codesHiddenFrom(actor);
    return others.isEmpty()
        ? Set.of()
        : rows
            .query()
            .sql("select id from flight where agreement_code in (:others)")
            .param("others", others)
            .query(String.class)
            .list()
            .stream()
            .collect(Collectors.toSet());
  }
}
