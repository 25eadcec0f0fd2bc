package dev.weft.delivery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.delivery.Attempt;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.Kind;
import dev.weft.delivery.LaneHead;
import dev.weft.delivery.Outcome;
import dev.weft.delivery.Timings;
import dev.weft.delivery.Verdict;
import dev.weft.delivery.lane.ModelStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every retry that falls due in the store is read once, however few are read at a time.
class DueCursorTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void reads_on_among_rows_that_fall_due_at_the_same_moment() {
    ModelStore store = new ModelStore();
    List<Attempt> refused = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      Delivery added =
          store.add(null, DeliveryFixture.callback(1, "t" + i, 0), Kind.LIVE).delivery();
      Instant due = NOW.plusMillis(i / 5);
      Outcome outcome = new Outcome.Refused(500, "", null, Timings.NONE);
      refused.add(new Attempt(added, NOW, outcome, new Verdict.RetryAt(due)));
    }
    store.settle(null, refused);

    DueCursor cursor = new DueCursor(NOW.minusMillis(1));
    List<Long> read = new ArrayList<>();
    Instant until = NOW.plusSeconds(1);
    List<LaneHead> some;
    do {
      some = store.due(null, cursor.after(), cursor.afterId(), until, 2);
      some.forEach(head -> read.add(head.id()));
    } while (cursor.advance(some, until, 2));

    assertThat(read).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    assertThat(store.due(null, cursor.after(), cursor.afterId(), until, 2)).isEmpty();
  }
}
