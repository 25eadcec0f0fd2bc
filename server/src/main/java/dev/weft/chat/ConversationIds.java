package dev.weft.chat;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/// Makes the ids of groups, threads and everything else that messages are sent to: one space, no
/// collisions, and always 15 decimal digits. The vendor's Agora UI kit takes a recall for that of a
/// group only then.
///
/// An id is [#BASE], plus the ticks of 16 ms since [#EPOCH] times 4096, plus a node number of 8
/// bits and a counter of 4 bits. So ids grow with time, and last until 2087. The vendor's own ids
/// of 15 digits lie below [#BASE], so that a group can be moved here with its id.
public final class ConversationIds {

  /// The smallest id.
  static final long BASE = 500_000_000_000_000L;

  /// Larger than any id.
  static final long END = 1_000_000_000_000_000L;

  /// 2026-01-01T00:00:00Z.
  static final long EPOCH = 1_767_225_600_000L;

  private static final int TICK_MS = 16;
  private static final int COUNTER_BITS = 4;
  private static final int NODE_BITS = 8;
  private static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;

  private final Clock clock;
  private volatile long node;

  /// Tick and counter of the newest id, without the node.
  private final AtomicLong last;

  /// @param node 0 to 255, unlike that of any other node on the same store
  /// @param newest the largest id below [#END] that the store knows, or 0
  public ConversationIds(Clock clock, int node, long newest) {
    this.clock = clock;
    this.node = part(node);
    this.last =
        new AtomicLong(
            newest < BASE
                ? -1
                : (((newest - BASE) >>> (COUNTER_BITS + NODE_BITS)) << COUNTER_BITS)
                    | COUNTER_MASK);
  }

  private static long part(int node) {
    if (node < 0 || node >= Ids.NODES) {
      throw new IllegalArgumentException(
          "a node number is 0 to " + (Ids.NODES - 1) + ", not " + node);
    }
    return (long) node << COUNTER_BITS;
  }

  /// Goes on with another number.
  public void become(int node) {
    this.node = part(node);
  }

  /// The next id. More than 1,000 in a second borrow from the time to come, as do those of a clock
  /// that was set back: ids never repeat and never go back.
  ///
  /// @throws IllegalStateException if there are none left, in 2087
  public long next() {
    long now = Math.floorDiv(clock.millis() - EPOCH, TICK_MS) << COUNTER_BITS;
    long tick = last.updateAndGet(before -> Math.max(before + 1, now));
    return of(tick);
  }

  private long of(long tick) {
    long id =
        BASE
            + (((tick >>> COUNTER_BITS) << (COUNTER_BITS + NODE_BITS))
                | node
                | (tick & COUNTER_MASK));
    if (id >= END) {
      throw new IllegalStateException("no id of 15 digits is left");
    }
    return id;
  }

  /// Whether an app may give this id to a group of its own: one that no node will ever make. Ids
  /// from before, of 15 digits or of 19, are such, and so are the vendor's.
  public boolean mayBeChosen(long id) {
    return id > 0 && (id < END ? id < next() : id < Ids.firstAt(clock.instant()).value());
  }
}
