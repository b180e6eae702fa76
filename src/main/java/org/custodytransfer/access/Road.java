package org.custodytransfer.access;

import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The application's own way to move a process; nobody outside has one. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Road {

  private final RuntimeService runtime;
  private final AsSystem asSystem;

  Road(@Lazy RuntimeService runtime, AsSystem asSystem) {
    this.runtime = runtime;
    this.asSystem = asSystem;
  }

  /**
   * Starts a process; its variables are codes alone, and {@code agreement} decides who sees it; one
   * that belongs to no agreement has an empty one.
   */
  public String start(
      String process, String businessKey, String agreement, Map<String, Object> codes) {
    return asSystem.call(
        () ->
            runtime
                .createProcessInstanceByKey(process)
                .businessKey(businessKey)
                .setVariables(codes)
                .setVariable("agreement", agreement.isEmpty() ? null : agreement)
                .execute()
                .getId());
  }

  /**
   * Tells the instance with this key; false if nobody waits for it, which the caller must not
   * ignore.
   */
  public boolean tell(String message, String businessKey) {
    return tell(message, businessKey, Map.of());
  }

  public boolean tell(String message, String businessKey, Map<String, Object> codes) {
    return asSystem.call(
        () -> {
          var waiting =
              runtime
                  .createExecutionQuery()
                  .messageEventSubscriptionName(message)
                  .processInstanceBusinessKey(businessKey)
                  .list();
          if (waiting.size() != 1) {
            return false;
          }
          runtime.messageEventReceived(message, waiting.get(0).getId(), codes);
          return true;
        });
  }
}
