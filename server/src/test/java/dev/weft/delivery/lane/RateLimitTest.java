package dev.weft.delivery.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A rate is kept over ten seconds, though no timer wakes anybody on time.
class RateLimitTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123Z");
  private static final Duration SPAN = Duration.ofSeconds(10);

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 1, 7.3, 10, 33.3, 100, 999.9, 2_000})
  void is_kept_within_two_percent_over_ten_seconds(double rate) {
    SplittableRandom random = new SplittableRandom(42);
    RateLimit limit = new RateLimit(rate, NOW);
    Instant now = NOW;
    long started = 0;
    // The first span uses up what a fresh limit grants at once; the second one is counted.
    for (int span = 1; span <= 2; span++) {
      started = 0;
      Instant end = NOW.plus(SPAN.multipliedBy(span));
      while (now.isBefore(end)) {
        if (limit.notBefore().isAfter(now)) {
          now = limit.notBefore().plusNanos(random.nextInt(50_000_000));
        } else {
          limit.start(now);
          started++;
        }
      }
    }
    double asked = rate * SPAN.toSeconds();
    // Callbacks are whole: one more or less at the edges.
    assertThat((double) started).isCloseTo(asked, within(0.02 * asked + 1));
  }

  @Test
  void lets_no_more_than_a_tenth_of_a_second_be_made_up_for() {
    RateLimit limit = new RateLimit(100, NOW);
    Instant afterALongRest = NOW.plusSeconds(3_600);
    int atOnce = 0;
    while (!limit.notBefore().isAfter(afterALongRest)) {
      limit.start(afterALongRest);
      atOnce++;
    }
    assertThat(atOnce).isEqualTo(11);
  }

  @Test
  void gives_back_what_did_not_start() {
    RateLimit limit = new RateLimit(1, NOW);
    limit.start(NOW);
    limit.takeBack();
    assertThat(limit.notBefore()).isBeforeOrEqualTo(NOW);
  }
}
