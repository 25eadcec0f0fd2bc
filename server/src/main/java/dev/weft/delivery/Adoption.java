package dev.weft.delivery;

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
final class Adoption {

  /// The wait after the store could not be read.
  private static final Duration AGAIN = Duration.ofMillis(500);

  /// A pause or ban of this node's own is in the store by then.
  private static final Duration KNOWN_BY_NOW = Duration.ofSeconds(30);

  private static final Logger log = LoggerFactory.getLogger(Adoption.class);

  private final Transactions transactions;
  private final DeliveryStore store;
  private final SharedLanes lanes;
  private final Clock clock;
  private final AtomicInteger wanted = new AtomicInteger();
  private final CountDownLatch closing = new CountDownLatch(1);

  Adoption(Transactions transactions, DeliveryStore store, SharedLanes lanes, Clock clock) {
    this.transactions = transactions;
    this.store = store;
    this.lanes = lanes;
    this.clock = clock;
  }

  /// How rules stand, after the store.
  private record Standings(Map<RuleId, Standing.Paused> paused, Map<RuleId, List<Ban>> bans) {

    void tell(Lanes all) {
      paused.forEach(all::adoptPaused);
      bans.forEach(all::adoptBanned);
    }
  }

  private Standings read(Instant now) {
    Instant remembered = now.minus(BanPolicy.REMEMBERED);
    return new Standings(
        transactions.read(store::paused),
        transactions.read(snapshot -> store.bans(snapshot, remembered)));
  }

  /// Once, on this thread; `first` is done before the lanes hear of anything.
  void now(Runnable first) {
    List<RuleId> rules = transactions.read(store::rules);
    Standings standings = read(clock.instant());
    lanes.tell(
        all -> {
          first.run();
          standings.tell(all);
          rules.forEach(all::adopt);
        });
  }

  /// How rules stand with other nodes: what a pause or a ban there means here.
  void standings() {
    Instant now = clock.instant();
    Standings standings = read(now);
    lanes.tell(
        all -> {
          standings.tell(all);
          all.resumeOthers(
              standings.paused().keySet(), standings.bans().keySet(), now.minus(KNOWN_BY_NOW));
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
