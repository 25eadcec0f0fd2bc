package dev.weft.gateway;

import dev.weft.chat.Ids;
import dev.weft.chat.client.SendCheck;
import dev.weft.chat.message.MessageStore;
import dev.weft.chat.message.Messages;
import dev.weft.chat.room.RoomVisits;
import dev.weft.chat.timeline.TimelineStore;
import dev.weft.chat.timeline.TimelineWriter;
import dev.weft.sync.Cursors;
import dev.weft.sync.Devices;
import dev.weft.sync.StandingStore;
import dev.weft.sync.receipt.ReadReceipts;
import dev.weft.trace.Tracer;
import dev.weft.tx.Transactions;
import java.time.Clock;

/// What sessions work with.
public record Services(
    Transactions transactions,
    TimelineStore timelines,
    TimelineWriter writer,
    MessageStore messageStore,
    Messages messages,
    RoomVisits visits,
    SendCheck sendCheck,
    Devices devices,
    Cursors cursors,
    StandingStore standings,
    ReadReceipts receipts,
    Ids ids,
    Tracer tracer,
    Clock clock) {}
