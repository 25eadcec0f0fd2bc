package dev.weft.web.client;

import dev.weft.app.UserId;
import dev.weft.chat.timeline.Conversation;
import dev.weft.sync.ConversationList;
import dev.weft.sync.ConversationList.Line;
import dev.weft.sync.ConversationRef;
import dev.weft.sync.ConversationStateStore.ConversationState;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Query;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The list of conversations of a user.
public final class ConversationListRoutes {

  private static final Rate RATE = Rate.of("user-channels");

  /// The vendor lists no more.
  private static final int MAX_PAGE = 50;

  /// Conversations that a list by page numbers can reach.
  private static final int MAX_REACH = 1_000;

  private static final int MAX_MARK = 19;
  private static final int MAX_TARGETS = 20;

  private final ConversationList conversations;

  public ConversationListRoutes(ConversationList conversations) {
    this.conversations = conversations;
  }

  public void addTo(Routes routes) {
    routes
        .add("GET", "/users/{}/user_channels", Access.MEMBER, RATE, this::all)
        .add("GET", "/users/{}/user_channels/page", Access.MEMBER, RATE, this::page)
        .add("GET", "/sdk/user/{}/user_channels/list", Access.MEMBER, RATE, this::list)
        .add("GET", "/sdk/user/{}/user_channels/mark/search", Access.MEMBER, RATE, this::marked)
        .add(
            "POST",
            "/sdk/user/{}/user_channels/mark",
            Access.MEMBER,
            RATE,
            call -> mark(call, true))
        .add(
            "DELETE",
            "/sdk/user/{}/user_channels/mark",
            Access.MEMBER,
            RATE,
            call -> mark(call, false))
        .add("POST", "/sdk/user/{}/user_channel/top", Access.MEMBER, RATE, this::pin)
        .add("DELETE", "/sdk/user/{}/user_channel/top", Access.MEMBER, RATE, this::unpin)
        .add("DELETE", "/user/{}/user_channel", Access.MEMBER, RATE, this::remove)
        .add("DELETE", "/users/{}/user_channel", Access.MEMBER, RATE, this::remove);
  }

  private Answer all(Call call) {
    return numbered(call, 1, MAX_PAGE);
  }

  private Answer page(Call call) {
    int size = call.query().pageSize("pageSize", 20, MAX_PAGE);
    return numbered(call, Math.max(1, call.query().number("pageNum").orElse(1)), size);
  }

  private Answer numbered(Call call, int page, int size) {
    UserId user = ClientCall.self(call, 0);
    int end = (int) Math.min((long) page * size, MAX_REACH);
    int begin = Math.min((page - 1) * size, MAX_REACH);
    List<Line> lines = conversations.list(call.app(), user, false, null, end);
    List<Map<String, Object>> infos =
        lines.subList(Math.min(begin, lines.size()), lines.size()).stream()
            .map(line -> info(call, user, line))
            .toList();
    return Envelope.groupData(call, Map.of("channel_infos", infos));
  }

  private static Map<String, Object> info(Call call, UserId user, Line line) {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("channel_id", channel(call, user, line.listed().conversation()));
    info.put("unread_num", line.listed().unread());
    info.put("meta", meta(line));
    return info;
  }

  private static Object meta(Line line) {
    return line.newest() == null ? Map.of() : MessageView.ofText(line.newest());
  }

  private static String channel(Call call, UserId user, Conversation conversation) {
    return switch (conversation) {
      case Conversation.OfPair pair -> call.app().key() + "_" + pair.peerOf(user) + "@easemob.com";
      case Conversation.OfGroup _,
          Conversation.OfRoom _,
          Conversation.OfThread _,
          Conversation.OfUser _ ->
          call.app().key() + "_" + conversation.id() + "@conference.easemob.com";
    };
  }

  private Answer list(Call call) {
    UserId user = ClientCall.self(call, 0);
    Query query = call.query();
    int limit = query.pageSize("limit", 20, MAX_PAGE);
    boolean pinned = query.text("is_top").orElse("false").equals("true");
    List<Line> lines = conversations.list(call.app(), user, pinned, position(query), limit);
    String next = next(lines, limit);
    if (pinned) {
      lines = new ArrayList<>(lines);
      lines.sort(Comparator.comparing(ConversationListRoutes::pinnedAt).reversed());
    }
    return sessions(call, user, lines, next);
  }

  private static Instant pinnedAt(Line line) {
    return Objects.requireNonNullElse(line.listed().state().pinned(), Instant.EPOCH);
  }

  /// Goes through the list until a page is full of those with the mark.
  private Answer marked(Call call) {
    UserId user = ClientCall.self(call, 0);
    int mark = mark(call.query().text("mark").orElse(""));
    int limit = call.query().pageSize("limit", 10, MAX_PAGE);
    List<Line> found = new ArrayList<>();
    @Nullable Long before = position(call.query());
    String next = "";
    for (int looked = 0; looked < MAX_REACH; looked += MAX_PAGE) {
      List<Line> lines = conversations.list(call.app(), user, false, before, MAX_PAGE);
      for (Line line : lines) {
        if (found.size() < limit && line.listed().state().marks().contains(mark)) {
          found.add(line);
        }
      }
      if (found.size() == limit) {
        next = Long.toString(found.getLast().listed().newest());
        break;
      }
      if (lines.size() < MAX_PAGE) {
        break;
      }
      before = lines.getLast().listed().newest();
    }
    return sessions(call, user, found, next);
  }

