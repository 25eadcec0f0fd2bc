package dev.weft.delivery.engine;

import dev.weft.delivery.Ban;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.lane.BanPolicy;
import dev.weft.delivery.lane.Lanes;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the lanes what the store has for them: when the process starts, and when partitions have
/// come to it. What becomes durable afterwards they are told of as usual.
final class BacklogLoader {

  /// The wait after the store could not be read.
  private static final Duration AGAIN = Duration.ofMillis(500);

  /// A pause or ban of this node's own is in the store by then.
  private static final Duration KNOWN_BY_NOW = Duration.ofSeconds(30);

  private static final Logger log = LoggerFactory.getLogger(BacklogLoader.class);

  private final Transactions transactions;
  private final DeliveryStore store;
  private final SharedLanes lanes;
  private final Clock clock;
  private final AtomicInteger wanted = new AtomicInteger();
  private final CountDownLatch closing = new CountDownLatch(1);

  BacklogLoader(Transactions transactions, DeliveryStore store, SharedLanes lanes, Clock clock) {
    this.transactions = transactions;
    this.store = store;
    this.lanes = lanes;
    this.clock = clock;
  }

  /// How rules stand, after the store.
  private record Held(Map<RuleId, EndpointHealth.Paused> paused, Map<RuleId, List<Ban>> bans) {

    void tell(Lanes all) {
      paused.forEach(all::adoptPaused);
      bans.forEach(all::adoptBanned);
    }
  }

  private Held read(Instant now) {
    Instant remembered = now.minus(BanPolicy.REMEMBERED);
    return new Held(
        transactions.read(store::paused),
        transactions.read(snapshot -> store.bans(snapshot, remembered)));
  }

  /// Once, on this thread; `first` is done before the lanes hear of anything.
  void now(Runnable first) {
    List<RuleId> rules = transactions.read(store::rules);
    Held unhealthy = read(clock.instant());
    lanes.tell(
        all -> {
          first.run();
          unhealthy.tell(all);
          rules.forEach(all::adopt);
        });
  }

  /// How rules stand with other nodes: what a pause or a ban there means here.
  void unhealthy() {
    Instant now = clock.instant();
    Held unhealthy = read(now);
    lanes.tell(
        all -> {
          unhealthy.tell(all);
          all.resumeOthers(
              unhealthy.paused().keySet(), unhealthy.bans().keySet(), now.minus(KNOWN_BY_NOW));
        });
  }

  /// In the background, again and again until it works. Returns at once.
  void soon() {
    if (wanted.getAndIncrement() == 0) {
      Thread thread = Thread.ofVirtual().name("weft-adoption").start(this::untilDone);
      log.debug("adopting thread={}", thread.threadId());
    }
  }

  private void untilDone() {
    try {
      int seen;
      do {
        seen = wanted.get();
        while (!hasAdopted() && !closing.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
          // The partitions are held, so that nobody else delivers what is in them.
        }
      } while (!wanted.compareAndSet(seen, 0));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean hasAdopted() {
    try {
      now(() -> {});
      return true;
    } catch (RuntimeException e) {
      log.warn("adopting failed reason=\"{}\"", e.getMessage());
      return false;
    }
  }

  void close() {
    closing.countDown();
  }
}
