package dev.weft.web.vendor;

import dev.weft.app.Actor;
import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.chat.Member;
import dev.weft.chat.Page;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.group.GroupMembers;
import dev.weft.chat.group.GroupMembers.Removal;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Cursor;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import dev.weft.web.api.UnkeyedHandler;
import dev.weft.web.api.VendorException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Members and admins of groups and chat rooms over REST (REST contract, section 4).
public final class GroupMemberRoutes {

  private static final int MAX_BATCH = 60;
  private static final int MAX_PAGE = 1000;
  private static final int DEFAULT_CURSOR_PAGE = 10;

  private final GroupMembers members;
  private final GroupWire wire;

  public GroupMemberRoutes(GroupMembers members, GroupWire wire) {
    this.members = members;
    this.wire = wire;
  }

  public void addTo(Routes routes) {
    String group = wire.path() + "/{}";
    Rate rate = GroupRoutes.RATE;
    routes
        .add("GET", group + "/users", Access.MEMBER, rate, this::list)
        .add("POST", group + "/users", Access.MEMBER, rate, this::addEach)
        .add("POST", group + "/users/{}", Access.MEMBER, rate, this::addOne)
        .add("DELETE", group + "/users/{}", Access.MEMBER, rate, this::remove)
        .add("GET", group + "/admin", Access.MEMBER, rate, this::admins)
        .add("POST", group + "/admin", Access.MEMBER, rate, this::addAdmin)
        .add("DELETE", group + "/admin/{}", Access.MEMBER, rate, this::removeAdmin);
    if (wire == GroupWire.GROUPS) {
      routes
          .add("DELETE", group + "/quit", Access.MEMBER, rate, this::quit)
          .add("GET", group + "/user/{}/is_joined", rate, this::isJoined)
          .add("POST", group + "/user/{}/is_joined", rate, (UnkeyedHandler) this::isJoined);
    }
  }

  /// `need_notify` `false` tells no client who comes in and who is taken out.
  private static boolean notifies(Call call) {
    return call.query()
        .text("need_notify")
        .filter(value -> value.equalsIgnoreCase("false"))
        .isEmpty();
  }

  private Answer addOne(Call call) {
    UserId user = UserId.of(call.parameter(1));
    members.add(call.app(), call.actor(), GroupIds.of(call), List.of(user), notifies(call));
    return Envelope.groupData(call, done(call, "add_member", user));
  }

  private Answer addEach(Call call) {
    List<UserId> users =
        Names.users(
            call.json(), wire.mostAdded(), wire.addWords() + " number more than maxSize : ");
    List<UserId> added =
        members.add(call.app(), call.actor(), GroupIds.of(call), users, notifies(call));
    Map<String, Object> data = new LinkedHashMap<>();
    // Of a room the vendor counts those as let in who are in already.
    List<UserId> shown = wire == GroupWire.ROOMS ? users : added;
    data.put("newmembers", shown.stream().map(UserId::value).toList());
    data.put(wire.idOfMembers(), group(call));
    data.put("action", "add_member");
    return Envelope.groupData(call, data);
  }

  private Answer remove(Call call) {
    List<UserId> users = Names.split(call.parameter(1)).stream().map(UserId::of).toList();
    if (users.size() == 1) {
      members.remove(call.app(), call.actor(), GroupIds.of(call), users.getFirst(), notifies(call));
      return Envelope.groupData(call, done(call, "remove_member", users.getFirst()));
    }
    Names.requireAtMost(MAX_BATCH, users, "kickMember: kickMembers number more than maxSize : ");
    List<Removal> removals =
        members.removeEach(call.app(), call.actor(), GroupIds.of(call), users, notifies(call));
    return Envelope.groupData(
        call,
        removals.stream()
            .map(
                removal ->
                    GroupJson.removal(wire.idOfMembers(), group(call), "remove_member", removal))
            .toList());
  }

  private Answer isJoined(Call call) {
    boolean joined = members.isMember(call.app(), GroupIds.of(call), UserId.of(call.parameter(1)));
    return Envelope.groupData(call, joined);
  }

