package dev.weft.web.vendor;

import dev.weft.app.Actor;
import dev.weft.app.UserId;
import dev.weft.chat.group.GroupJoins;
import dev.weft.chat.group.GroupMembers;
import dev.weft.chat.group.GroupRequests;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How users come into groups by themselves: they join or apply, are invited, and somebody answers
/// (as agora-chat 1.4.0 and easemob-websdk 4.21.1 call it).
public final class GroupRequestRoutes {

  private final GroupJoins joins;
  private final GroupRequests requests;
  private final GroupMembers members;

  public GroupRequestRoutes(GroupJoins joins, GroupRequests requests, GroupMembers members) {
    this.joins = joins;
    this.requests = requests;
    this.members = members;
  }

  public void addTo(Routes routes) {
    Rate rate = GroupRoutes.RATE;
    routes
        .add("POST", "/chatgroups/{}/apply", Access.MEMBER, rate, this::join)
        .add("POST", "/chatgroups/{}/apply_verify", Access.MEMBER, rate, this::answerApplication)
        .add("POST", "/chatgroups/{}/invite", Access.MEMBER, rate, this::invite)
        .add("POST", "/chatgroups/{}/invite_verify", Access.MEMBER, rate, this::answerInvitation);
  }

  /// The SDKs read nothing of the answer, so that it is the same for who is in and who has applied.
  private Answer join(Call call) {
    if (!(call.actor() instanceof Actor.Member)) {
      throw Errors.illegalArgument(
          "a user joins with an own token; the app's server adds members with POST"
              + " /chatgroups/{group}/users/{user}");
    }
    boolean _ =
        joins.join(call.app(), call.actor(), GroupIds.of(call), text(call.json(), "message"));
    return done(call, "apply", call.actor().user());
  }

  private Answer answerApplication(Call call) {
    UserId user = user(call.json(), "applicant");
    requests.answerApplication(
        call.app(),
        call.actor(),
        GroupIds.of(call),
        user,
        isAccepted(call.json()),
        text(call.json(), "reason"));
    return done(call, "apply_verify", user);
  }

  private Answer answerInvitation(Call call) {
    UserId user = user(call.json(), "invitee");
    requests.answerInvitation(
        call.app(),
        call.actor(),
        GroupIds.of(call),
        user,
        isAccepted(call.json()),
        text(call.json(), "reason"));
    return done(call, "invite_verify", user);
  }

  /// A member invites; where the group asks nobody, and for the app's server always, users are in
  /// at once.
  private Answer invite(Call call) {
    GroupWire wire = GroupWire.GROUPS;
    List<UserId> users =
        Names.users(
            call.json(), wire.mostAdded(), wire.addWords() + " number more than maxSize : ");
    Optional<List<UserId>> invited =
        call.actor() instanceof Actor.Member
            ? requests.invite(call.app(), call.actor(), GroupIds.of(call), users)
            : Optional.empty();
    List<UserId> added =
        invited.isPresent()
            ? List.of()
            : members.add(call.app(), call.actor(), GroupIds.of(call), users);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("newmembers", names(added));
    invited.ifPresent(asked -> data.put("invited", names(asked)));
    data.put("groupid", call.parameter(0));
    data.put("action", invited.isPresent() ? "invite" : "add_member");
    return Envelope.groupData(call, data);
  }

  private static List<String> names(List<UserId> users) {
    return users.stream().map(UserId::value).toList();
  }

  private static Answer done(Call call, String action, UserId user) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("id", call.parameter(0));
    data.put("action", action);
    data.put("user", user.value());
    data.put("result", true);
    return Envelope.groupData(call, data);
  }

  private static UserId user(JsonBody body, String field) {
    return body.id(field)
        .filter(name -> !name.isEmpty())
        .map(UserId::of)
        .orElseThrow(() -> GroupBodies.mustBeProvided(field));
  }

  private static boolean isAccepted(JsonBody body) {
    return body.flag("verifyResult").orElseThrow(() -> GroupBodies.mustBeProvided("verifyResult"));
  }

  private static String text(JsonBody body, String field) {
    String text = body.text(field).orElse("");
    if (text.codePointCount(0, text.length()) > GroupRequests.MAX_REASON) {
      throw Errors.invalidParameter(field + " length is too big");
    }
    return text;
  }
}
