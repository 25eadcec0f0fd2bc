package dev.weft.web.vendor;

import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.chat.group.GroupMarkStore.Kind;
import dev.weft.chat.group.GroupMarkStore.Mark;
import dev.weft.chat.group.GroupMembers;
import dev.weft.chat.group.GroupMembers.Removal;
import dev.weft.chat.group.GroupModeration;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Mutes, block and allow lists, announcement and disabling of groups and chat rooms over REST
/// (REST contract, section 4).
public final class GroupModerationRoutes {

  private static final int MAX_LISTED = 60;
  private static final int MAX_ANNOUNCEMENT = 512;

  /// A mute of more than a hundred years is one for ever, and its end stays a time we can write.
  private static final long MAX_MUTE_MS = Duration.ofDays(36_500).toMillis();

  private static final long FOR_EVER = -1;

  private final GroupModeration moderation;
  private final GroupMembers members;
  private final GroupWire wire;

  public GroupModerationRoutes(GroupModeration moderation, GroupMembers members, GroupWire wire) {
    this.moderation = moderation;
    this.members = members;
    this.wire = wire;
  }

  public void addTo(Routes routes) {
    String group = wire.path() + "/{}";
    Rate rate = GroupRoutes.RATE;
    Access by = Access.MEMBER;
    routes
        .add("POST", group + "/mute", by, rate, this::mute)
        .add("DELETE", group + "/mute/{}", by, rate, this::unmute)
        .add("POST", group + "/ban", by, rate, call -> muteAll(call, true))
        .add("DELETE", group + "/ban", by, rate, call -> muteAll(call, false))
        .add("GET", group + "/blocks/users", by, rate, call -> names(call, Kind.BLOCKED))
        .add("POST", group + "/blocks/users", by, rate, this::blockEach)
        .add("POST", group + "/blocks/users/{}", by, rate, this::block)
        .add("DELETE", group + "/blocks/users/{}", by, rate, this::unblock)
        .add("GET", group + "/white/users", by, rate, this::allowed)
        .add("POST", group + "/white/users", by, rate, this::allowEach)
        .add("GET", group + "/white/users/{}", by, rate, this::isAllowed)
        .add("GET", "/sdk" + group + "/mute/{}", by, rate, this::isMuted)
        .add("POST", group + "/white/users/{}", by, rate, this::allow)
        .add("DELETE", group + "/white/users/{}", by, rate, this::disallow)
        .add("GET", group + "/announcement", by, rate, this::announcement)
        .add("POST", group + "/announcement", by, rate, this::announce);
    if (wire == GroupWire.GROUPS) {
      routes
          .add("GET", group + "/mute", by, rate, this::muted)
          .add("POST", group + "/disable", rate, call -> disable(call, true))
          .add("POST", group + "/enable", rate, call -> disable(call, false));
    }
  }

  private Answer muted(Call call) {
    List<Mark> muted = moderation.list(call.app(), sees(call), Kind.MUTED).stream().toList();
    return muted(call, muted);
  }

  /// The list of who may not speak.
  public static Answer muted(Call call, List<Mark> marks) {
    List<Map<String, Object>> muted = marks.stream().map(GroupModerationRoutes::shown).toList();
    return Envelope.of(call)
        .with("entities", List.of())
        .with("data", muted)
        .with("count", muted.size())
        .answer();
  }

