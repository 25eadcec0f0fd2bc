package dev.weft.storage.jdbc;

import dev.weft.app.App;
import dev.weft.app.AppId;
import dev.weft.app.AppKey;
import dev.weft.app.AppStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Row;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Apps over JDBC.
public final class JdbcAppStore implements AppStore {

  private static final String COLUMNS =
      "id, org, app, uuid, client_id, secret_hash, created, generation, app_id, sealed_secret,"
          + " sealed_certificate";

  @Override
  public Optional<App> find(Snapshot snapshot, AppKey key) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT " + COLUMNS + " FROM apps WHERE org = ? AND app = ?",
            JdbcAppStore::app,
            key.org(),
            key.app());
  }

  @Override
  public Optional<App> findByAppId(Snapshot snapshot, String appId) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT " + COLUMNS + " FROM apps WHERE app_id = ?",
            JdbcAppStore::app,
            appId.toLowerCase(Locale.ROOT));
  }

  @Override
  public List<App> all(Snapshot snapshot) {
    return JdbcSnapshot.sql(snapshot)
        .list("SELECT " + COLUMNS + " FROM apps ORDER BY org, app", JdbcAppStore::app);
  }

  @Override
  public App insert(Tx tx, App app) {
    long id =
        JdbcSnapshot.sql(tx)
            .one(
                "INSERT INTO apps (org, app, uuid, client_id, secret_hash, created, generation,"
                    + " app_id, sealed_secret, sealed_certificate)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                row -> row.number(1),
                app.key().org(),
                app.key().app(),
                app.uuid().toString(),
                app.clientId(),
                app.secretHash(),
                app.created(),
                app.generation(),
                appId(app),
                app.sealed().clientSecret(),
                app.sealed().certificate())
            .orElseThrow();
    return app.numbered(new AppId(id));
  }

  @Override
  public void update(Tx tx, App app) {
    JdbcSnapshot.sql(tx)
        .write(
            "UPDATE apps SET client_id = ?, secret_hash = ?, generation = ?, app_id = ?,"
                + " sealed_secret = ?, sealed_certificate = ? WHERE id = ?",
            app.clientId(),
            app.secretHash(),
            app.generation(),
            appId(app),
            app.sealed().clientSecret(),
            app.sealed().certificate(),
            app.id().value());
  }

  private static @Nullable String appId(App app) {
    return app.agoraId().map(id -> id.toLowerCase(Locale.ROOT)).orElse(null);
  }

  @Override
  public byte[] tokenKey(Tx tx, byte[] fresh) {
    Sql sql = JdbcSnapshot.sql(tx);
    sql.write(
        "INSERT INTO settings (name, value) VALUES ('token_key', ?) ON CONFLICT DO NOTHING", fresh);
    return sql.one("SELECT value FROM settings WHERE name = 'token_key'", row -> row.bytes(1))
        .orElseThrow();
  }

  private static App app(Row row) throws SQLException {
    return new App(
        new AppId(row.number(1)),
        new AppKey(row.text(2), row.text(3)),
        UUID.fromString(row.text(4)),
        row.text(5),
        row.text(6),
        row.time(7),
        row.count(8),
        row.textOrNull(9),
        new App.Sealed(row.textOrNull(10), row.textOrNull(11)));
  }
}
