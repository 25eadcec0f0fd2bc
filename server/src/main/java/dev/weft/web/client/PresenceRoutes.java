package dev.weft.web.client;

import dev.weft.app.Actor;
import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.sync.presence.Presence;
import dev.weft.sync.presence.Presences;
import dev.weft.sync.presence.Presences.Followed;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import dev.weft.web.api.VendorException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How users are, and who follows it (vendor: presence, six calls). Times are seconds, written as
/// texts, as in the vendor's samples.
public final class PresenceRoutes {

  private static final Rate RATE = Rate.of("presence");
  private static final int MAX_USERS = 100;
  private static final int MAX_PAGE = 100;
  private static final int MAX_EXT_BYTES = 1_024;
  private static final int MAX_RESOURCE = 256;
  private static final Pattern STATUS = Pattern.compile("[0-9]{1,9}");

  private final Presences presences;

  public PresenceRoutes(Presences presences) {
    this.presences = presences;
  }

  public void addTo(Routes routes) {
    routes
        .add("POST", "/users/{}/presence/{}/{}", Access.MEMBER, RATE, this::publish)
        .add("POST", "/users/{}/presence/{}", Access.MEMBER, RATE, this::subscribe)
        .add("POST", "/users/{}/presence", Access.MEMBER, RATE, this::find)
        .add("DELETE", "/users/{}/presence", Access.MEMBER, RATE, this::unsubscribe)
        .add("GET", "/users/{}/presence/sublist", Access.MEMBER, RATE, this::followed)
        .add("GET", "/presence/online/{}/type/{}", RATE, this::online);
  }

  private Answer publish(Call call) {
    UserId user = ClientCall.self(call, 0);
    String resource = call.parameter(1);
    String status = call.parameter(2);
    Optional<String> given = call.hasNoBody() ? Optional.empty() : call.json().text("ext");
    // Clients leave it out where a user says nothing.
    if (given.isEmpty() && !(call.actor() instanceof Actor.Member)) {
      throw Errors.illegalArgument("ext cannot be null");
    }
    String ext = given.orElse("");
    if (!STATUS.matcher(status).matches()) {
      throw Errors.illegalArgument("status must be a number");
    }
    if (ext.getBytes(StandardCharsets.UTF_8).length > MAX_EXT_BYTES) {
      throw Errors.illegalArgument("ext is too big");
    }
    if (resource.length() > MAX_RESOURCE) {
      throw Errors.illegalArgument("resource has at most " + MAX_RESOURCE + " characters");
    }
    presences.publish(call.app(), user, resource, status, ext);
    return Envelope.of(call).with("result", "ok").answer();
  }

  private Answer subscribe(Call call) {
    UserId reader = ClientCall.self(call, 0);
    Duration time = time(call.parameter(1));
    List<UserId> wanted = users(call);
    // Clients follow themselves together with others.
    if (!(call.actor() instanceof Actor.Member) && wanted.contains(reader)) {
      throw Errors.illegalArgument("you can't sub yourself");
    }
    List<Presence> found =
        presences
            .subscribe(call.app(), reader, wanted, time)
            .orElseThrow(
                () ->
                    new VendorException(
                        403,
                        "exceed_limit",
                        "ForbiddenOpException",
                        "a user follows at most %d users, and is followed by at most as many"
                            .formatted(Presences.MAX_FOLLOWED)));
    return Envelope.of(call).with("result", view(call, found)).answer();
  }

  private static Duration time(String seconds) {
    if (!STATUS.matcher(seconds).matches()
        || Long.parseLong(seconds) < 1
        || Long.parseLong(seconds) > Presences.LONGEST.toSeconds()) {
      throw Errors.illegalArgument(
          "expiry must be 1 to " + Presences.LONGEST.toSeconds() + " seconds");
    }
    return Duration.ofSeconds(Long.parseLong(seconds));
  }

  private Answer find(Call call) {
    UserId reader = ClientCall.self(call, 0);
    return Envelope.of(call)
        .with("result", view(call, presences.find(call.app(), reader, users(call))))
        .answer();
  }

  private Answer unsubscribe(Call call) {
    UserId reader = ClientCall.self(call, 0);
    presences.unsubscribe(call.app(), reader, users(call));
    return Envelope.of(call).with("result", "ok").answer();
  }

  /// The clients' call to end subscriptions sends a bare list, all others `usernames`.
  private static List<UserId> users(Call call) {
    JsonNode body = call.jsonNode(Errors::invalidBody);
    List<UserId> users =
        switch (body) {
          case ObjectNode object ->
              new JsonBody(object, Errors::invalidBody).users("usernames").orElseGet(List::of);
          case JsonNode list when list.isArray() -> names(list);
          default -> throw Errors.invalidBody();
        };
    if (users.isEmpty()) {
      throw Errors.illegalArgument("usernames is empty");
    }
    if (users.size() > MAX_USERS) {
      throw Errors.illegalArgument("too many sub presence");
    }
    return users;
  }

  private static List<UserId> names(JsonNode list) {
    List<UserId> users = new ArrayList<>();
    for (JsonNode name : list) {
      if (!name.isString()) {
        throw Errors.invalidBody();
      }
      users.add(UserId.of(name.stringValue()));
    }
    return users.stream().distinct().toList();
  }

  private Answer followed(Call call) {
    UserId reader = ClientCall.self(call, 0);
    int page = Math.max(1, call.query().number("pageNum").orElse(1));
    int size = call.query().pageSize("pageSize", 1, MAX_PAGE);
    if (page > Presences.MAX_FOLLOWED) {
      throw Errors.illegalArgument("pageNum is greater than " + Presences.MAX_FOLLOWED);
    }
    Followed found = presences.followed(call.app(), reader, page, size);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("totalnum", Integer.toString(found.total()));
    result.put(
        "sublist",
        found.users().stream()
            .map(one -> Map.of("uid", one.user().value(), "expiry", seconds(call, one.expires())))
            .toList());
    return Envelope.of(call).with("result", result).answer();
  }

  private Answer online(Call call) {
    if (!call.parameter(1).equals("0") && !call.parameter(1).equals("1")) {
      throw Errors.illegalArgument("Type must be 0 or 1.");
    }
    int members =
        GroupId.parse(call.app().id(), call.parameter(0))
            .map(group -> presences.online(call.app(), group))
            .orElse(0);
    return Envelope.of(call).with("result", members).answer();
  }

  private static List<Map<String, Object>> view(Call call, List<Presence> presences) {
    return presences.stream().map(presence -> view(call, presence)).toList();
  }

  private static Map<String, Object> view(Call call, Presence presence) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("uid", presence.user().value());
    view.put("last_time", seconds(call, presence.changed()));
    view.put("expiry", seconds(call, presence.expires()));
    view.put("ext", presence.ext());
    view.put("status", presence.status());
    return view;
  }

  /// The page for app servers shows a text. The clients' typings say a number, and SDK 5 takes
  /// nothing else.
  private static Object seconds(Call call, Instant time) {
    long seconds = time.getEpochSecond();
    return call.actor() instanceof Actor.Member ? (Object) seconds : Long.toString(seconds);
  }
}
