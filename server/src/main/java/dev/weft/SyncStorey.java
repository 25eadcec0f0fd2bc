package dev.weft;

import dev.weft.chat.ChatListener;
import dev.weft.chat.ConversationIds;
import dev.weft.chat.Ids;
import dev.weft.chat.ReactionListener;
import dev.weft.chat.client.ClientListener;
import dev.weft.chat.room.RoomAbsences;
import dev.weft.chat.stream.StreamRetention;
import dev.weft.chat.timeline.TimelineStore;
import dev.weft.chat.timeline.TimelineWriter;
import dev.weft.config.Settings;
import dev.weft.delivery.log.RetentionSweeper;
import dev.weft.gateway.HistoryMetas;
import dev.weft.loop.Loop;
import dev.weft.storage.Database;
import dev.weft.sync.ClientServices;
import dev.weft.sync.ConversationNews;
import dev.weft.sync.Devices;
import dev.weft.sync.SyncRetention;
import dev.weft.sync.device.DeviceEvents;
import dev.weft.sync.device.DeviceStore;
import dev.weft.sync.presence.Presences;
import dev.weft.sync.receipt.ReadReceipts;
import dev.weft.sync.search.SearchIndexer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// What devices follow: timelines, and the news that one has grown.
///
/// @param timelineWriter writes what happens in chat into timelines, in the same transaction
/// @param clients what clients ask beside their messages
/// @param indexer indexes conversations that are searched
/// @param sessions ends those of nodes that are gone
record SyncStorey(
    ConversationNews conversations,
    TimelineStore timelines,
    TimelineWriter timelineWriter,
    DeviceEvents deviceEvents,
    ClientServices clients,
    Devices devices,
    Presences presences,
    ReadReceipts receipts,
    RetentionSweeper retention,
    SearchIndexer indexer,
    Loop sessions) {

  /// @param noted is told what is noted of members of groups, inside its transaction
  /// @param reacted is told of reactions, inside their transaction
  /// @param acted is told of what else clients do, inside their transactions
  /// @param opened takes what is to be closed
  static SyncStorey open(
      Settings settings,
      Clock clock,
      Foundation base,
      Cluster cluster,
      Ids ids,
      ConversationIds conversationIds,
      ChatListener noted,
      ReactionListener reacted,
      ClientListener acted,
      Opened opened) {
    ConversationNews conversations = new ConversationNews(cluster.signals());
    TimelineStore timelines = base.database().timelines(conversationIds::next);
    Database database = base.database();
    DeviceStore deviceStore = database.devices();
    TimelineWriter writer =
        new TimelineWriter(
            timelines,
            ids,
            (snapshot, app, user) -> deviceStore.live(snapshot, app, user).isEmpty(),
            conversations);
    SearchIndexer indexer =
        opened.add(
            "search indexer",
            new SearchIndexer(
                base.transactions(),
                timelines,
                database.messages(),
                database.searchIndex(),
                base.loops()));
    ClientServices clients =
        ClientServices.of(
            new ClientServices.Stores(
                base.transactions(),
                database.users(),
                database.userLinks(),
                database.groups(),
                database.rooms(),
                database.threads(),
                database.messages(),
                timelines,
                database.conversationStates(),
                database.erased(),
                database.reactions(),
                database.messagePins(),
                database.notifications(),
                database.attributes(),
                database.devices(),
                database.files().files(),
                database.files().shared(),
                database.searchIndex()),
            writer,
            noted,
            reacted,
            acted,
            indexer,
            new HistoryMetas(),
            ids,
            clock);
    Presences presences =
        new Presences(
            new Presences.Stores(
                base.transactions(), database.presences(), database.devices(), database.users()),
            conversations,
            clock);
    ReadReceipts receipts =
        new ReadReceipts(
            new ReadReceipts.Stores(
                base.transactions(), database.groupAcks(), database.messages(), database.groups()),
            acted,
            clock);
    RoomAbsences absences = new RoomAbsences(database.roomStores().absences());
    Devices devices =
        new Devices(
            new Devices.Stores(
                base.transactions(),
                database.users(),
                database.devices(),
                database.cursors(),
                database.messages()),
            conversations,
            (tx, event) -> {
              acted.on(tx, event);
              presences.on(tx, event);
              absences.on(tx, event);
            },
            base.apps()::find,
            ids,
            clock,
            Duration.ofDays(settings.gateway().offlineDays()),
            cluster.number());
    SyncRetention old =
        new SyncRetention(
            base.transactions(),
            timelines,
            database.devices(),
            clock,
            Duration.ofDays(settings.gateway().offlineDays()));
    RetentionSweeper retention =
        opened.add(
            "sync retention",
            new RetentionSweeper(
                cluster.leases(),
                List.of(
                    old::stepTimelines,
                    old::stepDevices,
                    presences::sweep,
                    receipts::sweep,
                    new StreamRetention(base.transactions(), database.streams(), clock)::step,
                    base.keyed()::forgetSome),
                base.loops()));
    Loop sessions = opened.add("sessions", base.loops().background("sessions", devices::sweep));
    return new SyncStorey(
        conversations,
        timelines,
        writer,
        new DeviceEvents(writer, database.devices()),
        clients,
        devices,
        presences,
        receipts,
        retention,
        indexer,
        sessions);
  }

  /// Ends sessions that no node has, deletes what is old, and indexes what is searched, from now
  /// on.
  void start() {
    retention.start();
    indexer.start();
    sessions.start();
  }
}
