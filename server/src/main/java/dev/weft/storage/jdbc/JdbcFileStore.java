package dev.weft.storage.jdbc;

import dev.weft.app.AppId;
import dev.weft.chat.file.ChatFile;
import dev.weft.chat.file.FileId;
import dev.weft.chat.file.FileStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Row;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Files over JDBC, but those that groups share ([JdbcSharedFileStore]). Ids are kept as text,
/// whose order is that of their times.
public final class JdbcFileStore implements FileStore {

  /// Files that one page of a list looks at: no index says which are of one app.
  private static final int ROWS_PER_PAGE = 5_000;

  /// Above every id, which begins with a digit or a letter up to f.
  private static final String AFTER_ALL = "g";

  @Override
  public void insert(Tx tx, ChatFile file) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO files (id, app, name, content_type, size, secret_hash, thumbnail_width,"
                + " thumbnail_height, withdrawn) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
            file.id().toString(),
            file.app().value(),
            file.name(),
            file.contentType(),
            file.size(),
            file.secretHash(),
            file.thumbnailWidth(),
            file.thumbnailHeight());
  }

  @Override
  public Optional<ChatFile> find(Snapshot snapshot, AppId app, FileId id) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT name, content_type, size, secret_hash, thumbnail_width, thumbnail_height"
                + " FROM files WHERE id = ? AND app = ? AND withdrawn = 0 AND group_id IS NULL",
            row ->
                new ChatFile(
                    id,
                    app,
                    row.text(1),
                    row.text(2),
                    row.number(3),
                    row.textOrNull(4),
                    row.count(5),
                    row.count(6)),
            id.toString(),
            app.value());
  }

  @Override
  public void withdraw(Tx tx, AppId app, FileId id) {
    JdbcSnapshot.sql(tx)
        .write(
            "UPDATE files SET withdrawn = 1 WHERE id = ? AND app = ? AND group_id IS NULL",
            id.toString(),
            app.value());
  }

  @Override
  public boolean keepUntil(Tx tx, AppId app, FileId id, @Nullable Instant until) {
    return JdbcSnapshot.sql(tx)
            .update(
                "UPDATE files SET kept_until = ? WHERE id = ? AND app = ? AND withdrawn = 0"
                    + " AND group_id IS NULL",
                until,
                id.toString(),
                app.value())
        > 0;
  }

  @Override
  public Optional<Instant> keptUntil(Snapshot snapshot, FileId id) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT kept_until FROM files WHERE id = ? AND kept_until IS NOT NULL",
            row -> row.time(1),
            id.toString());
  }

  @Override
  public Listing list(Snapshot snapshot, AppId app, @Nullable FileId before, int limit) {
    Sql sql = JdbcSnapshot.sql(snapshot);
    String top = before == null ? AFTER_ALL : before.toString();
    Optional<FileId> bottom =
        sql.one(
            "SELECT id FROM files WHERE id < ? ORDER BY id DESC LIMIT 1 OFFSET ?",
            JdbcFileStore::id,
            top,
            ROWS_PER_PAGE - 1);
    List<Listed> found =
        sql.list(
            "SELECT id, name, content_type, size, secret_hash, thumbnail_width, thumbnail_height,"
                + " group_id, owner, kept_until FROM files WHERE id < ? AND id >= ? AND app = ?"
                + " AND withdrawn = 0 ORDER BY id DESC LIMIT ?",
            row -> listed(row, app),
            top,
            bottom.map(FileId::toString).orElse(""),
            app.value(),
            limit);
    return new Listing(
        found, found.size() == limit ? found.getLast().file().id() : bottom.orElse(null));
  }

  private static FileId id(Row row) throws SQLException {
    return FileId.parse(row.text(1)).orElseThrow();
  }

  private static Listed listed(Row row, AppId app) throws SQLException {
    return new Listed(
        new ChatFile(
            id(row),
            app,
            row.text(2),
            row.text(3),
            row.number(4),
            row.textOrNull(5),
            row.count(6),
            row.count(7)),
        row.numberOrNull(8),
        row.textOrNull(9),
        row.timeOrNull(10));
  }

  @Override
  public List<FileId> doomed(Snapshot snapshot, Instant cutoff, Instant now, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT id FROM files WHERE withdrawn = 1"
                + " UNION ALL SELECT id FROM files WHERE id < ? AND kept_until IS NULL"
                + " UNION ALL SELECT id FROM files WHERE kept_until <= ? LIMIT ?",
            JdbcFileStore::id,
            FileId.firstAt(cutoff).toString(),
            now,
            limit);
  }

  @Override
  public void delete(Tx tx, FileId id) {
    JdbcSnapshot.sql(tx).write("DELETE FROM files WHERE id = ?", id.toString());
  }
}
