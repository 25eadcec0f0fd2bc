package dev.weft.web.vendor;

import dev.weft.app.UserId;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.Page;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.group.GroupChange;
import dev.weft.chat.group.GroupJoins;
import dev.weft.chat.group.Groups;
import dev.weft.chat.group.Groups.Joined;
import dev.weft.chat.group.Groups.Shown;
import dev.weft.chat.policy.Permissions;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Cursor;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Groups over REST (REST contract, section 4); who is in them is [GroupMemberRoutes]' matter.
public final class GroupRoutes {

  /// The vendor counts all calls about groups together.
  public static final Rate RATE = Rate.of("chatgroups");

  private static final Rate JOINED_RATE = Rate.of("chatgroups-joined", 50);

  private static final int MAX_IDS = 100;
  private static final int DEFAULT_PAGE = 10;
  private static final int MAX_PAGE = 1000;
  private static final int DEFAULT_JOINED_PAGE = 5;
  private static final int MAX_JOINED_PAGE = 20;

  private static final int DEFAULT_PUBLIC_PAGE = 20;
  private static final int MAX_PUBLIC_PAGE = 1_000;

  private final Groups groups;
  private final GroupJoins joins;

  public GroupRoutes(Groups groups, GroupJoins joins) {
    this.groups = groups;
    this.joins = joins;
  }

  public void addTo(Routes routes) {
    routes
        .add("POST", "/chatgroups", Access.MEMBER, RATE, this::create)
        .add("GET", "/chatgroups", RATE, this::list)
        .add("GET", "/chatgroups/{}", Access.MEMBER, RATE, this::get)
        .add("PUT", "/chatgroups/{}", Access.MEMBER, RATE, this::modify)
        .add("DELETE", "/chatgroups/{}", Access.MEMBER, RATE, this::delete)
        .add("GET", "/publicchatgroups", Access.MEMBER, RATE, this::listPublic)
        .add("GET", "/chatgroups/user/{}/joined_count", Access.MEMBER, JOINED_RATE, this::count)
        .add("GET", "/chatgroups/user/{}", Access.MEMBER, JOINED_RATE, this::joined)
        .add(
            "GET", "/users/{}/joined_chatgroups", Access.MEMBER, JOINED_RATE, this::joinedAsBefore);
  }

  private Answer create(Call call) {
    Group group =
        groups.create(call.app(), call.actor(), GroupBodies.newGroup(call.app().id(), call.json()));
    return Envelope.groupData(call, Map.of("groupid", group.id().toString()));
  }

  private Answer get(Call call) {
    List<String> ids = Names.split(call.parameter(0));
    if (ids.size() > MAX_IDS) {
      throw Errors.invalidParameter("groupIds is more than max limit : " + MAX_IDS);
    }
    List<Shown> found =
        groups.find(
            call.app(),
            ids.stream().flatMap(id -> GroupId.parse(call.app().id(), id).stream()).toList());
    if (found.isEmpty()) {
      throw new RefusedException(new Refusal.GroupNotFound(call.parameter(0)));
    }
    found.forEach(shown -> groups.requireSees(call.app(), call.actor(), shown.group().id()));
    Map<String, Map<String, Object>> byId = new LinkedHashMap<>();
    ids.forEach(id -> byId.put(id, GroupJson.missing(id)));
    found.forEach(shown -> byId.put(shown.group().id().toString(), GroupJson.whole(shown)));
    return Envelope.of(call)
        .with("entities", List.of())
        .with("properties", Map.of())
        .with("count", found.size())
        .with("data", List.copyOf(byId.values()))
        .answer();
  }

  /// Changes what is in the body; `newowner` beside it comes last. Answers with the names of the
  /// fields that were given.
  private Answer modify(Call call) {
    JsonBody body = call.json();
    List<String> unknown = GroupBodies.unknownFields(body);
    if (!unknown.isEmpty()) {
      throw Errors.invalidParameter("some of " + unknown + " are not valid fields");
    }
    GroupId group = GroupIds.of(call);
    GroupChange change = GroupBodies.change(body);
    Optional<UserId> newOwner = body.id("newowner").filter(name -> !name.isEmpty()).map(UserId::of);
    if (newOwner.isEmpty() || !change.isEmpty()) {
      groups.modify(call.app(), call.actor(), group, change);
    }
    newOwner.ifPresent(user -> groups.handOver(call.app(), call.actor(), group, user));
    Map<String, Boolean> done = new LinkedHashMap<>();
    body.names().stream()
        .filter(name -> body.node(name).isPresent())
        .forEach(name -> done.put(name, true));
    return Envelope.groupData(call, done);
  }

