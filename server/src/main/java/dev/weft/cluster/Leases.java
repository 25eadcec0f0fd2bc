package dev.weft.cluster;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/// The partitions that this node delivers, and for how long it may still be sure of that.
///
/// Nobody else begins to deliver a partition before the time is over, whatever this process does
/// until then; so who is about to attempt something asks here, however long ago it has asked
/// before. The time is measured by a clock that nobody sets and that goes on while the process
/// stands still.
///
/// Thread-safe.
public final class Leases {

  /// How many partitions there are. Rows carry theirs from day one, so the number never changes.
  public static final int PARTITIONS = 256;

  /// After so long without a sign of life a node is dead to the others.
  public static final Duration NODE_TIMEOUT = Duration.ofSeconds(6);

  /// How long a node is sure of its partitions, counted from before its last sign of life was sent.
  static final Duration LEASE_DURATION = NODE_TIMEOUT.minusSeconds(1);

  /// The epoch of a partition that is not held.
  public static final long NONE = 0;

  private final AtomicLongArray epochs = new AtomicLongArray(PARTITIONS);
  private final AtomicInteger count = new AtomicInteger();
  private final LongSupplier nanos;
  private final boolean unlimited;
  private volatile long until;

  private Leases(LongSupplier nanos, boolean unlimited) {
    this.nanos = nanos;
    this.unlimited = unlimited;
    this.until = nanos.getAsLong();
  }

  /// Those of a node that shares its database: none yet.
  public static Leases none() {
    return new Leases(System::nanoTime, false);
  }

  /// The same on a clock of a test's own.
  public static Leases none(LongSupplier nanos) {
    return new Leases(nanos, false);
  }

  /// Those of the only node of a database: all, for ever.
  public static Leases all() {
    Leases leases = new Leases(System::nanoTime, true);
    for (int partition = 0; partition < PARTITIONS; partition++) {
      leases.hold(partition, 1);
    }
    return leases;
  }

  /// Whether anything may be attempted now.
  public boolean isValid() {
    return unlimited || until - nanos.getAsLong() > 0;
  }

  /// How much longer, not below zero; empty of meaning for the only node.
  public Duration left() {
    return Duration.ofNanos(unlimited ? Long.MAX_VALUE : Math.max(0, until - nanos.getAsLong()));
  }

  /// In which epoch the partition is held; [#NONE] if it is not. Says nothing about time.
  public long epoch(int partition) {
    return epochs.get(partition);
  }

  /// Whether this node holds a partition now. Says nothing about the next moment.
  public boolean holds(int partition) {
    return epoch(partition) != NONE && isValid();
  }

  /// Whether what is done once for all nodes is done by this one: it holds the first partition.
  public boolean isLeader() {
    return holds(0);
  }

  /// Whether what was begun in `epoch` may go on.
  public boolean holds(int partition, long epoch) {
    return epoch != NONE && epoch(partition) == epoch && isValid();
  }

  /// How many partitions are held.
  public int count() {
    return count.get();
  }

  /// Whether no other node has anything to deliver.
  public boolean areAll() {
    return count.get() == PARTITIONS;
  }

  public void hold(int partition, long epoch) {
    if (epochs.getAndSet(partition, epoch) == NONE) {
      count.incrementAndGet();
    }
  }

  public void letGo(int partition) {
    if (epochs.getAndSet(partition, NONE) != NONE) {
      count.decrementAndGet();
    }
  }

  /// To be sure until `moment`, a time of [System#nanoTime].
  public void trustUntil(long moment) {
    until = moment;
  }
}
