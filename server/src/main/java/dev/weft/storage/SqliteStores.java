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
import dev.weft.storage.search.SqliteSearchIndex;
import dev.weft.storage.sqlite.SqliteAttributeStore;
import dev.weft.storage.sqlite.SqliteCursorStore;
import dev.weft.storage.sqlite.SqliteDeliveryIds;
import dev.weft.storage.sqlite.SqliteDeliveryLog;
import dev.weft.storage.sqlite.SqliteDeliverySearch;
import dev.weft.storage.sqlite.SqliteDeliveryStore;
import dev.weft.storage.sqlite.SqliteEventLog;
import dev.weft.storage.sqlite.SqliteGroupStore;
import dev.weft.storage.sqlite.SqliteJobCopies;
import dev.weft.storage.sqlite.SqliteMessageStore;
import dev.weft.storage.sqlite.SqliteReactionStore;
import dev.weft.storage.sqlite.SqliteThreadStore;
import dev.weft.storage.sqlite.SqliteTimelineStore;
import dev.weft.sync.CursorStore;
import dev.weft.sync.attribute.AttributeStore;
import dev.weft.sync.search.SearchIndexStore;
import java.util.function.LongSupplier;

/// The stores in a SQLite file.
final class SqliteStores implements StoresByDatabase {

  private final SqliteDeliveryIds deliveryIds = new SqliteDeliveryIds();

  @Override
  public DeliveryStore deliveries() {
    return new SqliteDeliveryStore(deliveryIds);
  }

  @Override
  public DeliveryLog deliveryLog() {
    return new SqliteDeliveryLog();
  }

  @Override
  public DeliverySearch deliverySearch() {
    return new SqliteDeliverySearch();
  }

  @Override
  public EventLog eventLog() {
    return new SqliteEventLog();
  }

  @Override
  public JobCopies jobCopies() {
    return new SqliteJobCopies(deliveryIds);
  }

  @Override
  public GroupStore groups(GroupKind kind) {
    return new SqliteGroupStore(kind);
  }

  @Override
  public ThreadStore threads() {
    return new SqliteThreadStore();
  }

  @Override
  public MessageStore messages() {
    return new SqliteMessageStore();
  }

  @Override
  public AttributeStore attributes() {
    return new SqliteAttributeStore();
  }

  @Override
  public ReactionStore reactions() {
    return new SqliteReactionStore();
  }

  @Override
  public TimelineStore timelines(LongSupplier ids) {
    return new SqliteTimelineStore(ids);
  }

  @Override
  public CursorStore cursors() {
    return new SqliteCursorStore();
  }

  @Override
  public SearchIndexStore searchIndex() {
    return new SqliteSearchIndex();
  }
}
