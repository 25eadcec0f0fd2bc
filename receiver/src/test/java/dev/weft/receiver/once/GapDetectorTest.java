package dev.weft.receiver.once;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.receiver.TestCallbacks;
import dev.weft.receiver.ThreadId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GapDetectorTest {

  private final List<Object> seen = new ArrayList<>();
  private final OnceHandler handler =
      OnceHandler.inMemory(accepted -> seen.add(accepted.attempt().sequence().getAsLong()));
  private final GapDetector detector =
      new GapDetector(new BoundedSequences(100), seen::add, handler);

  @Test
  void tells_what_is_missing_before_what_came() throws Exception {
    arrive(1);
    arrive(2);
    arrive(5);

    assertThat(seen).containsExactly(1L, 2L, gap(3, 4), 5L);
  }

  @Test
  void takes_the_first_number_of_a_thread_as_it_is() throws Exception {
    arrive(7);

    assertThat(seen).containsExactly(7L);
  }

  @Test
  void is_not_alarmed_by_a_retry_or_a_replay() throws Exception {
    arrive(1);
    arrive(2);
    arrive(2);
    arrive(1);
    arrive(3);

    assertThat(seen).containsExactly(1L, 2L, 3L);
  }

  @Test
  void counts_every_thread_by_itself() throws Exception {
    detector.handle(TestCallbacks.accepted("a1", "a", 1));
    detector.handle(TestCallbacks.accepted("b9", "b", 9));
    detector.handle(TestCallbacks.accepted("a2", "a", 2));

    assertThat(seen).containsExactly(1L, 9L, 2L);
  }

  @Test
  void reports_a_gap_again_until_the_hook_has_dealt_with_it() throws Exception {
    List<Gap> gaps = new ArrayList<>();
    GapDetector stumbling =
        new GapDetector(
            new BoundedSequences(100),
            gap -> {
              gaps.add(gap);
              if (gaps.size() == 1) {
                throw new IOException("Weft is not there");
              }
            },
            handler);
    stumbling.handle(TestCallbacks.accepted("1", "t", 1));

    assertThatThrownBy(() -> stumbling.handle(TestCallbacks.accepted("3", "t", 3)))
        .isInstanceOf(IOException.class);
    stumbling.handle(TestCallbacks.accepted("3", "t", 3));

    assertThat(gaps).containsExactly(gap(2, 2), gap(2, 2));
    assertThat(seen).containsExactly(1L, 3L);
  }

  @Test
  void forgets_the_thread_that_was_quiet_longest() {
    BoundedSequences sequences = new BoundedSequences(2);
    sequences.advance(new ThreadId("a"), 1);
    sequences.advance(new ThreadId("b"), 1);
    sequences.advance(new ThreadId("a"), 2);
    sequences.advance(new ThreadId("c"), 1);

    assertThat(sequences.last(new ThreadId("a"))).isEqualTo(OptionalLong.of(2));
    assertThat(sequences.last(new ThreadId("b"))).isEmpty();
  }

  private void arrive(long sequence) throws Exception {
    detector.handle(TestCallbacks.accepted("call-" + sequence, "t", sequence));
  }

  private static Gap gap(long first, long last) {
    return new Gap(new ThreadId("t"), first, last);
  }
}
