package dev.weft.storage.jdbc;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.user.UserMute;
import dev.weft.chat.user.UserMuteStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Row;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Mutes of users in the whole app.
public final class JdbcUserMuteStore implements UserMuteStore {

  @Override
  public void put(Tx tx, AppId app, UserMute mute) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO user_mutes (app, name, chat, group_chat, chat_room)"
                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (app, name) DO UPDATE SET"
                + " chat = excluded.chat, group_chat = excluded.group_chat,"
                + " chat_room = excluded.chat_room",
            app.value(),
            mute.user().value(),
            mute.chat(),
            mute.group(),
            mute.room());
  }

  @Override
  public void remove(Tx tx, AppId app, UserId user) {
    JdbcSnapshot.sql(tx)
        .write("DELETE FROM user_mutes WHERE app = ? AND name = ?", app.value(), user.value());
  }

  @Override
  public Optional<UserMute> find(Snapshot snapshot, AppId app, UserId user) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT name, chat, group_chat, chat_room FROM user_mutes WHERE app = ? AND name = ?",
            JdbcUserMuteStore::mute,
            app.value(),
            user.value());
  }

  @Override
  public List<UserMute> list(Snapshot snapshot, AppId app, int offset, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT name, chat, group_chat, chat_room FROM user_mutes WHERE app = ?"
                + " ORDER BY id LIMIT ? OFFSET ?",
            JdbcUserMuteStore::mute,
            app.value(),
            limit,
            offset);
  }

  private static UserMute mute(Row row) throws SQLException {
    return new UserMute(new UserId(row.text(1)), row.time(2), row.time(3), row.time(4));
  }
}
