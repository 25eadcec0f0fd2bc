package dev.weft.sync;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.ConversationId;
import dev.weft.chat.MessageId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.Set;

/// What users do not want to see any more, each for himself; others see it as before.
public interface ErasedStore {

  void erase(Tx tx, AppId app, UserId user, ConversationId conversation, List<MessageId> messages);

  /// Erases everything up to a position; it never goes back.
  void eraseTo(Tx tx, AppId app, UserId user, ConversationId conversation, long position);

  /// Up to where everything is erased; 0 if nothing is.
  long erasedTo(Snapshot snapshot, AppId app, UserId user, ConversationId conversation);

  /// Those of the messages that are erased one by one.
  Set<MessageId> among(
      Snapshot snapshot,
      AppId app,
      UserId user,
      ConversationId conversation,
      List<MessageId> messages);
}
