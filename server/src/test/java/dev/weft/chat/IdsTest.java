package dev.weft.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Ids grow, never repeat, and look like the vendor's.
class IdsTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private static Ids ids(Instant now, long newest) {
    return new Ids(Clock.fixed(now, ZoneOffset.UTC), 3, newest);
  }

  @Test
  void an_id_has_19_digits_and_is_larger_than_javascript_can_hold() {
    long id = ids(NOW, 0).next();

    assertThat(Long.toString(id)).hasSize(19);
    assertThat(id).isGreaterThan(1L << 53);
  }

  @Test
  void a_standing_clock_borrows_from_the_time_to_come() {
    Ids ids = ids(NOW, 0);
    Set<Long> seen = new HashSet<>();
    long last = 0;
    for (int i = 0; i < 100_000; i++) {
      long id = ids.next();
      assertThat(id).isGreaterThan(last);
      seen.add(id);
      last = id;
    }
    assertThat(seen).hasSize(100_000);
  }

  @Test
  void a_clock_set_back_does_not_bring_ids_back() {
    long newest = ids(NOW, 0).next();

    assertThat(ids(NOW.minusSeconds(3600), newest).next()).isGreaterThan(newest);
  }

  @Test
  void times_that_no_id_can_have_are_the_first_or_the_last_one() {
    long last =
        Ids.firstAt(Instant.ofEpochMilli(Ids.EPOCH + (Long.MAX_VALUE >> Ids.SHIFT))).value();

    assertThat(Ids.firstAt(Instant.MIN).value()).isZero();
    assertThat(Ids.firstAt(Instant.ofEpochMilli(Long.MIN_VALUE)).value()).isZero();
    assertThat(Ids.firstAt(Instant.ofEpochMilli(Ids.EPOCH + 1)).value()).isEqualTo(1L << Ids.SHIFT);
    assertThat(Ids.firstAt(Instant.ofEpochMilli(Long.MAX_VALUE)).value()).isEqualTo(last);
    assertThat(Ids.firstAt(Instant.MAX).value()).isEqualTo(last);
  }

  @Test
  void nodes_side_by_side_never_make_the_same_id() {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    Ids one = new Ids(clock, 1, 0);
    Ids other = new Ids(clock, 2, 0);
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      seen.add(one.next());
      seen.add(other.next());
    }
    assertThat(seen).hasSize(2000);
  }
}
