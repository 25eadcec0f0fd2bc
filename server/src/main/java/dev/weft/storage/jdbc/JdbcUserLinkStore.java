package dev.weft.storage.jdbc;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.user.UserLinkStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;

/// How users stand to each other.
public final class JdbcUserLinkStore implements UserLinkStore {

  @Override
  public void put(Tx tx, AppId app, UserId user, Kind kind, UserId other) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO user_links (app, name, kind, other) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (app, name, kind, other) DO NOTHING",
            app.value(),
            user.value(),
            numberOf(kind),
            other.value());
  }

  @Override
  public void remove(Tx tx, AppId app, UserId user, Kind kind, UserId other) {
    JdbcSnapshot.sql(tx)
        .write(
            "DELETE FROM user_links WHERE app = ? AND name = ? AND kind = ? AND other = ?",
            app.value(),
            user.value(),
            numberOf(kind),
            other.value());
  }

  @Override
  public List<UserId> list(Snapshot snapshot, AppId app, UserId user, Kind kind, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT other FROM user_links WHERE app = ? AND name = ? AND kind = ?"
                + " ORDER BY other LIMIT ?",
            row -> new UserId(row.text(1)),
            app.value(),
            user.value(),
            numberOf(kind),
            limit);
  }

  @Override
  public List<Link> links(Snapshot snapshot, AppId app, UserId user, Kind kind, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT other, remark FROM user_links WHERE app = ? AND name = ? AND kind = ?"
                + " ORDER BY other LIMIT ?",
            row -> new Link(new UserId(row.text(1)), row.text(2)),
            app.value(),
            user.value(),
            numberOf(kind),
            limit);
  }

  @Override
  public boolean has(Snapshot snapshot, AppId app, UserId user, Kind kind, UserId other) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT 1 FROM user_links WHERE app = ? AND name = ? AND kind = ? AND other = ?",
            row -> row.count(1),
            app.value(),
            user.value(),
            numberOf(kind),
            other.value())
        .isPresent();
  }

  @Override
  public boolean remark(Tx tx, AppId app, UserId user, Kind kind, UserId other, String remark) {
    return JdbcSnapshot.sql(tx)
            .update(
                "UPDATE user_links SET remark = ?"
                    + " WHERE app = ? AND name = ? AND kind = ? AND other = ?",
                remark,
                app.value(),
                user.value(),
                numberOf(kind),
                other.value())
        > 0;
  }

  private static int numberOf(Kind kind) {
    return switch (kind) {
      case CONTACT -> 0;
      case BLOCKED -> 1;
      case ASKED -> 2;
    };
  }
}
