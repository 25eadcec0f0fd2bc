package dev.weft.delivery.engine;

import dev.weft.delivery.Lane;
import dev.weft.delivery.LaneHead;
import dev.weft.delivery.lane.BacklogScan;
import dev.weft.delivery.lane.OwnerLanes;
import dev.weft.tx.Transactions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does the readings that [BacklogScan] asks for.
final class LaneSweeper {

  /// Lanes read at once: some milliseconds of reading.
  private static final int LANES_PER_READ = 256;

  private static final Logger log = LoggerFactory.getLogger(LaneSweeper.class);

  private final Transactions transactions;
  private final DeliveryStore store;
  private final SharedLanes lanes;

  LaneSweeper(Transactions transactions, DeliveryStore store, SharedLanes lanes) {
    this.transactions = transactions;
    this.store = store;
    this.lanes = lanes;
  }

  void sweep(OwnerLanes owner) {
    try {
      @Nullable Lane after = lanes.ask(_ -> owner.stored().cursor());
      List<LaneHead> heads =
          transactions.read(snapshot -> store.lanes(snapshot, owner.id(), after, LANES_PER_READ));
      lanes.update(all -> all.swept(owner, heads, LANES_PER_READ));
    } catch (RuntimeException | Error e) {
      // The timer asks for another sweep.
      log.error("sweep failed rule={} reason=\"{}\"", owner.id().number(), e.getMessage());
      lanes.update(all -> all.notSwept(owner));
    }
  }
}
