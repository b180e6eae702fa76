package org.custodytransfer.obstacle.process;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.custodytransfer.access.FormSigner;
import org.custodytransfer.access.FormSigner.Signature;
import org.custodytransfer.access.Role;
import org.custodytransfer.obstacle.ObstacleKind;
import org.custodytransfer.obstacle.SettleObstacle;
import org.custodytransfer.obstacle.StayOrders;
import org.custodytransfer.platform.Subject;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What lawyers sign of an obstacle. */
@Configuration(proxyBeanMethods = false)
class ObstacleForms {

  /** Those of any kind; which of them settle one, its kind says. */
  private static final Set<Role> SETTLING =
      Stream.of(ObstacleKind.values())
          .flatMap(kind -> kind.settledBy().stream())
          .collect(Collectors.toSet());

  @Bean
  FormSigner settleObstacleForm(SettleObstacle settle) {
    return form(
        "settle-obstacle",
        SETTLING,
        signature -> {
          settle.enter(signature.actor(), obstacle(signature), signature.answers());
          return Map.of();
        });
  }

  @Bean
  FormSigner confirmSettlement(SettleObstacle settle) {
    return form(
        "confirm-settlement",
        SETTLING,
        signature -> {
          String outcome = signature.answers().text("outcome");
          settle.confirm(
              signature.actor(),
              obstacle(signature),
              outcome.equals("confirmed"),
              signature.answers().text("reason"));
          return Map.of("settlement", outcome);
        });
  }

  @Bean
  FormSigner decideStay(SettleObstacle settle) {
    return stay("decide-stay", false, settle);
  }

  @Bean
  FormSigner confirmStay(SettleObstacle settle) {
    return stay("confirm-stay", true, settle);
  }

  /** Whether an order itself states the end that was entered with it. */
  @Bean
  FormSigner confirmOrderEnd(StayOrders stayOrders) {
    return form(
        "confirm-order-end",
        signature -> {
          String outcome = signature.answers().text("outcome");
          stayOrders.confirmEnd(
              signature.actor(), obstacle(signature), outcome, signature.answers().text("reason"));
          return Map.of("orderEnd", outcome);
        });
  }

  /** What a duty lawyer found out about an order that covered nobody. */
  @Bean
  FormSigner traceOrder(StayOrders stayOrders) {
    return form(
        "trace-order",
        Set.of(Role.DUTY_LAWYERS),
        signature -> {
          stayOrders.trace(
              signature.actor().id(),
              obstacle(signature),
              signature.answers().text("outcome"),
              signature.answers().text("reason"));
          return Map.of();
        });
  }

  @Bean
  JavaDelegate bringBackForObstacle(SettleObstacle settle) {
    return execution -> settle.bringBack(Subject.OfObstacle.in(execution.getProcessBusinessKey()));
  }

  @Bean
  JavaDelegate endOrder(StayOrders stayOrders) {
    return execution -> stayOrders.ended(Subject.OfObstacle.in(execution.getProcessBusinessKey()));
  }

  private static FormSigner stay(String form, boolean confirms, SettleObstacle settle) {
    return form(
        form,
        signature -> {
          String outcome = signature.answers().text("outcome");
          settle.meanwhile(
              signature.actor(),
              obstacle(signature),
              confirms,
              outcome,
              signature.answers().text("reason"));
          return Map.of("stay", outcome);
        });
  }

  private static long obstacle(Signature signature) {
    return Subject.OfObstacle.in(signature.key());
  }

  private static FormSigner form(String key, Function<Signature, Map<String, Object>> signing) {
    return form(key, Set.of(Role.DUTY_LAWYERS, Role.LEGAL_REVIEWERS), signing);
  }

  private static FormSigner form(
      String key, Set<Role> roles, Function<Signature, Map<String, Object>> signing) {
    return new FormSigner() {
      @Override
      public String form() {
        return key;
      }

      @Override
      public Set<Role> roles() {
        return roles;
      }

      @Override
      public Map<String, Object> sign(Signature signature) {
        return signing.apply(signature);
      }
    };
  }
}
