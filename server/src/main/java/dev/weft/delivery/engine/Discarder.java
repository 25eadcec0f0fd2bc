package dev.weft.delivery.engine;

import dev.weft.delivery.Endpoints;
import dev.weft.delivery.lane.OwnerLanes;
import dev.weft.tx.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives up what deleted rules have not delivered: nobody waits for it any more.
final class Discarder {

  /// Rows given up in one transaction, so that no writer waits long.
  private static final int ROWS_PER_STEP = 500;

  private static final Logger log = LoggerFactory.getLogger(Discarder.class);

  private final Transactions transactions;
  private final DeliveryStore store;
  private final Endpoints endpoints;
  private final SharedLanes lanes;

  Discarder(
      Transactions transactions, DeliveryStore store, Endpoints endpoints, SharedLanes lanes) {
    this.transactions = transactions;
    this.store = store;
    this.endpoints = endpoints;
    this.lanes = lanes;
  }

  void discard(OwnerLanes owner) {
    long number = owner.id().number();
    int all = 0;
    try {
      endpoints.refresh();
      if (endpoints.find(owner.id()).isPresent()) {
        // Another node has made it, and this one had not heard of it.
        lanes.update(
            shared -> {
              shared.discarded(owner);
              shared.changed(owner.id());
              shared.load(owner.id());
            });
        return;
      }
      int some;
      do {
        some = transactions.call(tx -> store.discard(tx, owner.id(), ROWS_PER_STEP));
        all += some;
      } while (some == ROWS_PER_STEP);
    } catch (RuntimeException | Error e) {
      // The rest stays pending and is held; the timer asks again.
      log.error("discarding failed rule={} reason=\"{}\"", number, e.getMessage());
      lanes.update(shared -> shared.notDiscarded(owner));
      return;
    }
    log.info("discarded rule={} callbacks={} reason=\"the rule was deleted\"", number, all);
    lanes.update(shared -> shared.discarded(owner));
  }
}
