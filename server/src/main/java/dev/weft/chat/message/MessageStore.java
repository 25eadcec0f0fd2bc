package dev.weft.chat.message;

import dev.weft.app.AppId;
import dev.weft.chat.GroupId;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.thread.ParentMessages;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where messages are kept.
public interface MessageStore extends ParentMessages {

  void insert(Tx tx, Message message);

  /// Those of the messages that are there and were not recalled, in any order.
  List<Message> findAll(Snapshot snapshot, List<MessageId> ids);

  /// As [#findAll]; nobody edits or recalls those messages until the unit of work is over.
  List<Message> findAllForShare(Tx tx, List<MessageId> ids);

  /// The message, if it is there and was recalled: its content is gone, the rest is as it was.
  Optional<Message> findRecalled(Snapshot snapshot, MessageId id);

  /// The message, to be changed in this unit of work: nobody else changes it until that is over. A
  /// message of a thread is changed only by who holds its thread.
  Optional<Message> findForUpdate(Tx tx, MessageId id);

  /// The newest message at or before `from`, along the chain of one thread, that was not recalled.
  Optional<Message> newestFrom(Snapshot snapshot, MessageId from);

  /// When the newest message of each group's own conversation was sent, in one go.
  NewestTimes newestIn(Tx tx, List<GroupId> groups);

  /// Looks at `limit` messages, of all apps, with ids from `from` up to but not including `before`,
  /// and answers those of `app` that were not recalled, in order.
  Scan scan(Snapshot snapshot, AppId app, MessageId from, MessageId before, int limit);

  /// The newest messages of an app that were not recalled, newest first. Looks at the newest 20,000
  /// of all apps and no further.
  List<Message> newest(Snapshot snapshot, AppId app, int limit);

  /// What a scan found.
  ///
  /// @param next where to go on from; null if it came to the end
  record Scan(List<Message> found, @Nullable MessageId next) {}

  /// Keeps an edited message.
  void update(Tx tx, Message message);

  /// Takes a message's content away for good; its place in the chain of its thread remains.
  void recall(Tx tx, Message message);
}
