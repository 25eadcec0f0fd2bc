package dev.weft.examples.archive;

import dev.weft.receiver.CallbackKey;
import dev.weft.receiver.Json;
import dev.weft.receiver.MessageId;
import dev.weft.receiver.ThreadCallback;
import dev.weft.receiver.ThreadChange;
import dev.weft.receiver.ThreadId;
import dev.weft.receiver.ThreadState;
import dev.weft.receiver.UserId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The archive's tables, on the connection of the transaction that handles a callback.
final class ArchiveTables {

  private final Connection connection;

  ArchiveTables(Connection connection) {
    this.connection = connection;
  }

  @Nullable ThreadState state(ThreadId threadId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT message_count, newest_message_id, changed_at_ms FROM thread WHERE id = ?")) {
      select.setString(1, threadId.value());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        String newest = row.getString(2);
        return new ThreadState(
            row.getLong(1),
            newest == null ? null : new MessageId(newest),
            Instant.ofEpochMilli(row.getLong(3)));
      }
    }
  }

  /// A callback that comes late does not turn the thread back.
  void thread(ThreadCallback thread) throws SQLException {
    update(
        """
        INSERT INTO thread (id, name, group_id, message_count, newest_message_id, changed_at_ms)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET
          name = excluded.name,
          message_count = excluded.message_count,
          newest_message_id = excluded.newest_message_id,
          changed_at_ms = excluded.changed_at_ms
        WHERE excluded.changed_at_ms >= thread.changed_at_ms\
        """,
        thread.threadId().value(),
        thread.name(),
        thread.groupId() == null ? null : thread.groupId().value(),
        thread.messageCount(),
        thread.lastMessage() == null ? null : thread.lastMessage().id().value(),
        thread.timestamp().toEpochMilli());
  }

  /// What was said later wins, and a recalled message stays silent.
  void message(
      MessageId id,
      @Nullable ThreadId threadId,
      @Nullable UserId sender,
      Json payload,
      Instant saidAt)
      throws SQLException {
    update(
        """
        INSERT INTO message (id, thread_id, sender, bodies, ext, said_at_ms)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET
          thread_id = coalesce(message.thread_id, excluded.thread_id),
          sender = coalesce(message.sender, excluded.sender),
          bodies = iif(excluded.said_at_ms >= message.said_at_ms, excluded.bodies, message.bodies),
          ext = iif(excluded.said_at_ms >= message.said_at_ms, excluded.ext, message.ext),
          said_at_ms = max(excluded.said_at_ms, message.said_at_ms)
        WHERE message.recalled = 0\
        """,
        id.value(),
        threadId == null ? null : threadId.value(),
        sender == null ? null : sender.value(),
        payload.get("bodies").toString(),
        payload.get("ext").toString(),
        saidAt.toEpochMilli());
  }

  /// Also before the message itself has come: then it finds its grave.
  void recall(MessageId id) throws SQLException {
    update(
        """
        INSERT INTO message (id, said_at_ms, recalled) VALUES (?, 0, 1)
        ON CONFLICT (id) DO UPDATE SET recalled = 1, bodies = NULL, ext = NULL\
        """,
        id.value());
  }

  void change(CallbackKey key, ThreadId threadId, ThreadChange kind, OptionalLong sequence)
      throws SQLException {
    update(
        "INSERT INTO change (callback_key, thread_id, kind, sequence) VALUES (?, ?, ?, ?)",
        key.value(),
        threadId.value(),
        kind.name(),
        sequence.isPresent() ? sequence.getAsLong() : null);
  }

  private void update(String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }
}
