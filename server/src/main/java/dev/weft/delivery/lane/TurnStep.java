package dev.weft.delivery.lane;

import dev.weft.delivery.Delivery;
import dev.weft.delivery.Endpoint;

/// What the turn of a lane needs next.
public sealed interface TurnStep {

  /// Rows of the lane from the store, those after the id `after`; then [Lanes#read].
  record Read(long after, int limit) implements TurnStep {}

  /// An attempt at its head; then [Lanes#answered].
  ///
  /// @param early whether it is made before its time: if it fails, then [Lanes#failedEarly]
  record Attempt(Endpoint endpoint, Delivery head, boolean early) implements TurnStep {}

  /// Nothing: the turn is over.
  record Over() implements TurnStep {}
}
