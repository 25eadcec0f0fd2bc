package dev.weft.receiver;

import dev.weft.receiver.Json.JsonArray;
import dev.weft.receiver.Json.JsonObject;
import dev.weft.receiver.Json.JsonString;
import java.util.HexFormat;
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
      boolean pair =
          i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
      if (pair) {
        out.append(text, i, i + 2);
        i++;
      } else {
        character(text.charAt(i));
      }
    }
    out.append('"');
  }

  private void character(char c) {
    if (c == '"' || c == '\\') {
      out.append('\\').append(c);
    } else if (c < ' ' || Character.isSurrogate(c)) {
      // A surrogate that stands alone has no form in UTF-8.
      out.append("\\u").append(HexFormat.of().toHexDigits(c));
    } else {
      out.append(c);
    }
  }
}
