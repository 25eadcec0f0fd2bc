package dev.weft.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/// Who guesses is slowed down, and nobody else.
class LoginThrottleTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:30Z");

  private static LoginThrottle at(Instant now) {
    return new LoginThrottle(Clock.fixed(now, ZoneOffset.UTC));
  }

  @Test
  void refuses_after_ten_failures_of_a_user_from_an_address() {
    LoginThrottle throttle = at(NOON);
    for (int i = 0; i < 10; i++) {
      assertThat(throttle.allows("alice", "10.0.0.1")).isTrue();
      throttle.failed("alice", "10.0.0.1");
    }

    assertThat(throttle.allows("alice", "10.0.0.1")).isFalse();
    assertThat(throttle.allows("alice", "10.0.0.2")).isTrue();
    assertThat(throttle.allows("bob", "10.0.0.1")).isTrue();
    assertThat(throttle.secondsLeft()).isEqualTo(31);
  }

  @Test
  void refuses_after_fifty_failures_of_a_user_from_anywhere() {
    LoginThrottle throttle = at(NOON);
    for (int i = 0; i < 50; i++) {
      throttle.failed("alice", "10.0.0." + i);
    }

    assertThat(throttle.allows("alice", "10.0.1.1")).isFalse();
    assertThat(throttle.allows("bob", "10.0.1.1")).isTrue();
  }

  @Test
  void refuses_after_a_hundred_failures_from_an_address() {
    LoginThrottle throttle = at(NOON);
    for (int i = 0; i < 100; i++) {
      throttle.failed("user" + i, "10.0.0.1");
    }

    assertThat(throttle.allows("alice", "10.0.0.1")).isFalse();
    assertThat(throttle.allows("alice", "10.0.0.2")).isTrue();
  }
}
