package dev.weft.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.loop.SharedBound.Entry;
import org.junit.jupiter.api.Test;

/// Nobody uses up what all share.
class SharedBoundTest {

  @Test
  void gives_one_owner_a_part_and_the_rest_to_others() {
    SharedBound bound = new SharedBound(3, 2);

    assertThat(bound.enter("a")).isEqualTo(Entry.TAKEN);
    assertThat(bound.enter("a")).isEqualTo(Entry.TAKEN);
    assertThat(bound.enter("a")).isEqualTo(Entry.SHARE_USED_UP);
    assertThat(bound.enter("b")).isEqualTo(Entry.TAKEN);
    assertThat(bound.enter("b")).isEqualTo(Entry.FULL);
    assertThat(bound.taken()).isEqualTo(3);

    bound.leave("a");
    assertThat(bound.enter("b")).isEqualTo(Entry.TAKEN);
    assertThat(bound.enter("a")).isEqualTo(Entry.FULL);
    bound.leave("b");
    bound.leave("b");
    bound.leave("a");
    assertThat(bound.taken()).isZero();
  }
}
