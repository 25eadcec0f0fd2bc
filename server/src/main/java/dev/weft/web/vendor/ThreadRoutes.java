package dev.weft.web.vendor;

import dev.weft.app.UserId;
import dev.weft.chat.ChatThread;
import dev.weft.chat.GroupId;
import dev.weft.chat.Page;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.thread.ThreadStore.Listing;
import dev.weft.chat.thread.Threads;
import dev.weft.chat.thread.Threads.Shown;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Cursor;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Query;
import dev.weft.web.api.Rate;
import dev.weft.web.api.RefusalErrors;
import dev.weft.web.api.Routes;
import dev.weft.web.api.VendorException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Threads over REST (REST contract, section 6).
public final class ThreadRoutes {

  private static final int MAX_NAME = 64;
  private static final int MAX_PAGE = 50;
  private static final int MAX_BATCH = 10;

  /// What no group is called.
  private static final GroupId NO_GROUP = new GroupId(-1);

  private final Threads threads;

  public ThreadRoutes(Threads threads) {
    this.threads = threads;
  }

  public void addTo(Routes routes) {
    Access member = Access.MEMBER;
    routes
        .add("POST", "/thread", member, Rate.of("thread-create"), this::create)
        .add("GET", "/thread", Rate.of("thread-list"), this::list)
        .add("GET", "/thread/{}", member, Rate.of("thread-show"), this::show)
        .add("PUT", "/thread/{}", member, Rate.of("thread-rename"), this::rename)
        .add("DELETE", "/thread/{}", member, Rate.of("thread-delete"), this::delete)
        .add("GET", "/thread/{}/users", member, Rate.of("thread-members"), this::members)
        .add("POST", "/thread/{}/users", Rate.of("thread-join"), this::join)
        .add("DELETE", "/thread/{}/users", member, Rate.of("thread-kick"), this::kick)
        .add("DELETE", "/threads/{}/users", member, Rate.of("thread-kick"), this::kick)
        .add("DELETE", "/thread/{}/users/{}", member, Rate.of("thread-kick"), this::kickOne)
        .add("POST", "/thread/{}/user/{}/join", member, Rate.of("thread-join"), this::joinOne)
        .add("DELETE", "/thread/{}/user/{}/quit", member, Rate.of("thread-quit"), this::quit)
        .add("GET", "/threads/user/{}", member, Rate.of("thread-joined"), this::joined)
        .add("GET", "/threads/chatgroups/{}", member, Rate.of("thread-of-group"), this::ofGroup)
        .add(
            "GET",
            "/threads/chatgroups/{}/user/{}",
            member,
            Rate.of("thread-joined-group"),
            this::joinedInGroup);
  }

  private Answer create(Call call) {
    JsonBody body = call.json(ThreadRoutes::unreadable);
    GroupId group =
        body.id("group_id")
            .map(text -> GroupId.parse(call.app().id(), text).orElseThrow(ThreadRoutes::noGroup))
            .orElseThrow(ThreadRoutes::unreadable);
    String message = body.id("msg_id").orElseThrow(ThreadRoutes::unreadable);
    String owner = body.id("owner").orElseThrow(ThreadRoutes::unreadable);
    String name = name(body);
    ChatThread thread =
        threads.create(
            call.app(), call.actor(), group, MessageIds.parse(message), name, UserId.of(owner));
    return Envelope.data(call, Map.of("thread_id", thread.id().toString()));
  }

  private static RefusedException noGroup() {
    return new RefusedException(new Refusal.ThreadGroupNotFound());
  }

  private Answer show(Call call) {
    Shown shown = threads.show(call.app(), call.actor(), ThreadIds.of(call));
    Map<String, Object> data = entity(shown.thread());
    data.put("message_count", shown.thread().messageCount());
    data.put("affiliations_count", shown.members());
    return Envelope.data(call, data);
  }

  private Answer rename(Call call) {
    String name = name(call.json(ThreadRoutes::unreadable));
    threads.rename(call.app(), call.actor(), ThreadIds.of(call), name);
    return Envelope.of(call).at("/thread").with("data", Map.of("name", name)).answer();
  }

  private Answer delete(Call call) {
    threads.delete(call.app(), call.actor(), ThreadIds.of(call));
    return Envelope.of(call).at("/thread").with("data", Map.of("status", "ok")).answer();
  }

  /// A user lets itself in. Who is in already gets the same answer: the vendor's clients ask each
  /// time they open a thread.
  private Answer joinOne(Call call) {
    ChatThread thread =
        threads.join(
            call.app(), call.actor(), ThreadIds.of(call), List.of(UserId.of(call.parameter(1))));
    return Envelope.data(call, Map.of("status", "ok", "detail", entity(thread)));
  }

  private Answer quit(Call call) {
    boolean wasIn =
        threads.leave(call.app(), call.actor(), ThreadIds.of(call), UserId.of(call.parameter(1)));
    return Envelope.data(call, Map.of("status", "ok", "result", wasIn));
  }

