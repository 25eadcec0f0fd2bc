package dev.weft.storage.jdbc.delivery;

import dev.weft.app.AppId;
import dev.weft.callback.moderation.JudgeEndpoint;
import dev.weft.callback.moderation.JudgeStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.net.URI;
import java.util.Optional;

/// The services that judge texts, over JDBC.
public final class JdbcJudgeStore implements JudgeStore {

  @Override
  public void put(Tx tx, AppId app, JudgeEndpoint endpoint) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO text_judges (app, url, secret) VALUES (?, ?, ?) ON CONFLICT (app)"
                + " DO UPDATE SET url = excluded.url, secret = excluded.secret",
            app.value(),
            endpoint.url().toString(),
            endpoint.secret());
  }

  @Override
  public Optional<JudgeEndpoint> find(Snapshot snapshot, AppId app) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT url, secret FROM text_judges WHERE app = ?",
            row -> new JudgeEndpoint(URI.create(row.text(1)), row.text(2)),
            app.value());
  }

  @Override
  public boolean delete(Tx tx, AppId app) {
    return JdbcSnapshot.sql(tx).update("DELETE FROM text_judges WHERE app = ?", app.value()) > 0;
  }
}
