package dev.weft.pull;

import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.Outbox;
import dev.weft.delivery.OutboxEntry;
import dev.weft.tx.Tx;

/// The outbox, and a ring for whoever waits for what enters it.
public final class AnnouncingOutbox implements Outbox {

  private final Outbox outbox;
  private final NewEventNotifier arrivals;

  public AnnouncingOutbox(Outbox outbox, NewEventNotifier arrivals) {
    this.outbox = outbox;
    this.arrivals = arrivals;
  }

  @Override
  public OutboxEntry add(Tx tx, NewDelivery delivery) {
    OutboxEntry entry = outbox.add(tx, delivery);
    announce(tx, delivery);
    return entry;
  }

  @Override
  public void offer(Tx tx, NewDelivery delivery) {
    outbox.offer(tx, delivery);
    announce(tx, delivery);
  }

  private void announce(Tx tx, NewDelivery delivery) {
    LaneOwner owner = delivery.lane().owner();
    tx.afterCommit(() -> arrivals.announce(owner));
  }
}
