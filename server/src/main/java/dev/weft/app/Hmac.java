package dev.weft.app;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HMAC-SHA256 (RFC 2104) under one key, by any number of threads.
public final class Hmac {

  /// Bytes of a result.
  public static final int LENGTH = 32;

  private static final String ALGORITHM = "HmacSHA256";

  /// Never fed: to copy it is ten times cheaper than to look one up and give it the key.
  private final Mac keyed;

  /// @param key not empty
  public Hmac(byte[] key) {
    try {
      keyed = Mac.getInstance(ALGORITHM);
      keyed.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /// The MAC of `parts`, one after the other.
  public byte[] of(byte[]... parts) {
    try {
      Mac mac = (Mac) keyed.clone();
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's own can be copied", e);
    }
  }

  /// The MAC of a text in UTF-8.
  public byte[] of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }
}
