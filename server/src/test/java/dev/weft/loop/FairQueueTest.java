package dev.weft.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Owners take turns, and who floods is refused.
class FairQueueTest {

  private static List<String> all(FairQueue<String> queue) {
    List<String> taken = new ArrayList<>();
    queue.drainTo(taken, 100);
    return taken;
  }

  @Test
  void serves_owners_in_turn_and_each_in_its_own_order() {
    FairQueue<String> queue = new FairQueue<>(10);
    for (String element : List.of("a1", "a2", "a3", "b1", "c1", "b2")) {
      assertThat(queue.offer(element.charAt(0), element)).isNull();
    }

    assertThat(all(queue)).containsExactly("a1", "b1", "c1", "a2", "b2", "a3");
    assertThat(queue.size()).isZero();
  }

  @Test
  void lets_one_owner_fill_it_and_drops_the_newest_of_the_longest_for_another() {
    FairQueue<String> queue = new FairQueue<>(3);
    assertThat(queue.offer("a", "a1")).isNull();
    assertThat(queue.offer("a", "a2")).isNull();
    assertThat(queue.offer("a", "a3")).isNull();

    assertThat(queue.offer("a", "a4")).as("nobody has more").isEqualTo("a4");
    assertThat(queue.offer("b", "b1")).isEqualTo("a3");
    assertThat(queue.offer("b", "b2")).as("b would have as many as a").isEqualTo("b2");

    assertThat(all(queue)).containsExactly("a1", "b1", "a2");
  }

  @Test
  void gives_nothing_of_owners_that_may_not_have_it() throws InterruptedException {
    FairQueue<String> queue = new FairQueue<>(3);
    assertThat(queue.offer("a", "a1")).isNull();
    assertThat(queue.offer("b", "b1")).isNull();

    assertThat(queue.poll(owner -> !owner.equals("a"))).isEqualTo("b1");
    assertThat(queue.poll(owner -> !owner.equals("a"))).isNull();
    assertThat(queue.remove("a", "a2")).isFalse();
    assertThat(queue.remove("a", "a1")).isTrue();
    assertThat(queue.poll(Duration.ofMillis(1))).isNull();
    assertThat(queue.size()).isZero();
  }
}
