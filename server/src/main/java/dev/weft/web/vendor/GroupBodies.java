package dev.weft.web.vendor;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.GroupDetails;
import dev.weft.chat.GroupId;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.group.GroupChange;
import dev.weft.chat.group.Groups.NewGroup;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.VendorException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads what a caller says about a group. The official v1 SDK calls some fields by names of its
/// own (`desc`, `members_only`, `name`), and so do the client SDKs (`approval`); they are taken
/// too.
public final class GroupBodies {

  /// More than any plan of the vendor's allows; it keeps a typing error from becoming a number that
  /// no client can hold.
  private static final long MAX_USERS = 1_000_000;

  /// What PUT takes. `need_verify` and `scale` mean something in the vendor's cloud only.
  private static final Set<String> CHANGEABLE =
      Set.of(
          "groupname",
          "name",
          "avatar",
          "description",
          "desc",
          "public",
          "membersonly",
          "members_only",
          "approval",
          "allowinvites",
          "invite_need_confirm",
          "maxusers",
          "custom",
          "newowner",
          "need_verify",
          "scale");

  /// `/chatgroups/user/{u}` lists the groups of a user.
  private static final String RESERVED = "user";

  private GroupBodies() {}

  static NewGroup newGroup(AppId app, JsonBody body) {
    String owner =
        body.id("owner").filter(name -> !name.isEmpty()).orElseThrow(() -> mustBeProvided("owner"));
    if (body.node("public").isEmpty()) {
      throw Errors.invalidParameter("group must contain public field!");
    }
    GroupDetails defaults =
        new GroupDetails("", "", "", true, false, false, true, GroupDetails.DEFAULT_MAX_USERS, "");
    return new NewGroup(
        body.id("groupid").map(text -> ownId(app, text)),
        UserId.of(owner),
        change(body).appliedTo(defaults),
        body.users("members").orElse(List.of()));
  }

  /// An id of the caller's own choice, which is answered as it was written. One that stands in a
  /// path for something else could not be called.
  public static GroupId ownId(AppId app, String text) {
    return GroupId.parse(app, text)
        .filter(id -> id.toString().equals(text) && !text.equals(RESERVED))
        .orElseThrow(() -> new RefusedException(new Refusal.GroupIdUnfit(text)));
  }

  /// Names of fields that PUT does not know, if there are any.
  static List<String> unknownFields(JsonBody body) {
    return body.names().stream().filter(name -> !CHANGEABLE.contains(name)).toList();
  }

  static GroupChange change(JsonBody body) {
    return new GroupChange(
        text(body, GroupDetails.MAX_NAME, "groupname", "name"),
        text(body, GroupDetails.MAX_AVATAR, "avatar"),
        text(body, GroupDetails.MAX_DESCRIPTION, "description", "desc"),
        body.flag("public"),
        body.flag("membersonly")
            .or(() -> body.flag("members_only"))
            .or(() -> body.flag("approval")),
        body.flag("allowinvites"),
        body.flag("invite_need_confirm"),
        body.number("maxusers").map(GroupBodies::maxUsers),
        text(body, GroupDetails.MAX_CUSTOM, "custom"));
  }

  private static Optional<String> text(JsonBody body, int max, String name, String... aliases) {
    Optional<String> text = body.text(name);
    for (String alias : aliases) {
      text = text.or(() -> body.text(alias));
    }
    if (text.filter(value -> value.codePointCount(0, value.length()) > max).isPresent()) {
      throw Errors.invalidParameter(name + " length is too big");
    }
    return text;
  }

  private static int maxUsers(long value) {
    if (value < 1 || value > MAX_USERS) {
      throw Errors.invalidParameter("maxusers must be between 1 and " + MAX_USERS);
    }
    return (int) value;
  }

  /// The vendor's words for a field that is missing.
  public static VendorException mustBeProvided(String field) {
    return Errors.invalidParameter(field + " must be provided");
  }
}
