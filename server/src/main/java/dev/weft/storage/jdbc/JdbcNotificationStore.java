package dev.weft.storage.jdbc;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.sync.NotificationStore;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Notification settings over JDBC.
public final class JdbcNotificationStore implements NotificationStore {

  @Override
  public void put(Tx tx, AppId app, UserId user, Kind kind, String target, String document) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO notification_settings (app, name, kind, target, document)"
                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (app, name, kind, target)"
                + " DO UPDATE SET document = excluded.document",
            app.value(),
            user.value(),
            kind.word(),
            target,
            document);
  }

  @Override
  public List<Setting> list(
      Snapshot snapshot, AppId app, UserId user, @Nullable Setting after, int limit) {
    String kind = after == null ? "" : after.kind().word();
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT kind, target, document FROM notification_settings WHERE app = ? AND name = ?"
                + " AND (kind > ? OR (kind = ? AND target > ?)) ORDER BY kind, target LIMIT ?",
            row ->
                new Setting(
                    row.text(1).equals(Kind.USER.word()) ? Kind.USER : Kind.GROUP,
                    row.text(2),
                    row.text(3)),
            app.value(),
            user.value(),
            kind,
            kind,
            after == null ? "" : after.target(),
            limit);
  }

  @Override
  public Optional<String> find(
      Snapshot snapshot, AppId app, UserId user, Kind kind, String target) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT document FROM notification_settings"
                + " WHERE app = ? AND name = ? AND kind = ? AND target = ?",
            row -> row.text(1),
            app.value(),
            user.value(),
            kind.word(),
            target);
  }
}
