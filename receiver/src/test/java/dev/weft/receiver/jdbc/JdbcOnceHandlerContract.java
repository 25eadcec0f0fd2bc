package dev.weft.receiver.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.receiver.CallbackKey;
import dev.weft.receiver.Reception.Accepted;
import dev.weft.receiver.TestCallbacks;
import dev.weft.receiver.ThreadId;
import dev.weft.receiver.once.OnceHandler.Handled;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the memory of callbacks does on every database.
abstract class JdbcOnceHandlerContract {

  private static final Accepted CALLBACK = TestCallbacks.accepted("call-1", "t", 1);

  private DataSource dataSource;

  /// A database with nothing in it.
  abstract DataSource emptyDatabase() throws Exception;

  @BeforeEach
  void open() throws Exception {
    dataSource = emptyDatabase();
    JdbcTables.create(dataSource);
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE work (key VARCHAR(200))");
    }
  }

  @Test
  void commits_the_work_and_its_memory_together() throws Exception {
    assertThat(handler().handle(CALLBACK)).isEqualTo(Handled.NOW);
    assertThat(handler().handle(CALLBACK)).isEqualTo(Handled.BEFORE);

    assertThat(count("work")).isEqualTo(1);
    assertThat(count("weft_handled_callback")).isEqualTo(1);
  }

  @Test
  void leaves_neither_behind_when_the_work_fails() throws Exception {
    JdbcOnceHandler failing =
        new JdbcOnceHandler(
            dataSource,
            (connection, accepted) -> {
              work(connection, accepted);
              throw new IOException("later step failed");
            });

    assertThatThrownBy(() -> failing.handle(CALLBACK)).isInstanceOf(IOException.class);
    assertThat(count("work")).isZero();
    assertThat(handler().handle(CALLBACK)).isEqualTo(Handled.NOW);
  }

  @Test
  void does_the_work_once_when_several_processes_get_the_same_callback() throws Exception {
    ExecutorService processes = Executors.newFixedThreadPool(8);
    List<Future<Handled>> answers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      answers.add(processes.submit(() -> handler().handle(CALLBACK)));
    }
    List<Handled> handled = new ArrayList<>();
    for (Future<Handled> answer : answers) {
      handled.add(answer.get());
    }
    processes.shutdown();

    assertThat(handled).containsOnlyOnce(Handled.NOW);
    assertThat(count("work")).isEqualTo(1);
  }

  @Test
  void does_not_take_a_broken_table_for_a_duplicate() throws Exception {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE weft_handled_callback");
    }

    assertThatThrownBy(() -> handler().handle(CALLBACK)).isInstanceOf(SQLException.class);
  }

  @Test
  void forgets_what_nobody_would_send_again() throws Exception {
    handler().handle(CALLBACK);
    Instant later = TestCallbacks.NOW.plus(Duration.ofDays(8));
    JdbcSeenCallbacks seen = new JdbcSeenCallbacks(Clock.fixed(later, ZoneOffset.UTC));

    try (Connection connection = dataSource.getConnection()) {
      assertThat(seen.forget(connection, Duration.ofDays(9))).isZero();
      assertThat(seen.forget(connection, Duration.ofDays(7))).isEqualTo(1);
      connection.setAutoCommit(false);
      assertThat(seen.isFirst(connection, new CallbackKey("call-1"))).isTrue();
    }
  }

  @Test
  void remembers_how_far_each_thread_has_come() {
    JdbcSequences sequences = new JdbcSequences(dataSource);
    sequences.advance(new ThreadId("t"), 1);
    sequences.advance(new ThreadId("t"), 2);

    assertThat(new JdbcSequences(dataSource).last(new ThreadId("t"))).isEqualTo(OptionalLong.of(2));
    assertThat(sequences.last(new ThreadId("other"))).isEmpty();
  }

  private JdbcOnceHandler handler() {
    return new JdbcOnceHandler(dataSource, JdbcOnceHandlerContract::work, TestCallbacks.CLOCK);
  }

  private static void work(Connection connection, Accepted accepted) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO work VALUES ('" + accepted.key().value() + "')");
    }
  }

  private long count(String table) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
