package dev.weft.callback;

import dev.weft.callback.render.Renderer;
import dev.weft.chat.ChatEvent;
import dev.weft.chat.ChatListener;
import dev.weft.chat.ReactionChange;
import dev.weft.chat.ReactionListener;
import dev.weft.tx.Tx;
import java.util.List;

/// Publishes the callbacks of what happens in chat.
public final class ChatCallbacks implements ChatListener, ReactionListener {

  private final CallbackPublisher publisher;
  private final Renderer renderer;

  public ChatCallbacks(CallbackPublisher publisher, Renderer renderer) {
    this.publisher = publisher;
    this.renderer = renderer;
  }

  @Override
  public void on(Tx tx, ChatEvent event) {
    if (!publisher.isIdle(event.app().id())) {
      publisher.publish(tx, renderer.callbacks(event));
    }
  }

  @Override
  public void on(Tx tx, ReactionChange change) {
    if (!publisher.isIdle(change.app().id())) {
      publisher.publish(tx, List.of(renderer.reaction(change)));
    }
  }
}
