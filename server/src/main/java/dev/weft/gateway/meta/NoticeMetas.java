package dev.weft.gateway.meta;

import com.google.protobuf.ByteString;
import dev.weft.app.AppKey;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.OfMessage;
import dev.weft.chat.ChatEvent.ThreadState;
import dev.weft.chat.ChatThread;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.timeline.Notice;
import dev.weft.chat.timeline.NoticeKind;
import dev.weft.msync.Jid;
import dev.weft.msync.Meta;
import dev.weft.msync.MucBody;
import dev.weft.msync.MucOperation;
import dev.weft.msync.NameSpace;
import dev.weft.msync.RosterBody;
import dev.weft.msync.RosterOperation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Notices as clients get them: JSON for threads (MSYNC, section 10), a body of their own for
/// groups and contacts. What a user gets depends on whether it happened to him.
public final class NoticeMetas {

  private NoticeMetas() {}

  /// What `user` gets; null if nothing.
  public static @Nullable Meta of(
      AppKey app, Conversation conversation, long id, Notice notice, UserId user) {
    boolean mine = notice.users().stream().anyMatch(user::isSameAs);
    boolean alone = conversation instanceof Conversation.OfUser;
    return switch (notice.kind()) {
      case THREAD_CREATED ->
          alone
              ? muc(app, conversation, id, notice, MucOperation.THREAD_CREATE)
              : thread(app, id, notice, "create");
      case THREAD_RENAMED ->
          alone
              ? muc(app, conversation, id, notice, MucOperation.THREAD_UPDATE)
              : thread(app, id, notice, "update");
      case THREAD_DELETED ->
          switch (conversation) {
            case Conversation.OfUser _ ->
                muc(app, conversation, id, notice, MucOperation.THREAD_DESTROY);
            case Conversation.OfGroup _ -> thread(app, id, notice, "delete");
            case Conversation.OfRoom _, Conversation.OfThread _, Conversation.OfPair _ -> null;
          };
      case THREAD_JOINED ->
          alone ? muc(app, conversation, id, notice, MucOperation.THREAD_JOIN) : null;
      case THREAD_LEFT ->
          alone ? muc(app, conversation, id, notice, MucOperation.THREAD_LEAVE) : null;
      case THREAD_KICKED ->
          alone ? muc(app, conversation, id, notice, MucOperation.THREAD_KICK) : null;
      case GROUP_CREATED ->
          mine && !notice.operator().isSameAs(user)
              ? muc(app, conversation, id, notice, MucOperation.DIRECT_JOINED)
              : null;
      case GROUP_JOINED -> joined(app, conversation, id, notice, user, mine);
      case GROUP_JOINED_QUIETLY, GROUP_LEFT_QUIETLY -> null;
      case GROUP_LEFT -> mine ? null : muc(app, conversation, id, notice, MucOperation.ABSENCE);
      case GROUP_KICKED -> kicked(app, conversation, id, notice, user, mine);
      case GROUP_UPDATED -> muc(app, conversation, id, notice, MucOperation.UPDATE);
      case GROUP_OWNER -> muc(app, conversation, id, notice, MucOperation.ASSIGN_OWNER);
      case GROUP_ADMINS_ADDED -> muc(app, conversation, id, notice, MucOperation.ADD_ADMIN);
      case GROUP_ADMINS_REMOVED -> muc(app, conversation, id, notice, MucOperation.REMOVE_ADMIN);
      case GROUP_MUTED -> muc(app, conversation, id, notice, MucOperation.ADD_MUTE);
      case GROUP_UNMUTED -> muc(app, conversation, id, notice, MucOperation.REMOVE_MUTE);
      case GROUP_ALL_MUTED -> muc(app, conversation, id, notice, MucOperation.BAN_GROUP);
      case GROUP_ALL_UNMUTED -> muc(app, conversation, id, notice, MucOperation.REMOVE_BAN_GROUP);
      case GROUP_ALLOWED -> muc(app, conversation, id, notice, MucOperation.ADD_TO_ALLOW_LIST);
      case GROUP_DISALLOWED ->
          muc(app, conversation, id, notice, MucOperation.REMOVE_FROM_ALLOW_LIST);
      case GROUP_DISABLED -> muc(app, conversation, id, notice, MucOperation.DISABLE_GROUP);
      case GROUP_ENABLED -> muc(app, conversation, id, notice, MucOperation.ENABLE_GROUP);
      case GROUP_ANNOUNCED ->
          muc(
              app,
              conversation,
              id,
              notice,
              notice.text().isEmpty()
                  ? MucOperation.DELETE_ANNOUNCEMENT
                  : MucOperation.UPDATE_ANNOUNCEMENT);
      case GROUP_FILE_SHARED -> muc(app, conversation, id, notice, MucOperation.UPLOAD_FILE);
      case GROUP_FILE_REMOVED -> muc(app, conversation, id, notice, MucOperation.DELETE_FILE);
      case GROUP_APPLIED -> muc(app, conversation, id, notice, MucOperation.APPLY);
      case GROUP_APPLY_ACCEPTED -> muc(app, conversation, id, notice, MucOperation.APPLY_ACCEPT);
      case GROUP_APPLY_DECLINED -> muc(app, conversation, id, notice, MucOperation.APPLY_DECLINE);
      case GROUP_INVITED -> muc(app, conversation, id, notice, MucOperation.INVITE);
      case GROUP_INVITE_ACCEPTED -> muc(app, conversation, id, notice, MucOperation.INVITE_ACCEPT);
      case GROUP_INVITE_DECLINED -> muc(app, conversation, id, notice, MucOperation.INVITE_DECLINE);
      case GROUP_DELETED -> deleted(app, conversation, id, notice);
      case ROOM_ATTRIBUTES_SET -> muc(app, conversation, id, notice, MucOperation.SET_METADATA);
      case ROOM_ATTRIBUTES_DELETED ->
          muc(app, conversation, id, notice, MucOperation.DELETE_METADATA);
      case CONTACT_ASKED -> roster(app, id, notice, user, RosterOperation.ADD);
      case CONTACT_ACCEPTED ->
          roster(
              app,
              id,
              notice,
              user,
              notice.operator().isSameAs(user)
                  ? RosterOperation.ACCEPT
                  : RosterOperation.REMOTE_ACCEPT);
      case CONTACT_DECLINED ->
          roster(
              app,
              id,
              notice,
              user,
              notice.operator().isSameAs(user)
                  ? RosterOperation.DECLINE
                  : RosterOperation.REMOTE_DECLINE);
      case CONTACT_REMOVED -> roster(app, id, notice, user, RosterOperation.REMOVE);
      case CONTACT_BLOCKED, CONTACT_ALLOWED -> null;
      case CLIENT -> client(app, conversation, id, notice, user);
    };
  }

