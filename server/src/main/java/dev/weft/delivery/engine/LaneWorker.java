package dev.weft.delivery.engine;

import dev.weft.cluster.Leases;
import dev.weft.delivery.Attempt;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.Verdict;
import dev.weft.delivery.engine.Settler.Settlement;
import dev.weft.delivery.lane.LaneQueue;
import dev.weft.delivery.lane.TurnStep;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
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
  private final Leases leases;
  private final Clock clock;
  private volatile boolean abandoned;

  LaneWorker(
      Transactions transactions,
      DeliveryStore store,
      SharedLanes lanes,
      Attempter attempter,
      Settler settler,
      Leases leases,
      Clock clock) {
    this.transactions = transactions;
    this.store = store;
    this.lanes = lanes;
    this.attempter = attempter;
    this.settler = settler;
    this.leases = leases;
    this.clock = clock;
  }

  /// Gives `lane` its turn. Whatever the turn throws, the lane gets another one.
  void run(LaneQueue lane) {
    try {
      takeTurn(lane);
    } catch (RuntimeException | Error e) {
      lanes.recover(lane, clock.instant().plus(AFTER_FAILURE), e);
    }
  }

  private void takeTurn(LaneQueue lane) {
    TurnStep step = lanes.ask(all -> all.next(lane));
    while (true) {
      switch (step) {
        case TurnStep.Read(long after, int limit) -> step = read(lane, after, limit);
        case TurnStep.Attempt(Endpoint endpoint, Delivery head, boolean early) -> {
          attempt(lane, endpoint, head, early);
          return;
        }
        case TurnStep.Over() -> {
          return;
        }
      }
    }
  }

  private TurnStep read(LaneQueue lane, long after, int limit) {
    List<Delivery> rows;
    try {
      rows = transactions.read(snapshot -> store.pending(snapshot, lane.lane(), after, limit));
    } catch (RuntimeException e) {
      // The delivery is where it was, and so is its lane's order.
      log.error("reading a lane failed reason=\"{}\"", e.getMessage(), e);
      lanes.update(all -> all.failed(lane, clock.instant().plus(AFTER_FAILURE)));
      return new TurnStep.Over();
    }
    return lanes.ask(
        all -> {
          all.read(lane, rows, limit);
          return all.next(lane);
        });
  }

  private void attempt(LaneQueue lane, Endpoint endpoint, Delivery head, boolean early) {
    BooleanSupplier held = () -> leases.holds(lane.partition(), lane.epoch());
    Attempt attempt;
    try {
      attempt =
          early
              ? attempter.attemptEarly(endpoint, head, held)
              : attempter.attempt(endpoint, head, held);
    } catch (WithheldException e) {
      lanes.update(all -> all.withheld(lane));
      return;
    } catch (PostponedException e) {
      log.debug("postponed lane={} reason=\"{}\"", lane.lane(), e.getMessage());
      lanes.update(all -> all.failed(lane, clock.instant().plus(AFTER_FAILURE)));
      return;
    }
    boolean delivered = attempt.verdict() instanceof Verdict.Delivered;
    lanes.update(
        all -> {
          if (abandoned) {
            // What was broken off says nothing: it is still pending, and attempted again.
            all.notAttempted(lane);
          } else if (!delivered && !held.getAsBoolean()) {
            // Broken off, too, or a failure that is for the next owner to judge.
            all.withheld(lane);
          } else if (early && attempt.verdict() instanceof Verdict.RetryAt) {
            all.failedEarly(lane, attempt);
          } else {
            settler.add(new Settlement(attempt, lane, all.answered(lane, attempt)));
          }
        });
  }

  /// Outcomes mean nothing any more.
  void abandon() {
    lanes.update(_ -> abandoned = true);
  }
}
