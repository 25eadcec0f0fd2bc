package dev.weft.sync;

import dev.weft.app.UserId;
import dev.weft.chat.ConversationId;
import dev.weft.chat.MessageId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;

/// Messages that are pinned in their conversation, for all who are in it.
public interface MessagePinStore {

  /// A pinned message.
  ///
  /// @param operator who has pinned it
  record Pin(MessageId message, UserId operator, Instant at) {}

  /// Pins a message; one that is pinned stays as it is.
  void put(Tx tx, ConversationId conversation, Pin pin);

  /// False if it was not pinned.
  boolean remove(Tx tx, ConversationId conversation, MessageId message);

  /// The pins of a conversation, the newest first: at most `limit`.
  List<Pin> list(Snapshot snapshot, ConversationId conversation, int offset, int limit);
}
