package dev.weft.chat.file;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/// What opens a restricted file. It is shown once, at the upload; only its hash is kept. A fast
/// hash will do: the secret has more random bits than anybody can try.
public record ShareSecret(String value) {

  /// As many as the vendor's secrets, which have 48 characters.
  private static final int BYTES = 36;

  private static final SecureRandom RANDOM = new SecureRandom();

  static ShareSecret random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new ShareSecret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  String hash() {
    return HexFormat.of().formatHex(sha256());
  }

  /// Whether this is the secret with that hash, in a time that tells nothing about either.
  boolean hasHash(String hash) {
    return MessageDigest.isEqual(sha256(), HexFormat.of().parseHex(hash));
  }

  private byte[] sha256() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "ShareSecret[***]";
  }
}
