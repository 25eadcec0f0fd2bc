package dev.weft.chat.timeline;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.ConversationId;
import dev.weft.chat.Origin;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Where timelines are kept. Within one conversation positions become visible in their order: who
/// has read up to one never finds a smaller one later.
public interface TimelineStore {

  /// Adds an entry at the end.
  ///
  /// @param committed is called after the commit, on the thread that commits
  void append(Tx tx, Conversation conversation, Entry wanted, Consumer<Appended> committed);

  /// Entries after a position, oldest first.
  List<Entry> after(Snapshot snapshot, ConversationId conversation, long position, int limit);

  /// Entries before a position, newest first.
  List<Entry> before(Snapshot snapshot, ConversationId conversation, long position, int limit);

  /// Those of the entries that are there, in any order.
  List<Entry> at(Snapshot snapshot, ConversationId conversation, List<Long> positions);

  /// The last position; 0 if nothing has happened yet.
  long head(Snapshot snapshot, ConversationId conversation);

  /// The conversation with this number, if there is one now.
  Optional<Conversation> find(Snapshot snapshot, ConversationId conversation);

  /// The conversation of two users, made now if there was none.
  Conversation.OfPair pair(Tx tx, AppId app, UserId one, UserId other);

  /// The conversation of two users, if there is one.
  Optional<Conversation.OfPair> findPair(Snapshot snapshot, AppId app, UserId one, UserId other);

  /// The inbox of a user, made now if there was none.
  Conversation.OfUser inbox(Tx tx, AppId app, UserId user);

  /// The entry that a device has added with this local id, if it lies after `since`.
  Optional<Entry> findLocal(
      Snapshot snapshot, ConversationId conversation, Origin origin, long since);

  /// Takes entries away that are not messages and older than a position: at most `limit` of them.
  /// Answers how many.
  int sweep(Tx tx, long before, int limit);
}
