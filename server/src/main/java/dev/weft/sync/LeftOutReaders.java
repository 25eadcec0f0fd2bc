package dev.weft.sync;

import dev.weft.chat.ChatEvent;
import dev.weft.chat.ChatEvent.MessageSent;
import dev.weft.chat.ChatListener;
import dev.weft.chat.ConversationId;
import dev.weft.chat.Recipient;
import dev.weft.tx.Tx;
import java.util.List;

/// Erases a message of a group for those whom its sender leaves out of history (vendor:
/// `roam_ignore_users`), in the transaction in which it is sent.
public final class LeftOutReaders implements ChatListener {

  private final ErasedStore erased;

  public LeftOutReaders(ErasedStore erased) {
    this.erased = erased;
  }

  @Override
  public void on(Tx tx, ChatEvent event) {
    if (!(event instanceof MessageSent sent) || sent.origin().leftOut().isEmpty()) {
      return;
    }
    switch (sent.message().to()) {
      case Recipient.ToUser _, Recipient.ToRoom _ -> {}
      case Recipient.ToGroup(var group) -> erase(tx, sent, group.conversation());
      case Recipient.ToThread in -> erase(tx, sent, new ConversationId(in.thread().value()));
    }
  }

  private void erase(Tx tx, MessageSent sent, ConversationId conversation) {
    sent.origin()
        .leftOut()
        .forEach(
            user ->
                erased.erase(
                    tx, sent.app().id(), user, conversation, List.of(sent.message().id())));
  }
}
