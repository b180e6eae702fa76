package org.custodytransfer;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Counts what is prepared, every statement of the record and of the engine, and watches the order
 * of locks.
 */
@TestConfiguration(proxyBeanMethods = false)
public class Statements {

  private static final AtomicLong PREPARED = new AtomicLong();

  /** How many statements a piece of work takes. */
  public static long of(Supplier<?> work) {
    long before = PREPARED.get();
    work.get();
    return PREPARED.get() - before;
  }

  @Bean
  static BeanPostProcessor countStatements() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource source
            ? new DelegatingDataSource(source) {
              @Override
              public Connection getConnection() throws SQLException {
                return counting(super.getConnection());
              }
            }
            : bean;
      }
    };
  }

  private static Connection counting(Connection connection) {
    LockOrder locks = new LockOrder();
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              boolean prepares = method.getName().startsWith("prepare");
              if (prepares) {
                PREPARED.incrementAndGet();
              }
              if (List.of("commit", "rollback", "setAutoCommit", "close")
                  .contains(method.getName())) {
                locks.over();
              }
              try {
                Object answer = method.invoke(connection, arguments);
                return prepares && method.getReturnType() == PreparedStatement.class
                    ? locks.watching((PreparedStatement) answer, (String) arguments[0])
                    : answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
