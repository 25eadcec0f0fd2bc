package dev.weft.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Ids of groups and threads have 15 digits, grow, and never repeat.
class ConversationIdsTest {

  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  private static Clock at(Instant time) {
    return Clock.fixed(time, ZoneOffset.UTC);
  }

  private static ConversationIds ids(Instant now, long newest) {
    return new ConversationIds(at(now), 3, newest);
  }

  @Test
  void an_id_has_15_digits_from_the_first_day_to_the_last_year() {
    for (String day : new String[] {"1999-01-01", "2026-01-01", "2026-11-28", "2086-12-31"}) {
      assertThat(Long.toString(ids(Instant.parse(day + "T00:00:00Z"), 0).next())).hasSize(15);
    }
  }

  @Test
  void a_later_id_is_larger_whichever_node_made_it() {
    long first = new ConversationIds(at(NOW), 255, 0).next();

    assertThat(new ConversationIds(at(NOW.plusMillis(16)), 0, 0).next()).isGreaterThan(first);
  }

  @Test
  void many_at_once_borrow_from_the_time_to_come() {
    ConversationIds ids = ids(NOW, 0);
    long last = 0;
    for (int i = 0; i < 100_000; i++) {
      long id = ids.next();
      assertThat(id).isGreaterThan(last);
      assertThat(Long.toString(id)).hasSize(15);
      last = id;
    }
  }

  @Test
  void a_clock_set_back_does_not_bring_ids_back() {
    long newest = ids(NOW, 0).next();

    assertThat(ids(NOW.minusSeconds(3600), newest).next()).isGreaterThan(newest);
  }

  @Test
  void ids_of_another_form_do_not_move_the_first_one() {
    // A group that was moved here with the id it had at the vendor.
    assertThat(ids(NOW, 254_636_824_002_561L).next()).isEqualTo(ids(NOW, 0).next());
  }

  @Test
  void nodes_side_by_side_never_make_the_same_id() {
    ConversationIds one = new ConversationIds(at(NOW), 1, 0);
    ConversationIds other = new ConversationIds(at(NOW), 2, 0);
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      seen.add(one.next());
      seen.add(other.next());
    }
    assertThat(seen).hasSize(2000);
  }

  @Test
  void an_app_may_choose_what_no_node_will_make() {
    ConversationIds ids = ids(NOW, 0);
    long made = ids.next();

    assertThat(ids.mayBeChosen(made - 1)).isTrue();
    assertThat(ids.mayBeChosen(254_636_824_002_561L)).as("the vendor's").isTrue();
    assertThat(ids.mayBeChosen(16_934_809_238_921_545L)).as("the vendor's, older").isTrue();
    assertThat(ids.mayBeChosen(Ids.firstAt(NOW.minusSeconds(1)).value())).as("ours").isTrue();
    assertThat(ids.mayBeChosen(made + 1_000_000)).as("still to be made").isFalse();
    assertThat(ids.mayBeChosen(ConversationIds.END - 1)).as("still to be made").isFalse();
    assertThat(ids.mayBeChosen(Ids.firstAt(NOW.plusSeconds(1)).value())).isFalse();
    assertThat(ids.mayBeChosen(0)).isFalse();
    assertThat(ids.mayBeChosen(-5)).isFalse();
  }

  @Test
  void when_no_id_is_left_it_says_so() {
    assertThatThrownBy(() -> ids(Instant.parse("2090-01-01T00:00:00Z"), 0).next())
        .hasMessage("no id of 15 digits is left");
  }
}
