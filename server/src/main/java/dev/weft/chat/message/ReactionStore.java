package dev.weft.chat.message;

import dev.weft.app.UserId;
import dev.weft.chat.MessageId;
import dev.weft.chat.Page;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where reactions to messages are kept.
public interface ReactionStore {

  /// Keeps that a user reacts so, who has not done so before.
  ///
  /// @param id of the reaction: the same for all who react so to this message
  void add(Tx tx, MessageId message, String reaction, UserId user, long id, Instant now);

  /// Forgets that a user reacts so.
  void remove(Tx tx, MessageId message, String reaction, UserId user);

  /// The reactions to messages, of each message the one that was given first at the beginning.
  ///
  /// @param reader whose own reactions are marked
  /// @param users the most users named for each
  List<Reaction> of(Snapshot snapshot, List<MessageId> messages, UserId reader, int users);

  /// Those who have reacted so, the first one first; `after` is [Page#next] of the page before.
  Page<UserId> users(
      Snapshot snapshot, MessageId message, String reaction, int limit, @Nullable String after);

  /// Forgets all reactions to a message.
  void forget(Tx tx, MessageId message);
}
