package dev.weft.web.client;

import dev.weft.app.UserId;
import dev.weft.chat.Message;
import dev.weft.chat.message.Reaction;
import dev.weft.sync.Reactions;
import dev.weft.sync.Reactions.Detail;
import dev.weft.sync.Reactions.Outcome;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Query;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import dev.weft.web.api.VendorException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reactions to messages (REST contract, section 5.6).
public final class ReactionRoutes {

  private static final Rate RATE = Rate.of("reaction");
  private static final int MAX_MESSAGES = 20;
  private static final int MAX_PAGE = 50;

  private final Reactions reactions;

  public ReactionRoutes(Reactions reactions) {
    this.reactions = reactions;
  }

  public void addTo(Routes routes) {
    routes
        .add("POST", "/reaction/user/{}", Access.MEMBER, RATE, this::add)
        .add("DELETE", "/reaction/user/{}", Access.MEMBER, RATE, this::remove)
        .add("GET", "/reaction/user/{}", Access.MEMBER, RATE, this::list)
        .add("GET", "/reaction/user/{}/detail", Access.MEMBER, RATE, this::detail);
  }

  private Answer add(Call call) {
    UserId user = ClientCall.self(call, 0);
    JsonBody body = call.json();
    String message = body.id("msgId").orElseThrow(() -> bad("msgId can not be null!"));
    String text = checked(body.text("message"));
    return switch (reactions.add(call.app(), user, message, text)) {
      case Outcome.Done(var to, var reaction) -> ok(call, added(to, reaction, call.started()));
      case Outcome.NotAllowed() -> throw bad("the user operation is illegal!");
      case Outcome.Repeated() -> throw bad("the user is already operation this message");
      case Outcome.TooMany() -> throw bad("The quantity has exceeded the limit!");
    };
  }

  private static Map<String, @Nullable Object> added(Message to, Reaction reaction, long now) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("id", Long.toString(reaction.id()));
    data.put("msgId", to.id().toString());
    data.put("msgType", to.to().isUser() ? "chat" : "groupchat");
    data.put("groupId", to.to().isUser() ? null : to.to().id());
    data.put("reaction", reaction.text());
    data.put("createdAt", reaction.created().toString());
    data.put("updatedAt", Instant.ofEpochMilli(now).toString());
    return data;
  }

  private Answer remove(Call call) {
    UserId user = ClientCall.self(call, 0);
    Query query = call.query();
    String message = query.text("msgId").orElseThrow(() -> bad("msgId can not be null!"));
    String text = checked(query.text("message"));
    return switch (reactions.remove(call.app(), user, message, text, decoded(text))) {
      case Outcome.Done _ -> Envelope.of(call).with("requestStatusCode", "ok").answer();
      case Outcome.NotAllowed(), Outcome.Repeated(), Outcome.TooMany() ->
          throw bad("the user operation is illegal!");
    };
  }

  /// Version 5 of the client encodes twice.
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static String checked(Optional<String> text) {
    return text.filter(given -> !given.isEmpty())
        .filter(given -> given.length() <= Reaction.MAX_LENGTH)
        .orElseThrow(() -> bad("message is empty or longer than " + Reaction.MAX_LENGTH));
  }

  private Answer list(Call call) {
    UserId user = ClientCall.self(call, 0);
    List<String> wanted =
        call.query().text("msgIdList").stream()
            .flatMap(text -> Stream.of(text.split(",", -1)))
            .filter(id -> !id.isEmpty())
            .distinct()
            .toList();
    if (wanted.size() > MAX_MESSAGES) {
      throw bad("msgIdList exceeds the maximum number limit");
    }
    boolean inGroup = call.query().text("msgType").filter("groupchat"::equals).isPresent();
    if (inGroup && call.query().text("groupId").filter(id -> !id.isEmpty()).isEmpty()) {
      throw bad("groupId can not be null!");
    }
    Map<String, List<Map<String, Object>>> byMessage = new LinkedHashMap<>();
    for (Reaction reaction : reactions.list(call.app(), user, wanted)) {
      byMessage
          .computeIfAbsent(reaction.message().toString(), _ -> new ArrayList<>())
          .add(view(reaction));
    }
    List<Map<String, Object>> data = new ArrayList<>();
    byMessage.forEach((id, list) -> data.add(Map.of("msgId", id, "reactionList", list)));
    return ok(call, data);
  }

  /// Server documents say `count`, clients read `userCount`.
  private static Map<String, Object> view(Reaction reaction) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("reactionId", Long.toString(reaction.id()));
    view.put("reaction", reaction.text());
    view.put("count", reaction.count());
    view.put("userCount", reaction.count());
    view.put("state", reaction.own());
    view.put("userList", reaction.users().stream().map(UserId::value).toList());
    return view;
  }

  private Answer detail(Call call) {
    UserId user = ClientCall.self(call, 0);
    Query query = call.query();
    int limit = query.number("limit").or(() -> query.number("pageSize")).orElse(MAX_PAGE);
    if (limit < 1 || limit > MAX_PAGE) {
      throw bad("Limit exceeds the maximum quantity limit");
    }
    @Nullable String after =
        query
            .text("cursor")
            .or(() -> query.text("currentPage"))
            .filter(text -> !text.isEmpty() && !text.equals("null"))
            .orElse(null);
    Detail detail =
        reactions
            .detail(
                call.app(),
                user,
                query.text("msgId").orElseThrow(() -> bad("msgId can not be null!")),
                checked(query.text("message")),
                limit,
                after)
            .orElseThrow(() -> bad("the user operation is illegal!"));
    Map<String, Object> data = view(detail.reaction());
    data.put("userList", detail.users().items().stream().map(UserId::value).toList());
    @Nullable String next = detail.users().next();
    data.put("cursor", next == null ? "" : next);
    return ok(call, data);
  }

  private static Answer ok(Call call, Object data) {
    return Envelope.of(call).with("requestStatusCode", "ok").with("data", data).answer();
  }

  private static VendorException bad(String description) {
    return new VendorException(400, "Bad Request", "ReactionException", description);
  }
}
