package dev.weft.web.room;

import dev.weft.app.UserId;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.Page;
import dev.weft.chat.group.GroupChange;
import dev.weft.chat.group.GroupMarkStore.Kind;
import dev.weft.chat.group.GroupMarkStore.Mark;
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
import dev.weft.web.api.VendorException;
import dev.weft.web.vendor.GroupJson;
import dev.weft.web.vendor.GroupMemberRoutes;
import dev.weft.web.vendor.GroupModerationRoutes;
import dev.weft.web.vendor.GroupWire;
import dev.weft.web.vendor.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Chat rooms over REST (vendor: the pages `chatroom_*`). Members, mutes and lists of rooms are
/// served by the routes of groups.
public final class RoomRoutes {

  static final Rate RATE = Rate.of("chatrooms");

  private static final Rate CREATE_RATE = Rate.of("chatrooms-create", 50);
  private static final Rate LIST_RATE = Rate.of("chatrooms-list", 50);
  private static final Rate JOINED_RATE = Rate.of("chatrooms-joined", 50);

  private static final int MAX_IDS = 100;
  private static final int DEFAULT_PAGE = 10;
  private static final int MAX_PAGE = 1000;

  private final RoomServices services;

  private RoomRoutes(RoomServices services) {
    this.services = services;
  }

  /// Adds every call about rooms.
  public static void addAll(RoomServices services, Routes routes) {
    new RoomRoutes(services).addTo(routes);
    new GroupMemberRoutes(services.members(), GroupWire.ROOMS).addTo(routes);
    new GroupModerationRoutes(services.moderation(), services.members(), GroupWire.ROOMS)
        .addTo(routes);
    new SuperAdminRoutes(services.superAdmins()).addTo(routes);
    new RoomTagRoutes(services.tags()).addTo(routes);
    new RoomAttributeRoutes(services.attributes()).addTo(routes);
  }

  private void addTo(Routes routes) {
    routes
        .add("POST", "/chatrooms", Access.MEMBER, CREATE_RATE, this::create)
        .add("GET", "/chatrooms", Access.MEMBER, LIST_RATE, this::list)
        .add("GET", "/chatrooms/{}", Access.MEMBER, RATE, this::get)
        .add("PUT", "/chatrooms/{}", Access.MEMBER, RATE, this::modify)
        .add("DELETE", "/chatrooms/{}", Access.MEMBER, RATE, this::delete)
        .add("GET", "/chatrooms/{}/mute", Access.MEMBER, RATE, this::muted)
        .add("GET", "/users/{}/joined_chatrooms", Access.MEMBER, JOINED_RATE, this::joined);
  }

  private Answer create(Call call) {
    Group room =
        services
            .rooms()
            .create(call.app(), call.actor(), RoomBodies.newRoom(call.app().id(), call.json()));
    return Envelope.groupData(call, Map.of("id", room.id().toString()));
  }

  /// Anybody may look at a room: it is how one finds the room to enter.
  private Answer get(Call call) {
    List<String> ids = Names.split(call.parameter(0));
    if (ids.size() > MAX_IDS) {
      throw Errors.invalidParameter("groupIds is more than max limit : " + MAX_IDS);
    }
    List<Shown> found =
        services
            .rooms()
            .find(
                call.app(),
                ids.stream().flatMap(id -> GroupId.parse(call.app().id(), id).stream()).toList());
    if (found.isEmpty()) {
      throw new VendorException(
          404,
          "service_resource_not_found",
          "com.easemob.group.exceptions.ResourceNotFoundException",
          "do not find this group:" + call.parameter(0));
    }
    return Envelope.of(call)
        .with("entities", List.of())
        .with("properties", Map.of())
        .with("count", found.size())
        .with("data", found.stream().map(GroupJson::whole).toList())
        .answer();
  }

