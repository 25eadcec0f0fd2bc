package dev.weft.spring;

import dev.weft.receiver.CallbackReceiver;
import dev.weft.receiver.Reception.Accepted;
import dev.weft.receiver.endpoint.CallbackEndpoint;
import dev.weft.receiver.endpoint.OutcomeListener;
import dev.weft.receiver.jdbc.JdbcSeenCallbacks;
import dev.weft.receiver.jdbc.JdbcSequences;
import dev.weft.receiver.jdbc.JdbcTables;
import dev.weft.receiver.once.BoundedSequences;
import dev.weft.receiver.once.CallbackHandler;
import dev.weft.receiver.once.GapDetector;
import dev.weft.receiver.once.GapHook;
import dev.weft.receiver.once.OnceHandler;
import dev.weft.receiver.once.SequenceStore;
import dev.weft.receiver.servlet.CallbackServlet;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;

/// Makes the endpoint out of the configuration and the app's handlers. Every bean gives way to one
/// of the app's own. For Spring Boot 3.5 and 4.
@AutoConfiguration(
    afterName = {
      // Spring Boot 4
      "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
      "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
      // Spring Boot 3.5
      "org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration",
      "org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration"
    })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(WeftReceiverProperties.class)
@Import({Boot3Health.class, Boot4Health.class})
public final class WeftReceiverAutoConfiguration {

  WeftReceiverAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  CallbackReceiver weftCallbackReceiver(WeftReceiverProperties properties) {
    String vendorSecret = properties.vendorSecret();
    boolean hasVendorSecret = vendorSecret != null && !vendorSecret.isEmpty();
    if (properties.secret().isEmpty() && !hasVendorSecret && !properties.acceptUnsigned()) {
      throw MisconfiguredReceiverException.noSecret();
    }
    CallbackReceiver.Builder builder =
        CallbackReceiver.builder()
            .tolerance(properties.tolerance())
            .maxBodyBytes((int) properties.maxBody().toBytes());
    give("weft.receiver.secret", () -> properties.secret().forEach(builder::secret));
    if (vendorSecret != null && hasVendorSecret) {
      give("weft.receiver.vendor-secret", () -> builder.vendorSecret(vendorSecret));
    }
    return properties.acceptUnsigned() ? builder.acceptUnsigned().build() : builder.build();
  }

  private static void give(String property, Runnable secret) {
    try {
      secret.run();
    } catch (IllegalArgumentException e) {
      throw MisconfiguredReceiverException.wrongSecret(property, String.valueOf(e.getMessage()));
    }
  }

  @Bean
  HandlerMethods weftHandlerMethods(
      ConfigurableListableBeanFactory beans, WeftReceiverProperties properties) {
    return new HandlerMethods(beans, properties.handlerRequired());
  }

  @Bean
  @ConditionalOnMissingBean
  CallbackEndpoint weftCallbackEndpoint(
      CallbackReceiver receiver,
      OnceHandler handler,
      WeftReceiverProperties properties,
      ObjectProvider<GapHook> hook,
      SequenceStore sequences,
      ObjectProvider<OutcomeListener> listeners) {
    GapHook found = hook.getIfAvailable();
    OnceHandler watched = found == null ? handler : new GapDetector(sequences, found, handler);
    List<OutcomeListener> all = listeners.orderedStream().toList();
    return new CallbackEndpoint(
        receiver,
        watched,
        properties.maxWait(),
        (outcome, took) -> all.forEach(listener -> listener.answered(outcome, took)));
  }

  @Bean
  ServletRegistrationBean<RequestBoundServlet> weftCallbackServlet(
      ObjectProvider<CallbackEndpoint> endpoint, WeftReceiverProperties properties) {
    return new ServletRegistrationBean<>(
        new RequestBoundServlet(new CallbackServlet(endpoint::getObject)), properties.path());
  }

  /// The annotated methods are behind one of these handlers.
  private static CallbackHandler all(ObjectProvider<CallbackHandler> handlers) {
    List<CallbackHandler> inOrder = handlers.orderedStream().toList();
    return (Accepted accepted) -> {
      for (CallbackHandler handler : inOrder) {
        handler.handle(accepted);
      }
    };
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(
      name = "weft.receiver.remember",
      havingValue = "memory",
      matchIfMissing = true)
  static final class InMemory {

    @Bean
    @ConditionalOnMissingBean
    OnceHandler weftOnceHandler(ObjectProvider<CallbackHandler> handlers) {
      return OnceHandler.inMemory(all(handlers));
    }

    @Bean
    @ConditionalOnMissingBean
    SequenceStore weftSequences() {
      return new BoundedSequences(BoundedSequences.CAPACITY);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({DataSourceUtils.class, PlatformTransactionManager.class})
  @ConditionalOnProperty(name = "weft.receiver.remember", havingValue = "jdbc")
  static final class InTheDatabase {

    @Bean
    @ConditionalOnMissingBean
    OnceHandler weftOnceHandler(
        PlatformTransactionManager transactions,
        DataSource dataSource,
        WeftReceiverProperties properties,
        ObjectProvider<CallbackHandler> handlers)
        throws SQLException {
      if (properties.createTables()) {
        JdbcTables.create(dataSource);
      }
      return new TransactionalOnceHandler(
          transactions, dataSource, new JdbcSeenCallbacks(Clock.systemUTC()), all(handlers));
    }

    @Bean
    @ConditionalOnMissingBean
    SequenceStore weftSequences(DataSource dataSource) {
      return new JdbcSequences(dataSource);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MeterRegistry.class)
  @ConditionalOnBean(MeterRegistry.class)
  static final class WithMetrics {

    @Bean
    ReceiverMetrics weftReceiverMetrics(MeterRegistry registry) {
      return new ReceiverMetrics(registry);
    }
  }
}
