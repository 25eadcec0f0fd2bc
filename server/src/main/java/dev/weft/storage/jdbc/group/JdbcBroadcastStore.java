package dev.weft.storage.jdbc.group;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.Content;
import dev.weft.chat.MessageId;
import dev.weft.chat.MessageType;
import dev.weft.chat.broadcast.Audience;
import dev.weft.chat.broadcast.Broadcast;
import dev.weft.chat.broadcast.BroadcastStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Row;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Broadcasts over JDBC.
public final class JdbcBroadcastStore implements BroadcastStore {

  private static final String SELECT =
      "SELECT id, app, audience, sender, type, body, ext, progress FROM broadcasts";

  @Override
  public void insert(Tx tx, Broadcast broadcast) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO broadcasts (id, app, audience, sender, type, body, ext)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)",
            broadcast.id().value(),
            broadcast.app().value(),
            broadcast.audience().name(),
            broadcast.from().value(),
            broadcast.content().type().wireName(),
            broadcast.content().body(),
            broadcast.content().ext());
  }

  @Override
  public Optional<Broadcast> oldest(Snapshot snapshot) {
    return JdbcSnapshot.sql(snapshot)
        .one(SELECT + " ORDER BY id LIMIT 1", JdbcBroadcastStore::broadcast);
  }

  @Override
  public Optional<Broadcast> findForUpdate(Tx tx, MessageId id) {
    Sql sql = JdbcSnapshot.sql(tx);
    return sql.one(
        SELECT + " WHERE id = ?" + sql.dialect().forUpdate(),
        JdbcBroadcastStore::broadcast,
        id.value());
  }

  @Override
  public void advance(Tx tx, MessageId id, String cursor) {
    JdbcSnapshot.sql(tx)
        .write("UPDATE broadcasts SET progress = ? WHERE id = ?", cursor, id.value());
  }

  @Override
  public void delete(Tx tx, MessageId id) {
    JdbcSnapshot.sql(tx).write("DELETE FROM broadcasts WHERE id = ?", id.value());
  }

  @Override
  public List<UserId> online(Snapshot snapshot, AppId app, String after, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT DISTINCT name FROM devices WHERE node IS NOT NULL AND app = ? AND name > ?"
                + " ORDER BY name LIMIT ?",
            row -> new UserId(row.text(1)),
            app.value(),
            after,
            limit);
  }

  private static Broadcast broadcast(Row row) throws SQLException {
    return new Broadcast(
        new MessageId(row.number(1)),
        new AppId(row.number(2)),
        Audience.valueOf(row.text(3)),
        new UserId(row.text(4)),
        new Content(MessageType.of(row.text(5)).orElseThrow(), row.text(6), row.text(7)),
        row.textOrNull(8));
  }
}
