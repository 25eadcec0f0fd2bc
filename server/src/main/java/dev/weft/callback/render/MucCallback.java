package dev.weft.callback.render;

import dev.weft.app.UserId;
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
import dev.weft.chat.ChatEvent.JoinKind;
import dev.weft.chat.ChatEvent.LeaveKind;
import dev.weft.chat.ChatEvent.OfGroup;
import dev.weft.chat.ChatEvent.RoomAttributesDeleted;
import dev.weft.chat.ChatEvent.RoomAttributesSet;
import dev.weft.chat.GroupKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Group events in the vendor's first generation, `muc` (callback contract, section 3.7): one for
/// each user concerned, and some events give two.
final class MucCallback {

  private static final String GROUPS = "@conference.easemob.com";
  private static final String USERS = "@easemob.com";

  private MucCallback() {}

  /// One callback of an event.
  ///
  /// @param from who did it, or who came or went; of attributes, the group
  /// @param to the user it happened to; of who came or went, the group
  /// @param answered whether the vendor shows a `status` with it
  record Notice(String operation, String from, String to, boolean answered) {}

  /// Operations with which the vendor shows no `reason`.
  private static final Set<String> WITHOUT_REASON =
      Set.of(
          "kick",
          "leave",
          "assing_owner",
          "add_user_white_list",
          "remove_user_white_list",
          "ban_group",
          "remove_ban_group",
          "set_metadata",
          "delete_metadata",
          "group_member_metadata_update");

  /// What there is to tell of an event, in order. Nothing of what the vendor has no operation for.
  static List<Notice> of(OfGroup event) {
    boolean inRoom = event.group().kind() == GroupKind.ROOM;
    String owner = event.group().owner().value();
    String group = event.group().id().toString();
    return switch (event) {
      case GroupCreated _ -> inRoom ? List.of() : one(event, "create", owner);
      case GroupDeleted _ -> one(event, "destroy", owner);
      case GroupJoined joined -> joined(joined, inRoom);
      case GroupRequested asked -> asked(asked, owner);
      case GroupLeft left -> left(left, owner);
      case GroupUpdated _ -> one(event, "update", owner);
      // The vendor's own spelling.
      case GroupOwnerChanged _ -> inRoom ? List.of() : one(event, "assing_owner", owner);
      case GroupAdminsChanged changed ->
          each(event, changed.added() ? "add_admin" : "remove_admin", changed.users());
      case GroupMuted muted -> each(event, "add_mute", muted.users());
      case GroupUnmuted unmuted -> each(event, "remove_mute", unmuted.users());
      case GroupAllMuted muted ->
          one(event, muted.group().allMuted() ? "ban_group" : "remove_ban_group", group);
      case GroupDisabled _ -> List.of();
      case GroupBlocked blocked ->
          inRoom ? List.of() : each(event, blocked.added() ? "ban" : "allow", blocked.users());
      case GroupHidden hidden ->
          one(event, hidden.hidden() ? "block" : "unblock", hidden.user().value());
      case GroupAllowed allowed ->
          each(
              event,
              allowed.added() ? "add_user_white_list" : "remove_user_white_list",
              allowed.users());
      case GroupAnnounced announced ->
          one(
              event,
              announced.announcement().isEmpty() ? "delete_announcement" : "update_announcement",
              group);
      case GroupFileShared shared ->
          one(event, shared.added() ? "upload_file" : "delete_file", group);
      case RoomAttributesSet set -> noted(event, "set_metadata", set.operator());
      case RoomAttributesDeleted deleted -> noted(event, "delete_metadata", deleted.operator());
      case GroupMemberNoted noted -> noted(event, "group_member_metadata_update", noted.user());
    };
  }

  /// Of attributes the group tells the member.
  private static List<Notice> noted(OfGroup event, String operation, UserId member) {
    return List.of(new Notice(operation, event.group().id().toString(), member.value(), true));
  }

  private static List<Notice> one(OfGroup event, String operation, String to) {
    return List.of(new Notice(operation, address(event, event.operator()), to, true));
  }

  private static List<Notice> each(OfGroup event, String operation, List<UserId> users) {
    return users.stream()
        .map(user -> new Notice(operation, address(event, event.operator()), user.value(), true))
        .toList();
  }

  /// Into a room one only comes; how one came into a group is told beside it.
  private static List<Notice> joined(GroupJoined event, boolean inRoom) {
    List<Notice> notices = new ArrayList<>();
    for (UserId user : event.users()) {
      if (!inRoom) {
        notices.add(
            new Notice(
                operation(event.kind()), address(event, event.operator()), user.value(), true));
      }
      notices.add(
          new Notice("presence", address(event, user), event.group().id().toString(), false));
    }
    return notices;
  }

