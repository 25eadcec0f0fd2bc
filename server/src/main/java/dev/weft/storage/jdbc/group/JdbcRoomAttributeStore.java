package dev.weft.storage.jdbc.group;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.chat.room.RoomAttributeStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Row;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Attributes of chat rooms over JDBC.
public final class JdbcRoomAttributeStore implements RoomAttributeStore {

  private static final String SELECT =
      "SELECT attribute, value, owner, ends_with_owner FROM room_attributes WHERE group_id = ?";

  @Override
  public Optional<Attribute> find(Snapshot snapshot, GroupId room, String key) {
    return JdbcSnapshot.sql(snapshot)
        .one(SELECT + " AND attribute = ?", JdbcRoomAttributeStore::attribute, room.value(), key);
  }

  @Override
  public List<Attribute> all(Snapshot snapshot, GroupId room) {
    return JdbcSnapshot.sql(snapshot)
        .list(SELECT + " ORDER BY attribute", JdbcRoomAttributeStore::attribute, room.value());
  }

  @Override
  public int count(Snapshot snapshot, GroupId room) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT count(*) FROM room_attributes WHERE group_id = ?",
            row -> row.count(1),
            room.value())
        .orElse(0);
  }

  @Override
  public void put(Tx tx, AppId app, GroupId room, Attribute attribute) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO room_attributes (group_id, attribute, app, value, owner, ends_with_owner)"
                + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (group_id, attribute) DO UPDATE SET"
                + " value = excluded.value, owner = excluded.owner,"
                + " ends_with_owner = excluded.ends_with_owner",
            room.value(),
            attribute.key(),
            app.value(),
            attribute.value(),
            attribute.owner().value(),
            attribute.endsWithOwner());
  }

  @Override
  public void remove(Tx tx, GroupId room, String key) {
    JdbcSnapshot.sql(tx)
        .write(
            "DELETE FROM room_attributes WHERE group_id = ? AND attribute = ?", room.value(), key);
  }

  @Override
  public List<String> removeOf(Tx tx, GroupId room, UserId owner) {
    return JdbcSnapshot.sql(tx)
        .list(
            "DELETE FROM room_attributes WHERE group_id = ? AND owner = ? AND ends_with_owner = 1"
                + " RETURNING attribute",
            row -> row.text(1),
            room.value(),
            owner.value());
  }

  @Override
  public void removeAll(Tx tx, GroupId room) {
    JdbcSnapshot.sql(tx).write("DELETE FROM room_attributes WHERE group_id = ?", room.value());
  }

  private static Attribute attribute(Row row) throws SQLException {
    return new Attribute(row.text(1), row.text(2), new UserId(row.text(3)), row.flag(4));
  }
}
