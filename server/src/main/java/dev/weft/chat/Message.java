package dev.weft.chat;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One message as it is now.
///
/// @param from the sender as the caller wrote it
/// @param sent when the server took it
/// @param changed when it was last operated on: `sent`, or the time of the newest edit
/// @param edits how often it was modified; the vendor allows 10
/// @param lastEditor who modified it last; null if nobody did
/// @param previous the message before it in the same thread, so that a recall of the newest finds
///   the one before without an index; null for the first one and outside threads
/// @param env which environment it belongs to, for the routes of callbacks; null for none
public record Message(
    MessageId id,
    AppId app,
    Recipient to,
    UserId from,
    Content content,
    Instant sent,
    Instant changed,
    int edits,
    @Nullable UserId lastEditor,
    @Nullable MessageId previous,
    @Nullable String env) {

  /// A message of no environment.
  public Message(
      MessageId id,
      AppId app,
      Recipient to,
      UserId from,
      Content content,
      Instant sent,
      Instant changed,
      int edits,
      @Nullable UserId lastEditor,
      @Nullable MessageId previous) {
    this(id, app, to, from, content, sent, changed, edits, lastEditor, previous, null);
  }

  /// This message when more of it has come, which is no edit.
  public Message with(Content whole) {
    return new Message(id, app, to, from, whole, sent, changed, edits, lastEditor, previous, env);
  }

  /// This message after one more edit.
  public Message edited(Content newContent, UserId editor, Instant now) {
    return new Message(id, app, to, from, newContent, sent, now, edits + 1, editor, previous, env);
  }
}
