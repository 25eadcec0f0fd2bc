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
import dev.weft.storage.postgres.PostgresAttributeStore;
import dev.weft.storage.postgres.PostgresCursorStore;
import dev.weft.storage.postgres.PostgresDeliveryLog;
import dev.weft.storage.postgres.PostgresDeliverySearch;
import dev.weft.storage.postgres.PostgresDeliveryStore;
import dev.weft.storage.postgres.PostgresEventLog;
import dev.weft.storage.postgres.PostgresGroupStore;
import dev.weft.storage.postgres.PostgresJobCopies;
import dev.weft.storage.postgres.PostgresMessageStore;
import dev.weft.storage.postgres.PostgresReactionStore;
import dev.weft.storage.postgres.PostgresThreadStore;
import dev.weft.storage.postgres.PostgresTimelineStore;
import dev.weft.storage.search.PostgresSearchIndex;
import dev.weft.sync.CursorStore;
import dev.weft.sync.attribute.AttributeStore;
import dev.weft.sync.search.SearchIndexStore;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/// The stores in a PostgreSQL database.
final class PostgresStores implements StoresByDatabase {

  private final IntSupplier node;

  /// @param node the number of this node; negative while it is none
  PostgresStores(IntSupplier node) {
    this.node = node;
  }

  @Override
  public DeliveryStore deliveries() {
    return new PostgresDeliveryStore(node);
  }

  @Override
  public DeliveryLog deliveryLog() {
    return new PostgresDeliveryLog();
  }

  @Override
  public DeliverySearch deliverySearch() {
    return new PostgresDeliverySearch();
  }

  @Override
  public EventLog eventLog() {
    return new PostgresEventLog();
  }

  @Override
  public JobCopies jobCopies() {
    return new PostgresJobCopies();
  }

  @Override
  public GroupStore groups(GroupKind kind) {
    return new PostgresGroupStore(kind);
  }

  @Override
  public ThreadStore threads() {
    return new PostgresThreadStore();
  }

  @Override
  public MessageStore messages() {
    return new PostgresMessageStore();
  }

  @Override
  public AttributeStore attributes() {
    return new PostgresAttributeStore();
  }

  @Override
  public ReactionStore reactions() {
    return new PostgresReactionStore();
  }

  @Override
  public TimelineStore timelines(LongSupplier ids) {
    return new PostgresTimelineStore(ids);
  }

  @Override
  public CursorStore cursors() {
    return new PostgresCursorStore();
  }

  @Override
  public SearchIndexStore searchIndex() {
    return new PostgresSearchIndex();
  }
}
