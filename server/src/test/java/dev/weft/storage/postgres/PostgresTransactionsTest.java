package dev.weft.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.delivery.Kind;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.OutboxEntry;
import dev.weft.delivery.RuleId;
import dev.weft.storage.Database;
import dev.weft.storage.DeliveryStoreTest;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.CommitListener;
import dev.weft.tx.Snapshot;
import dev.weft.tx.StoreFailedException;
import dev.weft.tx.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What only a database with many writers has to get right. Work that waits on purpose does so
/// within the limits of [PostgresDatabase].
@Tag("postgresql")
@Timeout(180)
class PostgresTransactionsTest {

  private final PostgresAddress address = PostgresServer.freshDatabase();
  private Database database;

  @BeforeEach
  void open() {
    database = Database.postgresql(address, CommitListener.NONE);
    run(
        tx -> {
          put(tx, "a");
          put(tx, "b");
        });
  }

  @AfterEach
  void close() {
    database.close();
  }

  /// The server of these tests, as many others, says that a commit need not be on disk.
  @Test
  void a_commit_is_durable_though_the_server_would_not_wait_for_the_disk() {
    Optional<String> durable =
        database
            .transactions()
            .call(tx -> JdbcSnapshot.sql(tx).one("SHOW synchronous_commit", row -> row.text(1)));

    assertThat(durable).contains("on");
  }

  @Test
  void who_made_the_same_row_second_runs_again_and_finds_it() throws Exception {
    CyclicBarrier bothLooked = new CyclicBarrier(2);
    AtomicInteger runs = new AtomicInteger();
    List<Boolean> made =
        sideBySide(
            2,
            () ->
                database
                    .transactions()
                    .call(
                        tx -> {
                          boolean there = find(tx, "new").isPresent();
                          if (runs.incrementAndGet() <= 2) {
                            await(bothLooked);
                          }
                          if (!there) {
                            put(tx, "new");
                          }
                          return !there;
                        }));

    assertThat(made).containsExactlyInAnyOrder(true, false);
    assertThat(runs).hasValue(3);
  }

  @Test
  void two_that_wait_for_each_other_both_get_through() throws Exception {
    CyclicBarrier bothHoldOne = new CyclicBarrier(2);
    AtomicInteger runs = new AtomicInteger();
    List<String> order = List.of("a", "b");
    List<Integer> changed =
        sideBySide(
            2,
            number ->
                database
                    .transactions()
                    .call(
                        tx -> {
                          touch(tx, order.get(number));
                          if (runs.incrementAndGet() <= 2) {
                            await(bothHoldOne);
                          }
                          touch(tx, order.get(1 - number));
                          return 1;
                        }));

    assertThat(changed).hasSize(2);
    assertThat(runs).hasValueGreaterThan(2);
  }

  @Test
  void what_was_asked_for_after_the_commit_is_asked_for_once_however_often_work_runs() {
    List<String> told = new ArrayList<>();
    AtomicInteger runs = new AtomicInteger();
    run(
        tx -> {
          tx.afterCommit(() -> told.add("told"));
          put(tx, "new");
          if (runs.incrementAndGet() == 1) {
            endConnection(tx);
            find(tx, "a");
          }
        });

    assertThat(runs).hasValue(2);
    assertThat(told).containsExactly("told");
  }

  @Test
  void works_on_after_the_server_has_ended_every_connection() throws Exception {
    List<Integer> before = sideBySide(8, number -> count());
    PostgresServer.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'"
            .formatted(address.database()));
    List<Integer> after = sideBySide(8, number -> count());

