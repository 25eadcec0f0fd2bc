package dev.weft.app;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The vendor's dynamic user token, which an app's server makes by itself: base64url of `dt-` and
/// JSON of user, times and a SHA-256 over them and the client secret.
///
/// @param issued in milliseconds since 1970, or in seconds: servers send both
/// @param ttl in seconds; 0 for never
record DynamicToken(String appKey, String user, long issued, long ttl, String signature) {

  private static final String MARK = "dt-";

  /// `dt-` in base64, so that other tokens are told apart without decoding them.
  private static final String PREFIX = "ZHQt";

  private static final int MAX_LENGTH = 2_048;

  /// No time in seconds is so large before the year 5138.
  private static final long MILLIS = 100_000_000_000L;

  static boolean isOne(String token) {
    return token.startsWith(PREFIX) || token.startsWith(MARK);
  }

  /// The token; empty for what none can look like. Some write `dt-` before the base64.
  static Optional<DynamicToken> parse(String token) {
    if (token.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      String coded = token.startsWith(MARK) ? token.substring(MARK.length()) : token;
      String text =
          new String(
              Base64.getUrlDecoder().decode(coded.replace('+', '-').replace('/', '_')),
              StandardCharsets.UTF_8);
      JsonNode json =
          JsonMapper.shared()
              .readTree(text.startsWith(MARK) ? text.substring(MARK.length()) : text);
      if (!json.isObject() || !json.path("curTime").isNumber() || !json.path("ttl").isNumber()) {
        return Optional.empty();
      }
      long issued = json.path("curTime").asLong(0);
      if (issued < 0) {
        return Optional.empty();
      }
      return Optional.of(
          new DynamicToken(
              json.path("appkey").asString(""),
              json.path("userId").asString(""),
              issued,
              json.path("ttl").asLong(0),
              json.path("signature").asString("")));
    } catch (IllegalArgumentException | JacksonException _) {
      return Optional.empty();
    }
  }

  /// Whether it was signed with these credentials; this takes as long whatever the answer is.
  boolean isSignedWith(String clientId, String clientSecret) {
    String content = clientId + appKey + user + issued + ttl + clientSecret;
    return MessageDigest.isEqual(
        signature.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8),
        sha256(content).getBytes(StandardCharsets.UTF_8));
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  Instant issuedAt() {
    return issued >= MILLIS ? Instant.ofEpochMilli(issued) : Instant.ofEpochSecond(issued);
  }
}
