package org.custodytransfer;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Watches every lock that a transaction of a story takes. The gate is never waited for with
 * anything in hand. Whoever has it may take the others as they come, since all who have the gate
 * follow each other; whoever has not takes them in one order (registers of persons, persons,
 * counters, ends of chains, each by its key), so that nobody who has the gate waits for somebody
 * who waits for them.
 */
public final class LockOrder {

  private static final String GATE = "gate";
  private static final List<String> ORDER = List.of(GATE, "register", "person", "counter", "chain");
  private static final List<String> VIOLATIONS = new CopyOnWriteArrayList<>();

  /** Kind and key of what this connection's transaction has. */
  private final Set<String> held = new TreeSet<>();

  private String latest = "";

  /** What was taken out of order since this was asked last, with where. */
  public static List<String> violations() {
    List<String> all = List.copyOf(VIOLATIONS);
    VIOLATIONS.clear();
    return all;
  }

  /** What a transaction had it has no more. */
  void over() {
    held.clear();
    latest = "";
  }

  /** A statement that sees which row it locks, if it locks one. */
  PreparedStatement watching(PreparedStatement statement, String sql) {
    String text = sql.toLowerCase(Locale.ROOT);
    if (!text.contains("for update") && !text.startsWith("update counter")) {
      return statement;
    }
    Object[] key = {""};
    return (PreparedStatement)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {PreparedStatement.class},
            (proxy, method, arguments) -> {
              if (method.getName().startsWith("set") && arguments.length > 1) {
                key[0] = key[0] + " " + arguments[1];
              } else if (method.getName().startsWith("execute")) {
                // By number it is at most one, and locked by its id right after.
                taken(kind(text, key[0] + ""), text.contains("register_number") ? "" : key[0] + "");
              }
              try {
                return method.invoke(statement, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static String kind(String sql, String key) {
    if (sql.startsWith("update counter")) {
      return key.startsWith(" register ") ? "register" : "counter";
    }
    return Stream.of("gate", "person", "audit_head")
        .filter(table -> sql.contains("from " + table + " "))
        .findFirst()
        .map(table -> table.equals("audit_head") ? "chain" : table)
        .orElse("");
  }

  private void taken(String kind, String key) {
    int rank = ORDER.indexOf(kind);
    if (rank < 0 || !held.add(kind + key)) {
      return;
    }
    String place = rank + key;
    if (!held.contains(GATE) && place.compareTo(latest) < 0 || rank == 0 && held.size() > 1) {
      VIOLATIONS.add(
          kind
              + key
              + " after "
              + held
              + Stream.of(Thread.currentThread().getStackTrace())
                  .filter(frame -> frame.getClassName().startsWith("org.custodytransfer"))
                  .map(frame -> "\n  " + frame)
                  .limit(20)
                  .toList());
    }
    latest = place;
  }
}
