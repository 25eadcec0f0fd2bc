package dev.weft.spring;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/// A Spring Boot application with an embedded server on a random port, for one test.
final class App implements AutoCloseable {

  private final ConfigurableApplicationContext context;

  private App(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /// Without a database; the name of the class differs between the versions of Spring Boot.
  static final String NO_DATABASE =
      "spring.autoconfigure.exclude="
          + "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration,"
          + "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration";

  static App start(Class<?> configuration, String... properties) {
    return start(List.of(configuration), properties);
  }

  static App start(List<Class<?>> configuration, String... properties) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("server.port", "0");
    all.put("spring.main.banner-mode", "off");
    all.put("management.endpoints.web.exposure.include", "health,metrics");
    all.put("management.endpoint.health.show-details", "always");
    for (String property : properties) {
      int equals = property.indexOf('=');
      all.put(property.substring(0, equals), property.substring(equals + 1));
    }
    SpringApplication application = new SpringApplication(configuration.toArray(Class<?>[]::new));
    application.setDefaultProperties(all);
    return new App(application.run());
  }

  Poster weft() {
    return signing(Poster.SECRET);
  }

  Poster signing(String secret) {
    String port = requireNonNull(context.getEnvironment().getProperty("local.server.port"));
    return new Poster(Integer.parseInt(port), secret);
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    context.close();
  }
}
