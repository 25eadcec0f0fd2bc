package dev.weft.web.vendor;

import dev.weft.chat.Content;
import dev.weft.chat.MessageType;
import dev.weft.web.api.Json;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.VendorException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Turns the `body` of a send request into the stored form that callbacks show (callback contract,
/// section 3.2): with its `type`, numbers as numbers, and custom extensions in both generations.
/// Fields we do not know are kept as they came.
final class MessageBodies {

  /// The vendor's limit for body and extension together, in bytes of compact JSON.
  static final int MAX_BYTES = 5 * 1024;

  private static final int MAX_CUSTOM_EXTS = 16;
  private static final Pattern CUSTOM_EVENT = Pattern.compile("[a-zA-Z0-9-_/.]{1,32}");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private MessageBodies() {}

  /// The content of a new message.
  ///
  /// @throws VendorException 400 if something required is missing, malformed or too large
  static Content content(MessageType type, JsonBody body, String ext) {
    String stored = Json.text(stored(type, body, true));
    if (bytes(stored) + bytes(ext) > MAX_BYTES) {
      throw sendError("message is too large");
    }
    return new Content(type, stored, ext);
  }

  /// The fields of the stored body that `newMessage`, the `new_msg` of a rewrite, replaces. Only
  /// texts and custom messages have any: of the others the extension alone can change.
  static String changes(MessageType type, JsonBody newMessage) {
    ObjectNode changes =
        switch (type) {
          case TXT, CUSTOM -> stored(type, newMessage, false);
          case IMG, AUDIO, VIDEO, FILE, LOC, CMD -> NODES.objectNode();
        };
    return Json.text(changes);
  }

  private static ObjectNode stored(MessageType type, JsonBody body, boolean complete) {
    ObjectNode stored = body.fields().deepCopy();
    stored.remove("type");
    switch (type) {
      case TXT -> text(body, "msg", complete);
      case IMG, AUDIO, VIDEO, FILE -> attachment(body, stored);
      case LOC -> location(body, stored);
      case CMD -> text(body, "action", complete);
      case CUSTOM -> custom(body, stored);
    }
    stored.put("type", type.wireName());
    return stored;
  }

  private static void text(JsonBody body, String name, boolean required) {
    if (required && body.text(name).isEmpty()) {
      throw empty(name);
    }
  }

  private static void attachment(JsonBody body, ObjectNode stored) {
    text(body, "url", true);
    // The vendor's table once writes `Length` where it means `length`.
    JsonNode misspelt = stored.remove("Length");
    if (misspelt != null && !stored.has("length")) {
      stored.set("length", misspelt);
    }
  }

  private static void location(JsonBody body, ObjectNode stored) {
    for (String name : new String[] {"lat", "lng"}) {
      JsonNode value = body.node(name).orElseThrow(() -> empty(name));
      if (value.isNumber()) {
        continue;
      }
      try {
        stored.put(name, new BigDecimal(value.isString() ? value.stringValue() : "-"));
      } catch (NumberFormatException e) {
        throw sendError("param " + name + " is not a number");
      }
    }
    text(body, "addr", true);
  }

  private static void custom(JsonBody body, ObjectNode stored) {
    body.text("customEvent")
        .ifPresent(
            event -> {
              if (!CUSTOM_EVENT.matcher(event).matches()) {
                throw sendError("param customEvent is illegal");
              }
            });
    JsonNode given = body.node("customExts").or(() -> body.node("v2:customExts")).orElse(null);
    if (given == null) {
      return;
    }
    ObjectNode map = customMap(given);
    if (map.size() > MAX_CUSTOM_EXTS) {
      throw sendError("param customExts size can't exceed limit " + MAX_CUSTOM_EXTS);
    }
    ArrayNode list = NODES.arrayNode();
    map.properties()
        .forEach(field -> list.add(NODES.objectNode().set(field.getKey(), field.getValue())));
    stored.set("customExts", list);
    stored.set("v2:customExts", map);
  }

  /// Custom extensions as a map, whether they came as one or as the older list of single pairs.
  private static ObjectNode customMap(JsonNode given) {
    if (given instanceof ObjectNode map) {
      return map.deepCopy();
    }
    ObjectNode map = NODES.objectNode();
    if (!given.isArray()) {
      throw sendError("param customExts must be JSONObject");
    }
    for (JsonNode pair : given) {
      if (!pair.isObject()) {
        throw sendError("param customExts must be JSONObject");
      }
      pair.properties().forEach(field -> map.set(field.getKey(), field.getValue()));
    }
    return map;
  }

  /// An error of the send endpoints.
  static VendorException sendError(String description) {
    return new VendorException(400, "message_send_error", "MessageSendException", description);
  }

  static VendorException empty(String parameter) {
    return sendError("param " + parameter + " can't be empty");
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
