package dev.weft;

import dev.weft.chat.ConversationIds;
import dev.weft.chat.Ids;
import dev.weft.chat.ReactionListener;
import dev.weft.chat.timeline.TimelineStore;
import dev.weft.chat.timeline.TimelineWriter;
import dev.weft.config.Settings;
import dev.weft.delivery.log.RetentionSweeper;
import dev.weft.storage.Database;
import dev.weft.sync.ClientServices;
import dev.weft.sync.ConversationNews;
import dev.weft.sync.SyncRetention;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// What devices follow: timelines, and the news that one has grown.
///
/// @param timelineWriter writes what happens in chat into timelines, in the same transaction
/// @param clients what clients ask beside their messages
record SyncStorey(
    ConversationNews conversations,
    TimelineStore timelines,
    TimelineWriter timelineWriter,
    ClientServices clients,
    RetentionSweeper retention) {

  /// @param reacted is told of reactions, inside their transaction
  /// @param opened takes what is to be closed
  static SyncStorey open(
      Settings settings,
      Clock clock,
      Foundation base,
      Cluster cluster,
      Ids ids,
      ConversationIds conversationIds,
      ReactionListener reacted,
      Opened opened) {
    ConversationNews conversations = new ConversationNews(cluster.signals());
    TimelineStore timelines = base.database().timelines(conversationIds::next);
    TimelineWriter writer = new TimelineWriter(timelines, ids, conversations);
    Database database = base.database();
    ClientServices clients =
        ClientServices.of(
            new ClientServices.Stores(
                base.transactions(),
                database.users(),
                database.userLinks(),
                database.groups(),
                database.threads(),
                database.messages(),
                timelines,
                database.standings(),
                database.erased(),
                database.reactions(),
                database.messagePins(),
                database.notifications(),
                database.attributes(),
                database.devices(),
                database.files()),
            writer,
            reacted,
            ids,
            clock);
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
                cluster.leases(), List.of(old::stepTimelines, old::stepDevices), base.loops()));
    return new SyncStorey(conversations, timelines, writer, clients, retention);
  }
}
