package dev.weft.storage.jdbc;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.Page;
import dev.weft.chat.User;
import dev.weft.chat.user.UserStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Keyset;
import dev.weft.storage.sql.Row;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Users over JDBC.
public final class JdbcUserStore implements UserStore {

  private static final String COLUMNS =
      "name, app, uuid, password_hash, nickname, activated, created, modified, tokens_since";

  private static final String FIND = "SELECT " + COLUMNS + " FROM users WHERE app = ? AND name = ?";

  private static final String EXISTS = "SELECT 1 FROM users WHERE app = ? AND name = ?";

  /// What goes with a user.
  private static final List<String> FORGET =
      List.of(
          "DELETE FROM user_links WHERE app = ? AND name = ?",
          "DELETE FROM user_links WHERE app = ? AND other = ?",
          "DELETE FROM user_mutes WHERE app = ? AND name = ?",
          "DELETE FROM group_marks WHERE app = ? AND name = ?",
          "DELETE FROM room_super_admins WHERE app = ? AND name = ?",
          "DELETE FROM room_tags WHERE app = ? AND name = ?",
          "DELETE FROM user_attributes WHERE app = ? AND name = ?",
          "DELETE FROM member_attributes WHERE app = ? AND name = ?",
          "DELETE FROM notification_settings WHERE app = ? AND name = ?",
          "DELETE FROM push_settings WHERE app = ? AND name = ?",
          "DELETE FROM push_bindings WHERE app = ? AND name = ?",
          "DELETE FROM favorites WHERE app = ? AND name = ?",
          "DELETE FROM erased WHERE app = ? AND name = ?",
          "DELETE FROM presences WHERE app = ? AND name = ?",
          "DELETE FROM presence_subscriptions WHERE app = ? AND name = ?",
          "DELETE FROM presence_subscriptions WHERE app = ? AND target = ?",
          "DELETE FROM attribute_subscriptions WHERE app = ? AND name = ?",
          "DELETE FROM attribute_subscriptions WHERE app = ? AND target = ?",
          "DELETE FROM group_acks WHERE app = ? AND name = ?",
          "DELETE FROM standing WHERE app = ? AND name = ?",
          "DELETE FROM cursors WHERE device IN"
              + " (SELECT id FROM devices WHERE app = ? AND name = ?)",
          "DELETE FROM devices WHERE app = ? AND name = ?",
          "DELETE FROM users WHERE app = ? AND name = ?");

  @Override
  public boolean insert(Tx tx, User user) {
    return JdbcSnapshot.sql(tx)
            .update(
                "INSERT INTO users ("
                    + COLUMNS
                    + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (app, name) DO NOTHING",
                user.id().value(),
                user.app().value(),
                user.uuid().toString(),
                user.passwordHash(),
                user.nickname(),
                user.activated(),
                user.created(),
                user.modified(),
                user.tokensSince())
        > 0;
  }

  @Override
  public Optional<User> find(Snapshot snapshot, AppId app, UserId id) {
    return JdbcSnapshot.sql(snapshot).one(FIND, JdbcUserStore::user, app.value(), id.value());
  }

  @Override
  public Optional<User> findByUuid(Snapshot snapshot, AppId app, String uuid) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT " + COLUMNS + " FROM users WHERE app = ? AND uuid = ?",
            JdbcUserStore::user,
            app.value(),
            uuid);
  }

  @Override
  public Optional<User> findForUpdate(Tx tx, AppId app, UserId id) {
    Sql sql = JdbcSnapshot.sql(tx);
    return sql.one(FIND + sql.dialect().forUpdate(), JdbcUserStore::user, app.value(), id.value());
  }

  @Override
  public boolean exists(Snapshot snapshot, AppId app, UserId id) {
    return JdbcSnapshot.sql(snapshot)
        .one(EXISTS, row -> row.count(1), app.value(), id.value())
        .isPresent();
  }

  @Override
  public boolean hold(Tx tx, AppId app, UserId id) {
    Sql sql = JdbcSnapshot.sql(tx);
    return sql.one(EXISTS + sql.dialect().forShare(), row -> row.count(1), app.value(), id.value())
        .isPresent();
  }

  @Override
  public void update(Tx tx, User user) {
    JdbcSnapshot.sql(tx)
        .write(
            "UPDATE users SET password_hash = ?, nickname = ?, activated = ?, modified = ?,"
                + " tokens_since = ? WHERE app = ? AND name = ?",
            user.passwordHash(),
            user.nickname(),
            user.activated(),
            user.modified(),
            user.tokensSince(),
            user.app().value(),
            user.id().value());
  }

  @Override
  public void delete(Tx tx, User user) {
    for (String statement : FORGET) {
      JdbcSnapshot.sql(tx).write(statement, user.app().value(), user.id().value());
    }
  }

  @Override
  public Page<User> list(Snapshot snapshot, AppId app, int limit, @Nullable String after) {
    List<Keyset<User>> rows =
        JdbcSnapshot.sql(snapshot)
            .list(
                "SELECT "
                    + COLUMNS
                    + ", id FROM users WHERE app = ? AND id > ? ORDER BY id LIMIT ?",
                row -> new Keyset<>(row.number(10), user(row)),
                app.value(),
                Keyset.after(after),
                Keyset.rowsFor(limit));
    return Keyset.page(rows, limit);
  }

  private static User user(Row row) throws SQLException {
    return new User(
        new UserId(row.text(1)),
        new AppId(row.number(2)),
        UUID.fromString(row.text(3)),
        row.text(4),
        row.textOrNull(5),
        row.flag(6),
        row.time(7),
        row.time(8),
        row.time(9));
  }
}
