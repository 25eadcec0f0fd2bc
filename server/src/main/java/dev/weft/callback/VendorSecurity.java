package dev.weft.callback;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The vendor's `security`: lower-case hex MD5 of callId, secret and timestamp, one after the other
/// (callback contract, section 2).
final class VendorSecurity {

  private VendorSecurity() {}

  static String of(String callId, String secret, long timestamp) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5")
              .digest((callId + secret + timestamp).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
