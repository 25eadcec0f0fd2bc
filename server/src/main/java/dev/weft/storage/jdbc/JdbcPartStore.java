package dev.weft.storage.jdbc;

import dev.weft.app.AppId;
import dev.weft.chat.file.FileId;
import dev.weft.chat.file.PartStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Row;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Uploads in parts over JDBC. A part that was replaced has the number 0.
public final class JdbcPartStore implements PartStore {

  @Override
  public void begin(Tx tx, FileId upload, AppId app, String owner) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO file_uploads (id, app, owner, changes, ended) VALUES (?, ?, ?, 0, 0)",
            upload.toString(),
            app.value(),
            owner);
  }

  @Override
  public int countOpen(Snapshot snapshot, AppId app, String owner, FileId first) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT count(*) FROM file_uploads WHERE app = ? AND owner = ? AND ended = 0"
                + " AND id >= ?",
            row -> row.count(1),
            app.value(),
            owner,
            first.toString())
        .orElse(0);
  }

  @Override
  public Optional<Open> find(Snapshot snapshot, FileId upload, AppId app, String owner) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT changes FROM file_uploads WHERE id = ? AND app = ? AND owner = ? AND ended = 0",
            row -> row.number(1),
            upload.toString(),
            app.value(),
            owner)
        .map(changes -> new Open(upload, changes, parts(snapshot, upload)));
  }

  private static List<Part> parts(Snapshot snapshot, FileId upload) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT file, number, size, name, content_type FROM file_parts"
                + " WHERE upload = ? AND number > 0 ORDER BY number",
            row -> new Part(id(row), row.count(2), row.number(3), row.text(4), row.text(5)),
            upload.toString());
  }

  private static FileId id(Row row) throws SQLException {
    return FileId.parse(row.text(1)).orElseThrow();
  }

  @Override
  public boolean change(Tx tx, FileId upload, AppId app, String owner) {
    return JdbcSnapshot.sql(tx)
            .update(
                "UPDATE file_uploads SET changes = changes + 1"
                    + " WHERE id = ? AND app = ? AND owner = ? AND ended = 0",
                upload.toString(),
                app.value(),
                owner)
        > 0;
  }

  @Override
  public void add(Tx tx, FileId upload, Part part) {
    JdbcSnapshot.sql(tx)
        .write(
            "UPDATE file_parts SET number = 0 WHERE upload = ? AND number = ?",
            upload.toString(),
            part.number());
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO file_parts (file, upload, number, size, name, content_type)"
                + " VALUES (?, ?, ?, ?, ?, ?)",
            part.file().toString(),
            upload.toString(),
            part.number(),
            part.size(),
            part.name(),
            part.contentType());
  }

  @Override
  public long size(Snapshot snapshot, FileId upload) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT coalesce(sum(size), 0) FROM file_parts WHERE upload = ? AND number > 0",
            row -> row.number(1),
            upload.toString())
        .orElse(0L);
  }

  @Override
  public boolean end(Tx tx, Open open) {
    return JdbcSnapshot.sql(tx)
            .update(
                "UPDATE file_uploads SET ended = 1 WHERE id = ? AND changes = ? AND ended = 0",
                open.upload().toString(),
                open.changes())
        > 0;
  }

  @Override
  public List<FileId> endAny(Tx tx, FileId upload) {
    JdbcSnapshot.sql(tx)
        .update("UPDATE file_uploads SET ended = 1 WHERE id = ?", upload.toString());
    return JdbcSnapshot.sql(tx)
        .list("SELECT file FROM file_parts WHERE upload = ?", JdbcPartStore::id, upload.toString());
  }

  @Override
  public List<FileId> over(Snapshot snapshot, FileId first, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT id FROM file_uploads WHERE ended = 1 OR id < ? ORDER BY id LIMIT ?",
            JdbcPartStore::id,
            first.toString(),
            limit);
  }

  @Override
  public List<FileId> replaced(Snapshot snapshot, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list("SELECT file FROM file_parts WHERE number = 0 LIMIT ?", JdbcPartStore::id, limit);
  }

  @Override
  public void deletePart(Tx tx, FileId file) {
    JdbcSnapshot.sql(tx).write("DELETE FROM file_parts WHERE file = ?", file.toString());
  }

  @Override
  public void delete(Tx tx, FileId upload) {
    JdbcSnapshot.sql(tx).write("DELETE FROM file_parts WHERE upload = ?", upload.toString());
    JdbcSnapshot.sql(tx).write("DELETE FROM file_uploads WHERE id = ?", upload.toString());
  }
}
