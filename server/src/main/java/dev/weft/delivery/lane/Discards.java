package dev.weft.delivery.lane;

import java.util.function.Consumer;

/// Has the callbacks given up that a deleted owner has in the store.
final class Discards {

  private final AttemptScheduler scheduler;
  private final Consumer<OwnerLanes> discard;

  /// @param discard gives up what the owner has in the store, outside
  Discards(AttemptScheduler scheduler, Consumer<OwnerLanes> discard) {
    this.scheduler = scheduler;
    this.discard = discard;
  }

  void startIfDeleted(OwnerLanes owner) {
    StoredLanes stored = owner.stored();
    if (owner.endpoint().isDeleted()
        && stored.isSpilled()
        && !stored.isDiscarding()
        && !scheduler.isStopped()) {
      stored.beginDiscarding();
      try {
        discard.accept(owner);
      } catch (RuntimeException | Error e) {
        // Whoever starts it has logged it; [Lanes#tidy] asks again.
        stored.failDiscarding();
      }
    }
  }

  void ended(OwnerLanes owner) {
    owner.stored().endDiscarding();
    startIfDeleted(owner);
  }
}
