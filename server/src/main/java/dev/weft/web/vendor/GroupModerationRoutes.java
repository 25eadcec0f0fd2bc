package dev.weft.web.vendor;

import dev.weft.app.UserId;
import dev.weft.chat.group.GroupMarkStore.Kind;
import dev.weft.chat.group.GroupMarkStore.Mark;
import dev.weft.chat.group.GroupMembers.Removal;
import dev.weft.chat.group.GroupModeration;
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

/// Mutes, block and allow lists, announcement and disabling of groups over REST (REST contract,
/// section 4).
public final class GroupModerationRoutes {

  private static final int MAX_BATCH = 60;
  private static final int MAX_ANNOUNCEMENT = 512;

  /// A mute of more than a hundred years is one for ever, and its end stays a time we can write.
  private static final long MAX_MUTE_MS = Duration.ofDays(36_500).toMillis();

  private static final long FOR_EVER = -1;

  private final GroupModeration moderation;

  public GroupModerationRoutes(GroupModeration moderation) {
    this.moderation = moderation;
  }

  public void addTo(Routes routes) {
    Rate rate = GroupRoutes.RATE;
    routes
        .add("GET", "/chatgroups/{}/mute", rate, this::muted)
        .add("POST", "/chatgroups/{}/mute", rate, this::mute)
        .add("DELETE", "/chatgroups/{}/mute/{}", rate, this::unmute)
        .add("POST", "/chatgroups/{}/ban", rate, call -> muteAll(call, true))
        .add("DELETE", "/chatgroups/{}/ban", rate, call -> muteAll(call, false))
        .add("GET", "/chatgroups/{}/blocks/users", rate, call -> names(call, Kind.BLOCKED))
        .add("POST", "/chatgroups/{}/blocks/users", rate, this::blockEach)
        .add("POST", "/chatgroups/{}/blocks/users/{}", rate, this::block)
        .add("DELETE", "/chatgroups/{}/blocks/users/{}", rate, this::unblock)
        .add("GET", "/chatgroups/{}/white/users", rate, this::allowed)
        .add("POST", "/chatgroups/{}/white/users", rate, this::allowEach)
        .add("POST", "/chatgroups/{}/white/users/{}", rate, this::allow)
        .add("DELETE", "/chatgroups/{}/white/users/{}", rate, this::disallow)
        .add("POST", "/chatgroups/{}/disable", rate, call -> disable(call, true))
        .add("POST", "/chatgroups/{}/enable", rate, call -> disable(call, false))
        .add("GET", "/chatgroups/{}/announcement", rate, this::announcement)
        .add("POST", "/chatgroups/{}/announcement", rate, this::announce);
  }

  private Answer muted(Call call) {
    List<Map<String, Object>> muted =
        moderation.list(call.app(), GroupIds.of(call), Kind.MUTED).stream()
            .map(GroupModerationRoutes::shown)
            .toList();
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
    List<UserId> users = Names.users(body, MAX_BATCH, "userNames size is more than max limit : ");
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
    List<UserId> users = users(call, "removeMute member size more than max limit : ");
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
        call,
        moderation.list(call.app(), GroupIds.of(call), kind).stream().map(Mark::user).toList());
  }

  /// Owner and admins are on the list by default.
  private Answer allowed(Call call) {
    return names(call, moderation.exempt(call.app(), GroupIds.of(call)));
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
    return Envelope.groupData(call, GroupJson.done(group(call), "add_blocks", user));
  }

  private Answer blockEach(Call call) {
    List<UserId> users = Names.users(call.json(), MAX_BATCH, "userNames is more than max limit : ");
    List<Removal> blocked =
        moderation.blockEach(call.app(), call.actor(), GroupIds.of(call), users);
    return Envelope.groupData(
        call,
        blocked.stream()
            .map(removal -> GroupJson.removal(group(call), "add_blocks", removal))
            .toList());
  }

  private Answer unblock(Call call) {
    List<UserId> users = users(call, "removeBlacklist: list size more than max limit : ");
    moderation.unblock(call.app(), call.actor(), GroupIds.of(call), users);
    return users.size() == 1
        ? Envelope.groupData(call, GroupJson.done(group(call), "remove_blocks", users.getFirst()))
        : done(call, "remove_blocks", users);
  }

  private Answer allow(Call call) {
    UserId user = UserId.of(call.parameter(1));
    moderation.allow(call.app(), call.actor(), GroupIds.of(call), List.of(user));
    return Envelope.groupData(call, GroupJson.done(group(call), "add_user_whitelist", user));
  }

  private Answer allowEach(Call call) {
    List<UserId> users =
        Names.users(call.json(), MAX_BATCH, "usernames size is more than max limit : ");
    moderation.allow(call.app(), call.actor(), GroupIds.of(call), users);
    return done(call, "add_user_whitelist", users);
  }

  private Answer disallow(Call call) {
    List<UserId> users = users(call, "usernames size is more than max limit : ");
    moderation.disallow(call.app(), call.actor(), GroupIds.of(call), users);
    return done(call, "remove_user_whitelist", users);
  }

  private static Answer done(Call call, String action, List<UserId> users) {
    return Envelope.groupData(
        call, users.stream().map(user -> GroupJson.done(group(call), action, user)).toList());
  }

  private Answer announcement(Call call) {
    return Envelope.groupData(
        call, Map.of("announcement", moderation.announcement(call.app(), GroupIds.of(call))));
  }

  private Answer announce(Call call) {
    String text =
        call.json()
            .text("announcement")
            .orElseThrow(() -> GroupBodies.mustBeProvided("announcement"));
    if (text.codePointCount(0, text.length()) > MAX_ANNOUNCEMENT) {
      throw Errors.invalidParameter("announcement length is too big");
    }
    moderation.announce(call.app(), call.actor(), GroupIds.of(call), text);
    return Envelope.groupData(call, Map.of("id", group(call), "result", true));
  }

  /// The users in the path.
  private static List<UserId> users(Call call, String tooMany) {
    List<UserId> users = Names.split(call.parameter(1)).stream().map(UserId::of).toList();
    Names.requireAtMost(MAX_BATCH, users, tooMany);
    return users;
  }

  private static String group(Call call) {
    return call.parameter(0);
  }
}
