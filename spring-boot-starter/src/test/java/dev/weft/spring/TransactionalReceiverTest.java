package dev.weft.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.receiver.ThreadCallback;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

class TransactionalReceiverTest {

  @TempDir Path directory;
  private String url = "";

  @BeforeEach
  void chooseDatabase() {
    url = "spring.datasource.url=jdbc:sqlite:" + directory.resolve("app.db");
  }

  @Test
  void handles_a_callback_once_across_restarts() throws Exception {
    try (App app = start()) {
      assertThat(app.weft().post("call-1", "t", 1).statusCode()).isEqualTo(200);
    }
    try (App app = start()) {
      assertThat(app.weft().post("call-1", "t", 1).statusCode()).isEqualTo(200);
      assertThat(rows(app)).isEqualTo(1);
    }
  }

  @Test
  void leaves_nothing_of_a_handler_that_failed() throws Exception {
    try (App app = start()) {
      assertThat(app.weft().post("call-1", "broken", 1).statusCode()).isEqualTo(500);
      assertThat(rows(app)).isZero();

      app.bean(Switch.class).repaired = true;
      assertThat(app.weft().post("call-1", "broken", 1).statusCode()).isEqualTo(200);
      assertThat(rows(app)).isEqualTo(1);
    }
  }

  private App start() {
    return App.start(
        Application.class,
        url,
        "spring.datasource.hikari.maximum-pool-size=2",
        "weft.receiver.secret=" + Poster.SECRET,
        "weft.receiver.remember=jdbc");
  }

  private static int rows(App app) {
    Integer count =
        app.bean(JdbcTemplate.class).queryForObject("SELECT count(*) FROM work", Integer.class);
    return count == null ? 0 : count;
  }

  static final class Switch {
    volatile boolean repaired;
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {

    @Bean
    Switch repairs() {
      return new Switch();
    }

    @Bean
    Work work(JdbcTemplate jdbc, Switch repairs) {
      jdbc.execute("CREATE TABLE IF NOT EXISTS work (thread TEXT)");
      return new Work(jdbc, repairs);
    }
  }

  record Work(JdbcTemplate jdbc, Switch repairs) {

    @ThreadCallbackHandler
    void changed(ThreadCallback callback) throws IOException {
      jdbc.update("INSERT INTO work VALUES (?)", callback.threadId().value());
      if (callback.threadId().value().equals("broken") && !repairs.repaired) {
        throw new IOException("a later step failed");
      }
    }
  }
}
