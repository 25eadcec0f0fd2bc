package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.tx.StoreFailedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Units of work are whole or nothing, share commits, and are told of in commit order.
class SqliteTransactionsTest {

  private static final String INSERT = "INSERT INTO settings (name, value) VALUES (?, ?)";

  @TempDir private Path folder;
  private SqliteTransactions transactions;

  @BeforeEach
  void open() {
    transactions = new SqliteTransactions(folder.resolve("weft.db"));
  }

  @AfterEach
  void close() {
    transactions.close();
  }

  private int settings() {
    return transactions.read(
        snapshot ->
            JdbcSnapshot.sql(snapshot)
                .one("SELECT count(*) FROM settings", row -> row.count(1))
                .orElseThrow());
  }

  private void put(String name) {
    transactions.run(tx -> JdbcSnapshot.sql(tx).update(INSERT, name, new byte[] {1}));
  }

  @Test
  void a_unit_that_throws_leaves_nothing_and_harms_no_other() {
    put("before");

    assertThatThrownBy(
            () ->
                transactions.run(
                    tx -> {
                      JdbcSnapshot.sql(tx).update(INSERT, "half", new byte[] {1});
                      tx.afterCommit(() -> put("never"));
                      throw new IllegalArgumentException("no");
                    }))
        .isInstanceOf(IllegalArgumentException.class);
    put("after");

    assertThat(settings()).isEqualTo(2);
  }

  @Test
  void callers_side_by_side_are_all_answered_and_all_durable() throws Exception {
    List<Future<?>> callers = new ArrayList<>();
    CountDownLatch go = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 500; i++) {
        String name = "n" + i;
        callers.add(
            threads.submit(
                () -> {
                  go.await();
                  put(name);
                  return name;
                }));
      }
      go.countDown();
      for (Future<?> caller : callers) {
        caller.get();
      }
    }
    transactions.close();
    transactions = new SqliteTransactions(folder.resolve("weft.db"));

    assertThat(settings()).isEqualTo(500);
  }

  @Test
  void actions_after_commit_run_in_commit_order_before_the_caller_goes_on() {
    List<Integer> seen = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      transactions.run(
          tx -> {
            tx.afterCommit(() -> seen.add(number));
            tx.afterCommit(() -> seen.add(number * 10));
          });
      assertThat(seen).endsWith(number, number * 10);
    }
  }

  @Test
  void work_that_waits_for_other_work_is_refused_instead_of_waiting_for_ever() {
    assertThatThrownBy(() -> transactions.run(_ -> put("inner")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("wait for ever");
  }

  @Test
  void a_closed_store_takes_no_work() {
    transactions.close();

    assertThatThrownBy(() -> put("late")).isInstanceOf(StoreFailedException.class);
    transactions = new SqliteTransactions(folder.resolve("weft.db"));
  }

  @Test
  void a_database_of_a_newer_version_is_refused_with_what_to_do() {
    transactions.run(
        tx -> JdbcSnapshot.sql(tx).update("INSERT INTO schema_version (version) VALUES (999)"));
    transactions.close();

    assertThatThrownBy(() -> new SqliteTransactions(folder.resolve("weft.db")))
        .isInstanceOf(StoreFailedException.class)
        .hasMessageContaining("schema version 999")
        .hasMessageContaining("start the newer Weft");
    transactions = new SqliteTransactions(folder.resolve("other.db"));
  }
}
