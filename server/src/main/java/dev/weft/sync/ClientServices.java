package dev.weft.sync;

import dev.weft.chat.ChatListener;
import dev.weft.chat.Ids;
import dev.weft.chat.ReactionListener;
import dev.weft.chat.client.ClientListener;
import dev.weft.chat.file.FileStore;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.message.MessageStore;
import dev.weft.chat.message.ReactionStore;
import dev.weft.chat.share.SharedFileStore;
import dev.weft.chat.thread.ThreadStore;
import dev.weft.chat.timeline.TimelineStore;
import dev.weft.chat.timeline.TimelineWriter;
import dev.weft.chat.user.UserLinkStore;
import dev.weft.chat.user.UserStore;
import dev.weft.sync.attribute.AttributeStore;
import dev.weft.sync.attribute.Attributes;
import dev.weft.sync.attribute.MemberAttributes;
import dev.weft.sync.device.DeviceStore;
import dev.weft.sync.search.SearchIndexStore;
import dev.weft.sync.search.SearchIndexer;
import dev.weft.tx.Transactions;
import java.time.Clock;

/// What the clients of users ask beside their messages.
public record ClientServices(
    ConversationList conversations,
    RoamingHistory history,
    MessageSearch search,
    MessagePins pins,
    NotificationSettings notifications,
    ContactRequests contacts,
    Attributes attributes,
    MemberAttributes memberAttributes,
    Reactions reactions,
    UserErasure erasure) {

  /// Where all of it is kept.
  public record Stores(
      Transactions transactions,
      UserStore users,
      UserLinkStore links,
      GroupStore groups,
      GroupStore rooms,
      ThreadStore threads,
      MessageStore messages,
      TimelineStore timelines,
      ConversationStateStore conversationStates,
      ErasedStore erased,
      ReactionStore reactions,
      MessagePinStore pins,
      NotificationStore notifications,
      AttributeStore attributes,
      DeviceStore devices,
      FileStore files,
      SharedFileStore sharedFiles,
      SearchIndexStore searchIndex) {}

  /// Makes them all, on these stores.
  ///
  /// @param writer tells devices what other devices did
  /// @param noted is told what is noted of members of groups, inside its transaction
  /// @param reacted is told of reactions, inside their transaction
  /// @param acted is told of what becomes of contacts, inside its transaction
  /// @param indexer indexes what is searched
  /// @param format says which messages of a conversation are for a user
  public static ClientServices of(
      Stores stores,
      TimelineWriter writer,
      ChatListener noted,
      ReactionListener reacted,
      ClientListener acted,
      SearchIndexer indexer,
      HistoryFormat format,
      Ids ids,
      Clock clock) {
    ConversationAccess access =
        new ConversationAccess(
            stores.groups(), stores.rooms(), stores.threads(), stores.users(), stores.timelines());
    ClientNotices notices = new ClientNotices(writer, stores.devices(), clock);
    ConversationList conversations =
        new ConversationList(
            stores.transactions(),
            stores.conversationStates(),
            stores.timelines(),
            stores.messages(),
            stores.erased(),
            access,
            notices,
            clock);
    RoamingHistory history =
        new RoamingHistory(
            stores.transactions(),
            stores.timelines(),
            stores.messages(),
            stores.threads(),
            stores.reactions(),
            stores.conversationStates(),
            stores.erased(),
            access,
            notices,
            format);
    return new ClientServices(
        conversations,
        history,
        new MessageSearch(
            stores.transactions(),
            stores.timelines(),
            stores.conversationStates(),
            stores.erased(),
            access,
            history,
            stores.searchIndex(),
            indexer),
        new MessagePins(
            stores.transactions(), stores.pins(), stores.messages(), access, notices, clock),
        new NotificationSettings(
            stores.transactions(), stores.notifications(), access, conversations),
        new ContactRequests(
            stores.transactions(), stores.users(), stores.links(), writer, notices, acted, clock),
        new Attributes(stores.transactions(), stores.attributes(), writer, clock),
        new MemberAttributes(
            stores.transactions(), stores.attributes(), stores.groups(), noted, clock),
        new Reactions(
            stores.transactions(),
            stores.reactions(),
            stores.messages(),
            stores.groups(),
            stores.timelines(),
            writer,
            reacted,
            ids,
            clock),
        new UserErasure(
            stores.transactions(),
            stores.messages(),
            stores.files(),
            stores.sharedFiles(),
            stores.attributes()));
  }
}
