package dev.weft.web.client;

import dev.weft.chat.JsonObjects;
import dev.weft.chat.MessageType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The content of a message as a search shows it: not as it is sent.
final class FoundContent {

  private FoundContent() {}

  /// The kind by the vendor's word in searches.
  static String word(MessageType type) {
    return switch (type) {
      case TXT -> "text";
      case IMG -> "image";
      default -> type.contentType();
    };
  }

  /// Where keywords are looked for.
  static String field(MessageType type) {
    return switch (type) {
      case TXT -> "message";
      case LOC -> "address";
      default -> "filename";
    };
  }

  static Map<String, Object> of(MessageType type, String body) {
    Map<String, Object> from = JsonObjects.fields(body);
    Map<String, Object> content = new LinkedHashMap<>();
    switch (type) {
      case TXT -> put(content, "message", from.get("msg"));
      case LOC -> {
        put(content, "address", from.get("addr"));
        if (from.containsKey("lat") && from.containsKey("lng")) {
          content.put("coordinates", from.get("lat") + "," + from.get("lng"));
        }
      }
      default -> {
        put(content, "filename", from.get("filename"));
        put(content, "size", from.get("file_length"));
        put(content, "duration", from.get("length"));
        put(content, "dimensions", from.get("size"));
        put(content, "secret", from.get("secret"));
        put(content, "thumb", from.get("thumb"));
        put(content, "thumb_secret", from.get("thumb_secret"));
        put(content, "url", from.get("url"));
      }
    }
    return content;
  }

  private static void put(Map<String, Object> content, String name, @Nullable Object value) {
    if (value != null) {
      content.put(name, value);
    }
  }
}