  private static Map<String, Object> shown(Mark mark) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("expire", mark.until().toEpochMilli());
    json.put("user", mark.user().value());
    return json;
  }

  /// A duration of 0 lifts the mute, -1 mutes for ever.
  private Answer mute(Call call) {
    JsonBody body = call.json();
    List<UserId> users =
        Names.users(body, wire.mostMuted(), "userNames size is more than max limit : ");
    long duration =
        body.number("mute_duration").orElseThrow(() -> GroupBodies.mustBeProvided("mute_duration"));
    if (duration < FOR_EVER) {
      throw Errors.invalidParameter("mute_duration must not be less than " + FOR_EVER);
    }
    Instant until = Instant.EPOCH;
    if (duration == 0) {
      moderation.unmute(call.app(), call.actor(), GroupIds.of(call), users);
    } else {
      until =
          moderation.mute(call.app(), call.actor(), GroupIds.of(call), users, duration(duration));
    }
    long expire = until.toEpochMilli();
    return Envelope.groupData(
        call,
        users.stream()
            .map(user -> Map.of("result", true, "expire", expire, "user", user.value()))
            .toList());
  }

  private static Optional<Duration> duration(long millis) {
    return millis == FOR_EVER || millis > MAX_MUTE_MS
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(millis));
  }

  private Answer unmute(Call call) {
    List<UserId> users =
        users(call, wire.mostMuted(), "removeMute member size more than max limit : ");
    moderation.unmute(call.app(), call.actor(), GroupIds.of(call), users);
    return Envelope.groupData(
        call, users.stream().map(user -> Map.of("result", true, "user", user.value())).toList());
  }

  private Answer muteAll(Call call, boolean on) {
    moderation.muteAll(call.app(), call.actor(), GroupIds.of(call), on);
    return Envelope.groupData(call, Map.of("mute", on));
  }

  private Answer disable(Call call, boolean on) {
    moderation.disable(call.app(), call.actor(), GroupIds.of(call), on);
    return Envelope.groupData(call, Map.of("disabled", on));
  }

  private Answer names(Call call, Kind kind) {
    return names(
        call, moderation.list(call.app(), sees(call), kind).stream().map(Mark::user).toList());
  }

  /// Owner and admins are on the list by default.
  private Answer allowed(Call call) {
    return names(call, moderation.exempt(call.app(), sees(call)));
  }

  private static Answer names(Call call, List<UserId> users) {
    return Envelope.of(call)
        .with("entities", List.of())
        .with("data", users.stream().map(UserId::value).toList())
        .with("count", users.size())
        .answer();
  }

  private Answer block(Call call) {
    UserId user = UserId.of(call.parameter(1));
    moderation.block(call.app(), call.actor(), GroupIds.of(call), user);
    return Envelope.groupData(
        call, GroupJson.done(wire.idOfLists(), group(call), "add_blocks", user));
  }

  private Answer blockEach(Call call) {
    List<UserId> users =
        Names.users(call.json(), MAX_LISTED, "userNames is more than max limit : ");
    List<Removal> blocked =
        moderation.blockEach(call.app(), call.actor(), GroupIds.of(call), users);
    return Envelope.groupData(
        call,
        blocked.stream()
            .map(removal -> GroupJson.removal(wire.idOfLists(), group(call), "add_blocks", removal))
            .toList());
  }

  private Answer unblock(Call call) {
    List<UserId> users =
        users(call, MAX_LISTED, "removeBlacklist: list size more than max limit : ");
    moderation.unblock(call.app(), call.actor(), GroupIds.of(call), users);
    // The web SDKs, which ask for v3, read a list of one as a list.
    return users.size() == 1 && !call.query().text("version").orElse("").equals("v3")
        ? Envelope.groupData(
            call, GroupJson.done(wire.idOfLists(), group(call), "remove_blocks", users.getFirst()))
        : done(call, "remove_blocks", users);
  }

  private Answer isAllowed(Call call) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("member", call.parameter(1));
    data.put("white", isMarked(call, Kind.ALLOWED));
    return Envelope.groupData(call, data);
  }

  /// The data is nothing but yes or no.
  private Answer isMuted(Call call) {
    return Envelope.groupData(call, isMarked(call, Kind.MUTED));
  }

  private boolean isMarked(Call call, Kind kind) {
    UserId user = UserId.of(call.parameter(1));
    return moderation.list(call.app(), sees(call), kind).stream()
        .anyMatch(mark -> mark.user().equals(user));
  }

  private Answer allow(Call call) {
    UserId user = UserId.of(call.parameter(1));
    moderation.allow(call.app(), call.actor(), GroupIds.of(call), List.of(user));
    return Envelope.groupData(
        call, GroupJson.done(wire.idOfLists(), group(call), "add_user_whitelist", user));
  }

  private Answer allowEach(Call call) {
    List<UserId> users =
        Names.users(call.json(), wire.mostAllowed(), "usernames size is more than max limit : ");
    moderation.allow(call.app(), call.actor(), GroupIds.of(call), users);
    return done(call, "add_user_whitelist", users);
  }

  private Answer disallow(Call call) {
    List<UserId> users =
        users(call, wire.mostAllowed(), "usernames size is more than max limit : ");
    moderation.disallow(call.app(), call.actor(), GroupIds.of(call), users);
    return done(call, "remove_user_whitelist", users);
  }

  private Answer done(Call call, String action, List<UserId> users) {
    return Envelope.groupData(
        call,
        users.stream()
            .map(user -> GroupJson.done(wire.idOfLists(), group(call), action, user))
            .toList());
  }

  private Answer announcement(Call call) {
    return Envelope.groupData(
        call, Map.of("announcement", moderation.announcement(call.app(), sees(call))));
  }

  private Answer announce(Call call) {
    String text =
        call.json()
            .text("announcement")
            .orElseThrow(() -> GroupBodies.mustBeProvided("announcement"));
    if (text.codePointCount(0, text.length()) > MAX_ANNOUNCEMENT) {
      throw wire == GroupWire.ROOMS
          ? Errors.forbidden("forbidden_op", "announce info length exceeds limit!")
          : Errors.invalidParameter("announcement length is too big");
    }
    moderation.announce(call.app(), call.actor(), GroupIds.of(call), text);
    return Envelope.groupData(call, Map.of("id", group(call), "result", true));
  }

  /// The users in the path.
  private static List<UserId> users(Call call, int most, String tooMany) {
    List<UserId> users = Names.split(call.parameter(1)).stream().map(UserId::of).toList();
    Names.requireAtMost(most, users, tooMany);
    return users;
  }

  /// The group in the path, which the caller may look into.
  private GroupId sees(Call call) {
    GroupId group = GroupIds.of(call);
    members.requireSees(call.app(), call.actor(), group);
    return group;
  }

  private static String group(Call call) {
    return call.parameter(0);
  }
}
