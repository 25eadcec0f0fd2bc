package dev.weft.delivery.log;

import dev.weft.delivery.CallId;
import dev.weft.tx.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells what became of callbacks.
public interface DeliveryLog {

  /// Deliveries that match, newest first.
  ///
  /// @param before the cursor that the page before gave; null for the first page
  DeliveryPage list(Snapshot snapshot, DeliveryFilter filter, @Nullable Long before, int limit);

  /// The deliveries of one callback: one for each rule it was sent for, and each resend.
  List<DeliveryStory> find(Snapshot snapshot, long app, CallId callId);
}
