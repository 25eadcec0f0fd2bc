package dev.weft.callback.render;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The vendor's `security`: lower-case hex MD5 of callId, secret and timestamp, one after the other
/// (callback contract, section 2).
final class VendorSecurity {

  /// Never fed, only copied: that spares the look-up.
  private static final MessageDigest FRESH = fresh();

  private VendorSecurity() {}

  private static MessageDigest fresh() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  static String of(String callId, String secret, long timestamp) {
    try {
      MessageDigest md5 = (MessageDigest) FRESH.clone();
      byte[] text = (callId + secret + timestamp).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(md5.digest(text));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's own can be copied", e);
    }
  }
}
