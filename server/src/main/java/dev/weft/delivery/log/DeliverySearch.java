package dev.weft.delivery.log;

import dev.weft.delivery.LaneOwner;
import dev.weft.tx.Snapshot;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds deliveries for a person: by any id, over all apps.
public interface DeliverySearch {

  /// Some of what was looked for, newest first.
  ///
  /// @param next the cursor of the next page, there also after an empty one, because a page looks
  ///   at a bounded number of rows; null when this is the last
  record Found(List<FoundDelivery> deliveries, @Nullable Long next) {
    public Found {
      deliveries = List.copyOf(deliveries);
    }
  }

  /// Deliveries that match, newest first.
  ///
  /// @param before the cursor that the page before gave; null for the first page
  Found search(Snapshot snapshot, DeliveryQuery query, @Nullable Long before, int limit);

  /// The newest attempts that did not deliver, among those of the newest deliveries.
  ///
  /// @param app null for all
  List<FailedAttempt> failures(Snapshot snapshot, @Nullable Long app, int limit);

  /// What each rule has not delivered yet. Counts: for an occasional look.
  Map<LaneOwner, Waiting> waiting(Snapshot snapshot);
}
