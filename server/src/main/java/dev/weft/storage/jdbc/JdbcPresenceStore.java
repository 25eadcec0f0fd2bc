package dev.weft.storage.jdbc;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Row;
import dev.weft.sync.presence.PresenceStore;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Presences over JDBC.
public final class JdbcPresenceStore implements PresenceStore {

  @Override
  public void publish(Tx tx, AppId app, UserId user, Published published) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO presences (app, name, ext, status, changed) VALUES (?, ?, ?, ?, ?)"
                + " ON CONFLICT (app, name) DO UPDATE SET ext = excluded.ext,"
                + " status = excluded.status, changed = excluded.changed",
            app.value(),
            user.value(),
            published.ext(),
            published.status(),
            published.changed());
  }

  @Override
  public Optional<Published> published(Snapshot snapshot, AppId app, UserId user) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT ext, status, changed FROM presences WHERE app = ? AND name = ?",
            row -> new Published(row.text(1), row.text(2), row.time(3)),
            app.value(),
            user.value());
  }

  @Override
  public void subscribe(Tx tx, AppId app, UserId user, UserId reader, Instant expires) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO presence_subscriptions (app, target, name, expires) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (app, target, name) DO UPDATE SET expires = excluded.expires",
            app.value(),
            user.value(),
            reader.value(),
            expires);
  }

  @Override
  public void unsubscribe(Tx tx, AppId app, UserId user, UserId reader) {
    JdbcSnapshot.sql(tx)
        .write(
            "DELETE FROM presence_subscriptions WHERE app = ? AND target = ? AND name = ?",
            app.value(),
            user.value(),
            reader.value());
  }

  @Override
  public Optional<Instant> expires(
      Snapshot snapshot, AppId app, UserId user, UserId reader, Instant now) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT expires FROM presence_subscriptions"
                + " WHERE app = ? AND target = ? AND name = ? AND expires > ?",
            row -> row.time(1),
            app.value(),
            user.value(),
            reader.value(),
            now);
  }

  @Override
  public int count(Snapshot snapshot, AppId app, UserId reader, Instant now) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT count(*) FROM presence_subscriptions"
                + " WHERE app = ? AND name = ? AND expires > ?",
            row -> row.count(1),
            app.value(),
            reader.value(),
            now)
        .orElse(0);
  }

  @Override
  public List<Subscription> followed(
      Snapshot snapshot, AppId app, UserId reader, Instant now, int offset, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT target, expires FROM presence_subscriptions"
                + " WHERE app = ? AND name = ? AND expires > ?"
                + " ORDER BY target LIMIT ? OFFSET ?",
            JdbcPresenceStore::subscription,
            app.value(),
            reader.value(),
            now,
            limit,
            offset);
  }

  @Override
  public int followers(Snapshot snapshot, AppId app, UserId user, Instant now) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT count(*) FROM presence_subscriptions"
                + " WHERE app = ? AND target = ? AND expires > ?",
            row -> row.count(1),
            app.value(),
            user.value(),
            now)
        .orElse(0);
  }

  @Override
  public List<Subscription> readers(
      Snapshot snapshot, AppId app, UserId user, Instant now, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT name, expires FROM presence_subscriptions"
                + " WHERE app = ? AND target = ? AND expires > ? ORDER BY name LIMIT ?",
            JdbcPresenceStore::subscription,
            app.value(),
            user.value(),
            now,
            limit);
  }

  private static Subscription subscription(Row row) throws SQLException {
    return new Subscription(new UserId(row.text(1)), row.time(2));
  }

  @Override
  public int sweep(Tx tx, Instant before, int limit) {
    return JdbcSnapshot.sql(tx)
        .update(
            "DELETE FROM presence_subscriptions WHERE (app, target, name) IN"
                + " (SELECT app, target, name FROM presence_subscriptions WHERE expires < ?"
                + " ORDER BY expires LIMIT ?)",
            before,
            limit);
  }
}