  /// Who comes into a room by itself has the answer to that, and is told nothing more.
  private static @Nullable Meta joined(
      AppKey app, Conversation conversation, long id, Notice notice, UserId user, boolean mine) {
    if (conversation instanceof Conversation.OfRoom && notice.operator().isSameAs(user)) {
      return null;
    }
    return muc(
        app, conversation, id, notice, mine ? MucOperation.DIRECT_JOINED : MucOperation.PRESENCE);
  }

  /// Who is put out of a group does not hear it any more, and is told in the own inbox.
  private static @Nullable Meta kicked(
      AppKey app, Conversation conversation, long id, Notice notice, UserId user, boolean mine) {
    return switch (conversation) {
      case Conversation.OfUser _ -> muc(app, conversation, id, notice.of(user), MucOperation.KICK);
      case Conversation.OfRoom _ ->
          muc(app, conversation, id, notice, mine ? MucOperation.KICK : MucOperation.ABSENCE);
      case Conversation.OfGroup _, Conversation.OfThread _, Conversation.OfPair _ ->
          mine ? null : muc(app, conversation, id, notice, MucOperation.ABSENCE);
    };
  }

  /// Who was in a group hears it no more when it is gone, and is told in the own inbox.
  private static @Nullable Meta deleted(
      AppKey app, Conversation conversation, long id, Notice notice) {
    return switch (conversation) {
      case Conversation.OfUser _, Conversation.OfRoom _ ->
          muc(app, conversation, id, notice, MucOperation.DESTROY);
      case Conversation.OfGroup _, Conversation.OfThread _, Conversation.OfPair _ -> null;
    };
  }

