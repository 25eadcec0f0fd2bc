package dev.weft.web.room;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.GroupDetails;
import dev.weft.chat.group.GroupChange;
import dev.weft.chat.group.Groups.NewGroup;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.vendor.GroupBodies;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads what a caller says about a chat room. The vendor's client SDK calls the name `groupname`
/// when it changes one.
final class RoomBodies {

  /// The most members of a room (vendor: the page on creating rooms).
  static final int MAX_USERS = 10_000;

  private static final int DEFAULT_MAX_USERS = 1_000;

  /// The v1 SDK sends `need_verify`, which means something in the vendor's cloud only.
  private static final Set<String> CHANGEABLE =
      Set.of("name", "groupname", "description", "maxusers", "custom", "newowner", "need_verify");

  private RoomBodies() {}

  static NewGroup newRoom(AppId app, JsonBody body) {
    required(body, "name");
    required(body, "description");
    UserId owner = UserId.of(required(body, "owner"));
    GroupDetails defaults =
        new GroupDetails("", "", "", true, false, false, false, DEFAULT_MAX_USERS, "");
    return new NewGroup(
        body.id("roomid").map(text -> GroupBodies.ownId(app, text)),
        owner,
        change(body).appliedTo(defaults),
        body.users("members").orElse(List.of()));
  }

  private static String required(JsonBody body, String name) {
    return body.id(name)
        .filter(text -> !text.isEmpty())
        .orElseThrow(() -> GroupBodies.mustBeProvided(name));
  }

  /// Names of fields that PUT does not know, if there are any.
  static List<String> unknownFields(JsonBody body) {
    return body.names().stream().filter(name -> !CHANGEABLE.contains(name)).toList();
  }

  static GroupChange change(JsonBody body) {
    return new GroupChange(
        text(body.text("name").or(() -> body.text("groupname")), GroupDetails.MAX_NAME, "title"),
        Optional.empty(),
        text(body.text("description"), GroupDetails.MAX_DESCRIPTION, "desc"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        body.number("maxusers").map(RoomBodies::maxUsers),
        text(body.text("custom"), GroupDetails.MAX_CUSTOM, "custom"));
  }

  private static Optional<String> text(Optional<String> text, int max, String word) {
    if (text.filter(value -> value.codePointCount(0, value.length()) > max).isPresent()) {
      throw Errors.forbidden("exceed_limit", word + " cannot exceed to " + max);
    }
    return text;
  }

  private static int maxUsers(long value) {
    if (value > MAX_USERS) {
      throw Errors.forbidden("exceed_limit", "maxUsers cannot exceed " + MAX_USERS);
    }
    if (value < 1) {
      throw Errors.invalidParameter("maxusers must be between 1 and " + MAX_USERS);
    }
    return (int) value;
  }
}
