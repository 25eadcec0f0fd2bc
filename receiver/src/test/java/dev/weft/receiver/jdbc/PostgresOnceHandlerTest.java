package dev.weft.receiver.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.receiver.TestCallbacks;
import dev.weft.receiver.once.OnceHandler.Handled;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// On PostgreSQL, where a failed statement ends all work of its transaction, and where two
/// transactions really run side by side.
@Tag("postgresql")
class PostgresOnceHandlerTest extends JdbcOnceHandlerContract {

  private static @Nullable EmbeddedPostgres postgres;
  private static int databases;

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
  }

  @AfterAll
  static void stop() throws IOException {
    Objects.requireNonNull(postgres).close();
  }

  @Override
  DataSource emptyDatabase() throws SQLException {
    EmbeddedPostgres server = Objects.requireNonNull(postgres);
    String name = "app" + ++databases;
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return server.getDatabase("postgres", name);
  }

  @Test
  void a_second_transaction_waits_for_the_first_and_does_the_work_if_that_fails() throws Exception {
    assertThat(secondAfter(true)).isEqualTo(Handled.NOW);
  }

  @Test
  void a_second_transaction_waits_for_the_first_and_leaves_the_work_to_it() throws Exception {
    assertThat(secondAfter(false)).isEqualTo(Handled.BEFORE);
  }

  /// What comes of a second attempt that begins while the first one is in the middle of its work.
  private Handled secondAfter(boolean firstFails) throws Exception {
    DataSource dataSource = emptyDatabase();
    JdbcTables.create(dataSource);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    JdbcOnceHandler first =
        new JdbcOnceHandler(
            dataSource,
            (connection, accepted) -> {
              inside.countDown();
              goOn.await();
              if (firstFails) {
                throw new IOException("later step failed");
              }
            });
    JdbcOnceHandler second = new JdbcOnceHandler(dataSource, (connection, accepted) -> {});
    ExecutorService processes = Executors.newFixedThreadPool(2);
    try {
      Future<Handled> one =
          processes.submit(() -> first.handle(TestCallbacks.accepted("call-1", "t", 1)));
      inside.await();
      Future<Handled> other =
          processes.submit(() -> second.handle(TestCallbacks.accepted("call-1", "t", 1)));
      awaitOneThatWaits(dataSource);
      goOn.countDown();
      if (firstFails) {
        assertThatThrownBy(one::get).hasCauseInstanceOf(IOException.class);
      } else {
        assertThat(one.get()).isEqualTo(Handled.NOW);
      }
      return other.get();
    } finally {
      processes.shutdownNow();
    }
  }

  private static void awaitOneThatWaits(DataSource dataSource) throws SQLException {
    long deadline = System.nanoTime() + 20_000_000_000L;
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      while (System.nanoTime() < deadline) {
        try (ResultSet rows =
            statement.executeQuery("SELECT count(*) FROM pg_locks WHERE NOT granted")) {
          rows.next();
          if (rows.getLong(1) > 0) {
            return;
          }
        }
        LockSupport.parkNanos(5_000_000);
      }
    }
    throw new AssertionError("the second transaction does not wait");
  }
}
