package dev.weft.callback.render;

import dev.weft.app.Actor;
import dev.weft.app.App;
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
import dev.weft.chat.ChatEvent.LeaveKind;
import dev.weft.chat.ChatEvent.OfGroup;
import dev.weft.chat.ChatEvent.RoomAttributesDeleted;
import dev.weft.chat.ChatEvent.RoomAttributesSet;
import dev.weft.chat.ChatEvent.RoomSuperAdminsChanged;
import dev.weft.chat.Group;
import dev.weft.chat.GroupDetails;
import dev.weft.chat.GroupKind;
import dev.weft.chat.Member;
import dev.weft.chat.Member.Role;
import java.util.List;
import java.util.Locale;

/// Group events in the vendor's newer generation (callback contract, section 3.6; shapes of 2026).
final class GroupCallback {

  /// How the vendor writes the app's admin, who does what comes over REST.
  private static final String APP_ADMIN = "@ppAdmin";

  /// How the vendor writes that somebody is blocked without an end (the page on block lists).
  private static final long NEVER_EXPIRES = 4_638_873_600_000L;

  /// The operation of naming super admins of chat rooms.
  static final String SUPER_ADMIN = "ROOM_SUPER_ADMIN";

  private GroupCallback() {}

  /// Whether the newer generation has a callback for an event. It has none for attributes of rooms
  /// and members, and of applications and invitations only that the user has come in.
  static boolean tellsOf(OfGroup event) {
    return !(event instanceof RoomAttributesSet
        || event instanceof RoomAttributesDeleted
        || event instanceof GroupMemberNoted
        || event instanceof GroupRequested);
  }

  static String operation(OfGroup event) {
    return switch (event) {
      case GroupCreated _ -> "CREATE";
      case GroupJoined _ -> "JOIN";
      case GroupLeft _ -> "LEAVE";
      case GroupUpdated _,
          GroupOwnerChanged _,
          GroupAllMuted _,
          GroupDisabled _,
          GroupAnnounced _ ->
          "UPDATE";
      case GroupAdminsChanged _ -> "ADMIN";
      case GroupMuted _, GroupUnmuted _ -> "MUTE";
      case GroupBlocked _ -> "BLOCK";
      case GroupAllowed _ -> "WHITE";
      case GroupHidden _ -> "SHIELD";
      case GroupFileShared _ -> "SHARE_FILE";
      case GroupDeleted _ -> "DELETE";
      case RoomAttributesSet _, RoomAttributesDeleted _, GroupMemberNoted _, GroupRequested _ ->
          throw new IllegalArgumentException("this event has no callback");
    };
  }

  /// That users may make chat rooms by themselves, or may not any more: of no room (vendor: the
  /// page on super admins).
  static String json(RoomSuperAdminsChanged event) {
    return JsonWriter.object(
        json ->
            json.object(
                    "payload",
                    payload ->
                        payload
                            .strings("admin", names(event.users()))
                            .put("type", event.added() ? "ADD" : "REMOVE"))
                .put("appkey", event.app().key().toString())
                .put("id", "")
                .put("type", type(GroupKind.ROOM))
                .put("event", "group_op_event")
                .put("operation", SUPER_ADMIN)
                .put("operator", operator(event.by()))
                .put("timestamp", event.at().toEpochMilli()));
  }

  private static String type(GroupKind kind) {
    return switch (kind) {
      case GROUP -> "GROUP";
      case ROOM -> "CHATROOM";
    };
  }

  static String json(OfGroup event) {
    return JsonWriter.object(
        json -> {
          payload(json, event);
          json.put("appkey", event.app().key().toString())
              .put("id", event.group().id().toString())
              .put("type", type(event.group().kind()))
              .put("event", "group_op_event")
              .put("operation", operation(event))
              .put("operator", operator(event.by()));
          memberCount(json, event);
          json.put("timestamp", event.at().toEpochMilli());
        });
  }

  /// How many members there are after the change; the vendor tells it of JOIN and LEAVE, but not
  /// when a group is dissolved.
  private static void memberCount(JsonWriter json, OfGroup event) {
    boolean told =
        event instanceof GroupJoined
            || (event instanceof GroupLeft left && left.kind() != LeaveKind.DELETE);
    if (told) {
      json.put("member_count", event.group().memberCount());
    }
  }

  private static String operator(Actor by) {
    return switch (by) {
      case Actor.AppServer _, Actor.Operator _ -> APP_ADMIN;
      case Actor.Member member -> member.user().value();
    };
  }

