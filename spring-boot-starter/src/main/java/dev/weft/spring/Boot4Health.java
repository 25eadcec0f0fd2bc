package dev.weft.spring;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Health in the types of Spring Boot 4.
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(HealthIndicator.class)
final class Boot4Health {

  @Bean
  CallbackHealth weftCallbackHealth() {
    return new CallbackHealth();
  }

  @Bean
  HealthIndicator weftReceiverHealthIndicator(CallbackHealth callbacks) {
    return () -> {
      CallbackHealth.State state = callbacks.state();
      Health.Builder health = state.isUp() ? Health.up() : Health.down();
      return health.withDetails(state.details()).build();
    };
  }
}
