package dev.weft.storage.jdbc;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.ConversationId;
import dev.weft.chat.MessageId;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.sync.ErasedStore;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What users do not want to see any more, over JDBC.
public final class JdbcErasedStore implements ErasedStore {

  @Override
  public void erase(
      Tx tx, AppId app, UserId user, ConversationId conversation, List<MessageId> messages) {
    Sql sql = JdbcSnapshot.sql(tx);
    messages.stream()
        .sorted()
        .forEach(
            message ->
                sql.write(
                    "INSERT INTO erased (app, name, conversation, message) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (app, name, conversation, message) DO NOTHING",
                    app.value(),
                    user.value(),
                    conversation.value(),
                    message.value()));
  }

  @Override
  public void eraseTo(Tx tx, AppId app, UserId user, ConversationId conversation, long position) {
    Sql sql = JdbcSnapshot.sql(tx);
    sql.write(
        "INSERT INTO standing (app, name, conversation, erased_to) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (app, name, conversation) DO UPDATE SET erased_to = excluded.erased_to"
            + " WHERE excluded.erased_to > standing.erased_to",
        app.value(),
        user.value(),
        conversation.value(),
        position);
    sql.write(
        "DELETE FROM erased WHERE app = ? AND name = ? AND conversation = ? AND message <= ?",
        app.value(),
        user.value(),
        conversation.value(),
        position);
  }

  @Override
  public long erasedTo(Snapshot snapshot, AppId app, UserId user, ConversationId conversation) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT erased_to FROM standing WHERE app = ? AND name = ? AND conversation = ?",
            row -> row.number(1),
            app.value(),
            user.value(),
            conversation.value())
        .orElse(0L);
  }

  @Override
  public Set<MessageId> among(
      Snapshot snapshot,
      AppId app,
      UserId user,
      ConversationId conversation,
      List<MessageId> messages) {
    if (messages.isEmpty()) {
      return Set.of();
    }
    MessageId first = messages.stream().min(Comparator.naturalOrder()).orElseThrow();
    MessageId last = messages.stream().max(Comparator.naturalOrder()).orElseThrow();
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT message FROM erased WHERE app = ? AND name = ? AND conversation = ?"
                + " AND message >= ? AND message <= ?",
            row -> new MessageId(row.number(1)),
            app.value(),
            user.value(),
            conversation.value(),
            first.value(),
            last.value())
        .stream()
        .collect(Collectors.toSet());
  }
}
