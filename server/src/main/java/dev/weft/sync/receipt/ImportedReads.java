package dev.weft.sync.receipt;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.ConversationId;
import dev.weft.chat.MessageId;
import dev.weft.chat.message.ReadMarks;
import dev.weft.chat.timeline.TimelineStore;
import dev.weft.sync.ConversationStateStore;
import dev.weft.sync.ConversationStateStore.ConversationState;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Marks imported messages as read. It is kept how far a user has read a conversation, and not
/// which messages: what comes after a message that is not read is not read either.
public final class ImportedReads implements ReadMarks {

  private final ConversationStateStore conversationStates;
  private final TimelineStore timelines;

  public ImportedReads(ConversationStateStore conversationStates, TimelineStore timelines) {
    this.conversationStates = conversationStates;
    this.timelines = timelines;
  }

  @Override
  public Consumer<MessageId> beforeRead(Tx tx, AppId app, UserId from, UserId to) {
    ConversationId pair = timelines.pair(tx, app, UserId.of(from.value()), to).id();
    long head = timelines.head(tx, pair);
    List<UserId> upToDate =
        Stream.of(UserId.of(from.value()), to)
            .filter(user -> readTo(tx, app, user, pair) >= head)
            .toList();
    return id -> upToDate.forEach(user -> conversationStates.read(tx, app, user, pair, id.value()));
  }

  private long readTo(Tx tx, AppId app, UserId user, ConversationId pair) {
    return conversationStates.find(tx, app, user, pair).map(ConversationState::readTo).orElse(0L);
  }
}
