package dev.weft.storage.jdbc.group;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.ChatThread;
import dev.weft.chat.GroupId;
import dev.weft.chat.Member;
import dev.weft.chat.MessageId;
import dev.weft.chat.Page;
import dev.weft.chat.ThreadId;
import dev.weft.chat.thread.ThreadStore;
import dev.weft.storage.jdbc.ChosenIds;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Row;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Threads and their members over JDBC: what both databases do in the same way.
public abstract class JdbcThreadStore implements ThreadStore {

  /// What [#thread] reads, of threads `t`.
  public static final String COLUMNS =
      "t.id, t.app, t.group_id, t.parent_message, t.name, t.owner, t.created, t.message_count,"
          + " t.last_message, t.changed, t.sequence, "
          + ChosenIds.of("t.group_id");

  /// One thread of an app.
  protected static final String FIND =
      "SELECT " + COLUMNS + " FROM threads t WHERE t.id = ? AND t.app = ?";

  @Override
  public void insert(Tx tx, ChatThread thread) {
    Sql sql = JdbcSnapshot.sql(tx);
    sql.write(
        "INSERT INTO threads (id, app, group_id, parent_message, name, owner, created,"
            + " message_count, last_message, changed, sequence)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        thread.id().value(),
        thread.app().value(),
        thread.group().value(),
        thread.parentMessage().value(),
        thread.name(),
        thread.owner().value(),
        thread.created(),
        thread.messageCount(),
        valueOf(thread.lastMessage()),
        thread.changed(),
        thread.sequence());
    sql.write("UPDATE apps SET thread_count = thread_count + 1 WHERE id = ?", thread.app().value());
  }

  @Override
  public Optional<ChatThread> find(Snapshot snapshot, AppId app, ThreadId id) {
    return JdbcSnapshot.sql(snapshot).one(FIND, JdbcThreadStore::thread, id.value(), app.value());
  }

