package dev.weft.sync;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.ConversationId;
import dev.weft.chat.timeline.Conversation;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The state of conversations for each of their users: read, hidden, pinned, marked, muted.
public interface ConversationStateStore {

  /// The state of a conversation for one user.
  ///
  /// @param readTo messages up to here are read
  /// @param hiddenTo the conversation is not listed until something comes after this
  /// @param pinned when it was pinned; null if it is not
  /// @param mute the vendor's word: `DEFAULT`, `ALL`, `AT`, `NONE`
  record ConversationState(
      ConversationId conversation,
      long readTo,
      long hiddenTo,
      @Nullable Instant pinned,
      Set<Integer> marks,
      String mute) {}

  /// A conversation in the list of a user.
  ///
  /// @param unread messages after `readTo` that others sent and did not recall, commands aside; at
  ///   most [#MAX_UNREAD]
  /// @param newest position of the newest message; 0 if there is none
  record Listed(Conversation conversation, ConversationState state, int unread, long newest) {}

  /// Beyond, nobody counts.
  int MAX_UNREAD = 999;

  Optional<ConversationState> find(
      Snapshot snapshot, AppId app, UserId user, ConversationId conversation);

  /// Everything up to `position` is read; it never goes back.
  void read(Tx tx, AppId app, UserId user, ConversationId conversation, long position);

  /// Everything in all conversations is read.
  void readAll(Tx tx, AppId app, UserId user, long position);

  /// Keeps all of it but `readTo`.
  void save(Tx tx, AppId app, UserId user, ConversationState state);

  /// The groups and pairs of a user by the position of their newest entry, newest first.
  ///
  /// @param before [Listed#newest] of the last one of the page before; null for the first
  List<Listed> list(
      Snapshot snapshot,
      AppId app,
      UserId user,
      boolean pinnedOnly,
      @Nullable Long before,
      int limit);
}
