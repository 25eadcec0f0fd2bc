package dev.weft;

import dev.weft.chat.ConversationIds;
import dev.weft.chat.Ids;
import dev.weft.chat.timeline.TimelineWriter;
import dev.weft.sync.ConversationNews;

/// What devices follow: timelines, and the news that one has grown.
///
/// @param timelineWriter writes what happens in chat into timelines, in the same transaction
record SyncStorey(ConversationNews conversations, TimelineWriter timelineWriter) {

  static SyncStorey open(
      Foundation base, Cluster cluster, Ids ids, ConversationIds conversationIds) {
    ConversationNews conversations = new ConversationNews(cluster.signals());
    return new SyncStorey(
        conversations,
        new TimelineWriter(base.database().timelines(conversationIds::next), ids, conversations));
  }
}
