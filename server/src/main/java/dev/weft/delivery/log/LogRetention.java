package dev.weft.delivery.log;

import dev.weft.delivery.LaneOwner;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.Map;

/// The old end of the deliveries, as those see it who clear it away. What is pending or in
/// exception storage stays, however old it is: somebody may still want it.
public interface LogRetention {

  /// A stretch of deliveries that are old enough.
  ///
  /// @param upTo id of the last one
  /// @param last true if what comes after it is not old enough yet
  record Stretch(long upTo, boolean last) {}

  /// The deliveries after the id `after` whose event was before `cutoff`, at most `limit` of them,
  /// whether they are finished or not. It ends at the first that is younger, and before the newest
  /// delivery of all: its id must not be given again.
  Stretch stretch(Snapshot snapshot, long after, Instant cutoff, int limit);

  /// Deletes what is finished of a stretch, with its attempts, and answers the largest id that went
  /// of each owner. The cost is that of the rows in the stretch.
  Map<LaneOwner, Long> delete(Tx tx, long after, long upTo);
}
