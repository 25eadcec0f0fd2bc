package dev.weft.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.ChatThread;
import dev.weft.chat.Content;
import dev.weft.chat.GroupId;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.MessageType;
import dev.weft.chat.Recipient;
import dev.weft.chat.ThreadId;
import dev.weft.chat.message.NewestTimes;
import dev.weft.chat.thread.LockedThreads;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.Kind;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.OutboxEntry;
import dev.weft.delivery.RuleId;
import dev.weft.storage.Database;
import dev.weft.storage.DeliveryStoreTest;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.trace.TraceContext;
import dev.weft.tx.CommitListener;
import dev.weft.tx.GroupCommit;
import dev.weft.tx.Snapshot;
import dev.weft.tx.StoreFailedException;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Units of work that share a transaction on PostgreSQL do not notice it.
@Tag("postgresql")
@Timeout(180)
class PostgresGroupCommitTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final AppId APP = new AppId(1);
  private static final GroupId GROUP = new GroupId(500);
  private static final ThreadId THREAD = new ThreadId(90);

  private final PostgresAddress address = PostgresServer.freshDatabase();
  private Database database;

  @BeforeEach
  void open() {
    database = Database.postgresql(address, CommitListener.NONE);
    database
        .transactions()
        .run(
            tx -> {
              PostgresTransactionsTest.put(tx, "a");
              PostgresTransactionsTest.put(tx, "b");
            });
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void those_that_wait_run_in_one_transaction() {
    Answers answers = new Group(database).with(8, (tx, _) -> transaction(tx)).run();

    assertThat(answers.results).hasSize(8);
    assertThat(answers.results.values()).containsOnly(answers.results.get(0));
  }

  @Test
  void each_sees_what_those_before_it_have_done_to_a_thread() {
    database.transactions().run(tx -> database.threads().insert(tx, thread()));
    Answers answers =
        new Group(database)
            .withFetched(
                8,
                (tx, fetched, _) -> {
                  ChatThread found = fetched.threads().find(APP, THREAD).orElseThrow();
                  ChatThread after = found.afterSend(new MessageId(found.sequence() + 1), NOW);
                  database.threads().update(tx, after);
                  return Long.toString(after.sequence());
                })
            .run();

    long before = thread().sequence();
    assertThat(answers.results.values())
        .containsExactlyInAnyOrderElementsOf(
            LongStream.rangeClosed(before + 1, before + 8).mapToObj(Long::toString).toList());
    assertThat(database.transactions().call(this::findThread).sequence()).isEqualTo(before + 8);
  }

  @Test
  void the_newest_message_is_the_one_of_the_last_before_it_that_was_not_undone() {
    Answers answers =
        new Group(database)
            .withFetched(
                5,
                (_, fetched, number) -> {
                  String before = fetched.newest().in(GROUP).map(Instant::toString).orElse("none");
                  fetched.newest().sent(GROUP, NOW.plusSeconds(number));
                  if (number % 2 == 1) {
                    throw new IllegalArgumentException("refused");
                  }
                  return before;
                })
            .run();

    assertThat(answers.failures.keySet()).containsExactlyInAnyOrder(1, 3);
    assertThat(answers.results)
        .containsEntry(0, "none")
        .containsEntry(2, NOW.toString())
        .containsEntry(4, NOW.plusSeconds(2).toString());
  }

  private ChatThread findThread(Tx tx) {
    return database.threads().findForUpdate(tx, APP, THREAD).orElseThrow();
  }

  @Test
  void one_that_is_refused_leaves_nothing_and_the_others_everything() {
    List<Long> told = new CopyOnWriteArrayList<>();
    Answers answers =
        new Group(database)
            .with(
                6,
                (tx, number) -> {
                  database.messages().insert(tx, message(number));
                  NewDelivery callback = DeliveryStoreTest.callback(new RuleId(1), "t", number);
                  OutboxEntry entry = database.deliveries().add(tx, callback, Kind.LIVE);
                  tx.afterCommit(() -> told.add(entry.delivery().id()));
                  if (number % 2 == 1) {
                    throw new IllegalArgumentException("refused");
                  }
                  return transaction(tx);
                })
            .run();

    assertThat(answers.failures.keySet()).containsExactlyInAnyOrder(1, 3, 5);
    assertThat(answers.failures.values()).allMatch(IllegalArgumentException.class::isInstance);
    assertThat(kept(6)).containsExactly(0, 2, 4);
    assertThat(pending("t")).containsExactlyElementsOf(told.stream().sorted().toList()).hasSize(3);
    assertThat(told).isSorted();
  }

  @Test
  void one_that_throws_after_it_has_written_leaves_nothing_and_the_others_everything() {
    AtomicInteger runs = new AtomicInteger();
    Answers answers =
        new Group(database)
            .with(
                4,
                (tx, number) -> {
                  runs.incrementAndGet();
                  database.messages().insert(tx, message(number));
                  if (number == 2) {
                    PostgresTransactionsTest.put(tx, "half");
                    throw new IllegalArgumentException("too late");
                  }
                  return "done";
                })
            .run();

    assertThat(answers.failures.keySet()).containsExactly(2);
    assertThat(kept(4)).containsExactly(0, 1, 3);
    assertThat(database.transactions().<Boolean>read(look -> exists(look, "half"))).isFalse();
    assertThat(runs).hasValueGreaterThan(4);
  }

  @Test
  void a_statement_that_fails_fails_its_unit_and_no_other() {
    Answers answers =
        new Group(database)
            .with(
                4,
                (tx, number) -> {
                  database.messages().insert(tx, message(number));
                  return JdbcSnapshot.sql(tx)
                      .one("SELECT 1 / ?", row -> row.text(1), number - 2)
                      .orElseThrow();
                })
            .run();

    assertThat(answers.failures.keySet()).containsExactly(2);
    assertThat(answers.failures.get(2)).isInstanceOf(StoreFailedException.class);
    assertThat(kept(4)).containsExactly(0, 1, 3);
  }

  /// A row that waits to be written fails when all are written, which is nobody's own moment.
  @Test
  void a_row_that_cannot_be_written_fails_its_unit_and_no_other() {
    database.transactions().run(tx -> database.messages().insert(tx, message(2)));
    Answers answers =
        new Group(database)
            .with(
                4,
                (tx, number) -> {
                  database.messages().insert(tx, message(number));
                  return "done";
                })
            .run();

    assertThat(answers.failures.keySet()).containsExactly(2);
    assertThat(kept(4)).containsExactly(0, 1, 2, 3);
  }

  @Test
  void a_connection_cut_during_the_commit_leaves_all_of_the_group_in_doubt() {
    Answers answers =
        new Group(database)
            .with(
                4,
                (tx, number) -> {
                  if (number == 3) {
                    throw new IllegalArgumentException("refused");
                  }
                  database.messages().insert(tx, message(number));
                  if (number == 2) {
                    PostgresTransactionsTest.endConnection(tx);
                  }
                  return "done";
                })
            .run();

    assertThat(answers.results).isEmpty();
    assertThat(answers.failures.get(3)).isInstanceOf(IllegalArgumentException.class);
    assertThat(List.of(0, 1, 2))
        .allSatisfy(
            number ->
                assertThat(answers.failures.get(number))
                    .isInstanceOfSatisfying(
                        StoreFailedException.class, e -> assertThat(e.isInDoubt()).isTrue()));
    assertThat(kept(4)).isEmpty();
  }

  @Test
  void a_connection_cut_before_the_commit_is_noticed_by_nobody() {
    AtomicInteger cuts = new AtomicInteger();
    Answers answers =
        new Group(database)
            .with(
                4,
                (tx, number) -> {
                  database.messages().insert(tx, message(number));
                  if (cuts.getAndIncrement() == 0) {
                    PostgresTransactionsTest.endConnection(tx);
                  }
                  return transaction(tx);
                })
            .run();

    assertThat(answers.results).hasSize(4);
    assertThat(kept(4)).containsExactly(0, 1, 2, 3);
  }

  @Test
  void groups_of_two_nodes_that_wait_for_each_other_both_get_through() throws Exception {
    CyclicBarrier bothHoldOne = new CyclicBarrier(2);
    AtomicInteger holders = new AtomicInteger();
    try (Database second = Database.postgresql(address, CommitListener.NONE)) {
      List<Database> nodes = List.of(database, second);
      List<String> rows = List.of("a", "b");
      List<Answers> answers = new CopyOnWriteArrayList<>();
      List<Thread> groups = new ArrayList<>();
      for (int node = 0; node < 2; node++) {
        int own = node;
        Work work =
            (tx, number) -> {
              database.messages().insert(tx, message(own * 10 + number));
              if (number == 1) {
                PostgresTransactionsTest.touch(tx, rows.get(own));
                if (holders.incrementAndGet() <= 2) {
                  PostgresTransactionsTest.await(bothHoldOne);
                }
                PostgresTransactionsTest.touch(tx, rows.get(1 - own));
              }
              return "done";
            };
        Group group = new Group(nodes.get(node)).with(3, work);
        groups.add(Thread.ofPlatform().start(() -> answers.add(group.run())));
      }
      for (Thread group : groups) {
        group.join();
      }

      assertThat(answers).hasSize(2).allMatch(answer -> answer.results.size() == 3);
      assertThat(kept(20)).containsExactly(0, 1, 2, 10, 11, 12);
      assertThat(holders).hasValueGreaterThan(2);
    }
  }

  @Test
  void each_runs_in_the_trace_of_its_own_caller() {
    Answers answers =
        new Group(database)
            .with(
                4,
                (tx, _) -> {
                  @Nullable TraceContext trace = TraceContext.current();
                  return trace == null ? "none" : trace.traceId();
                })
            .run();

    assertThat(answers.results.get(0)).isEqualTo("none");
    assertThat(answers.results.get(1)).isEqualTo(trace(1).traceId());
    assertThat(answers.results.get(2)).isEqualTo("none");
    assertThat(answers.results.get(3)).isEqualTo(trace(3).traceId());
  }

  @Test
  void one_that_waits_for_other_work_is_refused_instead_of_waiting_for_ever() {
    GroupCommit<String, List<String>> sends =
        database.transactions().groupCommit((_, needs) -> needs);

    Throwable thrown =
        catchThrowable(
            () -> sends.call(List.of(), (_, _) -> sends.call(List.of(), (_, _) -> "inner")));

    assertThat(thrown)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("without end");
  }

  /// What became of each caller, by number.
  private static final class Answers {
    final Map<Integer, String> results = new ConcurrentHashMap<>();
    final Map<Integer, Throwable> failures = new ConcurrentHashMap<>();
  }

  /// What the caller with a number does.
  private interface Work {
    String run(Tx tx, int number);
  }

  /// The same, with what was fetched for all.
  private interface FetchedWork {
    String run(Tx tx, Fetched fetched, int number);
  }

  private record Fetched(LockedThreads threads, NewestTimes newest) {}

  /// Callers that come while another is in flight, so that they run together. Those with an odd
  /// number belong to a trace.
  private static final class Group {
    private final GroupCommit<ThreadId, Fetched> groupCommit;
    private final List<FetchedWork> works = new ArrayList<>();
    private final CountDownLatch firstRuns = new CountDownLatch(1);
    private final CountDownLatch allWait = new CountDownLatch(1);

    Group(Database database) {
      groupCommit =
          database
              .transactions()
              .groupCommit(
                  (tx, ids) ->
                      new Fetched(
                          database.threads().lock(tx, ids),
                          database.messages().newestIn(tx, List.of(GROUP))));
    }

    Group with(int number, Work work) {
      return withFetched(number, (tx, _, caller) -> work.run(tx, caller));
    }

    Group withFetched(int number, FetchedWork work) {
      for (int i = 0; i < number; i++) {
        works.add(work);
      }
      return this;
    }

    Answers run() {
      Thread first =
          Thread.ofPlatform()
              .start(
                  () ->
                      groupCommit.call(
                          List.of(),
                          (_, _) -> {
                            firstRuns.countDown();
                            PostgresTransactionsTest.await(allWait);
                            return "first";
                          }));
      PostgresTransactionsTest.await(firstRuns);
      Answers answers = new Answers();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < works.size(); i++) {
        int number = i;
        Thread caller = Thread.ofPlatform().start(() -> call(number, answers));
        // In this order into the group, too.
        await().until(() -> caller.getState() == Thread.State.WAITING);
        threads.add(caller);
      }
      allWait.countDown();
      join(first);
      threads.forEach(Group::join);
      return answers;
    }

    private void call(int number, Answers answers) {
      @Nullable TraceContext trace = number % 2 == 1 ? trace(number) : null;
      try {
        answers.results.put(
            number,
            TraceContext.within(
                trace,
                () ->
                    groupCommit.call(
                        List.of(THREAD),
                        (tx, fetched) -> works.get(number).run(tx, fetched, number))));
      } catch (RuntimeException e) {
        answers.failures.put(number, e);
      }
    }

    private static void join(Thread thread) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static TraceContext trace(int number) {
    return TraceContext.parse("00-%032x-%016x-01".formatted(number, 7), "").orElseThrow();
  }

  private static String transaction(Tx tx) {
    return JdbcSnapshot.sql(tx)
        .one("SELECT txid_current()::text", row -> row.text(1))
        .orElseThrow();
  }

  private static ChatThread thread() {
    return new ChatThread(
        THREAD, APP, GROUP, new MessageId(1), "t", new UserId("ann"), NOW, 0, null, NOW, 7);
  }

  private static Message message(int number) {
    return new Message(
        new MessageId(1_000 + number),
        APP,
        new Recipient.ToGroup(GROUP),
        new UserId("ann"),
        new Content(MessageType.TXT, "{}", "{}"),
        NOW,
        NOW,
        0,
        null,
        null);
  }

  /// The numbers of the messages below `end` that are there.
  private List<Integer> kept(int end) {
    return database
        .transactions()
        .read(
            look ->
                database
                    .messages()
                    .scan(look, APP, new MessageId(1_000), new MessageId(1_000 + end), 100)
                    .found()
                    .stream()
                    .map(message -> (int) (message.id().value() - 1_000))
                    .toList());
  }

  private List<Long> pending(String conversation) {
    return database
        .transactions()
        .read(
            look ->
                database
                    .deliveries()
                    .pending(
                        look,
                        DeliveryStoreTest.callback(new RuleId(1), conversation, 0).lane(),
                        0,
                        100)
                    .stream()
                    .map(Delivery::id)
                    .toList());
  }

  private static boolean exists(Snapshot look, String name) {
    return JdbcSnapshot.sql(look)
        .one("SELECT 1 FROM settings WHERE name = ?", row -> row.count(1), name)
        .isPresent();
  }
}
