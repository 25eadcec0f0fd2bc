package dev.weft.delivery.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.delivery.Lane;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.lane.CircuitBreaker.Open;
import dev.weft.delivery.lane.CircuitBreaker.Recovering;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// The circuit opens on an endpoint that fails, not on a conversation that does, and closes slowly.
class CircuitBreakerTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final int LIMIT = 64;

  private static Lane lane(int number) {
    return new Lane(new RuleId(1), "t" + number);
  }

  private static CircuitBreaker fail(CircuitBreaker circuit, int lane, Instant now) {
    return circuit.after(lane(lane), false, LIMIT, now);
  }

  private static CircuitBreaker succeed(CircuitBreaker circuit, Instant now) {
    return circuit.after(lane(0), true, LIMIT, now);
  }

  private static Open opened() {
    CircuitBreaker circuit = CircuitBreaker.Closed.HEALTHY;
    for (int i = 0; i < CircuitBreaker.OPENING_FAILURES; i++) {
      circuit = fail(circuit, i, NOW);
    }
    return (Open) circuit;
  }

  @Test
  void opens_after_so_many_failures_in_a_row() {
    CircuitBreaker circuit = CircuitBreaker.Closed.HEALTHY;
    for (int i = 1; i < CircuitBreaker.OPENING_FAILURES; i++) {
      circuit = fail(circuit, i, NOW);
      assertThat(circuit.allowed(LIMIT, NOW)).isEqualTo(LIMIT);
    }
    assertThat(fail(circuit, 1, NOW).allowed(LIMIT, NOW)).isZero();
    assertThat(fail(succeed(circuit, NOW), 1, NOW).allowed(LIMIT, NOW)).isEqualTo(LIMIT);
  }

  @Test
  void stays_closed_when_a_single_conversation_fails() {
    CircuitBreaker circuit = CircuitBreaker.Closed.HEALTHY;
    for (int i = 0; i < 100; i++) {
      circuit = fail(circuit, 7, NOW);
    }
    assertThat(circuit.allowed(LIMIT, NOW)).isEqualTo(LIMIT);
    assertThat(fail(circuit, 8, NOW)).isInstanceOf(Open.class);
  }

  @Test
  void allows_one_attempt_after_each_wait_and_waits_longer_the_longer_it_fails() {
    CircuitBreaker circuit = opened();
    Instant now = NOW;
    while (Duration.between(NOW, now).compareTo(Duration.ofHours(1)) < 0) {
      Open open = (Open) circuit;
      Duration wait = Duration.between(now, open.nextProbe());
      Duration failing = Duration.between(NOW, now);
      long most = Math.clamp(failing.toMillis() / 30, 1_000, 30_000);
      assertThat(wait).isBetween(Duration.ofMillis(most * 8 / 10 - 1), Duration.ofMillis(most));
      assertThat(open.allowed(LIMIT, open.nextProbe().minusMillis(1))).isZero();
      assertThat(open.allowed(LIMIT, open.nextProbe())).isEqualTo(1);
      assertThat(open.since()).isEqualTo(NOW);
      now = open.nextProbe();
      circuit = fail(circuit, 1, now);
    }
  }

  @Test
  void learns_nothing_from_failures_that_were_under_way_when_it_opened() {
    Open open = opened();
    assertThat(fail(open, 50, NOW)).isEqualTo(open);
    assertThat(succeed(open, NOW)).isInstanceOf(Recovering.class);
  }

  @Test
  void doubles_what_it_allows_with_each_round_of_successes() {
    CircuitBreaker circuit = succeed(opened(), NOW);
    for (int allowed = 1; allowed < LIMIT; allowed *= 2) {
      for (int i = 0; i < allowed; i++) {
        assertThat(circuit.allowed(LIMIT, NOW)).isEqualTo(allowed);
        circuit = succeed(circuit, NOW);
      }
    }
    assertThat(circuit).isEqualTo(CircuitBreaker.Closed.HEALTHY);
  }

  @Test
  void opens_again_while_it_recovers_when_two_conversations_fail_in_a_row() {
    CircuitBreaker recovering = succeed(opened(), NOW);
    CircuitBreaker one = fail(recovering, 1, NOW);
    assertThat(one.allowed(LIMIT, NOW)).isEqualTo(1);
    assertThat(fail(one, 1, NOW)).isInstanceOf(Recovering.class);
    assertThat(fail(one, 2, NOW)).isInstanceOf(Open.class);
    assertThat(fail(succeed(one, NOW), 2, NOW)).isInstanceOf(Recovering.class);
  }

  @Test
  void never_allows_more_than_the_rule_does() {
    CircuitBreaker circuit = succeed(opened(), NOW);
    assertThat(circuit.allowed(1, NOW)).isEqualTo(1);
    assertThat(opened().after(lane(0), true, 1, NOW)).isEqualTo(CircuitBreaker.Closed.HEALTHY);
  }
}