  /// Two lists in one path: by number of page with the owner, and by cursor without.
  private Answer list(Call call) {
    return call.actor() instanceof Actor.AppServer
            && call.query().text("version").filter("v3"::equals).isPresent()
        ? listByCursor(call)
        : listByNumber(call);
  }

  private Answer listByNumber(Call call) {
    int size = call.query().pageSize("pagesize", MAX_PAGE, MAX_PAGE);
    int page = call.query().number("pagenum").orElse(1);
    boolean withTime = call.query().text("joined_time").filter("true"::equals).isPresent();
    List<Member> shown =
        orNoSuchGroup(
            call, () -> members.list(call.app(), sees(call), Names.offset(page - 1, size), size));
    return Envelope.of(call)
        .with("params", call.query().params())
        .with("entities", List.of())
        .with("data", shown.stream().map(member -> shown(member, withTime)).toList())
        .with("count", shown.size())
        .answer();
  }

  private static Map<String, Object> shown(Member member, boolean withTime) {
    Map<String, Object> json = new LinkedHashMap<>(GroupJson.affiliation(member));
    if (withTime) {
      json.put("joined_time", member.joined().toEpochMilli());
    }
    return json;
  }

  /// What the official v1 SDK asks for: bare names.
  private Answer listByCursor(Call call) {
    int limit = call.query().pageSize("limit", DEFAULT_CURSOR_PAGE, MAX_PAGE);
    boolean newestFirst = call.query().text("sort").filter("desc"::equals).isPresent();
    Page<Member> page =
        orNoSuchGroup(
            call,
            () ->
                members.listBesideOwner(
                    call.app(), sees(call), limit, newestFirst, Cursor.decode(call.query())));
    Envelope envelope =
        Envelope.of(call)
            .with("params", call.query().params())
            .with("entities", List.of())
            .with("data", page.items().stream().map(member -> member.user().value()).toList())
            .with("count", page.items().size());
    @Nullable String cursor = Cursor.encode(page.next());
    return (cursor == null ? envelope : envelope.with("cursor", cursor)).answer();
  }

  /// The member list has words of its own for a group that is not there.
  private static <T> T orNoSuchGroup(Call call, Supplier<T> list) {
    try {
      return list.get();
    } catch (RefusedException e) {
      if (e.refusal() instanceof Refusal.GroupNotFound) {
        throw new VendorException(
            404,
            "service_resource_not_found",
            "com.easemob.group.exceptions.ResourceNotFoundException",
            "do not find this group:" + group(call));
      }
      throw e;
    }
  }

  /// The group in the path, which the caller may look into.
  private GroupId sees(Call call) {
    GroupId group = GroupIds.of(call);
    members.requireSees(call.app(), call.actor(), group);
    return group;
  }

  private Answer admins(Call call) {
    List<String> admins =
        members.admins(call.app(), sees(call)).stream()
            .map(member -> member.user().value())
            .toList();
    return Envelope.of(call)
        .with("entities", List.of())
        .with("data", admins)
        .with("count", admins.size())
        .answer();
  }

  private Answer addAdmin(Call call) {
    UserId user =
        call.json()
            .id("newadmin")
            .filter(name -> !name.isEmpty())
            .map(UserId::of)
            .orElseThrow(() -> GroupBodies.mustBeProvided("newadmin"));
    members.addAdmin(call.app(), call.actor(), GroupIds.of(call), user);
    return Envelope.groupData(call, Map.of("result", "success", "newadmin", user.value()));
  }

  private Answer removeAdmin(Call call) {
    UserId user = UserId.of(call.parameter(1));
    members.removeAdmin(call.app(), call.actor(), GroupIds.of(call), user);
    return Envelope.groupData(call, Map.of("result", "success", "oldadmin", user.value()));
  }

  private Answer quit(Call call) {
    members.leave(call.app(), call.actor(), GroupIds.of(call));
    return Envelope.groupData(call, done(call, "remove_member", call.actor().user()));
  }

  private Map<String, Object> done(Call call, String action, UserId user) {
    return GroupJson.done(wire.idOfMembers(), group(call), action, user);
  }

  private static String group(Call call) {
    return call.parameter(0);
  }
}
