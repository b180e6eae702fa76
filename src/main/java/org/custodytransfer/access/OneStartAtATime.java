package org.custodytransfer.access;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Nodes that start on one database do so one after the other: two first ones would both make the
 * engine's tables, and one would end of it. The database gives the lock back with whoever ends.
 */
@Component
class OneStartAtATime {

  private static final String TAKE =
      "set local lock_timeout = 0; set local statement_timeout = 0;"
          + " set local idle_in_transaction_session_timeout = 0;"
          + " select pg_advisory_xact_lock(7351)";

  private volatile Connection held;

  /** Waits for its turn; H2 has one node. */
  void begin(DataSource database) {
    try {
      Connection connection = database.getConnection();
      if (!connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
        connection.close();
        return;
      }
      connection.setAutoCommit(false);
      // Another's start may take longer than any answer that a call waits for.
      connection.setNetworkTimeout(Runnable::run, 0);
      connection.createStatement().execute(TAKE);
      held = connection;
    } catch (SQLException e) {
      throw new IllegalStateException("The database cannot be reached.", e);
    }
  }

  /** Everything that a start writes is written. */
  @EventListener(ContextRefreshedEvent.class)
  void end() throws SQLException {
    if (held != null) {
      held.rollback();
      held.setAutoCommit(true);
      held.close();
      held = null;
    }
  }
}
