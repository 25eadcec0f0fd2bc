package dev.weft.loop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.cluster.ClusterPoller;
import dev.weft.cluster.Leases;
import dev.weft.delivery.log.RetentionSweeper;
import dev.weft.web.api.Answer;
import dev.weft.web.operator.OperatorPages;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A background loop survives what its work throws, and readiness knows one that does not work.
@Tag("slow")
@Timeout(180)
class LoopTest {

  private static final Duration WITHIN = Duration.ofSeconds(20);

  private final AtomicLong skew = new AtomicLong();
  private final AtomicInteger failures = new AtomicInteger();
  private final Loops loops =
      new Loops(_ -> failures.incrementAndGet(), () -> System.nanoTime() + skew.get());

  static Stream<Throwable> everyKind() {
    return Stream.of(
        new IllegalStateException("broken"),
        new InterruptedException("by accident"),
        new StackOverflowError(),
        new OutOfMemoryError("pretended"),
        new NoClassDefFoundError("gone"));
  }

  private static void sneak(Throwable e) {
    LoopTest.<RuntimeException>sneakyThrow(e);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> void sneakyThrow(Throwable e) throws E {
    throw (E) e;
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void goes_on_after_what_is_thrown_once(Throwable thrown) {
    AtomicInteger turns = new AtomicInteger();
    try (Loop loop =
        loops.vital(
            "work",
            WITHIN,
            () -> {
              if (turns.incrementAndGet() == 2) {
                sneak(thrown);
              }
              return Duration.ofMillis(1);
            })) {
      loop.start();
      await().until(() -> turns.get() > 10);
      assertThat(failures).hasValue(1);
      skew.set(WITHIN.toNanos() + 1);
      assertThat(loops.trouble()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void takes_readiness_down_with_its_name_while_it_throws_and_gives_it_back(Throwable thrown) {
    CountDownLatch well = new CountDownLatch(1);
    Supplier<Answer> ready =
        Objects.requireNonNull(OperatorPages.health(loops::trouble).get("/readyz"));
    try (Loop loop =
        loops.vital(
            "work",
            WITHIN,
            () -> {
              if (well.getCount() > 0) {
                sneak(thrown);
              }
              return Loop.UNTIL_WOKEN;
            })) {
      loop.start();
      await().until(() -> failures.get() >= 2);
      assertThat(ready.get().status()).isEqualTo(200);

      skew.set(WITHIN.toNanos());
      Answer answer = ready.get();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(new String(((Answer.Document) answer).utf8(), UTF_8)).contains("the loop work ");

      well.countDown();
      await().until(() -> loops.trouble().isEmpty());
      skew.set(10 * WITHIN.toNanos());
      assertThat(loops.trouble()).as("idle, and rightly so").isEmpty();
    }
  }

  @Test
  void takes_readiness_down_while_a_turn_hangs() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try (Loop loop =
        loops.vital(
            "work",
            WITHIN,
            () -> {
              begun.countDown();
              end.await();
              return Loop.UNTIL_WOKEN;
            })) {
      loop.start();
      await().until(() -> begun.getCount() == 0);
      skew.set(2 * WITHIN.toNanos());
      assertThat(loops.trouble()).isPresent();
      end.countDown();
      await().until(() -> loops.trouble().isEmpty());
    }
  }

  @Test
  void leaves_the_server_ready_while_what_only_tidies_up_fails() {
    try (Loop loop =
        loops.background(
            "tidy",
            () -> {
              throw new IllegalStateException("broken");
            })) {
      loop.start();
      await().until(() -> failures.get() >= 2);
      skew.set(10 * WITHIN.toNanos());
      assertThat(loops.trouble()).isEmpty();
    }
  }

  @Test
  void ends_when_it_is_closed_or_over_and_is_no_trouble_then() throws InterruptedException {
    Loop once = loops.vital("once", WITHIN, () -> null);
    once.start();
    once.join();
    Loop waiting = loops.vital("waiting", WITHIN, () -> Loop.UNTIL_WOKEN);
    waiting.start();
    waiting.close();
    Loop never = loops.vital("never", WITHIN, () -> Loop.UNTIL_WOKEN);
    never.close();
    skew.set(10 * WITHIN.toNanos());
    assertThat(loops.trouble()).isEmpty();
    assertThat(failures).hasValue(0);
  }

  @Test
  void is_woken_at_once_and_never_misses_it() {
    AtomicInteger turns = new AtomicInteger();
    try (Loop loop =
        loops.vital(
            "work",
            WITHIN,
            () -> {
              turns.incrementAndGet();
              return Loop.UNTIL_WOKEN;
            })) {
      loop.start();
      for (int i = 1; i < 200; i++) {
        int before = i;
        await().pollInterval(Duration.ofMillis(1)).until(() -> turns.get() >= before);
        loop.wake();
      }
      await().until(() -> turns.get() >= 200);
    }
  }

  @Test
  void says_for_good_that_a_part_is_broken() {
    loops.broken("delivery", new IllegalStateException("half done"));
    assertThat(loops.trouble()).hasValueSatisfying(why -> assertThat(why).contains("delivery"));
    assertThat(failures).hasValue(1);
  }

  @Test
  void one_look_that_fails_keeps_the_cluster_poller_from_no_other() {
    AtomicInteger looks = new AtomicInteger();
    Runnable broken =
        () -> {
          throw new IllegalStateException("broken");
        };
    try (ClusterPoller poller = new ClusterPoller(List.of(broken, looks::incrementAndGet), loops)) {
      poller.start();
      poller.look();
      await().until(() -> looks.get() >= 2);
      skew.set(Duration.ofMinutes(2).toNanos());
      assertThat(loops.trouble()).hasValueSatisfying(why -> assertThat(why).contains("poller"));
    }
  }

  @Test
  void one_task_that_fails_keeps_retention_from_no_other() {
    AtomicInteger steps = new AtomicInteger();
    try (RetentionSweeper sweeper =
        new RetentionSweeper(
            Leases.all(),
            List.of(
                () -> {
                  throw new StackOverflowError();
                },
                () -> steps.incrementAndGet() < 3),
            loops)) {
      sweeper.start();
      await().until(() -> steps.get() == 3);
      assertThat(failures).hasValue(1);
    }
  }
}