    assertThat(before).containsOnly(2);
    assertThat(after).containsOnly(2);
  }

  /// A unit that waits for another goes on at its commit, and may be told of first. Who needs an
  /// order takes it from the store.
  @Test
  void actions_of_units_that_waited_for_each_other_may_run_in_either_order() throws Exception {
    List<String> told = new ArrayList<>();
    CountDownLatch secondWasTold = new CountDownLatch(1);
    CountDownLatch firstHoldsTheRow = new CountDownLatch(1);
    sideBySide(
        2,
        number -> {
          if (number == 0) {
            run(
                tx -> {
                  touch(tx, "a");
                  firstHoldsTheRow.countDown();
                  tx.afterCommit(() -> await(secondWasTold));
                  tx.afterCommit(() -> told.add("first"));
                });
          } else {
            await(firstHoldsTheRow);
            run(
                tx -> {
                  touch(tx, "a");
                  tx.afterCommit(() -> told.add("second"));
                  tx.afterCommit(secondWasTold::countDown);
                });
          }
          return number;
        });

    assertThat(told).containsExactly("second", "first");
  }

  /// Whoever has seen a callback of a lane never finds an older one later.
  @Test
  void who_adds_to_a_lane_waits_for_who_added_before() throws Exception {
    RuleId rule = new RuleId(1);
    List<String> commits = new CopyOnWriteArrayList<>();
    CountDownLatch firstHasAdded = new CountDownLatch(1);
    CountDownLatch secondIsDone = new CountDownLatch(1);
    sideBySide(
        2,
        number -> {
          if (number == 0) {
            run(
                tx -> {
                  add(tx, DeliveryStoreTest.callback(rule, "t", 0));
                  // What waits to be written together is written now, and the lane is locked.
                  JdbcSnapshot.sql(tx).sendBatches();
                  assertThat(JdbcSnapshot.sql(tx).one("SELECT 1", row -> row.count(1))).hasValue(1);
                  firstHasAdded.countDown();
                  Awaitility.await().until(() -> secondIsDone.getCount() == 0 || somebodyWaits());
                  commits.add("first");
                });
          } else {
            await(firstHasAdded);
            run(tx -> add(tx, DeliveryStoreTest.callback(rule, "t", 1)));
            commits.add("second");
            secondIsDone.countDown();
          }
          return number;
        });

    assertThat(commits).containsExactly("first", "second");
  }

  /// Sent at once, with its lock; otherwise both wait for the commit.
  private void add(Tx tx, NewDelivery callback) {
    OutboxEntry entry = database.deliveries().add(tx, callback, Kind.LIVE);
    JdbcSnapshot.sql(tx).sendNow();
    assertThat(entry.delivery().id()).isPositive();
  }

  /// Whether a unit of work waits for a lock of another.
  private boolean somebodyWaits() {
    try (Database watcher = Database.postgresql(address, CommitListener.NONE)) {
      return watcher
          .transactions()
          .read(
              snapshot ->
                  JdbcSnapshot.sql(snapshot)
                      .one(
                          "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
                              + " AND wait_event_type = 'Lock'",
                          row -> row.count(1))
                      .isPresent());
    }
  }

  @Test
  void a_character_zero_becomes_one_that_can_be_kept() {
    run(tx -> put(tx, "a\0b"));

    Optional<String> kept = database.transactions().read(snapshot -> find(snapshot, "a\uFFFDb"));
    assertThat(kept).isPresent();
  }

  @Test
  void what_cannot_be_opened_is_told_in_one_sentence_without_the_password() {
    String url = address.url();
    String elsewhere = url.replace(address.database(), "nowhere");
    String closedPort = url.replaceFirst(":[0-9]+/", ":1/");
    PostgresServer.execute("DROP ROLE IF EXISTS weft_outsider");
    PostgresServer.execute("CREATE ROLE weft_outsider NOLOGIN");
    String asOutsider = pastPooler(url).replaceFirst("\\?.*", "");

    assertRefused(elsewhere, "postgres", "there is no database \"nowhere\"");
    assertRefused(closedPort, "postgres", "cannot reach PostgreSQL at " + place(closedPort));
    assertRefused(asOutsider, "weft_outsider", "does not let the user \"weft_outsider\" in");
    assertRefused(
        "jdbc:postgresql://host:port/weft", "postgres", "the address of the database is not");
  }

  @Test
  void a_user_who_may_only_read_is_told_so_also_when_the_schema_is_up_to_date() {
    role("weft_reader", "default_transaction_read_only = on");

    assertRefused(
        pastPooler(address.url()).replaceFirst("\\?.*", ""),
        "weft_reader",
        "lets the user \"weft_reader\" only read");
  }

  @Test
  void what_a_role_is_set_to_does_not_change_how_units_of_work_run() {
    role(
        "weft_strict",
        "default_transaction_isolation = serializable",
        "default_transaction_deferrable = on",
        "statement_timeout = 60000",
        "lock_timeout = 60000",
        "idle_in_transaction_session_timeout = 60000",
        "idle_session_timeout = 60000",
        "synchronous_commit = off");
    String url = address.url().replaceFirst("\\?.*", "");

    try (Database strict =
        Database.postgresql(new PostgresAddress(url, "weft_strict", "", 2), CommitListener.NONE)) {
      List<String> seen = strict.transactions().call(tx -> settings(JdbcSnapshot.sql(tx)));
      assertThat(seen).containsExactly("read committed", "off", "30s", "4s", "5s", "0", "on");
    }
  }

  private static List<String> settings(Sql sql) {
    return Stream.of(
            "transaction_isolation",
            "transaction_deferrable",
            "statement_timeout",
            "lock_timeout",
            "idle_in_transaction_session_timeout",
            "idle_session_timeout",
            "synchronous_commit")
        .map(name -> sql.one("SHOW " + name, row -> row.text(1)).orElseThrow())
        .toList();
  }

  /// A pooler may call PostgreSQL as somebody else.
  private static String pastPooler(String url) {
    return PostgresServer.direct(url).orElse(url);
  }

  /// `HOST:PORT/` of an address.
  private static String place(String url) {
    return url.replaceFirst(".*//", "").replaceFirst("/.*", "/");
  }

  private static void role(String name, String... settings) {
    PostgresServer.execute("DROP ROLE IF EXISTS " + name);
    PostgresServer.execute("CREATE ROLE " + name + " LOGIN SUPERUSER");
    for (String setting : settings) {
      PostgresServer.execute("ALTER ROLE " + name + " SET " + setting);
    }
  }

  private static void assertRefused(String url, String user, String sentence) {
    assertThatThrownBy(
            () ->
                Database.postgresql(
                    new PostgresAddress(url, user, "s3cret", 2), CommitListener.NONE))
        .isInstanceOf(StoreFailedException.class)
        .hasMessageContaining(sentence)
        .hasMessageNotContaining("s3cret");
    assertThat(new PostgresAddress("jdbc:postgresql://h/d?password=s3cret", "", "", 2).toString())
        .isEqualTo("PostgresAddress[h:5432/d]");
  }

  private void run(Consumer<Tx> work) {
    database.transactions().run(work);
  }

  private int count() {
    return database
        .transactions()
        .read(
            snapshot ->
                JdbcSnapshot.sql(snapshot)
                    .one("SELECT count(*) FROM settings", row -> row.count(1))
                    .orElseThrow());
  }

  static void put(Tx tx, String name) {
    JdbcSnapshot.sql(tx)
        .write("INSERT INTO settings (name, value) VALUES (?, ?)", name, new byte[0]);
  }

  static void touch(Tx tx, String name) {
    int _ =
        JdbcSnapshot.sql(tx)
            .update("UPDATE settings SET value = ? WHERE name = ?", new byte[1], name);
  }

  private static Optional<String> find(Snapshot snapshot, String name) {
    return JdbcSnapshot.sql(snapshot)
        .one("SELECT name FROM settings WHERE name = ?", row -> row.text(1), name);
  }

  static void endConnection(Tx tx) {
    int pid =
        JdbcSnapshot.sql(tx).one("SELECT pg_backend_pid()", row -> row.count(1)).orElseThrow();
    // Waits until it is gone.
    PostgresServer.execute("SELECT pg_terminate_backend(" + pid + ", 5000)");
  }

  private interface Caller<T> {
    T call(int number);
  }

  private static <T> List<T> sideBySide(int callers, Supplier<T> work) throws Exception {
    return sideBySide(callers, _ -> work.get());
  }

  private static <T> List<T> sideBySide(int callers, Caller<T> work) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        int number = i;
        futures.add(threads.submit(() -> work.call(number)));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    }
  }

  static void await(CyclicBarrier barrier) {
    try {
      int _ = barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
