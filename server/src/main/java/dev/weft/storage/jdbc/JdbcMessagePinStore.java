package dev.weft.storage.jdbc;

import dev.weft.app.UserId;
import dev.weft.chat.ConversationId;
import dev.weft.chat.MessageId;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.sync.MessagePinStore;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;

/// Pinned messages over JDBC.
public final class JdbcMessagePinStore implements MessagePinStore {

  @Override
  public void put(Tx tx, ConversationId conversation, Pin pin) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO message_pins (conversation, message, operator, at) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (conversation, message) DO NOTHING",
            conversation.value(),
            pin.message().value(),
            pin.operator().value(),
            pin.at());
  }

  @Override
  public boolean remove(Tx tx, ConversationId conversation, MessageId message) {
    return JdbcSnapshot.sql(tx)
            .update(
                "DELETE FROM message_pins WHERE conversation = ? AND message = ?",
                conversation.value(),
                message.value())
        > 0;
  }

  @Override
  public List<Pin> list(Snapshot snapshot, ConversationId conversation, int offset, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT message, operator, at FROM message_pins WHERE conversation = ?"
                + " ORDER BY at DESC, message DESC LIMIT ? OFFSET ?",
            row -> new Pin(new MessageId(row.number(1)), new UserId(row.text(2)), row.time(3)),
            conversation.value(),
            limit,
            offset);
  }
}
