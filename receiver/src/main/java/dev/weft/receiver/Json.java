package dev.weft.receiver;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A JSON value as it came, so that what this library has no record for stays readable.
///
/// Reading never fails: a missing field is [JsonNull], and asking a text for its fields gives none.
/// `toString` writes compact JSON.
public sealed interface Json {

  record JsonObject(Map<String, Json> fields) implements Json {
    public JsonObject {
      fields = Collections.unmodifiableMap(fields);
    }

    @Override
    public String toString() {
      return JsonWriter.write(this);
    }
  }

  record JsonArray(List<Json> elements) implements Json {
    public JsonArray {
      elements = Collections.unmodifiableList(elements);
    }

    @Override
    public String toString() {
      return JsonWriter.write(this);
    }
  }

  record JsonString(String value) implements Json {
    @Override
    public String toString() {
      return JsonWriter.write(this);
    }
  }

  /// Keeps the digits as they were written: an id of nineteen digits must survive.
  record JsonNumber(String literal) implements Json {
    @Override
    public String toString() {
      return literal;
    }
  }

  record JsonBoolean(boolean value) implements Json {
    @Override
    public String toString() {
      return Boolean.toString(value);
    }
  }

  record JsonNull() implements Json {
    static final JsonNull NULL = new JsonNull();

    @Override
    public String toString() {
      return "null";
    }
  }

  /// Reads a text; nothing if it is not JSON, deeper than 600 levels, or of more than 200,000
  /// tokens.
  static Optional<Json> read(byte[] utf8) {
    try {
      return Optional.of(JsonReader.read(utf8));
    } catch (JsonReader.UnreadableException e) {
      return Optional.empty();
    }
  }

  default Json get(String field) {
    return this instanceof JsonObject object
        ? object.fields().getOrDefault(field, JsonNull.NULL)
        : JsonNull.NULL;
  }

  default List<Json> elements() {
    return List.of();
  }

  default Map<String, Json> fields() {
    return Map.of();
  }

  default boolean isMissing() {
    return this instanceof JsonNull;
  }

  /// The text of a string or a number: vendors write the same id either way.
  public default @Nullable String text() {
    if (this instanceof JsonString string) {
      return string.value();
    }
    return this instanceof JsonNumber number ? number.literal() : null;
  }

  public default String text(String otherwise) {
    String text = text();
    return text == null ? otherwise : text;
  }

  /// The whole number in a number or a string, if there is one and it fits.
  default OptionalLong integer() {
    String text = text();
    if (text == null || text.length() > 40) {
      return OptionalLong.empty();
    }
    try {
      // The exact way costs ten times the common one: only a fraction or an exponent needs it.
      return OptionalLong.of(
          isPlain(text) ? Long.parseLong(text) : new BigDecimal(text).longValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /// At most eighteen digits: they fit, whatever they are.
  private static boolean isPlain(String text) {
    if (text.isEmpty() || text.length() > 18) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  default boolean isTrue() {
    return this instanceof JsonBoolean bool ? bool.value() : "true".equals(text());
  }
}
