package dev.weft.storage;

import dev.weft.delivery.CallId;
import dev.weft.delivery.DeliveryFilter;
import dev.weft.delivery.DeliveryLog;
import dev.weft.delivery.DeliveryPage;
import dev.weft.delivery.DeliveryStory;
import dev.weft.delivery.LoggedDelivery;
import dev.weft.tx.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The delivery log in SQLite.
public final class SqliteDeliveryLog implements DeliveryLog {

  /// Rows that one page may look at: some 50 ms of reading. No index serves the filters, because
  /// every index costs each callback more than a person who looks for one costs now and then.
  private static final long ROWS_PER_PAGE = 20_000;

  /// Deliveries that share a call id: rules of one app, and resends.
  private static final int MAX_PER_CALL = 100;

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
    DeliveryTimes times = new DeliveryTimes(sql);
    long end = filter.until() == null ? times.end() : times.endOf(filter.until());
    long floor = filter.since() == null ? 1 : times.startOf(filter.since());
    long top = before == null ? end : Math.min(before, end);
    long bottom =
        filter.subject() == null ? Math.max(floor, top - ROWS_PER_PAGE) : Math.min(floor, top);
    List<LoggedDelivery> found =
        sql.list(
            filter.subject() == null
                ? COLUMNS + " FROM deliveries WHERE id < ?1 AND id >= ?2" + FILTERS
                : COLUMNS
                    + " FROM deliveries INDEXED BY deliveries_by_subject"
                    + " WHERE subject = ?8 AND id < ?1 AND id >= ?2"
                    + FILTERS,
            LoggedRows::read,
            top,
            bottom,
            filter.app(),
            filter.rule() == null ? null : filter.rule().value(),
            filter.conversation(),
            filter.state() == null ? null : DeliveryCodes.code(filter.state()),
            filter.operation(),
            filter.subject(),
            filter.since(),
            filter.until(),
            limit);
    return new DeliveryPage(found, LoggedRows.next(found, bottom, floor, limit));
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
            MAX_PER_CALL));
  }
}
