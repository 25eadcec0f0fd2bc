package dev.weft.delivery;

import java.util.Optional;

/// Tells what a rule's callbacks are to be done with, as the rule is now.
public interface Endpoints {

  /// Where and how to deliver; empty when the rule was deleted.
  Optional<Endpoint> find(LaneOwner owner);

  /// Looks whether another node has made or changed rules. To be called before something is done
  /// because a rule is not there, which cannot be undone. Reads the store.
  default void refresh() {}
}
