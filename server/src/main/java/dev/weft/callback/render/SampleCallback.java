package dev.weft.callback.render;

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
import dev.weft.chat.Source;
import dev.weft.chat.ThreadId;
import java.time.Instant;

/// The Thread callback of a message that was never sent, for the test button of a rule.
public final class SampleCallback {

  private SampleCallback() {}

  public static MessageSent event(App app, Ids ids, Instant now) {
    GroupId group = new GroupId(ids.next());
    MessageId parent = ids.nextMessage();
    UserId sender = new UserId("weft-test");
    ChatThread empty =
        new ChatThread(
            new ThreadId(ids.next()),
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
            ids.nextMessage(), app.id(), empty.asPlace(), sender, content, now, now, 0, null, null);
    ThreadState state = new ThreadState(empty.afterSend(message.id(), now), message);
    return new MessageSent(app, message, state, Source.REST);
  }
}
