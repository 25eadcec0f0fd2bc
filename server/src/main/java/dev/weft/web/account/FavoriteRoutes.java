package dev.weft.web.account;

import dev.weft.app.UserId;
import dev.weft.chat.favorite.Favorite;
import dev.weft.chat.favorite.FavoriteStore.Range;
import dev.weft.chat.favorite.Favorites;
import dev.weft.chat.favorite.Favorites.NewFavorite;
import dev.weft.chat.policy.Permissions;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Query;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Favorites of users (VENDOR-2026, section 2.2). Their answers have no envelope.
public final class FavoriteRoutes {

  private static final Rate RATE = Rate.of("favorites");
  private static final int MAX_BATCH = 20;
  private static final int MAX_DATA = 20_480;
  private static final int MAX_EXT = 1_024;
  private static final int MAX_ID = 128;
  private static final int DEFAULT_PAGE = 100;
  private static final int MAX_PAGE = 200;

  private final Favorites favorites;

  public FavoriteRoutes(Favorites favorites) {
    this.favorites = favorites;
  }

  public void addTo(Routes routes) {
    String path = "/users/{}/collections";
    routes
        .add("POST", path, Access.MEMBER, RATE, this::add)
        .add("GET", path, Access.MEMBER, RATE, this::list)
        .add("DELETE", path, Access.MEMBER, RATE, this::delete)
        .add("PUT", path + "/{}", Access.MEMBER, RATE, this::changeExt)
        .add("POST", "/collections", RATE, this::addSeveral);
  }

  private Answer add(Call call) {
    UserId user = self(call);
    NewFavorite wanted = wanted(call.json(), false);
    return answer("collection", json(favorites.add(call.app(), user, List.of(wanted)).getFirst()));
  }

  private Answer addSeveral(Call call) {
    JsonBody body = call.json();
    UserId user =
        body.id("username")
            .filter(UserId::isLegal)
            .map(UserId::of)
            .orElseThrow(
                () ->
                    Errors.illegalArgument(
                        "username " + body.id("username").orElse("") + " is not legal"));
    List<NewFavorite> wanted = new ArrayList<>();
    JsonNode list = body.node("collections").orElseThrow(Errors::invalidBody);
    if (!list.isArray() || list.isEmpty() || list.size() > MAX_BATCH) {
      throw Errors.illegalArgument("collections size must be between 1 and " + MAX_BATCH);
    }
    list.forEach(
        each -> {
          if (!(each instanceof ObjectNode object)) {
            throw Errors.invalidBody();
          }
          wanted.add(wanted(new JsonBody(object, Errors::invalidBody), true));
        });
    return answer(
        "collections",
        favorites.add(call.app(), user, wanted).stream().map(FavoriteRoutes::json).toList());
  }

  /// @param dated whether the caller says when it was made
  private static NewFavorite wanted(JsonBody body, boolean dated) {
    String id = body.id("id").filter(text -> !text.isEmpty()).orElseGet(FavoriteRoutes::newId);
    if (id.length() > MAX_ID) {
      throw Errors.illegalArgument("id is longer than " + MAX_ID);
    }
    int type =
        body.number("type")
            .filter(number -> number == number.intValue())
            .map(Long::intValue)
            .orElseThrow(() -> Errors.illegalArgument("type is required"));
    String data = body.text("data").orElseThrow(() -> Errors.illegalArgument("data is required"));
    if (data.length() > MAX_DATA) {
      throw Errors.illegalArgument("data is longer than " + MAX_DATA);
    }
    @Nullable Instant created =
        dated ? body.number("createdAt").map(Instant::ofEpochMilli).orElse(null) : null;
    return new NewFavorite(id, type, data, ext(body), created);
  }

  private static String newId() {
    return UUID.randomUUID().toString();
  }

  /// Null if there is none: an empty one counts as none.
  private static @Nullable String ext(JsonBody body) {
    Optional<String> ext = body.text("ext").filter(text -> !text.isEmpty());
    if (ext.filter(text -> text.length() > MAX_EXT).isPresent()) {
      throw Errors.illegalArgument("ext is longer than " + MAX_EXT);
    }
    return ext.orElse(null);
  }

  private Answer changeExt(Call call) {
    UserId user = self(call);
    return answer(
        "collection",
        json(favorites.changeExt(call.app(), user, call.parameter(1), ext(call.json()))));
  }

  private Answer delete(Call call) {
    UserId user = self(call);
    List<String> ids = call.json().ids("collection_ids").orElse(List.of());
    if (ids.isEmpty() || ids.size() > MAX_BATCH) {
      throw Errors.illegalArgument("collection_ids size must be between 1 and " + MAX_BATCH);
    }
    favorites.delete(call.app(), user, ids.stream().distinct().toList());
    return answer("result", true);
  }

  private Answer list(Call call) {
    UserId user = self(call);
    Query query = call.query();
    int limit = query.number("limit").orElse(DEFAULT_PAGE);
    if (limit < 1 || limit > MAX_PAGE) {
      throw Errors.illegalArgument("limit should be less than " + MAX_PAGE);
    }
    String direction = query.text("direction").filter(text -> !text.isEmpty()).orElse("desc");
    if (!direction.equals("desc") && !direction.equals("asc")) {
      throw Errors.illegalArgument("direction should be desc or asc");
    }
    Range range =
        new Range(
            query.number("type"),
            time(query, "begin_time").orElse(Instant.EPOCH),
            time(query, "end_time").orElse(Instant.ofEpochMilli(Long.MAX_VALUE)),
            direction.equals("desc"));
    Optional<String> from = query.text("collection_id").filter(text -> !text.isEmpty());
    return answer(
        "collections",
        favorites.list(call.app(), user, from, range, limit).stream()
            .map(FavoriteRoutes::json)
            .toList());
  }

  private static Optional<Instant> time(Query query, String name) {
    return query
        .text(name)
        .filter(text -> text.matches("[0-9]{1,15}"))
        .map(text -> Instant.ofEpochMilli(Long.parseLong(text)));
  }

  private static Map<String, Object> json(Favorite favorite) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", favorite.id());
    json.put("type", favorite.type());
    json.put("data", favorite.data());
    json.put("ext", favorite.ext() == null ? "" : favorite.ext());
    json.put("createdAt", favorite.created().toEpochMilli());
    json.put("updatedAt", favorite.updated().toEpochMilli());
    return json;
  }

  private static Answer answer(String name, Object value) {
    return new Answer.Document(200, Map.of(name, value));
  }

  /// Whose favorites they are; a member has only his own.
  private static UserId self(Call call) {
    if (!UserId.isLegal(call.parameter(0))) {
      throw Errors.illegalArgument("username " + call.parameter(0) + " is not legal");
    }
    UserId user = UserId.of(call.parameter(0));
    Permissions.requireSelf(call.actor(), user);
    return user;
  }
}
