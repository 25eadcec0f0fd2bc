package dev.weft.sync.search;

import dev.weft.chat.ConversationId;
import dev.weft.chat.MessageId;
import dev.weft.chat.Recipient;
import dev.weft.chat.search.GramQuery;
import dev.weft.chat.timeline.Conversation;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.Set;

/// Where the n-grams of messages are kept, of those conversations alone that were searched.
///
/// Who edits or recalls a message changes the index in the same unit of work: the store of messages
/// sees to that. An index holds no words that are gone.
public interface SearchIndexStore {

  /// Whether a conversation can be indexed. Messages of threads and rooms change without a look at
  /// the index.
  static boolean covers(Conversation conversation) {
    return conversation instanceof Conversation.OfGroup
        || conversation instanceof Conversation.OfPair;
  }

  /// As [#covers(Conversation)], for what a message was sent to.
  static boolean covers(Recipient to) {
    return to instanceof Recipient.ToGroup || to instanceof Recipient.ToUser;
  }

  /// A message in its conversation.
  ///
  /// @param position that of its entry in the timeline
  record Place(MessageId message, long position) {}

  /// A message to be found by its n-grams.
  record Indexed(Place place, Set<String> grams) {}

  /// The position up to which a conversation is indexed; 0 if it is not.
  long indexedTo(Snapshot snapshot, ConversationId conversation);

  /// As [#indexedTo]; nobody else indexes the conversation until the unit of work is over.
  long lock(Tx tx, ConversationId conversation);

  /// Adds messages that are not indexed yet. From now on the conversation is indexed up to `to`.
  void add(Tx tx, ConversationId conversation, List<Indexed> messages, long to);

  /// Indexed messages whose n-grams fit, newest first.
  ///
  /// @param after a position: messages there and before are left out
  /// @param before a position: messages there and later are left out
  List<Place> find(
      Snapshot snapshot,
      ConversationId conversation,
      GramQuery query,
      long after,
      long before,
      int limit);
}
