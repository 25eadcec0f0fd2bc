package dev.weft.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.junit.Inbox.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Weft's own retries in a time that the test controls.
@WeftTest
class AdvanceTest {

  /// An endpoint that fails is tried again after a second, less a fifth for the spread.
  private static final Duration EARLIEST_PROBE = Duration.ofMillis(800);

  @Test
  void retries_of_the_durable_policy_need_no_waiting(Weft weft) {
    Inbox inbox = weft.inbox();
    inbox.answer(one -> one.attempt().number() < 3 ? 500 : 200);
    ChatThread thread = weft.group("alice", "bob").thread("alice", "lunch");
    Instant begin = weft.clock().instant();

    thread.send("bob", "noodles?");
    Received first = inbox.next();
    weft.advance(Duration.ofSeconds(6));
    Received second = inbox.next();
    weft.advance(Duration.ofMinutes(6));
    Received third = inbox.next();
    weft.awaitDelivered();

    assertThat(List.of(first, second, third))
        .extracting(one -> one.attempt().number())
        .containsExactly(1L, 2L, 3L);
    assertThat(List.of(first.body(), second.body())).containsOnly(third.body());
    assertThat(inbox.rest()).isEmpty();
    assertThat(weft.clock().instant()).isAfter(begin.plus(Duration.ofMinutes(6)));
  }

  /// However long the test takes: the clock goes on by itself too.
  @Test
  void what_is_not_due_yet_stays_where_it_is(Weft weft) {
    Inbox inbox = weft.inbox();
    inbox.answer(one -> 500);
    ChatThread thread = weft.group("alice").thread("alice", "lunch");
    Instant begin = weft.clock().instant();
    thread.send("alice", "noodles?");
    Received first = inbox.next();

    weft.advance(Duration.ofMillis(300));
    Received second = inbox.next();

    assertThat(weft.clock().instant()).isAfterOrEqualTo(begin.plus(EARLIEST_PROBE));
    assertThat(first.attempt().number()).isEqualTo(1);
    assertThat(second.attempt().number()).isEqualTo(2);
    assertThat(second.body()).isEqualTo(first.body());
  }
}
