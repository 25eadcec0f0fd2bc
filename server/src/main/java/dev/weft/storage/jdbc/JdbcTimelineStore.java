package dev.weft.storage.jdbc;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.ConversationId;
import dev.weft.chat.Ids;
import dev.weft.chat.MessageId;
import dev.weft.chat.Origin;
import dev.weft.chat.Source;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.timeline.Entry;
import dev.weft.chat.timeline.EntryKind;
import dev.weft.chat.timeline.TimelineStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Row;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Timelines over JDBC: what both databases do in the same way.
public abstract class JdbcTimelineStore implements TimelineStore {

  /// What [#entry] reads.
  protected static final String COLUMNS = "position, kind, message, origin, local_id, data";

  private static final String FIND_PAIR =
      "SELECT id FROM pairs WHERE app = ? AND low = ? AND high = ?";

  private static final String HEAD = "SELECT max(position) FROM timeline WHERE conversation = ?";

  private final KnownPairs known = new KnownPairs();
  private final LongSupplier ids;

  /// @param ids numbers of new pairs and inboxes, in the space of groups and threads
  protected JdbcTimelineStore(LongSupplier ids) {
    this.ids = ids;
  }

  @Override
  public List<Entry> after(
      Snapshot snapshot, ConversationId conversation, long position, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT "
                + COLUMNS
                + " FROM timeline WHERE conversation = ? AND position > ?"
                + " ORDER BY position LIMIT ?",
            JdbcTimelineStore::entry,
            conversation.value(),
            position,
            limit);
  }

  @Override
  public List<Entry> before(
      Snapshot snapshot, ConversationId conversation, long position, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT "
                + COLUMNS
                + " FROM timeline WHERE conversation = ? AND position < ?"
                + " ORDER BY position DESC LIMIT ?",
            JdbcTimelineStore::entry,
            conversation.value(),
            position,
            limit);
  }

  @Override
  public long head(Snapshot snapshot, ConversationId conversation) {
    return head(JdbcSnapshot.sql(snapshot), conversation);
  }

  /// The last position of a conversation; 0 if it has none.
  protected static long head(Sql sql, ConversationId conversation) {
    return sql.one(HEAD, row -> row.number(1), conversation.value()).orElse(0L);
  }

  @Override
  public Optional<Conversation> find(Snapshot snapshot, ConversationId conversation) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT f.kind, f.app, f.parent, f.low, f.high, "
                + ChosenIds.of("f.parent")
                + " FROM (SELECT CASE kind WHEN 0 THEN 0 ELSE 3 END AS kind, app, id AS parent, ''"
                + " AS low, '' AS high FROM chat_groups WHERE id = ? UNION ALL SELECT 1, app,"
                + " group_id, '', '' FROM threads WHERE id = ? UNION ALL SELECT 2, app, 0, low,"
                + " high FROM pairs WHERE id = ?) f",
            row -> conversation(row, conversation),
            conversation.value(),
            conversation.value(),
            conversation.value());
  }

  private static Conversation conversation(Row row, ConversationId id) throws SQLException {
    AppId app = new AppId(row.number(2));
    return switch (row.count(1)) {
      case 0 -> new Conversation.OfGroup(app, ChosenIds.group(row, 3, 6));
      case 1 -> new Conversation.OfThread(app, id.asThread(), ChosenIds.group(row, 3, 6));
      case 3 -> new Conversation.OfRoom(app, ChosenIds.group(row, 3, 6));
      default -> ofUsers(app, id, row.text(4), row.text(5));
    };
  }

  static Conversation ofUsers(AppId app, ConversationId id, String low, String high) {
    return high.isEmpty()
        ? new Conversation.OfUser(app, id, new UserId(low))
        : new Conversation.OfPair(app, id, new UserId(low), new UserId(high));
  }

  @Override
  public Conversation.OfPair pair(Tx tx, AppId app, UserId one, UserId other) {
    KnownPairs.Names names = names(app, one, other);
    return ofPair(names, made(tx, names));
  }

  @Override
  public Optional<Conversation.OfPair> findPair(
      Snapshot snapshot, AppId app, UserId one, UserId other) {
    KnownPairs.Names names = names(app, one, other);
    @Nullable Long id = known.find(names);
    return id != null
        ? Optional.of(ofPair(names, id))
        : find(JdbcSnapshot.sql(snapshot), names).map(found -> ofPair(names, found));
  }

  @Override
  public Conversation.OfUser inbox(Tx tx, AppId app, UserId user) {
    UserId owner = UserId.of(user.value());
    long id = made(tx, new KnownPairs.Names(app, owner.value(), ""));
    return new Conversation.OfUser(app, new ConversationId(id), owner);
  }

  /// The two users of a pair, in the order in which their names stand.
  static KnownPairs.Names names(AppId app, UserId one, UserId other) {
    String a = UserId.of(one.value()).value();
    String b = UserId.of(other.value()).value();
    return a.compareTo(b) <= 0 ? new KnownPairs.Names(app, a, b) : new KnownPairs.Names(app, b, a);
  }

  private static Conversation.OfPair ofPair(KnownPairs.Names names, long id) {
    return new Conversation.OfPair(
        names.app(), new ConversationId(id), new UserId(names.low()), new UserId(names.high()));
  }

  /// The number of a pair, if there is one.
  static Optional<Long> find(Sql sql, KnownPairs.Names names) {
    return sql.one(FIND_PAIR, row -> row.number(1), names.app().value(), names.low(), names.high());
  }

  /// Who makes the same pair at the same time waits for the other one, and finds his.
  private long made(Tx tx, KnownPairs.Names names) {
    @Nullable Long id = known.find(names);
    if (id != null) {
      return id;
    }
    Sql sql = JdbcSnapshot.sql(tx);
    Optional<Long> found = find(sql, names);
    if (found.isEmpty()) {
      sql.write(
          "INSERT INTO pairs (id, app, low, high) VALUES (?, ?, ?, ?)"
              + " ON CONFLICT (app, low, high) DO NOTHING",
          ids.getAsLong(),
          names.app().value(),
          names.low(),
          names.high());
      found = find(sql, names);
      found.ifPresent(made -> beginAfter(sql, new ConversationId(made), joined(sql, names)));
    }
    long kept = found.orElseThrow();
    tx.afterCommit(() -> known.keep(names, kept));
    return kept;
  }

  /// No position of a new pair is at or before this one: then its users were not there yet, as the
  /// clocks of the nodes say that have registered them.
  private static long joined(Sql sql, KnownPairs.Names names) {
    return sql.one(
            "SELECT max(created) FROM users WHERE app = ? AND name IN (?, ?)",
            row -> row.time(1),
            names.app().value(),
            names.low(),
            names.high())
        .map(created -> Ids.firstAt(created).value())
        .orElse(0L);
  }

  /// The first entry of a conversation comes after `position`, whatever it wishes for.
  protected abstract void beginAfter(Sql sql, ConversationId conversation, long position);

  @Override
  public Optional<Entry> findLocal(
      Snapshot snapshot, ConversationId conversation, Origin origin, long since) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT "
                + COLUMNS
                + " FROM timeline WHERE conversation = ? AND position > ? AND origin = ?"
                + " AND local_id = ? ORDER BY position LIMIT 1",
            JdbcTimelineStore::entry,
            conversation.value(),
            since,
            origin.device(),
            origin.localId());
  }

  @Override
  public int sweep(Tx tx, long before, int limit) {
    return JdbcSnapshot.sql(tx)
        .update(
            "DELETE FROM timeline WHERE (conversation, position) IN"
                + " (SELECT conversation, position FROM timeline WHERE kind <> 0 AND position < ?"
                + " ORDER BY position LIMIT ?)",
            before,
            limit);
  }

  /// Reads [#COLUMNS].
  protected static Entry entry(Row row) throws SQLException {
    long position = row.number(1);
    EntryKind kind = EntryKind.of(row.count(2));
    @Nullable Long message = row.numberOrNull(3);
    long device = row.number(4);
    Origin origin = new Origin(device == 0 ? Source.REST : Source.SDK, device, row.number(5), null);
    @Nullable MessageId subject = null;
    if (message != null) {
      subject = new MessageId(message);
    } else if (kind == EntryKind.MESSAGE) {
      subject = new MessageId(position);
    }
    return new Entry(position, kind, subject, origin, row.bytesOrNull(6));
  }
}
