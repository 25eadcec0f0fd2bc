package dev.weft.delivery.engine;

import dev.weft.cluster.Leases;
import dev.weft.cluster.Signals;
import dev.weft.cluster.Signals.Arrival;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.Kind;
import dev.weft.delivery.Lane;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.Outbox;
import dev.weft.delivery.OutboxEntry;
import dev.weft.tx.Tx;

/// Transactional outbox: keeps a delivery with what caused it, and hands it over to its lane after
/// the commit, here or by a signal to the node that has its partition.
final class HandOver implements Outbox {

  private final DeliveryStore store;
  private final Leases leases;
  private final Signals signals;
  private final SharedLanes lanes;
  private volatile boolean started;

  HandOver(DeliveryStore store, Leases leases, Signals signals, SharedLanes lanes) {
    this.store = store;
    this.leases = leases;
    this.signals = signals;
    this.lanes = lanes;
  }

  /// Hands over from now on. What was kept before is found in the store like everything else that
  /// waits there.
  void start() {
    started = true;
  }

  @Override
  public OutboxEntry add(Tx tx, NewDelivery delivery) {
    OutboxEntry entry = store.add(tx, delivery, Kind.LIVE);
    afterCommit(tx, entry, delivery.lane());
    return entry;
  }

  @Override
  public void offer(Tx tx, NewDelivery delivery) {
    store.offer(tx, delivery);
  }

  /// Hands an entry over that `tx` has put into the store.
  void afterCommit(Tx tx, OutboxEntry entry, Lane lane) {
    long epoch = leases.epoch(lane.partition());
    tx.afterCommit(() -> handOver(entry, epoch));
  }

  /// @param epoch of the partition when the delivery was kept: if it was another node's since, the
  ///   store knows better what is still to be delivered
  private void handOver(OutboxEntry entry, long epoch) {
    if (!started) {
      return;
    }
    Delivery delivery = entry.delivery();
    if (epoch != leases.epoch(delivery.lane().partition())) {
      arrived(delivery.lane(), delivery.id());
    } else if (epoch != Leases.NONE) {
      lanes.update(all -> all.handOver(delivery, entry.predecessor()));
    }
    if (!leases.areAll()) {
      Lane lane = delivery.lane();
      signals.arrived(new Arrival(lane.owner().number(), lane.conversation(), delivery.id()));
    }
  }

  /// A delivery has become durable, here or on another node.
  void arrived(Lane lane, long delivery) {
    if (leases.epoch(lane.partition()) != Leases.NONE) {
      lanes.update(all -> all.notified(lane, delivery));
    }
  }
}
