package dev.weft.chat.timeline;

import dev.weft.chat.ChatEvent;
import dev.weft.chat.ChatListener;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.Origin;
import dev.weft.chat.Place;
import dev.weft.tx.Tx;

/// Puts what happens into the timelines of those it concerns, in the unit of work that makes it
/// true, and tells of it once that is durable.
public final class TimelineWriter implements ChatListener {

  private final TimelineStore timelines;
  private final TimelineListener listener;

  public TimelineWriter(TimelineStore timelines, TimelineListener listener) {
    this.timelines = timelines;
    this.listener = listener;
  }

  @Override
  public void on(Tx tx, ChatEvent event) {
    if (event instanceof ChatEvent.OfMessage told) {
      onMessage(tx, told);
    }
  }

  private void onMessage(Tx tx, ChatEvent.OfMessage event) {
    Conversation conversation = conversationOf(tx, event.message());
    switch (event) {
      case ChatEvent.MessageSent sent ->
          append(tx, conversation, EntryKind.MESSAGE, sent.message().id(), sent);
      case ChatEvent.MessageRecalled recalled ->
          append(tx, conversation, EntryKind.RECALL, recalled.event(), recalled);
      case ChatEvent.MessageModified modified ->
          append(tx, conversation, EntryKind.EDIT, modified.event(), modified);
    }
  }

  private Conversation conversationOf(Tx tx, Message message) {
    return switch (message.place()) {
      case Place.WithUser(var user) -> timelines.pair(tx, message.app(), message.from(), user);
      case Place.InGroup(var group) -> new Conversation.OfGroup(message.app(), group);
      case Place.InThread in -> new Conversation.OfThread(message.app(), in.thread(), in.parent());
    };
  }

  private void append(
      Tx tx,
      Conversation conversation,
      EntryKind kind,
      MessageId position,
      ChatEvent.OfMessage event) {
    Origin origin = event.origin();
    Entry entry = new Entry(position.value(), kind, event.message().id(), origin, origin.extra());
    timelines.append(tx, conversation, entry, appended -> listener.appended(appended, event));
  }
}
