package dev.weft.storage.sqlite;

import dev.weft.chat.ConversationId;
import dev.weft.chat.MessageId;
import dev.weft.chat.timeline.Appended;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.timeline.Entry;
import dev.weft.chat.timeline.EntryKind;
import dev.weft.storage.jdbc.JdbcTimelineStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Timelines in SQLite: the one writer remembers where they end ([SqliteHeads]).
public final class SqliteTimelineStore extends JdbcTimelineStore {

  private static final String INSERT =
      "INSERT INTO timeline (conversation, " + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?)";

  private static final String AT =
      "SELECT " + COLUMNS + " FROM timeline WHERE conversation = ? AND position = ?";

  /// @param ids numbers of new pairs and inboxes, in the space of groups and threads
  public SqliteTimelineStore(LongSupplier ids) {
    super(ids);
  }

  @Override
  public void append(Tx tx, Conversation conversation, Entry wanted, Consumer<Appended> committed) {
    Sql sql = JdbcSnapshot.sql(tx);
    long key = conversation.id().value();
    SqliteHeads heads = SqliteHeads.of(sql);
    long previous = heads.last(key, () -> head(sql, conversation.id()));
    Entry entry = wanted.at(Math.max(wanted.position(), previous + 1));
    @Nullable MessageId message = entry.message();
    boolean inPlace =
        message == null
            || (entry.kind() == EntryKind.MESSAGE && message.value() == entry.position());
    sql.write(
        INSERT,
        key,
        entry.position(),
        entry.kind().code(),
        inPlace || message == null ? null : message.value(),
        entry.origin().device(),
        entry.origin().localId(),
        entry.data());
    heads.added(key, entry.position());
    tx.afterCommit(() -> committed.accept(new Appended(conversation, entry, previous)));
  }

  @Override
  public List<Entry> at(Snapshot snapshot, ConversationId conversation, List<Long> positions) {
    Sql sql = JdbcSnapshot.sql(snapshot);
    return positions.stream()
        .flatMap(
            position ->
                sql.one(AT, JdbcTimelineStore::entry, conversation.value(), position).stream())
        .toList();
  }

  @Override
  protected void beginAfter(Sql sql, ConversationId conversation, long position) {
    SqliteHeads.of(sql).added(conversation.value(), position);
  }
}
