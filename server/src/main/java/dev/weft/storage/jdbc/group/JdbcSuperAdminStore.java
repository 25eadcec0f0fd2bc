package dev.weft.storage.jdbc.group;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.room.SuperAdminStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;

/// Super admins of chat rooms over JDBC.
public final class JdbcSuperAdminStore implements SuperAdminStore {

  @Override
  public boolean add(Tx tx, AppId app, UserId user) {
    return JdbcSnapshot.sql(tx)
            .update(
                "INSERT INTO room_super_admins (app, name) VALUES (?, ?)"
                    + " ON CONFLICT (app, name) DO NOTHING",
                app.value(),
                user.value())
        > 0;
  }

  @Override
  public boolean remove(Tx tx, AppId app, UserId user) {
    return JdbcSnapshot.sql(tx)
            .update(
                "DELETE FROM room_super_admins WHERE app = ? AND name = ?",
                app.value(),
                user.value())
        > 0;
  }

  @Override
  public List<UserId> list(Snapshot snapshot, AppId app, int offset, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT name FROM room_super_admins WHERE app = ? ORDER BY id LIMIT ? OFFSET ?",
            row -> new UserId(row.text(1)),
            app.value(),
            limit,
            offset);
  }
}
