package dev.weft.delivery.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.delivery.Ban;
import dev.weft.delivery.Failure;
import dev.weft.delivery.Outcome;
import dev.weft.delivery.Timings;
import dev.weft.delivery.lane.BanPolicy.History;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The vendor's ban: 90 failures within 30 seconds, n times 5 minutes (callback contract, section
/// 4).
class BanPolicyTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Outcome FAILURE =
      new Outcome.Unreachable(Failure.CONNECT, "refused", Timings.NONE);

  private static Outcome answer(int length) {
    return new Outcome.Acknowledged(200, "x".repeat(length), Timings.NONE);
  }

  private static History failing(History history, int times, Instant at) {
    History after = history;
    for (int i = 0; i < times; i++) {
      after = BanPolicy.after(after, FAILURE, at);
    }
    return after;
  }

  @Test
  void begins_with_the_ninetieth_failure_within_thirty_seconds() {
    History almost = failing(History.NONE, 89, NOW);
    assertThat(almost.inForce(NOW)).isNull();
    Instant last = NOW.plusSeconds(30);
    assertThat(BanPolicy.after(almost, FAILURE, last).inForce(last))
        .isEqualTo(new Ban(1, last, last.plus(Duration.ofMinutes(5))));
    Instant tooLate = last.plusMillis(1);
    assertThat(BanPolicy.after(almost, FAILURE, tooLate).inForce(tooLate)).isNull();
  }

  @Test
  void counts_failures_that_successes_lie_between() {
    History history = History.NONE;
    for (int i = 0; i < 90; i++) {
      history = BanPolicy.after(history, FAILURE, NOW);
      history = BanPolicy.after(history, answer(0), NOW);
    }
    assertThat(history.inForce(NOW)).isNotNull();
  }

  @Test
  void counts_an_answer_that_is_too_long_as_a_failure() {
    History history = History.NONE;
    for (int i = 0; i < 90; i++) {
      history = BanPolicy.after(history, answer(1_001), NOW);
    }
    assertThat(history.inForce(NOW)).isNotNull();
    assertThat(BanPolicy.after(History.NONE, answer(1_000), NOW)).isEqualTo(History.NONE);
  }

  @Test
  void grows_with_each_ban_within_a_day_up_to_twenty_five_minutes() {
    History history = History.NONE;
    Instant now = NOW;
    List<Long> minutes = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      history = failing(history, 90, now);
      Ban ban = java.util.Objects.requireNonNull(history.inForce(now));
      minutes.add(Duration.between(ban.since(), ban.until()).toMinutes());
      now = ban.until();
      assertThat(history.inForce(now)).isNull();
    }
    assertThat(minutes).containsExactly(5L, 10L, 15L, 20L, 25L, 25L, 25L);

    Instant nextDay = now.plus(Duration.ofDays(1));
    assertThat(failing(history, 90, nextDay).inForce(nextDay))
        .isEqualTo(new Ban(1, nextDay, nextDay.plus(Duration.ofMinutes(5))));
  }

  @Test
  void ignores_what_ends_while_it_lasts() {
    History banned = failing(History.NONE, 90, NOW);
    assertThat(failing(banned, 500, NOW.plusSeconds(1))).isEqualTo(banned);
  }
}
