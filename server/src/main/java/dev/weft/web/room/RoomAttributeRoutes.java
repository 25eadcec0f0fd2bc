package dev.weft.web.room;

import dev.weft.app.UserId;
import dev.weft.chat.room.RoomAttributes;
import dev.weft.chat.room.RoomAttributes.Outcome;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Routes;
import dev.weft.web.api.UnkeyedHandler;
import dev.weft.web.api.VendorException;
import dev.weft.web.vendor.GroupBodies;
import dev.weft.web.vendor.GroupWire;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Attributes of chat rooms over REST (vendor: the pages `chatroom_custom_attribute_*`).
final class RoomAttributeRoutes {

  private static final String PATH = "/metadata/chatroom";

  /// The most attributes of one call that changes them.
  private static final int MAX_BATCH = 10;

  private final RoomAttributes attributes;

  RoomAttributeRoutes(RoomAttributes attributes) {
    this.attributes = attributes;
  }

  void addTo(Routes routes) {
    String own = PATH + "/{}/user/{}";
    String forced = own + "/forced";
    routes
        .add("POST", PATH + "/{}", Access.MEMBER, RoomRoutes.RATE, (UnkeyedHandler) this::get)
        .add("PUT", own, Access.MEMBER, RoomRoutes.RATE, call -> set(call, false))
        .add("PUT", forced, Access.MEMBER, RoomRoutes.RATE, call -> set(call, true))
        .add("DELETE", own, Access.MEMBER, RoomRoutes.RATE, call -> delete(call, false))
        .add("DELETE", forced, Access.MEMBER, RoomRoutes.RATE, call -> delete(call, true));
  }

  private Answer get(Call call) {
    // The vendor's Java SDK asks for all with no body at all.
    List<String> keys = call.hasNoBody() ? List.of() : call.json().ids("keys").orElse(List.of());
    return Envelope.of(call)
        .at(PATH)
        .with("data", attributes.of(call.app(), call.actor(), GroupWire.id(call), keys))
        .answer();
  }

  private Answer set(Call call, boolean forced) {
    JsonBody body = call.json();
    JsonBody wanted =
        body.object("metaData").orElseThrow(() -> GroupBodies.mustBeProvided("metaData"));
    Map<String, String> values = new LinkedHashMap<>();
    for (String key : wanted.names()) {
      values.put(key, wanted.text(key).orElseThrow(() -> GroupBodies.mustBeProvided(key)));
    }
    requireBatch(values.size());
    boolean endsWithOwner =
        switch (body.text("autoDelete").orElse("DELETE")) {
          case "DELETE" -> true;
          case "NO_DELETE" -> false;
          default -> throw Errors.invalidParameter("autoDelete must be DELETE or NO_DELETE");
        };
    return answer(
        call,
        attributes.set(
            call.app(),
            call.actor(),
            GroupWire.id(call),
            UserId.of(call.parameter(1)),
            values,
            endsWithOwner,
            forced));
  }

  private Answer delete(Call call, boolean forced) {
    List<String> keys =
        call.json()
            .ids("keys")
            .filter(given -> !given.isEmpty())
            .orElseThrow(() -> GroupBodies.mustBeProvided("keys"));
    requireBatch(keys.size());
    return answer(
        call,
        attributes.delete(
            call.app(),
            call.actor(),
            GroupWire.id(call),
            UserId.of(call.parameter(1)),
            keys,
            forced));
  }

  private static void requireBatch(int size) {
    if (size > MAX_BATCH) {
      throw new VendorException(
          400, "MetadataException", "MetadataException", "exceed allowed batch size " + MAX_BATCH);
    }
  }

  private static Answer answer(Call call, Outcome outcome) {
    return Envelope.of(call)
        .at(PATH)
        .with("status", "ok")
        .with("data", Map.of("successKeys", outcome.done(), "errorKeys", outcome.errors()))
        .answer();
  }
}
