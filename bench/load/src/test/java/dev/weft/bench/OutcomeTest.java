package dev.weft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.Outcome.Join;
import dev.weft.bench.load.Received;
import dev.weft.bench.load.Sent;
import org.junit.jupiter.api.Test;

class OutcomeTest {

  private final Join join = new Join();

  @Test
  void counts_what_was_accepted_and_never_acknowledged_as_lost() {
    sent(1, 0, 10, 20);
    sent(2, 1, 10, 20);
    sent(3, 2, 10, 20);
    join.add(new Sent(4, 3, 10, 10, 20, 503));
    received(1, 0, 30, 200);
    received(2, 1, 31, 500);

    Outcome outcome = join.outcome();

    assertThat(outcome.accepted()).isEqualTo(3);
    assertThat(outcome.refused()).isEqualTo(1);
    assertThat(outcome.lost()).isEqualTo(2);
  }

  @Test
  void counts_a_callback_after_its_acknowledgement_as_a_duplicate_but_not_a_retry() {
    sent(1, 0, 10, 20);
    received(1, 0, 30, 500);
    received(1, 0, 40, 200);
    received(1, 0, 50, 200);

    Outcome outcome = join.outcome();

    assertThat(outcome.duplicates()).isEqualTo(1);
    assertThat(outcome.lost()).isZero();
  }

  @Test
  void counts_a_callback_behind_one_that_was_sent_after_its_message_was_accepted() {
    sent(1, 0, 10, 20);
    sent(2, 0, 30, 40);
    sent(3, 1, 50, 60);
    received(2, 0, 70, 200);
    received(1, 0, 80, 200);
    received(3, 1, 90, 200);

    assertThat(join.outcome().inversions()).isEqualTo(1);
  }

  @Test
  void does_not_count_messages_that_were_under_way_together() {
    sent(1, 0, 10, 35);
    sent(2, 0, 30, 40);
    received(2, 0, 70, 200);
    received(1, 0, 80, 200);

    assertThat(join.outcome().inversions()).isZero();
  }

  @Test
  void holds_a_system_that_numbers_its_callbacks_to_its_numbers() {
    sent(1, 0, 10, 35);
    sent(2, 0, 30, 40);
    join.add(new Received(2, 0, 70, 200, 8));
    join.add(new Received(1, 0, 80, 200, 7));

    assertThat(join.outcome().inversions()).isEqualTo(1);
  }

  @Test
  void measures_from_the_commit_and_from_when_it_was_due() {
    join.add(new Sent(1, 0, 1_000_000, 2_000_000, 3_000_000, 200));
    received(1, 0, 5_000_000, 200);

    Outcome outcome = join.outcome();

    assertThat(outcome.commitNanos().millis(0.99)).isEqualTo(2);
    assertThat(outcome.sendNanos().millis(0.99)).isEqualTo(4);
    assertThat(outcome.acknowledged(0, 5_000_000)).isZero();
    assertThat(outcome.acknowledged(5_000_000, 5_000_001)).isEqualTo(1);
  }

  private void sent(long id, int thread, long at, long answered) {
    join.add(new Sent(id, thread, at, at, answered, 200));
  }

  private void received(long id, int thread, long at, int status) {
    join.add(new Received(id, thread, at, status, -1));
  }
}
