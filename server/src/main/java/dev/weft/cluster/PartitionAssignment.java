package dev.weft.cluster;

import dev.weft.cluster.NodeStore.NodeState;
import dev.weft.cluster.NodeStore.Peer;
import dev.weft.cluster.NodeStore.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/// How many partitions a node should have: as many as the others. Nodes do not agree on it; each
/// goes by what it sees, and they meet within a few beats.
///
/// @param live nodes that take partitions
/// @param quota the most that one of them should have
/// @param claim so many it should claim, if they are free
/// @param excess so many it should give away
record PartitionAssignment(int live, int quota, int claim, int excess) {

  /// @param self the number of the node that asks
  /// @param dead those that do not count although the view has them
  static PartitionAssignment of(View view, int self, Collection<Peer> dead) {
    int live = 1;
    for (Peer peer : view.peers()) {
      boolean other = peer.number() != self && !dead.contains(peer);
      if (other && peer.state() == NodeState.LIVE) {
        live++;
      }
    }
    int quota = Math.ceilDiv(Leases.PARTITIONS, live);
    int held = view.held().size();
    return new PartitionAssignment(
        live, quota, Math.max(0, quota - held), Math.max(0, held - quota));
  }

  /// Which ones to give away: the highest, so that a node keeps what it has had longest.
  static List<Integer> highest(Collection<Integer> partitions, int count) {
    List<Integer> sorted = new ArrayList<>(partitions);
    sorted.sort(Collections.reverseOrder());
    return List.copyOf(sorted.subList(0, Math.min(count, sorted.size())));
  }
}
