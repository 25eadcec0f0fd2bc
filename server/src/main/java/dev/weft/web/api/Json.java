package dev.weft.web.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/// Reads and writes the JSON of the API.
///
/// Reading is strict: valid UTF-8, no key twice, nothing after the value, no half surrogate,
/// numbers kept to the last digit. What came in can then be passed on without surprises.
public final class Json {

  /// Deeper nesting than any real message has; it bounds the stack that reading takes.
  private static final int MAX_DEPTH = 100;

  /// Digits of one number: more serves only to burn processor time.
  private static final int MAX_NUMBER_LENGTH = 100;

  public static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_NUMBER_LENGTH)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Json() {}

  /// Reads a whole body.
  ///
  /// @throws MalformedJsonException if it is not exactly one JSON value
  static JsonNode read(byte[] bytes) throws MalformedJsonException {
    byte[] body = withoutMark(bytes);
    try {
      return isPlain(body) ? present(MAPPER.readTree(body)) : readChecked(body);
    } catch (JacksonException e) {
      throw new MalformedJsonException(String.valueOf(e.getOriginalMessage()));
    }
  }

  /// Some editors and libraries begin UTF-8 with a byte order mark, which RFC 8259 lets us ignore.
  private static byte[] withoutMark(byte[] body) {
    boolean marked =
        body.length >= 3
            && body[0] == (byte) 0xef
            && body[1] == (byte) 0xbb
            && body[2] == (byte) 0xbf;
    return marked ? Arrays.copyOfRange(body, 3, body.length) : body;
  }

  /// Whether a body is ASCII without escapes: most are, and need no look at characters.
  private static boolean isPlain(byte[] body) {
    for (byte b : body) {
      if (b <= 0 || b == '\\') {
        return false;
      }
    }
    return true;
  }

  private static JsonNode readChecked(byte[] body) throws MalformedJsonException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedJsonException("not UTF-8");
    }
    JsonNode node = present(MAPPER.readTree(text));
    if (text.contains("\\u") && hasHalfSurrogate(node)) {
      throw new MalformedJsonException("half a surrogate pair");
    }
    return node;
  }

  private static JsonNode present(JsonNode node) throws MalformedJsonException {
    if (node.isMissingNode()) {
      throw new MalformedJsonException("empty");
    }
    return node;
  }

  /// The JSON text of a value, compact.
  public static String text(Object value) {
    return new String(utf8(value), StandardCharsets.UTF_8);
  }

  /// The JSON of a value, compact, in UTF-8. Bytes are what Jackson writes with the fewest copies.
  public static byte[] utf8(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /// JSON that is known to be well-formed, to be put into an answer as it is.
  public static RawValue raw(byte[] json) {
    return new RawValue(new String(json, StandardCharsets.UTF_8));
  }

  private static boolean hasHalfSurrogate(JsonNode node) {
    if (node.isString()) {
      return isHalf(node.stringValue());
    }
    for (var field : node.properties()) {
      if (isHalf(field.getKey())) {
        return true;
      }
    }
    for (JsonNode child : node) {
      if (hasHalfSurrogate(child)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isHalf(String text) {
    return !StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /// The body is not JSON we take.
  static final class MalformedJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedJsonException(String reason) {
      super(reason, null, false, false);
    }
  }
}
