package org.custodytransfer.billing;

import java.util.Set;
import java.util.stream.Collectors;
import org.custodytransfer.access.Actor;
import org.custodytransfer.agreement.Agreements;
import org.custodytransfer.audit.OwnedChains;
import org.custodytransfer.platform.Rows;
import org.custodytransfer.platform.Subject;
import org.springframework.stereotype.Component;

/** Bills are of the two states of their agreement. */
@Component
class BillChains implements OwnedChains {

  private final Agreements agreements;
  private final Rows rows;

  BillChains(Agreements agreements, Rows rows) {
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
            .sql("select agreement_code, billed_month from bill where agreement_code in (:others)")
            .param("others", others)
            .query((row, n) -> new Subject.OfBill(row.getString(1), row.getString(2)).key())
            .list()
            .stream()
            .collect(Collectors.toSet());
  }
}
