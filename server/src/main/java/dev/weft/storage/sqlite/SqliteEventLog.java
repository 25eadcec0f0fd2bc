package dev.weft.storage.sqlite;

import dev.weft.delivery.Delivery;
import dev.weft.delivery.Lane;
import dev.weft.delivery.RuleId;
import dev.weft.pull.EventLog;
import dev.weft.pull.PulledRule;
import dev.weft.storage.jdbc.delivery.JdbcDeliveryStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import java.util.List;

/// The outbox in SQLite for those who fetch callbacks. The one writer gives ids in commit order, so
/// every id that can be seen is a safe position.
///
/// Offered rows have an index of their own, which only they pay for. Rows that are sent have none
/// that would help here: every callback would pay for it. So a look at them reads along the table,
/// past the rows of other rules, for a bounded way.
public final class SqliteEventLog implements EventLog {

  /// Rows that one look passes: some 10 ms of reading, then others have their turn.
  private static final int ROWS_PER_LOOK = 5_000;

  private static final String OFFERED =
      " FROM deliveries INDEXED BY deliveries_offered WHERE state = 5 AND rule = ? AND id > ?"
          + " AND id <= ? ORDER BY id LIMIT ?";

  /// Replays are told apart and left out: who walks has had the callback. Tests are for the rule's
  /// endpoint only.
  private static final String SENT =
      " FROM deliveries WHERE rule = ? AND id > ? AND id <= ? AND kind = 0 ORDER BY id LIMIT ?";

  private static final String WAITING =
      "SELECT count(*) FROM (SELECT 1 FROM deliveries INDEXED BY deliveries_offered"
          + " WHERE state = 5 AND rule = ? AND id > ? LIMIT ?)";

  @Override
  public int waiting(Snapshot snapshot, RuleId rule, long after, int most) {
    return JdbcSnapshot.sql(snapshot)
        .one(WAITING, row -> row.count(1), rule.value(), after, most)
        .orElse(0);
  }

  @Override
  public Page read(Snapshot snapshot, PulledRule rule, long after, long upTo, int limit) {
    Sql sql = JdbcSnapshot.sql(snapshot);
    long bound = rule.pullOnly() ? upTo : Math.min(upTo, after + ROWS_PER_LOOK);
    List<Delivery> found =
        sql.list(
            SqliteDeliveryStore.COLUMNS + ", conversation" + (rule.pullOnly() ? OFFERED : SENT),
            row -> JdbcDeliveryStore.delivery(row, new Lane(rule.id(), row.text(15))).unsent(),
            rule.id().value(),
            after,
            bound,
            limit);
    if (found.size() == limit && !found.isEmpty()) {
      return new Page(found, found.getLast().id(), true);
    }
    return new Page(found, Math.max(after, bound), bound < upTo);
  }

  @Override
  public long newest(Snapshot snapshot) {
    return JdbcSnapshot.sql(snapshot)
        .one("SELECT max(id) FROM deliveries", row -> row.number(1))
        .orElse(0L);
  }
}
