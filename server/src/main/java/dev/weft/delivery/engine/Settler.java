package dev.weft.delivery.engine;

import dev.weft.delivery.Attempt;
import dev.weft.delivery.Ban;
import dev.weft.delivery.lane.LaneQueue;
import dev.weft.loop.Loop;
import dev.weft.loop.Loops;
import dev.weft.tx.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes attempts durable, many in one transaction: while one commit is in flight, the outcomes of
/// the next collect by themselves.
final class Settler {

  /// The most attempts in one transaction, so that other writers are not held up.
  private static final int MAX_BATCH = 512;

  /// How long one turn waits for an outcome.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /// Outcomes may wait to be settled for so long before the server is not ready.
  private static final Duration WITHIN = Duration.ofSeconds(30);

  private static final Logger log = LoggerFactory.getLogger(Settler.class);

  /// An attempt, the lane that waits for it (none waits for a test), and the ban it has brought
  /// upon its rule.
  record Settlement(Attempt attempt, @Nullable LaneQueue lane, @Nullable Ban ban) {}

  private final Transactions transactions;
  private final DeliveryStore store;
  private final SettleStep step;
  private final Consumer<List<Settlement>> settled;
  // Bounded by the attempts in flight and the lanes in memory: a lane has one settlement at most.
  private final BlockingQueue<Runnable> arrivals = new LinkedBlockingQueue<>();
  private final List<Settlement> batch = new ArrayList<>();
  private final Loop loop;
  private volatile boolean closing;
  private boolean last;

  Settler(
      Transactions transactions,
      DeliveryStore store,
      SettleStep step,
      Consumer<List<Settlement>> settled,
      Loops loops) {
    this.transactions = transactions;
    this.store = store;
    this.step = step;
    this.settled = settled;
    this.loop = loops.vital("settler", WITHIN, this::turn);
  }

  void start() {
    loop.start();
  }

  void add(Settlement settlement) {
    arrivals.add(() -> batch.add(settlement));
  }

  /// Settles one batch. While the store fails the batch stays as it is and its lanes stand still:
  /// nothing is lost.
  private @Nullable Duration turn() throws InterruptedException {
    if (batch.isEmpty()) {
      collect();
    }
    if (!batch.isEmpty()) {
      settle();
    }
    return last ? null : Duration.ZERO;
  }

  private void collect() throws InterruptedException {
    @Nullable Runnable next = arrivals.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    while (next != null) {
      next.run();
      next = batch.size() < MAX_BATCH && !last ? arrivals.poll() : null;
    }
  }

  private void settle() {
    List<Settlement> settlements = List.copyOf(batch);
    try {
      makeDurable(settlements);
    } catch (RuntimeException | Error e) {
      if (!closing) {
        throw e;
      }
      // They are still pending in the store, and attempted again after the restart.
      log.error("not settled attempts={} reason=\"{}\"", settlements.size(), e.getMessage());
      batch.clear();
      return;
    }
    batch.clear();
    settled.accept(settlements);
  }

  private void makeDurable(List<Settlement> settlements) {
    List<Attempt> delivered = new ArrayList<>();
    List<Attempt> others = new ArrayList<>();
    for (Settlement settlement : settlements) {
      Attempt attempt = settlement.attempt();
      (attempt.deliveredLive() ? delivered : others).add(attempt);
    }
    transactions.run(
        tx -> {
          if (!others.isEmpty()) {
            step.settle(tx, store.settle(tx, others));
          }
          for (Settlement settlement : settlements) {
            @Nullable Ban ban = settlement.ban();
            if (ban != null) {
              store.ban(tx, settlement.attempt().delivery().lane().owner(), ban);
            }
          }
          // Last, so that it may travel with the commit.
          if (!delivered.isEmpty()) {
            store.settleDelivered(tx, delivered);
          }
        });
  }

  /// Settles what was added until now, if the store still works, and ends.
  void close() {
    closing = true;
    arrivals.add(() -> last = true);
    try {
      loop.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
