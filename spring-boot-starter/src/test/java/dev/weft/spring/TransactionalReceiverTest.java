package dev.weft.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.receiver.ThreadCallback;
import dev.weft.receiver.once.GapHook;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class TransactionalReceiverTest {

  @TempDir Path directory;
  private String url = "";

  @BeforeEach
  void chooseDatabase() {
    url = "spring.datasource.url=jdbc:sqlite:" + directory.resolve("app.db");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void handles_a_callback_once_across_restarts(boolean autoCommit) throws Exception {
    try (App app = start(autoCommit)) {
      assertThat(app.weft().post("call-1", "t", 1).statusCode()).isEqualTo(200);
    }
    try (App app = start(autoCommit)) {
      assertThat(app.weft().post("call-1", "t", 1).statusCode()).isEqualTo(200);
      assertThat(rows(app)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tells_a_gap_that_began_before_a_restart(boolean autoCommit) throws Exception {
    try (App app = start(autoCommit)) {
      app.weft().post("call-1", "t", 1);
    }
    try (App app = start(autoCommit)) {
      app.weft().post("call-4", "t", 4);
      assertThat(app.bean(Switch.class).gaps).containsExactly("2 to 3");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void leaves_nothing_of_a_handler_that_failed(boolean autoCommit) throws Exception {
    try (App app = start(autoCommit)) {
      assertThat(app.weft().post("call-1", "broken", 1).statusCode()).isEqualTo(500);
      assertThat(rows(app)).isZero();

      app.bean(Switch.class).repaired = true;
      assertThat(app.weft().post("call-1", "broken", 1).statusCode()).isEqualTo(200);
      assertThat(rows(app)).isEqualTo(1);
    }
  }

  private App start(boolean autoCommit) {
    return App.start(
        Application.class,
        url,
        "spring.datasource.hikari.maximum-pool-size=2",
        "spring.datasource.hikari.auto-commit=" + autoCommit,
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
    final List<String> gaps = new CopyOnWriteArrayList<>();
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {

    @Bean
    Switch repairs() {
      return new Switch();
    }

    @Bean
    Work work(JdbcTemplate jdbc, Switch repairs, PlatformTransactionManager transactions) {
      new TransactionTemplate(transactions)
          .executeWithoutResult(
              status -> jdbc.execute("CREATE TABLE IF NOT EXISTS work (thread TEXT)"));
      return new Work(jdbc, repairs);
    }

    @Bean
    GapHook gaps(Switch repairs) {
      return gap -> repairs.gaps.add(gap.first() + " to " + gap.last());
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
