package dev.weft.delivery.engine;

import dev.weft.delivery.Delivery;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.Outcome;
import java.util.function.BooleanSupplier;

/// Makes one attempt. Blocks until it has ended, which is before a deadline of the sender's own.
public interface Sender {

  /// Sends `delivery` and answers what came of it. Whatever goes wrong outside is an outcome.
  ///
  /// @param mayWrite asked at the last moment, when everything but the request itself is done
  /// @throws PostponedException if no attempt could be begun, for which the endpoint is not to
  ///   blame
  /// @throws WithheldException if it said no; nothing was sent
  Outcome send(Endpoint endpoint, Delivery delivery, BooleanSupplier mayWrite);

  /// Breaks off what is in flight: the outcomes that this brings forth mean nothing.
  void abandon();
}