  @Override
  public Optional<ChatThread> findByParent(Snapshot snapshot, AppId app, MessageId parentMessage) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT " + COLUMNS + " FROM threads t WHERE t.app = ? AND t.parent_message = ?",
            JdbcThreadStore::thread,
            app.value(),
            parentMessage.value());
  }

  @Override
  public void delete(Tx tx, ChatThread thread) {
    Sql sql = JdbcSnapshot.sql(tx);
    sql.write("DELETE FROM thread_members WHERE thread = ?", thread.id().value());
    int deleted = sql.update("DELETE FROM threads WHERE id = ?", thread.id().value());
    sql.write(
        "UPDATE apps SET thread_count = thread_count - ? WHERE id = ?",
        deleted,
        thread.app().value());
  }

  @Override
  public int countForUpdate(Tx tx, AppId app) {
    Sql sql = JdbcSnapshot.sql(tx);
    return sql.one(
            "SELECT thread_count FROM apps WHERE id = ?" + sql.dialect().forUpdate(),
            row -> row.count(1),
            app.value())
        .orElse(0);
  }

  /// The row of the user stands for the list of what the user has joined.
  @Override
  public int countJoinedForUpdate(Tx tx, AppId app, UserId user) {
    Sql sql = JdbcSnapshot.sql(tx);
    sql.list(
        "SELECT 1 FROM users WHERE app = ? AND name = ?" + sql.dialect().forUpdate(),
        row -> row.count(1),
        app.value(),
        user.value());
    return sql.one(
            "SELECT count(*) FROM thread_members WHERE app = ? AND name = ?",
            row -> row.count(1),
            app.value(),
            user.value())
        .orElse(0);
  }

  @Override
  public boolean join(Tx tx, AppId app, ThreadId thread, Member member) {
    return JdbcSnapshot.sql(tx)
            .update(
                "INSERT INTO thread_members (thread, name, app, joined) VALUES (?, ?, ?, ?)"
                    + " ON CONFLICT (thread, name) DO NOTHING",
                thread.value(),
                member.user().value(),
                app.value(),
                member.joined())
        > 0;
  }

  @Override
  public boolean leave(Tx tx, ThreadId thread, UserId user) {
    return JdbcSnapshot.sql(tx)
            .update(
                "DELETE FROM thread_members WHERE thread = ? AND name = ?",
                thread.value(),
                user.value())
        > 0;
  }

  @Override
  public boolean isMember(Snapshot snapshot, ThreadId thread, UserId user) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT 1 FROM thread_members WHERE thread = ? AND name = ?",
            row -> row.count(1),
            thread.value(),
            user.value())
        .isPresent();
  }

  @Override
  public int countMembers(Snapshot snapshot, ThreadId thread) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT count(*) FROM thread_members WHERE thread = ?",
            row -> row.count(1),
            thread.value())
        .orElse(0);
  }

  @Override
  public List<ChatThread> joinedInGroup(Snapshot snapshot, GroupId group, UserId user) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT "
                + COLUMNS
                + " FROM threads t JOIN thread_members m ON m.thread = t.id AND m.name = ?"
                + " WHERE t.group_id = ? ORDER BY t.id",
            JdbcThreadStore::thread,
            user.value(),
            group.value());
  }

  @Override
  public Page<UserId> members(
      Snapshot snapshot, ThreadId thread, int limit, @Nullable String after) {
    List<Joined<UserId>> rows =
        JdbcSnapshot.sql(snapshot)
            .list(
                "SELECT id, name FROM thread_members WHERE thread = ? AND id > ?"
                    + " ORDER BY id LIMIT ?",
                row -> new Joined<>(row.number(1), new UserId(row.text(2))),
                thread.value(),
                position(after, true),
                limit);
    return page(rows);
  }

  @Override
  public Page<ChatThread> list(
      Snapshot snapshot, AppId app, @Nullable GroupId group, Listing listing) {
    boolean newestFirst = listing.newestFirst();
    List<Joined<ChatThread>> rows =
        JdbcSnapshot.sql(snapshot)
            .list(
                "SELECT "
                    + COLUMNS
                    + ", t.id FROM threads t WHERE "
                    + (group == null ? "t.app = ?" : "t.group_id = ?")
                    + (newestFirst
                        ? " AND t.id < ? ORDER BY t.id DESC"
                        : " AND t.id > ? ORDER BY t.id")
                    + " LIMIT ?",
                row -> new Joined<>(row.number(13), thread(row)),
                group == null ? app.value() : group.value(),
                position(listing.after(), !newestFirst),
                listing.limit());
    return page(rows);
  }

  @Override
  public Page<ChatThread> joinedBy(
      Snapshot snapshot, AppId app, UserId user, @Nullable GroupId group, Listing listing) {
    boolean newestFirst = listing.newestFirst();
    List<Joined<ChatThread>> rows =
        JdbcSnapshot.sql(snapshot)
            .list(
                "SELECT "
                    + COLUMNS
                    + ", m.id FROM thread_members m JOIN threads t ON t.id = m.thread"
                    // 0 stands for every group.
                    + " WHERE m.app = ? AND m.name = ? AND (? = 0 OR t.group_id = ?)"
                    + (newestFirst
                        ? " AND m.id < ? ORDER BY m.id DESC"
                        : " AND m.id > ? ORDER BY m.id")
                    + " LIMIT ?",
                row -> new Joined<>(row.number(13), thread(row)),
                app.value(),
                user.value(),
                group == null ? 0L : group.value(),
                group == null ? 0L : group.value(),
                position(listing.after(), !newestFirst),
                listing.limit());
    return page(rows);
  }

  /// An item and its place in the order of its list.
  private record Joined<T>(long position, T item) {}

  private static <T> Page<T> page(List<Joined<T>> rows) {
    List<T> items = rows.stream().map(Joined::item).toList();
    return new Page<>(items, rows.isEmpty() ? null : Long.toString(rows.getLast().position()));
  }

  /// Where a page begins; a cursor that is not ours begins at the end, so that it finds nothing.
  private static long position(@Nullable String after, boolean ascending) {
    if (after == null) {
      return ascending ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    try {
      return Long.parseLong(after);
    } catch (NumberFormatException e) {
      return ascending ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
  }

  /// The number of a message that there need not be.
  protected static @Nullable Long valueOf(@Nullable MessageId id) {
    return id == null ? null : id.value();
  }

  /// Reads [#COLUMNS].
  public static ChatThread thread(Row row) throws SQLException {
    @Nullable Long last = row.numberOrNull(9);
    return new ChatThread(
        new ThreadId(row.number(1)),
        new AppId(row.number(2)),
        ChosenIds.group(row, 3, 12),
        new MessageId(row.number(4)),
        row.text(5),
        new UserId(row.text(6)),
        row.time(7),
        row.count(8),
        last == null ? null : new MessageId(last),
        row.time(10),
        row.number(11));
  }
}
