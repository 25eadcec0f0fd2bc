package dev.weft.examples.archive;

import dev.weft.receiver.EditCallback;
import dev.weft.receiver.EditMeta;
import dev.weft.receiver.Json;
import dev.weft.receiver.MessageCallback;
import dev.weft.receiver.RecallCallback;
import dev.weft.receiver.Reception.Accepted;
import dev.weft.receiver.ThreadCallback;
import dev.weft.receiver.ThreadMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Says what each callback means for the archive.
///
/// The thread callback tells how the thread stands and shows its newest message. Which message was
/// recalled, and what an older one says after a change, only the recall and edit callbacks tell:
/// for a complete mirror the rule sends them too. Each statement is right in whatever order they
/// come.
final class ThreadMirror {

  void mirror(Connection connection, Accepted accepted) throws SQLException {
    ArchiveTables tables = new ArchiveTables(connection);
    if (accepted.callback() instanceof ThreadCallback thread) {
      thread(tables, accepted, thread);
    } else if (accepted.callback() instanceof MessageCallback message
        && message.threadId() != null) {
      message(tables, message);
    } else if (accepted.callback() instanceof RecallCallback recall) {
      tables.recall(recall.recalled());
    } else if (accepted.callback() instanceof EditCallback edit) {
      edit(tables, edit);
    }
  }

  private static void thread(ArchiveTables tables, Accepted accepted, ThreadCallback thread)
      throws SQLException {
    tables.change(
        accepted.key(),
        thread.threadId(),
        accepted.change(tables.state(thread.threadId())),
        accepted.attempt().sequence());
    tables.thread(thread);
    ThreadMessage newest = thread.lastMessage();
    Json payload =
        thread.envelope().body().get("payload").get("data").get("last_message").get("payload");
    if (newest != null && !payload.isMissing()) {
      tables.message(newest.id(), thread.threadId(), newest.sender(), payload, newest.timestamp());
    }
  }

  private static void message(ArchiveTables tables, MessageCallback message) throws SQLException {
    tables.message(
        message.messageId(),
        message.threadId(),
        message.sender(),
        message.envelope().body().get("payload"),
        time(message.envelope().timestamp()));
  }

  private static void edit(ArchiveTables tables, EditCallback edit) throws SQLException {
    EditMeta meta = edit.content().edit();
    Instant editedAt = meta == null ? null : meta.editedAt();
    tables.message(
        edit.edited(),
        null,
        edit.sender(),
        edit.envelope().body().get("payload"),
        editedAt == null ? time(edit.envelope().timestamp()) : editedAt);
  }

  private static Instant time(@Nullable Instant timestamp) {
    return timestamp == null ? Instant.EPOCH : timestamp;
  }
}
