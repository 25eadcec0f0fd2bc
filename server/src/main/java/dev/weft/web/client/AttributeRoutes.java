package dev.weft.web.client;

import dev.weft.app.UserId;
import dev.weft.sync.attribute.Attributes;
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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Attributes of users. The vendor answers what goes wrong with errors of their own.
public final class AttributeRoutes {

  private static final Rate USERS = Rate.of("user-metadata");
  private static final Rate SUBSCRIPTIONS = Rate.of("user-metadata-subscription");
  private static final String SUBSCRIPTION = "/user/{}/metadata/subscription";
  private static final int MAX_TARGETS = 100;

  /// The most characters of the values that every client knows (vendor).
  private static final Map<String, Integer> MAX_LENGTHS =
      Map.of("nickname", 64, "avatarurl", 256, "phone", 32, "mail", 64, "sign", 256, "birth", 64);

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
        .add("POST", SUBSCRIPTION, Access.MEMBER, SUBSCRIPTIONS, this::subscribe)
        .add("GET", SUBSCRIPTION, Access.MEMBER, SUBSCRIPTIONS, this::subscribed)
        .add("DELETE", SUBSCRIPTION, Access.MEMBER, SUBSCRIPTIONS, this::unsubscribe)
        .add("GET", "/user/{}/roster/metadata/version", Access.MEMBER, USERS, this::version);
  }

  /// Answers what was set by this call, without what was there before.
  private Answer set(Call call) {
    UserId user = ClientCall.self(call, 0);
    Map<String, String> values = new LinkedHashMap<>();
    form(call).params().forEach((name, value) -> values.put(name, value.getFirst()));
    values.forEach(AttributeRoutes::checkLength);
    if (attributes.set(call.app(), user, values).isEmpty()) {
      throw forbidden(
          "size of metadata for this single user exceeds the user defined limit, "
              + Attributes.MAX_OF_USER
              + "Bytes");
    }
    return Envelope.data(call, values);
  }

  private static Query form(Call call) {
    try {
      return call.form();
    } catch (VendorException e) {
      throw e.status() == 415 ? notAForm(call) : e;
    }
  }

  private static VendorException notAForm(Call call) {
    return new VendorException(
        415,
        "UNSUPPORTED_MEDIA_TYPE",
        "HttpMediaTypeNotSupportedException",
        "Content-Type '" + call.header("Content-Type").orElse("") + "' is not supported.");
  }

  private static void checkLength(String name, String value) {
    @Nullable Integer most = MAX_LENGTHS.get(name);
    if (most != null && value.codePointCount(0, value.length()) > most) {
      throw forbidden(
          "size of metadata for this single user exceeds the current mysql column size, "
              + most
              + "Bytes");
    }
  }

  private static VendorException forbidden(String description) {
    return new VendorException(403, "FORBIDDEN", "MetadataException", description);
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
    List<UserId> targets =
        body.users("targets")
            .orElseThrow(() -> Errors.illegalArgument("targets must be provided."));
    if (targets.size() > MAX_TARGETS) {
      throw full("exceed allowed batch size " + MAX_TARGETS);
    }
    return Envelope.data(
        call, attributes.of(call.app(), targets, body.ids("properties").orElse(List.of())));
  }

  private Answer capacity(Call call) {
    return Envelope.data(call, attributes.size(call.app()));
  }

  /// SDK 5 tells its errors apart by these words.
  private Answer subscribe(Call call) {
    UserId reader = ClientCall.self(call, 0);
    List<UserId> others =
        call.json()
            .users("usernames")
            .orElseThrow(() -> Errors.illegalArgument("usernames must be provided."));
    requireFew(others);
    return switch (attributes.subscribe(call.app(), reader, others)) {
      case DONE -> Envelope.data(call, true);
      case READER_FULL -> throw full("metadata subscription count exceeds limit");
      case TARGET_FULL -> throw full("metadata subscribed count exceeds limit");
    };
  }

  private static void requireFew(List<UserId> users) {
    if (users.size() > MAX_TARGETS) {
      throw full("exceed allowed batch size " + MAX_TARGETS);
    }
  }

  private static VendorException full(String description) {
    return new VendorException(400, "BAD_REQUEST", "MetadataException", description);
  }

  private Answer subscribed(Call call) {
    UserId reader = ClientCall.self(call, 0);
    return Envelope.data(
        call, attributes.subscribed(call.app(), reader).stream().map(UserId::value).toList());
  }

  private Answer unsubscribe(Call call) {
    UserId reader = ClientCall.self(call, 0);
    String names =
        call.query()
            .text("usernames")
            .orElseThrow(() -> Errors.illegalArgument("usernames must be provided."));
    List<UserId> others =
        Arrays.stream(names.split(",", -1))
            .filter(name -> !name.isBlank())
            .map(UserId::of)
            .distinct()
            .toList();
    requireFew(others);
    attributes.unsubscribe(call.app(), reader, others);
    return Envelope.data(call, true);
  }

  /// Lists of contacts are always read whole here.
  private Answer version(Call call) {
    UserId _ = ClientCall.self(call, 0);
    return Envelope.data(
        call, Map.of("version", Long.toString(call.started()), "requiresSync", true));
  }
}
