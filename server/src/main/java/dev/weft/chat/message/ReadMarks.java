package dev.weft.chat.message;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.MessageId;
import dev.weft.tx.Tx;
import java.util.function.Consumer;

/// How far users have read their single chats.
public interface ReadMarks {

  /// A message of one user to another is about to be written that is read already. To be told its
  /// id when it is: whoever of the two has read everything before it has read it too.
  Consumer<MessageId> beforeRead(Tx tx, AppId app, UserId from, UserId to);
}