  private Answer delete(Call call) {
    groups.delete(call.app(), call.actor(), GroupIds.of(call));
    return Envelope.groupData(call, Map.of("success", true, "groupid", call.parameter(0)));
  }

  private Answer list(Call call) {
    int limit = call.query().pageSize("limit", DEFAULT_PAGE, MAX_PAGE);
    Page<Group> page = groups.list(call.app(), limit, Cursor.decode(call.query()));
    Envelope envelope =
        Envelope.of(call)
            .with("params", call.query().params())
            .with("entities", List.of())
            .with(
                "data",
                page.items().stream()
                    .map(group -> GroupJson.listed(group, call.app().key()))
                    .toList())
            .with("count", page.items().size());
    @Nullable String cursor = Cursor.encode(page.next());
    return (cursor == null ? envelope : envelope.with("cursor", cursor)).answer();
  }

  /// One vendor page has the groups in `entities`, another in `data`: they stand in both.
  private Answer joined(Call call) {
    int size = call.query().pageSize("pagesize", DEFAULT_JOINED_PAGE, MAX_JOINED_PAGE);
    Joined joined = groups.joinedBy(call.app(), self(call), offset(call, size), size);
    List<Map<String, Object>> shown = joined.groups().stream().map(GroupJson::joined).toList();
    return Envelope.of(call)
        .with("params", call.query().params())
        .with("entities", shown)
        .with("data", shown)
        .with("count", shown.size())
        .with("total", joined.total())
        .answer();
  }

  /// How many groups a user is in: the data is a number.
  private Answer count(Call call) {
    return Envelope.groupData(call, groups.joinedBy(call.app(), self(call), 0, 1).total());
  }

  /// The older list, which the official v1 SDK and the vendor's UI kit for Agora still ask for;
  /// without `pagesize` it is not cut. Its pages count from 1 (UIKIT, section 3); 0 is the first
  /// too.
  private Answer joinedAsBefore(Call call) {
    int size = call.query().pageSize("pagesize", MAX_PAGE, MAX_PAGE);
    int page = Math.max(1, call.query().number("pagenum").orElse(1));
    Joined joined = groups.joinedBy(call.app(), self(call), Names.offset(page - 1, size), size);
    List<Map<String, String>> shown =
        joined.groups().stream()
            .map(
                group ->
                    Map.of("groupid", group.id().toString(), "groupname", group.details().name()))
            .toList();
    return Envelope.of(call)
        .with("entities", List.of())
        .with("data", shown)
        .with("count", shown.size())
        .answer();
  }

  /// Whose groups are asked for; a member asks for his own.
  private static UserId self(Call call) {
    UserId user = UserId.of(call.parameter(0));
    Permissions.requireSelf(call.actor(), user);
    return user;
  }

  /// Pages of the newer list count from 0.
  private static int offset(Call call, int size) {
    return Names.offset(call.query().number("pagenum").orElse(0), size);
  }

  /// What the SDKs show of public groups (MSYNC contract, section 12): the two name id and name
  /// each in a way of its own.
  private Answer listPublic(Call call) {
    int limit = call.query().pageSize("limit", DEFAULT_PUBLIC_PAGE, MAX_PUBLIC_PAGE);
    Page<Group> page = joins.listed(call.app(), limit, Cursor.decode(call.query()));
    List<Map<String, String>> shown =
        page.items().stream()
            .map(
                group ->
                    Map.of(
                        "groupid",
                        group.id().toString(),
                        "groupname",
                        group.details().name(),
                        "id",
                        group.id().toString(),
                        "name",
                        group.details().name()))
            .toList();
    Envelope envelope =
        Envelope.of(call)
            .with("entities", List.of())
            .with("data", shown)
            .with("count", shown.size());
    @Nullable String cursor = Cursor.encode(page.next());
    return (cursor == null ? envelope : envelope.with("cursor", cursor)).answer();
  }
}
