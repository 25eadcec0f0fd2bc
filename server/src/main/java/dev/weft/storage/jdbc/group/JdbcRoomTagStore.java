package dev.weft.storage.jdbc.group;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.chat.group.GroupMarkStore.Mark;
import dev.weft.chat.room.RoomTagStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tags of members of chat rooms over JDBC.
public final class JdbcRoomTagStore implements RoomTagStore {

  private record Tag(String name, Instant end) {}

  @Override
  public void set(Tx tx, AppId app, GroupId room, UserId user, Map<String, Instant> tags) {
    remove(tx, room, user);
    Sql sql = JdbcSnapshot.sql(tx);
    tags.forEach(
        (tag, end) ->
            sql.write(
                "INSERT INTO room_tags (group_id, name, tag, app, until) VALUES (?, ?, ?, ?, ?)",
                room.value(),
                user.value(),
                tag,
                app.value(),
                end));
  }

  @Override
  public Map<String, Instant> of(Snapshot snapshot, GroupId room, UserId user) {
    List<Tag> tags =
        JdbcSnapshot.sql(snapshot)
            .list(
                "SELECT tag, until FROM room_tags WHERE group_id = ? AND name = ? ORDER BY tag",
                row -> new Tag(row.text(1), row.time(2)),
                room.value(),
                user.value());
    Map<String, Instant> ends = new LinkedHashMap<>();
    tags.forEach(tag -> ends.put(tag.name(), tag.end()));
    return ends;
  }

  @Override
  public Optional<Instant> end(Snapshot snapshot, GroupId room, String tag) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT until FROM room_tags WHERE group_id = ? AND tag = ? LIMIT 1",
            row -> row.time(1),
            room.value(),
            tag);
  }

  @Override
  public int mute(Tx tx, GroupId room, String tag, Instant until) {
    return JdbcSnapshot.sql(tx)
        .update(
            "UPDATE room_tags SET until = ? WHERE group_id = ? AND tag = ?",
            until,
            room.value(),
            tag);
  }

  @Override
  public List<Mark> muted(Snapshot snapshot, GroupId room, Instant now, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT name, max(until) FROM room_tags WHERE group_id = ? AND until > ?"
                + " GROUP BY name ORDER BY name LIMIT ?",
            row -> new Mark(new UserId(row.text(1)), row.time(2)),
            room.value(),
            now,
            limit);
  }

  @Override
  public void remove(Tx tx, GroupId room, UserId user) {
    JdbcSnapshot.sql(tx)
        .write("DELETE FROM room_tags WHERE group_id = ? AND name = ?", room.value(), user.value());
  }

  @Override
  public void removeAll(Tx tx, GroupId room) {
    JdbcSnapshot.sql(tx).write("DELETE FROM room_tags WHERE group_id = ?", room.value());
  }
}
