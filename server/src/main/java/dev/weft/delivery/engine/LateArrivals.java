package dev.weft.delivery.engine;

import dev.weft.delivery.LaneHead;
import dev.weft.tx.Transactions;
import java.time.Duration;
import java.util.List;

/// Finds deliveries that this node was not told of, because a signal was lost: what is undelivered
/// though it has been there for some seconds. Each id is passed once; what was pending when a
/// partition came to this node was found then.
public final class LateArrivals {

  /// Whoever was told has begun by then.
  private static final Duration LATE = Duration.ofSeconds(2);

  private static final int ROWS = 1_000;

  /// More than all running jobs of some apps have undelivered at once.
  private static final int MAX_COPIES = 10_000;

  private final Transactions transactions;
  private final DeliveryStore store;
  private final Dispatcher dispatcher;
  private long passed;
  private long newest;
  private long since = System.nanoTime();

  /// Begins with what arrives from now on.
  public LateArrivals(Transactions transactions, DeliveryStore store, Dispatcher dispatcher) {
    this.transactions = transactions;
    this.store = store;
    this.dispatcher = dispatcher;
    this.passed = transactions.read(store::newest);
    this.newest = passed;
  }

  /// To be called every now and then, by one thread.
  public void look() {
    if (System.nanoTime() - since < LATE.toNanos()) {
      return;
    }
    long upTo = newest;
    List<LaneHead> heads;
    do {
      long after = passed;
      heads = transactions.read(snapshot -> store.arrived(snapshot, after, upTo, ROWS));
      handOver(heads);
      passed = heads.size() < ROWS ? upTo : heads.getLast().id();
    } while (passed < upTo);
    handOver(transactions.read(snapshot -> store.copies(snapshot, MAX_COPIES)));
    newest = Math.max(newest, transactions.read(store::newest));
    since = System.nanoTime();
  }

  private void handOver(List<LaneHead> heads) {
    heads.forEach(head -> dispatcher.arrived(head.lane(), head.id()));
  }
}
