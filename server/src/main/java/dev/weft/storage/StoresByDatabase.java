package dev.weft.storage;

import dev.weft.chat.GroupKind;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.message.MessageStore;
import dev.weft.chat.message.ReactionStore;
import dev.weft.chat.thread.ThreadStore;
import dev.weft.chat.timeline.TimelineStore;
import dev.weft.delivery.engine.DeliveryStore;
import dev.weft.delivery.log.DeliveryLog;
import dev.weft.delivery.log.DeliverySearch;
import dev.weft.pull.EventLog;
import dev.weft.storage.jdbc.delivery.JobCopies;
import dev.weft.sync.CursorStore;
import dev.weft.sync.attribute.AttributeStore;
import dev.weft.sync.search.SearchIndexStore;
import java.util.function.LongSupplier;

/// Abstract factory: the stores that are written once for each database, because it matters to them
/// whether a statement is a call in the same process or a round trip, or who else writes.
interface StoresByDatabase {

  DeliveryStore deliveries();

  DeliveryLog deliveryLog();

  DeliverySearch deliverySearch();

  EventLog eventLog();

  JobCopies jobCopies();

  /// Groups or chat rooms.
  GroupStore groups(GroupKind kind);

  ThreadStore threads();

  MessageStore messages();

  AttributeStore attributes();

  ReactionStore reactions();

  /// What happened in each conversation, in order.
  ///
  /// @param ids numbers of new conversations of two users
  TimelineStore timelines(LongSupplier ids);

  CursorStore cursors();

  SearchIndexStore searchIndex();
}
