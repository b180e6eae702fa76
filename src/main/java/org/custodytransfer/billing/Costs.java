package org.custodytransfer.billing;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.custodytransfer.agreement.Agreements;
import org.custodytransfer.platform.Refusal;
import org.springframework.stereotype.Service;

/** What so many persons for so many days would cost, under an agreement of any status. */
@Service
public class Costs {

  /**
   * @param days nights counted
   * @param amount in the currency, rounded once for each line, half up
   */
  public record Cost(
      String agreement,
      LocalDate from,
      int persons,
      int days,
      String currency,
      BigDecimal amount) {}

  private final Agreements agreements;

  Costs(Agreements agreements) {
    this.agreements = agreements;
  }

  public Cost of(String code, LocalDate from, int persons, int days) {
    var fees = agreements.current(code).fees();
    if (persons < 1 || persons > 100_000) {
      throw Refusal.badInput("/persons", "must be from 1 to 100000");
    }
    if (days < 1 || days > 3660) {
      throw Refusal.badInput("/days", "must be from 1 to 3660");
    }
    return FeeCalculator.estimate(fees, from, persons, days)
        .map(
            amount ->
                new Cost(
                    code,
                    from,
                    persons,
                    days,
                    fees.currency(),
                    amount
                        .getNumber()
                        .numberValueExact(BigDecimal.class)
                        .setScale(FeeCalculator.digits(fees))))
        .orElseThrow(
            () ->
                Refusal.conflict(
                    "There is no rate for every one of these days; a missing price is an open question, never zero."));
  }
}
