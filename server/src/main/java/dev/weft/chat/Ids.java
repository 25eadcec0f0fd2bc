package dev.weft.chat;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Makes the ids of messages, groups, threads and callback events: one space, no collisions.
///
/// An id is the milliseconds since [#EPOCH] shifted by 22 bits, a node number of 8 bits and a
/// counter of 14 bits. With this epoch ids look like the vendor's (19 digits now) and last until
/// 2084.
public final class Ids {

  /// 2014-07-25T00:00:00Z; the vendor's published ids point to about this day.
  public static final long EPOCH = 1_406_246_400_000L;

  /// The most nodes that can make ids side by side.
  public static final int NODES = 256;

  /// By how many bits an id is its milliseconds shifted.
  public static final int SHIFT = 22;

  /// The last millisecond that an id can have.
  private static final long FARTHEST = EPOCH + (Long.MAX_VALUE >> SHIFT);

  private static final int NODE_SHIFT = 14;
  private static final long COUNTER_MASK = (1L << NODE_SHIFT) - 1;

  private final Clock clock;
  private volatile long node;

  /// Milliseconds and counter of the newest id, without the node.
  private final AtomicLong last;

  /// @param node 0 to 255, unlike that of any other node on the same store
  /// @param newest the largest id the store knows, or 0: a clock that was set back must not repeat
  ///   it
  public Ids(Clock clock, int node, long newest) {
    this.clock = clock;
    this.node = part(node);
    this.last = new AtomicLong(((newest >>> SHIFT) << NODE_SHIFT) | COUNTER_MASK);
  }

  private static long part(int node) {
    if (node < 0 || node >= NODES) {
      throw new IllegalArgumentException("a node number is 0 to " + (NODES - 1) + ", not " + node);
    }
    return (long) node << NODE_SHIFT;
  }

  /// Goes on with another number.
  public void become(int node) {
    this.node = part(node);
  }

  /// The next id. When one millisecond's counter is used up, or the clock stands behind, it borrows
  /// from the milliseconds to come: ids never repeat and never go back.
  public long next() {
    long now = (clock.millis() - EPOCH) << NODE_SHIFT;
    long tick = last.updateAndGet(before -> Math.max(before + 1, now));
    return ((tick >>> NODE_SHIFT) << SHIFT) | node | (tick & COUNTER_MASK);
  }

  /// The smallest id that can be made at `time`: ids from one moment to another are those between.
  /// For times that no id can have it is the first or the last one.
  public static MessageId firstAt(Instant time) {
    // Far times are no number of milliseconds.
    long seconds = Math.clamp(time.getEpochSecond(), EPOCH / 1_000 - 1, FARTHEST / 1_000 + 1);
    long millis = seconds * 1_000 + time.getNano() / 1_000_000;
    return new MessageId(Math.clamp(millis - EPOCH, 0, FARTHEST - EPOCH) << SHIFT);
  }

  /// The millisecond in which an id was made.
  public static Instant timeOf(long id) {
    return Instant.ofEpochMilli((id >>> SHIFT) + EPOCH);
  }

  /// A decimal id as a client writes it; empty for anything that cannot be one of ours.
  public static Optional<Long> parse(String text) {
    if (text.isEmpty() || text.length() > 19 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  public MessageId nextMessage() {
    return new MessageId(next());
  }
}
