package dev.weft.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.chat.SteppingClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Who guesses has to wait, whatever else is tried beside.
class GuessLimiterTest {

  private final SteppingClock clock = new SteppingClock();
  private final GuessLimiter limiter = new GuessLimiter(clock, 3, Duration.ofMinutes(1));

  private void guess(String key, int times) {
    for (int i = 0; i < times; i++) {
      boolean _ = limiter.begin(key);
    }
  }

  @Test
  void lets_nobody_guess_more_often_than_it_says() {
    guess("ann", 3);

    assertThat(limiter.begin("ann")).isFalse();
    assertThat(limiter.begin("bob")).isTrue();
    clock.step(Duration.ofSeconds(61));
    assertThat(limiter.begin("ann")).as("a minute later").isTrue();
  }

  @Test
  void does_not_count_what_succeeded() {
    for (int i = 0; i < 10; i++) {
      assertThat(limiter.begin("ann")).isTrue();
      limiter.succeeded("ann");
    }
  }

  @Test
  void does_not_forget_whom_many_try_when_they_try_others_too() {
    guess("ann", 3);

    for (int i = 0; i < 50_000; i++) {
      guess("other" + i, 1);
      if (i % 5_000 == 0) {
        assertThat(limiter.begin("ann")).as("after " + i).isFalse();
      }
    }
  }
}
