package dev.weft.delivery.engine;

import dev.weft.delivery.Attempt;
import dev.weft.delivery.Ban;
import dev.weft.delivery.lane.LaneQueue;
import dev.weft.tx.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
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

  /// The wait after the store has failed. Nothing is lost: the lanes stand still meanwhile.
  private static final Duration RETRY = Duration.ofSeconds(1);

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
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private boolean last;

  Settler(
      Transactions transactions,
      DeliveryStore store,
      SettleStep step,
      Consumer<List<Settlement>> settled) {
    this.transactions = transactions;
    this.store = store;
    this.step = step;
    this.settled = settled;
    this.thread = Thread.ofPlatform().name("weft-settler").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  void add(Settlement settlement) {
    arrivals.add(() -> batch.add(settlement));
  }

  private void run() {
    try {
      while (!last) {
        collect();
        if (!batch.isEmpty()) {
          settle();
          batch.clear();
        }
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread; what was not settled is attempted again after the restart.
      Thread.currentThread().interrupt();
    }
  }

  private void collect() throws InterruptedException {
    arrivals.take().run();
    while (batch.size() < MAX_BATCH && !last) {
      @Nullable Runnable more = arrivals.poll();
      if (more == null) {
        return;
      }
      more.run();
    }
  }

  private void settle() throws InterruptedException {
    List<Settlement> settlements = List.copyOf(batch);
    while (!isDurable(settlements)) {
      if (closing.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
        log.error("not settled attempts={}", settlements.size());
        return;
      }
    }
    settled.accept(settlements);
  }

  private boolean isDurable(List<Settlement> settlements) {
    List<Attempt> delivered = new ArrayList<>();
    List<Attempt> others = new ArrayList<>();
    for (Settlement settlement : settlements) {
      Attempt attempt = settlement.attempt();
      (attempt.deliveredLive() ? delivered : others).add(attempt);
    }
    try {
      transactions.run(
          tx -> {
            if (!others.isEmpty()) {
              step.settle(tx, store.settle(tx, others));
            }
            for (Settlement settlement : settlements) {
              @Nullable Ban ban = settlement.ban();
              if (ban != null) {
                store.ban(tx, settlement.attempt().delivery().lane().rule(), ban);
              }
            }
            // Last, so that it may travel with the commit.
            if (!delivered.isEmpty()) {
              store.settleDelivered(tx, delivered);
            }
          });
      return true;
    } catch (RuntimeException e) {
      log.error("settling failed attempts={} reason=\"{}\"", settlements.size(), e.getMessage());
      return false;
    }
  }

  /// Settles what was added until now, if the store still works, and ends.
  void close() throws InterruptedException {
    closing.countDown();
    arrivals.add(() -> last = true);
    thread.join();
  }
}
