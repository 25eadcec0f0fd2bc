package dev.weft.web.client;

import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.sync.attribute.MemberAttributes;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import dev.weft.web.api.UnkeyedHandler;
import dev.weft.web.api.VendorException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Attributes of members of groups. The vendor answers what goes wrong with errors of their own.
public final class MemberAttributeRoutes {

  private static final Rate RATE = Rate.of("member-metadata");
  private static final int MAX_TARGETS = 10;
  private static final int MAX_BATCH = 20;
  private static final int MAX_NAME_BYTES = 16;
  private static final int MAX_VALUE_BYTES = 512;

  private final MemberAttributes attributes;

  public MemberAttributeRoutes(MemberAttributes attributes) {
    this.attributes = attributes;
  }

  public void addTo(Routes routes) {
    routes.add("PUT", "/metadata/chatgroup/{}/users/batch", Access.MEMBER, RATE, this::setBatch);
    for (String root : List.of("/metadata/chatgroup/{}", "/sdk/metadata/chatgroup/{}")) {
      routes
          .add("PUT", root + "/user/{}", Access.MEMBER, RATE, this::set)
          .add("GET", root + "/user/{}", Access.MEMBER, RATE, this::get)
          .add("POST", root + "/get", Access.MEMBER, RATE, (UnkeyedHandler) this::getSeveral);
    }
  }

  private Answer set(Call call) {
    UserId user = UserId.of(call.parameter(1));
    Map<String, String> values =
        call.json()
            .object("metaData")
            .map(MemberAttributeRoutes::values)
            .orElseThrow(() -> Errors.illegalArgument("metaData must be provided."));
    @Nullable Map<String, String> all = set(call, Map.of(user, values)).get(user);
    if (all == null) {
      throw tooLarge();
    }
    return Envelope.data(call, all);
  }

  /// Others read of a group or a member that is not there than elsewhere.
  private Map<UserId, Map<String, String>> set(Call call, Map<UserId, Map<String, String>> values) {
    return translated(() -> attributes.set(call.app(), call.actor(), group(call), values));
  }

  static VendorException tooLarge() {
    return invalid("exceeds chatgroup user metadata total limit");
  }

  /// A list of members, each with what is set of it; or names, and what is set of all of them.
  private Answer setBatch(Call call) {
    JsonNode body = call.jsonNode(Errors::invalidBody);
    return body instanceof ObjectNode same
        ? setSame(call, new JsonBody(same, Errors::invalidBody))
        : setEach(call, body);
  }

  private Answer setEach(Call call, JsonNode body) {
    if (!body.isArray() || body.isEmpty()) {
      throw Errors.invalidBody();
    }
    if (body.size() > MAX_BATCH) {
      throw tooMany();
    }
    Map<UserId, Map<String, String>> values = new LinkedHashMap<>();
    for (JsonNode node : body) {
      if (!(node instanceof ObjectNode fields)) {
        throw Errors.invalidBody();
      }
      JsonBody one = new JsonBody(fields, Errors::invalidBody);
      UserId user =
          one.id("username")
              .filter(name -> !name.isEmpty())
              .map(UserId::of)
              .orElseThrow(() -> Errors.illegalArgument("username must be provided."));
      Map<String, String> given =
          one.object("metadata")
              .or(() -> one.object("metaData"))
              .map(MemberAttributeRoutes::values)
              .orElseThrow(() -> Errors.illegalArgument("metadata must be provided."));
      values.computeIfAbsent(user, _ -> new LinkedHashMap<>()).putAll(given);
    }
    Map<UserId, Map<String, String>> set = set(call, values);
    List<Map<String, Object>> succeeded = new ArrayList<>();
    List<Map<String, Object>> failed = new ArrayList<>();
    for (UserId user : values.keySet()) {
      @Nullable Map<String, String> all = set.get(user);
      if (all == null) {
        failed.add(member(user, "error", tooLarge().description()));
      } else {
        succeeded.add(member(user, "metadata", all));
      }
    }
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("updateMetadataFailed", failed);
    data.put("updateMetadataSucceeded", succeeded);
    // The vendor's table has these names, its sample has them with a colon.
    data.put("updateMetadataFailed:", failed);
    data.put("updateMetadataSucceeded:", succeeded);
    return Envelope.data(call, data);
  }

