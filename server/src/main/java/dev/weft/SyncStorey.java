package dev.weft;

import dev.weft.chat.ConversationIds;
import dev.weft.chat.Ids;
import dev.weft.chat.timeline.TimelineStore;
import dev.weft.chat.timeline.TimelineWriter;
import dev.weft.sync.ConversationNews;

/// What devices follow: timelines, and the news that one has grown.
///
/// @param timelineWriter writes what happens in chat into timelines, in the same transaction
record SyncStorey(
    ConversationNews conversations, TimelineStore timelines, TimelineWriter timelineWriter) {

  static SyncStorey open(
      Foundation base, Cluster cluster, Ids ids, ConversationIds conversationIds) {
    ConversationNews conversations = new ConversationNews(cluster.signals());
    TimelineStore timelines = base.database().timelines(conversationIds::next);
    return new SyncStorey(
        conversations, timelines, new TimelineWriter(timelines, ids, conversations));
  }
}
