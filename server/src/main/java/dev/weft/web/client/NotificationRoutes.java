package dev.weft.web.client;

import dev.weft.app.UserId;
import dev.weft.sync.NotificationSettings;
import dev.weft.sync.NotificationStore.Kind;
import dev.weft.sync.NotificationStore.Setting;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Cursor;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.Json;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What users want to be notified of. It is kept and answered; this server itself pushes to nobody.
public final class NotificationRoutes {

  private static final Rate RATE = Rate.of("notification");
  private static final Set<String> TYPES = Set.of("DEFAULT", "ALL", "AT", "NONE");
  private static final int MAX_TARGETS = 20;
  private static final int DEFAULT_PAGE = 10;
  private static final int MAX_PAGE = 50;

  private final NotificationSettings settings;

  public NotificationRoutes(NotificationSettings settings) {
    this.settings = settings;
  }

  public void addTo(Routes routes) {
    routes.add("GET", "/users/{}/notification", Access.MEMBER, RATE, this::several);
    routes.add("GET", "/users/{}/notification/mute/type", Access.MEMBER, RATE, this::types);
    for (Kind kind : Kind.values()) {
      String path = "/users/{}/notification/" + kind.word() + "/{}";
      routes
          .add("GET", path, Access.MEMBER, RATE, call -> one(call, kind))
          .add("PUT", path, Access.MEMBER, RATE, call -> put(call, kind));
    }
  }

  /// Whom the user has set a type for, as `getSilentModeRemindTypeConversations` of the web SDKs
  /// reads it.
  private Answer types(Call call) {
    UserId user = ClientCall.self(call, 0);
    int limit = call.query().pageSize("limit", DEFAULT_PAGE, MAX_PAGE);
    @Nullable Setting after = after(Cursor.decode(call.query()));
    List<Setting> page = settings.list(call.app(), user, after, limit);
    List<Map<String, Object>> data = new ArrayList<>();
    for (Setting setting : page) {
      String type = Json.MAPPER.readTree(setting.document()).path("type").asString("");
      boolean everywhere = setting.kind() == Kind.USER && setting.target().equals(user.value());
      if (!type.isEmpty() && !everywhere) {
        String kind = setting.kind() == Kind.USER ? "user" : "group";
        data.add(Map.of(kind, setting.target(), "value", type));
      }
    }
    Envelope answer = Envelope.of(call).with("entities", List.of()).with("data", data);
    return page.size() < limit
        ? answer.answer()
        : answer.with("cursor", Cursor.encode(position(page.getLast()))).answer();
  }

  private static String position(Setting setting) {
    return setting.kind().word() + ":" + setting.target();
  }

  private static @Nullable Setting after(@Nullable String position) {
    if (position == null) {
      return null;
    }
    int colon = position.indexOf(':');
    Kind kind = position.startsWith(Kind.GROUP.word() + ":") ? Kind.GROUP : Kind.USER;
    return new Setting(kind, position.substring(colon + 1), "");
  }

  private Answer several(Call call) {
    UserId user = ClientCall.self(call, 0);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("user", found(call, user, Kind.USER, "user"));
    data.put("group", found(call, user, Kind.GROUP, "group"));
    return Envelope.groupData(call, data);
  }

  private Map<String, Object> found(Call call, UserId user, Kind kind, String name) {
    List<String> targets =
        call.query().text(name).stream()
            .flatMap(text -> Stream.of(text.split(",", -1)))
            .filter(text -> !text.isEmpty())
            .distinct()
            .toList();
    if (targets.size() > MAX_TARGETS) {
      throw Errors.illegalArgument(name + " is more than max limit : " + MAX_TARGETS);
    }
    Map<String, Object> found = new LinkedHashMap<>();
    settings
        .find(call.app(), user, kind, targets)
        .forEach((target, document) -> found.put(target, raw(document)));
    return found;
  }

  private Answer one(Call call, Kind kind) {
    UserId user = ClientCall.self(call, 0);
    String target = call.parameter(1);
    String document =
        settings.find(call.app(), user, kind, List.of(target)).getOrDefault(target, "{}");
    return Envelope.groupData(call, raw(document));
  }

  private Answer put(Call call, Kind kind) {
    UserId user = ClientCall.self(call, 0);
    JsonBody body = call.json();
    Map<String, Object> document = new LinkedHashMap<>();
    String type = body.text("type").orElse("DEFAULT");
    if (!TYPES.contains(type)) {
      throw Errors.illegalArgument("type must be one of DEFAULT, ALL, AT, NONE");
    }
    if (body.has("type")) {
      document.put("type", type);
    }
    body.text("ignoreInterval").ifPresent(interval -> document.put("ignoreInterval", interval));
    body.number("ignoreDuration")
        .ifPresent(
            millis -> {
              document.put("ignoreDuration", millis);
              document.put("expireTimestamp", call.started() + millis);
            });
    settings.put(call.app(), user, kind, call.parameter(1), type, Json.text(document));
    return Envelope.groupData(call, document);
  }

  private static Object raw(String document) {
    return Json.raw(document.getBytes(StandardCharsets.UTF_8));
  }
}
