package dev.weft.callback;

import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/// Writes one JSON object, key by key, in the order of the vendor's examples.
final class JsonWriter {

  private static final JsonMapper MAPPER = new JsonMapper();

  /// A callback of the usual size fits without growing.
  private static final int INITIAL_CHARS = 1536;

  private final StringWriter out = new StringWriter(INITIAL_CHARS);
  private final JsonGenerator generator = MAPPER.createGenerator(out);

  /// Writes the fields of an object.
  interface Fields {
    void write(JsonWriter json);
  }

  /// The text of an object.
  static String object(Fields fields) {
    JsonWriter json = new JsonWriter();
    json.generator.writeStartObject();
    fields.write(json);
    json.generator.writeEndObject();
    json.generator.close();
    return json.out.toString();
  }

  JsonWriter put(String key, String value) {
    generator.writeStringProperty(key, value);
    return this;
  }

  JsonWriter put(String key, long value) {
    generator.writeNumberProperty(key, value);
    return this;
  }

  JsonWriter put(String key, boolean value) {
    generator.writeBooleanProperty(key, value);
    return this;
  }

  /// A value that is JSON already.
  JsonWriter raw(String key, String json) {
    generator.writeName(key);
    generator.writeRawValue(json);
    return this;
  }

  JsonWriter object(String key, Fields fields) {
    generator.writeName(key);
    generator.writeStartObject();
    fields.write(this);
    generator.writeEndObject();
    return this;
  }

  JsonWriter strings(String key, Iterable<String> values) {
    generator.writeName(key);
    generator.writeStartArray();
    values.forEach(generator::writeString);
    generator.writeEndArray();
    return this;
  }

  /// A map or scalar of plain values.
  JsonWriter any(String key, Object value) {
    generator.writeName(key);
    generator.writePOJO(value);
    return this;
  }
}
