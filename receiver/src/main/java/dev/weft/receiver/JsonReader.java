package dev.weft.receiver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Reads a body into a [Json] value; the only class that knows the JSON library.
final class JsonReader {

  /// A server that reads 500 levels puts a few around them; the stack of any thread holds as many.
  static final int MAX_DEPTH = 600;

  /// A thread callback has about 80. Each costs some 80 bytes, so that a body of a million zeros
  /// would take forty times its size.
  static final int MAX_TOKENS = 200_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxTokenCount(MAX_TOKENS)
                  .build())
          .build();

  /// The body is not JSON, or is JSON nobody should read.
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private JsonReader() {}

  static Json read(byte[] body) throws UnreadableException {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), body)) {
      Json value = value(parser, parser.nextToken());
      if (parser.nextToken() != null) {
        throw new UnreadableException("more than one JSON value", new IllegalArgumentException());
      }
      return value;
    } catch (JacksonException e) {
      // Only the kind of fault: the library's own message would quote the body.
      throw new UnreadableException("not JSON: " + e.getClass().getSimpleName(), e);
    }
  }

  private static Json value(JsonParser parser, JsonToken token) throws UnreadableException {
    if (token == null) {
      throw new UnreadableException("the body ends early", new IllegalArgumentException());
    }
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> new Json.JsonString(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.JsonNumber(parser.getString());
      case VALUE_TRUE -> new Json.JsonBoolean(true);
      case VALUE_FALSE -> new Json.JsonBoolean(false);
      case VALUE_NULL -> Json.JsonNull.NULL;
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new UnreadableException("unexpected " + token, new IllegalArgumentException());
    };
  }

  private static Json object(JsonParser parser) throws UnreadableException {
    Map<String, Json> fields = new LinkedHashMap<>();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      fields.put(name, value(parser, parser.nextToken()));
    }
    return new Json.JsonObject(fields);
  }

  private static Json array(JsonParser parser) throws UnreadableException {
    List<Json> elements = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      elements.add(value(parser, token));
    }
    return new Json.JsonArray(elements);
  }
}
