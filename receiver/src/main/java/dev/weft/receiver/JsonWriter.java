package dev.weft.receiver;

import dev.weft.receiver.Json.JsonArray;
import dev.weft.receiver.Json.JsonObject;
import dev.weft.receiver.Json.JsonString;
import java.util.Map;

/// Writes a [Json] value as compact text.
final class JsonWriter {

  private final StringBuilder out = new StringBuilder();

  private JsonWriter() {}

  static String write(Json value) {
    JsonWriter writer = new JsonWriter();
    writer.value(value);
    return writer.out.toString();
  }

  private void value(Json value) {
    if (value instanceof JsonObject object) {
      object(object);
    } else if (value instanceof JsonArray array) {
      array(array);
    } else if (value instanceof JsonString string) {
      text(string.value());
    } else {
      out.append(value);
    }
  }

  private void object(JsonObject object) {
    out.append('{');
    String separator = "";
    for (Map.Entry<String, Json> field : object.fields().entrySet()) {
      out.append(separator);
      text(field.getKey());
      out.append(':');
      value(field.getValue());
      separator = ",";
    }
    out.append('}');
  }

  private void array(JsonArray array) {
    out.append('[');
    String separator = "";
    for (Json element : array.elements()) {
      out.append(separator);
      value(element);
      separator = ",";
    }
    out.append(']');
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      character(text.charAt(i));
    }
    out.append('"');
  }

  private void character(char c) {
    if (c == '"' || c == '\\') {
      out.append('\\').append(c);
    } else if (c < ' ' || Character.isSurrogate(c)) {
      // A lone surrogate cannot be encoded in UTF-8, and an escaped pair means the same character.
      out.append(String.format("\\u%04x", (int) c));
    } else {
      out.append(c);
    }
  }
}
