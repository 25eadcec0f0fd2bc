package dev.weft.chat.message;

import dev.weft.app.UserId;
import dev.weft.chat.MessageId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.Collection;
import java.util.Set;

/// Who may see the messages of groups that were sent to some members alone. All others of the group
/// see nothing of them: they do not count as unread, and no edit or recall shows them.
public interface ReaderStore {

  /// Lets these users, the sender among them, see a new message, and nobody else.
  void limit(Tx tx, MessageId message, Collection<UserId> readers);

  /// Who may see a message; empty for everybody in its conversation.
  Set<UserId> of(Snapshot snapshot, MessageId message);
}
