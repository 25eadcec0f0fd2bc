package dev.weft.storage.jdbc;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.favorite.Favorite;
import dev.weft.chat.favorite.FavoriteStore;
import dev.weft.storage.sql.Conditions;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Row;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Favorites over JDBC.
public final class JdbcFavoriteStore implements FavoriteStore {

  private static final String COLUMNS = "id, type, data, ext, created, updated";

  @Override
  public void put(Tx tx, AppId app, UserId user, Favorite favorite) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO favorites (app, name, "
                + COLUMNS
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (app, name, id) DO UPDATE SET"
                + " type = excluded.type, data = excluded.data, ext = excluded.ext,"
                + " created = excluded.created, updated = excluded.updated",
            app.value(),
            user.value(),
            favorite.id(),
            favorite.type(),
            favorite.data(),
            favorite.ext(),
            favorite.created(),
            favorite.updated());
  }

  @Override
  public Optional<Favorite> find(Snapshot snapshot, AppId app, UserId user, String id) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT " + COLUMNS + " FROM favorites WHERE app = ? AND name = ? AND id = ?",
            JdbcFavoriteStore::favorite,
            app.value(),
            user.value(),
            id);
  }

  @Override
  public boolean delete(Tx tx, AppId app, UserId user, String id) {
    return JdbcSnapshot.sql(tx)
            .update(
                "DELETE FROM favorites WHERE app = ? AND name = ? AND id = ?",
                app.value(),
                user.value(),
                id)
        > 0;
  }

  @Override
  public long count(Snapshot snapshot, AppId app, UserId user) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT count(*) FROM favorites WHERE app = ? AND name = ?",
            row -> row.number(1),
            app.value(),
            user.value())
        .orElse(0L);
  }

  @Override
  public List<Favorite> list(Snapshot snapshot, AppId app, UserId user, Range range, int limit) {
    Conditions conditions =
        new Conditions()
            .add("app = ?", app.value())
            .add("name = ?", user.value())
            .add("created >= ?", range.from().toEpochMilli())
            .add("created <= ?", range.to().toEpochMilli())
            .add("type = ?", range.type().orElse(null));
    String order = range.newestFirst() ? "DESC" : "ASC";
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT %s FROM favorites WHERE %s ORDER BY created %s, id %s LIMIT ?"
                .formatted(COLUMNS, conditions, order, order),
            JdbcFavoriteStore::favorite,
            conditions.parameters(limit));
  }

  private static Favorite favorite(Row row) throws SQLException {
    return new Favorite(
        row.text(1), row.count(2), row.text(3), row.textOrNull(4), row.time(5), row.time(6));
  }
}
