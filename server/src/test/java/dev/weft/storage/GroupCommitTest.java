package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.ChatThread;
import dev.weft.chat.GroupId;
import dev.weft.chat.MessageId;
import dev.weft.chat.ThreadId;
import dev.weft.chat.message.NewestTimes;
import dev.weft.chat.thread.LockedThreads;
import dev.weft.tx.GroupCommit;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What was fetched for units of work that share a transaction is for each of them as if it had
/// fetched it by itself, whichever of the others failed.
class GroupCommitTest extends EachStore {

  private static final int THREADS = 5;
  private static final ThreadId FIRST = new ThreadId(90);
  private static final GroupId GROUP = new GroupId(500);

  private AppId app = new AppId(0);

  @BeforeEach
  void makeThreads() {
    app = makeApp("app");
    for (int i = 0; i < THREADS; i++) {
      long id = FIRST.value() + i;
      run(tx -> database.threads().insert(tx, thread(id)));
    }
  }

  private ChatThread thread(long id) {
    return new ChatThread(
        new ThreadId(id),
        app,
        GROUP,
        new MessageId(id + 100_000),
        "thread " + id,
        new UserId("ann"),
        NOW,
        0,
        null,
        NOW,
        0);
  }

  private GroupCommit<ThreadId, LockedThreads> sending() {
    return database.transactions().groupCommit(database.threads()::lock);
  }

  private ChatThread stored(ThreadId id) {
    return read(snapshot -> database.threads().find(snapshot, app, id)).orElseThrow();
  }

  private void send(Tx tx, LockedThreads threads, ThreadId id) {
    ChatThread thread = threads.find(app, id).orElseThrow();
    assertThat(thread.name()).isEqualTo("thread " + id.value());
    MessageId message = new MessageId(thread.sequence() + 1);
    database.threads().update(tx, thread.afterSend(message, NOW.plusMillis(message.value())));
  }

  @Test
  void whichever_of_many_fail_side_by_side_each_of_the_others_counts_once() throws Exception {
    GroupCommit<ThreadId, LockedThreads> sending = sending();
    AtomicIntegerArray sent = new AtomicIntegerArray(THREADS);
    AtomicInteger failed = new AtomicInteger();
    List<Future<?>> callers = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int caller = 0; caller < 16; caller++) {
        Random random = new Random(caller);
        callers.add(
            executor.submit(
                () -> {
                  for (int i = 0; i < 60; i++) {
                    int number = random.nextInt(THREADS);
                    boolean fails = random.nextInt(3) == 0;
                    try {
                      sendUnless(sending, new ThreadId(FIRST.value() + number), fails);
                      sent.incrementAndGet(number);
                    } catch (IllegalArgumentException e) {
                      failed.incrementAndGet();
                    }
                  }
                }));
      }
      for (Future<?> caller : callers) {
        caller.get();
      }
    }

    assertThat(failed).hasPositiveValue();
    for (int i = 0; i < THREADS; i++) {
      ChatThread thread = stored(new ThreadId(FIRST.value() + i));
      assertThat(thread.messageCount()).isEqualTo(sent.get(i));
      assertThat(thread.sequence()).isEqualTo(sent.get(i));
    }
  }

  private void sendUnless(
      GroupCommit<ThreadId, LockedThreads> sending, ThreadId id, boolean fails) {
    String _ =
        sending.call(
            List.of(id),
            (tx, threads) -> {
              send(tx, threads, id);
              if (fails) {
                throw new IllegalArgumentException("half-way");
              }
              return "sent";
            });
  }

  @Test
  void a_unit_sees_what_it_has_changed_itself() {
    int count =
        sending()
            .call(
                List.of(FIRST),
                (tx, threads) -> {
                  send(tx, threads, FIRST);
                  send(tx, threads, FIRST);
                  return threads.find(app, FIRST).orElseThrow().messageCount();
                });

    assertThat(count).isEqualTo(2);
    assertThat(stored(FIRST).messageCount()).isEqualTo(2);
  }

  @Test
  void a_thread_that_was_written_to_the_database_in_the_middle_is_still_the_newest() {
    int count =
        sending()
            .call(
                List.of(FIRST),
                (tx, threads) -> {
                  send(tx, threads, FIRST);
                  assertThat(database.threads().countMembers(tx, FIRST)).isZero();
                  send(tx, threads, FIRST);
                  return threads.find(app, FIRST).orElseThrow().messageCount();
                });

    assertThat(count).isEqualTo(2);
    assertThat(stored(FIRST).messageCount()).isEqualTo(2);
  }

  @Test
  void what_is_not_there_and_what_is_another_apps_is_told_apart() {
    AppId other = makeApp("other");
    ThreadId none = new ThreadId(7);

    String _ =
        sending()
            .call(
                List.of(FIRST, none),
                (_, threads) -> {
                  assertThat(threads.has(FIRST)).isTrue();
                  assertThat(threads.has(none)).isFalse();
                  assertThat(threads.find(app, none)).isEmpty();
                  assertThat(threads.find(other, FIRST)).isEmpty();
                  assertThat(threads.find(app, FIRST)).isPresent();
                  return "seen";
                });
  }

  @Test
  void the_newest_message_of_a_group_is_the_one_of_the_last_unit_that_was_not_undone() {
    GroupCommit<GroupId, NewestTimes> imports =
        database.transactions().groupCommit(database.messages()::newestIn);

    String _ =
        imports.call(
            List.of(GROUP),
            (_, newest) -> {
              assertThat(newest.in(GROUP)).isEmpty();
              return "empty";
            });
    assertThatThrownBy(
            () ->
                imports.call(
                    List.of(GROUP),
                    (_, newest) -> {
                      newest.sent(GROUP, Instant.EPOCH);
                      throw new IllegalArgumentException("undone");
                    }))
        .isInstanceOf(IllegalArgumentException.class);
    String _ =
        imports.call(
            List.of(GROUP),
            (_, newest) -> {
              assertThat(newest.in(GROUP)).isEmpty();
              return "still empty";
            });
  }
}
