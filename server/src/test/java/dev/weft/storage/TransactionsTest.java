package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.tx.Snapshot;
import dev.weft.tx.StoreBusyException;
import dev.weft.tx.StoreFailedException;
import dev.weft.tx.Tx;
import dev.weft.tx.WorkOwner;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Units of work are whole or nothing, and are told of when they are durable.
class TransactionsTest extends EachStore {

  private static final String INSERT = "INSERT INTO settings (name, value) VALUES (?, ?)";

  /// Units of work; 16,384 may wait.
  private static final int MORE_THAN_MAY_WAIT = 17_000;

  private int settings() {
    return read(TransactionsTest::settings);
  }

  private static int settings(Snapshot snapshot) {
    return JdbcSnapshot.sql(snapshot)
        .one("SELECT count(*) FROM settings WHERE name <> 'store_probe'", row -> row.count(1))
        .orElseThrow();
  }

  private void put(String name) {
    run(tx -> JdbcSnapshot.sql(tx).update(INSERT, name, new byte[] {1}));
  }

  @Test
  void a_unit_that_throws_leaves_nothing_and_harms_no_other() {
    put("before");

    assertThatThrownBy(
            () ->
                run(
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
    reopen();

    assertThat(settings()).isEqualTo(500);
  }

  @Test
  void one_that_throws_half_way_takes_nothing_from_those_it_shares_a_commit_with()
      throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> first =
          threads.submit(
              () ->
                  run(
                      _ -> {
                        begun.countDown();
                        awaitZero(go);
                      }));
      begun.await();
      // On SQLite these queue behind the first, and are then one batch.
      List<Thread> callers = new ArrayList<>();
      List<Future<?>> well = new ArrayList<>();
      List<Future<?>> broken = new ArrayList<>();
      for (String name : List.of("a", "b", "c")) {
        FutureTask<?> work = new FutureTask<>(() -> run(tx -> putAndTell(tx, name, told)), null);
        well.add(work);
        callers.add(Thread.ofVirtual().start(work));
        FutureTask<?> half =
            new FutureTask<>(
                () ->
                    run(
                        tx -> {
                          putAndTell(tx, "half " + name, told);
                          throw new IllegalArgumentException("no " + name);
                        }),
                null);
        callers.add(Thread.ofVirtual().start(half));
        FutureTask<?> early =
            new FutureTask<>(
                () ->
                    run(
                        tx -> {
                          int _ = settings(tx);
                          throw new IllegalArgumentException("early " + name);
                        }),
                null);
        callers.add(Thread.ofVirtual().start(early));
        broken.add(half);
        broken.add(early);
      }
      awaitQuiet(callers);
      go.countDown();
      first.get();
      for (Future<?> one : well) {
        one.get();
      }
      for (Future<?> one : broken) {
        assertThatThrownBy(one::get).hasCauseInstanceOf(IllegalArgumentException.class);
      }
    }

    assertThat(settings()).isEqualTo(3);
    assertThat(told).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void one_app_that_floods_makes_no_other_wait_or_be_refused() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger ran = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    List<Thread> flood = new ArrayList<>();
    for (int i = 0; i < MORE_THAN_MAY_WAIT; i++) {
      flood.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      WorkOwner.run(
                          "flooding",
                          () ->
                              run(
                                  _ -> {
                                    awaitZero(go);
                                    ran.incrementAndGet();
                                  }));
                    } catch (StoreBusyException e) {
                      refused.incrementAndGet();
                    }
                  }));
    }
    await().until(() -> refused.get() > 0);
    awaitQuiet(flood);
    FutureTask<Integer> other =
        new FutureTask<>(() -> WorkOwner.within("other", () -> call(_ -> ran.get())));
    Thread others = Thread.ofVirtual().start(other);
    awaitQuiet(List.of(others));

    go.countDown();

    assertThat(other.get()).as("units of the flood that ran before").isLessThan(1_000);
    for (Thread thread : flood) {
      thread.join();
    }
    assertThat(ran.get() + refused.get()).isEqualTo(MORE_THAN_MAY_WAIT);
  }

  @Test
  void one_app_whose_reading_hangs_leaves_others_a_place_to_read() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> flood = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      flood.add(
          Thread.ofVirtual().start(() -> WorkOwner.run("hanging", () -> read(_ -> awaited(go)))));
    }
    awaitQuiet(flood);

    int found = WorkOwner.within("other", this::settings);

    assertThat(found).isZero();
    assertThat(flood).allMatch(Thread::isAlive);
    go.countDown();
    for (Thread thread : flood) {
      thread.join();
    }
  }

  private static boolean awaited(CountDownLatch latch) {
    awaitZero(latch);
    return true;
  }

  private static void putAndTell(Tx tx, String name, List<String> told) {
    JdbcSnapshot.sql(tx).write(INSERT, name, new byte[] {1});
    tx.afterCommit(() -> told.add(name));
  }

  /// Waits until each of them waits for the store, or has its answer.
  private static void awaitQuiet(List<Thread> threads) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (threads.stream().anyMatch(TransactionsTest::isRunning)) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static boolean isRunning(Thread thread) {
    return switch (thread.getState()) {
      case NEW, RUNNABLE -> true;
      case BLOCKED, WAITING, TIMED_WAITING, TERMINATED -> false;
    };
  }

  @Test
  void actions_after_commit_run_in_order_before_the_caller_goes_on() {
    List<Integer> seen = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      run(
          tx -> {
            tx.afterCommit(() -> seen.add(number));
            tx.afterCommit(() -> seen.add(number * 10));
          });
      assertThat(seen).endsWith(number, number * 10);
    }
  }

  @Test
  void work_that_waits_for_other_work_is_refused_instead_of_waiting_for_ever() {
    assertThatThrownBy(() -> run(_ -> put("inner")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("wait without end");
  }

  @Test
  void a_unit_sees_what_it_has_written_and_nobody_else_does_before_it_ends() {
    int seen =
        call(
            tx -> {
              JdbcSnapshot.sql(tx).write(INSERT, "mine", new byte[] {1});
              JdbcSnapshot.sql(tx).write(INSERT, "mine too", new byte[] {1});
              return settings(tx);
            });

    assertThat(seen).isEqualTo(2);
    assertThat(settings()).isEqualTo(2);
  }

  @Test
  void a_statement_that_fails_undoes_its_unit_and_no_other() {
    put("taken");

    assertThatThrownBy(
            () ->
                run(
                    tx -> {
                      JdbcSnapshot.sql(tx).write(INSERT, "half", new byte[] {1});
                      JdbcSnapshot.sql(tx).write(INSERT, "taken", new byte[] {1});
                    }))
        .isInstanceOf(StoreFailedException.class);
    put("after");

    assertThat(settings()).isEqualTo(2);
  }

  @Test
  void a_look_sees_one_moment_however_long_it_takes() {
    put("before");

    List<Integer> seen =
        read(
            snapshot -> {
              int first = settings(snapshot);
              Thread other = Thread.ofVirtual().start(() -> put("meanwhile"));
              awaitEnd(other);
              return List.of(first, settings(snapshot));
            });

    assertThat(seen).containsExactly(1, 1);
    assertThat(settings()).isEqualTo(2);
  }

  @Test
  void an_action_that_fails_harms_neither_the_caller_nor_the_next_action() {
    List<String> ran = new ArrayList<>();

    run(
        tx -> {
          tx.afterCommit(
              () -> {
                throw new IllegalArgumentException("on purpose");
              });
          tx.afterCommit(() -> ran.add("next"));
        });

    assertThat(ran).containsExactly("next");
  }

  @Test
  void a_closed_store_takes_no_work() {
    database.close();

    assertThatThrownBy(() -> put("late")).isInstanceOf(StoreFailedException.class);
    database = openDatabase();
  }

  @Test
  void a_database_of_a_newer_version_is_refused_with_what_to_do() {
    run(tx -> JdbcSnapshot.sql(tx).write("INSERT INTO schema_version (version) VALUES (999)"));

    assertThatThrownBy(this::openDatabase)
        .isInstanceOf(StoreFailedException.class)
        .hasMessageContaining("schema version 999")
        .hasMessageContaining("start the newer Weft");
  }

  @Test
  void a_database_that_a_newer_version_has_only_added_to_is_opened_and_left_as_it_is() {
    run(
        tx ->
            JdbcSnapshot.sql(tx)
                .write("INSERT INTO schema_version (version, oldest) VALUES (999, 1)"));
    reopen();
    assertThat(newestSchema()).isEqualTo(999);

    run(
        tx ->
            JdbcSnapshot.sql(tx)
                .write("INSERT INTO schema_version (version, oldest) VALUES (1000, 1000)"));
    assertThatThrownBy(this::openDatabase)
        .isInstanceOf(StoreFailedException.class)
        .hasMessageContaining("schema version 1000");
  }

  private long newestSchema() {
    return read(
        snapshot ->
            JdbcSnapshot.sql(snapshot)
                .one("SELECT max(version) FROM schema_version", row -> row.number(1))
                .orElseThrow());
  }

  @Test
  void several_that_open_an_empty_database_at_once_make_its_tables_once() throws Exception {
    Supplier<Database> empty = kind.untouched(Files.createDirectory(folder.resolve("empty")));
    try (ExecutorService nodes = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Database>> opened =
          IntStream.range(0, 4).mapToObj(_ -> nodes.submit(empty::get)).toList();
      for (Future<Database> node : opened) {
        try (Database one = node.get()) {
          assertThat(one.newestId()).isZero();
        }
      }
    }
  }

  private static void awaitZero(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitEnd(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
