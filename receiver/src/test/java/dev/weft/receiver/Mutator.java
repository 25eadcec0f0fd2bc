package dev.weft.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Spoils callbacks in ways a network, a vendor or an attacker might; the same seed, the same ways.
final class Mutator {

  /// What parsers stumble over.
  private static final List<String> NASTY =
      List.of(
          "{}",
          "[]",
          "null",
          "true",
          "\"\"",
          "-",
          "-0",
          "1e999999999",
          "0.1E-400",
          "NaN",
          "\\u0000",
          "\"\\ud800\"",
          "\u0000",
          "\ufeff",
          "{\"a\":",
          "]",
          "}",
          "\"",
          "99999999999999999999",
          "\"chat_type\":\"edit\",",
          "/*",
          "\uD83D\uDE00",
          "org#app_x@easemob.com/ios");

  private final Random random;

  Mutator(long seed) {
    random = new Random(seed);
  }

  byte[] spoil(byte[] body) {
    byte[] spoiled = body;
    for (int i = random.nextInt(4); i >= 0; i--) {
      spoiled = spoilOnce(spoiled);
    }
    return spoiled;
  }

  private byte[] spoilOnce(byte[] body) {
    int at = random.nextInt(body.length + 1);
    int length = random.nextInt(1 + Math.min(40, body.length - at));
    return switch (random.nextInt(5)) {
      case 0 -> join(body, at, randomBytes(1 + random.nextInt(3)), at + length);
      case 1 -> join(body, at, new byte[0], at + length);
      case 2 -> join(body, at, nasty(), at);
      case 3 -> join(body, at, nasty(), at + length);
      default -> join(body, at + length, body, at);
    };
  }

  private byte[] nasty() {
    return NASTY.get(random.nextInt(NASTY.size())).getBytes(UTF_8);
  }

  byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] join(byte[] body, int headEnd, byte[] middle, int tailStart) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.write(body, 0, headEnd);
    joined.writeBytes(middle);
    joined.write(body, tailStart, body.length - tailStart);
    return joined.toByteArray();
  }

  /// The same callback with some values in place of others: well-formed, and wrong.
  Json confuse(Json value) {
    if (random.nextInt(25) == 0) {
      return any(3);
    }
    if (value instanceof Json.JsonObject object) {
      Map<String, Json> fields = new LinkedHashMap<>();
      object.fields().forEach((name, field) -> fields.put(name, confuse(field)));
      return new Json.JsonObject(fields);
    }
    return value instanceof Json.JsonArray array
        ? new Json.JsonArray(array.elements().stream().map(this::confuse).toList())
        : value;
  }

  Json any(int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 6)) {
      case 0 -> Json.JsonNull.NULL;
      case 1 -> new Json.JsonBoolean(random.nextBoolean());
      case 2 -> new Json.JsonNumber(Long.toString(random.nextLong()));
      case 3 -> new Json.JsonString(text());
      case 4 -> {
        List<Json> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          elements.add(any(depth - 1));
        }
        yield new Json.JsonArray(elements);
      }
      default -> {
        Map<String, Json> fields = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          fields.put(name(), any(depth - 1));
        }
        yield new Json.JsonObject(fields);
      }
    };
  }

  /// The parser takes a surrogate that stands alone in a value and refuses it in a name.
  private String name() {
    return text().replaceAll("[\\ud800-\\udfff]", "");
  }

  /// Any UTF-16 there is, surrogates that stand alone too.
  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append((char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(65536)));
    }
    return text.toString();
  }
}
