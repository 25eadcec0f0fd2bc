package dev.weft.delivery.engine;

import dev.weft.cluster.Signals;
import dev.weft.delivery.Verdict;
import dev.weft.delivery.engine.Settler.Settlement;
import dev.weft.delivery.lane.LaneQueue;
import dev.weft.delivery.lane.Lanes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Notifies everybody of attempts that have become durable: the lanes first, which go on with their
/// next callback, then other nodes, who tests, and listeners.
final class SettlementNotifier {

  /// The wait of a lane that failed in a way nobody has foreseen.
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final SharedLanes lanes;
  private final Signals signals;
  private final TestDelivery testDelivery;
  private final Listeners listeners;
  private final Clock clock;

  SettlementNotifier(
      SharedLanes lanes,
      Signals signals,
      TestDelivery testDelivery,
      Listeners listeners,
      Clock clock) {
    this.lanes = lanes;
    this.signals = signals;
    this.testDelivery = testDelivery;
    this.listeners = listeners;
    this.clock = clock;
  }

  void settled(List<Settlement> settlements) {
    lanes.update(all -> settlements.forEach(settlement -> goOn(all, settlement)));
    if (settlements.stream().anyMatch(SettlementNotifier::changesHealth)) {
      signals.healthChanged();
    }
    listeners.publish(listener -> listener.settledTogether(settlements.size()));
    for (Settlement settlement : settlements) {
      testDelivery.settled(settlement.attempt());
      listeners.publish(listener -> listener.settled(settlement.attempt()));
    }
  }

  /// What one lane throws keeps no other lane from going on.
  private void goOn(Lanes all, Settlement settlement) {
    @Nullable LaneQueue lane = settlement.lane();
    if (lane == null) {
      return;
    }
    try {
      all.settled(lane, settlement.attempt());
    } catch (RuntimeException | Error e) {
      lanes.recover(lane, clock.instant().plus(AFTER_FAILURE), e);
    }
  }

  private static boolean changesHealth(Settlement settlement) {
    return settlement.ban() != null || settlement.attempt().verdict() instanceof Verdict.Pause;
  }
}