  private static Meta thread(AppKey app, long id, Notice notice, String operation) {
    ObjectNode data = Json.object();
    data.put("operation", operation);
    data.put("id", notice.id());
    data.put("name", notice.name());
    data.put("muc_parent_id", notice.parent());
    data.put("msg_parent_id", Long.toString(notice.parentMessage()));
    data.put("timestamp", notice.at().toEpochMilli());
    data.put("from", notice.operator().value());
    if (operation.equals("create")) {
      data.put("create_timestamp", notice.at().toEpochMilli());
    }
    data.put("message_count", notice.count());
    return json(app, id, notice.parent(), notice.at().toEpochMilli(), "thread", data);
  }

  /// How a thread is after an operation on one of its messages: `update_msg`.
  ///
  /// @param id of the notice, made for it
  public static Meta threadChanged(AppKey app, long id, OfMessage event, ThreadState state) {
    ChatThread thread = state.thread();
    ObjectNode data = Json.object();
    data.put("operation", "update_msg");
    data.put("id", thread.id().toString());
    data.put("name", thread.name());
    data.put("muc_parent_id", thread.group().toString());
    data.put("msg_parent_id", thread.parentMessage().toString());
    data.put("timestamp", thread.changed().toEpochMilli());
    data.put("from", event.operator().value());
    data.put("message_count", thread.messageCount());
    data.set(
        "last_message",
        state.newest() == null ? Json.object() : MessageJson.lastMessage(state.newest()));
    return json(
        app, id, thread.group().toString(), thread.changed().toEpochMilli(), "thread", data);
  }

  /// A notice in JSON, for the members of a group.
  static Meta json(
      AppKey app, long id, String group, long timestamp, String type, ObjectNode data) {
    ObjectNode notice = Json.object();
    notice.put("type", type);
    notice.set("data", data);
    Jid address = Addresses.group(app, group);
    return Meta.newBuilder()
        .setId(id)
        .setFrom(address)
        .setTo(address)
        .setTimestamp(timestamp)
        .setNs(NameSpace.NOTIFY)
        .setPayload(ByteString.copyFromUtf8(Json.text(notice)))
        .build();
  }

  /// A notice whose JSON others have made. Whether a reaction is the reader's own depends on who
  /// reads.
  private static Meta client(
      AppKey app, Conversation conversation, long id, Notice notice, UserId user) {
    JsonNode data = Json.stored(notice.text());
    if (notice.name().equals("reaction")) {
      data.forEach(message -> message.path("reactions").forEach(one -> own(one, user)));
    }
    ObjectNode json = Json.object();
    json.put("type", notice.name());
    json.set("data", data);
    Jid to =
        switch (conversation) {
          case Conversation.OfGroup group -> Addresses.group(app, group.group().toString());
          case Conversation.OfRoom room -> Addresses.group(app, room.room().toString());
          case Conversation.OfThread thread -> Addresses.group(app, thread.thread().toString());
          case Conversation.OfPair _, Conversation.OfUser _ -> Addresses.user(app, user.value());
        };
    return Meta.newBuilder()
        .setId(id)
        .setFrom(Addresses.user(app, notice.operator().value()))
        .setTo(to)
        .setTimestamp(notice.at().toEpochMilli())
        .setNs(NameSpace.NOTIFY)
        .setPayload(ByteString.copyFromUtf8(Json.text(json)))
        .build();
  }

