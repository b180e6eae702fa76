package org.custodytransfer.billing.process;

import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.custodytransfer.access.FormSigner;
import org.custodytransfer.access.Role;
import org.custodytransfer.billing.Bills;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The forms and the automated steps of a month's bill. */
@Configuration(proxyBeanMethods = false)
class BillingForms {

  @Bean
  JavaDelegate computeCharges(Bills bills) {
    return execution -> bills.compute(execution.getProcessBusinessKey());
  }

  @Bean
  JavaDelegate reconcileStatement(Bills bills) {
    return execution ->
        execution.setVariable(
            "reconciliation", bills.same(execution.getProcessBusinessKey()) ? "same" : "different");
  }

  @Bean
  JavaDelegate issueInvoice(Bills bills) {
    return execution -> {
      var invoice = bills.issue(execution.getProcessBusinessKey());
      execution.setVariable("invoiceDueAt", Date.from(bills.dueAt(invoice)));
    };
  }

  @Bean
  FormSigner enterStatement(Bills bills) {
    return new BillForm(
        "enter-statement",
        Role.RECEIVING,
        signature -> {
          bills.statement(
              signature.actor(),
              signature.key(),
              signature.answers().number("nights").orElseThrow().intValueExact(),
              signature.answers().text("reason"));
          return Map.of();
        });
  }

  @Bean
  FormSigner resolveDifference(Bills bills) {
    return decision(bills, "resolve-difference", "DIFFERENCE", "difference", Role.FINANCE);
  }

  @Bean
  FormSigner signStatementSending(Bills bills) {
    return decision(
        bills, "sign-statement-sending", "SIGNED_SENDING", "sendingSignature", Role.FINANCE);
  }

  @Bean
  FormSigner signStatementReceiving(Bills bills) {
    return decision(
        bills,
        "sign-statement-receiving",
        "SIGNED_RECEIVING",
        "receivingSignature",
        Role.RECEIVING);
  }

  @Bean
  FormSigner chasePayment(Bills bills) {
    return new BillForm(
        "chase-payment",
        Role.FINANCE,
        signature -> {
          bills.sign(
              signature.actor(),
              signature.key(),
              "CHASED",
              "chased",
              signature.answers().text("reason"));
          return Map.of();
        });
  }

  private static FormSigner decision(
      Bills bills, String form, String kind, String code, Role role) {
    return new BillForm(
        form,
        role,
        signature -> {
          String outcome = signature.answers().text("outcome");
          bills.sign(
              signature.actor(),
              signature.key(),
              kind,
              outcome,
              signature.answers().text("reason"));
          return Map.of(code, outcome);
        });
  }

  private record BillForm(String form, Role role, Function<Signature, Map<String, Object>> signing)
      implements FormSigner {

    @Override
    public Set<Role> roles() {
      return Set.of(role);
    }

    @Override
    public Map<String, Object> sign(Signature signature) {
      return signing.apply(signature);
    }
  }
}