  private Answer kickOne(Call call) {
    UserId user = UserId.of(call.parameter(1));
    boolean wasIn =
        threads.kick(call.app(), call.actor(), ThreadIds.of(call), List.of(user)).getFirst();
    return Envelope.data(call, Map.of("result", wasIn, "user", user.value()));
  }

  private Answer ofGroup(Call call) {
    GroupId group =
        GroupId.parse(call.app().id(), call.parameter(0)).orElseThrow(ThreadRoutes::noGroup);
    return joined(call, threads.ofGroup(call.app(), call.actor(), group, listing(call.query())));
  }

  private Answer list(Call call) {
    Page<ChatThread> page = threads.list(call.app(), listing(call.query()));
    List<Map<String, Object>> entities =
        page.items().stream()
            .map(thread -> Map.<String, Object>of("id", thread.id().toString()))
            .toList();
    return page(call, entities, page.next());
  }

  private Answer joined(Call call) {
    UserId user = UserId.of(call.parameter(0));
    return joined(
        call, threads.joinedBy(call.app(), call.actor(), user, null, listing(call.query())));
  }

  private Answer joinedInGroup(Call call) {
    UserId user = UserId.of(call.parameter(1));
    GroupId group = GroupId.parse(call.app().id(), call.parameter(0)).orElse(NO_GROUP);
    return joined(
        call, threads.joinedBy(call.app(), call.actor(), user, group, listing(call.query())));
  }

  private static Answer joined(Call call, Page<ChatThread> page) {
    return page(call, page.items().stream().map(ThreadRoutes::entity).toList(), page.next());
  }

  private Answer members(Call call) {
    Listing listing = listing(call.query());
    Page<UserId> page =
        threads.members(
            call.app(), call.actor(), ThreadIds.of(call), listing.limit(), listing.after());
    List<String> names = page.items().stream().map(UserId::value).toList();
    return Envelope.of(call)
        .with("data", Map.of("affiliations", names))
        .cursor(next(call, page.next()))
        .answer();
  }

  private Answer join(Call call) {
    threads.join(call.app(), call.actor(), ThreadIds.of(call), usernames(call));
    return Envelope.of(call)
        .with("uri", call.baseUrl() + "/thread/" + call.parameter(0) + "/joined_thread")
        .with("data", Map.of("status", "ok"))
        .answer();
  }

  private Answer kick(Call call) {
    List<UserId> users = usernames(call);
    List<Boolean> wereIn = threads.kick(call.app(), call.actor(), ThreadIds.of(call), users);
    List<Map<String, Object>> entities = new ArrayList<>();
    for (int i = 0; i < users.size(); i++) {
      entities.add(Map.of("result", wereIn.get(i), "user", users.get(i).value()));
    }
    return Envelope.entities(call, entities);
  }

  private static List<UserId> usernames(Call call) {
    List<UserId> users =
        call.json(ThreadRoutes::unreadable)
            .users("usernames")
            .filter(names -> !names.isEmpty())
            .orElseThrow(ThreadRoutes::unreadable);
    if (users.size() > MAX_BATCH) {
      throw RefusalErrors.thread(400, "request body reaches limit.");
    }
    return users;
  }

  private static String name(JsonBody body) {
    String name =
        body.id("name").filter(text -> !text.isEmpty()).orElseThrow(ThreadRoutes::unreadable);
    if (name.codePointCount(0, name.length()) > MAX_NAME) {
      throw RefusalErrors.thread(400, "thread name limit reached.");
    }
    return name;
  }

  private static Listing listing(Query query) {
    int limit = query.number("limit").orElse(MAX_PAGE);
    if (limit < 1 || limit > MAX_PAGE) {
      throw RefusalErrors.thread(400, "query param reaches limit.");
    }
    boolean newestFirst = !query.text("sort").orElse("desc").equals("asc");
    return new Listing(limit, newestFirst, Cursor.decode(query));
  }

  private static Answer page(Call call, List<?> entities, @Nullable String next) {
    return Envelope.of(call).with("entities", entities).cursor(next(call, next)).answer();
  }

  /// The end of a list keeps the cursor it was asked with: the next page is empty again.
  private static @Nullable String next(Call call, @Nullable String position) {
    return Optional.ofNullable(Cursor.encode(position))
        .or(() -> call.query().text("cursor"))
        .orElse(null);
  }

  private static Map<String, Object> entity(ChatThread thread) {
    Map<String, Object> entity = new LinkedHashMap<>();
    entity.put("name", thread.name());
    entity.put("owner", thread.owner().value());
    entity.put("id", thread.id().toString());
    entity.put("msgId", thread.parentMessage().toString());
    entity.put("groupId", thread.group().toString());
    entity.put("created", thread.created().toEpochMilli());
    return entity;
  }

  /// What every bad body of these endpoints gets.
  static VendorException unreadable() {
    return new VendorException(
        400,
        "param_illegal",
        "org.springframework.http.converter.HttpMessageNotReadableException",
        "Failed to read HTTP message");
  }
}
