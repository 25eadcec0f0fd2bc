package dev.weft.chat;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A thread (子区): it hangs on one message of a group and has its own messages.
///
/// @param messageCount messages in it now: a send adds one, a recall takes one away
/// @param lastMessage the newest message that is still there
/// @param changed time of the newest operation on its messages; never goes back
/// @param sequence how many operations (send, recall, modify) there have been; numbers callbacks
public record ChatThread(
    ThreadId id,
    AppId app,
    GroupId group,
    MessageId parentMessage,
    String name,
    UserId owner,
    Instant created,
    int messageCount,
    @Nullable MessageId lastMessage,
    Instant changed,
    long sequence) {

  /// The time of an operation on this thread at `now`: the clock may step back, a thread does not.
  public Instant timeOfNext(Instant now) {
    return now.isBefore(changed) ? changed : now;
  }

  public ChatThread afterSend(MessageId sent, Instant at) {
    return with(messageCount + 1, sent, at);
  }

  public ChatThread afterRecall(@Nullable MessageId newest, Instant at) {
    return with(messageCount - 1, newest, at);
  }

  public ChatThread afterModify(Instant at) {
    return with(messageCount, lastMessage, at);
  }

  public ChatThread renamed(String newName) {
    return new ChatThread(
        id,
        app,
        group,
        parentMessage,
        newName,
        owner,
        created,
        messageCount,
        lastMessage,
        changed,
        sequence);
  }

  /// This thread as the recipient of a message.
  public Recipient.ToThread asRecipient() {
    return new Recipient.ToThread(id, group, parentMessage, name);
  }

  private ChatThread with(int newCount, @Nullable MessageId newest, Instant at) {
    return new ChatThread(
        id, app, group, parentMessage, name, owner, created, newCount, newest, at, sequence + 1);
  }
}
