package dev.weft.web.room;

import dev.weft.app.UserId;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.group.GroupMarkStore.Mark;
import dev.weft.chat.room.RoomTags;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Routes;
import dev.weft.web.api.VendorException;
import dev.weft.web.vendor.GroupBodies;
import dev.weft.web.vendor.GroupWire;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Tags of members of chat rooms over REST (vendor: the pages `chatroom_user_tag_*`).
final class RoomTagRoutes {

  private static final long FOR_EVER = -1;

  /// A mute of more than a hundred years is one for ever, and its end stays a time we can write.
  private static final long MAX_MUTE_SECONDS = Duration.ofDays(36_500).toSeconds();

  private final RoomTags tags;

  RoomTagRoutes(RoomTags tags) {
    this.tags = tags;
  }

  void addTo(Routes routes) {
    routes
        .add("GET", "/chatrooms/{}/users/{}/tag", RoomRoutes.RATE, this::get)
        .add("PUT", "/chatrooms/{}/users/{}/tag", RoomRoutes.RATE, this::set)
        .add("PUT", "/chatrooms/{}/tag/mute", RoomRoutes.RATE, this::mute);
  }

  private Answer set(Call call) {
    JsonNode node = call.json().node("tags").orElseThrow(() -> GroupBodies.mustBeProvided("tags"));
    if (!node.isArray() || node.valueStream().anyMatch(tag -> !tag.isString())) {
      throw Errors.invalidParameter("tags should be type of List");
    }
    List<String> wanted =
        node.valueStream().map(JsonNode::stringValue).map(RoomTagRoutes::tag).distinct().toList();
    UserId user = UserId.of(call.parameter(1));
    try {
      tags.set(call.app(), call.actor(), GroupWire.id(call), user, wanted);
    } catch (RefusedException e) {
      throw e.refusal() instanceof Refusal.NotMembers ? notIn(user) : e;
    }
    return done(call);
  }

  /// Other calls answer this with 403.
  private static VendorException notIn(UserId user) {
    return new VendorException(
        400,
        "forbidden_op",
        "com.easemob.group.exceptions.ForbiddenOpException",
        "users [" + user + "] are not members of this group!");
  }

  private static String tag(String text) {
    if (text.isEmpty()) {
      throw GroupBodies.mustBeProvided("tag");
    }
    if (text.codePointCount(0, text.length()) > RoomTags.MAX_LENGTH) {
      throw Errors.forbidden("exceed_limit", "tag length exceeds limit!");
    }
    return text;
  }

  /// Each tag with the end of its mute in milliseconds: 0 if it is not muted, -1 if it is for ever.
  private Answer get(Call call) {
    Map<String, String> shown = new LinkedHashMap<>();
    tags.of(call.app(), GroupWire.id(call), UserId.of(call.parameter(1)))
        .forEach((tag, end) -> shown.put(tag, end(end)));
    return Envelope.of(call)
        .with("entities", List.of())
        .with("properties", Map.of())
        .with("data", shown)
        .answer();
  }

  private static String end(Instant end) {
    return Long.toString(end.equals(Mark.NEVER) ? FOR_EVER : end.toEpochMilli());
  }

  /// A duration of 0 lifts the mute, -1 mutes for ever; unlike that of a member it is in seconds.
  private Answer mute(Call call) {
    JsonBody body = call.json();
    String tag = tag(body.text("tag").orElseThrow(() -> GroupBodies.mustBeProvided("tag")));
    long seconds =
        body.number("mute_duration").orElseThrow(() -> GroupBodies.mustBeProvided("mute_duration"));
    if (seconds < FOR_EVER) {
      throw Errors.invalidParameter("mute_duration must not be less than " + FOR_EVER);
    }
    Optional<Duration> duration =
        seconds == FOR_EVER || seconds > MAX_MUTE_SECONDS
            ? Optional.empty()
            : Optional.of(Duration.ofSeconds(seconds));
    tags.mute(call.app(), call.actor(), GroupWire.id(call), tag, duration);
    return done(call);
  }

  private static Answer done(Call call) {
    return Envelope.of(call)
        .with("entities", List.of())
        .with("properties", Map.of())
        .with("data", Map.of("result", true))
        .answer();
  }
}
