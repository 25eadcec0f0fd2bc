package dev.weft.callback.render;

import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.json.JsonMapper;

/// Writes one JSON object, key by key, in the order of the vendor's examples. Every callback is
/// rendered while the store waits for it, so this goes straight into the text, without the detours
/// of a generator that can do more.
final class JsonWriter {

  private static final JsonMapper MAPPER = new JsonMapper();

  private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

  /// A callback of the usual size fits without growing.
  private static final int INITIAL_CHARS = 1536;

  private final StringBuilder out = new StringBuilder(INITIAL_CHARS);

  /// Whether what comes next is the first in its object.
  private boolean first = true;

  /// Writes the fields of an object.
  interface Fields {
    void write(JsonWriter json);
  }

  /// The text of an object.
  static String object(Fields fields) {
    JsonWriter json = new JsonWriter();
    json.braces(fields);
    return json.out.toString();
  }

  JsonWriter put(String key, String value) {
    begin(key);
    quote(value);
    return this;
  }

  JsonWriter put(String key, long value) {
    begin(key);
    out.append(value);
    return this;
  }

  /// An id, which is a text of digits on the wire.
  JsonWriter id(String key, long id) {
    begin(key);
    out.append('"').append(id).append('"');
    return this;
  }

  JsonWriter put(String key, boolean value) {
    begin(key);
    out.append(value);
    return this;
  }

  /// A value that is JSON already.
  JsonWriter raw(String key, String json) {
    begin(key);
    out.append(json);
    return this;
  }

  JsonWriter object(String key, Fields fields) {
    begin(key);
    braces(fields);
    return this;
  }

  JsonWriter strings(String key, Iterable<String> values) {
    begin(key);
    out.append('[');
    String comma = "";
    for (String value : values) {
      out.append(comma);
      quote(value);
      comma = ",";
    }
    out.append(']');
    return this;
  }

  /// A map or scalar of plain values.
  JsonWriter any(String key, Object value) {
    begin(key);
    out.append(MAPPER.writeValueAsString(value));
    return this;
  }

  private void begin(String key) {
    if (!first) {
      out.append(',');
    }
    first = false;
    quote(key);
    out.append(':');
  }

  private void braces(Fields fields) {
    out.append('{');
    first = true;
    fields.write(this);
    first = false;
    out.append('}');
  }

  /// Nearly every text goes out as it is, and is copied as a whole.
  private void quote(String text) {
    out.append('"');
    if (isPlain(text)) {
      out.append(text);
    } else {
      ENCODER.quoteAsString(text, out);
    }
    out.append('"');
  }

  /// Whether there is nothing to escape (RFC 8259, section 7).
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }
}
