package dev.weft.storage.jdbc;

import dev.weft.app.UserId;
import dev.weft.chat.MessageId;
import dev.weft.chat.message.ReaderStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.Collection;
import java.util.Set;

/// Readers of directed messages over JDBC. Nearly every message has none, and costs one look into
/// an index.
public final class JdbcReaderStore implements ReaderStore {

  /// A condition on messages `m`: the user of the expression may see it.
  static String mayRead(String user) {
    return " AND (NOT EXISTS (SELECT 1 FROM message_readers r WHERE r.message = m.id)"
        + " OR EXISTS (SELECT 1 FROM message_readers r WHERE r.message = m.id AND r.name = "
        + user
        + "))";
  }

  @Override
  public void limit(Tx tx, MessageId message, Collection<UserId> readers) {
    Sql sql = JdbcSnapshot.sql(tx);
    for (UserId reader : readers) {
      sql.write(
          "INSERT INTO message_readers (message, name) VALUES (?, ?)"
              + " ON CONFLICT (message, name) DO NOTHING",
          message.value(),
          UserId.of(reader.value()).value());
    }
  }

  @Override
  public Set<UserId> of(Snapshot snapshot, MessageId message) {
    return Set.copyOf(
        JdbcSnapshot.sql(snapshot)
            .list(
                "SELECT name FROM message_readers WHERE message = ?",
                row -> new UserId(row.text(1)),
                message.value()));
  }
}
