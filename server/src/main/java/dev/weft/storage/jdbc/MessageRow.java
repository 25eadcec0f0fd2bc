package dev.weft.storage.jdbc;

import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.chat.Message;
import dev.weft.chat.Recipient;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A message as it is written, in the order of [#COLUMNS].
public record MessageRow(
    long id,
    long app,
    @Nullable Long thread,
    @Nullable Long group,
    @Nullable Long parentMessage,
    @Nullable String threadName,
    @Nullable String peer,
    String sender,
    String type,
    String body,
    String ext,
    Instant sent,
    Instant changed,
    int edits,
    @Nullable String lastEditor,
    @Nullable Long previous,
    @Nullable String env,
    int inRoom) {

  public static final String COLUMNS =
      "id, app, thread, group_id, parent_message, thread_name, peer, sender, type, body, ext, sent,"
          + " changed, edits, last_editor, previous, env, in_room";

  /// What [JdbcMessageStore#message] reads.
  public static final String READ = COLUMNS + ", " + ChosenIds.of("group_id");

  public static MessageRow of(Message message) {
    @Nullable Long thread = null;
    @Nullable Long group = null;
    @Nullable Long parent = null;
    @Nullable String threadName = null;
    @Nullable String peer = null;
    int inRoom = 0;
    switch (message.to()) {
      case Recipient.ToUser(UserId user) -> peer = user.value();
      case Recipient.ToGroup(GroupId id) -> group = id.value();
      case Recipient.ToRoom(GroupId id) -> {
        group = id.value();
        inRoom = 1;
      }
      case Recipient.ToThread in -> {
        thread = in.thread().value();
        group = in.parent().value();
        parent = in.parentMessage().value();
        threadName = in.threadName();
      }
    }
    @Nullable UserId editor = message.lastEditor();
    return new MessageRow(
        message.id().value(),
        message.app().value(),
        thread,
        group,
        parent,
        threadName,
        peer,
        message.from().value(),
        message.content().type().wireName(),
        message.content().body(),
        message.content().ext(),
        message.sent(),
        message.changed(),
        message.edits(),
        editor == null ? null : editor.value(),
        message.previous() == null ? null : message.previous().value(),
        message.env(),
        inRoom);
  }
}
