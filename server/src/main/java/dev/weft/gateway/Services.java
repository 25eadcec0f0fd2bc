package dev.weft.gateway;

import dev.weft.app.UserId;
import dev.weft.chat.Ids;
import dev.weft.chat.MessageId;
import dev.weft.chat.client.SendCheck;
import dev.weft.chat.message.MessageStore;
import dev.weft.chat.message.Messages;
import dev.weft.chat.message.ReaderStore;
import dev.weft.chat.room.RoomVisits;
import dev.weft.chat.timeline.Entry;
import dev.weft.chat.timeline.EntryKind;
import dev.weft.chat.timeline.TimelineStore;
import dev.weft.chat.timeline.TimelineWriter;
import dev.weft.sync.ConversationStateStore;
import dev.weft.sync.Cursors;
import dev.weft.sync.Devices;
import dev.weft.sync.receipt.ReadReceipts;
import dev.weft.trace.Tracer;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.util.Set;

/// What sessions work with.
public record Services(
    Transactions transactions,
    TimelineStore timelines,
    TimelineWriter writer,
    MessageStore messageStore,
    ReaderStore readers,
    Messages messages,
    RoomVisits visits,
    SendCheck sendCheck,
    Devices devices,
    Cursors cursors,
    ConversationStateStore conversationStates,
    ReadReceipts receipts,
    Ids ids,
    Tracer tracer,
    Clock clock) {

  /// The only users who may see an edit or a recall that an entry tells of; empty for all.
  Set<UserId> readersOf(Entry entry) {
    MessageId message = entry.message();
    boolean forAll = entry.kind() == EntryKind.MESSAGE || entry.kind() == EntryKind.CHUNK;
    return message == null || forAll
        ? Set.of()
        : transactions.read(snapshot -> readers.of(snapshot, message));
  }
}
