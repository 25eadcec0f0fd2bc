package dev.weft.chat.timeline;

import dev.weft.app.Actor;
import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent;
import dev.weft.chat.ChatEvent.GroupAdminsChanged;
import dev.weft.chat.ChatEvent.GroupAllMuted;
import dev.weft.chat.ChatEvent.GroupAllowed;
import dev.weft.chat.ChatEvent.GroupAnnounced;
import dev.weft.chat.ChatEvent.GroupBlocked;
import dev.weft.chat.ChatEvent.GroupCreated;
import dev.weft.chat.ChatEvent.GroupDeleted;
import dev.weft.chat.ChatEvent.GroupDisabled;
import dev.weft.chat.ChatEvent.GroupFileShared;
import dev.weft.chat.ChatEvent.GroupHidden;
import dev.weft.chat.ChatEvent.GroupJoined;
import dev.weft.chat.ChatEvent.GroupLeft;
import dev.weft.chat.ChatEvent.GroupMemberNoted;
import dev.weft.chat.ChatEvent.GroupMuted;
import dev.weft.chat.ChatEvent.GroupOwnerChanged;
import dev.weft.chat.ChatEvent.GroupRequested;
import dev.weft.chat.ChatEvent.GroupUnmuted;
import dev.weft.chat.ChatEvent.GroupUpdated;
import dev.weft.chat.ChatEvent.MessageModified;
import dev.weft.chat.ChatEvent.MessageRecalled;
import dev.weft.chat.ChatEvent.MessageSent;
import dev.weft.chat.ChatEvent.MessageStreamed;
import dev.weft.chat.ChatEvent.OfMessage;
import dev.weft.chat.ChatEvent.RoomAttributesDeleted;
import dev.weft.chat.ChatEvent.RoomAttributesSet;
import dev.weft.chat.ChatEvent.RoomSuperAdminsChanged;
import dev.weft.chat.ChatEvent.ThreadCreated;
import dev.weft.chat.ChatEvent.ThreadDeleted;
import dev.weft.chat.ChatEvent.ThreadJoined;
import dev.weft.chat.ChatEvent.ThreadLeft;
import dev.weft.chat.ChatEvent.ThreadRenamed;
import dev.weft.chat.ChatListener;
import dev.weft.chat.ChatThread;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.Ids;
import dev.weft.chat.Member;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.Origin;
import dev.weft.chat.Recipient;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Writes what happens into the timelines, in the unit of work in which it does.
///
/// A change of members is an entry of the group or thread they come into or leave. So who follows
/// the timeline knows who is in.
public final class TimelineWriter implements ChatListener {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final TimelineStore timelines;
  private final Ids ids;
  private final FormerMembers former;
  private final TimelineListener listener;

  public TimelineWriter(
      TimelineStore timelines, Ids ids, FormerMembers.Away away, TimelineListener listener) {
    this.timelines = timelines;
    this.ids = ids;
    this.former = new FormerMembers(this, away);
    this.listener = listener;
  }

  @Override
  public void on(Tx tx, ChatEvent event) {
    switch (event) {
      case MessageSent sent -> message(tx, EntryKind.MESSAGE, sent.message().id(), sent);
      case MessageRecalled recalled -> message(tx, EntryKind.RECALL, recalled.event(), recalled);
      case MessageModified modified -> message(tx, EntryKind.EDIT, modified.event(), modified);
      case MessageStreamed(_, var message, _, _, var id, var origin) ->
          message(tx, EntryKind.CHUNK, id, message, origin, event);
      case ThreadCreated(_, var thread, var by, var at) -> {
        inGroup(tx, NoticeKind.THREAD_CREATED, thread, by, at, event);
        inThread(tx, NoticeKind.THREAD_JOINED, thread, by, at, List.of(thread.owner()), event);
      }
      case ThreadRenamed(_, var thread, var by, var at) ->
          inGroup(tx, NoticeKind.THREAD_RENAMED, thread, by, at, event);
      case ThreadDeleted(_, var thread, var by, var at) -> {
        inGroup(tx, NoticeKind.THREAD_DELETED, thread, by, at, event);
        inThread(tx, NoticeKind.THREAD_DELETED, thread, by, at, List.of(), event);
      }
      case ThreadJoined(_, var thread, var users, var by, var at) ->
          inThread(tx, NoticeKind.THREAD_JOINED, thread, by, at, users, event);
      case ThreadLeft(_, var thread, var users, var kicked, var by, var at) -> {
        NoticeKind notice = kicked ? NoticeKind.THREAD_KICKED : NoticeKind.THREAD_LEFT;
        inThread(tx, notice, thread, by, at, users, event);
        if (kicked) {
          former.tell(tx, thread.app(), users, Notice.of(notice, thread, by.user(), at, users));
        }
      }
      case ChatEvent.OfGroup group -> on(tx, group);
      // Clients learn of it when they make a room.
      case RoomSuperAdminsChanged _ -> {}
    }
  }

