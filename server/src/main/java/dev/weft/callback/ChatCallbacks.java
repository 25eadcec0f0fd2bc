package dev.weft.callback;

import dev.weft.callback.event.Callback;
import dev.weft.callback.event.EventKind;
import dev.weft.callback.render.Renderer;
import dev.weft.chat.ChatEvent;
import dev.weft.chat.ChatEvent.MessageSent;
import dev.weft.chat.ChatListener;
import dev.weft.chat.ReactionChange;
import dev.weft.chat.ReactionListener;
import dev.weft.chat.client.Absentees;
import dev.weft.chat.client.ClientEvent;
import dev.weft.chat.client.ClientListener;
import dev.weft.tx.Tx;
import java.util.List;

/// Publishes the callbacks of what happens in chat.
public final class ChatCallbacks implements ChatListener, ReactionListener, ClientListener {

  private final CallbackPublisher publisher;
  private final Renderer renderer;
  private final Absentees absentees;

  /// @param absentees who is offline, for the callbacks that tell of messages to them
  public ChatCallbacks(CallbackPublisher publisher, Renderer renderer, Absentees absentees) {
    this.publisher = publisher;
    this.renderer = renderer;
    this.absentees = absentees;
  }

  @Override
  public void on(Tx tx, ChatEvent event) {
    if (publisher.isIdle(event.app().id())) {
      return;
    }
    publisher.publish(tx, renderer.callbacks(event));
    if (event instanceof MessageSent sent
        && sent.source().isCalledBack()
        && publisher.isWanted(event.app().id(), EventKind.CHAT_OFFLINE)) {
      List<Callback> missed = renderer.offline(sent, absentees.of(tx, sent.message()));
      publisher.publish(tx, missed);
    }
  }

  @Override
  public void on(Tx tx, ReactionChange change) {
    if (!publisher.isIdle(change.app().id())) {
      publisher.publish(tx, List.of(renderer.reaction(change)));
    }
  }

  @Override
  public void on(Tx tx, ClientEvent event) {
    if (!publisher.isIdle(event.app().id())) {
      publisher.publish(tx, List.of(renderer.client(event)));
    }
  }
}
