package dev.weft.storage.sqlite;

import dev.weft.delivery.CallId;
import dev.weft.delivery.log.DeliveryFilter;
import dev.weft.delivery.log.DeliveryLog;
import dev.weft.delivery.log.DeliveryPage;
import dev.weft.delivery.log.DeliveryStory;
import dev.weft.delivery.log.LoggedDelivery;
import dev.weft.storage.jdbc.delivery.DeliveryCodes;
import dev.weft.storage.jdbc.delivery.LoggedRows;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The delivery log in SQLite.
public final class SqliteDeliveryLog implements DeliveryLog {

  private static final String COLUMNS =
      "SELECT id, state, kind, app, rule, conversation, call_id, operation, sequence, subject,"
          + " created, attempts, next_attempt, job";

  private static final String FILTERS =
      " AND app = ?3 AND (?4 IS NULL OR rule = ?4) AND (?5 IS NULL OR conversation = ?5)"
          + " AND (?6 IS NULL OR state = ?6) AND (?7 IS NULL OR operation = ?7)"
          + " AND (?8 IS NULL OR subject = ?8) AND (?9 IS NULL OR created >= ?9)"
          + " AND (?10 IS NULL OR created < ?10) ORDER BY id DESC LIMIT ?11";

  @Override
  public DeliveryPage list(
      Snapshot snapshot, DeliveryFilter filter, @Nullable Long before, int limit) {
    Sql sql = JdbcSnapshot.sql(snapshot);
    LoggedRows.Window window = LoggedRows.window(sql, filter, before);
    List<LoggedDelivery> found =
        sql.list(
            filter.subject() == null
                ? COLUMNS + " FROM deliveries WHERE id < ?1 AND id >= ?2" + FILTERS
                : COLUMNS
                    + " FROM deliveries INDEXED BY deliveries_by_subject"
                    + " WHERE subject = ?8 AND id < ?1 AND id >= ?2"
                    + FILTERS,
            LoggedRows::read,
            window.top(),
            window.bottom(),
            filter.app(),
            filter.rule() == null ? null : filter.rule().value(),
            filter.conversation(),
            filter.state() == null ? null : DeliveryCodes.code(filter.state()),
            filter.operation(),
            filter.subject(),
            filter.since(),
            filter.until(),
            limit);
    return new DeliveryPage(found, window.next(found, limit));
  }

  @Override
  public List<DeliveryStory> find(Snapshot snapshot, long app, CallId callId) {
    Sql sql = JdbcSnapshot.sql(snapshot);
    return LoggedRows.stories(
        sql,
        sql.list(
            COLUMNS
                + ", body FROM deliveries INDEXED BY deliveries_by_call"
                + " WHERE call_id = ? AND app = ? ORDER BY id LIMIT ?",
            LoggedRows.Found::read,
            callId.value(),
            app,
            LoggedRows.MAX_PER_CALL));
  }
}