  private void on(Tx tx, ChatEvent.OfGroup event) {
    switch (event) {
      case GroupCreated(_, var group, var members, var by, var at) ->
          inGroup(
              tx,
              NoticeKind.GROUP_CREATED,
              group,
              by,
              at,
              members.stream().map(Member::user).toList(),
              "",
              event);
      case GroupJoined(_, var group, var users, _, var ext, var by, var at, var told) ->
          inGroup(tx, NoticeKind.ofJoined(told), group, by, at, users, ext, event);
      case GroupLeft left -> left(tx, left);
      case GroupRequested(_, var group, var user, var step, var told, var reason, var by, var at) ->
          former.tell(
              tx,
              group.app(),
              told,
              Notice.of(NoticeKind.of(step), group, by.user(), at, List.of(user), reason));
      case GroupUpdated(_, var group, var changes, var by, var at) ->
          inGroup(tx, NoticeKind.GROUP_UPDATED, group, by, at, List.of(), json(changes), event);
      case GroupOwnerChanged(_, var group, var old, var by, var at) ->
          inGroup(
              tx, NoticeKind.GROUP_OWNER, group, by, at, List.of(old, group.owner()), "", event);
      case GroupAdminsChanged(_, var group, var users, var added, var by, var at) ->
          inGroup(
              tx,
              added ? NoticeKind.GROUP_ADMINS_ADDED : NoticeKind.GROUP_ADMINS_REMOVED,
              group,
              by,
              at,
              users,
              "",
              event);
      case GroupMuted(_, var group, var users, var until, var by, var at) ->
          inGroup(
              tx,
              NoticeKind.GROUP_MUTED,
              group,
              by,
              at,
              users,
              Long.toString(until.toEpochMilli()),
              event);
      case GroupUnmuted(_, var group, var users, var by, var at) ->
          inGroup(tx, NoticeKind.GROUP_UNMUTED, group, by, at, users, "", event);
      case GroupAllMuted(_, var group, var by, var at) ->
          inGroup(
              tx,
              group.allMuted() ? NoticeKind.GROUP_ALL_MUTED : NoticeKind.GROUP_ALL_UNMUTED,
              group,
              by,
              at,
              List.of(),
              "",
              event);
      case GroupDisabled(_, var group, var by, var at) -> {
        NoticeKind kind = group.disabled() ? NoticeKind.GROUP_DISABLED : NoticeKind.GROUP_ENABLED;
        inGroup(tx, kind, group, by, at, List.of(), "", event);
      }
      case GroupAnnounced(_, var group, var announcement, var by, var at) ->
          inGroup(tx, NoticeKind.GROUP_ANNOUNCED, group, by, at, List.of(), announcement, event);
      case GroupAllowed(_, var group, var users, var added, var by, var at) ->
          inGroup(
              tx,
              added ? NoticeKind.GROUP_ALLOWED : NoticeKind.GROUP_DISALLOWED,
              group,
              by,
              at,
              users,
              "",
              event);
      case GroupFileShared(_, var group, var file, var added, var by, var at) -> {
        NoticeKind kind = NoticeKind.ofFile(added);
        inGroup(tx, kind, group, by, at, List.of(), file.reason(added), event);
      }
      case GroupHidden(_, var group, var user, var hidden, var by, var at) ->
          inGroup(tx, NoticeKind.ofHidden(hidden), group, by, at, List.of(user), "", event);
      // Who is blocked has been put out before; clients ask for what is noted of members.
      case GroupBlocked _, GroupMemberNoted _ -> {}
      case GroupDeleted(_, var group, var by, var at) ->
          inGroup(tx, NoticeKind.GROUP_DELETED, group, by, at, List.of(), "", event);
      case RoomAttributesSet(_, var room, var operator, var set, _, _, var at) ->
          attributes(
              tx,
              NoticeKind.ROOM_ATTRIBUTES_SET,
              room,
              operator,
              at,
              Map.of("properties", set, "result", Map.of("successKeys", set.keySet())),
              event);
      case RoomAttributesDeleted(_, var room, var operator, var keys, _, _, var at) ->
          attributes(
              tx,
              NoticeKind.ROOM_ATTRIBUTES_DELETED,
              room,
              operator,
              at,
              Map.of("result", Map.of("successKeys", keys)),
              event);
    }
  }

