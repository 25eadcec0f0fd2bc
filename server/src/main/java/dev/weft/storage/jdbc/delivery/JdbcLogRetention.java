package dev.weft.storage.jdbc.delivery;

import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.log.LogRetention;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The old end of the deliveries.
public final class JdbcLogRetention implements LogRetention {

  private record Old(long id, boolean old) {}

  private record Gone(LaneOwner rule, long id) {}

  @Override
  public Stretch stretch(Snapshot snapshot, long after, Instant cutoff, int limit) {
    List<Old> rows =
        JdbcSnapshot.sql(snapshot)
            .list(
                "SELECT id, CASE WHEN created < ? THEN 1 ELSE 0 END FROM deliveries"
                    + " WHERE id > ? AND id < (SELECT max(id) FROM deliveries)"
                    + " ORDER BY id LIMIT ?",
                row -> new Old(row.number(1), row.flag(2)),
                cutoff,
                after,
                limit);
    long upTo = after;
    for (Old row : rows) {
      if (!row.old()) {
        return new Stretch(upTo, true);
      }
      upTo = row.id();
    }
    return new Stretch(upTo, rows.size() < limit);
  }

  @Override
  public Map<LaneOwner, Long> delete(Tx tx, long after, long upTo) {
    Sql sql = JdbcSnapshot.sql(tx);
    Map<LaneOwner, Long> newest = new HashMap<>();
    sql.list(
            "DELETE FROM deliveries WHERE id > ? AND id <= ? AND state NOT IN (0, 2)"
                + " RETURNING rule, id",
            row -> new Gone(LaneOwner.of(row.number(1)), row.number(2)),
            after,
            upTo)
        .forEach(gone -> newest.merge(gone.rule(), gone.id(), Math::max));
    for (String table : sql.dialect().partsOfDeliveries()) {
      sql.write(
          "DELETE FROM "
              + table
              + " WHERE delivery > ? AND delivery <= ?"
              + " AND NOT EXISTS (SELECT 1 FROM deliveries WHERE id = delivery)",
          after,
          upTo);
    }
    return newest;
  }
}
