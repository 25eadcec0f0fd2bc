package dev.weft.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.outbound.CallbackUrl.Place;
import dev.weft.outbound.IdleConnections.Idle;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Connections wait for the next callback to the same place, and not for ever.
class IdleConnectionsTest {

  private static final Place HERE = new Place("http", "a.example", 80);
  private static final Place THERE = new Place("https", "a.example", 80);
  private static final Duration NO_TIME = Duration.ofNanos(-1);

  private final IdleConnections<String> idle = new IdleConnections<>();

  private @Nullable String take(Place place) {
    @Nullable Idle<String> taken = idle.take(place);
    return taken == null ? null : taken.connection();
  }

  @Test
  void the_one_used_last_is_taken_first_and_by_its_place_alone() {
    assertThat(idle.put(HERE, "first")).isTrue();
    assertThat(idle.put(HERE, "second")).isTrue();
    assertThat(idle.put(THERE, "other")).isTrue();

    assertThat(take(HERE)).isEqualTo("second");
    assertThat(take(HERE)).isEqualTo("first");
    assertThat(take(HERE)).isNull();
    assertThat(take(THERE)).isEqualTo("other");
  }

  @Test
  void the_old_are_let_go() {
    boolean _ = idle.put(HERE, "one");
    boolean _ = idle.put(THERE, "two");

    assertThat(idle.takeOlderThan(Duration.ofHours(1))).isEmpty();
    assertThat(idle.takeOlderThan(NO_TIME)).containsExactlyInAnyOrder("one", "two");
    assertThat(take(HERE)).isNull();
  }

  @Test
  void none_is_kept_once_it_is_closed() {
    boolean _ = idle.put(HERE, "before");

    assertThat(idle.close()).containsExactly("before");
    assertThat(idle.put(HERE, "after")).isFalse();
    assertThat(take(HERE)).isNull();
  }
}
