package dev.weft.storage.jdbc;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.ConversationId;
import dev.weft.chat.Ids;
import dev.weft.chat.ThreadId;
import dev.weft.chat.timeline.Conversation;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Row;
import dev.weft.storage.sql.Sql;
import dev.weft.sync.CursorStore;
import dev.weft.sync.Followed;
import dev.weft.sync.device.Device;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Cursors over JDBC: what both databases do in the same way.
public abstract class JdbcCursorStore implements CursorStore {

  /// The end of a statement that adds cursors: one that is further stays.
  protected static final String KEEP_LATER =
      " ON CONFLICT (device, conversation) DO UPDATE SET position = excluded.position"
          + " WHERE excluded.position > cursors.position";

  /// What a user hears, and since when: kind, number, group, users; and when a group that was
  /// hidden was shown again.
  static final String HEARD =
      "SELECT 0 AS kind, m.group_id AS conversation, m.group_id AS parent, '' AS low,"
          + " '' AS high, m.joined AS joined, "
          + JdbcGroupMarkStore.HIDDEN_UNTIL
          + " AS shown FROM group_members m WHERE m.app = ? AND m.name = ? AND m.kind = 0"
          + " UNION ALL SELECT 1, m.thread, t.group_id, '', '', m.joined, 0 FROM thread_members m"
          + " JOIN threads t ON t.id = m.thread WHERE m.app = ? AND m.name = ?"
          + " UNION ALL SELECT 2, p.id, 0, p.low, p.high, u.created, 0 FROM pairs p"
          + " JOIN users u ON u.app = p.app AND u.name = p.low WHERE p.app = ? AND p.low = ?"
          + " UNION ALL SELECT 2, p.id, 0, p.low, p.high, u.created, 0 FROM pairs p"
          + " JOIN users u ON u.app = p.app AND u.name = p.high"
          + " WHERE p.app = ? AND p.high = ? AND p.low <> p.high";

  private static final String FOLLOWED =
      "SELECT h.kind, h.conversation, h.parent, h.low, h.high, h.joined,"
          + " (SELECT position FROM cursors c"
          + " WHERE c.device = ? AND c.conversation = h.conversation) AS own,"
          + " (SELECT max(c.position) FROM devices d JOIN cursors c ON c.device = d.id"
          + " AND c.conversation = h.conversation WHERE d.app = ? AND d.name = ?) AS furthest,"
          + " (SELECT max(position) FROM timeline t"
          + " WHERE t.conversation = h.conversation) AS head, "
          + ChosenIds.of("h.parent")
          + ", h.shown FROM ("
          + HEARD
          + ") h WHERE h.shown < "
          + JdbcGroupMarkStore.STILL_HIDDEN;

  @Override
  public void save(Tx tx, List<Cursor> cursors) {
    Sql sql = JdbcSnapshot.sql(tx);
    List<Cursor> furthest = furthest(cursors);
    if (!furthest.isEmpty()) {
      write(sql, furthest);
    }
  }

  /// Writes cursors, of which there is one for each device and conversation, in their order.
  protected abstract void write(Sql sql, List<Cursor> cursors);

  private record Key(long device, long conversation) {}

  /// One for each device and conversation, in one order: two that keep the same ones wait for each
  /// other, and never both.
  private static List<Cursor> furthest(List<Cursor> cursors) {
    Map<Key, Cursor> kept =
        new TreeMap<>(Comparator.comparingLong(Key::device).thenComparingLong(Key::conversation));
    for (Cursor cursor : cursors) {
      kept.merge(
          new Key(cursor.device().value(), cursor.conversation().value()),
          cursor,
          (one, other) -> one.position() >= other.position() ? one : other);
    }
    return List.copyOf(kept.values());
  }

  @Override
  public int messagesAfter(
      Snapshot snapshot, ConversationId conversation, UserId user, long position, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT count(*) FROM (SELECT 1 FROM timeline t JOIN messages m"
                + " ON m.id = coalesce(t.message, t.position)"
                + " WHERE t.conversation = ? AND t.position > ? AND t.kind = 0"
                + " AND m.recalled = 0 AND lower(m.sender) <> ?"
                + JdbcReaderStore.mayRead("?")
                + " LIMIT ?) c",
            row -> row.count(1),
            conversation.value(),
            position,
            user.value(),
            user.value(),
            limit)
        .orElse(0);
  }

  @Override
  public List<Followed> followed(Snapshot snapshot, Device device, long floor) {
    long app = device.app().value();
    String user = device.user().value();
    return JdbcSnapshot.sql(snapshot)
        .list(
            FOLLOWED,
            row -> followed(row, device.app(), floor),
            device.id().value(),
            app,
            user,
            app,
            user,
            app,
            user,
            app,
            user,
            app,
            user);
  }

  private static Followed followed(Row row, AppId app, long floor) throws SQLException {
    Conversation conversation = conversation(row, app, 10);
    // One less: what came with the id itself came after.
    long since = Math.max(row.number(6), row.number(11));
    long joined = Ids.firstAt(Instant.ofEpochMilli(since)).value() - 1;
    @Nullable Long own = row.numberOrNull(7);
    @Nullable Long furthest = row.numberOrNull(8);
    long from = own != null ? own : furthest != null ? furthest : joined;
    return new Followed(conversation, Math.max(Math.max(from, joined), floor), row.number(9));
  }

  /// From the columns of [#HEARD].
  ///
  /// @param chosen the column of the text that is chosen for the group `parent`
  public static Conversation conversation(Row row, AppId app, int chosen) throws SQLException {
    long id = row.number(2);
    return switch (row.count(1)) {
      case 0 -> new Conversation.OfGroup(app, ChosenIds.group(row, 2, chosen));
      case 1 -> new Conversation.OfThread(app, new ThreadId(id), ChosenIds.group(row, 3, chosen));
      default -> JdbcTimelineStore.ofUsers(app, new ConversationId(id), row.text(4), row.text(5));
    };
  }
}