  /// Changes what is in the body; `newowner` beside it comes last.
  private Answer modify(Call call) {
    JsonBody body = call.json();
    List<String> unknown = RoomBodies.unknownFields(body);
    if (!unknown.isEmpty()) {
      throw Errors.invalidParameter("some of " + unknown + " are not valid fields");
    }
    GroupId room = GroupWire.id(call);
    GroupChange change = RoomBodies.change(body);
    Optional<UserId> newOwner = body.id("newowner").filter(name -> !name.isEmpty()).map(UserId::of);
    if (newOwner.isEmpty() || !change.isEmpty()) {
      services.rooms().modify(call.app(), call.actor(), room, change);
    }
    newOwner.ifPresent(user -> services.rooms().handOver(call.app(), call.actor(), room, user));
    Map<String, Boolean> done = new LinkedHashMap<>();
    body.names().stream()
        .filter(name -> body.node(name).isPresent())
        .forEach(name -> done.put(name.equals("name") ? "groupname" : name, true));
    return Envelope.groupData(call, done);
  }

  private Answer delete(Call call) {
    services.rooms().delete(call.app(), call.actor(), GroupWire.id(call));
    return Envelope.groupData(call, Map.of("success", true, "id", call.parameter(0)));
  }

  private Answer list(Call call) {
    int limit = call.query().pageSize("limit", DEFAULT_PAGE, MAX_PAGE);
    Page<Group> page = services.rooms().list(call.app(), limit, Cursor.decode(call.query()));
    Envelope envelope =
        Envelope.of(call)
            .with("params", call.query().params())
            .with("entities", List.of())
            .with("data", page.items().stream().map(RoomRoutes::listed).toList())
            .with("count", page.items().size());
    @Nullable String cursor = Cursor.encode(page.next());
    return (cursor == null ? envelope : envelope.with("cursor", cursor)).answer();
  }

  private static Map<String, Object> listed(Group room) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", room.id().toString());
    json.put("name", room.details().name());
    json.put("owner", room.owner().value());
    json.put("affiliations_count", room.memberCount());
    return json;
  }

  /// Pages of this list count from 1.
  private Answer joined(Call call) {
    UserId user = UserId.of(call.parameter(0));
    Permissions.requireSelf(call.actor(), user);
    int size = call.query().pageSize("pagesize", MAX_PAGE, MAX_PAGE);
    int page = call.query().number("pagenum").orElse(1);
    Joined joined = services.rooms().joinedBy(call.app(), user, Names.offset(page - 1, size), size);
    boolean detailed = call.query().text("detail").orElse("").equals("true");
    List<?> shown =
        joined.groups().stream()
            .map(room -> detailed ? detailed(call, room) : JoinedRoom.of(room))
            .toList();
    return Envelope.of(call)
        .with("params", call.query().params())
        .with("entities", List.of())
        .with("properties", Map.of())
        .with("data", shown)
        .with("count", shown.size())
        .answer();
  }

  /// Who is muted, by name or by a tag; who is both is shown once, with the later end.
  private Answer muted(Call call) {
    GroupId room = GroupWire.id(call);
    services.members().requireSees(call.app(), call.actor(), room);
    Map<String, Mark> muted = new TreeMap<>();
    services
        .moderation()
        .list(call.app(), room, Kind.MUTED)
        .forEach(mark -> muted.put(mark.user().value(), mark));
    services
        .tags()
        .muted(call.app(), room)
        .forEach(
            mark ->
                muted.merge(
                    mark.user().value(),
                    mark,
                    (one, other) -> one.until().isAfter(other.until()) ? one : other));
    return GroupModerationRoutes.muted(call, List.copyOf(muted.values()));
  }

  /// A room in the list of a user, as the vendor writes it: everything is text.
  private record JoinedRoom(String id, String name, String disabled) {
    static JoinedRoom of(Group room) {
      return new JoinedRoom(
          room.id().toString(), room.details().name(), Boolean.toString(room.disabled()));
    }
  }

  /// As the web SDKs read it (`getJoinedChatRooms`).
  private static Map<String, Object> detailed(Call call, Group room) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("id", room.id().toString());
    shown.put("name", room.details().name());
    shown.put("title", room.details().name());
    shown.put("owner", call.app().key() + "_" + room.owner().value());
    shown.put("description", room.details().description());
    shown.put("max_users", room.details().maxUsers());
    shown.put("created", room.created().toEpochMilli());
    shown.put("disabled", Boolean.toString(room.disabled()));
    return shown;
  }
}
