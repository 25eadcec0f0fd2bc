package dev.weft.web.client;

import dev.weft.app.Actor;
import dev.weft.app.UserId;
import dev.weft.chat.MessageType;
import dev.weft.sync.ConversationRef;
import dev.weft.sync.HistoryFormat;
import dev.weft.sync.RoamingHistory;
import dev.weft.sync.RoamingHistory.Part;
import dev.weft.sync.UserErasure;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Query;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import dev.weft.web.api.UnkeyedHandler;
import dev.weft.web.api.VendorException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Messages that clients fetch back, and that users do not want to see any more.
public final class RoamingRoutes {

  private static final Rate RATE = Rate.of("roaming");
  private static final int DEFAULT_PAGE = 20;
  private static final int MAX_PAGE = 50;
  private static final int MAX_ERASED = 50;

  private final RoamingHistory history;
  private final UserErasure erasure;
  private final HistoryFormat format;

  public RoamingRoutes(RoamingHistory history, UserErasure erasure, HistoryFormat format) {
    this.history = history;
    this.erasure = erasure;
    this.format = format;
  }

  public void addTo(Routes routes) {
    routes.add(
        "POST", "/users/{}/messageroaming", Access.MEMBER, RATE, (UnkeyedHandler) this::page);
    for (String root : List.of("/sdk/message/roaming", "/rest/message/roaming")) {
      for (String kind : List.of("chat", "group")) {
        String path = root + "/" + kind + "/user/{}";
        boolean withUser = kind.equals("chat");
        routes
            .add("DELETE", path, Access.MEMBER, RATE, call -> erase(call, withUser))
            .add(
                "DELETE", path + "/time", Access.MEMBER, RATE, call -> eraseBefore(call, withUser));
      }
      boolean byServer = root.startsWith("/rest");
      routes.add(
          "POST",
          root + "/user/{}/delete/all",
          Access.MEMBER,
          RATE,
          (UnkeyedHandler) call -> eraseAll(call, byServer));
    }
  }

  private Answer page(Call call) {
    UserId user = ClientCall.self(call, 0);
    JsonBody body = call.json();
    String queue =
        body.text("queue")
            .filter(text -> !text.isEmpty())
            .orElseThrow(() -> Errors.illegalArgument("queue must be provided."));
    ConversationRef ref = ClientCall.address(call, queue);
    Part part = history.page(call.app(), user, ref, query(body));
    List<Map<String, Object>> messages =
        part.items().stream()
            .map(item -> format.encoded(call.app(), item))
            .map(bytes -> Map.<String, Object>of("msg", Base64.getEncoder().encodeToString(bytes)))
            .toList();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("msgs", messages);
    data.put("next_key", part.next() == null ? "" : part.next().toString());
    data.put("is_last", part.next() == null);
    return Envelope.groupData(call, data);
  }

  private static RoamingHistory.Query query(JsonBody body) {
    int limit = Math.clamp(body.number("pull_number").orElse((long) DEFAULT_PAGE), 1, MAX_PAGE);
    return new RoamingHistory.Query(
        start(body),
        body.flag("is_positive").orElse(false),
        limit,
        types(body),
        senders(body),
        time(body, "startTime"),
        time(body, "endTime"));
  }

  private static @Nullable Long start(JsonBody body) {
    return body.id("start")
        .filter(text -> text.matches("[0-9]{1,19}"))
        .map(RoamingRoutes::number)
        .filter(number -> number > 0)
        .orElse(null);
  }

  private static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  private static Set<MessageType> types(JsonBody body) {
    return split(body, "msgType")
        .flatMap(word -> MessageType.of(word).stream())
        .collect(Collectors.toSet());
  }

  /// `userId` of the 4.x clients, `userIds` of the later ones.
  private static Set<UserId> senders(JsonBody body) {
    return Stream.of("userId", "userIds")
        .flatMap(name -> split(body, name))
        .map(UserId::of)
        .collect(Collectors.toSet());
  }

  private static Stream<String> split(JsonBody body, String name) {
    return body.ids(name).stream()
        .flatMap(List::stream)
        .flatMap(text -> Stream.of(text.split(",", -1)))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static @Nullable Instant time(JsonBody body, String name) {
    return body.number(name).filter(millis -> millis > 0).map(Instant::ofEpochMilli).orElse(null);
  }

  private Answer erase(Call call, boolean withUser) {
    UserId user = ClientCall.self(call, 0);
    List<String> ids =
        call.query().text("msgIdList").stream()
            .flatMap(text -> Stream.of(text.split(",", -1)))
            .filter(text -> !text.isEmpty())
            .toList();
    if (ids.isEmpty()) {
      throw missing();
    }
    if (ids.size() > MAX_ERASED) {
      throw param("delete msg list limit can not greater than " + MAX_ERASED);
    }
    history.erase(
        call.app(), user, target(call, withUser), ids, ClientCall.resource(call), told(call));
    return done(call);
  }

  private Answer eraseBefore(Call call, boolean withUser) {
    UserId user = ClientCall.self(call, 0);
    long until =
        call.query()
            .text("delTime")
            .filter(text -> text.matches("[0-9]{1,15}"))
            .map(Long::valueOf)
            .orElseThrow(RoamingRoutes::missing);
    history.eraseBefore(
        call.app(),
        user,
        target(call, withUser),
        Instant.ofEpochMilli(until),
        ClientCall.resource(call),
        told(call));
    return done(call);
  }

  private static boolean told(Call call) {
    return call.query().text("isNotify").filter("false"::equals).isEmpty();
  }

  /// A user hides everything from himself. The app's server, by its own path, takes away for
  /// everybody what the user has said.
  private Answer eraseAll(Call call, boolean byServer) {
    UserId user = ClientCall.self(call, 0);
    history.eraseAll(call.app(), user);
    if (byServer && !(call.actor() instanceof Actor.Member)) {
      int erased = erasure.erase(call.app(), user);
      return Envelope.of(call)
          .with("requestStatusCode", "ok")
          .with("data", Map.of("erased_messages", erased))
          .answer();
    }
    return done(call);
  }

  private static ConversationRef target(Call call, boolean withUser) {
    Query query = call.query();
    String id = query.text(withUser ? "userId" : "groupId").orElse("");
    if (id.isEmpty()) {
      throw missing();
    }
    return new ConversationRef(withUser, id);
  }

  private static VendorException missing() {
    return new VendorException(400, "Bad Request", "ParamException", "Bad Request");
  }

  private static VendorException param(String description) {
    return new VendorException(400, "param exception", "ParamException", description);
  }

  /// This family has an envelope of its own at the vendor; both in one serve everybody.
  private static Answer done(Call call) {
    return Envelope.of(call).with("requestStatusCode", "ok").answer();
  }
}