  private static void payload(JsonWriter json, OfGroup event) {
    switch (event) {
      case GroupCreated created -> json.object("payload", payload -> created(payload, created));
      case GroupJoined joined ->
          json.object(
              "payload",
              payload -> {
                if (!joined.ext().isEmpty()) {
                  payload.object("options", options -> options.put("ext", joined.ext()));
                }
                members(payload, joined.users(), joined.kind().name());
              });
      case GroupLeft left -> json.object("payload", payload -> left(payload, left));
      case GroupUpdated updated ->
          json.object(
              "payload",
              payload ->
                  payload
                      .put("type", "INFO")
                      .object("info", info -> info(info, updated.app(), updated.group())));
      case GroupOwnerChanged changed ->
          json.object(
              "payload",
              payload ->
                  payload
                      .put("owner", changed.oldOwner().value())
                      .put("new_owner", changed.group().owner().value())
                      .put("type", "OWNER"));
      case GroupAdminsChanged changed ->
          json.object(
              "payload",
              payload ->
                  payload
                      .strings("admin", names(changed.users()))
                      .put("type", changed.added() ? "ADD" : "REMOVE"));
      case GroupMuted muted ->
          json.object(
              "payload",
              payload ->
                  members(
                      payload.put("expire_timestamp", muted.until().toEpochMilli()),
                      muted.users(),
                      "ADD"));
      case GroupUnmuted unmuted ->
          json.object("payload", payload -> members(payload, unmuted.users(), "REMOVE"));
      case GroupBlocked blocked ->
          json.object(
              "payload",
              payload -> {
                if (blocked.added()) {
                  payload.put("expire_timestamp", NEVER_EXPIRES);
                }
                members(payload, blocked.users(), blocked.added() ? "ADD" : "REMOVE");
              });
      case GroupAllowed allowed ->
          json.object(
              "payload",
              payload -> members(payload, allowed.users(), allowed.added() ? "ADD" : "REMOVE"));
      case GroupHidden hidden ->
          json.object(
              "payload", payload -> payload.put("type", hidden.hidden() ? "ADD" : "REMOVE"));
      case GroupAllMuted muted ->
          json.object(
              "payload",
              payload -> payload.put("mute", muted.group().allMuted()).put("type", "MUTE"));
      case GroupDisabled disabled ->
          json.object(
              "payload",
              payload ->
                  payload.put("disable", disabled.group().disabled()).put("type", "DISABLE"));
      case GroupAnnounced announced ->
          json.object(
              "payload",
              payload -> {
                payload.put("type", "ANNOUNCEMENT");
                if (!announced.announcement().isEmpty()) {
                  payload.put("announcement", announced.announcement());
                }
              });
      case GroupFileShared shared ->
          json.object(
              "payload",
              payload ->
                  payload
                      .strings("share_file", List.of(shared.file().id()))
                      .put("type", shared.added() ? "ADD" : "REMOVE"));
      case GroupDeleted _,
          RoomAttributesSet _,
          RoomAttributesDeleted _,
          GroupMemberNoted _,
          GroupRequested _ -> {}
    }
  }

  /// Who goes by itself from a room has an `action` that says why (vendor: the page on leaving).
  private static void left(JsonWriter json, GroupLeft left) {
    LeaveKind kind = left.kind();
    boolean offline = kind == LeaveKind.OFFLINE;
    if (left.group().kind() == GroupKind.ROOM && (offline || kind == LeaveKind.QUIT)) {
      json.put("action", offline ? "user_offline" : "user_quit");
    }
    members(json, left.users(), offline ? LeaveKind.QUIT.name() : kind.name());
  }

  private static void members(JsonWriter json, List<UserId> users, String type) {
    json.strings("member", names(users)).put("type", type);
  }

  private static List<String> names(List<UserId> users) {
    return users.stream().map(UserId::value).toList();
  }

  private static void created(JsonWriter json, GroupCreated event) {
    List<Member> others =
        event.members().stream().filter(member -> member.role() != Role.OWNER).toList();
    json.object(
            "role",
            role ->
                event.members().stream()
                    .filter(member -> member.role() != Role.MEMBER)
                    .forEach(
                        member ->
                            role.put(
                                member.user().value(),
                                member.role().name().toLowerCase(Locale.ROOT))))
        .strings("member", others.stream().map(member -> member.user().value()).toList())
        .object("info", info -> info(info, event.app(), event.group()));
  }

  /// The whole of a group. Every value is a text, but the duration of a mute: -1, without an end.
  private static void info(JsonWriter json, App app, Group group) {
    GroupDetails details = group.details();
    json.put("owner", app.key() + "_" + group.owner())
        .put("created", Long.toString(group.created().toEpochMilli()))
        .put("custom", details.custom())
        .put("description", details.description())
        .put("mute", Boolean.toString(group.allMuted()))
        .put("mute_duration", -1)
        .put("avatar", details.avatar())
        .put("title", details.name())
        .put("max_users", Integer.toString(details.maxUsers()))
        .put("invite_need_confirm", Boolean.toString(details.inviteNeedsConfirm()))
        .put("public", Boolean.toString(details.isPublic()))
        .put("allow_user_invites", Boolean.toString(details.allowInvites()))
        .put("disabled", Boolean.toString(group.disabled()))
        .put("last_modified", Long.toString(group.modified().toEpochMilli()));
  }
}
