package dev.weft.pull;

import dev.weft.delivery.Delivery;
import dev.weft.delivery.RuleId;
import dev.weft.tx.Snapshot;
import java.util.List;

/// The outbox as those read it who fetch callbacks: by position, which is the id of a delivery.
///
/// A position is *safe* when no callback of the rule at or before it will ever become visible that
/// is not visible now. Nothing beyond a safe position may be answered, because a reader goes on
/// from there and never looks back. Where rows become visible in the order of their ids, the newest
/// id is safe: SQLite, whose one writer gives ids in commit order. Where a transaction may take an
/// id and commit it after a larger one (PostgreSQL's sequences), only positions before the smallest
/// id that an open transaction may hold are safe.
///
/// So a reader asks for the newest safe position first, and then reads up to it in a snapshot that
/// is taken later.
public interface EventLog {

  /// What a look found.
  ///
  /// @param deliveries in the order of their ids; those of one lane therefore in commit order
  /// @param upTo where to go on: a safe position, up to which this page is complete
  /// @param more true if the look ended early and there may be more already
  record Page(List<Delivery> deliveries, long upTo, boolean more) {
    public Page {
      deliveries = List.copyOf(deliveries);
    }
  }

  /// The callbacks of `rule` after the position `after` and up to `upTo`, each as it was when it
  /// first left or was offered. One look reads a bounded number of rows, so a page may hold fewer
  /// than `limit`, even none, and still have more behind it.
  ///
  /// @param upTo a safe position that was asked for before this snapshot was taken
  Page read(Snapshot snapshot, PulledRule rule, long after, long upTo, int limit);

  /// How many callbacks of a rule that is only fetched come after the position `after`; counts no
  /// further than to `most`.
  int waiting(Snapshot snapshot, RuleId rule, long after, int most);

  /// The last safe position: after it comes only what happens from now on.
  long newest(Snapshot snapshot);
}
