package org.custodytransfer.platform;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/**
 * A transaction takes its connection with its first statement: what is read and judged of a call
 * before it keeps nobody else from the database. A few connections are kept for orders of courts.
 */
@Configuration(proxyBeanMethods = false)
class LateConnections {

  /** Beside those of everybody; an order takes one for less than a second. */
  private static final int FOR_ORDERS = 3;

  /** With the longest wait for a lock it is less than ten seconds until an order is answered. */
  private static final Duration ORDER_WAITS = Duration.ofSeconds(3);

  private static final String ORDERS = "orders";
  private static final String ALL = "all";

  @Bean
  static DestructionAwareBeanPostProcessor connectionsWithTheFirstStatement(
      ObjectProvider<OrdersFirst> orders) {
    return new Connections(orders);
  }

  private static final class Connections implements DestructionAwareBeanPostProcessor {

    private final ObjectProvider<OrdersFirst> orders;
    private final Map<Object, HikariDataSource> reserves = new ConcurrentHashMap<>();

    Connections(ObjectProvider<OrdersFirst> orders) {
      this.orders = orders;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
      return bean instanceof DataSource source
          ? new LazyConnectionDataSourceProxy(routed(source))
          : bean;
    }

    private DataSource routed(DataSource source) {
      HikariDataSource pool = DataSourceUnwrapper.unwrap(source, HikariDataSource.class);
      if (pool == null) {
        return source;
      }
      HikariConfig same = new HikariConfig();
      pool.copyStateTo(same);
      same.setPoolName(ORDERS);
      same.setMaximumPoolSize(FOR_ORDERS);
      same.setMinimumIdle(1);
      same.setConnectionTimeout(ORDER_WAITS.toMillis());
      HikariDataSource reserve = new HikariDataSource(same);
      reserves.put(pool, reserve);
      var routed =
          new AbstractRoutingDataSource() {
            @Override
            protected Object determineCurrentLookupKey() {
              return orders.getObject().isOrder() ? ORDERS : ALL;
            }
          };
      routed.setTargetDataSources(Map.of(ORDERS, reserve, ALL, source));
      routed.afterPropertiesSet();
      return routed;
    }

    @Override
    public void postProcessBeforeDestruction(Object bean, String name) {
      HikariDataSource reserve = reserves.remove(bean);
      if (reserve != null) {
        reserve.close();
      }
    }

    @Override
    public boolean requiresDestruction(Object bean) {
      return reserves.containsKey(bean);
    }
  }
}
