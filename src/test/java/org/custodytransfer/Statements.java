package org.custodytransfer;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Counts what is prepared: every statement of the record and of the engine. */
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
        return bean instanceof DataSource source && !(bean instanceof DelegatingDataSource)
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
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().startsWith("prepare")) {
                PREPARED.incrementAndGet();
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
