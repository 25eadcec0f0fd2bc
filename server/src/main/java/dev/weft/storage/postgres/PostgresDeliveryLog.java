package dev.weft.storage.postgres;

import dev.weft.delivery.CallId;
import dev.weft.delivery.log.DeliveryFilter;
import dev.weft.delivery.log.DeliveryLog;
import dev.weft.delivery.log.DeliveryPage;
import dev.weft.delivery.log.DeliveryStory;
import dev.weft.delivery.log.LoggedDelivery;
import dev.weft.storage.jdbc.delivery.DeliveryCodes;
import dev.weft.storage.jdbc.delivery.LoggedRows;
import dev.weft.storage.sql.Conditions;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The delivery log in PostgreSQL.
public final class PostgresDeliveryLog implements DeliveryLog {

  private static final String COLUMNS =
      "SELECT d.id, d.state, d.kind, d.app, d.rule, d.conversation, d.call_id, d.operation,"
          + " d.sequence, d.subject, d.created, d.attempts, d.next_attempt, d.job";

  @Override
  public DeliveryPage list(
      Snapshot snapshot, DeliveryFilter filter, @Nullable Long before, int limit) {
    Sql sql = JdbcSnapshot.sql(snapshot);
    LoggedRows.Window window = LoggedRows.window(sql, filter, before);
    Conditions where =
        new Conditions()
            .add("d.id < ?", window.top())
            .add("d.id >= ?", window.bottom())
            .add("d.app = ?", filter.app())
            .add("d.rule = ?", filter.rule() == null ? null : filter.rule().value())
            .add("d.conversation = ?", filter.conversation())
            .add("d.state = ?", filter.state() == null ? null : DeliveryCodes.code(filter.state()))
            .add("d.operation = ?", filter.operation())
            .add("d.subject = ?", filter.subject())
            .add("d.created >= ?", filter.since())
            .add("d.created < ?", filter.until());
    List<LoggedDelivery> found =
        sql.list(
            COLUMNS + " FROM deliveries d WHERE " + where + " ORDER BY d.id DESC LIMIT ?",
            LoggedRows::read,
            where.parameters(limit));
    return new DeliveryPage(found, window.next(found, limit));
  }

  @Override
  public List<DeliveryStory> find(Snapshot snapshot, long app, CallId callId) {
    Sql sql = JdbcSnapshot.sql(snapshot);
    return LoggedRows.stories(
        sql,
        sql.list(
            COLUMNS
                + ", b.body FROM deliveries d JOIN delivery_bodies b ON b.delivery = d.id"
                + " WHERE d.call_id = ? AND d.app = ? ORDER BY d.id LIMIT ?",
            LoggedRows.Found::read,
            callId.value(),
            app,
            LoggedRows.MAX_PER_CALL));
  }
}
