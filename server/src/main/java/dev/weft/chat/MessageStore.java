package dev.weft.chat;

import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.Optional;

/// Where messages are kept.
public interface MessageStore {

  void insert(Tx tx, Message message);

  /// The message, if it is there and was not recalled.
  Optional<Message> find(Snapshot snapshot, MessageId id);

  /// The message, to be changed in this unit of work: nobody else changes it until that is over. A
  /// message of a thread is changed only by who holds its thread.
  Optional<Message> findForUpdate(Tx tx, MessageId id);

  /// The newest message at or before `from`, along the chain of one thread, that was not recalled.
  Optional<Message> newestFrom(Snapshot snapshot, MessageId from);

  /// Keeps an edited message.
  void update(Tx tx, Message message);

  /// Takes a message's content away for good; its place in the chain of its thread remains.
  void recall(Tx tx, Message message);
}
