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
import java.util.concurrent.CyclicBarrier;
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
      commit(connection);
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
      commit(connection);
    }

    assertThatThrownBy(() -> handler().handle(CALLBACK)).isInstanceOf(SQLException.class);
  }

  @Test
  void forgets_what_nobody_would_send_again() throws Exception {
    handler().handle(CALLBACK);
    JdbcSeenCallbacks seen = eightDaysLater();

    assertThat(seen.forget(dataSource, Duration.ofDays(9))).isZero();
    assertThat(seen.forget(dataSource, Duration.ofDays(7))).isEqualTo(1);
    assertThat(count("weft_handled_callback")).isZero();
  }

  @Test
  void ends_no_transaction_of_its_caller() throws Exception {
    handler().handle(CALLBACK);
    JdbcSeenCallbacks seen = eightDaysLater();

    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      assertThat(seen.isFirst(connection, new CallbackKey("call-1"))).isFalse();
      assertThat(seen.isFirst(connection, new CallbackKey("call-2"))).isTrue();
      assertThat(seen.forget(connection, Duration.ofDays(7))).isEqualTo(1);
      JdbcTables.create(connection);
      connection.rollback();
    }

    assertThat(count("weft_handled_callback")).isEqualTo(1);
    assertThat(handler().handle(CALLBACK)).isEqualTo(Handled.BEFORE);
    assertThat(handler().handle(TestCallbacks.accepted("call-2", "t", 2))).isEqualTo(Handled.NOW);
  }

  @Test
  void enters_nothing_where_a_later_failure_could_not_take_it_back() throws Exception {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(true);

      assertThatThrownBy(() -> eightDaysLater().isFirst(connection, new CallbackKey("call-1")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("setAutoCommit(false)");
    }
    assertThat(count("weft_handled_callback")).isZero();
  }

  @Test
  void gives_connections_back_as_the_pool_made_them() throws Exception {
    boolean asMade = autoCommit(dataSource);
    Connection shared = dataSource.getConnection();
    // A pool of one connection that does not set it right again by itself.
    DataSource one = new SharedConnection(shared);

    JdbcTables.create(one);
    new JdbcSequences(one).advance(new ThreadId("t"), 1);
    new JdbcOnceHandler(one, JdbcOnceHandlerContract::work, TestCallbacks.CLOCK).handle(CALLBACK);
    eightDaysLater().forget(one, Duration.ofDays(9));
    assertThat(shared.getAutoCommit()).isEqualTo(asMade);

    JdbcOnceHandler failing =
        new JdbcOnceHandler(
            one,
            (connection, accepted) -> {
              throw new IOException("later step failed");
            });
    assertThatThrownBy(() -> failing.handle(TestCallbacks.accepted("call-2", "t", 2)))
        .isInstanceOf(IOException.class);
    assertThat(shared.getAutoCommit()).isEqualTo(asMade);
    shared.close();
  }

  @Test
  void creates_its_tables_once_when_several_processes_start_together() throws Exception {
    DataSource fresh = emptyDatabase();
    ExecutorService processes = Executors.newFixedThreadPool(8);
    CyclicBarrier together = new CyclicBarrier(8);
    List<Future<Boolean>> started = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      started.add(
          processes.submit(
              () -> {
                together.await();
                JdbcTables.create(fresh);
                return true;
              }));
    }
    for (Future<Boolean> one : started) {
      assertThat(one.get()).isTrue();
    }
    processes.shutdown();

    new JdbcSequences(fresh).advance(new ThreadId("t"), 1);
    assertThat(new JdbcSequences(fresh).last(new ThreadId("t"))).isEqualTo(OptionalLong.of(1));
  }

  @Test
  void remembers_how_far_each_thread_has_come() {
    JdbcSequences sequences = new JdbcSequences(dataSource);
    sequences.advance(new ThreadId("t"), 1);
    sequences.advance(new ThreadId("t"), 2);

    assertThat(new JdbcSequences(dataSource).last(new ThreadId("t"))).isEqualTo(OptionalLong.of(2));
    assertThat(sequences.last(new ThreadId("other"))).isEmpty();
  }

  @Test
  void never_turns_a_thread_back() {
    JdbcSequences sequences = new JdbcSequences(dataSource);
    sequences.advance(new ThreadId("t"), 7);
    sequences.advance(new ThreadId("t"), 5);

    assertThat(sequences.last(new ThreadId("t"))).isEqualTo(OptionalLong.of(7));
  }

  @Test
  void remembers_the_furthest_when_several_processes_advance_a_thread() throws Exception {
    ExecutorService processes = Executors.newFixedThreadPool(8);
    CyclicBarrier together = new CyclicBarrier(8);
    List<Future<Boolean>> advanced = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      long sequence = i;
      advanced.add(
          processes.submit(
              () -> {
                together.await();
                new JdbcSequences(dataSource).advance(new ThreadId("t"), sequence);
                return true;
              }));
    }
    for (Future<Boolean> one : advanced) {
      assertThat(one.get()).isTrue();
    }
    processes.shutdown();

    assertThat(new JdbcSequences(dataSource).last(new ThreadId("t"))).isEqualTo(OptionalLong.of(8));
  }

  private static JdbcSeenCallbacks eightDaysLater() {
    Instant later = TestCallbacks.NOW.plus(Duration.ofDays(8));
    return new JdbcSeenCallbacks(Clock.fixed(later, ZoneOffset.UTC));
  }

  private static boolean autoCommit(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return connection.getAutoCommit();
    }
  }

  private static void commit(Connection connection) throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.commit();
    }
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
