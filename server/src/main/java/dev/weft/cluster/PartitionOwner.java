package dev.weft.cluster;

import java.util.BitSet;

/// Who works on the partitions that this node holds. [Membership] tells it what it has gained and
/// lost.
public interface PartitionOwner {

  /// The partitions in which something is in flight, or not yet durable.
  BitSet partitionsInFlight();

  /// Partitions have come to this node.
  void load();

  /// Partitions have gone, or are about to. Nothing more begins in them.
  void released();

  /// The leases were over and are valid again.
  void leasesValid();

  /// The leases are over: what is in flight is broken off, so that it does not meet what the next
  /// owner of its partition begins.
  void leasesOver();
}