  private static Map<String, Object> member(UserId user, String name, Object value) {
    Map<String, Object> member = new LinkedHashMap<>();
    member.put("username", user.value());
    member.put(name, value);
    return member;
  }

  private Answer setSame(Call call, JsonBody body) {
    Map<String, String> values =
        body.object("metaData")
            .or(() -> body.object("metadata"))
            .map(MemberAttributeRoutes::values)
            .orElseThrow(() -> Errors.illegalArgument("metaData must be provided."));
    List<UserId> users =
        body.users("usernames")
            .or(() -> body.users("targets"))
            .filter(names -> !names.isEmpty())
            .orElseThrow(() -> Errors.illegalArgument("usernames must be provided."));
    if (users.size() > MAX_BATCH) {
      throw tooMany();
    }
    Map<UserId, Map<String, String>> wanted = new LinkedHashMap<>();
    users.forEach(user -> wanted.put(user, values));
    Map<String, Object> data = new LinkedHashMap<>();
    set(call, wanted).forEach((user, all) -> data.put(user.value(), all));
    if (data.size() < wanted.size()) {
      throw tooLarge();
    }
    return Envelope.data(call, data);
  }

  private static VendorException tooMany() {
    return invalid("exceeds chatgroup metadata batch put users limit");
  }

  private static VendorException invalid(String description) {
    return new VendorException(400, "metadata_error", "MetadataException", description);
  }

  private static Map<String, String> values(JsonBody given) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : given.names()) {
      String value = given.node(name).map(MemberAttributeRoutes::text).orElse("");
      if (name.isEmpty() || bytes(name) > MAX_NAME_BYTES) {
        throw invalid("exceeds chatgroup user metadata single key limit");
      }
      if (bytes(value) > MAX_VALUE_BYTES) {
        throw invalid("exceeds chatgroup user metadata single value limit");
      }
      values.put(name, value);
    }
    return values;
  }

  /// What is neither a list nor an object, as a text.
  private static String text(JsonNode value) {
    if (value.isContainer()) {
      throw Errors.invalidBody();
    }
    return value.asString();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private Answer get(Call call) {
    UserId user = UserId.of(call.parameter(1));
    return Envelope.data(
        call, translated(() -> attributes.of(call.app(), call.actor(), group(call), user)));
  }

  private Answer getSeveral(Call call) {
    JsonBody body = call.json();
    List<UserId> targets =
        body.users("targets")
            .orElseThrow(() -> Errors.illegalArgument("targets must be provided."));
    if (targets.size() > MAX_TARGETS) {
      throw invalid("query param reaches limit.");
    }
    List<String> names = body.ids("properties").orElse(List.of());
    return Envelope.data(
        call,
        translated(
            () -> attributes.ofMembers(call.app(), call.actor(), group(call), targets, names)));
  }

  private static GroupId group(Call call) {
    String id = call.parameter(0);
    return GroupId.parse(call.app().id(), id)
        .orElseThrow(() -> new RefusedException(new Refusal.GroupNotFound(id)));
  }

  private static <T> T translated(Supplier<T> work) {
    try {
      return work.get();
    } catch (RefusedException e) {
      throw error(e.refusal()).map(RuntimeException.class::cast).orElse(e);
    }
  }

  private static Optional<VendorException> error(Refusal refusal) {
    return switch (refusal) {
      case Refusal.GroupNotFound _ ->
          Optional.of(
              new VendorException(404, "metadata_error", "MetadataException", "group not exists"));
      case Refusal.NotMember _ ->
          Optional.of(
              new VendorException(
                  404, "MetadataException", "MetadataException", "user not in group"));
      case Refusal.NotMembers(var users) ->
          Optional.of(invalid("Some users are not in the group: " + String.join(", ", users)));
      default -> Optional.empty();
    };
  }
}
