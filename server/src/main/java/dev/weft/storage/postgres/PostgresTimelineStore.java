package dev.weft.storage.postgres;

import dev.weft.chat.ConversationId;
import dev.weft.chat.timeline.Appended;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.timeline.Entry;
import dev.weft.storage.jdbc.JdbcTimelineStore;
import dev.weft.storage.sql.Columns;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Timelines in PostgreSQL: entries are written together, and get their positions then
/// ([PostgresNewEntries]).
public final class PostgresTimelineStore extends JdbcTimelineStore {

  private static final String AT =
      "SELECT " + COLUMNS + " FROM timeline WHERE conversation = ? AND position = ANY(?::bigint[])";

  /// @param ids numbers of new pairs and inboxes, in the space of groups and threads
  public PostgresTimelineStore(LongSupplier ids) {
    super(ids);
  }

  @Override
  public void append(Tx tx, Conversation conversation, Entry wanted, Consumer<Appended> committed) {
    PostgresNewEntries.Pending row =
        PostgresNewEntries.add(JdbcSnapshot.sql(tx), conversation, wanted);
    tx.afterCommit(() -> committed.accept(row.appended()));
  }

  @Override
  public List<Entry> at(Snapshot snapshot, ConversationId conversation, List<Long> positions) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            AT,
            JdbcTimelineStore::entry,
            conversation.value(),
            Columns.numbers(positions, Long::longValue));
  }

  @Override
  protected void beginAfter(Sql sql, ConversationId conversation, long position) {
    sql.write(
        "INSERT INTO heads (conversation, last, previous, wanted) VALUES (?, ?, 0, ?)"
            + " ON CONFLICT (conversation) DO NOTHING",
        conversation.value(),
        position,
        position);
  }
}
