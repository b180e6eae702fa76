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

  /** Names the agreement under which a process runs. */
  static final String AGREEMENT = "agreement";

  /** Names the state to which a process belongs that runs under none. */
  static final String OWNER = "owner";

  private final RuntimeService runtime;
  private final AsSystem asSystem;

  Road(@Lazy RuntimeService runtime, AsSystem asSystem) {
    this.runtime = runtime;
    this.asSystem = asSystem;
  }

  /** Starts a process of a case or of what else belongs to the two states of an agreement. */
  public String start(
      String process, String businessKey, String agreement, Map<String, Object> codes) {
    return started(process, businessKey, AGREEMENT, agreement, codes);
  }

  /** Starts a process of a fact that belongs to one state: the other party does not see it. */
  public String startOwned(
      String process, String businessKey, String owner, Map<String, Object> codes) {
    return started(process, businessKey, OWNER, owner, codes);
  }

  /** Its variables are codes alone. */
  private String started(
      String process, String businessKey, String whose, String name, Map<String, Object> codes) {
    return asSystem.call(
        () ->
            runtime
                .createProcessInstanceByKey(process)
                .businessKey(businessKey)
                .setVariables(codes)
                .setVariable(whose, name)
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