  private static void own(JsonNode reaction, UserId user) {
    boolean own =
        reaction
            .path("userList")
            .valueStream()
            .anyMatch(name -> name.asString().equals(user.value()));
    ((ObjectNode) reaction).put("isAddedBySelf", own);
  }

  private static Meta muc(
      AppKey app, Conversation conversation, long id, Notice notice, int operation) {
    boolean inRoom =
        conversation instanceof Conversation.OfRoom
            || (conversation instanceof Conversation.OfUser
                && (notice.kind() == NoticeKind.GROUP_KICKED
                    || notice.kind() == NoticeKind.GROUP_DELETED)
                && notice.text().equals(Notice.ROOM));
    Jid group = Addresses.group(app, notice.id());
    MucBody.Builder body =
        MucBody.newBuilder()
            .setMucId(group)
            .setOperation(operation)
            .setFrom(Addresses.user(app, notice.operator().value()))
            .setStatus(MucBody.Result.newBuilder().setErrorCode(0))
            .setIsChatroom(inRoom)
            .setMucName(notice.name());
    notice.users().forEach(user -> body.addTo(Addresses.user(app, user.value())));
    switch (operation) {
      case MucOperation.THREAD_CREATE,
          MucOperation.THREAD_DESTROY,
          MucOperation.THREAD_JOIN,
          MucOperation.THREAD_LEAVE,
          MucOperation.THREAD_UPDATE,
          MucOperation.THREAD_KICK ->
          body.setIsThread(true).setMucParentId(Addresses.group(app, notice.parent()));
      case MucOperation.PRESENCE, MucOperation.ABSENCE -> {
        body.setMucMemberCount(notice.count());
        if (inRoom && !notice.text().isEmpty()) {
          body.setExt(notice.text());
        }
        if (!notice.users().isEmpty()) {
          body.setFrom(Addresses.user(app, notice.users().getFirst().value()));
        }
      }
      case MucOperation.ASSIGN_OWNER -> {
        body.setFrom(Addresses.user(app, notice.users().getFirst().value()));
        body.clearTo().addTo(Addresses.user(app, notice.users().getLast().value()));
      }
      case MucOperation.UPDATE, MucOperation.SET_METADATA, MucOperation.DELETE_METADATA ->
          body.setEventInfo(MucBody.EventInfo.newBuilder().setEventType(0).setExt(notice.text()));
      case MucOperation.UPDATE_ANNOUNCEMENT,
          MucOperation.UPLOAD_FILE,
          MucOperation.DELETE_FILE,
          MucOperation.APPLY,
          MucOperation.APPLY_DECLINE,
          MucOperation.INVITE_DECLINE ->
          body.setReason(notice.text());
      default -> {}
    }
    return Meta.newBuilder()
        .setId(id)
        .setFrom(group)
        .setTo(group)
        .setTimestamp(notice.at().toEpochMilli())
        .setNs(NameSpace.MUC)
        .setPayload(body.build().toByteString())
        .build();
  }

  /// Clients take the other one of the two from `from`, whoever has done it.
  private static Meta roster(AppKey app, long id, Notice notice, UserId user, int operation) {
    boolean own = notice.operator().isSameAs(user);
    UserId other = own ? notice.users().getFirst() : notice.operator();
    Jid from = Addresses.user(app, other.value());
    Jid to = Addresses.user(app, user.value());
    RosterBody body =
        RosterBody.newBuilder()
            .setOperation(operation)
            .setStatus(RosterBody.Result.newBuilder().setErrorCode(0))
            .setFrom(from)
            .addTo(to)
            .setReason(notice.text())
            .build();
    return Meta.newBuilder()
        .setId(id)
        .setFrom(from)
        .setTo(to)
        .setTimestamp(notice.at().toEpochMilli())
        .setNs(NameSpace.ROSTER)
        .setPayload(body.toByteString())
        .build();
  }
}