  /// Who has come in by it is told as [#joined].
  private static List<Notice> asked(GroupRequested event, String owner) {
    return switch (event.step()) {
      case APPLIED -> one(event, "apply", owner);
      case INVITED -> one(event, "invite", event.user().value());
      case INVITE_DECLINED -> each(event, "invite_decline", event.notified());
      case APPLY_ACCEPTED, APPLY_DECLINED, INVITE_ACCEPTED -> List.of();
    };
  }

  private static String operation(JoinKind kind) {
    return switch (kind) {
      case DIRECT -> "direct_joined";
      case INVITE -> "invite_accept";
      case APPLY -> "apply_accept";
    };
  }

  /// Of a group that is dissolved only that is told; of who is blocked, `ban` follows.
  private static List<Notice> left(GroupLeft event, String owner) {
    if (event.kind() == LeaveKind.DELETE) {
      return List.of();
    }
    List<Notice> notices = new ArrayList<>();
    for (UserId user : event.users()) {
      switch (event.kind()) {
        case QUIT -> notices.add(new Notice("leave", address(event, user), owner, true));
        case KICK, OFFLINE ->
            notices.add(new Notice("kick", address(event, event.operator()), user.value(), true));
        case BLOCK, DELETE -> {}
      }
      notices.add(
          new Notice("absence", address(event, user), event.group().id().toString(), false));
    }
    return notices;
  }

  private static String address(OfGroup event, UserId user) {
    return event.app().key() + "_" + user.value() + USERS;
  }

  /// What became of which attributes, as a text of JSON (vendor: `event_info.ext`).
  private static void info(JsonWriter info, OfGroup event) {
    switch (event) {
      case RoomAttributesSet set ->
          info.put("ext", ext(set, set.attributes().keySet(), set.attributes(), set.forced()));
      case RoomAttributesDeleted deleted ->
          info.put("ext", ext(deleted, deleted.keys(), Map.of(), deleted.forced()));
      case GroupMemberNoted noted ->
          info.put("ext", ext(noted, noted.attributes().keySet(), noted.attributes(), false));
      default -> throw new IllegalArgumentException("no attributes");
    }
    info.put("type", "event_none");
  }

  private static String ext(
      OfGroup event, Iterable<String> done, Map<String, String> properties, boolean forced) {
    return JsonWriter.object(
        json -> {
          json.object(
                  "result",
                  result -> result.strings("successKeys", done).object("errorKeys", _ -> {}))
              .put("identify", "")
              .put("is_forced", forced)
              .put("muc_name", event.group().details().name())
              .put("need_notify", true)
              .object("properties", all -> properties.forEach(all::put))
              .put("operator", event.operator().value());
        });
  }

  private static boolean isOfAttributes(OfGroup event) {
    return event instanceof RoomAttributesSet
        || event instanceof RoomAttributesDeleted
        || event instanceof GroupMemberNoted;
  }

  /// Of a shared file, what it is; of one that was taken away, its id; of an announcement, its
  /// text.
  private static void reason(JsonWriter payload, OfGroup event) {
    if (event instanceof GroupFileShared shared) {
      String reason = shared.file().reason(shared.added());
      if (shared.added()) {
        payload.raw("reason", reason);
      } else {
        payload.put("reason", reason);
      }
    } else if (event instanceof GroupAnnounced announced) {
      payload.put("reason", announced.announcement());
    } else {
      payload.put("reason", event instanceof GroupRequested asked ? asked.reason() : "");
    }
  }

  /// @param id of the callback
  static String json(OfGroup event, Notice notice, String id, String host) {
    String app = event.app().key().toString();
    String group = event.group().id().toString();
    return JsonWriter.object(
        json ->
            json.put("chat_type", "muc")
                .object(
                    "payload",
                    payload -> {
                      payload.put("muc_id", app + "_" + group + GROUPS);
                      if (notice.answered() && !WITHOUT_REASON.contains(notice.operation())) {
                        reason(payload, event);
                      }
                      payload.put("is_chatroom", event.group().kind() == GroupKind.ROOM);
                      if (isOfAttributes(event)) {
                        payload.object("event_info", info -> info(info, event));
                      }
                      payload.put("operation", notice.operation());
                      if (notice.answered()) {
                        payload.object(
                            "status",
                            status -> status.put("description", "").put("error_code", "ok"));
                      }
                    })
                .put("group_id", group)
                .put("host", host)
                .put("appkey", app)
                .put("from", notice.from())
                .put("to", notice.to())
                .put("eventType", "chat")
                .put("msg_id", id)
                .put("timestamp", event.at().toEpochMilli()));
  }
}
