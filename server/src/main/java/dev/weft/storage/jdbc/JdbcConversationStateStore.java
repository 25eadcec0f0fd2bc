package dev.weft.storage.jdbc;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.ConversationId;
import dev.weft.chat.Ids;
import dev.weft.chat.timeline.Conversation;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Row;
import dev.weft.sync.ConversationStateStore;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What users have made of their conversations, over JDBC: the table `standing`.
public final class JdbcConversationStateStore implements ConversationStateStore {

  /// The position at which a user came in: the id of that moment.
  private static final String CAME = positionAt("h.joined");

  /// Nothing counts while a group is hidden, nor later what was sent meanwhile.
  private static final String COUNTS =
      "h.shown < "
          + JdbcGroupMarkStore.STILL_HIDDEN
          + " AND t.position >= "
          + positionAt("CASE WHEN h.shown > h.joined THEN h.shown ELSE h.joined END");

  /// What counts and is shown: `t` is the entry, `m` its message.
  private static final String SHOWN =
      " FROM timeline t JOIN messages m ON m.id = coalesce(t.message, t.position)"
          + " WHERE t.conversation = h.conversation AND t.kind = 0 AND m.recalled = 0"
          + " AND m.type <> 'cmd' AND t.position > h.erased_to AND NOT EXISTS (SELECT 1"
          + " FROM erased e WHERE e.app = m.app AND e.name = h.me"
          + " AND e.conversation = h.conversation AND e.message = m.id)"
          + JdbcReaderStore.mayRead("h.me");

  private static final String HEARD =
      "SELECT 0 AS kind, m.group_id AS conversation, m.group_id AS parent, '' AS low,"
          + " '' AS high, m.joined AS joined, m.name AS me, "
          + JdbcGroupMarkStore.HIDDEN_UNTIL
          + " AS shown FROM group_members m WHERE m.app = ? AND m.name = ? AND m.kind = 0"
          + " UNION ALL SELECT 2, p.id, 0, p.low, p.high, u.created, u.name, 0 FROM pairs p"
          + " JOIN users u ON u.app = p.app AND u.name = p.low"
          + " WHERE p.app = ? AND p.low = ? AND p.high <> ''"
          + " UNION ALL SELECT 2, p.id, 0, p.low, p.high, u.created, u.name, 0 FROM pairs p"
          + " JOIN users u ON u.app = p.app AND u.name = p.high"
          + " WHERE p.app = ? AND p.high = ? AND p.low <> p.high";

  private static final String LIST =
      "SELECT h.kind, h.conversation, h.parent, h.low, h.high, h.read_to, h.hidden_to, h.pinned,"
          + " h.marks, h.mute, h.newest,"
          + " (SELECT count(*) FROM (SELECT 1"
          + SHOWN
          + " AND t.position > h.read_to AND "
          + COUNTS
          + " AND lower(m.sender) <> h.me LIMIT "
          + MAX_UNREAD
          + ") u) AS unread, "
          + ChosenIds.of("h.parent")
          + " FROM (SELECT h.*,"
          + " coalesce((SELECT t.position"
          + SHOWN
          + " AND t.position > h.hidden_to AND t.position >= "
          + CAME
          + " ORDER BY t.position DESC LIMIT 1), 0) AS newest"
          + " FROM (SELECT g.*, coalesce(s.read_to, 0) AS read_to,"
          + " coalesce(s.hidden_to, 0) AS hidden_to, s.pinned AS pinned,"
          + " coalesce(s.marks, '') AS marks, coalesce(s.mute, 'DEFAULT') AS mute,"
          + " coalesce(s.erased_to, 0) AS erased_to FROM ("
          + HEARD
          + ") g LEFT JOIN standing s ON s.app = ? AND s.name = g.me"
          + " AND s.conversation = g.conversation) h) h"
          + " WHERE (h.newest > 0 OR h.pinned IS NOT NULL) AND h.newest < ?"
          + " AND (? = 0 OR h.pinned IS NOT NULL)"
          + " ORDER BY h.newest DESC, h.conversation LIMIT ?";

  /// The position of the first entry at a time.
  private static String positionAt(String time) {
    return "((" + time + " - " + Ids.EPOCH + ") * " + (1L << Ids.SHIFT) + ")";
  }

  @Override
  public Optional<ConversationState> find(
      Snapshot snapshot, AppId app, UserId user, ConversationId conversation) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT read_to, hidden_to, pinned, marks, mute FROM standing"
                + " WHERE app = ? AND name = ? AND conversation = ?",
            row -> state(row, conversation, 1),
            app.value(),
            user.value(),
            conversation.value());
  }

  @Override
  public void read(Tx tx, AppId app, UserId user, ConversationId conversation, long position) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO standing (app, name, conversation, read_to) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (app, name, conversation) DO UPDATE SET read_to = excluded.read_to"
                + " WHERE excluded.read_to > standing.read_to",
            app.value(),
            user.value(),
            conversation.value(),
            position);
  }

  @Override
  public void readAll(Tx tx, AppId app, UserId user, long position) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO standing (app, name, conversation, read_to)"
                + " SELECT CAST(? AS BIGINT), h.me, h.conversation, CAST(? AS BIGINT) FROM ("
                + HEARD
                + ") h WHERE true"
                + " ON CONFLICT (app, name, conversation) DO UPDATE SET read_to = excluded.read_to"
                + " WHERE excluded.read_to > standing.read_to",
            app.value(),
            position,
            app.value(),
            user.value(),
            app.value(),
            user.value(),
            app.value(),
            user.value());
  }

  @Override
  public void save(Tx tx, AppId app, UserId user, ConversationState state) {
    @Nullable Instant pinned = state.pinned();
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO standing (app, name, conversation, hidden_to, pinned, marks, mute)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (app, name, conversation) DO UPDATE SET"
                + " hidden_to = excluded.hidden_to, pinned = excluded.pinned,"
                + " marks = excluded.marks, mute = excluded.mute",
            app.value(),
            user.value(),
            state.conversation().value(),
            state.hiddenTo(),
            pinned,
            state.marks().stream().sorted().map(String::valueOf).collect(Collectors.joining(",")),
            state.mute());
  }

  @Override
  public List<Listed> list(
      Snapshot snapshot,
      AppId app,
      UserId user,
      boolean pinnedOnly,
      @Nullable Long before,
      int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            LIST,
            row -> listed(row, app),
            app.value(),
            user.value(),
            app.value(),
            user.value(),
            app.value(),
            user.value(),
            app.value(),
            before == null ? Long.MAX_VALUE : before,
            pinnedOnly ? 1 : 0,
            limit);
  }

  private static Listed listed(Row row, AppId app) throws SQLException {
    Conversation conversation = JdbcCursorStore.conversation(row, app, 13);
    return new Listed(
        conversation, state(row, conversation.id(), 6), row.count(12), row.number(11));
  }

  /// @param first the column of `read_to`; the others follow
  private static ConversationState state(Row row, ConversationId conversation, int first)
      throws SQLException {
    @Nullable Instant pinned = row.timeOrNull(first + 2);
    return new ConversationState(
        conversation,
        row.number(first),
        row.number(first + 1),
        pinned,
        marks(row.text(first + 3)),
        row.text(first + 4));
  }

  private static Set<Integer> marks(String text) {
    return text.isEmpty()
        ? Set.of()
        : Arrays.stream(text.split(",", -1))
            .map(Integer::valueOf)
            .collect(Collectors.toCollection(TreeSet::new));
  }
}
