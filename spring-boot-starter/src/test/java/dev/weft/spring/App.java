package dev.weft.spring;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/// A Spring Boot application with an embedded server on a random port, for one test.
final class App implements AutoCloseable {

  private final ConfigurableApplicationContext context;

  private App(ConfigurableApplicationContext context) {
    this.context = context;
  }

  static App start(Class<?> configuration, String... properties) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("server.port", "0");
    all.put("spring.main.banner-mode", "off");
    all.put("management.endpoints.web.exposure.include", "health,metrics");
    all.put("management.endpoint.health.show-details", "always");
    for (String property : properties) {
      int equals = property.indexOf('=');
      all.put(property.substring(0, equals), property.substring(equals + 1));
    }
    SpringApplication application = new SpringApplication(configuration);
    application.setDefaultProperties(all);
    return new App(application.run());
  }

  Poster weft() {
    return signing(Poster.SECRET);
  }

  Poster signing(String secret) {
    ServletWebServerApplicationContext web = (ServletWebServerApplicationContext) context;
    return new Poster(requireNonNull(web.getWebServer()).getPort(), secret);
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    context.close();
  }
}
