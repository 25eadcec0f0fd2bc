package dev.weft.storage.jdbc.group;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.chat.room.RoomAbsenceStore;
import dev.weft.storage.jdbc.ChosenIds;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;

/// Since when members of chat rooms are offline, over JDBC.
public final class JdbcRoomAbsenceStore implements RoomAbsenceStore {

  @Override
  public void gone(Tx tx, AppId app, UserId user, Instant since) {
    JdbcSnapshot.sql(tx)
        .write(
            "UPDATE group_members SET offline_since = ?"
                + " WHERE app = ? AND name = ? AND kind = 1 AND offline_since = 0"
                + " AND NOT EXISTS (SELECT 1 FROM devices d WHERE d.app = ? AND d.name = ?"
                + " AND d.node IS NOT NULL)",
            since,
            app.value(),
            user.value(),
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
  public List<Absent> since(Snapshot snapshot, Instant moment, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT app, group_id, name, "
                + ChosenIds.of("group_id")
                + " FROM group_members"
                + " WHERE offline_since > 0 AND offline_since <= ? ORDER BY offline_since LIMIT ?",
            row ->
                new Absent(
                    new AppId(row.number(1)), ChosenIds.group(row, 2, 4), new UserId(row.text(3))),
            moment,
            limit);
  }

  @Override
  public boolean isGone(Snapshot snapshot, GroupId room, UserId user, Instant moment) {
    return JdbcSnapshot.sql(snapshot)
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
