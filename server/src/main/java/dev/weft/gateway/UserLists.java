package dev.weft.gateway;

import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.Group;
import dev.weft.chat.Member;
import dev.weft.chat.Message;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.user.UserLinkStore;
import dev.weft.gateway.meta.Addresses;
import dev.weft.gateway.meta.Extra;
import dev.weft.msync.ListType;
import dev.weft.msync.list.Contact;
import dev.weft.msync.list.GroupListResponse;
import dev.weft.msync.list.Header;
import dev.weft.msync.list.RosterResponse;
import dev.weft.msync.list.Session;
import dev.weft.msync.list.SessionListResponse;
import dev.weft.sync.ConversationList;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.util.List;

/// The lists of a user, as the second WebSocket of SDK 5 wants them. Each answer is complete: the
/// client keeps it and asks again after its next login.
public final class UserLists {

  /// Beyond, a list is cut.
  private static final int MAX_SESSIONS = 500;

  private static final int GROUPS_PER_BATCH = 200;
  private static final int MAX_CONTACTS = 3_000;
  private static final int GROUP_SESSION = 1;
  private static final int FULL = 2;
  private static final int NOTIFY_ALL = 1;
  private static final int NOTIFY_MENTIONS = 2;
  private static final int NOTIFY_NONE = 3;

  private final Transactions transactions;
  private final GroupStore groups;
  private final UserLinkStore links;
  private final ConversationList conversations;
  private final Clock clock;

  public UserLists(
      Transactions transactions,
      GroupStore groups,
      UserLinkStore links,
      ConversationList conversations,
      Clock clock) {
    this.transactions = transactions;
    this.groups = groups;
    this.links = links;
    this.conversations = conversations;
    this.clock = clock;
  }

  /// The conversations of a user, newest first.
  SessionListResponse sessions(App app, UserId user, Header header) {
    SessionListResponse.Builder answer =
        SessionListResponse.newBuilder()
            .setType(ListType.SESSION_LIST_RESPONSE)
            .setHeader(header)
            .setIsLastBatch(true)
            .setLastSyncFinishedTs(clock.millis());
    conversations
        .list(app, user, false, null, MAX_SESSIONS)
        .forEach(line -> answer.addSessions(session(app, user, line)));
    return answer.build();
  }

  private Session session(App app, UserId user, ConversationList.Line line) {
    var state = line.listed().state();
    Session.Builder session =
        Session.newBuilder()
            .setUnreadCount(line.listed().unread())
            .setPinnedTime(state.pinned() == null ? 0 : state.pinned().toEpochMilli())
            .setRemindType(remind(state.mute()));
    state.marks().forEach(mark -> session.addMarks("mark_" + mark));
    switch (line.listed().conversation()) {
      case Conversation.OfPair pair ->
          session.setSessionId(pair.peerOf(user).value()).setSessionType(0);
      case Conversation.OfGroup(_, var id) -> {
        session.setSessionId(id.toString()).setSessionType(GROUP_SESSION);
        transactions
            .read(snapshot -> groups.find(snapshot, app.id(), id))
            .ifPresent(
                group ->
                    session
                        .setGroupName(group.details().name())
                        .setGroupAvatar(group.details().avatar()));
      }
      case Conversation.OfThread(_, var id, _) ->
          session.setSessionId(id.toString()).setSessionType(GROUP_SESSION);
      // The list has no rooms.
      case Conversation.OfRoom(_, var id) -> session.setSessionId(id.toString()).setSessionType(0);
      case Conversation.OfUser _ -> session.setSessionId(Addresses.INBOX).setSessionType(0);
    }
    Message newest = line.newest();
    if (newest != null) {
      session
          .setUpdatedAt(newest.sent().toEpochMilli())
          .setLastMessage(
              Session.LastMessage.newBuilder()
                  .setId(newest.id().value())
                  .setFrom(
                      Session.Address.newBuilder()
                          .setAppKey(app.key().toString())
                          .setName(newest.from().value())
                          .setDomain(Addresses.USERS))
                  .setTimestamp(newest.sent().toEpochMilli())
                  .setPayload(Renderer.body(app.key(), newest, Extra.NONE).build().toByteString()));
    }
    return session.build();
  }

  private static int remind(String mute) {
    return switch (mute) {
      case "AT" -> NOTIFY_MENTIONS;
      case "NONE" -> NOTIFY_NONE;
      default -> NOTIFY_ALL;
    };
  }

  /// The groups of a user by time of joining.
  ///
  /// @param cursor of the answer before; empty for the first
  public GroupListResponse groups(App app, UserId user, Header header, String cursor) {
    int offset = offset(cursor);
    GroupListResponse.Builder answer =
        GroupListResponse.newBuilder().setType(ListType.GROUP_LIST_RESPONSE).setHeader(header);
    List<Group> joined =
        transactions.read(
            snapshot -> {
              List<Group> found =
                  groups.joinedBy(snapshot, app.id(), user, offset, GROUPS_PER_BATCH);
              found.forEach(group -> answer.addGroups(group(snapshot, group, user)));
              return found;
            });
    boolean last = joined.size() < GROUPS_PER_BATCH;
    if (!last) {
      answer.setCursor(Integer.toString(offset + joined.size()));
    }
    return answer.setIsLastBatch(last).setLastSyncFinishedTs(clock.millis()).build();
  }

  private static int offset(String cursor) {
    try {
      return cursor.isEmpty() ? 0 : Math.max(0, Integer.parseInt(cursor));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private dev.weft.msync.list.Group group(Snapshot snapshot, Group group, UserId user) {
    dev.weft.msync.list.Group.Builder listed =
        dev.weft.msync.list.Group.newBuilder()
            .setGroupId(group.id().toString())
            .setGroupName(group.details().name())
            .setGroupOwner(group.owner().value())
            .setMembersCount(group.memberCount())
            .setMuteAll(group.allMuted())
            .setDisabled(group.disabled())
            .setDescription(group.details().description())
            .setGroupAvatar(group.details().avatar())
            .setRemindType(NOTIFY_ALL)
            .setCreateAt(group.created().toEpochMilli())
            .setUpdateAt(group.modified().toEpochMilli());
    groups
        .member(snapshot, group.id(), user)
        .ifPresent(
            member ->
                listed
                    .setRole(role(member.role()))
                    .setJoinedTimestamp(member.joined().toEpochMilli()));
    return listed.build();
  }

  private static int role(Member.Role role) {
    return switch (role) {
      case OWNER -> 0;
      case ADMIN -> 1;
      case MEMBER -> 2;
    };
  }

  /// The contacts of a user by name.
  RosterResponse roster(App app, UserId user, Header header) {
    RosterResponse.Builder answer =
        RosterResponse.newBuilder()
            .setType(ListType.ROSTER_RESPONSE)
            .setHeader(header)
            .setCursor(0)
            .setVersion(Long.toString(clock.millis()))
            .setResponseType(FULL);
    transactions
        .read(
            snapshot ->
                links
                    .page(snapshot, app.id(), user, UserLinkStore.Kind.CONTACT, MAX_CONTACTS, null)
                    .items())
        .forEach(
            contact ->
                answer.addContacts(
                    Contact.newBuilder()
                        .setContact(contact.other().value())
                        .setRemark(contact.remark())
                        .setMetadata("{}")));
    return answer.build();
  }
}
