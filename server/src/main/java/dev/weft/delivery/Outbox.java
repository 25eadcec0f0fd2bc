package dev.weft.delivery;

import dev.weft.tx.Tx;

/// Where callbacks wait to be delivered, in the same store as what they tell of.
public interface Outbox {

  /// Keeps a delivery: durable exactly when `tx` is, and due at once.
  OutboxEntry add(Tx tx, NewDelivery delivery);

  /// Keeps a delivery for those who fetch callbacks themselves: nobody attempts it.
  void offer(Tx tx, NewDelivery delivery);
}
