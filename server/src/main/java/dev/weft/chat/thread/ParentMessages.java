package dev.weft.chat.thread;

import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.tx.Snapshot;
import java.util.Optional;

/// Where the messages are found that threads hang on.
public interface ParentMessages {

  /// The message, if it is there and was not recalled.
  Optional<Message> find(Snapshot snapshot, MessageId id);
}