  private static String next(List<Line> lines, int limit) {
    return lines.size() < limit ? "" : Long.toString(lines.getLast().listed().newest());
  }

  private static @Nullable Long position(Query query) {
    return query
        .text("cursor")
        .filter(text -> text.matches("[0-9]{1,18}|[0-8][0-9]{18}"))
        .map(Long::valueOf)
        .orElse(null);
  }

  private static Answer sessions(Call call, UserId user, List<Line> lines, String next) {
    List<Map<String, Object>> infos = lines.stream().map(line -> session(user, line)).toList();
    return Envelope.groupData(call, Map.of("channel_infos", infos, "cursor", next));
  }

  private static Map<String, Object> session(UserId user, Line line) {
    Conversation conversation = line.listed().conversation();
    ConversationState state = line.listed().state();
    @Nullable Instant pinned = state.pinned();
    Map<String, Object> session = new LinkedHashMap<>();
    session.put("session_to", to(user, conversation));
    session.put("session_type", conversation instanceof Conversation.OfPair ? "chat" : "groupchat");
    session.put("unread_num", line.listed().unread());
    session.put("is_top", pinned != null);
    session.put("update_top_status_time", pinned == null ? 0L : pinned.toEpochMilli());
    session.put("marks", state.marks().stream().sorted().map(mark -> "mark_" + mark).toList());
    session.put("meta", meta(line));
    return session;
  }

  private static String to(UserId user, Conversation conversation) {
    return conversation instanceof Conversation.OfPair pair
        ? pair.peerOf(user).value()
        : conversation.id().toString();
  }

  private Answer pin(Call call) {
    JsonBody body = call.json();
    return pin(call, target(body), true);
  }

  private Answer unpin(Call call) {
    Query query = call.query();
    return pin(
        call,
        ClientCall.conversation(query.text("type").orElse(""), query.text("to").orElse("")),
        false);
  }

  private Answer pin(Call call, ConversationRef ref, boolean pinned) {
    UserId user = ClientCall.self(call, 0);
    Instant at = conversations.pin(call.app(), user, ref, pinned, ClientCall.resource(call));
    return Envelope.groupData(
        call, Map.of("is_top", pinned, "update_top_status_time", pinned ? at.toEpochMilli() : 0L));
  }

  private static ConversationRef target(JsonBody body) {
    return ClientCall.conversation(body.text("type").orElse(""), body.id("to").orElse(""));
  }

  private Answer mark(Call call, boolean marked) {
    UserId user = ClientCall.self(call, 0);
    JsonBody body = call.json();
    int mark = mark(body.text("mark").orElse(""));
    List<ConversationRef> targets = new ArrayList<>();
    for (JsonNode target : body.node("targets").orElseThrow(Errors::invalidBody)) {
      if (!(target instanceof ObjectNode object)) {
        throw Errors.invalidBody();
      }
      targets.add(target(new JsonBody(object, Errors::invalidBody)));
    }
    if (targets.isEmpty() || targets.size() > MAX_TARGETS) {
      throw Errors.illegalArgument("targets size must be 1 to " + MAX_TARGETS);
    }
    conversations.mark(call.app(), user, targets, mark, marked, ClientCall.resource(call));
    return Envelope.groupData(call, Map.of("ignore", List.of()));
  }

  /// `mark_3`.
  private static int mark(String word) {
    return Optional.of(word)
        .filter(text -> text.matches("mark_[0-9]{1,2}"))
        .map(text -> Integer.valueOf(text.substring("mark_".length())))
        .filter(number -> number <= MAX_MARK)
        .orElseThrow(
            () ->
                Errors.illegalArgument(
                    word.isEmpty()
                        ? "param mark must be not empty, please check!"
                        : "param mark illegal, please check it!"));
  }

  private Answer remove(Call call) {
    UserId user = ClientCall.self(call, 0);
    JsonBody body = call.json();
    String channel =
        body.id("channel")
            .filter(text -> !text.isEmpty())
            .orElseThrow(() -> Errors.illegalArgument("field channel cannot be null or empty"));
    String type =
        body.text("type")
            .filter(text -> !text.isEmpty())
            .orElseThrow(() -> Errors.illegalArgument("field type cannot be null or empty"));
    boolean messagesToo =
        body.flag("delete_roam")
            .orElseThrow(() -> Errors.illegalArgument("field delete_roam cannot be null"));
    conversations.remove(
        call.app(),
        user,
        ClientCall.conversation(type, ClientCall.address(call, channel).id()),
        messagesToo,
        ClientCall.resource(call));
    return Envelope.groupData(call, Map.of("result", "ok"));
  }
}
