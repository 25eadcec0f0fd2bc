package dev.weft.delivery;

import dev.weft.delivery.Lanes.Step;
import dev.weft.delivery.Settler.Settlement;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does what the turn of a lane needs: reads its rows, attempts its head, hands the outcome over to
/// be made durable. Blocks, on a virtual thread of its own.
final class LaneWorker {

  /// The wait of a lane that could not be read from the store.
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(LaneWorker.class);

  private final Transactions transactions;
  private final DeliveryStore store;
  private final SharedLanes lanes;
  private final Attempter attempter;
  private final Settler settler;
  private final Clock clock;
  private volatile boolean abandoned;

  LaneWorker(
      Transactions transactions,
      DeliveryStore store,
      SharedLanes lanes,
      Attempter attempter,
      Settler settler,
      Clock clock) {
    this.transactions = transactions;
    this.store = store;
    this.lanes = lanes;
    this.attempter = attempter;
    this.settler = settler;
    this.clock = clock;
  }

  void run(LaneQueue lane) {
    Step step = lanes.ask(all -> all.next(lane));
    while (true) {
      switch (step) {
        case Step.Read(long after, int limit) -> step = read(lane, after, limit);
        case Step.Attempt(Endpoint endpoint, Delivery head) -> {
          attempt(lane, endpoint, head);
          return;
        }
        case Step.Over() -> {
          return;
        }
      }
    }
  }

  private Step read(LaneQueue lane, long after, int limit) {
    List<Delivery> rows;
    try {
      rows = transactions.read(snapshot -> store.pending(snapshot, lane.lane(), after, limit));
    } catch (RuntimeException e) {
      // The delivery is where it was, and so is its lane's order.
      log.error("reading a lane failed reason=\"{}\"", e.getMessage(), e);
      lanes.tell(all -> all.failed(lane, clock.instant().plus(AFTER_FAILURE)));
      return new Step.Over();
    }
    return lanes.ask(
        all -> {
          all.read(lane, rows, limit);
          return all.next(lane);
        });
  }

  private void attempt(LaneQueue lane, Endpoint endpoint, Delivery head) {
    Attempt attempt = attempter.attempt(endpoint, head);
    lanes.tell(
        all -> {
          if (abandoned) {
            // What was broken off says nothing: it is still pending, and attempted again.
            all.notAttempted(lane);
          } else {
            settler.add(new Settlement(attempt, lane, all.answered(lane, attempt)));
          }
        });
  }

  /// Outcomes mean nothing any more.
  void abandon() {
    lanes.tell(_ -> abandoned = true);
  }
}
