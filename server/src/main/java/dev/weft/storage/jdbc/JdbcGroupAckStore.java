package dev.weft.storage.jdbc;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.MessageId;
import dev.weft.chat.Page;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.sync.receipt.GroupAckStore;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Receipts of groups over JDBC.
public final class JdbcGroupAckStore implements GroupAckStore {

  @Override
  public boolean add(Tx tx, AppId app, MessageId message, UserId reader, Instant at) {
    return JdbcSnapshot.sql(tx)
            .update(
                "INSERT INTO group_acks (message, name, app, at) VALUES (?, ?, ?, ?)"
                    + " ON CONFLICT (message, name) DO NOTHING",
                message.value(),
                reader.value(),
                app.value(),
                at)
        > 0;
  }

  @Override
  public int count(Snapshot snapshot, MessageId message) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT count(*) FROM group_acks WHERE message = ?",
            row -> row.count(1),
            message.value())
        .orElse(0);
  }

  @Override
  public Page<UserId> readers(
      Snapshot snapshot, MessageId message, int limit, @Nullable String after) {
    List<UserId> found =
        JdbcSnapshot.sql(snapshot)
            .list(
                "SELECT name FROM group_acks WHERE message = ? AND name > ? ORDER BY name LIMIT ?",
                row -> new UserId(row.text(1)),
                message.value(),
                after == null ? "" : after,
                limit + 1);
    return Page.of(found, limit, UserId::value);
  }

  @Override
  public int sweep(Tx tx, Instant before, int limit) {
    return JdbcSnapshot.sql(tx)
        .update(
            "DELETE FROM group_acks WHERE (message, name) IN"
                + " (SELECT message, name FROM group_acks WHERE at < ? ORDER BY at LIMIT ?)",
            before,
            limit);
  }
}
