package dev.weft.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.receiver.ThreadCallback;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// A server whose clock is an hour fast.
@WeftTest(clockSkew = "PT1H", settings = "server.nodeName=fast-node")
class SkewedClockTest {

  @Test
  void what_it_dates_is_off_and_its_settings_are_the_tests(Weft weft) {
    Inbox inbox = weft.inbox();

    weft.group("alice").thread("alice", "early").send("alice", "hello");

    ThreadCallback callback = (ThreadCallback) inbox.next().callback();
    assertThat(callback.timestamp()).isAfter(Instant.now().plus(Duration.ofMinutes(59)));
    assertThat(callback.envelope().host()).isEqualTo("fast-node");
  }
}
