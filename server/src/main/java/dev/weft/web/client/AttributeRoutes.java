package dev.weft.web.client;

import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.sync.Attributes;
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
import tools.jackson.databind.JsonNode;

/// Attributes of users and of members of groups.
public final class AttributeRoutes {

  private static final Rate USERS = Rate.of("user-metadata");
  private static final Rate MEMBERS = Rate.of("member-metadata");
  private static final int MAX_TARGETS = 100;
  private static final int MAX_MEMBERS = 10;
  private static final int MAX_BATCH = 20;
  private static final int MAX_NAME_BYTES = 16;
  private static final int MAX_VALUE_BYTES = 512;

  private final Attributes attributes;

  public AttributeRoutes(Attributes attributes) {
    this.attributes = attributes;
  }

  public void addTo(Routes routes) {
    routes
        .add("PUT", "/metadata/user/{}", Access.MEMBER, USERS, this::set)
        .add("GET", "/metadata/user/{}", Access.MEMBER, USERS, this::get)
        .add("DELETE", "/metadata/user/{}", Access.APP, USERS, this::delete)
        .add("POST", "/metadata/user/get", Access.MEMBER, USERS, (UnkeyedHandler) this::getSeveral)
        .add("GET", "/metadata/user/capacity", Access.APP, USERS, this::capacity)
        .add("GET", "/user/{}/roster/metadata/version", Access.MEMBER, USERS, this::version)
        .add("PUT", "/metadata/chatgroup/{}/users/batch", Access.MEMBER, MEMBERS, this::setBatch);
    for (String root : List.of("/metadata/chatgroup/{}", "/sdk/metadata/chatgroup/{}")) {
      routes
          .add("PUT", root + "/user/{}", Access.MEMBER, MEMBERS, this::setOfMember)
          .add("GET", root + "/user/{}", Access.MEMBER, MEMBERS, this::getOfMember)
          .add("POST", root + "/get", Access.MEMBER, MEMBERS, (UnkeyedHandler) this::getOfMembers);
    }
  }

  private Answer set(Call call) {
    UserId user = ClientCall.self(call, 0);
    Map<String, String> values = new LinkedHashMap<>();
    call.form().params().forEach((name, value) -> values.put(name, value.getFirst()));
    return attributes
        .set(call.app(), user, values)
        .map(all -> Envelope.data(call, all))
        .orElseThrow(
            () ->
                tooLarge(
                    "user metadata exceeds the limit of " + Attributes.MAX_OF_USER + " bytes"));
  }

  private static VendorException tooLarge(String description) {
    return new VendorException(403, "exceed_limit", "MetadataLimitException", description);
  }

  private Answer get(Call call) {
    UserId user = UserId.of(call.parameter(0));
    return Envelope.data(
        call,
        attributes.of(call.app(), List.of(user), List.of()).getOrDefault(user.value(), Map.of()));
  }

  private Answer delete(Call call) {
    attributes.delete(call.app(), UserId.of(call.parameter(0)));
    return Envelope.data(call, true);
  }

  private Answer getSeveral(Call call) {
    JsonBody body = call.json();
    return Envelope.data(
        call,
        attributes.of(
            call.app(), targets(body, MAX_TARGETS), body.ids("properties").orElse(List.of())));
  }

  private static List<UserId> targets(JsonBody body, int most) {
    List<UserId> targets =
        body.users("targets")
            .orElseThrow(() -> Errors.illegalArgument("targets must be provided."));
    if (targets.size() > most) {
      throw Errors.illegalArgument("targets size is more than max limit : " + most);
    }
    return targets;
  }

  private Answer capacity(Call call) {
    return Envelope.data(call, attributes.size(call.app()));
  }

  /// Lists of contacts are always read whole here.
  private Answer version(Call call) {
    UserId _ = ClientCall.self(call, 0);
    return Envelope.data(
        call, Map.of("version", Long.toString(call.started()), "requiresSync", true));
  }

  private Answer setOfMember(Call call) {
    UserId user = UserId.of(call.parameter(1));
    return Envelope.data(call, set(call, group(call), user, values(call.json())));
  }

  private Answer setBatch(Call call) {
    JsonBody body = call.json();
    Map<String, String> values = values(body);
    List<UserId> users =
        body.users("usernames")
            .or(() -> body.users("targets"))
            .filter(names -> !names.isEmpty())
            .orElseThrow(() -> Errors.illegalArgument("usernames must be provided."));
    if (users.size() > MAX_BATCH) {
      throw Errors.illegalArgument("usernames size is more than max limit : " + MAX_BATCH);
    }
    Map<String, Object> data = new LinkedHashMap<>();
    users.forEach(user -> data.put(user.value(), set(call, group(call), user, values)));
    return Envelope.data(call, data);
  }

  private Map<String, String> set(
      Call call, GroupId group, UserId user, Map<String, String> values) {
    return attributes
        .setOfMember(call.app(), call.actor(), group, user, values)
        .orElseThrow(AttributeRoutes::memberTooLarge);
  }

  static VendorException memberTooLarge() {
    return tooLarge("member metadata exceeds the limit of " + Attributes.MAX_OF_MEMBER + " bytes");
  }

  private static Map<String, String> values(JsonBody body) {
    JsonBody given =
        body.object("metaData")
            .orElseThrow(() -> Errors.illegalArgument("metaData must be provided."));
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : given.names()) {
      String value = given.node(name).map(JsonNode::asString).orElse("");
      if (bytes(name) > MAX_NAME_BYTES || bytes(value) > MAX_VALUE_BYTES) {
        throw Errors.illegalArgument(
            "metaData: a key has at most %d bytes, a value %d"
                .formatted(MAX_NAME_BYTES, MAX_VALUE_BYTES));
      }
      values.put(name, value);
    }
    return values;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private Answer getOfMember(Call call) {
    UserId user = UserId.of(call.parameter(1));
    return Envelope.data(
        call,
        attributes
            .ofMembers(call.app(), call.actor(), group(call), List.of(user), List.of())
            .getOrDefault(user.value(), Map.of()));
  }

  private Answer getOfMembers(Call call) {
    JsonBody body = call.json();
    return Envelope.data(
        call,
        attributes.ofMembers(
            call.app(),
            call.actor(),
            group(call),
            new ArrayList<>(targets(body, MAX_MEMBERS)),
            body.ids("properties").orElse(List.of())));
  }

  private static GroupId group(Call call) {
    String id = call.parameter(0);
    return GroupId.parse(call.app().id(), id)
        .orElseThrow(() -> new RefusedException(new Refusal.GroupNotFound(id)));
  }
}
