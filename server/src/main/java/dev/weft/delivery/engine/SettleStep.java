package dev.weft.delivery.engine;

import dev.weft.delivery.Attempt;
import dev.weft.delivery.DeliveryListener;
import dev.weft.tx.Tx;
import java.util.List;

/// Takes part in settling: what it writes is durable together with the attempts. Unlike a
/// [DeliveryListener] it is no bystander: when it throws, nothing is settled, and it is tried
/// again.
public interface SettleStep {

  /// For those who have nothing to write.
  SettleStep NONE = (_, _) -> {};

  /// The store has just kept these attempts, and they have made something of their deliveries.
  /// Those that [delivered a live delivery][Attempt#deliveredLive] are not among them.
  void settle(Tx tx, List<Attempt> attempts);
}