  private void attributes(
      Tx tx,
      NoticeKind kind,
      Group room,
      UserId operator,
      Instant at,
      Map<String, Object> shown,
      ChatEvent event) {
    append(
        tx,
        conversation(room),
        notice(Notice.of(kind, room, operator, at, List.of(), json(shown))),
        event);
  }

  /// Adds a notice to a conversation.
  public void post(Tx tx, Conversation conversation, Notice notice, Origin origin) {
    append(
        tx,
        conversation,
        new Entry(ids.nextMessage().value(), EntryKind.NOTICE, null, origin, notice.encoded()),
        null);
  }

  /// Adds a notice to the inbox of a user.
  public void notify(Tx tx, AppId app, UserId user, Notice notice, Origin origin) {
    post(tx, timelines.inbox(tx, app, user), notice, origin);
  }

  /// Adds a receipt to a conversation.
  ///
  /// @param receipt opaque
  public void receipt(Tx tx, Conversation conversation, Origin origin, byte[] receipt) {
    append(
        tx,
        conversation,
        new Entry(ids.nextMessage().value(), EntryKind.RECEIPT, null, origin, receipt),
        null);
  }

  private void message(Tx tx, EntryKind kind, MessageId position, OfMessage event) {
    message(tx, kind, position, event.message(), event.origin(), event);
    if (event.thread() != null) {
      tx.afterCommit(() -> listener.threadChanged(event));
    }
  }

  private void message(
      Tx tx, EntryKind kind, MessageId at, Message message, Origin origin, ChatEvent event) {
    Entry entry = new Entry(at.value(), kind, message.id(), origin, origin.extra());
    append(tx, conversation(tx, message), entry, event);
  }

  private Conversation conversation(Tx tx, Message message) {
    return switch (message.to()) {
      case Recipient.ToUser(UserId user) ->
          timelines.pair(tx, message.app(), UserId.of(message.from().value()), user);
      case Recipient.ToGroup(GroupId group) -> new Conversation.OfGroup(message.app(), group);
      case Recipient.ToRoom(GroupId room) -> new Conversation.OfRoom(message.app(), room);
      case Recipient.ToThread in ->
          new Conversation.OfThread(message.app(), in.thread(), in.parent());
    };
  }

  private void left(Tx tx, GroupLeft left) {
    NoticeKind notice = NoticeKind.of(left);
    // That the group is deleted follows as one entry for all.
    if (notice != NoticeKind.GROUP_DELETED) {
      inGroup(tx, notice, left.group(), left.by(), left.at(), left.users(), "", left);
    }
    if (notice == NoticeKind.GROUP_DELETED || notice == NoticeKind.GROUP_KICKED) {
      former.tell(tx, notice, left.group(), left.by(), left.at(), left.users());
    }
  }

  private void inGroup(
      Tx tx, NoticeKind kind, ChatThread thread, Actor by, Instant at, ChatEvent event) {
    append(
        tx,
        new Conversation.OfGroup(thread.app(), thread.group()),
        notice(Notice.of(kind, thread, by.user(), at, List.of())),
        event);
  }

  private void inThread(
      Tx tx,
      NoticeKind kind,
      ChatThread thread,
      Actor by,
      Instant at,
      List<UserId> users,
      ChatEvent event) {
    append(
        tx,
        new Conversation.OfThread(thread.app(), thread.id(), thread.group()),
        notice(Notice.of(kind, thread, by.user(), at, users)),
        event);
  }

  private void inGroup(
      Tx tx,
      NoticeKind kind,
      Group group,
      Actor by,
      Instant at,
      List<UserId> users,
      String text,
      ChatEvent event) {
    append(
        tx, conversation(group), notice(Notice.of(kind, group, by.user(), at, users, text)), event);
  }

  private static Conversation conversation(Group group) {
    return switch (group.kind()) {
      case GROUP -> new Conversation.OfGroup(group.app(), group.id());
      case ROOM -> new Conversation.OfRoom(group.app(), group.id());
    };
  }

  private Entry notice(Notice notice) {
    return new Entry(
        ids.nextMessage().value(), EntryKind.NOTICE, null, Origin.SERVER, notice.encoded());
  }

  private void append(Tx tx, Conversation conversation, Entry entry, @Nullable ChatEvent event) {
    timelines.append(tx, conversation, entry, appended -> listener.appended(appended, event));
  }

  private static String json(Map<String, Object> changes) {
    return MAPPER.writeValueAsString(changes);
  }
}
