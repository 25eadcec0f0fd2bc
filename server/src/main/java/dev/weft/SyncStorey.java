package dev.weft;

import dev.weft.chat.ConversationIds;
import dev.weft.chat.Ids;
import dev.weft.chat.timeline.TimelineStore;
import dev.weft.chat.timeline.TimelineWriter;
import dev.weft.storage.Database;
import dev.weft.sync.ClientServices;
import dev.weft.sync.ConversationNews;
import java.time.Clock;

/// What devices follow: timelines, and the news that one has grown.
///
/// @param timelineWriter writes what happens in chat into timelines, in the same transaction
/// @param clients what clients ask beside their messages
record SyncStorey(
    ConversationNews conversations,
    TimelineStore timelines,
    TimelineWriter timelineWriter,
    ClientServices clients) {

  static SyncStorey open(
      Foundation base, Cluster cluster, Ids ids, ConversationIds conversationIds, Clock clock) {
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
                database.devices()),
            writer,
            ids,
            clock);
    return new SyncStorey(conversations, timelines, writer, clients);
  }
}
