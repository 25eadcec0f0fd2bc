package dev.weft.delivery.lane;

import dev.weft.delivery.Endpoint;
import dev.weft.delivery.EndpointHealth;

/// What [Lanes] want to have done outside, without holding the lock.
public interface LaneWork {

  /// Gives `lane` its turn: does what [Lanes#next] says until the turn is over.
  void attempt(LaneQueue lane);

  /// Reads the next lanes of `owner` after its cursor; then [Lanes#swept] or [Lanes#notSwept].
  void sweep(OwnerLanes owner);

  /// Notifies listeners: the owner stands otherwise with its endpoint than before.
  void healthChanged(Endpoint endpoint, EndpointHealth health);

  /// Takes back the pause of `owner` that was made durable; then [Lanes#resumed].
  void resume(OwnerLanes owner);

  /// Gives up what the deleted `owner` has not delivered; then [Lanes#discarded] or
  /// [Lanes#notDiscarded].
  void discard(OwnerLanes owner);
}
