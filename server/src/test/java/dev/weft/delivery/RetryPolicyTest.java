package dev.weft.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.delivery.engine.DeliveryFixture;
import dev.weft.delivery.engine.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The policy decides from values alone, the same way every time.
class RetryPolicyTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static Delivery after(int attempts) {
    return new Delivery(1, DeliveryFixture.callback(1, "t", 1), Kind.LIVE, attempts, null);
  }

  private static Outcome refused(int status, @Nullable Duration retryAfter) {
    return new Outcome.Refused(status, "", retryAfter, Timings.NONE);
  }

  private static Duration wait(Verdict verdict) {
    return Duration.between(NOW, ((Verdict.RetryAt) verdict).at());
  }

  @Test
  void waits_as_the_list_says_give_or_take_a_fifth() {
    for (int attempts = 0; attempts < 7; attempts++) {
      Duration listed = RetryPolicy.DURABLE.delays().get(attempts + 1);
      Duration wait = wait(RetryPolicy.DURABLE.judge(after(attempts), refused(500, null), NOW));
      assertThat(wait)
          .isBetween(listed.multipliedBy(8).dividedBy(10), listed.multipliedBy(12).dividedBy(10));
    }
  }

  @Test
  void stores_what_is_left_after_the_last_attempt() {
    assertThat(RetryPolicy.DURABLE.judge(after(7), refused(500, null), NOW))
        .isEqualTo(new Verdict.Store());
    assertThat(RetryPolicy.VENDOR.judge(after(0), refused(500, null), NOW))
        .isEqualTo(new Verdict.RetryAt(NOW));
    assertThat(RetryPolicy.VENDOR.judge(after(1), refused(500, null), NOW))
        .isEqualTo(new Verdict.Store());
  }

  @Test
  void decides_the_same_every_time_and_differently_for_another_callback() {
    Outcome outcome = new Outcome.Unreachable(Failure.CONNECT, "refused", Timings.NONE);
    Verdict verdict = RetryPolicy.DURABLE.judge(after(2), outcome, NOW);
    assertThat(RetryPolicy.DURABLE.judge(after(2), outcome, NOW)).isEqualTo(verdict);
    Delivery other = new Delivery(2, DeliveryFixture.callback(1, "t", 2), Kind.LIVE, 2, null);
    assertThat(RetryPolicy.DURABLE.judge(other, outcome, NOW)).isNotEqualTo(verdict);
  }

  @Test
  void waits_as_long_as_the_endpoint_asks_but_not_for_ever() {
    assertThat(wait(RetryPolicy.DURABLE.judge(after(0), refused(429, Duration.ofMinutes(2)), NOW)))
        .isEqualTo(Duration.ofMinutes(2));
    assertThat(wait(RetryPolicy.DURABLE.judge(after(0), refused(503, Duration.ofDays(90)), NOW)))
        .isEqualTo(RetryPolicy.MAX_RETRY_AFTER);
    assertThat(wait(RetryPolicy.DURABLE.judge(after(1), refused(429, Duration.ofSeconds(1)), NOW)))
        .isGreaterThan(Duration.ofMinutes(3));
  }

  @Test
  void repeats_the_vendors_way_at_once_whatever_the_endpoint_asks() {
    assertThat(RetryPolicy.VENDOR.judge(after(0), refused(429, Duration.ofMinutes(2)), NOW))
        .isEqualTo(new Verdict.RetryAt(NOW));
  }

  @Test
  void parks_after_so_many_attempts_but_never_attempts_more_often_for_it() {
    RetryPolicy parking = RetryPolicy.DURABLE.parkedAfter(3);
    assertThat(parking.judge(after(1), refused(500, null), NOW))
        .isEqualTo(RetryPolicy.DURABLE.judge(after(1), refused(500, null), NOW));
    assertThat(parking.judge(after(2), refused(500, null), NOW)).isEqualTo(new Verdict.Store());
    assertThat(RetryPolicy.VENDOR.parkedAfter(9)).isEqualTo(RetryPolicy.VENDOR);
  }

  @Test
  void reads_both_forms_of_retry_after_and_no_nonsense() {
    assertThat(RetryAfter.parse("120", NOW)).isEqualTo(Duration.ofMinutes(2));
    assertThat(RetryAfter.parse("Thu, 01 Jan 2026 00:00:30 GMT", NOW))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(RetryAfter.parse("Wed, 31 Dec 2025 00:00:00 GMT", NOW)).isEqualTo(Duration.ZERO);
    assertThat(RetryAfter.parse("soon", NOW)).isNull();
    assertThat(RetryAfter.parse("-5", NOW)).isNull();
    assertThat(RetryAfter.parse("99999999999999", NOW)).isNull();
  }

  @Test
  void pauses_the_rule_when_the_endpoint_is_gone() {
    assertThat(RetryPolicy.DURABLE.judge(after(0), refused(410, null), NOW))
        .isInstanceOf(Verdict.Pause.class);
  }

  @Test
  void takes_exactly_200_for_success_where_the_vendor_does() {
    assertThat(RetryPolicy.VENDOR.accepts(204)).isFalse();
    assertThat(RetryPolicy.VENDOR.accepts(200)).isTrue();
    assertThat(RetryPolicy.DURABLE.accepts(204)).isTrue();
    assertThat(RetryPolicy.DURABLE.accepts(302)).isFalse();
  }

  @Test
  void waits_for_the_first_attempt_only_where_it_says() {
    RetryPolicy slow = new RetryPolicy("custom", List.of(Duration.ofMinutes(1)), 0, false);
    Delivery first = after(0);
    Instant created = first.content().created();

    assertThat(slow.due(first, created)).isEqualTo(created.plusSeconds(60));
    assertThat(slow.due(first, created.minusMillis(900))).isEqualTo(created.plusSeconds(60));
    assertThat(RetryPolicy.DURABLE.due(first, created)).isEqualTo(created);
  }

  @Test
  void waits_for_no_clock_that_is_behind() {
    RetryPolicy slow = new RetryPolicy("custom", List.of(Duration.ofMinutes(1)), 0, false);
    Delivery first = after(0);
    Instant behind = first.content().created().minusSeconds(3600);

    assertThat(slow.due(first, behind)).isEqualTo(behind);
    assertThat(RetryPolicy.DURABLE.due(first, behind)).isEqualTo(behind);
  }

  @Test
  void attempts_a_test_only_once() {
    Delivery test = new Delivery(1, DeliveryFixture.callback(1, "t", 1), Kind.TEST, 0, null);
    assertThat(RetryPolicy.DURABLE.judge(test, refused(500, null), NOW))
        .isEqualTo(new Verdict.Discard());
  }

  @Test
  void tries_a_replay_three_times_in_twenty_seconds_whatever_it_says() {
    RetryPolicy slow = new RetryPolicy("custom", List.of(Duration.ofHours(1)), 0, false);
    Outcome busy = refused(429, Duration.ofHours(1));

    Delivery first = replay(0);
    assertThat(slow.due(first, NOW)).isEqualTo(NOW);
    assertThat(wait(slow.judge(replay(0), busy, NOW))).isEqualTo(Duration.ofSeconds(5));
    assertThat(wait(slow.judge(replay(1), busy, NOW))).isEqualTo(Duration.ofSeconds(15));
    assertThat(slow.judge(replay(2), busy, NOW)).isEqualTo(new Verdict.Discard());
    assertThat(slow.judge(replay(0), refused(410, null), NOW)).isInstanceOf(Verdict.Pause.class);
  }

  private static Delivery replay(int attempts) {
    Delivery.Replay replay = new Delivery.Replay(1, 2);
    return new Delivery(
        3, DeliveryFixture.callback(1, "t", 1), Kind.REPLAY, attempts, null, replay);
  }
}
