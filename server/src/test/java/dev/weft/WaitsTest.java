package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What a wait says that ends in vain.
class WaitsTest {

  private final Object system = new Object();

  @Test
  void a_wait_in_vain_says_what_it_waited_for_what_is_known_and_what_was_logged() {
    System.err.println("the last line that was logged");
    Waits.watch(system, () -> "backlog=3");

    Throwable failure =
        Waits.explained(
            catchThrowable(
                () -> await().atMost(Duration.ofMillis(50)).until(() -> "done".isEmpty())));

    Waits.forget(system);
    assertThat(failure.getSuppressed())
        .singleElement()
        .extracting(Throwable::getMessage)
        .asString()
        .contains("WaitsTest.java:", "until(() -> \"done\".isEmpty())")
        .contains("backlog=3")
        .contains("the last line that was logged");
  }

  @Test
  void a_system_that_cannot_be_asked_does_not_hide_what_the_others_know() {
    Waits.watch(system, () -> "backlog=4");
    Object broken = new Object();
    Waits.watch(
        broken,
        () -> {
          throw new IllegalStateException("closed");
        });

    Throwable failure =
        Waits.explained(
            catchThrowable(
                () -> await().atMost(Duration.ofMillis(50)).until(() -> "done".isEmpty())));

    Waits.forget(system);
    Waits.forget(broken);
    assertThat(failure.getSuppressed()[0]).hasMessageContainingAll("backlog=4", "closed");
  }

  @Test
  void other_failures_stay_as_they_are() {
    assertThat(Waits.explained(new AssertionError("wrong")).getSuppressed()).isEmpty();
  }
}
