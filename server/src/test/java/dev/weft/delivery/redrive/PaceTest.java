package dev.weft.delivery.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// A job sends at its rate and no faster.
class PaceTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void allows_in_any_second_what_the_rate_says() {
    Pace pace = new Pace(50, NOW);
    int sent = 0;
    for (int tick = 1; tick <= 100; tick++) {
      int allowed = pace.allowance(NOW.plusMillis(tick * 100L));
      pace.spend(allowed);
      sent += allowed;
    }
    assertThat(sent).isBetween(500, 501);
  }

  @Test
  void saves_up_no_more_than_a_tenth_of_a_second_and_takes_no_time_back() {
    Pace pace = new Pace(50, NOW);

    assertThat(pace.allowance(NOW.plusSeconds(3_600))).isEqualTo(5);
    pace.spend(5);
    assertThat(pace.allowance(NOW)).isZero();
  }

  @Test
  void says_how_long_it_is_to_the_next() {
    Pace pace = new Pace(50, NOW);
    assertThat(pace.untilNext()).isZero();
    pace.spend(pace.allowance(NOW));

    assertThat(pace.untilNext()).isEqualTo(Duration.ofMillis(20));
    assertThat(pace.allowance(NOW.plusMillis(15))).isZero();
    assertThat(pace.untilNext()).isEqualTo(Duration.ofMillis(5));
    assertThat(pace.allowance(NOW.plusMillis(20))).isEqualTo(1);
  }

  @Test
  void reaches_a_rate_below_one_in_a_tick() {
    Pace pace = new Pace(1, NOW);
    assertThat(pace.allowance(NOW)).isEqualTo(1);
    pace.spend(1);

    assertThat(pace.allowance(NOW.plusMillis(500))).isZero();
    assertThat(pace.allowance(NOW.plusMillis(1_000))).isEqualTo(1);
  }
}
