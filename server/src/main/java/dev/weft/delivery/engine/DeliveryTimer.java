package dev.weft.delivery.engine;

import dev.weft.delivery.LaneHead;
import dev.weft.delivery.lane.Lanes;
import dev.weft.loop.Loop;
import dev.weft.loop.Loops;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Wakes lanes when their time comes, and every second looks after what waits in the store.
final class DeliveryTimer {

  /// How often the store is asked for what falls due there. What is in memory has its own alarms.
  private static final Duration POLL = Duration.ofSeconds(1);

  /// Rows read at once of those whose retry falls due.
  private static final int ROWS_PER_POLL = 256;

  /// Retries may be late for so long before the server is not ready.
  private static final Duration WITHIN = Duration.ofSeconds(30);

  private static final Logger log = LoggerFactory.getLogger(DeliveryTimer.class);

  private final Transactions transactions;
  private final DeliveryStore store;
  private final SharedLanes lanes;
  private final Clock clock;
  private final DueCursor cursor;
  private final Loop loop;
  private Instant nextPoll;

  DeliveryTimer(
      Transactions transactions, DeliveryStore store, SharedLanes lanes, Clock clock, Loops loops) {
    this.transactions = transactions;
    this.store = store;
    this.lanes = lanes;
    this.clock = clock;
    this.nextPoll = clock.instant();
    this.cursor = new DueCursor(nextPoll);
    this.loop = loops.vital("delivery-timer", WITHIN, this::turn);
  }

  void start() {
    loop.start();
  }

  /// Waits for the end, which comes when the lanes are stopped.
  void close() {
    loop.close();
  }

  private @Nullable Duration turn() throws InterruptedException {
    if (!lanes.awaitWake(nextPoll, clock)) {
      return null;
    }
    lanes.update(Lanes::wake);
    Instant now = clock.instant();
    if (!now.isBefore(nextPoll)) {
      lanes.update(Lanes::tidy);
      poll(now);
      nextPoll = now.plus(POLL);
    }
    return Duration.ZERO;
  }

  private void poll(Instant now) {
    if (cursor.after().isAfter(now)) {
      // The clock was set back.
      cursor.skip(now);
    }
    if (!lanes.ask(Lanes::spilled)) {
      cursor.skip(now);
      return;
    }
    try {
      List<LaneHead> heads;
      do {
        heads =
            transactions.read(
                snapshot ->
                    store.due(snapshot, cursor.after(), cursor.afterId(), now, ROWS_PER_POLL));
        List<LaneHead> read = heads;
        lanes.update(all -> all.due(read));
      } while (cursor.advance(heads, now, ROWS_PER_POLL));
    } catch (RuntimeException e) {
      // The next tick asks for the same rows again.
      log.error("polling failed reason=\"{}\"", e.getMessage());
    }
  }
}
