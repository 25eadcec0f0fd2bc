package dev.weft.callback.render;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.MessageSent;
import dev.weft.chat.ChatEvent.ThreadState;
import dev.weft.chat.ChatThread;
import dev.weft.chat.Content;
import dev.weft.chat.GroupId;
import dev.weft.chat.Ids;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.MessageType;
import dev.weft.chat.Origin;
import dev.weft.chat.ThreadId;
import java.time.Instant;

/// The Thread callback of a message that was never sent, for the test button of a rule.
public final class SampleCallback {

  /// The smallest number of 15 digits.
  private static final long SMALLEST = 100_000_000_000_000L;

  private SampleCallback() {}

  public static MessageSent event(App app, Ids ids, Instant now) {
    GroupId group = new GroupId(neverMade(ids));
    MessageId parent = ids.nextMessage();
    UserId sender = new UserId("weft-test");
    ChatThread empty =
        new ChatThread(
            new ThreadId(neverMade(ids)),
            app.id(),
            group,
            parent,
            "a thread that does not exist",
            sender,
            now,
            0,
            null,
            now,
            0);
    Content content =
        new Content(
            MessageType.TXT,
            "{\"msg\":\"a test of this callback rule\",\"type\":\"txt\"}",
            Content.NO_EXT);
    Message message =
        new Message(
            ids.nextMessage(),
            app.id(),
            empty.asRecipient(),
            sender,
            content,
            now,
            now,
            0,
            null,
            null);
    ThreadState state = new ThreadState(empty.afterSend(message.id(), now), message);
    return new MessageSent(app, message, state, Actor.SERVER, Origin.SERVER);
  }

  /// Looks like the id of a group or thread, and is smaller than any that is made.
  private static long neverMade(Ids ids) {
    return SMALLEST + ids.next() % SMALLEST;
  }
}
