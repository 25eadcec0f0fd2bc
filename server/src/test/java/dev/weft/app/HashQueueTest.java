package dev.weft.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weft.app.HashQueue.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// Who hashes next.
class HashQueueTest {

  private final HashQueue queue = new HashQueue(1);
  private final List<String> order = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  private void waiting(Turn turn, String name) {
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  queue.enter(turn);
                  order.add(name);
                  queue.leave();
                });
    threads.add(thread);
    await().until(() -> thread.getState() == Thread.State.WAITING);
  }

  @Test
  void lets_apps_go_first() throws InterruptedException {
    queue.enter(Turn.USER);
    waiting(Turn.USER, "user");
    waiting(Turn.CHANGE, "change");
    waiting(Turn.APP, "app1");
    waiting(Turn.APP, "app2");

    queue.leave();

    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(order).hasSize(4).startsWith("app1", "app2");
  }

  @Test
  void refuses_those_who_log_in_when_the_line_is_long_and_nobody_else()
      throws InterruptedException {
    queue.enter(Turn.USER);
    for (int i = 0; i < 32; i++) {
      waiting(Turn.USER, "user");
    }

    assertThatThrownBy(() -> queue.enter(Turn.USER)).isInstanceOf(LoginsBusyException.class);
    waiting(Turn.CHANGE, "change");
    waiting(Turn.APP, "app");

    queue.leave();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(order).hasSize(34).startsWith("app");
  }
}
