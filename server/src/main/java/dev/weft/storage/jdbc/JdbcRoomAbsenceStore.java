package dev.weft.storage.jdbc;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.chat.room.RoomAbsenceStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;

/// Since when members of chat rooms are offline, over JDBC.
public final class JdbcRoomAbsenceStore implements RoomAbsenceStore {

  @Override
  public boolean isVisitor(Snapshot snapshot, AppId app, UserId user) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT 1 FROM group_members WHERE app = ? AND name = ? AND kind = 1 LIMIT 1",
            row -> row.count(1),
            app.value(),
            user.value())
        .isPresent();
  }

  @Override
  public void gone(Tx tx, AppId app, UserId user, Instant since) {
    JdbcSnapshot.sql(tx)
        .write(
            "UPDATE group_members SET offline_since = ?"
                + " WHERE app = ? AND name = ? AND kind = 1 AND offline_since = 0",
            since,
            app.value(),
            user.value());
  }

  @Override
  public void back(Tx tx, AppId app, UserId user) {
    JdbcSnapshot.sql(tx)
        .write(
            "UPDATE group_members SET offline_since = 0"
                + " WHERE app = ? AND name = ? AND kind = 1 AND offline_since > 0",
            app.value(),
            user.value());
  }

  @Override
  public void allGone(Tx tx, Instant since) {
    JdbcSnapshot.sql(tx)
        .write(
            "UPDATE group_members SET offline_since = ? WHERE kind = 1 AND offline_since = 0"
                + " AND EXISTS (SELECT 1 FROM devices d WHERE d.app = group_members.app"
                + " AND d.name = group_members.name)",
            since);
  }

  @Override
  public List<Absent> absent(Snapshot snapshot, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT app, group_id, name, offline_since FROM group_members WHERE offline_since > 0"
                + " ORDER BY offline_since LIMIT ?",
            row ->
                new Absent(
                    new AppId(row.number(1)),
                    new GroupId(row.number(2)),
                    new UserId(row.text(3)),
                    row.time(4)),
            limit);
  }

  @Override
  public boolean isGone(Tx tx, GroupId room, UserId user, Instant moment) {
    return JdbcSnapshot.sql(tx)
        .one(
            "SELECT 1 FROM group_members WHERE group_id = ? AND name = ? AND offline_since > 0"
                + " AND offline_since <= ?",
            row -> row.count(1),
            room.value(),
            user.value(),
            moment)
        .isPresent();
  }
}
