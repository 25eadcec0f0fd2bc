package dev.weft.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.cluster.NodeStore.NodeState;
import dev.weft.cluster.NodeStore.Peer;
import dev.weft.cluster.NodeStore.View;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Who may deliver, for how long, and how much of it.
class LeasesTest {

  @Test
  void the_partitions_of_nodes_are_those_of_lanes() {
    assertThat(Leases.PARTITIONS).isEqualTo(dev.weft.delivery.Lane.PARTITIONS);
  }

  private final AtomicLong nanos = new AtomicLong();

  @Test
  void nothing_begins_or_goes_on_when_the_time_is_over() {
    Leases leases = Leases.none(nanos::get);
    leases.hold(7, 3);
    leases.trustUntil(100);
    assertThat(leases.holds(7)).isTrue();
    assertThat(leases.holds(7, 3)).isTrue();
    assertThat(leases.holds(8)).isFalse();

    nanos.set(100);

    assertThat(leases.holds(7)).isFalse();
    assertThat(leases.holds(7, 3)).isFalse();
    assertThat(leases.left()).isZero();
    assertThat(leases.epoch(7)).isEqualTo(3);
  }

  @Test
  void what_was_begun_in_an_earlier_epoch_does_not_go_on() {
    Leases leases = Leases.none(nanos::get);
    leases.hold(7, 3);
    leases.letGo(7);
    leases.hold(7, 5);
    leases.trustUntil(100);

    assertThat(leases.holds(7, 3)).isFalse();
    assertThat(leases.holds(7, 5)).isTrue();
  }

  @Test
  void the_only_node_holds_everything_for_ever() {
    Leases leases = Leases.all();

    assertThat(leases.count()).isEqualTo(Leases.PARTITIONS);
    assertThat(leases.isValid()).isTrue();
  }

  @Test
  void a_node_is_dead_when_its_beat_stands_still_for_longer_than_it_trusts_its_leases() {
    FailureDetector failureDetector = new FailureDetector();
    long patience = Leases.NODE_TIMEOUT.toNanos();
    assertThat(Leases.LEASE_DURATION).isLessThan(Leases.NODE_TIMEOUT);

    assertThat(failureDetector.dead(List.of(peer(1, 10), peer(2, 20)), 1, 0)).isEmpty();
    assertThat(failureDetector.dead(List.of(peer(1, 11), peer(2, 20)), 1, patience)).isEmpty();
    assertThat(failureDetector.dead(List.of(peer(1, 12), peer(2, 20)), 1, patience + 1))
        .containsExactly(peer(2, 20));
    assertThat(failureDetector.dead(List.of(peer(1, 13), peer(2, 21)), 1, patience + 2)).isEmpty();
  }

  @Test
  void a_node_that_stood_still_itself_takes_nobody_for_dead_who_has_beaten_meanwhile() {
    FailureDetector failureDetector = new FailureDetector();
    assertThat(failureDetector.dead(List.of(peer(2, 20)), 1, 0)).isEmpty();

    assertThat(failureDetector.dead(List.of(peer(2, 90)), 1, Duration.ofMinutes(5).toNanos()))
        .isEmpty();
  }

  @Test
  void three_nodes_share_all_partitions_and_none_has_more_than_its_part() {
    List<Peer> peers = List.of(peer(1, 1), peer(2, 1), peer(3, 1));

    assertThat(PartitionAssignment.of(view(peers, 256), 1, List.of()))
        .isEqualTo(new PartitionAssignment(3, 86, 0, 170));
    assertThat(PartitionAssignment.of(view(peers, 0), 2, List.of()))
        .isEqualTo(new PartitionAssignment(3, 86, 86, 0));
    assertThat(PartitionAssignment.of(view(peers, 86), 1, List.of(peer(3, 1))))
        .isEqualTo(new PartitionAssignment(2, 128, 42, 0));
  }

  @Test
  void who_is_leaving_counts_no_more() {
    Peer leaving = new Peer(2, "boot", 1, NodeState.LEAVING);

    assertThat(PartitionAssignment.of(view(List.of(peer(1, 1), leaving), 128), 1, List.of()))
        .isEqualTo(new PartitionAssignment(1, 256, 128, 0));
  }

  private static Peer peer(int number, long beat) {
    return new Peer(number, "boot", beat, NodeState.LIVE);
  }

  private static View view(List<Peer> peers, int held) {
    Map<Integer, Long> epochs = new HashMap<>();
    IntStream.range(0, held).forEach(partition -> epochs.put(partition, 1L));
    return new View(peers, epochs, Leases.PARTITIONS - held);
  }
}
