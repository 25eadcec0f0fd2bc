package dev.weft.cluster;

import dev.weft.cluster.NodeStore.Peer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds out which nodes are dead: those that have given no sign of life for [Leases#NODE_TIMEOUT],
/// measured here. No clock is compared with another, and none that people set is looked at.
///
/// A node trusts its own leases for a shorter time, counted from *before* its last sign of life was
/// sent. So it has stopped by itself when it is found dead here, even if it only stood still.
final class FailureDetector {

  private final Map<Integer, Seen> seen = new HashMap<>();

  private record Seen(String boot, long beat, long since) {}

  /// Those of `peers` that are dead at `now`, a time of [System#nanoTime].
  List<Peer> dead(List<Peer> peers, int self, long now) {
    seen.keySet().retainAll(peers.stream().map(Peer::number).toList());
    return peers.stream().filter(peer -> peer.number() != self && isDead(peer, now)).toList();
  }

  private boolean isDead(Peer peer, long now) {
    Seen before = seen.get(peer.number());
    if (before == null || before.beat() != peer.beat() || !before.boot().equals(peer.boot())) {
      seen.put(peer.number(), new Seen(peer.boot(), peer.beat(), now));
      return false;
    }
    return now - before.since() > Leases.NODE_TIMEOUT.toNanos();
  }
}
