package dev.weft.delivery;

/// What keeps its order: the callbacks of one conversation for one owner. Deliveries of a lane
/// leave one at a time, in commit order; lanes never wait for each other.
///
/// @param conversation opaque to delivery: a thread, a group, a user
public record Lane(LaneOwner owner, String conversation) {

  /// How many partitions there are; rows carry theirs from day one, so the number never changes.
  public static final int PARTITIONS = 256;

  /// The partition this lane belongs to. One node owns a partition and delivers all its lanes.
  public int partition() {
    long hash = owner.number() * 0x9E3779B97F4A7C15L;
    for (int i = 0; i < conversation.length(); i++) {
      hash = (hash ^ conversation.charAt(i)) * 0x100000001B3L;
    }
    hash ^= hash >>> 32;
    return (int) (hash & (PARTITIONS - 1));
  }
}
