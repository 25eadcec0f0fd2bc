package dev.weft.storage.postgres;

import dev.weft.delivery.Delivery;
import dev.weft.delivery.Lane;
import dev.weft.delivery.RuleId;
import dev.weft.pull.EventLog;
import dev.weft.pull.PulledRule;
import dev.weft.storage.jdbc.delivery.JdbcDeliveryStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.tx.Snapshot;
import java.util.List;

/// The outbox in PostgreSQL for those who fetch callbacks; [PostgresPositions] says what is safe.
///
/// Offered rows have a table of numbers of their own. Rows that are sent have nothing that would
/// help here: a look at them reads along the table, past the rows of other rules, for a bounded
/// way.
public final class PostgresEventLog implements EventLog {

  /// Rows that one look passes.
  private static final int ROWS_PER_LOOK = 5_000;

  private static final String FROM =
      PostgresDeliveryStore.COLUMNS
          + ", d.conversation FROM deliveries d JOIN delivery_bodies b ON b.delivery = d.id";

  private static final String OFFERED =
      FROM
          + " JOIN offers o ON o.delivery = d.id WHERE o.rule = ? AND o.delivery > ?"
          + " AND o.delivery <= ? ORDER BY o.delivery LIMIT ?";

  /// Replays are told apart and left out: who walks has had the callback. Tests are for the rule's
  /// endpoint only.
  private static final String SENT =
      FROM + " WHERE d.rule = ? AND d.id > ? AND d.id <= ? AND d.kind = 0 ORDER BY d.id LIMIT ?";

  private static final String WAITING =
      "SELECT count(*) FROM (SELECT 1 FROM offers WHERE rule = ? AND delivery > ? LIMIT ?) AS few";

  @Override
  public int waiting(Snapshot snapshot, RuleId rule, long after, int most) {
    return JdbcSnapshot.sql(snapshot)
        .one(WAITING, row -> row.count(1), rule.value(), after, most)
        .orElse(0);
  }

  @Override
  public Page read(Snapshot snapshot, PulledRule rule, long after, long upTo, int limit) {
    long bound = rule.pullOnly() ? upTo : Math.min(upTo, after + ROWS_PER_LOOK);
    List<Delivery> found =
        JdbcSnapshot.sql(snapshot)
            .list(
                rule.pullOnly() ? OFFERED : SENT,
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
    return PostgresPositions.safe(JdbcSnapshot.sql(snapshot));
  }
}
