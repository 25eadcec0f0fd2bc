package dev.weft.delivery.engine;

import dev.weft.delivery.Ban;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.lane.BanPolicy;
import dev.weft.delivery.lane.Lanes;
import dev.weft.loop.Loop;
import dev.weft.loop.Loops;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// Tells the lanes what the store has for them: when the process starts, and when partitions have
/// come to it. What becomes durable afterwards they are told of as usual.
final class BacklogLoader {

  /// Partitions may be held for so long without being delivered before the server is not ready.
  private static final Duration WITHIN = Duration.ofSeconds(30);

  /// A pause or ban of this node's own is in the store by then.
  private static final Duration KNOWN_BY_NOW = Duration.ofSeconds(30);

  private final Transactions transactions;
  private final DeliveryStore store;
  private final SharedLanes lanes;
  private final Clock clock;
  private final AtomicBoolean wanted = new AtomicBoolean();
  private final Loop loop;

  BacklogLoader(
      Transactions transactions, DeliveryStore store, SharedLanes lanes, Clock clock, Loops loops) {
    this.transactions = transactions;
    this.store = store;
    this.lanes = lanes;
    this.clock = clock;
    this.loop = loops.vital("backlog-loader", WITHIN, this::turn);
  }

  void start() {
    loop.start();
  }

  /// How rules stand, after the store.
  private record Held(
      Map<LaneOwner, EndpointHealth.Paused> paused, Map<LaneOwner, List<Ban>> bans) {

    void tell(Lanes all) {
      paused.forEach(all::loadPaused);
      bans.forEach(all::loadBanned);
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
    List<LaneOwner> rules = transactions.read(store::rules);
    Held unhealthy = read(clock.instant());
    lanes.update(
        all -> {
          first.run();
          unhealthy.tell(all);
          rules.forEach(all::load);
        });
  }

  /// How rules stand with other nodes: what a pause or a ban there means here.
  void unhealthy() {
    Instant now = clock.instant();
    Held unhealthy = read(now);
    lanes.update(
        all -> {
          unhealthy.tell(all);
          all.resumeOthers(
              unhealthy.paused().keySet(), unhealthy.bans().keySet(), now.minus(KNOWN_BY_NOW));
        });
  }

  /// In the background, again and again until it works. Returns at once.
  void soon() {
    wanted.set(true);
    loop.wake();
  }

  /// The partitions are held, so that nobody else delivers what is in them: this goes on until it
  /// succeeds.
  private Duration turn() {
    while (wanted.getAndSet(false)) {
      boolean loaded = false;
      try {
        now(() -> {});
        loaded = true;
      } finally {
        if (!loaded) {
          wanted.set(true);
        }
      }
    }
    return Loop.UNTIL_WOKEN;
  }

  void close() {
    loop.close();
  }
}
