package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.ChatThread;
import dev.weft.chat.GroupId;
import dev.weft.chat.MessageId;
import dev.weft.chat.ThreadId;
import dev.weft.storage.sqlite.SqliteThreads;
import dev.weft.tx.StoreFailedException;
import dev.weft.tx.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A thread that a unit of work is going to change is the thread as all units before have left it,
/// whatever was remembered of it, and whichever of them failed.
class ThreadsForUpdateTest extends EachStore {

  private static final ThreadId FIRST = new ThreadId(90);

  private AppId app = new AppId(0);

  @BeforeEach
  void makeThread() {
    app = makeApp("app");
    run(tx -> database.threads().insert(tx, thread(90)));
  }

  private ChatThread thread(long id) {
    return new ChatThread(
        new ThreadId(id),
        app,
        new GroupId(500),
        new MessageId(id + 100_000),
        "thread",
        new UserId("ann"),
        NOW,
        0,
        null,
        NOW,
        0);
  }

  private Optional<ChatThread> find(AppId of, ThreadId id) {
    return call(tx -> database.threads().findForUpdate(tx, of, id));
  }

  private ChatThread held(Tx tx, ThreadId id) {
    return database.threads().findForUpdate(tx, app, id).orElseThrow();
  }

  private void send(Tx tx, ThreadId id) {
    ChatThread thread = held(tx, id);
    MessageId message = new MessageId(thread.sequence() + 1);
    database.threads().update(tx, thread.afterSend(message, NOW.plusMillis(message.value())));
  }

  private void assertSent(ThreadId id, int messages) {
    ChatThread stored = read(snapshot -> database.threads().find(snapshot, app, id)).orElseThrow();
    assertThat(stored.messageCount()).isEqualTo(messages);
    assertThat(stored.sequence()).isEqualTo(messages);
    assertThat(this.<ChatThread>call(tx -> held(tx, id))).isEqualTo(stored);
  }

  @Test
  void what_one_unit_has_changed_the_next_one_sees() {
    run(tx -> send(tx, FIRST));
    run(
        tx -> {
          send(tx, FIRST);
          send(tx, FIRST);
        });

    assertSent(FIRST, 3);
    reopen();
    assertSent(FIRST, 3);
  }

  @Test
  void what_a_unit_has_changed_before_it_failed_nobody_sees() {
    run(tx -> send(tx, FIRST));

    assertThatThrownBy(
            () ->
                run(
                    tx -> {
                      send(tx, FIRST);
                      throw new IllegalArgumentException("no");
                    }))
        .isInstanceOf(IllegalArgumentException.class);

    assertSent(FIRST, 1);
    run(tx -> send(tx, FIRST));
    assertSent(FIRST, 2);
  }

  @Test
  void what_a_failing_statement_has_undone_nobody_sees() {
    run(tx -> send(tx, FIRST));

    assertThatThrownBy(
            () ->
                run(
                    tx -> {
                      send(tx, FIRST);
                      database.threads().insert(tx, thread(90));
                    }))
        .isInstanceOf(StoreFailedException.class);

    assertSent(FIRST, 1);
  }

  @Test
  void a_unit_that_has_only_looked_before_it_failed_harms_nobody() {
    assertThatThrownBy(
            () ->
                run(
                    tx -> {
                      ChatThread _ = held(tx, FIRST);
                      throw new IllegalArgumentException("no");
                    }))
        .isInstanceOf(IllegalArgumentException.class);

    run(tx -> send(tx, FIRST));
    assertSent(FIRST, 1);
  }

  /// Units share commits, and some of those that do fail: early, half-way, or with a thread
  /// deleted.
  @Test
  void whichever_of_many_fail_side_by_side_each_of_the_others_counts_once() throws Exception {
    int threads = 5;
    for (int i = 1; i < threads; i++) {
      long id = 90L + i;
      run(tx -> database.threads().insert(tx, thread(id)));
    }
    AtomicIntegerArray sent = new AtomicIntegerArray(threads);
    AtomicInteger failed = new AtomicInteger();
    List<Future<?>> callers = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int caller = 0; caller < 16; caller++) {
        Random random = new Random(caller);
        callers.add(
            executor.submit(
                () -> {
                  for (int i = 0; i < 60; i++) {
                    int number = random.nextInt(threads);
                    int fate = random.nextInt(6);
                    try {
                      run(tx -> sendUnless(tx, new ThreadId(90L + number), fate));
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
    for (int i = 0; i < threads; i++) {
      assertSent(new ThreadId(90L + i), sent.get(i));
    }
  }

  private void sendUnless(Tx tx, ThreadId id, int fate) {
    ChatThread thread = held(tx, id);
    if (fate == 0) {
      throw new IllegalArgumentException("early");
    }
    send(tx, id);
    if (fate == 1) {
      throw new IllegalArgumentException("half-way");
    }
    if (fate == 2) {
      database.threads().delete(tx, thread);
      assertThat(database.threads().findForUpdate(tx, app, id)).isEmpty();
      throw new IllegalArgumentException("deleted");
    }
  }

  @Test
  void a_deleted_thread_is_gone_and_one_that_has_its_id_is_another() {
    run(tx -> send(tx, FIRST));
    run(tx -> database.threads().delete(tx, held(tx, FIRST)));

    assertThat(find(app, FIRST)).isEmpty();

    run(tx -> database.threads().insert(tx, thread(90)));
    assertSent(FIRST, 0);
  }

  @Test
  void another_apps_thread_is_nobodys() {
    AppId other = makeApp("other");
    run(tx -> send(tx, FIRST));

    assertThat(find(other, FIRST)).isEmpty();
    assertSent(FIRST, 1);
  }

  @Test
  void a_name_is_what_was_kept_of_it() {
    run(tx -> database.threads().update(tx, held(tx, FIRST).renamed("a\0b\uD800c")));

    assertSent(FIRST, 0);
  }

  @Test
  void more_threads_than_are_remembered_are_all_as_they_were_left() {
    int threads = kind == TestDatabase.SQLITE ? SqliteThreads.MAX + 100 : 100;
    run(
        tx -> {
          for (int i = 1; i < threads; i++) {
            database.threads().insert(tx, thread(90L + i));
          }
        });
    for (int round = 0; round < 2; round++) {
      run(
          tx -> {
            for (int i = 0; i < threads; i++) {
              send(tx, new ThreadId(90L + i));
            }
          });
    }

    run(
        tx -> {
          for (int i = 0; i < threads; i++) {
            assertThat(held(tx, new ThreadId(90L + i)).messageCount()).isEqualTo(2);
          }
        });
  }
}
