package dev.weft.web.vendor;

import dev.weft.app.AppKey;
import dev.weft.app.UserId;
import dev.weft.chat.Group;
import dev.weft.chat.GroupDetails;
import dev.weft.chat.Member;
import dev.weft.chat.group.GroupMembers.Removal;
import dev.weft.chat.group.Groups.Shown;
import dev.weft.web.api.RefusalErrors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Groups and members as the vendor shows them: in three ways.
public final class GroupJson {

  private GroupJson() {}

  /// A group that was asked for, with its members.
  public static Map<String, Object> whole(Shown shown) {
    Group group = shown.group();
    GroupDetails details = group.details();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", group.id().toString());
    json.put("name", details.name());
    json.put("avatar", details.avatar());
    json.put("description", details.description());
    json.put("membersonly", details.membersOnly());
    json.put("allowinvites", details.allowInvites());
    json.put("maxusers", details.maxUsers());
    json.put("owner", group.owner().value());
    json.put("created", group.created().toEpochMilli());
    json.put("custom", details.custom());
    json.put("mute", group.allMuted());
    json.put("affiliations_count", group.memberCount());
    json.put("disabled", group.disabled());
    json.put("affiliations", ownerLast(shown.members()));
    json.put("public", details.isPublic());
    return json;
  }

  /// A group that was asked for among others, and is not there.
  static Map<String, Object> missing(String id) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", id);
    json.put("error", "group id doesn't exist");
    return json;
  }

  private static List<Map<String, String>> ownerLast(List<Member> ownerFirst) {
    List<Map<String, String>> affiliations = new ArrayList<>(ownerFirst.size());
    for (Member member : ownerFirst) {
      if (member.role() != Member.Role.OWNER) {
        affiliations.add(affiliation(member));
      }
    }
    // The owner of a room need not be in it.
    ownerFirst.stream()
        .filter(member -> member.role() == Member.Role.OWNER)
        .forEach(owner -> affiliations.add(affiliation(owner)));
    return affiliations;
  }

  /// `{"owner":u}` or `{"member":u}`; an admin is a member here.
  static Map<String, String> affiliation(Member member) {
    return switch (member.role()) {
      case OWNER -> Map.of("owner", member.user().value());
      case ADMIN, MEMBER -> Map.of("member", member.user().value());
    };
  }

  /// A line in the list of all groups.
  static Map<String, Object> listed(Group group, AppKey app) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("owner", app + "_" + group.owner());
    json.put("groupid", group.id().toString());
    json.put("affiliations", group.memberCount());
    json.put("type", "group");
    json.put("lastModified", Long.toString(group.modified().toEpochMilli()));
    json.put("groupname", group.details().name());
    return json;
  }

  /// A line in the list of the groups a user is in.
  static Map<String, Object> joined(Group group) {
    GroupDetails details = group.details();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", details.name());
    json.put("avatar", details.avatar());
    json.put("owner", group.owner().value());
    json.put("id", group.id().toString());
    json.put("groupId", group.id().toString());
    json.put("description", details.description());
    json.put("disabled", group.disabled());
    json.put("public", details.isPublic());
    json.put("allowinvites", details.allowInvites());
    json.put("membersonly", details.membersOnly());
    json.put("maxusers", details.maxUsers());
    json.put("created", group.created().toEpochMilli());
    return json;
  }

  /// That something was done with a user of a group.
  ///
  /// @param key under which the id of the group stands
  static Map<String, Object> done(String key, String group, String action, UserId user) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("result", true);
    json.put(key, group);
    json.put("action", action);
    json.put("user", user.value());
    return json;
  }

  /// That a user was taken out of a group, or why not.
  ///
  /// @param key under which the id of the group stands
  static Map<String, Object> removal(String key, String group, String action, Removal removal) {
    Map<String, Object> json = done(key, group, action, removal.user());
    removal
        .refusal()
        .ifPresent(
            refusal -> {
              json.put("result", false);
              json.put("reason", RefusalErrors.of(refusal).description());
            });
    return json;
  }
}
