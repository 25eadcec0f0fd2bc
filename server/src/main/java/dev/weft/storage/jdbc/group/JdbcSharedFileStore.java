package dev.weft.storage.jdbc.group;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.chat.SharedFile;
import dev.weft.chat.file.FileId;
import dev.weft.chat.share.SharedFileStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Row;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Files of groups over JDBC: rows of `files` that have a group, and are kept for ever.
public final class JdbcSharedFileStore implements SharedFileStore {

  private static final String COLUMNS = "SELECT id, name, content_type, size, owner FROM files";

  /// The year 9999: until then a file stays that nobody takes away.
  private static final long NEVER = 253_402_300_799_000L;

  @Override
  public void insert(Tx tx, AppId app, GroupId group, SharedFile file) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO files (id, app, name, content_type, size, withdrawn, kept_until, group_id,"
                + " owner) VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?)",
            file.id(),
            app.value(),
            file.name(),
            file.contentType(),
            file.size(),
            NEVER,
            group.value(),
            file.owner() == null ? null : file.owner().value());
  }

  @Override
  public Optional<SharedFile> find(Snapshot snapshot, GroupId group, String id) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            COLUMNS + " WHERE id = ? AND group_id = ? AND withdrawn = 0",
            JdbcSharedFileStore::file,
            id,
            group.value());
  }

  @Override
  public List<SharedFile> list(Snapshot snapshot, GroupId group, int offset, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            COLUMNS + " WHERE group_id = ? AND withdrawn = 0 ORDER BY id DESC LIMIT ? OFFSET ?",
            JdbcSharedFileStore::file,
            group.value(),
            limit,
            offset);
  }

  @Override
  public int count(Snapshot snapshot, GroupId group, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT count(*) FROM (SELECT 1 FROM files WHERE group_id = ? AND withdrawn = 0"
                + " LIMIT ?) f",
            row -> row.count(1),
            group.value(),
            limit)
        .orElse(0);
  }

  @Override
  public boolean withdraw(Tx tx, GroupId group, String id) {
    return JdbcSnapshot.sql(tx)
            .update(
                "UPDATE files SET withdrawn = 1 WHERE id = ? AND group_id = ? AND withdrawn = 0",
                id,
                group.value())
        > 0;
  }

  @Override
  public int withdrawSome(Tx tx, GroupId group, int limit) {
    return JdbcSnapshot.sql(tx)
        .update(
            "UPDATE files SET withdrawn = 1 WHERE id IN (SELECT id FROM files WHERE group_id = ?"
                + " AND withdrawn = 0 ORDER BY id LIMIT ?)",
            group.value(),
            limit);
  }

  @Override
  public void withdrawOf(Tx tx, AppId app, UserId user) {
    JdbcSnapshot.sql(tx)
        .write(
            "UPDATE files SET withdrawn = 1 WHERE app = ? AND owner = ? AND withdrawn = 0",
            app.value(),
            user.value());
  }

  private static SharedFile file(Row row) throws SQLException {
    String id = row.text(1);
    @Nullable String owner = row.textOrNull(5);
    return new SharedFile(
        id,
        row.text(2),
        row.text(3),
        row.number(4),
        owner == null ? null : new UserId(owner),
        FileId.parse(id).orElseThrow().created());
  }
}
